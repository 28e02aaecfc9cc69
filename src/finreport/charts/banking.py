"""Charts and tables of banks, deposits, loans and lending rates."""

from collections.abc import Sequence

import pandas as pd

from finreport.analysis.composition import BUCKETS, SIDES, growth_parts, split_means
from finreport.analysis.levels import dated_a_year_back, year_ago
from finreport.checks import read_corrections
from finreport.editions import AMOUNT, INTERVAL, Series
from finreport.editions.context import read_context
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart, table
from finreport.figures.drawing import (
    Key,
    dots,
    end_labels,
    in_shown_unit,
    legend,
    line,
    month_axis,
    panel_title,
    places,
    steps,
    zero_line,
)
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import down
from finreport.figures.palette import BLUE, GREEN, GREY, PAPER, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_series, tell_shares
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.computed import ENTERPRISE, growing
from finreport.narrative.found import with_sign
from finreport.words import Language

QUOTES = ("lpr_1y", "lpr_5y")
"""The two quotations of the LPR."""

TOTAL = "total"
"""The row of a table that sums up the others."""

MEASURES = ("outlets", "employees", "assets", "legal_entities")


@table
def institutions(chapter: Chapter) -> ExhibitTable:
    """Table 1 of the body: outlets, staff, assets and incorporated institutions by type."""
    words = chapter.words
    printed = chapter.whole_year("institutions").pivot(
        index="category", columns="measure", values="printed"
    )
    order = chapter.whole_year("institutions")["category"].unique()
    heads = [words.text("column.institution"), *(words.text(f"measure.{m}") for m in MEASURES)]
    rows = [
        GridRow(
            words.text(f"institution.{name}"),
            [words.printed(text) for text in printed.loc[name, list(MEASURES)]],
            figures=[
                f"institutions.{measure}.{name}" if printed.loc[name, measure] else ""
                for measure in MEASURES
            ],
            is_total=name == TOTAL,
        )
        for name in order
    ]
    return ExhibitTable(heads, rows)


@chart
def institution_assets(chapter: Chapter) -> Drawing:
    """Assets of the types of institution, the largest first."""
    words = chapter.words
    assets = chapter.whole_year("institutions", measure="assets")
    held = assets[(assets["value"] > 0) & (assets["category"] != TOTAL)].set_index("category")
    named = (
        held[INTERVAL]
        .assign(figure=[f"institutions.assets.{name}" for name in held.index])
        .sort_values("value", ascending=False)
        .rename(index=lambda name: words.text(f"institution.{name}"))
    )
    return chart_forms.items(chapter, named, words.text("column.assets"), AMOUNT, decimals=0)


@chart
def deposits(chapter: Chapter) -> Drawing:
    """Figure 6: deposits in CNY, the implied levels of a year ago, and growth."""
    return _balance_and_growth(chapter, "deposits")


@chart
def loans(chapter: Chapter) -> Drawing:
    """Figure 7: loans in CNY, the implied levels of a year ago, and growth."""
    return _balance_and_growth(chapter, "loans")


def _balance_and_growth(chapter: Chapter, indicator: str) -> Drawing:
    words = chapter.words
    balance = chapter.series(f"cny.{indicator}.balance")
    growth = chapter.series(f"cny.{indicator}.yoy")
    before = dated_a_year_back(year_ago(balance, growth))
    figure, (top, bottom) = canvas(2, 4.4, height_ratios=[3, 2])
    panel_title(top, words.text(f"series.{indicator}_balance"))
    names = {
        words.text("series.balance_printed"): balance,
        words.text("series.balance_implied"): before,
        words.text("series.growth"): growth,
    }
    printed, implied, rate = names
    line(top, before, GREY, implied, printed=False)
    line(top, balance, BLUE, printed)
    in_shown_unit(top.yaxis, words, AMOUNT)
    top.annotate(
        words.text("implied"),
        _middle(before),
        xytext=(4, -16),
        textcoords="offset points",
        color=GREY,
    )
    top.annotate(
        words.text("printed"),
        _middle(balance),
        xytext=(-8, 10),
        ha="right",
        textcoords="offset points",
        color=BLUE,
    )
    panel_title(bottom, words.text("series.growth"))
    line(bottom, growth, VERMILION, rate)
    month_axis(bottom, [*before.index, *balance.index], words)
    alt = words.sentences(
        *(
            tell_series(words, {label: series}, AMOUNT if series is not growth else "%")
            for label, series in names.items()
        )
    )
    data = chart_forms.values_of(names).join(chart_forms.bounds_of(words, implied, before))
    widest = words.quantity((before["upper"] - before["lower"]).max(), AMOUNT)
    figures = chart_forms.printed_in({printed: balance, rate: growth})
    units = {printed: AMOUNT, implied: AMOUNT, rate: "%"}
    return Drawing(figure, data, alt, values={"width": widest}, figures=figures, units=units)


def _middle(series: Series) -> tuple[float, float]:
    spot = len(series) // 2
    return places(series.index)[spot], float(series["value"].iloc[spot])


@chart
def deposit_loan_growth(chapter: Chapter) -> Drawing:
    """Figure 8: growth of deposits and of loans in all currencies."""
    drawn = {
        chapter.words.text(f"banking.{name}"): chapter.series(f"all.{name}.yoy")
        for name in ("deposits", "loans")
    }
    return chart_forms.lines(chapter, drawn, "%")


@chart
def deposit_increases(chapter: Chapter) -> Drawing:
    """Monthly increases of deposits in CNY by depositor; corrected months are marked."""
    words = chapter.words
    corrections = read_corrections(chapter.edition)
    printed, drawn = {}, {}
    for name in ("deposits_household", "deposits_corporate"):
        label = words.text(f"banking.{name}")
        printed[label] = chapter.series(f"cny.{name}.increase")
        drawn[label] = printed[label].copy()
        for month in printed[label].index:
            correction = corrections.get(f"cny.{name}.increase@{month}")
            if correction:
                value = correction.value
                drawn[label].loc[month] = [
                    float(value.value),
                    float(value.lower),
                    float(value.upper),
                ]
    as_printed = {label: words.text("as_printed", label=label) for label in printed}
    figure, (axes,) = canvas(height=3.2)
    for label, colour in zip(drawn, chart_forms.ORDER, strict=False):
        line(axes, drawn[label], colour, label)
        changed = printed[label][printed[label]["value"] != drawn[label]["value"]]
        at, crossed = places(changed.index), down(as_printed[label], changed.index)
        dots(axes, at, changed["value"], crossed, "")  # crossed out by what makes the chart
        axes.plot(
            at,
            drawn[label].loc[changed.index, "value"],
            "D",
            color=colour,
            markerfacecolor=PAPER,
            markersize=8,
        )
    month_axis(axes, chart_forms.months_of(drawn), words)
    in_shown_unit(axes.yaxis, words, AMOUNT)
    zero_line(axes)
    end_labels(axes, drawn, chart_forms.ORDER)
    both = drawn | {as_printed[label]: printed[label] for label in printed}
    told = [tell_series(words, drawn, AMOUNT), *_tell_corrected(words, printed, drawn)]
    return Drawing(
        figure,
        chart_forms.values_of(both),
        words.sentences(*told),
        figures=chart_forms.printed_in(both),
        units=AMOUNT,
    )


def _tell_corrected(
    words: Language, printed: dict[str, Series], drawn: dict[str, Series]
) -> list[str]:
    """A sentence for each month that is drawn with another value than was printed."""
    return [
        words.text(
            "alt.corrected",
            label=label,
            month=words.month(str(month)),
            printed=words.quantity(value, AMOUNT),
            value=words.quantity(corrected, AMOUNT),
        )
        for label, series in printed.items()
        for (month, value), corrected in zip(
            series["value"].items(), drawn[label]["value"], strict=True
        )
        if value != corrected
    ]


@chart
def deposit_parts(chapter: Chapter) -> Drawing:
    """How much of the growth of deposits in CNY comes from each depositor."""
    return _parts(chapter, "cny", "deposits", ("deposits_household", "deposits_corporate"))


@chart
def loan_parts(chapter: Chapter) -> Drawing:
    """How much of the growth of loans in all currencies comes from each term and instrument."""
    return _parts(chapter, "all", "loans", ENTERPRISE)


def _parts(chapter: Chapter, currency: str, total: str, names: Sequence[str]) -> Drawing:
    words = chapter.words
    grown = {name: growing(chapter, f"{currency}.{name}") for name in (total, *names)}
    rest = f"{total}_rest"
    table = growth_parts(grown[total], {name: grown[name] for name in names}, rest)
    drawn = {
        words.text(f"banking.{name}"): table[table["part"] == name].set_index("month")[INTERVAL]
        for name in (*names, rest)
    }
    return chart_forms.lines(chapter, drawn, "percentage points")


@table
def lpr(chapter: Chapter) -> ExhibitTable:
    """Table 2 of the body: shares of ordinary loans by interest rate, month by month."""
    words = chapter.words
    rows = chapter.table("lpr_buckets")
    printed = rows.pivot(index="bucket", columns="month", values="printed")
    heads = [words.text("column.bucket"), *(words.short_month(m) for m in printed.columns)]
    shown = [
        GridRow(
            words.text(f"bucket.{name}"),
            list(printed.loc[name]),
            depth=int("_" in str(name)),
            figures=[f"lpr.{name}@{month}" for month in printed.columns],
            is_total=name == TOTAL,
        )
        for name in rows["bucket"].unique()
    ]
    return ExhibitTable(heads, shown)


@chart
def lpr_shares(chapter: Chapter) -> Drawing:
    """Shares below, at and above LPR by month, above the LPR quotations as context."""
    words = chapter.words
    drawn = {words.text(f"bucket.{name}"): chapter.series(f"lpr.{name}") for name in SIDES}
    colours = (BLUE, GREEN, VERMILION)
    quotes = lpr_quotes(words, chart_forms.months_of(drawn))
    ratios = [3, 2] if quotes else [3]  # context need not know the year
    figure, panels = canvas(len(ratios), 4.4 if quotes else 2.9, height_ratios=ratios)
    panel_title(panels[0], words.text("series.lpr_shares"))
    for (label, series), colour in zip(drawn.items(), colours, strict=True):
        line(panels[0], series, colour, label)
    for bottom in panels[1:]:
        panel_title(bottom, words.text("series.lpr_quotes"))
        steps(bottom, quotes, (GREY, GREEN))
    month_axis(panels[-1], chart_forms.months_of(drawn), words)
    end_labels(panels[0], drawn, colours)
    for bottom in panels[1:]:
        end_labels(bottom, quotes, (GREY, GREEN))
    alt = words.sentences(tell_series(words, drawn, "%"), tell_series(words, quotes, "%", 2))
    decimals = dict.fromkeys(drawn, 1) | dict.fromkeys(quotes, 2)
    figures = chart_forms.printed_in(drawn)
    data = chart_forms.values_of(drawn | quotes)
    return Drawing(figure, data, alt, decimals, figures=figures, units="%")


@chart
def lpr_shift(chapter: Chapter, split_month: str) -> Drawing:
    """Mean shares of the seven buckets before ``split_month`` and from it on.

    Raises :class:`finreport.editions.EditionError` for a month that leaves one side empty.
    """
    words = chapter.words
    if chapter.edition.as_of < split_month <= chapter.edition.months[-1]:
        raise NotYetError(f"The later part begins after {chapter.edition.as_of}.")
    shares = pd.DataFrame({name: chapter.series(f"lpr.{name}")["value"] for name in BUCKETS})
    means = split_means(shares, split_month)
    figure, (axes,) = canvas(height=3.6)
    at = list(range(len(means)))[::-1]
    axes.hlines(at, means["before"], means["after"], color=GREY, linewidth=2)
    data = means_table(words, means)
    for column, face in zip(data.columns[:2], (PAPER, BLUE), strict=True):
        cells = down(column, data.index)
        dots(axes, data[column], at, cells, color=BLUE, markerfacecolor=face, markersize=7)
    for place, (_, row) in zip(at, means.iterrows(), strict=True):
        axes.annotate(
            with_sign(row["shift"]),
            (max(row["before"], row["after"]), place),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=11,
        )
    axes.set_yticks(at, data.index)
    keys = {"split_before": Key.open(BLUE), "split_after": Key.filled(BLUE)}
    legend(axes, {words.text(f"legend.{one}"): key for one, key in keys.items()})
    axes.margins(x=0.12)
    axes.grid(axis="x")
    axes.grid(False, axis="y")
    alt = tell_shares(words, means.set_axis(data.index, axis=0))
    return Drawing(figure, data, alt, values={"split": words.month(split_month)})


def means_table(words: Language, means: pd.DataFrame) -> pd.DataFrame:
    """The mean shares of buckets, with the heads that readers see."""
    return means.rename(
        index=lambda name: words.text(f"bucket.{name}"),
        columns=lambda name: words.text(f"column.{name}"),
    ).rename_axis(words.text("column.bucket"))


def lpr_quotes(words: Language, months: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The two quotations of the LPR in these months, context from outside the report.

    None of them where the context does not know the year.
    """
    table = read_context("lpr_quotes").assign(month=lambda quotes: quotes["date"].str[:7])
    table = table[table["month"].isin(months)].set_index("month")
    if table.empty:
        return {}
    return {
        words.text(f"context.{name}"): table[[name]].set_axis(["value"], axis=1) for name in QUOTES
    }
