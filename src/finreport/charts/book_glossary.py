"""The glossary: the book's terms in both languages."""

from itertools import groupby

from finreport.figures.charting import table
from finreport.figures.exhibits import Grid, GridRow
from finreport.narrative.chapter import Chapter
from finreport.words.glossary import read_glossary


@table
def terms(chapter: Chapter) -> Grid:
    """Every term in Chinese and in English, group by group."""
    words = chapter.words
    rows = []
    for group, found in groupby(read_glossary(), lambda term: term.group):
        rows.append(GridRow(words.text(f"term_group.{group}")))
        rows.extend(GridRow(term.zh, [term.en]) for term in found)
    heads = [words.text("column.chinese"), words.text("column.english")]
    return Grid(heads, rows, tongues=["zh-CN", "en"])
