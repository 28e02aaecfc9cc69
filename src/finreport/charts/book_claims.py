"""The page of claims: what the report says without a number, beside what its numbers say."""

from collections.abc import Sequence
from itertools import groupby
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from finreport.checks.discrepancies import tell
from finreport.checks.verbal_claims import JudgedClaim, judge_claims, load_words
from finreport.editions import INTERVAL, Series
from finreport.figures.charting import Drawing, chart, table
from finreport.figures.drawing import Key, dots, legend, places, zero_line
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import DataCell, along, down
from finreport.figures.palette import BLUE, MUTED, PAPER, PURPLE, VERMILION
from finreport.figures.style import WIDTH, canvas
from finreport.narrative.alt import tell_texts
from finreport.narrative.chapter import Chapter, NotPrintedError, NotYetError
from finreport.words import Language, signed, with_minus

COLOURS = {
    "holds": BLUE,
    "holds_as_printed": BLUE,
    "in_part": PURPLE,
    "not_borne_out": VERMILION,
    "denied": VERMILION,
    "unjudged": MUTED,
}
"""The colour of a verdict; its sign tells it, too."""

ORDER = ("denied", "not_borne_out", "in_part", "unjudged", "holds_as_printed", "holds")
"""The verdicts as a reader wants to see them."""

DASHES = ("-", (0, (4, 2)), (0, (1, 1.5)))
"""How the lines of one claim are told apart."""

LABEL = 24
"""How many letters of a claim stand on one line beside a picture."""

ROW = 0.33
"""The height of a claim in the picture of margins, in inches."""

PANEL, KEY = 1.35, 0.6
"""The height of a row of small panels, and of what tells their lines apart below, in inches."""

SMALL = 0.1
"""Margins below this are written with two decimals."""

LINEAR = 1
"""Up to so many points the axis of margins is linear, then logarithmic."""


def _claims(chapter: Chapter) -> list[JudgedClaim]:
    """The claims of the edition, those first that its numbers do not bear out."""
    found = judge_claims(chapter.edition)
    if not found:
        kind = NotPrintedError if chapter.edition.is_complete else NotYetError
        raise kind(f"The edition has no claims up to {chapter.edition.as_of}.")
    return sorted(found, key=lambda each: ORDER.index(each.verdict))


def _quote(chapter: Chapter, claim: JudgedClaim) -> str:
    """The few words of the report."""
    return chapter.words.text("quoted", text=chapter.words.text(f"claim.{claim.id}.quote"))


@chart
def claims_and_series(chapter: Chapter) -> Drawing:
    """The months behind each claim that speaks of a monthly series, a small panel each."""
    words = chapter.words
    shown = [each for each in _claims(chapter) if _lines(each)]
    rows = (len(shown) + 1) // 2
    keyed = {at // 2 for at, each in enumerate(shown) if len(_lines(each)) > 1}
    height = PANEL * max(rows, 1) + KEY * len(keyed)
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    panels = list(figure.subplots(max(rows, 1), 2, squeeze=False).flat)
    found: dict[str, Series] = {}
    told: dict[str, str] = {}
    printed: dict[DataCell, str] = {}
    for axes, claim in zip(panels, shown, strict=False):
        lines = {name: chapter.series(name) for name in _lines(claim)}
        labels = _labels(chapter, claim, list(lines))
        for label, (name, series), dash in zip(labels, lines.items(), DASHES, strict=False):
            found[label] = series
            for month in series.index:
                printed[DataCell(label, words.short_month(month))] = f"{name}@{month}"
            told[label] = words.text(
                "claim_told",
                verdict=words.text(f"judgement.{claim.verdict}"),
                first=words.number(series["value"].iloc[0]),
                last=words.number(series["value"].iloc[-1]),
            )
            _panel_line(words, axes, label, series, COLOURS[claim.verdict], dash)
        _finish_panel(words, axes, claim, _quote(chapter, claim), next(iter(lines.values())))
        if len(lines) > 1:
            _name_lines(axes, [_series(words, name) for name in lines])
    for axes in panels[len(shown) :]:
        axes.remove()
    there = {claim.verdict for claim in shown}
    legend(
        panels[0],
        {_verdict(words, each): Key.filled(COLOURS[each]) for each in ORDER if each in there},
    )
    data = pd.DataFrame({label: series["value"] for label, series in found.items()}).T
    data = data.reindex(columns=sorted(data.columns)).rename(columns=words.short_month)
    data.index.name = words.text("column.claim")
    return Drawing(figure, data, tell_texts(words, told), figures=printed)


def _lines(claim: JudgedClaim) -> Sequence[str]:
    """The series that the panel of a claim shows; none where it speaks of no months."""
    return claim.entry.series or claim.entry.shows


def _labels(chapter: Chapter, claim: JudgedClaim, series: Sequence[str]) -> list[str]:
    """What the lines of a claim are called in its data."""
    quote = _quote(chapter, claim)
    if len(series) == 1:
        return [quote]
    names = [_series(chapter.words, name) for name in series]
    return [chapter.words.text("claim_line", quote=quote, series=name) for name in names]


def _verdict(words: Language, verdict: str) -> str:
    """A verdict with its sign, as a picture writes it."""
    return f"{_sign(words, verdict)} {words.text(f'judgement.{verdict}')}".strip()


def _sign(words: Language, verdict: str) -> str:
    """The sign of a verdict in a picture, whose typeface has none for what holds."""
    return "" if verdict == "holds" else words.text(f"judgement_sign.{verdict}")


def _series(words: Language, name: str) -> str:
    """What the series of a name is about."""
    return words.text(f"economy.{name.partition('.')[0]}")


def _panel_line(
    words: Language, axes: Axes, label: str, series: Series, colour: str, dash: Any
) -> None:
    cells = along(label, map(words.short_month, series.index))
    at = places(series.index)
    values = series["value"]
    dots(axes, at, values, cells, linestyle=dash, color=colour, linewidth=1.5, markersize=2.8)


def _finish_panel(
    words: Language, axes: Axes, claim: JudgedClaim, quote: str, line: Series
) -> None:
    ends = list(line.index[[0, -1]])
    axes.set_xticks(places(ends), [words.short_month(month) for month in ends])
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.margins(y=0.18)
    zero_line(axes)
    sign = _sign(words, claim.verdict)
    title = "\n".join(wrap(quote, LABEL) if words.code == "en" else [quote])
    axes.set_title(
        f"{sign} {title}".strip(),
        loc="left",
        x=-0.12,
        fontsize=10,
        color=COLOURS[claim.verdict],
        pad=5,
    )


def _name_lines(axes: Axes, names: Sequence[str]) -> None:
    """Which line of a panel is which, below it, so that the lines keep all of the panel."""
    axes.legend(
        axes.lines[: len(names)],
        names,
        loc="upper left",
        bbox_to_anchor=(0, -0.45),
        fontsize=10,
        frameon=False,
        handlelength=2.3,
        handletextpad=0.5,
        labelspacing=0.3,
        borderpad=0,
        borderaxespad=0,
    )


@chart
def claim_margins(chapter: Chapter) -> Drawing:
    """How far the numbers are on either side of what each claim needs of them."""
    words = chapter.words
    claims = [each for each in _claims(chapter) if each.margin]
    claims.sort(key=lambda each: each.margin.room.value if each.margin else 0)
    labels = [_quote(chapter, each) for each in claims]
    values = [
        [
            float(each.margin.room.value),
            float(each.margin.room.lower),
            float(each.margin.room.upper),
        ]
        for each in claims
        if each.margin
    ]
    data = pd.DataFrame(
        values, index=pd.Index(labels, name=words.text("column.claim")), columns=INTERVAL
    ).rename(columns=lambda bound: words.text(f"column.{bound}"))
    figure, (axes,) = canvas(height=0.7 + ROW * len(claims))
    at = list(range(len(claims) - 1, -1, -1))
    axes.axvline(0, color=MUTED, linewidth=1)
    for place, claim, (value, low, high), cell in zip(
        at, claims, values, down(data.columns[0], labels), strict=True
    ):
        colour = COLOURS[claim.verdict]
        axes.hlines(place, min(0, value), max(0, value), color=colour, linewidth=1.2, alpha=0.45)
        axes.hlines(place, low, high, color=colour, linewidth=5, alpha=0.3)
        face = colour if claim.word.kind == "definition" else PAPER
        dots(axes, [value], [place], [cell], color=colour, markerfacecolor=face, markersize=6)
    legend(
        axes,
        {
            words.text("claim_key.definition"): Key.filled(MUTED),
            words.text("claim_key.threshold"): Key.open(MUTED),
        },
    )
    axes.set_xscale("symlog", linthresh=LINEAR, linscale=0.6)
    axes.set_xlabel(words.text("claim_key.axis"), fontsize=10, color=MUTED, loc="left")
    ticks = [-20, -5, -1, 0, 1, 5, 20, 50]
    axes.set_xticks(ticks, [signed(str(tick)) for tick in ticks])
    axes.minorticks_off()
    axes.set_yticks(at, ["\n".join(wrap(each, LABEL)) for each in labels], fontsize=10)
    axes.set_ylim(-0.7, len(claims) - 0.3)
    axes.grid(False, axis="y")
    axes.grid(axis="x")
    told = {
        label: words.quantity(value, "percentage points")
        for label, (value, _, _) in zip(labels, values, strict=True)
    }
    return Drawing(figure, data, tell_texts(words, told), 2, units="percentage points")


@table
def judged_claims(chapter: Chapter) -> ExhibitTable:
    """Each claim with what its word needs, what is to be said of it, and the margin."""
    words = chapter.words
    heads = [words.text(f"column.{name}") for name in ("claim", "margin", "meaning")]
    rows: list[GridRow] = []
    numbers: list[list[float | None]] = []
    for verdict, claims in groupby(_claims(chapter), lambda each: each.verdict):
        mine = list(claims)
        name, sign = words.text(f"judgement.{verdict}"), words.text(f"judgement_sign.{verdict}")
        rows.append(GridRow(words.text("claims_of", sign=sign, name=name, count=len(mine))))
        numbers.append([])
        for claim in mine:
            meaning = words.text(f"claim_word.{claim.word.id}.meaning")
            told = words.sentences(meaning, _remark(chapter, claim))
            rows.append(GridRow(_quote(chapter, claim), [_margin(words, claim), told]))
            numbers.append([float(claim.margin.room.value) if claim.margin else None, None])
    return ExhibitTable(heads, rows, numbers, units={heads[1]: "percentage points"})


def _margin(words: Language, claim: JudgedClaim) -> str:
    """The margin with its bounds."""
    if claim.margin is None:
        return ""
    room = claim.margin.room
    decimals = 1 if abs(room.value) >= SMALL else 2
    ends = (room.value, room.lower, room.upper)
    value, low, high = (words.number(float(end), decimals) for end in ends)
    return words.text("recomputed.arithmetic", value=value, low=low, high=high)


def _remark(chapter: Chapter, claim: JudgedClaim) -> str:
    """What else the numbers say."""
    words, key = chapter.words, f"claim.{claim.id}.note"
    return with_minus(tell(words.text(key), chapter.edition)) if words.has(key) else ""


@table
def claim_words(chapter: Chapter) -> ExhibitTable:
    """What each word means in numbers, and where that comes from."""
    words = chapter.words
    heads = [words.text(f"column.{name}") for name in ("word", "meaning", "why")]
    rows = [
        GridRow(
            words.text(f"claim_word.{word.id}.words"),
            [
                words.text(f"claim_word.{word.id}.meaning"),
                words.text(
                    "claim_why",
                    kind=words.text(f"claim_kind.{word.kind}"),
                    why=words.text(f"claim_word.{word.id}.why"),
                ),
            ],
        )
        for word in load_words().values()
    ]
    return ExhibitTable(heads, rows)
