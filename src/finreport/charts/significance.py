"""How much the tests can tell: every p in a picture, false alarms, and the list of every test."""

from collections.abc import Iterable, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from finreport.analysis.firmness import LEVEL, Firmness
from finreport.analysis.methods import DEPENDENT, LEFT_OUT, NOISES, Bounds
from finreport.analysis.results import Result
from finreport.figures.alt import tell_groups, tell_items, tell_texts
from finreport.figures.chapter import Chapter, NotYetError
from finreport.figures.charting import Drawing, chart, table
from finreport.figures.drawing import level_bars, panel_title
from finreport.figures.exhibits import Grid, Row
from finreport.figures.palette import BLUE, GREEN, GREY, INK, PAPER, VERMILION
from finreport.figures.style import WIDTH, canvas
from finreport.figures.tested import (
    SMALLEST,
    Tested,
    all_tested,
    cell_p,
    level,
    series_name,
    subject,
    tell_p,
    trend_series,
    trend_test,
)
from finreport.words import Language, rounded

TREND_TESTS = ("mann_kendall", "ols", "sign_flip", "pairs")
"""The four tests of a series, the primary one first."""

DRAWN_NOISES = {"ar1_0.7": ("D", GREEN), "random_walk": ("s", VERMILION)}
"""The noises whose p are drawn beside that of independent errors."""

COUNTED = ("tests_run", "small_unadjusted", "small_by_chance", "small_adjusted", "firm")
"""What is counted of the tests of a family."""


# Pictures of p


@chart
def p_values(chapter: Chapter) -> Drawing:
    """The p of every trend test of every series, a panel a test, with what shakes them."""
    words, results = chapter.words, chapter.results("trends")
    series = trend_series(results)
    tested = {test: [trend_test(results, name, test) for name in series] for test in TREND_TESTS}
    if all(one.test.value is None for one in tested["mann_kendall"]):
        raise NotYetError(f"Too few months for a test up to {chapter.edition.as_of}.")
    figure = Figure(figsize=(WIDTH, 1.5 + 0.5 * len(series)), layout="constrained")
    panels = figure.subplots(2, 2, sharex=True, sharey=True).flat
    names = [series_name(words, name) for name in series]
    for axes, (test, members) in zip(panels, tested.items(), strict=True):
        panel_title(axes, words.text(f"trend_test.{test}"))
        for place, one in zip(_rows_down(names), members, strict=True):
            _draw_test(axes, one, place)
        _p_axis(axes, names)
    _legend(
        figure,
        {
            words.text("legend.p_small", level=level()): ("o", BLUE, BLUE),
            words.text("legend.p_large", level=level()): ("o", BLUE, PAPER),
            **{
                words.text(f"test_column.{noise}"): (mark, colour, PAPER)
                for noise, (mark, colour) in DRAWN_NOISES.items()
            },
        },
    )
    return Drawing(figure, _p_table(words, names, tested), _tell_tests(words, names, tested))


def _draw_test(axes: Axes, one: Tested, place: int) -> None:
    test = one.test
    if test.value is None:
        return
    if test.lower is not None and test.upper is not None:
        axes.hlines(place, _shown(test.lower), _shown(test.upper), color=BLUE, linewidth=1.2)
    face = BLUE if one.is_small else PAPER
    axes.plot([_shown(test.value)], [place], "o", color=BLUE, markerfacecolor=face, markersize=6)
    for noise, (mark, colour) in DRAWN_NOISES.items():
        if noise in one.shaken:
            p = [_shown(one.shaken[noise])]
            axes.plot(p, [place - 0.33], mark, color=colour, markerfacecolor=PAPER, markersize=4)


def _shown(p: float) -> float:
    return max(p, SMALLEST)


def _rows_down(names: Sequence[str]) -> range:
    """The places of rows on the axes, the first on top."""
    return range(len(names) - 1, -1, -1)


def _p_axis(axes: Axes, names: Sequence[str]) -> None:
    axes.set_xscale("log")
    axes.set_xlim(SMALLEST / 1.6, 1.6)
    axes.set_xticks([SMALLEST, LEVEL, 1], [f"≤{SMALLEST}", str(LEVEL), "1"])
    axes.set_xticks([], minor=True)
    axes.axvline(LEVEL, color=GREY, linewidth=1, zorder=1)
    axes.set_yticks(_rows_down(names), names, color=INK)
    axes.set_ylim(-0.7, len(names) - 0.4)


def _legend(figure: Figure, marks: dict[str, tuple[str, str, str]]) -> None:
    """What the marks mean, above the panels; a mark is a form, an edge and a face."""
    handles = [
        Line2D([], [], marker=form, linestyle="", color=edge, markerfacecolor=face, label=label)
        for label, (form, edge, face) in marks.items()
    ]
    figure.legend(
        handles=handles,
        loc="outside upper left",
        ncols=2,
        frameon=False,
        fontsize=11,
        handletextpad=0.1,
        columnspacing=1.2,
    )


def _p_table(words: Language, names: list[str], tested: dict[str, list[Tested]]) -> pd.DataFrame:
    """Every p that is drawn, its ends under rounding and its adjustment, to three digits."""
    columns: dict[str, list[str]] = {}
    for test, members in tested.items():
        head = words.text(f"trend_test.{test}")
        drawn = {
            "p": [one.test.value for one in members],
            "lower": [one.test.lower for one in members],
            "upper": [one.test.upper for one in members],
            "p_adjusted": [one.test.adjusted for one in members],
        } | {noise: [one.shaken.get(noise) for one in members] for noise in DRAWN_NOISES}
        for part, values in drawn.items():
            if any(value is not None for value in values):
                column = words.text("p_column", test=head, part=words.text(f"test_column.{part}"))
                columns[column] = ["" if p is None else f"{p:.3g}" for p in values]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.text("test_column.series")))


def _tell_tests(words: Language, names: list[str], tested: dict[str, list[Tested]]) -> str:
    """How many p of each test are small, then each of the primary test."""
    counts = [
        words.text(
            "alt.small_tests",
            level=level(),
            test=words.text(f"trend_test.{test}"),
            small=sum(one.is_small for one in members),
            count=sum(one.test.value is not None for one in members),
        )
        for test, members in tested.items()
    ]
    primary = {
        name: tell_p(one.test.adjusted)
        for name, one in zip(names, tested["mann_kendall"], strict=True)
        if one.test.adjusted is not None
    }
    pause = words.text("list.pause")
    return words.text("alt.tests", counts=pause.join(counts), told=tell_texts(words, primary))


@chart
def leave_out(chapter: Chapter) -> Drawing:
    """The p of Mann-Kendall for each series, of all months and without the last ones."""
    words, results = chapter.words, chapter.results("trends")
    series = trend_series(results)
    names = [series_name(words, name) for name in series]
    heads = [
        words.text("test_column.all_months"),
        *(words.text("test_column.without_last", count=count) for count in LEFT_OUT.values()),
    ]
    found = pd.DataFrame(
        [_without(trend_test(results, name, "mann_kendall")) for name in series],
        index=pd.Index(names, name=words.text("test_column.series")),
        columns=heads,
        dtype=float,
    ).dropna(axis="columns", how="all")
    if found.empty:
        raise NotYetError(f"Too few months for a test up to {chapter.edition.as_of}.")
    figure, (axes,) = canvas(height=0.9 + 0.42 * len(names))
    for place, (_, row) in zip(_rows_down(names), found.iterrows(), strict=True):
        at = [place + 0.27 - 0.18 * step for step in range(len(row))]
        shown = row.clip(lower=SMALLEST)
        axes.plot(shown, at, color=GREY, linewidth=0.8)
        for p, height in zip(shown, at, strict=True):
            face = BLUE if p < LEVEL else PAPER
            axes.plot([p], [height], "o", color=BLUE, markerfacecolor=face, markersize=4.5)
    _p_axis(axes, names)
    axes.grid(axis="y")
    panel_title(axes, words.text("legend.left_out"))
    told = {
        str(name): words.join([tell_p(p) for p in row.dropna()]) for name, row in found.iterrows()
    }
    alt = words.text(
        "alt.left_out",
        heads=words.join(list(found.columns)),
        told=tell_texts(words, told),
    )
    return Drawing(figure, found, alt, 4)


def _without(one: Tested) -> list[float | None]:
    shaken = one.shaken
    return [one.test.value, *(shaken.get(variant) for variant in LEFT_OUT)]


@chart
def limits(chapter: Chapter) -> Drawing:
    """How often two tests call a trend where there is none, by how long errors last."""
    words, results = chapter.words, chapter.results("trends")
    shares = {test: _false_alarms(chapter, test) for test in ("mann_kendall", "ols")}
    if any(share.isna().any(axis=None) for share in shares.values()):
        raise NotYetError(f"Too few months for a test up to {chapter.edition.as_of}.")
    figure, panels = canvas(2, 4.0)
    most = max(share["upper"].max() for share in shares.values())
    for axes, (test, share) in zip(panels, shares.items(), strict=True):
        panel_title(axes, words.text(f"trend_test.{test}"))
        level_bars(axes, share, [BLUE] * len(share))
        axes.axvline(100 * LEVEL, color=VERMILION, linewidth=1.2)
        axes.set_xlim(0, 1.16 * most)
    names = {test: words.text(f"trend_test.{test}") for test in shares}
    data = pd.DataFrame({names[test]: share["value"] for test, share in shares.items()})
    data.index.name = words.text("test_column.errors")
    alt = tell_groups(
        words,
        {names[test]: tell_items(words, share["value"], "%") for test, share in shares.items()},
    )
    count = results.one("limits.size.mann_kendall", variant="independent").n
    return Drawing(figure, data, alt, values={"count": str(count), "level": _percent(LEVEL)})


def _false_alarms(chapter: Chapter, test: str) -> pd.DataFrame:
    """In percent, by noise, with the ends that simulating leaves."""
    results = chapter.results("trends")
    found = [results.one(f"limits.size.{test}", variant=noise) for noise in NOISES]
    return 100 * pd.DataFrame(
        [[one.value, one.lower, one.upper] for one in found],
        index=[chapter.words.text(f"test_column.{noise}") for noise in NOISES],
        columns=["value", "lower", "upper"],
        dtype=float,
    )


def _percent(share: float) -> str:
    return f"{rounded(100 * share, 0)}%"


def false_alarms(chapter: Chapter, test: str, noise: str) -> str:
    """How often a ``test`` calls a trend that is none, if the errors are such a ``noise``."""
    share = chapter.results("trends").one(f"limits.size.{test}", variant=noise).value
    return chapter.words.text("not_yet.phrase") if share is None else _percent(share)


def detectable(chapter: Chapter, noise: str) -> str:
    """The least change over the year that Mann-Kendall mostly finds, as a multiple of the noise."""
    size = chapter.results("trends").one("limits.detectable", variant=noise).value
    if size is None:
        return chapter.words.text("not_yet.phrase")
    return chapter.words.text("multiple", value=chapter.words.number(size))


# The list of every test


@table
def all_tests(chapter: Chapter) -> Grid:
    """Every test that was made, by family, with its p, its adjusted p and what shakes it."""
    words = chapter.words
    rows: list[Row] = []
    for family, members in _by_family(all_tested(chapter)).items():
        anchor = f"tests-{family.replace('.', '-').replace('_', '-')}"
        rows.append(Row(words.text(f"family.{family}"), anchor=anchor))
        rows += [_test_row(words, one) for one in members]
    first = ("test", "firmness", "statistic", "n", "p", "p_adjusted", "p_rounding")
    heads = [words.text(f"test_column.{name}") for name in (*first, *DEPENDENT, "p_left_out")]
    return Grid(heads, rows)


def _by_family(tested: Iterable[Tested]) -> dict[str, list[Tested]]:
    """The tests of each family, the families in the order of their first test."""
    families: dict[str, list[Tested]] = {}
    for one in tested:
        families.setdefault(one.test.family, []).append(one)
    return families


def _test_row(words: Language, one: Tested) -> Row:
    test, shaken = one.test, one.shaken
    left_out = [p for variant, p in shaken.items() if variant in LEFT_OUT]
    cells = [
        words.text(f"firmness.{one.firmness}"),
        _statistic(words, one.statistic),
        str(test.n),
        cell_p(test.value),
        cell_p(test.adjusted),
        _range(words, test),
        *(cell_p(shaken.get(noise)) for noise in DEPENDENT),
        cell_p(max(left_out, default=None)),
    ]
    return Row(subject(words, test), cells, marks=[one.firmness, *[""] * (len(cells) - 1)])


def _statistic(words: Language, found: Result | None) -> str:
    """Three digits that count, and the unit; a count of pairs stays whole."""
    if found is None or found.value is None:
        return ""
    value = found.value
    is_whole = found.unit == "1" and value == round(value)
    exponent = int(f"{value:.2e}".partition("e")[2])
    number = rounded(value, 0 if is_whole else max(0, 2 - exponent))
    if found.unit == "1":
        return number
    return words.text("with_unit", value=number, unit=words.unit(found.unit))


def _range(words: Language, test: Result) -> str:
    if test.lower is None or test.upper is None:
        return ""
    low, high = cell_p(test.lower), cell_p(test.upper)
    if low == high and test.bounds == Bounds.EXACT:
        return low
    return words.text(f"p_range.{test.bounds}", low=low, high=high)


@table
def test_counts(chapter: Chapter) -> Grid:
    """How many tests of each family were made, how many have a small p, and by chance alone."""
    words = chapter.words
    tested = all_tested(chapter)
    families = {
        words.text(f"family.{family}"): members for family, members in _by_family(tested).items()
    } | {words.text("test_column.all_families"): tested}
    rows = [Row(name, _counts(words, members)) for name, members in families.items()]
    heads = [words.text(f"test_column.{name}", level=level()) for name in ("family", *COUNTED)]
    return Grid(heads, rows)


def _counts(words: Language, tested: list[Tested]) -> list[str]:
    """What is :data:`COUNTED`, of the tests that have a p."""
    run = [(one, one.test.value) for one in tested if one.test.value is not None]
    return [
        str(len(run)),
        str(sum(p < LEVEL for _, p in run)),
        words.number(LEVEL * len(run)),
        str(sum(one.is_small for one, _ in run)),
        str(sum(one.firmness is Firmness.FIRM for one, _ in run)),
    ]


def count(chapter: Chapter, counted: str) -> str:
    """How many tests of all families, ``counted`` as one of :data:`COUNTED`."""
    return _counts(chapter.words, all_tested(chapter))[COUNTED.index(counted)]
