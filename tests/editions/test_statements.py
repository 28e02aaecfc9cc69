"""The numbers of the first edition's prose, against the texts that they are read from.

The texts are not part of the project. Tests that need them take the folder from the environment
variable FINREPORT_SOURCES. They find each number a second time in the raw text, line breaks and
all, by anchors that were written by hand (``tests/reading/anchors``) and nothing of the reader: a
number is the nth after a few characters that stand once in its section.
"""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import rtoml

from finreport.editions.making.statement import FALLEN, KINDS
from finreport.editions.schemas import SCHEMAS

EDITION = "shanxi-2025"
TESTS = Path(__file__).parents[1]
FOLDER = TESTS.parent / "data" / EDITION
ANCHORS = TESTS / "reading" / "anchors"
SUBJECTS = FOLDER / "words" / "en.toml"

MARKS = {"report": "[内容摘要]", "work_report": "主要预期目标"}
NUMBER = re.compile(r"\d+(?:\.\d+)?")
GAP = r"[\s*]*"

PRINTED_UNITS = {
    "trillion CNY": "万亿元",
    "100 million CNY": "亿元",
    "10 thousand CNY": "万元",
    "CNY": "元",
    "%": "[%％]",
    "percentage points": "个(?:百分点|和)",
    "people": "人(?!次)|名",
    "10 thousand people": "余?万(?:人(?!次)|名)",
    "person-times": "余?人次",
    "10 thousand person-times": "万人次",
    "items": "余?多?(?:[家个件笔只种户台部处]|项标准|大类)",
    "10 thousand items": "万(?:[户个张场]|信用用户)",
    "100 million items": "亿[条笔]",
    "10 thousand tonnes": "万吨",
    "10 thousand head": "万头",
    "10 thousand mu": "万亩",
    "10 thousand km": "万公里",
    "100 million kWh": "亿千瓦时",
    "micrograms per cubic metre": "微克/立方米",
    "years": "年建设",
    "days": "个自然日",
    "places": "位",
}

DIRECTIONS = {
    "growth": {"增长", "上涨", "增速"},
    "decline": {"下降"},
    "change": {"加快", "回升", "快于", "上升", "增加", "新增", "净增", "多"},
    "decrease": {"下降", "收窄"},
}
DIRECTION = re.compile("|".join(sorted(set().union(*DIRECTIONS.values()))))

QUALIFIERS = ("余", "多", "以上", "近", "左右", "超过", "内", "预计")

BEFORE = ("约", "近", "超过")
AFTER = re.compile("%?(余|多|以上|左右)|个自然日(内)")

Place = tuple[int, str]


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(ANCHORS.joinpath(name).read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    folder = os.environ.get("FINREPORT_SOURCES")
    if not folder:
        pytest.skip("FINREPORT_SOURCES does not name the folder with the two source texts")
    found = [path.read_text(encoding="utf-8") for path in Path(folder).glob("*.txt")]
    return {source: next(text for text in found if mark in text) for source, mark in MARKS.items()}


def committed() -> list[dict[str, str]]:
    with (FOLDER / "statements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The statements of the data package whose numbers are printed in digits."""
    in_digits = {line["id"] for line in table("statements.csv")}
    return [row for row in committed() if row["id"] in in_digits]


def prose(text: str) -> str:
    """The text with its tab-separated lines blanked, every other character in its place."""
    return re.sub(r"^.*\t.*$", lambda line: " " * len(line.group()), text, flags=re.MULTILINE)


def flexible(words: str) -> re.Pattern[str]:
    """Finds the words in a raw text, whatever gaps fall between their characters."""
    return re.compile(GAP.join(map(re.escape, words)))


def sections(source: str, raw: str) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """The span of each section in the raw text."""
    lines = [line for line in table("sections.csv") if line["source"] == source]
    starts = [0]
    for line in lines:
        heading = flexible(line["heading"]).search(raw, starts[-1])
        assert heading, line
        starts.append(heading.start())
    for line, span in zip(lines, pairwise([*starts[1:], len(raw)]), strict=True):
        yield (source, line["section"]), span


@pytest.fixture(scope="module")
def places(texts: dict[str, str]) -> dict[str, Place]:
    """Where the raw text prints each statement's number, and that number."""
    found = {}
    for source, text in texts.items():
        raw = prose(text)
        spans = dict(sections(source, raw))
        for line in table("statements.csv"):
            if line["source"] != source:
                continue
            start, end = spans[source, line["section"]]
            anchors = list(flexible(line["anchor"]).finditer(raw, start, end))
            assert len(anchors) == 1, line
            numbers = list(NUMBER.finditer(raw, anchors[0].end(), end))
            number = numbers[int(line["nth"]) - 1]
            found[line["id"]] = (number.start(), number.group())
    return found


def test_every_value_stands_in_the_raw_text(
    rows: list[dict[str, str]], places: dict[str, Place]
) -> None:
    assert {row["id"]: row["value"] for row in rows} == {
        name: value for name, (_, value) in places.items()
    }


@pytest.mark.parametrize("source", MARKS)
def test_every_number_of_the_prose_is_read_once_or_excluded(
    source: str, texts: dict[str, str], rows: list[dict[str, str]], places: dict[str, Place]
) -> None:
    raw = prose(texts[source])
    printed = {number.start() for number in NUMBER.finditer(raw)}
    read = Counter(places[row["id"]][0] for row in rows if row["source"] == source)
    excluded = {
        number.start() + span.start()
        for line in table("excluded.csv")
        if line["source"] == source
        for span in re.finditer(line["pattern"], raw, re.MULTILINE)
        for number in NUMBER.finditer(span.group())
    }
    assert set(read.values()) == {1}
    assert not excluded & read.keys()
    unread = printed - excluded - read.keys()
    assert not unread, [raw[place - 15 : place + 10] for place in sorted(unread)]


def test_every_exclusion_excludes_something(texts: dict[str, str]) -> None:
    for line in table("excluded.csv"):
        assert line["reason"]
        assert re.search(line["pattern"], prose(texts[line["source"]]), re.MULTILINE), line


def test_statements_come_in_the_order_of_the_text(
    rows: list[dict[str, str]], places: dict[str, Place]
) -> None:
    order = [(row["source"], places[row["id"]][0]) for row in rows]
    assert order == sorted(order)


def test_the_unit_is_the_one_printed(
    texts: dict[str, str], rows: list[dict[str, str]], places: dict[str, Place]
) -> None:
    for row in rows:
        place, value = places[row["id"]]
        after = re.sub(GAP, "", texts[row["source"]][place + len(value) :][:20])
        assert re.match(PRINTED_UNITS[row["unit"]], after), (row, after)


def test_the_qualifier_is_the_one_printed(
    texts: dict[str, str], rows: list[dict[str, str]], places: dict[str, Place]
) -> None:
    for row in rows:
        place, value = places[row["id"]]
        text = texts[row["source"]]
        before = re.sub(GAP, "", text[:place][-60:])
        after = re.sub(GAP, "", text[place + len(value) :][:20])
        words = [word for word in BEFORE if before.endswith(word)]
        follows = AFTER.match(after)
        words += [word for word in follows.groups() if word] if follows else []
        words += ["预计"] if "预计" in re.split("[。；]", before)[-1] else []
        assert words == ([row["qualifier"]] if row["qualifier"] else []), (row, words)


def test_the_kind_agrees_with_the_word_before_the_number(
    texts: dict[str, str], rows: list[dict[str, str]], places: dict[str, Place]
) -> None:
    for row in rows:
        if row["kind"] in DIRECTIONS:
            before = re.sub(GAP, "", texts[row["source"]][: places[row["id"]][0]][-60:])
            assert DIRECTION.findall(before)[-1] in DIRECTIONS[row["kind"]], (row, before)


def test_a_statement_means_what_its_anchor_says(rows: list[dict[str, str]]) -> None:
    meant = ("id", "source", "section", "unit", "kind", "period", "qualifier")
    lines = table("statements.csv")
    assert [[row[key] for key in meant] for row in rows] == [
        [line[key] for key in meant] for line in lines
    ]


def test_ids_are_unique_names() -> None:
    ids = [line["id"] for line in table("statements.csv")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) for name in ids)


def test_anchors_hold_no_digit_and_so_no_value() -> None:
    assert not [line for line in table("statements.csv") if re.search(r"\d", line["anchor"])]


def test_the_vocabulary_is_closed_and_in_use() -> None:
    lines = table("statements.csv")
    assert {line["unit"] for line in lines} == set(PRINTED_UNITS)
    known = {*KINDS.values(), *FALLEN.values(), "rate", "target"}
    assert {line["kind"] for line in lines} <= known
    assert {line["qualifier"] for line in lines} == {"", *QUALIFIERS}
    assert {line["period"] for line in lines} == {"2024", "2024-12", "2025"}
    named = {(line["source"], line["section"]) for line in table("sections.csv")}
    assert {(line["source"], line["section"]) for line in lines} <= named
    assert all(row["subject"] for row in committed())


def test_every_statement_has_a_rule_or_a_reason_of_the_closed_list() -> None:
    [field] = [field for field in SCHEMAS["statements"]["fields"] if field["name"] == "reason"]
    assert {row["reason"] for row in committed()} == {"", *field["constraints"]["enum"]}
    assert all(row["rule"] or row["reason"] for row in committed())


def test_every_statement_has_an_english_subject() -> None:
    subjects = rtoml.loads(SUBJECTS.read_text(encoding="utf-8"))["subjects"]
    assert subjects.keys() == {row["id"] for row in committed()}
    assert all(re.fullmatch(r"[\x20-\x7e“”]+", subject) for subject in subjects.values())


def test_a_repetition_in_the_summary_says_the_same_thing() -> None:
    rows = {row["id"]: row for row in committed()}
    for name, row in rows.items():
        if name.startswith("summary_"):
            body = rows[name.removeprefix("summary_")]
            same = ("subject", "unit", "kind", "period", "qualifier")
            assert [row[key] for key in same] == [body[key] for key in same], name


def test_chinese_numerals_that_count_are_statements_too(texts: dict[str, str]) -> None:
    in_digits = {line["id"] for line in table("statements.csv")}
    places = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))["places"]
    found = [row for row in committed() if row["id"] not in in_digits]
    wanted = table("numerals.csv")
    for row, line in zip(found, wanted, strict=True):
        assert {key: row[key] for key in line.keys() - {"printed"}} == {
            key: line[key] for key in line.keys() - {"printed"}
        }
        place = places[row["id"]]
        lines = texts[row["source"]].split("\n")[place["line"] - 1 :]
        there = re.sub(GAP, "", "".join(lines)[place["column"] - 1 :][:12])
        assert there.startswith(line["printed"]), line
