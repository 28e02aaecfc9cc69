"""The two tables of the appendix, as printed, and their growth rates at a glance."""

from collections.abc import Callable

from finreport.editions.figure_names import MONTHLY
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart, table
from finreport.figures.drawing import line, month_axis, panel_title, zero_line
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.palette import BLUE
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_series
from finreport.narrative.chapter import Chapter
from finreport.words import Language

GROWING = ("industry", "fai", "retail", "trade", "fiscal_revenue", "fiscal_expenditure")


@table
def deposits_loans(chapter: Chapter) -> ExhibitTable:
    """Appendix table 1: deposits and loans by currency, month by month."""
    return _as_printed(
        chapter, "deposits_loans", ("currency", "currency"), ["indicator", "measure"], _banking_head
    )


@table
def economy(chapter: Chapter) -> ExhibitTable:
    """Appendix table 2: the economy since the start of the year, month by month."""
    return _as_printed(
        chapter, "economy", ("measure", "panel"), ["indicator", "unit"], _economy_head
    )


def _as_printed(
    chapter: Chapter,
    resource: str,
    block: tuple[str, str],
    keys: list[str],
    head: Callable[[Language, str, str], str],
) -> ExhibitTable:
    """A monthly table in blocks: their column, the catalogue's table with their names, the rows."""
    words, table = chapter.words, chapter.table(resource)
    column, names = block
    rows: list[GridRow] = []
    for name, part in table.groupby(column, sort=False):
        rows.append(GridRow(words.text(f"{names}.{name}")))
        for (one, other), row in part.groupby(keys, sort=False):
            cells = [words.printed(text) or words.text("dash") for text in row["printed"]]
            form = MONTHLY[resource]
            figures = [
                f"{form.format_map(cell)}@{cell['month']}" if cell["printed"] else ""
                for cell in row.to_dict("records")
            ]
            rows.append(GridRow(head(words, str(one), str(other)), cells, figures=figures))
    months = (words.short_month(month) for month in table["month"].unique())
    return ExhibitTable([words.text("column.item"), *months], rows)


def _banking_head(words: Language, indicator: str, measure: str) -> str:
    return words.text(f"banking_row.{measure}", name=words.text(f"banking.{indicator}"))


def _economy_head(words: Language, indicator: str, unit: str) -> str:
    name = words.text(f"economy.{indicator}")
    return words.text("named_unit", name=name, unit=words.unit(unit))


@chart
def growth_at_a_glance(chapter: Chapter) -> Drawing:
    """The growth of six indicators since the start of the year, a small panel each."""
    words = chapter.words
    drawn = chapter.economies(GROWING, "ytd_yoy")
    figure, panels = canvas(len(drawn), 1.0 * len(drawn))
    for axes, (label, series) in zip(panels, drawn.items(), strict=True):
        panel_title(axes, label)
        line(axes, series, BLUE, label)
        zero_line(axes)
    month_axis(panels[-1], chart_forms.months_of(drawn), words)
    alt, figures = tell_series(words, drawn, "%"), chart_forms.printed_in(drawn)
    return Drawing(figure, chart_forms.values_of(drawn), alt, figures=figures)
