"""Discrepancies: what does not add up in an edition, judged, and what to use instead.

The judgements are this project's, not the report's: ``judgements.toml`` in the folder of the
edition, which stays when the data package beside it is made anew.

- ``[[discrepancy]]``, the register: each entry names a printed number, the expression that
  implies another value and a class. Its words stand by its id in the edition's catalogues; the
  numbers in them are not typed: ``{expression:1}`` stands for a result with one decimal.
- ``[[correction]]``: values for analyses that need another one than was printed.
- ``[[counted]]``: what a number counts, where the report lists it; they have to be as many.

The first two say which printed value they were made for. The register leaves out what no longer
applies and says so; a correction is an error then, because an analysis would build on it.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from finreport import patterns as re
from finreport.checks.expressions import Computed, Expression, evaluate, parse
from finreport.decoding import read_toml
from finreport.editions.description import read_about
from finreport.editions.edition import Edition
from finreport.editions.figures import Figure
from finreport.editions.folder import data_folder
from finreport.errors import EditionError
from finreport.numbers import Interval, round_half_away

JUDGEMENTS = "judgements.toml"

WORDS = ("title", "evidence", "consequence")
"""What is said of an entry, in English and, with ``_zh`` behind the key, in Chinese."""

Kind: TypeAlias = Literal[
    "report_error", "scope_change", "basis_break", "rounding", "extraction", "our_transcription"
]

CLASSES: Mapping[Kind, str] = {
    "report_error": "the report printed a wrong number",
    "scope_change": "the two numbers do not cover the same things",
    "basis_break": "the two numbers are measured in different ways, or on both sides of a revision",
    "rounding": "they agree within the rounding of what was printed",
    "extraction": "the number is right, the text taken from the page puts it in the wrong place",
    "our_transcription": "this project's data differs from the text",
}
"""Why a printed number and the implied one differ."""

COMPUTED = re.compile(r"\{([^{}:]+):(\d)\}")
"""A number in the words of an entry: an expression and its decimals."""


class RegisterEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A judgement as written in the register.

    ``printed`` and ``implied`` are the values that it was made on, as text, the second rounded.
    Where the expression is ``assumed`` to hold, such as a share that stays, and does not follow
    from what is printed, rounding says nothing of how far it may be off. What an entry says has
    expressions in place of numbers.
    """

    id: str
    name: str
    printed: str
    implied: str
    expression: str
    kind: Kind = field(name="class")
    assumed: bool = False
    words: Mapping[str, str] = {}
    """Those of :data:`WORDS`, which stand in the catalogues of the edition."""

    @property
    def difference(self) -> Expression:
        """Printed minus implied."""
        return parse(f"{self.name} - ({self.expression})")

    @property
    def needs(self) -> frozenset[str]:
        """Every printed number that the judgement or its words use."""
        told = [expression for text in self.words.values() for expression, _ in _quoted(text)]
        return frozenset(self.difference.names).union(*(parse(each).names for each in told))


class CorrectionEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A correction as written: ``expects`` is the printed value that it was made for."""

    name: str
    expects: str
    expression: str
    because: str


class CountedEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """What a number counts, where the report lists it beside the number."""

    name: str
    items: list[str]


class JudgementsFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The file of judgements."""

    counted: list[CountedEntry] = []
    discrepancy: list[RegisterEntry] = []
    correction: list[CorrectionEntry] = []


class Discrepancy(Struct, frozen=True):
    """A judgement with its numbers, which are in the unit of ``figure``.

    ``figure`` is the printed number and where it stands, ``implied`` what the others imply, and
    ``interval`` its exact range; ``ratio`` how many times the rounding of all of them the two are
    apart: up to one, rounding alone can explain it. An assumption has neither. ``words`` are
    those of the entry with their numbers.
    """

    entry: RegisterEntry
    figure: Figure
    implied: Fraction
    interval: Interval | None
    ratio: Fraction | None
    words: Mapping[str, str]

    @property
    def id(self) -> str:
        """The name by which corrections and texts refer to it."""
        return self.entry.id

    @property
    def kind(self) -> Kind:
        """Its class, one of :data:`CLASSES`."""
        return self.entry.kind

    def explains(self, inputs: Iterable[str]) -> bool:
        """Whether a contradiction between these printed numbers is the one that is judged here."""
        return set(self.entry.difference.names).issuperset(inputs)


class Outdated(NamedTuple):
    """An entry of the register that was made on other numbers than the edition has now.

    ``printed`` and ``implied`` are as text, each as the entry has it and as it is now.
    """

    id: str
    name: str
    printed: tuple[str, str]
    implied: tuple[str, str]


class Register(Struct, frozen=True):
    """The judgements on an edition.

    ``found`` are those that apply, in the order of the file; ``outdated`` those made on numbers
    that the edition no longer has, as after a correction by its publisher.
    """

    found: tuple[Discrepancy, ...]
    outdated: tuple[Outdated, ...]


class Correction(Struct, frozen=True):
    """A value to use instead of a printed one, in the same unit, and the discrepancy behind it.

    ``kind`` is the class of that discrepancy, one of :data:`CLASSES`.
    """

    figure: Figure
    value: Computed
    because: str
    kind: Kind

    @property
    def is_misprint(self) -> bool:
        """Whether the printed number is wrong, and not only of another scope or basis."""
        return self.kind == "report_error"

    @property
    def is_range(self) -> bool:
        """Whether more is open than the last printed digit, so that only a range can be told."""
        return (self.value.upper - self.value.lower) / 2 > 2 * self.figure.number.half_unit


class _Judged(NamedTuple):
    """An entry with the printed number that it is about, and what the others imply for it now."""

    entry: RegisterEntry
    figure: Figure
    implied: Computed

    @property
    def rounded(self) -> Decimal:
        """The implied value with as many decimals as its entry has."""
        return round_half_away(self.implied.value, len(self.entry.implied.partition(".")[2]))

    @property
    def applies(self) -> bool:
        """Whether the data still has the two values that the judgement was made on."""
        is_printed = self.figure.printed == self.entry.printed
        return is_printed and self.rounded == Decimal(self.entry.implied)


def find_discrepancies(edition: Edition) -> Register:
    """Apply the register to an edition; one without judgements has an empty register.

    Judgements that need numbers not yet printed at the edition's month are left out. Raises
    :class:`PlainError` for an entry that cannot be read or names an unknown number.
    """
    judged = _judge(edition)
    return Register(
        found=tuple(_discrepancy(each, edition) for each in judged if each.applies),
        outdated=tuple(_outdated(each) for each in judged if not each.applies),
    )


def entries_that_apply(edition: Edition) -> list[RegisterEntry]:
    """The entries of what :func:`find_discrepancies` finds, which need no telling; raises alike."""
    return [each.entry for each in _judge(edition) if each.applies]


def read_register(edition: str) -> list[RegisterEntry]:
    """The entries of the register; none if the edition has no such file.

    Raises :class:`PlainError`, naming the entry, for a key that is missing or unknown, an
    unknown class, an expression that cannot be read and an id that is there twice.
    """
    entries = _read(edition).discrepancy
    ids = [entry.id for entry in entries]
    for name in ids:
        if ids.count(name) > 1:
            raise EditionError(f"{edition}/{JUDGEMENTS}: the id {name!r} is there twice.")
    if not entries:
        return []
    about = read_about(edition)
    said = {code: about.texts(code).get("discrepancy", {}) for code in ("en", "zh")}
    return [replace(entry, words=_words(said, entry.id, edition)) for entry in entries]


def _words(said: Mapping[str, Any], entry: str, edition: str) -> dict[str, str]:
    """The words of an entry, in Chinese under a key that ends in ``_zh``."""
    found = {}
    for language, suffix in (("en", ""), ("zh", "_zh")):
        for word in WORDS:
            if word not in said[language].get(entry, {}):
                raise EditionError(
                    f"{edition}/words/{language}.toml has no {word} under discrepancy.{entry}."
                )
            found[f"{word}{suffix}"] = said[language][entry][word]
    return found


def read_counted(edition: str) -> dict[str, list[str]]:
    """What the numbers count that stand beside a list, by their names."""
    path = data_folder() / edition / JUDGEMENTS
    return _counted_in(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=4)
def _counted_in(path: Path, changed: int) -> dict[str, list[str]]:
    """The same of a file as it was ``changed`` last: it is asked for with every statement."""
    return {entry.name: entry.items for entry in _read(path.parent.name).counted}


def read_corrections(edition: Edition) -> dict[str, Correction]:
    """Values to use instead of printed ones, by the name of the number.

    A correction that needs numbers not yet printed at the edition's month is left out. Raises
    :class:`EditionError` where the data does not have the value that a correction was made for,
    and for a correction without an entry in the register.
    """
    known = {entry.id: entry for entry in read_register(edition.name)}
    place = f"{edition.name}/{JUDGEMENTS}"
    corrections = {}
    for given in _read(edition.name).correction:
        entry, expression = known.get(given.because), parse(given.expression)
        if entry is None or entry.name != given.name:
            raise EditionError(
                f"{place}: {given.because!r} is not an entry of the register about {given.name}."
            )
        figure = edition.find(given.name)
        if figure is None or not _is_printed(expression.names, edition):
            continue
        if figure.printed != given.expects:
            raise EditionError(
                f"{place}: the correction of {given.name} was made for {given.expects}, but "
                f"{figure.resource}.csv, row {figure.row}, has {figure.printed}; "
                "check it again or remove it."
            )
        corrections[given.name] = Correction(
            figure, evaluate(expression, edition.find), entry.id, entry.kind
        )
    return corrections


def _judge(edition: Edition) -> list[_Judged]:
    found = []
    for entry in read_register(edition.name):
        figure = edition.find(entry.name)
        if figure is not None and _is_printed(entry.needs, edition):
            found.append(_Judged(entry, figure, evaluate(parse(entry.expression), edition.find)))
    return found


def _discrepancy(judged: _Judged, edition: Edition) -> Discrepancy:
    entry, figure, implied = judged
    difference = evaluate(entry.difference, edition.find)
    ratio = None if entry.assumed else 2 * abs(difference.value) / difference.interval.width
    return Discrepancy(
        entry=entry,
        figure=figure,
        implied=implied.value,
        interval=None if entry.assumed else implied.interval,
        ratio=ratio,
        words={
            key: tell(text, edition, "" if key.endswith("_zh") else ",")
            for key, text in entry.words.items()
        },
    )


def _outdated(judged: _Judged) -> Outdated:
    entry = judged.entry
    return Outdated(
        id=entry.id,
        name=entry.name,
        printed=(entry.printed, judged.figure.printed),
        implied=(entry.implied, str(judged.rounded)),
    )


def tell(text: str, edition: Edition, separator: str = "") -> str:
    """A text with the results of the expressions in it, each with its decimals.

    ``separator`` stands between thousands: a comma or nothing, as the text's language has it.
    """

    def number(match: re.Match[str]) -> str:
        value = evaluate(parse(match[1]), edition.find).value
        return f"{round_half_away(value, int(match[2])):{separator}f}"

    return COMPUTED.sub(number, text)


def _quoted(text: str) -> list[tuple[str, str]]:
    return COMPUTED.findall(text)


def _is_printed(names: Iterable[str], edition: Edition) -> bool:
    return all(edition.find(name) is not None for name in names)


def _read(edition: str) -> JudgementsFile:
    """The judgements on an edition, which need not have any."""
    path = data_folder() / edition / JUDGEMENTS
    place = f"{edition}/{JUDGEMENTS}"
    return read_toml(path, JudgementsFile, place) if path.is_file() else JudgementsFile()
