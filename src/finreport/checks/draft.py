"""A check of any draft: its texts read, all laws applied, and what was found."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from finreport import patterns as re
from finreport.checks.findings import Finding, find, settled
from finreport.checks.laws import Constraint, Facts, constraints, gather
from finreport.documents import Document, Notice, UnreadableError
from finreport.documents import read as read_document
from finreport.reading import Reading, Readings, Unread
from finreport.reading import read as read_numbers

DIGITS = re.compile(r"(?<![A-Za-z\d.])-?\d[\d,.]*")


class Text(NamedTuple):
    """One text of a draft: the document and what its numbers say."""

    document: Document
    read: Readings


class ChangedEntry(NamedTuple):
    """An entry of a register some of whose numbers the draft no longer prints.

    ``missing`` are those numbers as the entry knows them; ``title`` is in Chinese and English.
    """

    id: str
    missing: tuple[str, ...]
    title: tuple[str, str]


class DraftReport(Struct, frozen=True):
    """What a check found: findings, new contradictions first; ``refused`` could not be read.

    ``changed`` are findings of their own: what a register says of numbers that are not there.
    """

    texts: tuple[Text, ...]
    facts: Facts
    constraints: tuple[Constraint, ...]
    findings: tuple[Finding, ...]
    refused: tuple[Notice, ...] = ()
    changed: tuple[ChangedEntry, ...] = ()

    @property
    def unread(self) -> list[Unread]:
        """The numbers of all texts that were not read."""
        return [each for text in self.texts for each in text.read.unread]

    @property
    def warnings(self) -> list[Notice]:
        """What of the texts could not be read in full."""
        return [each for text in self.texts for each in text.document.warnings]

    def graded(self, grade: str) -> list[Finding]:
        """The findings of a grade."""
        return [each for each in self.findings if each.grade == grade]

    @property
    def summary(self) -> dict[str, int]:
        """Counts: of numbers read, held by a law by its strength, found, and not read."""
        held: dict[str, set[object]] = {}
        for each in self.constraints:
            held.setdefault(each.strength, set()).update(each.facts)
        everything = {fact for group in held.values() for fact in group}
        counts = {
            "quantities": len(self.facts.all),
            "checked": len(everything),
            "constraints": len(self.constraints),
            "contradictions": len(self.graded("contradiction")),
            "doubts": len(self.graded("doubt")),
            "known": len(self.graded("known")),
            "changed": len(self.changed),
            "unread": len(self.unread),
        }
        return counts | {f"checked_by_{name}": len(group) for name, group in held.items()}

    def status(self, *, strict: bool = False) -> int:
        """2 if a text could not be read, 1 if a contradiction is new (or, if strict, a doubt)."""
        if self.refused:
            return 2
        doubts = strict and (self.graded("doubt") or self.changed)
        return int(bool(self.graded("contradiction") or doubts))

    @property
    def language(self) -> str:
        """The language of the texts: Chinese unless they have hardly a Chinese character."""
        words = "".join(each.text for text in self.texts for each in text.document.paragraphs)
        chinese = len(re.findall(r"[\u4e00-\u9fff]", words))
        return "en" if words and chinese * 10 < len(words) else "zh"


def check_texts(paths: Iterable[Path | str], accepted: dict[str, str] | None = None) -> DraftReport:
    """Check texts together as one draft; a file that cannot be read is among ``refused``.

    ``accepted`` has the reasons for fingerprints of findings that are settled.
    """
    texts: list[Text] = []
    refused: list[Notice] = []
    for path in paths:
        try:
            texts.append(read_text(read_document(path), len(texts) + 1))
        except UnreadableError as error:
            refused.append(error.notice)
    return check_read(texts, accepted or {}, refused)


def check_read(
    texts: Sequence[Text], accepted: dict[str, str], refused: Sequence[Notice] = ()
) -> DraftReport:
    """Check texts that are read already."""
    facts = gather([(text.document, text.read.readings) for text in texts])
    told = constraints(facts)
    findings = settled(find(told, facts), accepted)
    return DraftReport(tuple(texts), facts, tuple(told), tuple(findings), tuple(refused))


def read_text(document: Document, number: int = 1) -> Text:
    """The readings of a document, the ``number``-th of the draft, and what nobody read of it."""
    found = read_numbers(document, number)
    lost = tuple(_passed_over(document, found.readings))
    return Text(document, replace(found, unread=(*found.unread, *lost)))


def _passed_over(document: Document, readings: Iterable[Reading]) -> Iterator[Unread]:
    """The digits of the prose that no reading covers."""
    covered: dict[int, list[int]] = {}
    for each in readings:
        if each.paragraph is not None and each.offset is not None:
            covered.setdefault(each.paragraph, []).append(each.offset)
    for paragraph in document.paragraphs:
        offsets = covered.get(paragraph.number, [])
        for match in DIGITS.finditer(paragraph.text):
            if not any(match.start() <= offset < match.end() for offset in offsets):
                yield Unread(match[0], paragraph.place(match.start()), "no pattern reads it")
