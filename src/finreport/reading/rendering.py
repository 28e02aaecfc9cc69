"""Readings as JSON, CSV and text for people."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal, cast

from finreport.documents.document import Document
from finreport.errors import PlainError
from finreport.reading.model import Reading, Readings

Language = Literal["zh", "en"]

KEYS = (
    "id", "file", "line", "page", "table", "row", "column", "paragraph", "offset", "printed",
    "quantity", "value", "lower", "upper", "unit", "subject", "measure", "target", "direction",
    "period", "base", "approx", "scope", "why", "route", "doubts",
)  # fmt: skip
"""The fields of a reading in JSON and the columns in CSV, in order."""

WORDS: dict[str, dict[Language, str]] = {
    "level": {"zh": "水平", "en": "level"},
    "growth": {"zh": "增长", "en": "growth"},
    "change": {"zh": "增减", "en": "change"},
    "change_pp": {"zh": "百分点变动", "en": "change in percentage points"},
    "share": {"zh": "占比", "en": "share"},
    "contribution": {"zh": "贡献", "en": "contribution"},
    "multiple": {"zh": "倍数", "en": "multiple"},
    "rank": {"zh": "位次", "en": "rank"},
    "price_index": {"zh": "价格指数", "en": "price index"},
    "count": {"zh": "个数", "en": "count"},
    "up": {"zh": "升", "en": "up"},
    "down": {"zh": "降", "en": "down"},
    "target": {"zh": "目标", "en": "target"},
    "previous_year": {"zh": "比上年", "en": "on the previous year"},
    "year_start": {"zh": "比年初", "en": "since the start of the year"},
    "previous_month": {"zh": "比上月", "en": "on the previous month"},
    "previous_period": {"zh": "比前期", "en": "on the previous period"},
    "average": {"zh": "年均", "en": "a year on average"},
    "plan_start": {"zh": "五年累计", "en": "over the five-year plan"},
    "base_target": {"zh": "比目标", "en": "of the target"},
    "nation": {"zh": "全国范围", "en": "in or against the nation"},
    "no_quantity": {"zh": "不是数量：{why}", "en": "no quantity: {why}"},
    "table": {"zh": "表{number}：", "en": "Table {number}:"},
    "unread": {"zh": "未读出：{printed}（第{line}行）", "en": "Not read: {printed} (line {line})"},
    "doubt": {"zh": "存疑：{field}（{candidates}）", "en": "in doubt: {field} ({candidates})"},
    "sum": {
        "zh": "{file}：{quantities}个数量，{names}个非数量，{unread}个未读出，{doubts}个存疑",
        "en": "{file}: {quantities} quantities, {names} other numbers, {unread} not read, "
        "{doubts} in doubt",
    },
}
"""What the text for people says, by language."""

IN_CHINESE = {
    "year": "年份", "date": "日期", "period": "时段", "list number": "序号", "ordinal": "次序",
    "name": "名称", "threshold": "界限", "age": "年龄", "footnote": "注号", "ratio": "比的后项",
    "printed twice": "重复排印", "document number": "文号",
    "value": "数值", "unit": "单位", "subject": "主语", "measure": "度量", "target": "目标",
    "direction": "升降", "base": "基期", "approx": "约数",
}  # fmt: skip
"""Why a number is no quantity, and the fields of a reading, which English has as they are."""


def open_words(language: str) -> Language:
    """The language of that code; raises :class:`PlainError` for one that there is not."""
    if language not in ("zh", "en"):
        raise PlainError(f"There is no language {language!r}; known are zh and en.")
    return cast("Language", language)


def as_json(found: Sequence[Readings]) -> str:
    """All documents, readings and unread numbers of a run as one JSON object."""
    shown = {
        "documents": [
            {
                "file": each.file,
                "title": each.title,
                "place": each.place,
                "year": each.year,
                "kind": each.kind,
            }
            for each in found
        ],
        "readings": [record(reading) for each in found for reading in each.readings],
        "unread": [
            {
                "file": each.file,
                "line": lost.place.line,
                "page": lost.place.page,
                "printed": lost.printed,
                "why": lost.why,
            }
            for each in found
            for lost in each.unread
        ],
    }
    return json.dumps(shown, ensure_ascii=False, indent=1)


def as_csv(found: Sequence[Readings]) -> str:
    """All readings of a run, a row each; what is null in JSON is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, KEYS, lineterminator="\n")
    writer.writeheader()
    for each in found:
        for reading in each.readings:
            row = record(reading)
            row["doubts"] = "; ".join(row["doubts"])
            row |= {key: str(row[key]).lower() for key in ("quantity", "target")}
            writer.writerow(row)
    return out.getvalue()


def record(reading: Reading) -> dict[str, Any]:
    """One reading with the keys of :data:`KEYS`."""
    return {
        "id": reading.id,
        "file": reading.place.file,
        "line": reading.place.line,
        "page": reading.place.page,
        "table": reading.table,
        "row": reading.row,
        "column": reading.column,
        "paragraph": reading.paragraph,
        "offset": reading.offset,
        "printed": reading.printed,
        "quantity": reading.is_quantity,
        "value": _plain(reading.value),
        "lower": _plain(reading.lower),
        "upper": _plain(reading.upper),
        "unit": reading.unit,
        "subject": reading.subject,
        "measure": reading.measure,
        "target": reading.is_target,
        "direction": reading.direction,
        "period": reading.period,
        "base": reading.base,
        "approx": reading.approx,
        "scope": reading.scope,
        "why": reading.why or None,
        "route": reading.route,
        "doubts": [field for field, _ in reading.doubts],
    }


def _plain(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def as_text(found: Iterable[tuple[Document, Readings]], language: Language) -> str:
    """Every paragraph with numbers, and under it what each was understood to say."""
    lines: list[str] = []
    for document, readings in found:
        paragraphs = {each.number: each for each in document.paragraphs}
        for (number, table), group in groupby(
            readings.readings, key=lambda each: (each.paragraph, each.table)
        ):
            if number is not None:
                paragraph = paragraphs[number]
                lines.append(f"{_where(paragraph.place().line, number)} {paragraph.text}")
            else:
                lines.append(_word("table", language).format(number=table))
            lines += [f"    {tell(each, language)}" for each in group]
        lines += [
            _word("unread", language).format(printed=each.printed, line=each.place.line or "?")
            for each in readings.unread
        ]
        lines.append(_summary(readings, language))
    return "\n".join(lines)


def tell(reading: Reading, language: Language) -> str:
    """One reading in a line."""
    if not reading.is_quantity:
        why = _named(reading.why, language)
        return f"{reading.printed}  {_word('no_quantity', language).format(why=why)}"
    base = "base_target" if reading.base == "target" else reading.base
    said = [
        reading.subject or "?",
        _word(reading.measure or "", language),
        _word("target", language) if reading.is_target else "",
        _word(reading.direction or "", language),
        reading.period or "",
        _word(base or "", language),
        reading.approx or "",
    ]
    said += [
        _word("doubt", language).format(
            field=_named(field, language), candidates=" | ".join(candidates)
        )
        for field, candidates in reading.doubts
    ]
    mark = " · "
    return f"{reading.printed}{reading.unit or ''}  {mark.join(each for each in said if each)}"


def _where(line: int | None, paragraph: int) -> str:
    return f"{line}:" if line else f"¶{paragraph}:"


def _word(key: str, language: Language) -> str:
    return WORDS[key][language] if key else ""


def _named(name: str, language: Language) -> str:
    return IN_CHINESE[name] if language == "zh" else name


def _summary(readings: Readings, language: Language) -> str:
    quantities = sum(each.is_quantity for each in readings.readings)
    return _word("sum", language).format(
        file=readings.file,
        quantities=quantities,
        names=len(readings.readings) - quantities,
        unread=len(readings.unread),
        doubts=sum(bool(each.doubts) for each in readings.readings),
    )
