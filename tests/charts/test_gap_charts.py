"""What the charts of the gap draw, against the named results, and how the findings are worded."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from finreport.analysis.firmness import Firmness
from finreport.analysis.groups import compute
from finreport.analysis.results import Result, Results
from finreport.charts import loan_deposit_gap as gap
from finreport.figures.exhibits import Chart, Notice
from finreport.figures.palette import BLUE, VERMILION
from finreport.narrative import tested
from finreport.narrative.chapter import Chapter, NotYetError, open_chapter
from finreport.narrative.claims import Claim
from finreport.narrative.found import ends_of, known
from finreport.narrative.gap_claims import DRAWN_PARTS, SIDES, part_changes
from finreport.words import rounded

MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
CHARTS = (gap.growth_gap, gap.loan_deposit_ratio, gap.quarter_ends, gap.slowdown_parts)
MINUS = "\N{MINUS SIGN}"

Change = Callable[[dict[str, Result]], Mapping[str, Result]]


@cache
def opened(as_of: str = "2024-12", language: str = "zh") -> Chapter:
    return open_chapter("42_gap", "shanxi-2025", as_of, language)


@pytest.fixture(scope="module")
def december() -> Chapter:
    return opened()


def drawn(show: Callable[..., Chart | Notice], at: Chapter) -> Chart:
    shown = show(at, at.results("gap"))
    assert isinstance(shown, Chart)
    return shown


def panels(shown: Chart) -> list[Axes]:
    return list(shown.figure.axes)


def heights(line: Line2D) -> list[float]:
    return [float(height) for height in np.asarray(line.get_ydata())]


def told(cell: str) -> float:
    return float(cell.replace(MINUS, "-"))


def column(shown: Chart, number: int) -> list[float]:
    return [told(row.cells[number]) for row in shown.grid.rows]


def value(at: Chapter, name: str) -> float:
    number = at.results("gap")[name].value
    assert number is not None
    return number


# The marks


def test_the_gap_is_drawn_from_its_results(december: Chapter) -> None:
    shown = drawn(gap.growth_gap, december)
    top, bottom = panels(shown)
    expected = [value(december, f"gap.cny.growth.{month}") for month in MONTHS]
    assert heights(bottom.lines[0]) == pytest.approx(expected)
    assert column(shown, 2) == pytest.approx(expected)
    for number, name in ((3, "lower"), (4, "upper")):
        bounds = [
            getattr(december.results("gap")[f"gap.cny.growth.{month}"], name) for month in MONTHS
        ]
        assert column(shown, number) == pytest.approx(bounds)
    for number, side in enumerate(SIDES):
        growth = december.series(f"cny.{side}.yoy")["value"].to_list()
        assert heights(top.lines[number]) == growth == column(shown, number)


def test_the_ratio_is_drawn_beside_that_of_a_year_ago(december: Chapter) -> None:
    shown = drawn(gap.loan_deposit_ratio, december)
    [axes] = panels(shown)
    start = "gap.cny.loan_deposit_ratio"
    for number, year in enumerate(("2024", "2023")):
        expected = [value(december, f"{start}.{year}{month[4:]}") for month in MONTHS]
        assert heights(axes.lines[number]) == pytest.approx(expected)
        assert column(shown, number) == pytest.approx(expected, abs=0.005)
    assert np.array_equal(axes.lines[0].get_xdata(), axes.lines[1].get_xdata())


@pytest.mark.parametrize("as_of", ["2024-12", "2024-08"])
def test_the_ends_of_quarters_have_their_own_colour_and_mean(as_of: str) -> None:
    at = opened(as_of)
    shown = drawn(gap.quarter_ends, at)
    for number, (axes, side) in enumerate(zip(panels(shown), SIDES, strict=True)):
        printed = at.series(f"cny.{side}.increase")["value"]
        bars = {bar.get_x() + bar.get_width() / 2: bar for bar in axes.patches}  # type: ignore[attr-defined]
        assert len(bars) == len(printed)
        for (month, increase), place in zip(printed.items(), sorted(bars), strict=True):
            is_end = str(month)[5:] in ("03", "06", "09", "12")
            assert bars[place].get_height() == increase  # type: ignore[attr-defined]
            assert to_hex(bars[place].get_facecolor()) == (VERMILION if is_end else BLUE)
        assert column(shown, number) == printed.to_list()
        start = f"gap.cny.{side}.quarter_end"
        means = [value(at, f"{start}.mean"), value(at, f"{start}.mean_other")]
        dashed = [line for line in axes.lines if line.get_linestyle() == "--"]
        assert [heights(line)[0] for line in dashed] == pytest.approx(means)
        labels = [text.get_text() for text in axes.texts if isinstance(text, Annotation)]
        assert [label.split()[-1] for label in labels] == [rounded(mean, 0) for mean in means]


def test_no_means_are_drawn_from_few_months() -> None:
    shown = drawn(gap.quarter_ends, opened("2024-05"))
    assert not [text for axes in panels(shown) for text in axes.texts]


def test_the_parts_are_bars_of_their_changes(december: Chapter) -> None:
    shown = drawn(gap.slowdown_parts, december)
    [axes] = panels(shown)
    results = december.results("gap")
    expected = [
        change
        for total in DRAWN_PARTS
        for change in part_changes(december, results, total).values()
    ]
    values = [change.value for change in expected]
    assert [bar.get_width() for bar in axes.patches] == values  # type: ignore[attr-defined]
    assert column(shown, 0) == pytest.approx(values, abs=0.005)
    assert column(shown, 1) == pytest.approx([change.lower for change in expected], abs=0.005)
    assert column(shown, 2) == pytest.approx([change.upper for change in expected], abs=0.005)
    totals = [
        number for number, change in enumerate(expected) if change.method == "gap_total_change"
    ]
    colours = [to_hex(bar.get_facecolor()) for bar in axes.patches]
    assert [number for number, colour in enumerate(colours) if colour == VERMILION] == totals
    first, second = totals
    assert sum(values[first + 1 : second]) == pytest.approx(values[first])  # type: ignore[arg-type]
    assert sum(values[second + 1 :]) == pytest.approx(values[second])  # type: ignore[arg-type]


@pytest.mark.parametrize("as_of", ["2024-01", "2024-02", "2024-05", "2024-06", "2024-08"])
def test_every_month_draws_no_later_one(as_of: str) -> None:
    at = opened(as_of)
    for show in CHARTS:
        shown = show(at, at.results("gap"))
        if isinstance(shown, Notice):
            assert (as_of, show) == ("2024-01", gap.slowdown_parts)
            continue
        named = {int(number) for number in re.findall(r"2024年(\d+)月", repr(shown))}
        assert max(named) == int(as_of[5:])


# The findings


def sentences(at: Chapter) -> list[Claim]:
    return list(gap.claims(at, at.results("gap")).claims)


@pytest.mark.parametrize(
    "as_of", ["2024-01", "2024-02", "2024-05", "2024-06", "2024-09", "2024-12"]
)
def test_findings_of_every_month_are_whole_sentences(as_of: str, language: str) -> None:
    found = sentences(opened(as_of, language))
    assert len(found) == 9
    for one in found:
        assert one.text.endswith("." if language == "en" else "。")
        assert one.limits.endswith("." if language == "en" else "。")
        assert not re.search(r"[{}]|\bNone\b|\bnan\b", one.text + one.limits)
        assert bool(re.search("[一-鿿]", one.text)) == (language == "zh")
    tests = [found[at].firmness for at in (1, 2, 4, 5)]
    assert (set(tests) == {Firmness.TOO_FEW}) == (as_of < "2024-06")


def test_findings_tell_the_results(december: Chapter) -> None:
    found = [one.text for one in sentences(december)]
    results = december.results("gap")
    for scope, text in zip(("all", "cny"), found[1:3], strict=True):
        p = results[f"gap.{scope}.growth.mann_kendall.p"].adjusted
        assert p is not None
        assert f"校正后p={rounded(p, 3)}" in text
    assert rounded(value(december, "gap.cny.growth.mean"), 1) in found[0]
    assert rounded(value(december, "gap.cny.loan_deposit_ratio.2024-12"), 1) in found[3]
    assert rounded(value(december, "gap.cny.loan_deposit_ratio.2023-12"), 1) in found[3]
    for side, text in zip(SIDES, found[4:6], strict=True):
        for kind in ("quarter_end", "quarter_end_without_january"):
            result = results[f"gap.cny.{side}.{kind}.p"]
            assert f"单独看p={rounded(result.value or 0, 3)}" in text
            assert f"校正后p={rounded(result.adjusted or 0, 3)}" in text
    for total, text in zip(DRAWN_PARTS, found[6:8], strict=True):
        for change in part_changes(december, results, total).values():
            assert rounded(abs(change.value or 0), 1) in text


def test_borrowers_are_told_with_their_contributions(december: Chapter, language: str) -> None:
    text = sentences(opened("2024-12", language))[8].text
    told = [float(number) for number in re.findall(r"\d\.\d\d(?!\d)", text)]
    start = "gap.borrowers.all.loans"
    wanted = [value(december, f"{start}.{name}") for name in ("enterprise", "household", "rest")]
    assert told == pytest.approx(wanted, abs=0.005)
    assert "8.7%" in text
    assert "0.003" in text  # half the widest range left by rounding
    early = sentences(opened("2024-11", language))[8]
    assert early.firmness == Firmness.TOO_FEW


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], Chapter]:
    """A function that opens December with results that have been changed."""

    def open_changed(change: Change) -> Chapter:
        monkeypatch.setattr(
            "finreport.narrative.chapter.compute",
            lambda edition, group: Results(change(dict(compute(edition, group))).values()),
        )
        return open_chapter("42_gap", "shanxi-2025", "2024-12", "zh")

    return open_changed


def small_p(start: str, *, shaken: float) -> Change:
    """Set a test's p and its range to 0.01, and all p that shake it to ``shaken``."""

    def change(results: dict[str, Result]) -> Mapping[str, Result]:
        return {
            name: replace(result, value=0.01, lower=0.01, upper=0.01, adjusted=0.01)
            if name == f"{start}.p"
            else replace(result, value=shaken, upper=shaken, adjusted=shaken)
            if name.startswith(f"{start}.p.") or name == f"{start}_without_january.p"
            else result
            for name, result in results.items()
        }

    return change


@pytest.mark.parametrize(("shaken", "how_firm"), [(0.02, "firm"), (0.3, "tentative")])
def test_the_wording_of_the_trend_follows_its_firmness(
    changed: Callable[[Change], Chapter], shaken: float, how_firm: str
) -> None:
    at = changed(small_p("gap.cny.growth.mann_kendall", shaken=shaken))
    finding = sentences(at)[2]
    assert finding.firmness == how_firm
    assert "校正后p=0.010" in finding.text
    assert "缩小" in finding.text  # S is negative
    assert ("看似" in finding.text) == (how_firm == "tentative")


@pytest.mark.parametrize("shaken", [0.02, 0.3])
def test_ends_of_quarters_are_read_alike_here_and_in_the_list_of_tests(
    changed: Callable[[Change], Chapter], shaken: float
) -> None:
    """They were not tried with dependent errors, so that they are never firm."""
    at = changed(small_p("gap.cny.loans.quarter_end", shaken=shaken))
    finding = sentences(at)[4]
    results = at.results("gap")
    assert finding.firmness == "tentative"
    assert (
        finding.firmness == tested.Tested(results["gap.cny.loans.quarter_end.p"], results).firmness
    )
    assert "不称稳固" in finding.text


@pytest.mark.parametrize(
    ("share", "told"),
    [(78.4, "占总额增加额的78%"), (111.0, "相当于总额增加额的111%（其余部分合计减少）")],
)
def test_a_part_that_grew_by_more_than_the_total_has_its_own_words(
    changed: Callable[[Change], Chapter], share: float, told: str
) -> None:
    name = "gap.parts.all.loans_medium_long.share"
    at = changed(lambda results: results | {name: replace(results[name], value=share)})
    assert told in sentences(at)[6].text


@pytest.mark.parametrize(
    ("lower", "upper", "word"), [(0.1, 0.3, "高"), (-0.3, -0.1, "低"), (-0.1, 0.3, "分不出高低")]
)
def test_the_wording_of_the_ratio_follows_its_bounds(
    changed: Callable[[Change], Chapter], lower: float, upper: float, word: str
) -> None:
    name = "gap.cny.loan_deposit_ratio.over_year.2024-12"
    at = changed(
        lambda results: (
            results
            | {name: replace(results[name], value=(lower + upper) / 2, lower=lower, upper=upper)}
        )
    )
    assert re.search(rf"{word}(\d|，)", sentences(at)[3].text)


def test_the_wording_of_the_gap_follows_its_sign(changed: Callable[[Change], Chapter]) -> None:
    name = "gap.cny.growth.months_faster"
    at = changed(lambda results: results | {name: replace(results[name], value=11.0)})
    assert "确定高于各项存款同比的有11个月" in sentences(at)[0].text
    assert "每个月都高于" not in sentences(at)[0].text


def test_loans_that_grow_faster_in_every_month_are_said_to(december: Chapter) -> None:
    assert "每个月都高于" in sentences(december)[0].text


def test_a_number_that_is_not_there_is_not_told() -> None:
    with pytest.raises(NotYetError, match="do not give this number"):
        known(None)
    with pytest.raises(NotYetError, match="growth is not known"):
        ends_of(Results([]), "growth")
