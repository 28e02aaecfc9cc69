"""Charts and findings of single months, quarters and half-years."""

import re
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.results import Result, Results
from finreport.editions import INTERVAL, Series
from finreport.figures.alt import tell_series
from finreport.figures.chapter import Chapter, NotYetError
from finreport.figures.charting import Drawing, chart, table
from finreport.figures.drawing import Key, legend, line, month_axis, panel_title, zero_line
from finreport.figures.exhibits import Finding, Findings, Grid, Row
from finreport.figures.found import by_period, way
from finreport.figures.palette import BLUE, GREY, INK, PAPER, VERMILION
from finreport.figures.style import canvas
from finreport.words import MINUS, Language, rounded

SHOWN = ("fai", "retail", "trade", "fiscal_revenue", "fiscal_expenditure")
"""What is drawn quarter by quarter."""

TOLD = ("fai", "retail", "trade", "fiscal_revenue")
"""What is drawn month by month, and told in words."""

ALL = (
    "gdp", "industry", "fai", "real_estate", "retail", "trade", "exports", "imports", "fdi",
    "fiscal_revenue", "fiscal_expenditure",
)  # fmt: skip
"""The rows of the table, also those whose single quarters cannot be told."""

HALVES = tuple(name for name in ALL if name not in ("gdp", "industry", "fdi"))
"""What is drawn by half-years: fdi fell too far to share a scale with the others."""

MONTH, QUARTER, HALF = r"\d{4}-\d\d", r"\d{4}Q\d", r"\d{4}H\d"
"""How the names of periods are written."""


@chart
def quarter_growth(chapter: Chapter) -> Drawing:
    """Growth of single quarters, and of the year up to the end of each."""
    words = chapter.words
    growth = {indicator: growth_of(chapter, indicator, QUARTER) for indicator in SHOWN}
    figure, panels = canvas(len(SHOWN), 0.5 + 1.15 * len(SHOWN))
    years = dict[str, "pd.Series[float]"]()
    for axes, (indicator, single) in zip(panels, growth.items(), strict=True):
        printed = chapter.economy(indicator, "ytd_yoy")["value"]
        ends = [_last_month(period) for period in single.index]
        year = printed.reindex(ends).set_axis(single.index)
        panel_title(axes, words.text(f"economy.{indicator}"))
        _quarters(axes, single, year)
        years[indicator] = year
    keys = {"quarter": Key.filled(VERMILION), "year_to_date": Key.open(GREY)}
    legend(
        panels[0], {words.text(f"legend.{one}"): key for one, key in keys.items()}, is_own_row=False
    )
    for axes in panels[:-1]:  # the only line across a panel is then that of zero
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(bottom=False)
    names = [short_period(words, str(period)) for period in panels_index(growth)]
    panels[-1].set_xticks(range(len(names)), names)
    panels[-1].set_xlim(-0.5, len(names) - 0.5)
    return Drawing(figure, _rates(words, growth, years), _alt(words, growth), 2)


def _quarters(axes: Axes, single: Series, year: "pd.Series[float]") -> None:
    """Single quarters with their values at the right, the year to date at the left."""
    at = list(range(len(single)))
    axes.plot(at, year, "o", color=GREY, markerfacecolor=PAPER, markersize=6)
    axes.vlines(at, single["lower"], single["upper"], color=VERMILION, linewidth=2)
    axes.plot(at, single["value"], "o", color=VERMILION, markersize=6)
    for values, side, colour in ((single["value"], 1, INK), (year, -1, GREY)):
        for place, value in zip(at, values, strict=True):
            axes.annotate(
                rounded(value, 1),
                (place, value),
                xytext=(7 * side, 0),
                textcoords="offset points",
                ha="left" if side > 0 else "right",
                va="center",
                fontsize=10.5,
                color=colour,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 2.5},
            )
    # No further than the last dot: beyond, it would run into the value of that.
    axes.hlines(0, -0.5, at[-1], color=GREY, linewidth=0.8, zorder=1)
    axes.margins(y=0.2)
    axes.yaxis.set_visible(False)


def panels_index(growth: Mapping[str, Series]) -> pd.Index:
    """The periods that any of the series has, in order."""
    return pd.Index(sorted({str(period) for series in growth.values() for period in series.index}))


@chart
def half_years(chapter: Chapter) -> Drawing:
    """Growth of the first and of the second half of the year, an indicator a row."""
    words = chapter.words
    chapter.need_whole_year()
    growth = {indicator: growth_of(chapter, indicator, HALF) for indicator in HALVES}
    figure, (axes,) = canvas(height=0.8 + 0.42 * len(HALVES))
    at = range(len(HALVES))[::-1]
    for place, series in zip(at, growth.values(), strict=True):
        first, second = series["value"]
        axes.hlines(place, first, second, color=GREY, linewidth=1.5, zorder=1)
        axes.plot(first, place, "o", color=BLUE, markerfacecolor=PAPER, markersize=7)
        axes.plot(second, place, "o", color=VERMILION, markersize=7)
        axes.annotate(
            f"{rounded(first, 1)} → {rounded(second, 1)}",
            (1.03, place),
            xycoords=("axes fraction", "data"),
            va="center",
            annotation_clip=False,
        )
    axes.set_yticks(at, [words.text(f"economy_short.{indicator}") for indicator in HALVES])
    axes.set_ylim(-0.6, len(HALVES) - 0.4)
    axes.grid(axis="x")
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=1)
    keys = {"first_half": Key.open(BLUE), "second_half": Key.filled(VERMILION)}
    legend(axes, {words.text(f"legend.{one}"): key for one, key in keys.items()})
    return Drawing(figure, _rates(words, growth), _alt(words, growth), 2)


@chart
def month_growth(chapter: Chapter) -> Drawing:
    """Growth of single months with the band of its rounding, above the cumulative rate."""
    words = chapter.words
    growth = {indicator: growth_of(chapter, indicator, MONTH) for indicator in TOLD}
    figure, panels = canvas(len(TOLD), 0.5 + 1.25 * len(TOLD))
    years = dict[str, "pd.Series[float]"]()
    for axes, (indicator, single) in zip(panels, growth.items(), strict=True):
        year = chapter.economy(indicator, "ytd_yoy").loc[single.index]
        panel_title(axes, words.text(f"economy.{indicator}"))
        line(axes, year, GREY, printed=False)
        line(axes, single, VERMILION)
        zero_line(axes)
        years[indicator] = year["value"]
    keys = {"month": Key.filled(VERMILION), "year_to_date": Key.open(GREY)}
    legend(
        panels[0], {words.text(f"legend.{one}"): key for one, key in keys.items()}, is_own_row=False
    )
    month_axis(panels[-1], panels_index(growth), words)
    return Drawing(figure, _rates(words, growth, years), _alt(words, growth), 2)


@table
def period_growth(chapter: Chapter) -> Grid:
    """Growth of every quarter and half-year, give or take what rounding leaves."""
    words = chapter.words
    found = chapter.results("flows")
    rows = {indicator: periods_of(found, indicator, f"{QUARTER}|{HALF}") for indicator in ALL}
    periods = list(dict.fromkeys(period for row in rows.values() for period in row))
    if not periods:
        raise NotYetError(f"No quarter is complete in {chapter.edition.as_of}.")
    heads = [words.text("column.item"), *(short_period(words, period) for period in periods)]
    return Grid(
        heads,
        [
            Row(
                words.text(f"economy_short.{indicator}"),
                [_with_rounding(words, row.get(period)) for period in periods],
            )
            for indicator, row in rows.items()
        ],
    )


def _with_rounding(words: Language, result: Result | None) -> str:
    if result is None or result.value is None:
        return words.text("dash")
    half = max(abs(end - result.value) for end in (result.lower, result.upper) if end is not None)
    return words.text("give_or_take", value=words.number(result.value), half=words.number(half, 2))


def growth_of(chapter: Chapter, indicator: str, form: str) -> Series:
    """The growth of an indicator's single periods of one form, indexed by their names.

    Raises :class:`NotYetError` where there is none yet.
    """
    found = periods_of(chapter.results("flows"), indicator, form)
    growth = by_period(found.values())
    if growth.empty:
        raise NotYetError(f"No period of {indicator} is complete in {chapter.edition.as_of}.")
    return growth


def periods_of(found: Results, indicator: str, form: str) -> dict[str, Result]:
    """The growth of an indicator by the name of the period, where that has the ``form``."""
    growth = found.where(statistic="yoy", series=indicator)
    return {row.period: row for row in growth.rows if re.fullmatch(form, row.period)}


def short_period(words: Language, period: str) -> str:
    """A quarter or half-year without its year."""
    return words.text(f"part.{period[4:]}")


def period_name(words: Language, period: str) -> str:
    """A month, quarter or half-year written out."""
    return words.month(period) if "-" in period else short_period(words, period)


def grew(words: Language, rate: float) -> str:
    """A computed rate of change, in percent, in words."""
    return words.change(rounded(rate, 1).replace(MINUS, "-"), "growth")


def _rates(
    words: Language,
    growth: Mapping[str, Series],
    years: Mapping[str, "pd.Series[float]"] | None = None,
) -> pd.DataFrame:
    """Growth of single periods, an indicator and period a row, beside the year up to their end.

    In columns of their own, the bounds of every indicator would make a table wider than any page.
    """
    heads = dict(zip(INTERVAL, ("growth", "lower", "upper"), strict=True))
    blocks = []
    for indicator, single in growth.items():
        block = single[INTERVAL].rename(columns=heads)
        if years is not None:
            block["year_to_date"] = years[indicator]
        name = words.text(f"economy.{indicator}")
        blocks.append(
            block.set_axis(
                [
                    words.text("item_period", item=name, period=period_name(words, str(period)))
                    for period in block.index
                ],
                axis=0,
            )
        )
    data = pd.concat(blocks).rename(columns=lambda head: words.text(f"rate_column.{head}"))
    data.index.name = words.text("column.single_period")
    return data


def _alt(words: Language, growth: Mapping[str, Series]) -> str:
    names = {str(period): period_name(words, str(period)) for period in panels_index(growth)}
    labelled = {words.text(f"economy.{name}"): series for name, series in growth.items()}
    return tell_series(words, labelled, "%", names=names)


# Findings


def findings(chapter: Chapter) -> Findings:
    """What single periods show that cumulative figures hide, and where they cannot be told."""
    quarters = _newest_quarters(chapter)
    if not quarters:
        return Findings([_finding(chapter.words, "finding.flows.one_quarter", "too_few")])
    return Findings([*quarters, *_turned(chapter), _precision(chapter), *_not_told(chapter)])


def _finding(words: Language, key: str, firmness: str, **values: str) -> Finding:
    """The finding under a ``key``, with the sentence of its limits beside it."""
    return Finding(
        words.text(f"{key}.shows", **values),
        firmness,
        words.text(f"firmness.{firmness}"),
        words.text(f"{key}.limits", **values),
    )


def _newest_quarters(chapter: Chapter) -> list[Finding]:
    """The newest quarters beside the cumulative rates at their end; none before there are two."""
    words = chapter.words
    told: dict[str, list[str]] = {"higher": [], "lower": [], "alike": []}
    period = ""
    for indicator in TOLD:
        quarters = periods_of(chapter.results("flows"), indicator, QUARTER)
        if len(quarters) < 2:
            return []
        period, single = list(quarters.items())[-1]
        rates = chapter.edition.series("economy", indicator=indicator, measure="ytd_yoy")
        year = rates.to_dict("index")[_last_month(period)]
        told[_beside(single, year["lower"], year["upper"])].append(
            words.text(
                "finding.flows.quarter",
                name=words.text(f"economy.{indicator}"),
                year=grew(words, year["value"]),
                quarter=short_period(words, period),
                **_told(words, single),
            )
        )
    month = words.month(_last_month(period))
    return [
        _finding(
            words,
            f"finding.flows.{way}",
            "open" if way == "alike" else "arithmetic",
            month=month,
            listed=words.text("list.clauses").join(listed),
        )
        for way, listed in told.items()
        if listed
    ]


def _last_month(quarter: str) -> str:
    return f"{quarter[:4]}-{3 * int(quarter[5:]):02d}"


def _beside(single: Result, lower: float, upper: float) -> str:
    """Whether a growth is beyond doubt higher or lower than another range."""
    if single.lower is not None and single.lower > upper:
        return "higher"
    return "lower" if single.upper is not None and single.upper < lower else "alike"


def _told(words: Language, growth: Result) -> dict[str, str]:
    """The words for a growth rate and its bounds."""
    if growth.value is None or growth.lower is None or growth.upper is None:
        raise ValueError(f"{growth.name} has no value to be told: {growth.reason}.")
    return {
        "single": grew(words, growth.value),
        "low": words.number(growth.lower),
        "high": words.number(growth.upper),
    }


def _turned(chapter: Chapter) -> list[Finding]:
    """The indicators whose half-years went opposite ways, beyond what rounding leaves open."""
    words = chapter.words
    if not chapter.edition.is_complete:
        return []
    turned = []
    for indicator in HALVES:
        first, second = growth_of(chapter, indicator, HALF).to_dict("index").values()
        ways = {way(half["lower"], half["upper"]) for half in (first, second)}
        if ways == {-1, 1}:
            name = words.text(f"economy.{indicator}")
            rates = {"first": grew(words, first["value"]), "second": grew(words, second["value"])}
            turned.append(words.text("finding.flows.halves", name=name, **rates))
    if not turned:
        return []
    listed = words.text("list.clauses").join(turned)
    return [_finding(words, "finding.flows.turned", "arithmetic", listed=listed)]


def _precision(chapter: Chapter) -> Finding:
    """How much less sharp a single month is than the cumulative rates that it comes from."""
    words = chapter.words
    newest = {name: growth_of(chapter, name, MONTH).iloc[-1] for name in TOLD}
    widths = {name: month["upper"] - month["lower"] for name, month in newest.items()}
    widest = max(widths, key=lambda name: widths[name])
    printed = chapter.edition.series("economy", indicator=widest, measure="ytd_yoy").iloc[-1]
    return _finding(
        words,
        "finding.flows.precision",
        "arithmetic",
        name=words.text(f"economy.{widest}"),
        month=words.month(chapter.edition.as_of),
        low=words.number(newest[widest]["lower"]),
        high=words.number(newest[widest]["upper"]),
        width=words.number(widths[widest]),
        printed=words.number(printed["upper"] - printed["lower"]),
    )


def _not_told(chapter: Chapter) -> list[Finding]:
    """Why the product has no fourth quarter, once one would be expected."""
    words = chapter.words
    period = f"{chapter.edition.as_of[:4]}Q4"
    found = chapter.results("flows").where(statistic="flow", series="gdp", period=period)
    reasons = [words.text(f"reason.{row.reason}") for row in found.rows if row.reason]
    return [_finding(words, "finding.flows.not_told", "open", reason=one) for one in reasons]
