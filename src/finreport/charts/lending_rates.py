"""Charts and findings of the structure of lending rates."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.composition import BUCKETS, SIDES
from finreport.analysis.methods import RATE_ASSUMPTIONS
from finreport.analysis.pass_through import NO_QUOTES
from finreport.analysis.results import Results
from finreport.analysis.spreads import OPEN, OPEN_ENDS
from finreport.charts.banking import QUOTES, lpr_quotes
from finreport.editions import INTERVAL
from finreport.figures import chart_forms
from finreport.figures.charting import MONTH, Drawing, chart, said, table
from finreport.figures.drawing import (
    Key,
    dots,
    end_labels,
    legend,
    line,
    month_axis,
    panel_title,
    places,
    steps,
    value_label,
)
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import DataCell, down, note
from finreport.figures.palette import BLUE, GREEN, GREY, INK, MUTED, PAPER, PURPLE, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_groups, tell_series, tell_texts
from finreport.narrative.chapter import Chapter, NotPrintedError, NotYetError
from finreport.narrative.claims import Claim
from finreport.narrative.found import Ends, by_period, known, with_sign
from finreport.narrative.rate_claims import (
    passed,
    rate_claims,
    tell_range,
    verdict_of_passing,
)
from finreport.words import rounded

PARTS = ("before", "after", "shift")
"""What is told of a share: its mean on either side of the split month, and the difference."""

QUOTE_COLOURS = dict(zip(QUOTES, (BLUE, VERMILION), strict=True))
"""The colour of what follows from each quotation of the LPR."""

COLOURS = dict(zip(BUCKETS, (BLUE, GREEN, VERMILION, PURPLE, GREY, VERMILION, PURPLE), strict=True))
"""The colours of the buckets; the labels beside the marks tell which is which."""

STRENGTHS = dict(zip(BUCKETS, (0.75, 0.9, 0.3, 0.45, 0.6, 0.8, 1.0), strict=True))
"""How strong the colours of stacked buckets are: those above LPR grow darker with the rate."""


NEAR = 0.45
"""How far from zero, on the axis of what was passed on, the number of an end is wide."""


@said
def claims(chapter: Chapter, results: Results, split_month: str) -> list[Claim]:
    """What the results of the group say, each sentence as firm as they are."""
    return rate_claims(chapter, results, split_month)


@chart
def pass_through(chapter: Chapter, results: Results, split_month: str) -> Drawing:
    """How much of the LPR's change reached new loans, under few assumptions and under weaker ones.

    A row an assumption; of each quotation the range that printed shares leave.
    """
    words = chapter.words
    ask(chapter)
    found = {quote: passed(results, quote) for quote in QUOTES}
    if not any(found.values()):
        is_unknown = results.one("pass_through", QUOTES[0]).reason == NO_QUOTES
        raise (NotPrintedError if is_unknown else NotYetError)("There is no pass-through to tell.")
    variants = list(dict.fromkeys(variant for rows in found.values() for variant in rows))
    names = {variant: words.text(f"rates.assumed.{variant or 'open'}") for variant in variants}
    figure, (axes,) = canvas(height=0.9 + 0.62 * len(variants))
    at = {variant: len(variants) - 1 - row for row, variant in enumerate(variants)}
    for share, key, ha in ((0, "none", "right"), (1, "full", "left")):
        axes.axvline(share, color=MUTED, linewidth=1, zorder=1)
        axes.annotate(
            words.text(f"rates.passed.{key}"),
            (share, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3),
            textcoords="offset points",
            ha=ha,
            fontsize=10.5,
            color=MUTED,
        )
    columns = dict[str, list[float]]()
    for (quote, rows), above in zip(found.items(), (0.17, -0.17), strict=True):
        head = words.text(f"context.{quote}")
        for variant, ends in rows.items():
            spot = at[variant] + above
            _range(axes, ends, spot, QUOTE_COLOURS[quote], DataCell(names[variant], head))
        columns |= {
            words.text(f"bound.{end}", label=head): [
                rows[variant][place] if variant in rows else float("nan") for variant in variants
            ]
            for place, end in enumerate(INTERVAL)
        }
    axes.set_yticks(list(at.values()), [names[variant] for variant in at])
    axes.set_ylim(-0.6, len(variants) - 0.4)
    axes.margins(x=0.15)
    axes.grid(visible=False)
    legend(axes, {words.text(f"context.{q}"): Key.filled(QUOTE_COLOURS[q]) for q in QUOTES})
    index = pd.Index(list(names.values()), name=words.text("column.assumed"))
    data = pd.DataFrame(columns, index)
    alt = tell_groups(
        words,
        {
            words.text(f"context.{quote}"): tell_texts(
                words, {names[variant]: tell_range(words, ends) for variant, ends in rows.items()}
            )
            for quote, rows in found.items()
        },
    )
    values = {"split": words.month(split_month), **_assumptions()}
    finding = words.text(f"rates.finding.{verdict_of_passing(results)}")
    widest = [rows[RATE_ASSUMPTIONS[-1]] for rows in found.values() if RATE_ASSUMPTIONS[-1] in rows]
    if verdict_of_passing(results) != "open" and any(lower <= 0 for _, lower, _ in widest):
        finding += words.text("rates.finding.otherwise")
    return Drawing(figure, data, alt, 2, values, units="1", finding=finding)


def _range(axes: Axes, ends: Ends, spot: float, colour: str, cell: DataCell) -> None:
    """A value on the range that is left of it, the ends in figures."""
    value, lower, upper = ends
    axes.hlines(spot, lower, upper, color=colour, linewidth=5, alpha=0.35)
    dots(axes, [value], [spot], [cell], color=colour, markersize=5)
    for end, side in ((lower, "right"), (upper, "left")):
        # Left of such an end there is no room before the line of zero.
        is_above = side == "right" and 0 < end < NEAR
        axes.annotate(
            rounded(end, 1),
            (end, spot),
            xytext=(0, 4) if is_above else (-3 if side == "right" else 3, 0),
            textcoords="offset points",
            ha="left" if is_above else side,
            va="bottom" if is_above else "center",
            fontsize=10,
            color=colour,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.2},
        )


def ask(chapter: Chapter) -> None:
    """Note that the printed shares stand behind an exhibit, so that it tells their checks."""
    chapter.asked.extend(f"lpr.{name}" for name in BUCKETS)


@table
def bucket_shift(chapter: Chapter, results: Results, split_month: str) -> ExhibitTable:
    """Mean shares before ``split_month`` and from it on, and how they moved, give or take.

    The seven buckets, then the three sides of LPR that have more than one.
    """
    words = chapter.words
    ask(chapter)
    names = list(dict.fromkeys([*BUCKETS, *SIDES]))
    heads = [words.text("column.bucket"), *(words.text(f"column.{part}") for part in PARTS)]
    rows = []
    for name in names:
        before, after, shift = (results.one(f"mean.{part}", name) for part in PARTS)
        half = (known(shift.upper) - known(shift.lower)) / 2
        moved = words.text(
            "give_or_take", value=with_sign(known(shift.value)), half=words.number(half)
        )
        cells = [words.number(known(before.value)), words.number(known(after.value)), moved]
        label = f"bucket.{name}" if name in BUCKETS else f"rates.side.{name}"
        named = [one.name for one in (before, after, shift)]
        rows.append(GridRow(words.text(label), cells, results=named))
    return ExhibitTable(heads, rows)


@chart
def bucket_shares(chapter: Chapter) -> Drawing:
    """The shares of the seven buckets by month, stacked, below the cuts of the LPR."""
    words = chapter.words
    shares = {name: chapter.series(f"lpr.{name}") for name in BUCKETS}
    figure, (axes,) = canvas(height=4.6)
    months = chart_forms.months_of(shares)
    bottom = pd.Series(0.0, index=months)
    middles = {}
    for name, share in shares.items():
        colour = COLOURS[name] if name in SIDES else VERMILION
        label, at, top = words.text(f"bucket.{name}"), places(months), bottom + share["value"]
        axes.bar(
            at,
            share["value"],
            bottom=bottom,
            width=0.6,
            facecolor=(colour, STRENGTHS[name]),
            edgecolor=PAPER,
        )
        note(axes, down(label, months), at, top)
        middles[label] = ((bottom + top) / 2).to_frame("value")
        bottom = top
    axes.set_ylim(0, 122)
    axes.set_yticks(range(0, 101, 20))
    month_axis(axes, months, words)
    end_labels(axes, middles, [INK] * len(middles))
    quotes = lpr_quotes(words, months)
    _mark_cuts(axes, chapter, quotes)
    drawn = {words.text(f"bucket.{name}"): share for name, share in shares.items()}
    alt = words.sentences(tell_series(words, drawn, "%"), tell_series(words, quotes, "%", 2))
    decimals = dict.fromkeys(drawn, 1) | dict.fromkeys(quotes, 2)
    figures = chart_forms.printed_in(drawn)
    data = chart_forms.values_of(drawn | quotes)
    return Drawing(figure, data, alt, decimals, figures=figures, units="%")


def _mark_cuts(axes: Axes, chapter: Chapter, quotes: Mapping[str, pd.DataFrame]) -> None:
    """A triangle above each month in which the LPR was cut, and by how much."""
    cuts: dict[str, list[str]] = {}
    for name, quote in zip(QUOTES, quotes.values(), strict=bool(quotes)):
        changes = quote["value"].diff()
        for month, change in changes[changes < -1e-9].items():
            quoted = chapter.words.text(f"rates.quote.{name}")
            text = chapter.words.text("rates.cut", name=quoted, change=rounded(change, 2))
            cuts.setdefault(str(month), []).append(text)
    for month, texts in sorted(cuts.items()):
        [at] = places([month])
        axes.plot([at], [103], "v", color=MUTED, markersize=6)
        axes.annotate(
            "\n".join(texts),
            (at, 105),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=10.5,
            color=MUTED,
            linespacing=1.0,
        )


@chart
def spread(chapter: Chapter, results: Results) -> Drawing:
    """The implied average spread over LPR with what open buckets leave, above the quotations."""
    words = chapter.words
    months = chart_forms.months_of({name: chapter.series(f"lpr.{name}") for name in BUCKETS})
    average = by_period(results.where(statistic="spread").rows)
    quotes = lpr_quotes(words, months)
    ratios = [3, 2] if quotes else [3]
    figure, panels = canvas(len(ratios), 4.8 if quotes else 3.2, height_ratios=ratios)
    top = panels[0]
    panel_title(top, words.text("rates.panel_spread"))
    label = words.text("rates.average")
    bounds = chart_forms.bounds_of(words, label, average, INTERVAL).rename_axis(MONTH)
    line(top, average, BLUE, bounds.columns[0])
    for at, value in zip(places(months), average["value"], strict=True):
        value_label(top, at, value, rounded(value, 1), gap=6)
    _name_ends(top, chapter, average)
    for bottom in panels[1:]:
        panel_title(bottom, words.text("series.lpr_quotes"))
        steps(bottom, quotes, (GREY, GREEN))
        bottom.margins(y=0.25)
    month_axis(panels[-1], months, words)
    for bottom in panels[1:]:
        end_labels(bottom, quotes, (GREY, GREEN))
    data = bounds.join(chart_forms.values_of(quotes)) if quotes else bounds
    alt = words.sentences(
        tell_series(words, {label: average}, "percentage points", 2),
        tell_series(words, quotes, "%", 2),
    )
    return Drawing(figure, data, alt, 2, _assumptions(), units="percentage points")


def _name_ends(axes: Axes, chapter: Chapter, average: pd.DataFrame) -> None:
    """Say above and below the band where the open buckets stand there."""
    low, high = average["lower"].min(), average["upper"].max()
    room = 0.24 * (high - low)
    axes.set_ylim(low - room, high + room)
    first = places(average.index)[0]
    for end, at, place in (("upper", high, 1), ("lower", low, 0)):
        where = {name: _plain(ends[place]) for name, ends in OPEN_ENDS.items()}
        axes.annotate(
            chapter.words.text(f"rates.{end}_end", **where),
            (first, at),
            xytext=(0, 5 if place else -5),
            textcoords="offset points",
            va="bottom" if place else "top",
            fontsize=10.5,
            color=BLUE,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
        )


def _assumptions() -> dict[str, str]:
    """Where the open buckets are taken to stand, for the notes of the chart."""
    return {
        **{name: _plain(place) for name, place in OPEN.items()},
        "below_low": _plain(OPEN_ENDS["below"][0]),
        "below_high": _plain(OPEN_ENDS["below"][1]),
        "above_low": _plain(OPEN_ENDS["above_5"][0]),
        "above_high": _plain(OPEN_ENDS["above_5"][1]),
    }


def _plain(place: float) -> str:
    """A place as it was assumed, with no more digits than needed."""
    return rounded(place, 0 if place == int(place) else 2)
