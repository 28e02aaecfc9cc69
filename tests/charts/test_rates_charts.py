"""The charts and findings of lending rates against the named results, in all months."""

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Rectangle

from finreport.analysis.results import Result, Results
from finreport.charts import lending_rates as rates
from finreport.figures.exhibits import Chart, DataTable, Notice
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.rate_claims import verdict_of_passing
from finreport.narrative.tested import subject
from finreport.words import LANGUAGES, open_language, rounded

DATA = Path(__file__).parents[2] / "data"
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
PARTS = ("below", "at", "above_0_0.5", "above_0.5_1.5", "above_1.5_3", "above_3_5", "above_5")
SPLIT = "2024-07"
MINUS = "\N{MINUS SIGN}"
ALL = ("pass_through", "bucket_shares", "spread")


@cache
def chapter_at(as_of: str, language: str = "zh") -> Chapter:
    """The chapter as it stood in a month; both languages share the results."""
    chapter = open_chapter("41_rates", "shanxi-2025", as_of, language)
    if language != LANGUAGES[0]:
        chapter._computed.update({("rates", SPLIT): known(as_of)})
    return chapter


def known(as_of: str = "2024-12") -> Results:
    return chapter_at(as_of).results("rates", split_month=SPLIT)


@cache
def show(name: str, as_of: str = "2024-12", language: str = "zh") -> Chart | Notice:
    given = {"bucket_shares": (), "spread": (known(as_of),)}.get(name, (known(as_of), SPLIT))
    shown = getattr(rates, name)(chapter_at(as_of, language), *given)
    assert isinstance(shown, Chart | Notice)
    return shown


def chart(name: str, as_of: str = "2024-12", language: str = "zh") -> Chart:
    shown = show(name, as_of, language)
    assert isinstance(shown, Chart)
    return shown


def written(result: Result, end: str = "value", decimals: int = 1) -> str:
    return rounded(getattr(result, end), decimals)


def test_the_pass_through_is_drawn_as_computed(language: str) -> None:
    shown, results = chart("pass_through", language=language), known()
    [axes] = shown.figure.axes
    drawn = [c for c in axes.collections if isinstance(c, LineCollection)]
    ranges = [tuple(map(float, np.asarray(c.get_segments()[0])[:, 0])) for c in drawn]
    wanted = [
        results[".".join(filter(None, [f"rates.{quote}.pass_through", variant]))]
        for quote in ("lpr_1y", "lpr_5y")
        for variant in ("", "timing", "bands", "sampling", "all")
    ]
    assert ranges == [(one.lower, one.upper) for one in wanted]
    cells = [
        cell for at in (0, 3) for row in shown.grid.rows for cell in list(row.cells)[at : at + 3]
    ]
    assert cells == [written(r, end, 2) for r in wanted for end in ("value", "lower", "upper")]
    title = {
        "zh": "若区间内的位置和期限不变，新贷款利率与LPR大致同幅变动；假定最弱时说不准",
        "en": "If loans kept their place in the bands, their rates moved about as much as the LPR; "
        "under the weakest assumptions, that is open",
    }
    assert shown.title == title[language]


@pytest.mark.parametrize(
    ("ends", "verdict"),
    [
        ((0.5, 1.2), "full"),
        ((0.4, 1.2), "some"),
        ((0.9, 2.75), "some"),
        ((0.5, 0.9), "part"),
        ((1.1, 2.0), "more"),
        ((-0.1, 1.2), "open"),
    ],
)
def test_the_verdict_follows_the_range(ends: tuple[float, float], verdict: str) -> None:
    results = dict(known())
    for quote in ("lpr_1y", "lpr_5y"):
        name = f"rates.{quote}.pass_through"
        results[name] = replace(results[name], lower=ends[0], upper=ends[1])
    assert verdict_of_passing(Results(results.values())) == verdict
    other = dict(results) | {"rates.lpr_5y.pass_through": known()["rates.lpr_5y.pass_through"]}
    agree = verdict if verdict in ("full", "open") else "some"
    assert verdict_of_passing(Results(other.values())) == agree


def test_the_title_of_the_pass_through_names_its_assumption(language: str) -> None:
    """The widest assumptions leave it open, so that no month's title may do without one."""
    words = open_language(language)
    for verdict in ("full", "part", "more", "some"):
        for key in (f"rates.finding.{verdict}", f"claim.rates.passed.{verdict}.shows"):
            text = words.section(key.rpartition(".")[0])[key.rpartition(".")[2]]
            assert text.startswith(("若", "If "))


def test_the_table_tells_the_two_means(language: str) -> None:
    table = rates.bucket_shift(chapter_at("2024-12", language), known(), SPLIT)
    assert isinstance(table, DataTable)
    names = [*PARTS, "above"]
    for name, row in zip(names, table.grid.rows, strict=True):
        before, after, shift = (
            known()[f"rates.{name}.mean.{part}"] for part in ("before", "after", "shift")
        )
        sign = "+" if (shift.value or 0) > 0 else ""
        assert list(row.cells) == [written(before), written(after), f"{sign}{written(shift)}±0.1"]


def test_stacked_bars_are_the_printed_shares() -> None:
    with (DATA / "shanxi-2025" / "lpr_buckets.csv").open(encoding="utf-8", newline="") as file:
        printed = {(row["month"], row["bucket"]): row["share"] for row in csv.DictReader(file)}
    shown = chart("bucket_shares")
    bars = [patch for patch in shown.figure.axes[0].patches if isinstance(patch, Rectangle)]
    heights = np.array([bar.get_height() for bar in bars]).reshape(7, 12)
    wanted = [[float(printed[month, name]) for month in MONTHS] for name in PARTS]
    assert heights == pytest.approx(np.array(wanted))
    floors = np.array([bar.get_y() for bar in bars]).reshape(7, 12)
    assert floors == pytest.approx(np.cumsum(wanted, axis=0) - wanted)
    cells = [list(row.cells[:7]) for row in shown.grid.rows]
    assert cells == [[printed[month, name] for name in PARTS] for month in MONTHS]


@pytest.mark.parametrize(("as_of", "cuts"), [("2024-01", 0), ("2024-08", 2), ("2024-12", 3)])
def test_cuts_of_the_lpr_are_marked_in_their_months(as_of: str, cuts: int) -> None:
    axes = chart("bucket_shares", as_of).figure.axes[0]
    marks = [int(np.asarray(line.get_xdata())[0]) % 12 + 1 for line in axes.get_lines()]
    assert marks == [2, 7, 10][:cuts]
    texts = [text.get_text() for text in axes.texts if "\N{MINUS SIGN}0." in text.get_text()]
    assert [text.count("\N{MINUS SIGN}") for text in texts] == [1, 2, 2][:cuts]
    assert all(("0.25" in text) == (month != 7) for text, month in zip(texts, marks, strict=True))


def test_spread_shows_the_results_and_their_bounds() -> None:
    shown, results = chart("spread"), known()
    wanted = [results[f"rates.spread.{month}"] for month in MONTHS]
    top = shown.figure.axes[0]
    assert list(np.asarray(top.get_lines()[0].get_ydata())) == [r.value for r in wanted]
    [band] = [each for each in top.collections if isinstance(each, PolyCollection)]
    edges = {round(y, 9) for y in np.asarray(band.get_paths()[0].vertices)[:, 1].tolist()}
    assert {round(end, 9) for r in wanted for end in (r.lower or 0, r.upper or 0)} <= edges
    for row, result in zip(shown.grid.rows, wanted, strict=True):
        ends = [written(result, end, 2) for end in ("value", "lower", "upper")]
        assert list(row.cells[:3]) == ends
    assert "\N{MINUS SIGN}0.25" in shown.basis
    assert "\N{MINUS SIGN}3" in shown.basis


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        *((f"2024-{month:02}", "zh") for month in (1, 5, 6, 7, 8, 9, 10)),  # before and at changes
        *(("2024-05", "en"), ("2024-10", "en")),
    ],
)
def test_every_month_shows_charts_or_says_why_not(as_of: str, code: str) -> None:
    month = int(as_of[5:])
    drawn = {name for name in ALL if isinstance(show(name, as_of, code), Chart)}
    assert drawn == {"bucket_shares", "spread"} | ({"pass_through"} if month >= 7 else set())
    chapter = chapter_at(as_of, code)
    sentences = rates.claims(chapter, known(as_of), SPLIT).claims
    few = [sentence.firmness == "too_few" for sentence in sentences]
    assert few[-4:] == [month < 7, month < 9, month < 6, False]
    assert sentences[0].firmness == ("open" if month < 10 else "assumed")
    texts = [f"{one.text}{one.limits}{one.details}" for one in sentences]
    assert all("{" not in text for text in texts)


def retold(**changes: dict[str, float | bool]) -> list[str]:
    """How firm the findings are when some results are changed."""
    results = dict(known())
    for end, change in changes.items():
        name = f"rates.{end}"
        results[name] = replace(results[name], **change)  # type: ignore[arg-type]
    chapter = chapter_at("2024-12")
    found = rates.claims(chapter, Results(results.values()), SPLIT).claims
    return [finding.firmness for finding in found]


FIRM = {"value": 0.001, "lower": 0.001, "upper": 0.001, "adjusted": 0.001}
SHAKEN = ("ar1_0.5", "ar1_0.7", "random_walk", "without_last_1", "without_last_2", "without_last_3")
STILL = {f"at.balance.p.{how}": {"value": 0.001, "upper": 0.001} for how in (*SHAKEN, "geometric")}


def test_wording_follows_the_thresholds() -> None:
    settled = ["assumed", "assumed", "arithmetic", "arithmetic"]
    assert retold() == [*settled, "indistinct", "tentative", "assumed"]
    assert retold(**{"at.balance.p": FIRM})[4] == "tentative"
    assert retold(**{"at.balance.p": FIRM}, **STILL)[4] == "firm"
    assert retold(**{"at.balance.p": {**FIRM, "upper": 0.05}}, **STILL)[4] == "tentative"
    assert retold(**{"at.balance.p": {**FIRM, "adjusted": 0.05}}, **STILL)[4] == "indistinct"
    assert retold(**{"composition.largest.p": {"adjusted": 0.05}})[5] == "indistinct"
    assert retold(**{"unpassed.excess": {"lower": -0.1}})[1] == "open"


def test_findings_tell_the_numbers_of_the_results(language: str) -> None:
    results, chapter = known(), chapter_at("2024-12", language)
    passed, unpassed, printed, moved, balances, whole, level = rates.claims(
        chapter, results, SPLIT
    ).claims
    for quote in ("lpr_1y", "lpr_5y"):
        change = results[f"rates.{quote}.rate.change"]
        assert written(change, decimals=2).lstrip(MINUS) in passed.text
        assert written(change, "lower", 2) in passed.details
    for part in ("at_most", "was"):
        assert f"{written(results[f'rates.unpassed.{part}'])}%" in unpassed.text
    assert all(number in printed.text for number in ("0.33", "0.50", "0.60", "0.35"))
    for name in ("at", "above_3_5", "above_1.5_3", "below"):
        assert written(results[f"rates.{name}.mean.shift"]).lstrip(MINUS) in moved.text
    for name in ("below", "premium", "expensive", "at"):
        test = results[f"rates.{name}.balance.p"]
        assert f"p={written(test, 'adjusted', 3)}" in balances.details
    assert f"p={written(results['rates.composition.largest.p'], decimals=3)}" in whole.details
    # With months that resemble each other, even mildly, the p is not small at all.
    assert (results["rates.composition.largest.p.ar1_0.5"].value or 0) > 0.05
    assert ("没有确立" if language == "zh" else "not established") in whole.text
    assert written(results["rates.spread.2024-12"]) in level.text


def test_of_both_quotations_the_widest_range_is_told() -> None:
    results = dict(known())
    for quote, lower, upper in (("lpr_1y", 0.6, 1.4), ("lpr_5y", 0.3, 1.1)):
        name = f"rates.{quote}.pass_through.timing"
        results[name] = replace(results[name], lower=lower, upper=upper)
    [passed, *_] = rates.claims(chapter_at("2024-12"), Results(results.values()), SPLIT).claims
    assert "，0.3至1.4" in passed.details


def test_another_split_month_is_another_comparison() -> None:
    chapter = open_chapter("41_rates", "shanxi-2025", "2024-12", "zh", "2024-10")
    results = chapter.results("rates", split_month="2024-10")
    found = rates.claims(chapter, results, "2024-10").claims
    assert "2024年10月" in found[0].text
    shift = results["rates.at.mean.shift"]
    assert shift.value != known()["rates.at.mean.shift"].value
    assert f"等于LPR一档降{written(shift).lstrip(MINUS)}个百分点" in found[3].text


def test_every_result_has_its_words(language: str) -> None:
    words = open_language(language)
    for result in known().values():
        words.text(f"method.{result.method}")
        words.unit(result.unit)
        if result.bounds:
            words.text(f"bounds.{result.bounds}")
        if result.family:
            words.text(f"family.{result.family}")
            assert subject(words, result)
