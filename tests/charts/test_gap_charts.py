"""What the charts of the gap draw, against the named results, and how the findings are worded."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import msgspec
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from finreport.analysis.firmness import Firmness
from finreport.analysis.groups import compute
from finreport.analysis.results import Result, Results
from finreport.charts import loan_deposit_gap as gap
from finreport.figures.exhibits import Chart, DataTable, Notice
from finreport.figures.palette import BLUE, PAPER, VERMILION
from finreport.narrative import tested
from finreport.narrative.chapter import Chapter, NotYetError, open_chapter
from finreport.narrative.claims import Claim
from finreport.narrative.found import ends_of, known
from finreport.narrative.gap_claims import DRAWN_PARTS, SIDES, named_series, part_changes
from finreport.narrative.tested import series_name, tell_p
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


@pytest.mark.parametrize("as_of", ["2024-12", "2024-08", "2024-02"])
def test_two_years_are_drawn_with_their_quarter_ends(as_of: str) -> None:
    at = opened(as_of)
    shown = drawn(gap.quarter_ends, at)
    named = named_series(at.results("gap"))
    assert len(panels(shown)) == len(named) == 3
    levels = at.results("levels")
    for number, (axes, name) in enumerate(zip(panels(shown), named, strict=True)):
        this_year = at.series(f"{name}.increase")["value"].iloc[1:].copy()
        if name == "cny.deposits_household" and "2024-10" in this_year.index:
            this_year["2024-10"] = 44.8  # the difference of the balances, not the printed 468.7
        before = {
            f"2023{month[4:]}": levels[f"levels.{name}.2023{month[4:]}.increase"].value
            for month in this_year.index
        }
        wanted = before | this_year.to_dict()
        bars = sorted(axes.patches, key=lambda bar: bar.get_x())  # type: ignore[attr-defined]
        for (month, increase), bar in zip(wanted.items(), bars, strict=True):
            assert bar.get_height() == pytest.approx(increase)  # type: ignore[attr-defined]
            colour = VERMILION if str(month)[5:] in ("03", "06", "09", "12") else BLUE
            assert to_hex(bar.get_edgecolor()) == colour
            face = PAPER if str(month).startswith("2023") else colour
            assert to_hex(bar.get_facecolor()) == face
        assert column(shown, number) == pytest.approx(list(wanted.values()), abs=0.0501)


def test_the_title_says_what_the_named_series_do(december: Chapter) -> None:
    title = drawn(gap.quarter_ends, december).title
    wanted = "人民币住户存款月均增加额，亿元：季末月+506，次月−88，其余月份+238"
    assert title == wanted  # not against months that the payback is among
    assert "分不出差别" in drawn(gap.quarter_ends, opened("2024-05")).title


def test_every_series_is_in_the_table_with_its_p(december: Chapter) -> None:
    results = december.results("gap")
    table = gap.quarter_end_tests(december, results)
    assert isinstance(table, DataTable)
    heads = [row.head for row in table.grid.rows]
    assert set(heads[:3]) == {"人民币住户存款", "人民币贷款", "人民币存款"}
    assert len(heads) == len(december.edition.groups.quarter_ends)
    for name in december.edition.groups.quarter_ends:
        [row] = [row for row in table.grid.rows if row.head == series_name(december.words, name)]
        start = f"gap.{name}.quarter_end"
        for place, end in ((1, "difference"), (2, "difference.2023"), (3, "difference.2024")):
            assert told(row.cells[place]) == round(value(december, f"{start}.{end}"))
        assert row.cells[4] == tested.cell_p(results[f"{start}.p"].value)
        assert row.cells[5] == tested.cell_p(results[f"{start}.p"].adjusted)


def test_wholes_are_set_beside_their_parts(december: Chapter) -> None:
    table = gap.wholes(december)
    assert isinstance(table, DataTable)
    trade, first_quarter, gdp, loans = table.grid.rows
    assert trade.cells[1:] == ["3.1", "3.13", "3.08至3.18", "相符"]
    # The only period that disagrees is told although it is not the newest.
    assert first_quarter.cells == ["2024年3月", "1.2", "1.07", "1.02至1.12", "口径不同"]
    assert "contradicted" not in first_quarter.marks
    assert gdp.cells[1:3] == ["2.3", "2.23"]
    assert loans.cells[-1] == "相符"


def test_the_register_judges_a_whole_beyond_rounding(language: str) -> None:
    chapter = open_chapter("42_gap", "shanxi-2025", "2024-12", language)
    [entry] = [each for each in chapter.report.discrepancies if each.id == "first_quarter_growth"]
    table = gap.wholes(chapter)
    assert isinstance(table, DataTable)
    [row] = [row for row in table.grid.rows if entry.figure.full_name in row.figures]
    assert row.cells[-1] == chapter.words.text(f"class.{entry.kind}")
    # What it does not know is said to be beyond rounding, and no more.
    bare = open_chapter("42_gap", "shanxi-2025", "2024-12", language)
    vars(bare)["report"] = msgspec.structs.replace(chapter.report, discrepancies=())
    unknown = gap.wholes(bare)
    assert isinstance(unknown, DataTable)
    [row] = [row for row in unknown.grid.rows if entry.figure.full_name in row.figures]
    assert row.cells[-1] == chapter.words.text("agreement.beyond")
    assert "contradicted" not in row.marks


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
            assert as_of == "2024-01"
            assert show in (gap.slowdown_parts, gap.quarter_ends)
            continue
        named = {int(number) for number in re.findall(r"2024年(\d+)月", repr(shown))}
        assert max(named) == int(as_of[5:])


# The findings


def sentences(at: Chapter) -> list[Claim]:
    return list(gap.claims(at, at.results("gap")).claims)


@pytest.mark.parametrize(
    "as_of", ["2024-01", "2024-02", "2024-06", "2024-07", "2024-09", "2024-12"]
)
def test_findings_of_every_month_are_whole_sentences(as_of: str, language: str) -> None:
    found = sentences(opened(as_of, language))
    assert len(found) == 11
    for one in found:
        assert one.text.endswith("." if language == "en" else "。")
        assert not re.search(r"[{}]|\bNone\b|\bnan\b", one.text + one.limits + one.details)
        assert bool(re.search("[一-鿿]", one.text)) == (language == "zh")
    tests = [found[at].firmness for at in (0, 1, 2, 6)]
    assert (set(tests) == {Firmness.TOO_FEW}) == (as_of <= "2024-06")


def test_findings_tell_the_results(december: Chapter) -> None:
    found = [one.text for one in sentences(december)]
    results = december.results("gap")
    for name, one in zip(named_series(results), sentences(december), strict=False):
        extra = results[f"gap.{name}.quarter_end.difference"].value or 0
        assert f"比其余月份（含次月）平均多{round(extra)}亿元" in one.text
        assert tell_p(results[f"gap.{name}.quarter_end.p"].adjusted or 0) in one.details
        assert not re.search(r"p[=<]", one.text)
    assert "减少88亿元" in found[3]
    assert "本外币贷款" in found[4]
    p = results["gap.cny.growth.sign_flip.p"].adjusted
    assert f"校正后p={rounded(p or 0, 3)}" in sentences(december)[6].details
    assert rounded(value(december, "gap.cny.growth.mean"), 1) in found[5]
    assert rounded(value(december, "gap.cny.loan_deposit_ratio.2024-12"), 1) in found[7]
    assert rounded(value(december, "gap.cny.loan_deposit_ratio.2023-12"), 1) in found[7]
    for total, text in zip(DRAWN_PARTS, found[8:10], strict=True):
        for change in part_changes(december, results, total).values():
            assert rounded(abs(change.value or 0), 1) in text


def test_what_quarter_ends_add_is_told_of_each_year_by_its_name(december: Chapter) -> None:
    results = december.results("gap")
    for name, one in zip(named_series(results), sentences(december), strict=False):
        found = [(year, _quarter_end_of(results, name, year)) for year in ("2023", "2024")]
        assert re.findall(r"(\d{4})年[多少](\d+)亿元", one.text) == found


def _quarter_end_of(results: Results, series: str, year: str) -> str:
    return rounded(abs(known(results.one("quarter_end.difference", series, year).value)), 0)


def test_borrowers_are_told_with_their_contributions(december: Chapter, language: str) -> None:
    text = sentences(opened("2024-12", language))[10].text
    told = [float(number) for number in re.findall(r"\d\.\d\d(?!\d)", text)]
    start = "gap.borrowers.all.loans"
    wanted = [value(december, f"{start}.{name}") for name in ("enterprise", "household", "rest")]
    assert told == pytest.approx(wanted, abs=0.005)
    assert "8.7%" in text
    assert "0.003" in text  # half the widest range left by rounding
    early = sentences(opened("2024-11", language))[10]
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
            else replace(result, value=shaken, upper=shaken)
            if name.startswith(f"{start}.p.")
            else result
            for name, result in results.items()
        }

    return change


@pytest.mark.parametrize(("shaken", "how_firm"), [(0.02, "firm"), (0.3, "tentative")])
def test_the_wording_of_the_trend_follows_its_firmness(
    changed: Callable[[Change], Chapter], shaken: float, how_firm: str
) -> None:
    at = changed(small_p("gap.cny.growth.sign_flip", shaken=shaken))
    finding = sentences(at)[6]
    assert finding.firmness == how_firm
    assert "校正后p=0.010" in finding.details
    assert "扩大" in finding.text


@pytest.mark.parametrize(("shaken", "how_firm"), [(0.02, "firm"), (0.3, "tentative")])
def test_ends_of_quarters_are_read_alike_here_and_in_the_list_of_tests(
    changed: Callable[[Change], Chapter], shaken: float, how_firm: str
) -> None:
    at = changed(small_p("gap.cny.deposits.quarter_end", shaken=shaken))
    results = at.results("gap")
    place = named_series(results).index("cny.deposits")
    finding = sentences(at)[place]
    name = "gap.cny.deposits.quarter_end.p"
    assert finding.firmness == how_firm == tested.Tested(results[name], results).firmness


@pytest.mark.parametrize(
    ("share", "told"),
    [(78.4, "占总额增加额的78%"), (111.0, "相当于总额增加额的111%（其余部分合计减少）")],
)
def test_a_part_that_grew_by_more_than_the_total_has_its_own_words(
    changed: Callable[[Change], Chapter], share: float, told: str
) -> None:
    name = "gap.parts.all.loans_medium_long.share"
    at = changed(lambda results: results | {name: replace(results[name], value=share)})
    assert told in sentences(at)[8].details


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
    assert re.search(rf"{word}(\d|，)", sentences(at)[7].text)


def test_the_wording_of_the_gap_follows_its_sign(changed: Callable[[Change], Chapter]) -> None:
    name = "gap.cny.growth.months_faster"
    at = changed(lambda results: results | {name: replace(results[name], value=11.0)})
    assert "确定高于存款的有11个月" in sentences(at)[5].text
    assert "每个月都高于" not in sentences(at)[5].text


def test_loans_that_grow_faster_in_every_month_are_said_to(december: Chapter) -> None:
    assert "每个月都高于" in sentences(december)[5].text


def test_a_number_that_is_not_there_is_not_told() -> None:
    with pytest.raises(NotYetError, match="do not give this number"):
        known(None)
    with pytest.raises(NotYetError, match="growth is not known"):
        ends_of(Results([]), "growth")
