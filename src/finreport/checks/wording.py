"""The words of findings, in Chinese and English: what laws say, what is printed where, and why."""

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import rtoml

from finreport.checks import laws
from finreport.checks.laws import Bounds, Fact
from finreport.checks.laws.known import titles
from finreport.numbers import round_half_away

LANGUAGES = ("zh", "en")
WINDOW = 40
"""How many characters of a sentence are shown on each side of a number."""

SMALLEST_FIGURES = 100
"""A computed value shows at least as many figures as this has, less one."""


@cache
def _words() -> Any:
    return rtoml.load(Path(laws.__file__).with_name("words.toml"))


def word(table: str, key: str, language: str) -> str:
    """A word of ``words.toml``."""
    said: str = _words()[table][key][LANGUAGES.index(language)]
    return said


def sentence(key: str, language: str, **values: object) -> str:
    """A sentence of ``words.toml`` with its values."""
    return word("sentences", key, language).format(**values)


def law_title(law: str, language: str) -> str:
    """What a law says; of one over a known partition or definition, which one."""
    kind, _, name = law.partition(".")
    if not name:
        return word("laws", kind, language)
    title = titles()[name][LANGUAGES.index(language)]
    if kind != "growth_between":
        return title
    joint = "：" if language == "zh" else ": "
    return f"{word('laws', kind, language)}{joint}{title}"


def marked(fact: Fact) -> str:
    """The sentence of a number with the number in brackets; of a cell, what its table says."""
    reading = fact.reading
    if not fact.sentence:
        told = f"{reading.subject or ''}（{reading.period or ''}）"
        return f"{told}：【{reading.printed}】{reading.unit or ''}"
    end = fact.at + len(reading.printed)
    before, after = fact.sentence[: fact.at], fact.sentence[end:]
    left = f"…{before[-WINDOW:]}" if len(before) > WINDOW else before
    right = f"{after[:WINDOW]}…" if len(after) > WINDOW else after
    return f"{left}【{fact.sentence[fact.at : end]}】{right}"


def where(fact: Fact, language: str, *, named: str = "") -> str:
    """File and line, page or cell; without the file if it is the one that was ``named`` before."""
    place = fact.reading.place
    parts = [place.file] if place.file != named else []
    if place.line is not None:
        parts.append(sentence("line", language, line=place.line))
    if place.page is not None:
        parts.append(sentence("page", language, page=place.page))
    if fact.cell:
        _, table, row, column = fact.cell
        parts.append(sentence("cell", language, table=table, row=row, column=column))
    elif place.element and place.line is None and place.page is None:
        parts.append(_element(place.element, language))
    return ("，" if language == "zh" else ", ").join(parts or [place.file])


def _element(element: str, language: str) -> str:
    """An element of a Word file or of a page: a paragraph by its number."""
    number = element.removeprefix("paragraph ")
    if number == element or not number.isdigit():
        return element
    return sentence("paragraph", language, number=number)


def short(fact: Fact) -> str:
    """A number with its unit and subject, for a list of what a law compared."""
    reading = fact.reading
    line = f":{reading.place.line}" if reading.place.line is not None else ""
    period = f" {reading.period}" if reading.period else ""
    return f"{reading.printed}{reading.unit or ''}（{reading.subject or ''}{period}{line}）"


def plain_number(value: Fraction, decimals: int) -> str:
    """A value in figures, one decimal beyond what was printed, without empty ones."""
    decimals += 1
    while value and abs(value) * 10**decimals < SMALLEST_FIGURES:
        decimals += 1
    text = f"{round_half_away(value, decimals):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def expectation(fact: Fact, needed: Bounds, language: str) -> str:
    """What a number would have to be, in its printed unit."""
    decimals = len(fact.reading.printed.partition(".")[2])
    low, high = (
        None if end is None else plain_number(end / fact.scale, decimals) for end in needed
    )
    unit = fact.reading.unit or ""
    if low is not None and high is not None:
        key = "exact" if low == high else "range"
    else:
        key = "unknown" if low is high is None else "most" if low is None else "least"
    return sentence(key, language, value=low, lower=low, upper=high, unit=unit)
