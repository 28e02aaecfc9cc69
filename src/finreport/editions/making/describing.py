"""What an edition's folder says of it, as far as its texts do: ``edition.toml`` and its words.

What no text says stands there in general words, with a comment that asks for it.
"""

import csv
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import msgspec
import rtoml

from finreport.decoding import read_toml
from finreport.documents import Document
from finreport.editions.description import FACTS, Bilingual, read_about
from finreport.editions.folder import PROJECT_DATA
from finreport.editions.making.headings import FoundPart, parts
from finreport.editions.making.listed_facts import shared_facts
from finreport.editions.making.statement import Statement
from finreport.editions.making.units import is_named
from finreport.errors import EditionError
from finreport.reading import Readings

PLACES = PROJECT_DATA / "rules" / "places.csv"

Names = dict[str, str]
"""A text by language, ``zh`` and ``en``."""

TITLED = re.compile("^([\u4e00-\u9fa5]{2,8}?(?:省|市|自治区))")
BRANCH = re.compile(r"^中国人民银行[^，。、]{2,14}(?:分行|总部|支行|管理部)(?=$|货币)")
STATISTICS = re.compile(r"数据来源[：:].*?([^：:、，。]{2,12}统计局)")
SUPERVISORS = re.compile(r"数据来源[：:](.*?监管局[^。]*)")
WORK_REPORT = re.compile(r"(?:20\d\d年)?.{2,12}政府工作报告(?:[（(].{1,8}[）)])?")

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

ELSEWHERE = {"zh": "正文", "en": "the text"}
"""What a part is called that was not found."""

IN_CHINESE = " (in Chinese)"
"""Behind what an edition has no English words for."""

MADE_LINE = re.compile(rf'^.* = ".*{re.escape(IN_CHINESE)}"\n', re.MULTILINE)
"""A line of a file of words that no person has written."""

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


def as_known(folder: Path, subject: Subject) -> Subject:
    """What the texts say of themselves, with what ``edition.toml`` in the folder says otherwise.

    Raises :class:`EditionError` where that is about another place or year, and
    :class:`PlainError` for one that is not in its form.
    """
    if not (folder / FACTS).is_file():
        return subject
    known = read_about(folder.absolute())
    given = known.given
    if known.year != subject.year or given.place.zh not in subject.title["zh"]:
        raise EditionError(
            f"The report is “{subject.title['zh']}”; {folder.name} is about {given.place.zh} in "
            f"{known.year}, as its {FACTS} says. They should be about one place and year."
        )
    return replace(
        subject,
        place=_by_language(given.place),
        title=_by_language(given.title),
        work_report=_by_language(given.work_report),
        branch=given.branch.zh,
    )


def own_events(folder: Path) -> Mapping[str, str]:
    """How a person has put the events of an edition, by date: ``event`` in its Chinese words."""
    path = folder / "words" / "zh.toml"
    if not path.is_file():
        return {}
    said = read_toml(path, _OwnWords, f"{folder.name}/words/{path.name}")
    return said.event


class _OwnWords(msgspec.Struct):
    """The words of an edition, as far as its data are made from them."""

    event: Mapping[str, str] = {}


def _by_language(text: Bilingual) -> Names:
    return {"zh": text.zh, "en": text.en}


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
    path = folder / FACTS
    facts = path.read_text("utf-8") if path.is_file() else about(subject, pages, statements)
    yield FACTS, facts
    charts = rtoml.loads(facts).get("compared", {}).values()
    compared = {name for chart in charts for name in chart["statements"]}
    for code in ("zh", "en"):
        path = folder / "words" / f"{code}.toml"
        there = path.read_text(encoding="utf-8") if path.is_file() else ""
        tables = words(code, subject, statements, records["events"], compared)
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


def caption(title: str) -> str:
    """The title of a table with its number set off: 表1 of 表12024年 is not the year's."""
    return re.sub(r"^(表\d{1,2}?)(?=20\d\d年|\D)", r"\1 ", title)


def pages(found: Mapping[str, FoundPart], captions: Mapping[str, str]) -> dict[str, Names]:
    """How the parts and the standard tables of a report are called in both languages.

    One that was not found has a name too: a text may speak of it.
    """
    named = {page: {"zh": place.zh, "en": place.en} for page, place in found.items()}
    for kind, caption in captions.items():
        number = re.match(r"表(\d+) ", caption)
        zh, en = (f"表{number[1]}", f"Table {number[1]}") if number else ("附表", "a table")
        if kind in ("deposits_loans", "economy") and "indicators" in named:
            appendix = named["indicators"]
            zh, en = f"{appendix['zh']}{zh}", f"{appendix['en']}, {en}"
        named[TABLES[kind]] = {"zh": zh, "en": en}
    for page in (*(part.page for part in parts()), *TABLES.values()):
        named.setdefault(page, ELSEWHERE)
    return {page: names for page, names in named.items() if page != "summary"}


def words(
    code: str,
    subject: Subject,
    statements: Sequence[Statement],
    events: Sequence[Mapping[str, str]],
    compared: Collection[str],
) -> dict[str, Names]:
    """What is said of an edition alone in a language: tables of texts by their keys.

    ``compared`` are the statements of its charts. What the data says in Chinese is not repeated.
    """
    place, is_zh = subject.place[code], code == "zh"
    items = {
        each.id: each.fact.item_zh if is_zh else each.fact.item_en
        for each in statements
        if each.fact and each.fact.item_zh and each.id in compared
    }
    stock = shared_facts().by_id["afre_stock"]
    own = sorted({each.unit for each in statements if not is_named(each.unit)})
    return {
        "subjects": {} if is_zh else {each.id: _told(each, place) for each in statements},
        "item": items,
        "headline": {"afre_stock": stock.subject_zh if is_zh else stock.subject_en},
        "event": {} if is_zh else {each["date"]: each["event"] + IN_CHINESE for each in events},
        "amount": {unit: f"{{value}}{unit}" for unit in own},
        "unit": {unit: unit for unit in own},
    }


def with_words(there: str, tables: Mapping[str, Names]) -> str:
    """A file of words with what it lacks of some tables; what a person wrote in it stays.

    What it has in Chinese alone was not written by a person and is made anew.
    """
    text = there or "# What is said of this edition alone; the command adds what is missing.\n"
    text = MADE_LINE.sub("", text)
    known = rtoml.loads(text)
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


def untranslated(folder: Path) -> tuple[int, int]:
    """How many statements and events of an edition have no English words."""
    known = rtoml.loads((folder / "words" / "en.toml").read_text(encoding="utf-8"))
    numbers, events = (
        sum(told.endswith(IN_CHINESE) for told in known.get(table, {}).values())
        for table in ("subjects", "event")
    )
    return numbers, events


def _told(statement: Statement, place: str) -> str:
    return statement.told("en", place) + ("" if statement.fact else IN_CHINESE)


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) and not key[0].isdigit() else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _both(names: Names) -> str:
    return f"{{ zh = {_quoted(names['zh'])}, en = {_quoted(names['en'])} }}"


def _list(items: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quoted, items)) + "]"
