"""Every number of the seven tables, read from the texts a second time by another method.

Nothing of the package is imported. The tables are found by the shape of their lines alone (so many
numbers at the end), rows are named by hand in the order of the page, and prose is searched in the
raw text with its white space. The texts come from the folder FINREPORT_SOURCES.
"""

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"
MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
CELL = r"(?:-?\d+\.\d|—)"

CATEGORIES = [
    "large_commercial",
    "policy",
    "joint_stock",
    "city_commercial",
    "urban_credit_cooperatives",
    "small_rural",
    "finance_companies",
    "trust_companies",
    "postal_savings",
    "foreign",
    "new_rural",
    "other",
    "total",
]
BUCKETS = [
    "total",
    "below",
    "at",
    "above",
    "above_0_0.5",
    "above_0.5_1.5",
    "above_1.5_3",
    "above_3_5",
    "above_5",
]
DEPOSITS_LOANS = """
all deposits balance, all deposits_household balance, all deposits_corporate balance,
all deposits increase, all deposits yoy,
all loans balance, all loans_short balance, all loans_medium_long balance, all loans_bills balance,
all loans increase, all loans_short increase, all loans_medium_long increase,
all loans_bills increase,
all loans yoy, all loans_short yoy, all loans_medium_long yoy, all loans_bills yoy,
cny deposits balance, cny deposits_household balance, cny deposits_corporate balance,
cny deposits increase, cny deposits_household increase, cny deposits_corporate increase,
cny deposits yoy, cny deposits_household yoy, cny deposits_corporate yoy,
cny loans balance, cny loans_consumer balance, cny loans_bills balance,
cny loans increase, cny loans_consumer increase, cny loans_bills increase,
cny loans yoy, cny loans_consumer yoy, cny loans_bills yoy,
fx deposits balance, fx deposits yoy, fx loans balance, fx loans yoy
"""
LEVELS = [
    "gdp",
    "gdp_primary",
    "gdp_secondary",
    "gdp_tertiary",
    "industry",
    "fai",
    "real_estate",
    "retail",
    "trade",
    "imports",
    "exports",
    "trade_balance",
    "fdi",
    "fiscal_balance",
    "fiscal_revenue",
    "fiscal_expenditure",
    "unemployment",
]
GROWTH = [
    "gdp",
    "gdp_primary",
    "gdp_secondary",
    "gdp_tertiary",
    "industry",
    "fai",
    "real_estate",
    "retail",
    "trade",
    "imports",
    "exports",
    "fdi",
    "fiscal_revenue",
    "fiscal_expenditure",
]


def sources() -> list[str]:
    folder = os.environ.get("FINREPORT_SOURCES")
    if folder is None:
        pytest.skip("FINREPORT_SOURCES does not name the folder with the two source texts")
    return [path.read_text(encoding="utf-8") for path in Path(folder).glob("*.txt")]


@pytest.fixture(scope="module")
def report() -> str:
    return next(text for text in sources() if "内容摘要" in text)


@pytest.fixture(scope="module")
def work_report() -> str:
    return next(text for text in sources() if "十四届人大三次会议" in text)


def committed(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines_with(text: str, cells: int, cell: str = CELL) -> list[list[str]]:
    """The cells of the lines that end with exactly so many cells, in the order of the text."""
    found = re.findall(rf"(?<=[^\d.—-])((?:\t{cell}){{{cells}}})$", text, re.MULTILINE)
    return [["" if c == "—" else c for c in line.split("\t")[1:]] for line in found]


def test_deposits_and_loans(report: str) -> None:
    names = [tuple(name.split()) for name in DEPOSITS_LOANS.replace("\n", " ").split(",")]
    lines = lines_with(report, 12)[: len(names)]
    expected = [
        (*name, month, value)
        for name, line in zip(names, lines, strict=True)
        for month, value in zip(MONTHS, line, strict=True)
    ]
    keys = ("currency", "indicator", "measure", "month", "value")
    assert [tuple(row[key] for key in keys) for row in committed("deposits_loans")] == expected


def test_units_of_deposits_and_loans() -> None:
    for row in committed("deposits_loans"):
        billions = "100 million USD" if row["currency"] == "fx" else "100 million CNY"
        assert row["unit"] == ("%" if row["measure"] == "yoy" else billions)


def test_economy(report: str) -> None:
    names = [(name, "ytd") for name in LEVELS] + [(name, "ytd_yoy") for name in GROWTH]
    lines = lines_with(report, 12)[-len(names) :]
    expected = [
        (*name, month, value)
        for name, line in zip(names, lines, strict=True)
        for month, value in zip(MONTHS, line, strict=True)
    ]
    keys = ("indicator", "measure", "month", "value")
    assert [tuple(row[key] for key in keys) for row in committed("economy")] == expected


def test_units_of_the_economy() -> None:
    for row in committed("economy"):
        percent = row["measure"] == "ytd_yoy" or row["indicator"] == "unemployment"
        money = "100 million USD" if row["indicator"] == "fdi" else "100 million CNY"
        assert row["unit"] == ("%" if percent else money)


def test_lpr_buckets(report: str) -> None:
    lines = lines_with(report, 6)
    assert len(lines) == 2 * len(BUCKETS)
    halves = zip(lines[: len(BUCKETS)], lines[len(BUCKETS) :], strict=True)
    expected = [
        (month, bucket, value)
        for bucket, (first, second) in zip(BUCKETS, halves, strict=True)
        for month, value in zip(MONTHS, first + second, strict=True)
    ]
    assert [tuple(row.values()) for row in committed("lpr_buckets")] == expected


def test_institutions(report: str) -> None:
    lines = lines_with(report, 4, r"\d+")
    expected = [(name, *line) for name, line in zip(CATEGORIES, lines, strict=True)]
    assert [tuple(row.values()) for row in committed("institutions")] == expected


def test_no_number_of_a_table_is_left_out(report: str) -> None:
    tables = [line for line in report.split("\n") if re.search(rf"\t{CELL}$|(?:\t\d+){{4}}$", line)]
    printed = Counter(re.findall(r"(?<=\t)-?\d+(?:\.\d)?(?=\t|$)", "\n".join(tables), re.MULTILINE))
    columns = {
        "institutions": ["outlets", "employees", "assets", "legal_entities"],
        "lpr_buckets": ["share"],
        "deposits_loans": ["value"],
        "economy": ["value"],
    }
    kept = Counter(
        row[column]
        for name, names in columns.items()
        for row in committed(name)
        for column in names
        if row[column]
    )
    assert kept == printed


def test_dashes_are_empty_values(report: str) -> None:
    empty = sum(not row["value"] for row in committed("economy"))
    assert empty == len(re.findall(r"\t—", report))


def test_financing(report: str) -> None:
    section = report[report.index("1.社会融资规模合理增长") : report.index("图 9", 10_000)]
    numbers = re.findall(r"(\d+(?:\.\d+)?) (万亿元|亿元)", section)
    # stock; flow, change; RMB loans; government bonds, change; off-balance sheet, change; bonds
    stock, total, _, rmb, government, _, off_balance, _, corporate = numbers
    named = {
        "total": total,
        "rmb_loans": rmb,
        "government_bonds": government,
        "off_balance_sheet": off_balance,
        "corporate_bonds": corporate,
        "stock": stock,
    }
    units = {"万亿元": "trillion CNY", "亿元": "100 million CNY"}
    assert [tuple(row.values()) for row in committed("financing")] == [
        (name, value, units[unit]) for name, (value, unit) in named.items()
    ]


def test_events(report: str) -> None:
    appendix = report[report.rindex("附录：") :]
    dates = re.findall(r"^(\d+)月(\d+)日", appendix, re.MULTILINE)
    rows = committed("events")
    assert [row["date"] for row in rows] == [f"2024-{int(m):02d}-{int(d):02d}" for m, d in dates]


def test_event_descriptions_are_not_taken_from_the_text(report: str) -> None:
    text = re.sub(r"\s", "", report)
    for row in committed("events"):
        assert 5 < len(row["event"]) <= 30
        assert row["event"] not in text


def test_targets(work_report: str) -> None:
    box = work_report[: work_report.index("不折不扣")].split("主要预期目标")[1]
    printed = re.findall(r"(\d+(?:\.\d+)?)(%|万人)(以上|左右)?", box)
    with_number = [row for row in committed("targets") if row["value"]]
    comparators = {"以上": "at_least", "左右": "about", "": "equal"}
    units = {"%": "%", "万人": "10 thousand people"}
    # The target of retail sales stands in the box twice, the second time last and without a word.
    assert printed.pop() == (with_number[2]["value"], "%", "")
    assert [(row["comparator"], row["value"], row["unit"]) for row in with_number] == [
        (comparators[word], value, units[unit]) for value, unit, word in printed
    ]
    assert [row["indicator"] for row in committed("targets")] == [
        "gdp", "fai", "retail", "trade", "income", "urban_jobs", "unemployment", "cpi",
    ]  # fmt: skip
