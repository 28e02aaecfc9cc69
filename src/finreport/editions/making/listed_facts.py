"""Facts that regional reports print: what their numbers are called in every edition.

``data/rules/statements.csv`` has a row a fact. Its ``words`` is a pattern of the subjects under
which it is read, ``measure`` and ``base`` what else is read of it; ``kind``, ``unit`` and ``when``
say what it is, ``section`` which chapter is about it. ``rule`` (with ``{year}``) and ``reason``
are those of :mod:`finreport.checks.statements`, in the units of the list.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from finreport.editions.folder import PROJECT_DATA
from finreport.reading import Reading

FACTS = PROJECT_DATA / "rules" / "statements.csv"

ASIDE = re.compile(r"[（(].*?[）)]|[“”《》]")
"""What a subject holds beside its words."""

LEADING = (
    "计划|力争|全[省市区](?!外)|我[省市区]|境内|累计|全年|共(?:有)?|合计|实现|完成|达到?|发放|办理|发行|带动|"
    "年末|期末|其中|推动|评定|优选|采取|实施|配置|推送|招募|培训|新培育|新创建|成交|创新|维修"
)
"""What stands before the words of a subject: where, and what was done."""


@dataclass(frozen=True)
class ListedFact:
    """A fact that reports print, as its row in the list has it."""

    id: str
    words: str
    measure: str
    base: str
    kind: str
    unit: str
    when: str
    section: str
    rule: str
    reason: str
    subject_zh: str
    subject_en: str
    compared: str
    item_zh: str
    item_en: str

    @property
    def is_target(self) -> bool:
        """Whether it is a number set for a coming year."""
        return self.kind == "target"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Its words, compiled once: they are too many for the cache of ``re``."""
        return re.compile(self.words)


@cache
def facts() -> tuple[ListedFact, ...]:
    """The list, in the order of its rows."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return tuple(ListedFact(**row) for row in csv.DictReader(file))


@cache
def by_id() -> dict[str, ListedFact]:
    """The same by id."""
    return {fact.id: fact for fact in facts()}


def said_by(reading: Reading, place: str) -> list[ListedFact]:
    """The facts that a reading of a text about ``place`` may say, in the order of the list."""
    said = list(wordings(reading.subject, place))
    return [
        fact
        for fact in _by_measure().get((reading.is_target, reading.measure or ""), ())
        if (not fact.base or reading.base == fact.base) and any(map(fact.pattern.fullmatch, said))
    ]


@cache
def _by_measure() -> dict[tuple[bool, str], list[ListedFact]]:
    """The facts by whether they are targets and by each measure that they may be read with."""
    found: dict[tuple[bool, str], list[ListedFact]] = {}
    for fact in facts():
        for measure in fact.measure.split("|"):
            found.setdefault((fact.is_target, measure), []).append(fact)
    return found


def wordings(subject: str | None, place: str) -> Iterator[str]:
    """A subject, and what is left of it when words of place and deed before it are taken off.

    >>> list(wordings("全省完成固定资产投资（不含农户）", "山西"))
    ['全省完成固定资产投资', '完成固定资产投资', '固定资产投资']
    """
    said = ASIDE.sub("", subject or "")
    leading = f"(?:{re.escape(place)}[省市]?|{LEADING})" if place else f"(?:{LEADING})"
    while said:
        yield said
        shorter = re.sub(f"^{leading}", "", said)
        if shorter == said:
            return
        said = shorter
