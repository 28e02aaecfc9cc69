"""The glossary: the book's terms in both languages."""

from finreport.figures.charting import table
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.narrative.chapter import Chapter
from finreport.words import open_language


@table
def terms(chapter: Chapter) -> ExhibitTable:
    """Every term in Chinese and in English, group by group."""
    words = chapter.words
    chinese, english = (
        open_language(code).of_edition({}, chapter.about.facts(code)) for code in ("zh", "en")
    )
    rows = []
    for group, terms in chinese.section("term").items():
        rows.append(GridRow(words.text(f"term_group.{group}")))
        rows.extend(
            GridRow(term, [english.text(f"term.{group}.{one}")]) for one, term in terms.items()
        )
    heads = [words.text("column.chinese"), words.text("column.english")]
    return ExhibitTable(heads, rows, tongues=["zh-CN", "en"])
