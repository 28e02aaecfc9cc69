"""What an edition's folder says of it, as far as its texts do: ``edition.toml`` and its words.

What no text says stands there in general words, with a comment that asks for it.
"""

import csv
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from finreport.documents import Document
from finreport.editions.description import FACTS
from finreport.editions.ingest.statements import UNITS
from finreport.editions.making.facts import by_id
from finreport.editions.making.sections import FoundPart
from finreport.editions.making.statement import Statement
from finreport.reading import Readings

PLACES = Path(__file__).resolve().parents[4] / "data" / "rules" / "places.csv"

Names = dict[str, str]
"""A text by language, ``zh`` and ``en``."""

TITLED = re.compile("^([\u4e00-\u9fa5]{2,8}?(?:省|市|自治区))")
BRANCH = re.compile(r"^中国人民银行[^，。、]{2,14}(?:分行|总部|支行|管理部)(?=$|货币)")
STATISTICS = re.compile(r"数据来源[：:].*?([^：:、，。]{2,12}统计局)")
SUPERVISORS = re.compile(r"数据来源[：:](.*?监管局[^。]*)")
WORK_REPORT = re.compile(r"(?:20\d\d年)?.{2,12}政府工作报告(?:[（(].{1,8}[）)])?")
CAPTION = re.compile(r"表(\d{1,2}?)(?=20\d\d年|\D)")

TABLES = {
    "institutions": "institutions",
    "lending_rates": "lpr",
    "deposits_loans": "banking",
    "economy": "economy",
}
"""Standard tables, and what ``edition.toml`` calls their pages."""

RESULTS = {
    "gdp": "grp_growth",
    "fai": "fai_growth",
    "retail": "retail_sales_growth",
    "trade": "trade_growth",
    "income": "income_per_capita_growth",
    "urban_jobs": "new_urban_jobs",
    "cpi": "cpi_growth",
}
"""The fact that tells what became of each target."""

IN_CHINESE = " (in Chinese)"
"""Behind what an edition has no English words for."""

ASKED = "# Not in the texts; please put it right."


@dataclass(frozen=True)
class Subject:
    """What the texts of an edition are about, and what they are called."""

    place: Names
    province: Names
    year: int
    title: Names
    work_report: Names
    branch: str
    statistics: str
    supervisors: str


@cache
def provinces() -> Mapping[str, Mapping[str, str]]:
    """The provinces with their names, by the short Chinese one."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        return {row["place"]: row for row in csv.DictReader(file)}


def describe(report: tuple[Document, Readings], plan: tuple[Document, Readings] | None) -> Subject:
    """What a report, and the work report beside it, say of themselves."""
    document, read = report
    full = read.place or _first(TITLED, [read.title])
    short = re.sub("(?:省|市|(?:壮族|回族|维吾尔)?自治区)$", "", full)
    known = provinces().get(short)
    province = known["province"] if known else full
    english = known["en"] if known else short
    year = int(read.period[:4])
    lines = [re.sub(r"[\s*]", "", paragraph.text) for paragraph in document.paragraphs]
    title = read.title or f"{province}金融运行报告（{year + 1}）"
    plan_title = plan[1].title if plan else ""
    if not WORK_REPORT.fullmatch(plan_title):
        plan_title = f"{year + 1}年{province}政府工作报告"
    return Subject(
        place={"zh": short, "en": english},
        province={"zh": province, "en": known["province_en"] if known else english},
        year=year,
        title={"zh": title, "en": f"{english} Financial Operations Report ({year + 1})"},
        work_report={"zh": plan_title, "en": f"{year + 1} {english} government work report"},
        branch=_first(BRANCH, lines[:40]),
        statistics=_first(STATISTICS, lines),
        supervisors=_first(SUPERVISORS, lines),
    )


def _first(pattern: re.Pattern[str], lines: Iterable[str]) -> str:
    found = (match for line in lines if (match := pattern.search(line)))
    return next((match[match.lastindex or 0] for match in found), "")


def files(
    folder: Path,
    subject: Subject,
    pages: Mapping[str, Names],
    statements: Sequence[Statement],
    records: Mapping[str, Sequence[Mapping[str, str]]],
) -> Iterator[tuple[str, str]]:
    """The files that describe an edition, by name; what a person has written in them stays."""
    if not (folder / FACTS).exists():
        yield FACTS, about(subject, pages, statements)
    for code in ("zh", "en"):
        path = folder / "words" / f"{code}.toml"
        there = path.read_text(encoding="utf-8") if path.is_file() else ""
        tables = words(code, subject, statements, records["events"])
        yield f"words/{code}.toml", with_words(there, tables)


def about(subject: Subject, pages: Mapping[str, Names], statements: Sequence[Statement]) -> str:
    """The file ``edition.toml``."""
    english = subject.place["en"]
    lines = [
        "# What is known only of this edition. Made from its texts; a person may change all of it.",
        "",
        f"year = {_quoted(str(subject.year))}",
        "",
        f"place = {_both(subject.place)}",
        f"province = {_both(subject.province)}",
        f"title = {_both(subject.title)}",
        f"work_report = {_both(subject.work_report)}",
        *_named("branch", subject.branch, "分行", f"PBoC {english} branch"),
        *_named("statistics", subject.statistics, "统计部门", f"{english} Bureau of Statistics"),
        *_named("supervisors", subject.supervisors, "监管部门", f"{english} financial supervisors"),
        "",
        "# Parts of the report, as a reader finds them.",
        "[pages]",
        *(f"{page} = {_both(names)}" for page, names in pages.items()),
        *_compared(statements),
    ]
    known = {each.id for each in statements}
    if {"afre_stock", "afre_stock_growth"} <= known:
        lines += ["", "[headlines]", 'afre_stock = "afre_stock_growth"']
    lines += ["", "[results]"]
    lines += [f"{name} = {_quoted(fact)}" for name, fact in RESULTS.items() if fact in known]
    return "\n".join(lines) + "\n"


def _named(key: str, found: str, general: str, english: str) -> Iterator[str]:
    if not found:
        yield ASKED
    yield f"{key} = {_both({'zh': found or general, 'en': english})}"


def _compared(statements: Sequence[Statement]) -> Iterator[str]:
    """The statements that charts compare, the greatest first."""
    charts: dict[str, list[Statement]] = {}
    for each in statements:
        if each.fact and each.fact.compared and each.id == each.fact.id:
            charts.setdefault(each.fact.compared.rstrip("*"), []).append(each)
    for chart, shown in charts.items():
        shown.sort(key=lambda each: -(each.reading.value or 0))
        marked = [each.id for each in shown if each.fact and each.fact.compared.endswith("*")]
        if len(shown) > 1:
            yield from ("", f"[compared.{chart}]")
            yield f"statements = {_list(each.id for each in shown)}"
            yield f"marked = {_list(marked)}"


def pages(found: Mapping[str, FoundPart], captions: Mapping[str, str]) -> dict[str, Names]:
    """How the parts and the standard tables of a report are called in both languages."""
    named = {page: {"zh": place.zh, "en": place.en} for page, place in found.items()}
    for kind, caption in captions.items():
        number = CAPTION.search(caption)
        zh, en = (f"表{number[1]}", f"Table {number[1]}") if number else ("附表", "a table")
        if kind in ("deposits_loans", "economy") and "indicators" in named:
            appendix = named["indicators"]
            zh, en = f"{appendix['zh']}{zh}", f"{appendix['en']}, {en}"
        named[TABLES[kind]] = {"zh": zh, "en": en}
    return {page: names for page, names in named.items() if page != "summary"}


def words(
    code: str,
    subject: Subject,
    statements: Sequence[Statement],
    events: Sequence[Mapping[str, str]],
) -> dict[str, Names]:
    """What is said of an edition alone in a language: tables of texts by their keys."""
    place, is_zh = subject.place[code], code == "zh"
    items = [
        each.fact
        for each in statements
        if each.fact and each.fact.item_zh and each.id == each.fact.id
    ]
    stock = by_id()["afre_stock"]
    own = sorted({each.unit for each in statements} - set(UNITS))
    return {
        "subjects": {each.id: _told(each, code, place) for each in statements},
        "item": {fact.id: (fact.item_zh if is_zh else fact.item_en) for fact in items},
        "headline": {"afre_stock": stock.subject_zh if is_zh else stock.subject_en},
        "event": {each["date"]: each["event"] + ("" if is_zh else IN_CHINESE) for each in events},
        "amount": {unit: f"{{value}}{unit}" for unit in own},
        "unit": {unit: unit for unit in own},
    }


def with_words(there: str, tables: Mapping[str, Names]) -> str:
    """A file of words with what it lacks of some tables; what a person wrote in it stays."""
    text = (
        there or "# What is said of this edition alone; what is missing is added when it is made.\n"
    )
    known = tomllib.loads(text)
    for table, texts in tables.items():
        had = known.get(table, {})
        new = [f"{_key(key)} = {_quoted(told)}" for key, told in texts.items() if key not in had]
        if not new:
            continue
        head = f"[{table}]\n"
        if f"\n{head}" in text:
            text = text.replace(f"\n{head}", "\n" + head + "\n".join(new) + "\n", 1)
        else:
            text += "\n" + head + "\n".join(new) + "\n"
    return text


def untranslated(
    statements: Sequence[Statement], events: Sequence[Mapping[str, str]]
) -> tuple[int, int]:
    """How many statements and events have no English words."""
    return sum(each.fact is None for each in statements), len(events)


def _told(statement: Statement, code: str, place: str) -> str:
    is_marked = statement.fact is None and code != "zh"
    return statement.told(code, place) + (IN_CHINESE if is_marked else "")


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) and not key[0].isdigit() else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _both(names: Names) -> str:
    return f"{{ zh = {_quoted(names['zh'])}, en = {_quoted(names['en'])} }}"


def _list(items: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quoted, items)) + "]"
