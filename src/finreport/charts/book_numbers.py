"""The page of all numbers: each that the report prints, with the strongest check it stands in."""

from collections.abc import Mapping, Sequence

from finreport.editions.figures import Figure as Printed
from finreport.figures.charting import table
from finreport.figures.exhibits import ExhibitTable, GridRow, NumberIndex
from finreport.narrative import origins
from finreport.narrative.chapter import Chapter
from finreport.narrative.number_index import ADDRESS, number_index
from finreport.narrative.verdicts import strength_name, verdict_name, verdict_on


@table
def numbers_by_month(chapter: Chapter) -> ExhibitTable:
    """Every number of the monthly tables with the verdict of the strongest check it stands in."""
    words, edition = chapter.words, chapter.edition
    months = [month for month in edition.months if month <= edition.as_of]
    rows: list[GridRow] = []
    place = ""
    for by_month in edition.figures.values():
        found = {month: figure for month, figure in by_month.items() if month and figure}
        if found:
            first = next(iter(found.values()))
            if place != (place := origins.place(chapter, first)):
                rows.append(GridRow(place))
            rows.append(_standing_row(chapter, origins.title(chapter, first), found, months))
    return ExhibitTable(
        [words.text("column.item"), *(words.short_month(month) for month in months)], rows
    )


def _standing_row(
    chapter: Chapter, title: str, found: Mapping[str, Printed], months: Sequence[str]
) -> GridRow:
    names = {month: figure.full_name for month, figure in found.items()}
    verdicts = {month: verdict_on(chapter, name) for month, name in names.items()}
    return GridRow(
        title,
        [chapter.words.text(f"sign.{verdicts[m]}") if m in verdicts else "" for m in months],
        marks=[verdicts.get(month, "") for month in months],
        anchors=[f"{ADDRESS}{names[month]}" if month in names else "" for month in months],
    )


@table
def numbers_once(chapter: Chapter) -> ExhibitTable:
    """Every number that is printed once, with the strongest check it stands in."""
    words = chapter.words
    rows: list[GridRow] = []
    place = ""
    for figure in filter(None, (each.get("") for each in chapter.edition.figures.values())):
        if place != (place := origins.place(chapter, figure)):
            rows.append(GridRow(place))
        strength = chapter.strengths.of(figure.full_name).strength
        verdict = verdict_on(chapter, figure.full_name)
        rows.append(
            GridRow(
                origins.title(chapter, figure),
                [
                    words.printed(figure.printed),
                    strength_name(words, strength),
                    verdict_name(words, verdict),
                ],
                marks=["", "", verdict],
                anchors=[f"{ADDRESS}{figure.full_name}", "", ""],
                figures=[figure.full_name, "", ""],
            )
        )
    heads = [words.text(f"column.{name}") for name in ("subject", "printed", "how", "verdict")]
    return ExhibitTable(heads, rows)


def index(chapter: Chapter) -> NumberIndex:
    """What is known of each number, for the panel that a click on it opens."""
    return NumberIndex(number_index(chapter))
