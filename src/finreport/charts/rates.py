"""Charts and findings of the structure of lending rates."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.composition import BUCKETS, SIDES
from finreport.analysis.firmness import LEVEL, Firmness
from finreport.analysis.rates import FEWEST_A_SIDE, OPEN, OPEN_ENDS
from finreport.editions import INTERVAL
from finreport.editions.context import read_context
from finreport.figures import forms
from finreport.figures.alt import tell_series, tell_shares, tell_texts
from finreport.figures.chapter import Chapter, NotYetError
from finreport.figures.charting import Drawing, chart
from finreport.figures.drawing import (
    LABEL_GAP,
    apart,
    end_labels,
    line,
    month_axis,
    panel_title,
    places,
    value_label,
)
from finreport.figures.exhibits import Finding, Findings
from finreport.figures.found import known, with_sign
from finreport.figures.palette import BLUE, GREEN, GREY, INK, MUTED, PAPER, PURPLE, VERMILION
from finreport.figures.style import canvas
from finreport.figures.tested import Tested, cell_p, tell_p, worst
from finreport.words import Language, rounded

QUOTES = ("lpr_1y", "lpr_5y")
"""The two quotations of the LPR, context from outside the report."""

COLOURS = dict(zip(BUCKETS, (BLUE, GREEN, VERMILION, PURPLE, GREY, VERMILION, PURPLE), strict=True))
"""The colours of the buckets; the labels beside the marks tell which is which."""

DASHED = ("above_3_5", "above_5")
"""The buckets whose colour another one has already."""

STRENGTHS = dict(zip(BUCKETS, (0.75, 0.9, 0.3, 0.45, 0.6, 0.8, 1.0), strict=True))
"""How strong the colours of stacked buckets are: those above LPR grow darker with the rate."""


@chart
def bucket_slopes(chapter: Chapter, split_month: str) -> Drawing:
    """Mean shares of the seven buckets before ``split_month`` and from it on, with the shifts.

    Raises :class:`finreport.editions.EditionError` for a month that leaves one side empty.
    """
    words, results = chapter.words, chapter.results("rates", split_month=split_month)
    _ask(chapter)
    means = pd.DataFrame(
        {
            part: {name: known(results[f"rates.{name}.mean.{part}"].value) for name in BUCKETS}
            for part in ("before", "after", "shift")
        }
    )
    figure, (axes,) = canvas(height=4.6)
    axes.set_yscale("log")
    for name, row in means.iterrows():
        dashes = (0, (4, 2)) if name in DASHED else "-"
        ends = row[["before", "after"]]
        axes.plot([0, 1], ends, marker="o", linestyle=dashes, color=COLOURS[str(name)])
    axes.set_xlim(-0.3, 1.75)
    split = words.short_month(split_month)
    axes.set_xticks([0, 1], [words.text(f"rates.{s}", split=split) for s in ("before", "after")])
    axes.yaxis.set_visible(False)
    axes.margins(y=0.08)
    _name_slopes(axes, chapter, means)
    bounds = {
        words.text(f"bound.{end}", label=words.text("column.shift")): [
            getattr(results[f"rates.{name}.mean.shift"], end) for name in BUCKETS
        ]
        for end in ("lower", "upper")
    }
    heads = {part: words.text(f"column.{part}") for part in means}
    data = means.rename(columns=heads).assign(**bounds)
    data.index = pd.Index([words.text(f"bucket.{name}") for name in BUCKETS])
    data.index.name = words.text("column.bucket")
    alt = tell_shares(words, means.set_axis(data.index, axis=0))
    return Drawing(figure, data, alt, values={"split": words.month(split_month)})


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
    shares = {name: chapter.lpr_share(name) for name in BUCKETS}
    figure, (axes,) = canvas(height=4.6)
    months = forms.months_of(shares)
    bottom = pd.Series(0.0, index=months)
    middles = {}
    for name, share in shares.items():
        colour = COLOURS[name] if name in SIDES else VERMILION
        axes.bar(
            places(months),
            share["value"],
            bottom=bottom,
            width=0.6,
            facecolor=(colour, STRENGTHS[name]),
            edgecolor=PAPER,
        )
        middles[words.text(f"bucket.{name}")] = (bottom + share["value"] / 2).to_frame("value")
        bottom += share["value"]
    axes.set_ylim(0, 122)
    axes.set_yticks(range(0, 101, 20))
    month_axis(axes, months, words)
    end_labels(axes, middles, [INK] * len(middles))
    quotes = _quotes(chapter, months)
    _mark_cuts(axes, chapter, quotes)
    drawn = {words.text(f"bucket.{name}"): share for name, share in shares.items()}
    data = forms.by_month(words, forms.values_of(drawn | quotes))
    alt = words.sentences(tell_series(words, drawn, "%"), tell_series(words, quotes, "%", 2))
    return Drawing(figure, data, alt, dict.fromkeys(drawn, 1) | dict.fromkeys(quotes, 2))


def _quotes(chapter: Chapter, months: Sequence[str]) -> dict[str, pd.DataFrame]:
    table = read_context("lpr_quotes").assign(month=lambda quotes: quotes["date"].str[:7])
    table = table[table["month"].isin(months)].set_index("month")
    if table.empty:  # context need not know the year
        return {}
    return {
        chapter.words.text(f"context.{name}"): table[[name]].set_axis(["value"], axis=1)
        for name in QUOTES
    }


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
def spread(chapter: Chapter, split_month: str) -> Drawing:
    """The implied average spread over LPR with what open buckets leave, above the quotations."""
    words, results = chapter.words, chapter.results("rates", split_month=split_month)
    months = forms.months_of({name: chapter.lpr_share(name) for name in BUCKETS})
    average = pd.DataFrame(
        {
            month: {end: getattr(results[f"rates.spread.{month}"], end) for end in INTERVAL}
            for month in months
        }
    ).T
    quotes = _quotes(chapter, months)
    ratios = [3, 2] if quotes else [3]
    figure, panels = canvas(len(ratios), 4.8 if quotes else 3.2, height_ratios=ratios)
    top = panels[0]
    panel_title(top, words.text("rates.panel_spread"))
    line(top, average, BLUE)
    for at, value in zip(places(months), average["value"], strict=True):
        value_label(top, at, value, 1, gap=6)
    _name_ends(top, chapter, average)
    for bottom in panels[1:]:
        panel_title(bottom, words.text("series.lpr_quotes"))
        for quote, colour in zip(quotes.values(), (GREY, GREEN), strict=True):
            bottom.step(places(quote.index), quote["value"], where="mid", color=colour)
        bottom.margins(y=0.25)
    month_axis(panels[-1], months, words)
    for bottom in panels[1:]:
        end_labels(bottom, quotes, (GREY, GREEN))
    label = words.text("rates.average")
    data = pd.DataFrame(
        {words.text(f"bound.{end}", label=label): average[end] for end in INTERVAL}
        | {name: quote["value"] for name, quote in quotes.items()}
    )
    alt = words.sentences(
        tell_series(words, {label: average}, "percentage points", 2),
        tell_series(words, quotes, "%", 2),
    )
    return Drawing(figure, forms.by_month(words, data), alt, 2, _assumptions())


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
def split_p(chapter: Chapter, split_month: str) -> Drawing:
    """The p of the composition's test for every month at which the year could be split."""
    words, results = chapter.words, chapter.results("rates", split_month=split_month)
    _ask(chapter)
    tests = {
        name.split(".")[2]: {end: getattr(result, end) for end in INTERVAL}
        for name, result in results.items()
        if name.startswith("rates.split.") and result.value is not None
    }
    if not tests:
        raise NotYetError(f"Too few months up to {chapter.edition.as_of} to split them.")
    found = pd.DataFrame(tests).T
    figure, (axes,) = canvas(height=3.0)
    axes.set_yscale("log")
    at = places(found.index)
    axes.vlines(at, found["lower"], found["upper"], color=BLUE, linewidth=2)
    for x, (month, row) in zip(at, found.iterrows(), strict=True):
        face = BLUE if month == split_month else PAPER
        axes.plot(x, row["value"], "o", color=BLUE, markerfacecolor=face, markersize=8)
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
    label = words.text("rates.p")
    data = found.rename(columns=lambda end: words.text(f"bound.{end}", label=label))
    told = {words.month(str(month)): tell_p(p) for month, p in found["value"].items()}
    alt = tell_texts(words, told)
    values = {"fewest": str(FEWEST_A_SIDE)}
    return Drawing(figure, forms.by_month(words, data), alt, 3, values)


def findings(chapter: Chapter, split_month: str) -> Findings:
    """What the results of the group say, each sentence as firm as they are."""
    return Findings(
        [
            *(_side_finding(chapter, split_month, side) for side in SIDES),
            _composition_finding(chapter, split_month),
            _parts_finding(chapter, split_month),
            _level_finding(chapter, split_month),
            _spread_finding(chapter, split_month),
        ]
    )


def _side_finding(chapter: Chapter, split_month: str, side: str) -> Finding:
    words, results = chapter.words, chapter.results("rates", split_month=split_month)
    name = words.text(f"rates.side.{side}")
    tested = Tested(results[f"rates.{side}.mean.p"], results)
    if tested.test.value is None:
        return _too_few(chapter, "side", split_month, name=name)
    return _finding(
        chapter,
        f"side.{tested.firmness}",
        tested.firmness,
        name=name,
        **{
            part: words.quantity(known(results[f"rates.{side}.mean.{part}"].value), "%")
            for part in ("before", "after")
        },
        shift=_told_shift(words, known(results[f"rates.{side}.mean.shift"].value)),
        single=tell_p(tested.test.value),
        p=_adjusted(tested),
        worst=worst([tested]),
        count=tested.test.count,
    )


def _told_shift(words: Language, shift: float) -> str:
    """How much higher or lower the later share is, to the digit that is told."""
    by = rounded(abs(shift), 1)
    kind = "level" if not float(by) else "rise" if shift > 0 else "fall"
    return words.text(f"rates.shift.{kind}", by=by)


def _composition_finding(chapter: Chapter, split_month: str) -> Finding:
    results = chapter.results("rates", split_month=split_month)
    tested = Tested(results["rates.composition.aitchison.p"], results)
    if tested.test.value is None:
        return _too_few(chapter, "composition", split_month)
    others = [
        result.value
        for name, result in results.items()
        if name.startswith("rates.split.") and split_month not in name and result.value is not None
    ]
    return _finding(
        chapter,
        f"composition.{tested.firmness}",
        tested.firmness,
        distance=rounded(known(results["rates.composition.aitchison.distance"].value), 2),
        p=tell_p(tested.test.value),
        low=cell_p(min(others)),
        high=cell_p(max(others)),
        worst=worst([tested]),
    )


def _parts_finding(chapter: Chapter, split_month: str) -> Finding:
    """The buckets with a trend, as firm as the least firm of them; else the nearest to one."""
    words, results = chapter.words, chapter.results("rates", split_month=split_month)
    tests = {name: Tested(results[f"rates.{name}.clr.p"], results) for name in BUCKETS}
    made = {name: tested for name, tested in tests.items() if tested.test.value is not None}
    if not made:
        return _too_few(chapter, "parts", split_month)
    named = {name: tested for name, tested in made.items() if tested.is_small}
    if not named:
        how_firm = Firmness.INDISTINCT
        nearest = min(made, key=lambda name: known(made[name].test.value))
        named = {nearest: made[nearest]}
    elif all(tested.firmness is Firmness.FIRM for tested in named.values()):
        how_firm = Firmness.FIRM
    else:
        how_firm = Firmness.TENTATIVE
    items = [
        words.text(
            "rates.item",
            name=words.text(f"rates.band.{name}"),
            slope=with_sign(known(results[f"rates.{name}.clr.slope"].value), 3),
            p=_adjusted(tested),
        )
        for name, tested in named.items()
    ]
    return _finding(
        chapter,
        f"parts.{how_firm}",
        how_firm,
        items=words.join(items),
        level=str(LEVEL),
        worst=worst(named.values()),
    )


def _level_finding(chapter: Chapter, split_month: str) -> Finding:
    results, month = chapter.results("rates", split_month=split_month), chapter.edition.as_of
    level = results[f"rates.spread.{month}"]
    return _finding(
        chapter,
        "level",
        "assumed",
        month=chapter.words.month(month),
        value=rounded(known(level.value), 1),
        low=rounded(known(level.lower), 1),
        high=rounded(known(level.upper), 1),
        below=rounded(known(results["rates.spread.sensitivity.below"].value), 2),
        margin=rounded(known(results["rates.spread.closed.margin"].value), 1),
    )


def _spread_finding(chapter: Chapter, split_month: str) -> Finding:
    results = chapter.results("rates", split_month=split_month)
    tested = Tested(results["rates.spread.mean.p"], results)
    if tested.test.value is None:
        return _too_few(chapter, "spread", split_month)
    shift = results["rates.spread.mean.shift"]
    return _finding(
        chapter,
        f"spread.{tested.firmness}",
        tested.firmness,
        shift=with_sign(known(shift.value), 3),
        low=rounded(known(shift.lower), 3),
        high=rounded(known(shift.upper), 3),
        p=tell_p(tested.test.value),
        worst=worst([tested]),
    )


def _finding(chapter: Chapter, key: str, how_firm: str, **values: object) -> Finding:
    words = chapter.words
    shows, limits = (
        words.text(f"finding.rates.{key}.{part}", **values) for part in ("shows", "limits")
    )
    return Finding(shows, how_firm, words.text(f"firmness.{how_firm}"), limits)


def _too_few(chapter: Chapter, about: str, split_month: str, **values: object) -> Finding:
    words = chapter.words
    when = {"as_of": words.month(chapter.edition.as_of), "split": words.month(split_month)}
    return _finding(chapter, f"{about}.{Firmness.TOO_FEW}", Firmness.TOO_FEW, **when, **values)


def _adjusted(tested: Tested) -> str:
    return tell_p(known(tested.test.adjusted))


def _plain(place: float) -> str:
    """A place as it was assumed, with no more digits than needed."""
    return rounded(place, 0 if place == int(place) else 2)
