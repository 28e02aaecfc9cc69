"""Facts that regional reports print: what their numbers are called.

``data/rules/statements.csv`` has a row a fact, for every edition; ``facts.csv`` in the folder of
an edition, if it has one, those that only its texts print, in the same columns. The ``words`` of a
fact are a pattern of the subjects under which it is read, ``measure`` and ``base`` what else is
read of it; ``kind``, ``unit`` and ``when`` say what it is, ``section`` which chapter is about it.
``rule`` (with ``{year}``) and ``reason`` are those of :mod:`finreport.checks.statements`, in the
units of the list.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

import msgspec

from finreport.decoding import read_records
from finreport.editions.folder import OWN_FACTS, PROJECT_DATA
from finreport.errors import EditionError
from finreport.reading import Reading

SHARED = PROJECT_DATA / "rules" / "statements.csv"

ASIDE = re.compile(r"[（(].*?[）)]|[“”《》]")
"""What a subject holds beside its words."""

LEADING = (
    "计划|力争|全[省市区](?!外)|我[省市区]|境内|累计|全年|共(?:有)?|合计|实现|完成|达到?|发放|办理|发行|带动|"
    "年末|期末|其中|推动|评定|优选|采取|实施|配置|推送|招募|培训|新培育|新创建|成交|创新|维修"
)
"""What stands before the words of a subject: where, and what was done."""


class ListedFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
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


class FactList:
    """Facts in the order of their rows; ``by_id`` has them by their ids."""

    def __init__(self, facts: Sequence[ListedFact]) -> None:
        self.facts = tuple(facts)
        self.by_id: Mapping[str, ListedFact] = {fact.id: fact for fact in self.facts}
        self._by_measure: dict[tuple[bool, str], list[ListedFact]] = {}
        for fact in self.facts:
            for measure in fact.measure.split("|"):
                self._by_measure.setdefault((fact.is_target, measure), []).append(fact)

    def said_by(self, reading: Reading, place: str) -> list[ListedFact]:
        """The facts that a reading of a text about ``place`` may say, in the order of the list."""
        said = list(wordings(reading.subject, place))
        return [
            fact
            for fact in self._by_measure.get((reading.is_target, reading.measure or ""), ())
            if (not fact.base or reading.base == fact.base)
            and any(map(fact.pattern.fullmatch, said))
        ]


@cache
def shared_facts() -> FactList:
    """The facts of every edition."""
    return FactList(read_records(SHARED, ListedFact, SHARED.name))


def facts_of(folder: Path) -> FactList:
    """The facts of every edition, and those that the edition of this folder alone prints.

    Raises :class:`PlainError` for a list that is not in its form, and :class:`EditionError` for a
    fact that is listed already or whose words are no pattern.
    """
    path = folder / OWN_FACTS
    if not path.is_file():
        return shared_facts()
    place = f"{folder.name}/{OWN_FACTS}"
    own = read_records(path, ListedFact, place)
    known = set(shared_facts().by_id)
    for fact in own:
        if fact.id in known:
            raise EditionError(f"{place}: the fact {fact.id} is listed already; it should be once.")
        known.add(fact.id)
        try:
            re.compile(fact.words)
        except re.error:
            raise EditionError(
                f"{place}: the words of {fact.id} are {fact.words!r}; they should be a pattern."
            ) from None
    return FactList([*shared_facts().facts, *own])


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
