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
from finreport.figures.exhibits import Chart, Notice
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.tested import subject
from finreport.words import LANGUAGES, open_language, rounded

DATA = Path(__file__).parents[2] / "data"
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
PARTS = ("below", "at", "above_0_0.5", "above_0.5_1.5", "above_1.5_3", "above_3_5", "above_5")
SPLIT = "2024-07"
MINUS = "\N{MINUS SIGN}"
ALL = ("bucket_slopes", "bucket_shares", "spread", "split_p")


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


def test_slopes_join_the_two_means(language: str) -> None:
    shown, results, words = (
        chart("bucket_slopes", language=language),
        known(),
        open_language(language),
    )
    lines = shown.figure.axes[0].get_lines()
    for name, line, row in zip(PARTS, lines, shown.grid.rows, strict=True):
        before, after, shift = (
            results[f"rates.{name}.mean.{part}"] for part in ("before", "after", "shift")
        )
        assert list(np.asarray(line.get_ydata())) == [before.value, after.value]
        assert row.head == words.text(f"bucket.{name}")
        assert list(row.cells) == [
            *(written(result) for result in (before, after, shift)),
            written(shift, "lower"),
            written(shift, "upper"),
        ]
    labels = " ".join(text.get_text() for text in shown.figure.axes[0].texts)
    assert all(words.text(f"bucket.{name}") in labels for name in PARTS)


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


def test_split_p_shows_every_split_and_fills_that_of_the_page() -> None:
    shown, results = chart("split_p"), known()
    wanted = [results[f"rates.split.2024-{month:02}.aitchison.p"] for month in range(4, 11)]
    axes = shown.figure.axes[0]
    dots = axes.get_lines()[:7]
    assert [float(np.asarray(dot.get_ydata())[0]) for dot in dots] == [r.value for r in wanted]
    filled = [dot.get_markerfacecolor() == dot.get_color() for dot in dots]
    assert filled == [month == 7 for month in range(4, 11)]
    [whiskers] = [each for each in axes.collections if isinstance(each, LineCollection)]
    drawn = [tuple(segment[:, 1]) for segment in map(np.asarray, whiskers.get_segments())]
    assert drawn == [(r.lower, r.upper) for r in wanted]
    assert [list(row.cells) for row in shown.grid.rows] == [
        [written(r, end, 3) for end in ("value", "lower", "upper")] for r in wanted
    ]


@pytest.mark.parametrize("as_of", MONTHS)
def test_every_month_shows_charts_or_says_why_not(as_of: str, language: str) -> None:
    month = int(as_of[5:])
    drawn = {name for name in ALL if isinstance(show(name, as_of, language), Chart)}
    wanted = {"bucket_shares", "spread"}
    wanted |= {"bucket_slopes"} if month >= 7 else set()
    wanted |= {"split_p"} if month >= 6 else set()
    assert drawn == wanted
    sentences = rates.claims(
        chapter_at(as_of, language),
        chapter_at(as_of, language).results("rates", split_month=SPLIT),
        SPLIT,
    ).claims
    few = [sentence.firmness == "too_few" for sentence in sentences]
    assert few == [month < 9] * 4 + [month < 6, False, month < 9]
    assert all("{" not in sentence.text + sentence.limits for sentence in sentences)


def retold(**changes: dict[str, float]) -> list[str]:
    """How firm the findings are when some results are changed."""
    chapter = open_chapter("41_rates", "shanxi-2025", "2024-12", "zh")
    results = dict(known())
    for end, change in changes.items():
        name = f"rates.{end}"
        results[name] = replace(results[name], **change)  # type: ignore[arg-type]
    chapter._computed["rates", SPLIT] = Results(results.values())
    return [
        finding.firmness
        for finding in rates.claims(
            chapter, chapter.results("rates", split_month=SPLIT), SPLIT
        ).claims
    ]


FIRM = {"value": 0.001, "lower": 0.001, "upper": 0.001, "adjusted": 0.001}
SHAKEN = ("ar1_0.5", "ar1_0.7", "random_walk", "without_last_1", "without_last_2", "without_last_3")
STILL = {f"at.mean.p.{how}": {"value": 0.001, "upper": 0.001} for how in SHAKEN}


def test_wording_follows_the_thresholds() -> None:
    as_it_is = ["indistinct"] * 3 + ["tentative"] * 2 + ["assumed", "indistinct"]
    assert retold() == as_it_is
    assert retold(**{"at.mean.p": FIRM})[1] == "tentative"
    assert retold(**{"at.mean.p": FIRM}, **STILL)[1] == "firm"
    assert retold(**{"at.mean.p": {**FIRM, "upper": 0.05}}, **STILL)[1] == "tentative"
    assert retold(**{"at.mean.p": {**FIRM, "adjusted": 0.05}}, **STILL)[1] == "indistinct"
    assert retold(**{"at.clr.p": {"adjusted": 0.05}})[4] == "indistinct"
    assert retold(**{"spread.mean.p": FIRM})[6] == "tentative"


def test_findings_tell_the_numbers_of_the_results(language: str) -> None:
    results = known()
    texts = [
        f.text
        for f in rates.claims(
            chapter_at("2024-12", language),
            chapter_at("2024-12", language).results("rates", split_month=SPLIT),
            SPLIT,
        ).claims
    ]
    for text, side in zip(texts, ("below", "at", "above"), strict=False):
        for part in ("before", "after", "shift"):
            assert written(results[f"rates.{side}.mean.{part}"]).lstrip(MINUS) in text
        assert f"p={written(results[f'rates.{side}.mean.p'], 'adjusted', 3)}" in text
    assert f"p={written(results['rates.composition.aitchison.p'], decimals=3)}" in texts[3]
    assert written(results["rates.at.clr.slope"], decimals=3) in texts[4]
    assert written(results["rates.spread.2024-12"]) in texts[5]
    below = results["rates.spread.sensitivity.below"]
    assert below.inputs == ("lpr.below@2024-12",)
    assert written(below, decimals=2) in texts[5]
    assert written(results["rates.spread.mean.shift"], decimals=3) in texts[6]


def test_other_split_months_are_others() -> None:
    """With August, whose p is the smallest of all, the range of the others starts above it."""
    chapter = open_chapter("41_rates", "shanxi-2025", "2024-12", "zh")
    results = chapter.results("rates", split_month="2024-08")
    ps = {month: results[f"rates.split.{month}.aitchison.p"].value or 0 for month in MONTHS[3:10]}
    assert min(ps, key=lambda month: ps[month]) == "2024-08"
    others = [p for month, p in ps.items() if month != "2024-08"]
    text = (
        rates.claims(chapter, chapter.results("rates", split_month="2024-08"), "2024-08")
        .claims[3]
        .text
    )
    assert f"p在{rounded(min(others), 3)}至{rounded(max(others), 3)}之间" in text


@pytest.mark.parametrize(
    ("shift", "told"), [(1.25, "高1.3个"), (-1.25, "低1.3个"), (0.04, "前后两段相同")]
)
def test_a_shift_is_told_with_its_way(shift: float, told: str) -> None:
    chapter = open_chapter("41_rates", "shanxi-2025", "2024-12", "zh")
    results = dict(known())
    name = "rates.at.mean.shift"
    results[name] = replace(results[name], value=shift)
    chapter._computed["rates", SPLIT] = Results(results.values())
    assert (
        told
        in rates.claims(chapter, chapter.results("rates", split_month=SPLIT), SPLIT).claims[1].text
    )


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
