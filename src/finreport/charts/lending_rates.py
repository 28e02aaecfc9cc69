"""Charts and findings of the structure of lending rates."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.composition import BUCKETS, SIDES
from finreport.analysis.firmness import LEVEL
from finreport.analysis.rates import FEWEST_A_SIDE, OPEN, OPEN_ENDS
from finreport.analysis.results import Results
from finreport.charts.banking import QUOTES, lpr_quotes, means_table
from finreport.editions import INTERVAL
from finreport.figures import chart_forms
from finreport.figures.charting import MONTH, Drawing, chart, said
from finreport.figures.drawing import (
    LABEL_GAP,
    apart,
    dots,
    end_labels,
    line,
    month_axis,
    panel_title,
    places,
    steps,
    value_label,
)
from finreport.figures.marks import DataCell, along, down, note
from finreport.figures.palette import BLUE, GREEN, GREY, INK, MUTED, PAPER, PURPLE, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_series, tell_shares, tell_texts
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim
from finreport.narrative.found import by_period, known, with_sign
from finreport.narrative.rate_claims import rate_claims
from finreport.narrative.tested import tell_p
from finreport.words import rounded

COLOURS = dict(zip(BUCKETS, (BLUE, GREEN, VERMILION, PURPLE, GREY, VERMILION, PURPLE), strict=True))
"""The colours of the buckets; the labels beside the marks tell which is which."""

DASHED = ("above_3_5", "above_5")
"""The buckets whose colour another one has already."""

STRENGTHS = dict(zip(BUCKETS, (0.75, 0.9, 0.3, 0.45, 0.6, 0.8, 1.0), strict=True))
"""How strong the colours of stacked buckets are: those above LPR grow darker with the rate."""


@said
def claims(chapter: Chapter, results: Results, split_month: str) -> list[Claim]:
    """What the results of the group say, each sentence as firm as they are."""
    return rate_claims(chapter, results, split_month)


@chart
def bucket_slopes(chapter: Chapter, results: Results, split_month: str) -> Drawing:
    """Mean shares of the seven buckets before ``split_month`` and from it on, with the shifts.

    Raises :class:`finreport.editions.EditionError` for a month that leaves one side empty.
    """
    words = chapter.words
    _ask(chapter)
    means = pd.DataFrame(
        {
            part: {name: known(results.one(f"mean.{part}", name).value) for name in BUCKETS}
            for part in ("before", "after", "shift")
        }
    )
    data = means_table(words, means)
    figure, (axes,) = canvas(height=4.6)
    axes.set_yscale("log")
    for name, head in zip(BUCKETS, data.index, strict=True):
        dashes = (0, (4, 2)) if name in DASHED else "-"
        ends = means.loc[[name], ["before", "after"]].to_numpy()[0]
        dots(
            axes, [0, 1], ends, along(head, data.columns[:2]), linestyle=dashes, color=COLOURS[name]
        )
    axes.set_xlim(-0.3, 1.75)
    split = words.short_month(split_month)
    axes.set_xticks([0, 1], [words.text(f"rates.{s}", split=split) for s in ("before", "after")])
    axes.yaxis.set_visible(False)
    axes.margins(y=0.08)
    _name_slopes(axes, chapter, means)
    bounds = {
        words.text(f"bound.{end}", label=words.text("column.shift")): [
            getattr(results.one("mean.shift", name), end) for name in BUCKETS
        ]
        for end in ("lower", "upper")
    }
    alt = tell_shares(words, means.set_axis(data.index, axis=0))
    return Drawing(figure, data.assign(**bounds), alt, values={"split": words.month(split_month)})


def _ask(chapter: Chapter) -> None:
    """Note that the printed shares stand behind a chart, so that it tells their checks."""
    chapter.asked.extend(f"lpr.{name}" for name in BUCKETS)


def _name_slopes(axes: Axes, chapter: Chapter, means: pd.DataFrame) -> None:
    """The values at both ends, the name and the shift at the right, moved apart."""
    shifts = means["shift"].to_dict()
    for x, side in enumerate(("before", "after")):
        ends = {str(name): float(value) for name, value in means[side].items()}
        for name, spot in _spread_labels(axes, ends).items():
            text = rounded(ends[name], 1)
            if side == "after":
                text = chapter.words.text(
                    "rates.labelled",
                    value=text,
                    name=chapter.words.text(f"bucket.{name}"),
                    shift=with_sign(shifts[name]),
                )
            axes.annotate(
                text,
                (x, spot),
                xytext=(8 if x else -8, 0),
                textcoords="offset points",
                ha="left" if x else "right",
                va="center",
                color=COLOURS[name],
                fontsize=11,
            )


def _spread_labels(axes: Axes, ends: Mapping[str, float]) -> dict[str, float]:
    """Places of labels on the logarithmic scale that leave room between them."""
    to_points = axes.transData.transform
    heights = {name: float(to_points((0, value))[1]) for name, value in ends.items()}
    placed = apart(heights, LABEL_GAP * axes.figure.dpi / 72)
    back = axes.transData.inverted().transform
    return {name: float(back((0, height))[1]) for name, height in placed.items()}


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
    return Drawing(figure, chart_forms.values_of(drawn | quotes), alt, decimals, figures=figures)


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
        value_label(top, at, value, 1, gap=6)
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


@chart
def split_p(chapter: Chapter, results: Results, split_month: str) -> Drawing:
    """The p of the composition's test for every month at which the year could be split."""
    words = chapter.words
    _ask(chapter)
    found = by_period(results.where(statistic="split.aitchison.p").rows)
    if found.empty:
        raise NotYetError(f"Too few months up to {chapter.edition.as_of} to split them.")
    data = chart_forms.bounds_of(words, words.text("rates.p"), found, INTERVAL).rename_axis(MONTH)
    figure, (axes,) = canvas(height=3.0)
    axes.set_yscale("log")
    at = places(found.index)
    axes.vlines(at, found["lower"], found["upper"], color=BLUE, linewidth=2)
    for x, (month, row) in zip(at, found.iterrows(), strict=True):
        face = BLUE if month == split_month else PAPER
        cell = DataCell(month, data.columns[0])
        dots(axes, [x], [row["value"]], [cell], color=BLUE, markerfacecolor=face, markersize=8)
        axes.annotate(
            rounded(row["value"], 3),
            (x, row["upper"]),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=10.5,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
        )
    axes.axhline(LEVEL, color=VERMILION, linewidth=1)
    low, high = min(found["lower"].min(), LEVEL), max(found["upper"].max(), LEVEL)
    axes.set_ylim(low / 1.5, high * 1.9)
    axes.set_yticks([tick for tick in (0.001, 0.01, 0.05, 0.1, 0.5, 1) if low <= tick <= high])
    axes.yaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    month_axis(axes, found.index, words)
    axes.set_xticks(at, [words.short_month(month) for month in found.index])
    told = {words.month(str(month)): tell_p(p) for month, p in found["value"].items()}
    alt = tell_texts(words, told)
    values = {"fewest": str(FEWEST_A_SIDE)}
    return Drawing(figure, data, alt, 3, values)


def _plain(place: float) -> str:
    """A place as it was assumed, with no more digits than needed."""
    return rounded(place, 0 if place == int(place) else 2)
