"""Invented reports in many wordings and orders, with the truth of every number in them.

The values are those of one invented world, so that they agree with each other as those of a real
report do; the words are of ``wordings.toml``; nothing is taken from a report.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import rtoml

from tests.synthetic.world import simulate

PLACES = ("青岭省", "南湾省", "云川省", "北原省", "东屿省", "长汀省", "白河省", "赤岩省")
"""Provinces that there are not."""

SLOT = re.compile(r"\{(\w+)(?::([^/}]+)/([^}]+))?\}")

SECTIONS = (
    ("经济运行情况", ("product", "industries", "investment", "retail", "trade", "budget")),
    ("物价与居民生活", ("prices", "incomes", "jobs")),
    ("金融运行情况", ("institutions", "deposits", "loans", "financing", "insurance")),
    ("预测与展望", ("outlook",)),
)
"""The headings and what stands below them, in the order of the first wording."""


@dataclass(frozen=True)
class Truth:
    """What one number of an invented report says.

    Of ``period``, ``base`` and ``subject`` there may be alternatives, apart by ``|``.
    """

    line: int
    offset: int
    fact: str
    printed: str
    value: Decimal
    unit: str
    measure: str
    direction: str
    period: str
    base: str
    target: bool
    approx: str
    subject: str


@dataclass(frozen=True)
class Report:
    """An invented report: its text and the truth of its numbers, in order."""

    place: str
    year: int
    text: str
    truths: tuple[Truth, ...]


@cache
def _words() -> Mapping[str, Any]:
    path = Path(__file__).with_name("wordings.toml")
    return rtoml.loads(path.read_text(encoding="utf-8"))


def write(seed: int) -> Report:
    """The report of a seed: its place, year, wordings and order all follow from it."""
    random = Random(seed)
    place, year = random.choice(PLACES), random.randrange(2012, 2031)
    world = simulate(np.random.default_rng(seed))
    wordings = {each["about"]: random.choice(each["wordings"]) for each in _words()["passage"]}
    sections = [(heading, list(passages)) for heading, passages in SECTIONS]
    past = sections[:-1]
    random.shuffle(past)
    lines = [f"{place}金融运行报告（{year + 1}）", ""]
    truths: list[Truth] = []
    for number, (heading, passages) in enumerate([*past, sections[-1]]):
        lines += [f"{'一二三四'[number]}、{heading}", ""]
        for text in _paragraphs(random, passages, wordings):
            filled, found = _fill(text, place, year, world, len(lines) + 1)
            lines += [filled, ""]
            truths += found
    return Report(place, year, "\n".join(lines), tuple(truths))


def _paragraphs(random: Random, passages: list[str], wordings: Mapping[str, str]) -> Iterator[str]:
    """Passages in another order, some of them in one paragraph; industries follow the product."""
    free = [each for each in passages if each != "industries"]
    random.shuffle(free)
    paragraph = ""
    for passage in free:
        paragraph += wordings[passage]
        if passage == "product":
            paragraph += wordings["industries"]
        if random.random() < 0.6:
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _fill(
    text: str, place: str, year: int, world: Mapping[str, float], line: int
) -> tuple[str, list[Truth]]:
    """The text with its numbers, and the truth of each."""
    given = {"year": str(year), "next": str(year + 1), "place": place}
    filled, at, truths = "", 0, []
    for slot in SLOT.finditer(text):
        filled += text[at : slot.start()]
        at = slot.end()
        name, up, down = slot.groups()
        if name in given:
            filled += given[name]
            continue
        fact = {"measure": "level", "unit": "%", "decimals": 1} | _words()["facts"][name]
        value = _value(name, fact, world)
        filled += {True: up or "", False: down or ""}[value >= 0]
        printed = str(abs(value)) if up else str(value)
        truths.append(_truth(name, fact, printed, value, (line, len(filled), year)))
        filled += printed + fact["unit"]
    return filled + text[at:], truths


def _value(name: str, fact: Mapping[str, Any], world: Mapping[str, float]) -> Decimal:
    raw = fact.get("constant", world.get(fact.get("of", name), 0.0))
    step = Decimal(1).scaleb(-fact["decimals"])
    value = Decimal(repr(float(raw))).quantize(step, ROUND_HALF_UP)
    return -value if fact.get("falls") and value else value


def _truth(
    name: str,
    fact: Mapping[str, Any],
    printed: str,
    value: Decimal,
    where: tuple[int, int, int],
) -> Truth:
    line, offset, year = where
    moves = fact["measure"] in ("growth", "change") and value != 0
    happened = year + 1 if fact.get("target") else year
    period = f"{happened}-12-31" if fact.get("stands") else str(happened)
    if fact["measure"] == "change":
        period = f"{happened}|{happened}-12-31"  # what came in a year stands at its end
    base = fact.get("base", "previous_year" if fact["measure"] == "growth" else "")
    if fact["measure"] == "growth" and fact.get("stands"):
        base = "previous_year|year_start"  # since the end of last year is both
    return Truth(
        line=line,
        offset=offset,
        fact=name,
        printed=printed,
        value=value,
        unit=fact["unit"],
        measure=fact["measure"],
        direction=("up" if value > 0 else "down") if moves else "",
        period=period,
        base=base,
        target=bool(fact.get("target")),
        approx=fact.get("approx", ""),
        subject=fact["subject"],
    )
