"""Every pair of findings on the same series, as readers meet them: none denies another.

The sentences of all pages are read with patterns of their own, which know nothing of how they
were made: which series is named, and what is said of it over which months.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import NamedTuple

import pytest

from finreport.charts import growth_trends, loan_deposit_gap, period_flows
from finreport.charts import tests as page
from finreport.figures.exhibits import DataTable
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.claims import Claim
from finreport.narrative.discoveries import discoveries
from finreport.narrative.flow_claims import flow_claims
from finreport.narrative.gap_claims import gap_claims
from finreport.narrative.openings import sentence
from finreport.narrative.pace_claims import pace_claims
from finreport.narrative.rate_claims import rate_claims
from finreport.narrative.trend_claims import ledger_claims, trend_claims
from finreport.words import open_language

MONTHS = ["2024-07", "2024-09", "2024-12"]

SPLIT = "2024-07"


class Finding(NamedTuple):
    """A sentence, the page that it stands on and how firm it is called there, if it is."""

    page: str
    text: str
    label: str = ""


class Said(NamedTuple):
    """What a finding says of a series: a quantity, and its value with the digits that are told."""

    finding: Finding
    series: str
    quantity: str
    value: str


@cache
def chapter_at(as_of: str, language: str = "zh") -> Chapter:
    """The edition cut at a month; both languages share the results."""
    chapter = open_chapter("94_tests", "shanxi-2025", as_of, language)
    return chapter if language == "zh" else replace(chapter, _computed=chapter_at(as_of)._computed)


def claims_of(chapter: Chapter) -> dict[str, list[Claim]]:
    """The findings of the five pages of analyses."""
    rates = chapter.results("rates", split_month=SPLIT)
    return {
        "40": [
            *ledger_claims(chapter, chapter.results("ledger")),
            *trend_claims(chapter, chapter.results("trends")),
        ],
        "41": rate_claims(chapter, rates, SPLIT) if chapter.edition.as_of >= SPLIT else [],
        "42": gap_claims(chapter, chapter.results("gap")),
        "43": flow_claims(chapter, chapter.results("flows")),
        "44": pace_claims(chapter, chapter.results("pace")),
    }


def findings(chapter: Chapter) -> Iterator[Finding]:
    """All that is said: claims with their folded parts, titles, openings, cards, lists."""
    for name, claims in claims_of(chapter).items():
        for one in claims:
            yield Finding(name, f"{one.text}{one.limits}{one.details}", one.label)
    for name, chart, group in (
        ("40", growth_trends.slowdown, "ledger"),
        ("42", loan_deposit_gap.quarter_ends, "gap"),
        ("43", period_flows.quarter_growth, "flows"),
    ):
        yield Finding(name, getattr(chart(chapter, chapter.results(group)), "title", ""))
    for name, texts in chapter.words.section("opening.of").items():
        yield from (Finding(name[:2], sentence(chapter, text)) for text in texts.values())
    yield from (Finding("00", f"{card.headline}。{card.text}") for card in discoveries(chapter))
    listed = page.all_tests(chapter)
    assert isinstance(listed, DataTable)
    for row in listed.grid.rows:
        if not row.cells:
            family = row.head
        elif row.cells[1] != chapter.words.text("firmness.compared"):
            yield Finding("94", f"{family}：{row.head}", row.cells[1])


# What a sentence says


def names() -> dict[str, str]:
    """Every name of a series, as it may stand in a sentence, and the series."""
    words = open_language("zh")
    balances = {name: series for series, name in words.section("balance").items()}
    of_accounts = {
        f"{scope}各项{kind}": f"{currency}.{key}"
        for scope, currency in (("人民币", "cny"), ("本外币", "all"))
        for kind, key in (("存款", "deposits"), ("贷款", "loans"))
    }
    economy = {name: key for key, name in words.section("economy_short").items()}
    return balances | of_accounts | economy | {n: k for k, n in words.section("economy").items()}


NAMES = names()
NAME = re.compile("|".join(sorted(map(re.escape, NAMES), key=len, reverse=True)))

WAYS = {"增长": "", "上升": "", "回升": "", "下降": "-", "回落": "-"} | {"多增": "", "少增": "-"}
WAYS |= {"多": "", "少": "-", "+": "", "−": "-", "增加": "", "减少": "-"}
RATE = r"(增长|下降)约?(\d+(?:\.\d+)?)%"
PATTERNS = [
    ("first growth{0}", r"()增速由(?:\d{4}年\d+月的)?()(\d+\.\d)%"),
    ("last growth{0}", r"()(?:降到|降至|升到|升至|落到|%到)(?:\d{4}年\d+月的)?()(\d+\.\d)%"),
    ("last growth{0}", r"()(增长)(\d+\.\d)%，按借款人分"),
    ("growth, {0}", rf"(四季度|三季度|上半年|下半年){RATE}"),
    ("growth of the year so far{0}", rf"()(?:全年累计|累计|\d{{4}}年全年){RATE}"),
    ("change of growth{0}", r"()的同比增速(下降|上升|回升|回落)(\d+\.\d)个百分点(?:；|，其中)"),
    ("more at quarter-ends{0}", r"()在季末月(?:比其余月份（含次月）)?平均(多|少)(\d+)亿元"),
    ("after a quarter{0}", r"()次月(?:平均)?(\+|−|增加|减少)(\d+)"),
    (
        "more than a year before, {0}",
        r"在(\d{4}年\d+(?:至\d+)?月)(?:放慢(?:最多)?：)?比上年同月(?:合计)?(少增|多增)(\d+)亿元",
    ),
]
"""What may be said of a series: words for months, for a direction, and a number."""

QUESTIONS = {
    "steady": re.compile("同比增速.*逐月朝一个方向走|走势：增速的逐月变动"),
    "steady gap": re.compile("增速差.*逐月"),
    "quarter-ends": re.compile("在季末月比其余月份|^季末月与其余月份"),
    "after quarter-ends": re.compile("^季末之后|^季末次月"),
}
"""What is asked of a series by a test."""


def said(finding: Finding) -> Iterator[Said]:
    """Each number about a series, and the verdict of a test on it.

    A number belongs to the name before it.
    """
    named = [(found.start(), NAMES[found[0]]) for found in NAME.finditer(finding.text)]
    for quantity, pattern in PATTERNS:
        for found in re.finditer(pattern, finding.text):
            before = [series for at, series in named if at <= found.start()]
            if before:
                period, way, size = found.groups()
                value = f"{WAYS.get(way, '')}{size}"
                yield Said(finding, before[-1], quantity.format(period), value)
    for question, asked in QUESTIONS.items():
        if finding.label and named and asked.search(finding.text):
            yield Said(finding, named[0][1], question, finding.label)


def agree(one: str, other: str) -> bool:
    """Whether two values may be one number, told with as many digits or fewer; or one word."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", one):
        return one == other
    coarse = 10.0 ** -min(len(text.partition(".")[2]) for text in (one, other))
    return abs(float(one) - float(other)) <= coarse / 2 + 1e-9


def pairs(found: list[Said]) -> Iterator[tuple[Said, Said]]:
    """All pairs of different findings that say something of one series and quantity."""
    for one, other in combinations(found, 2):
        if one[1:3] == other[1:3] and one.finding != other.finding:
            yield one, other


def everything(as_of: str) -> list[Said]:
    """All that is said at a month."""
    return [each for finding in findings(chapter_at(as_of)) for each in said(finding)]


@pytest.mark.parametrize("as_of", MONTHS)
def test_no_two_findings_on_a_series_deny_each_other(as_of: str) -> None:
    denied = [
        (one, other) for one, other in pairs(everything(as_of)) if not agree(one[3], other[3])
    ]
    assert not denied


def test_the_pairs_are_those_of_many_pages() -> None:
    """So that the test does not fall silent when sentences change."""
    found = everything("2024-12")
    compared = list(pairs(found))
    assert len(compared) >= 24
    assert {each.quantity.partition(", ")[0] for pair in compared for each in pair} >= {
        "last growth",
        "growth",
        "growth of the year so far",
        "change of growth",
        "more than a year before",
        "after a quarter",
        "steady",
        "steady gap",
        "quarter-ends",
        "after quarter-ends",
    }
    assert {each.finding.page for pair in compared for each in pair} >= {
        *("00", "11", "40", "42", "43", "44", "94")
    }


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("人民币贷款的同比增速下降1.8个百分点；", ""),
        ("人民币贷款：同比增速由2024年1月的11.0%降到2024年12月的9.2%。", ""),
        ("进出口下半年增长8.7%。", ""),
        ("出口下半年下降约10%。", ""),
        ("人民币贷款在季末月平均多302亿元。", ""),
        ("人民币贷款在2024年10至12月比上年同月多增613亿元。", ""),
        ("人民币存款的同比增速下降，而且逐月朝一个方向走。", "稳固"),
        ("人民币住户存款在季末月比其余月份多。", "与偶然分不开"),
    ],
)
def test_a_finding_that_denies_another_is_seen(text: str, label: str) -> None:
    planted = Finding("planted", text, label)
    found = [*everything("2024-12"), *said(planted)]
    assert any(
        not agree(one[3], other[3])
        for one, other in pairs(found)
        if planted in (one.finding, other.finding)
    )


@pytest.mark.parametrize("as_of", ["2024-09", "2024-12"])
def test_both_languages_tell_the_same_numbers(as_of: str) -> None:
    """Rates, points and p of each finding; amounts are in other units."""
    told = [claims_of(chapter_at(as_of, language)) for language in ("zh", "en")]
    number = re.compile(
        r"[pP][=<]\d\.\d+|\d+(?:\.\d+)?%|(?<![\d.,])\d\.\d{1,2}(?!\d|\.\d|%| billion|亿)"
    )
    for name, claims in told[0].items():
        for one, other in zip(claims, told[1][name], strict=True):
            numbers = [
                sorted(set(number.findall(f"{each.text} {each.limits} {each.details}")))
                for each in (one, other)
            ]
            assert numbers[0] == numbers[1]
