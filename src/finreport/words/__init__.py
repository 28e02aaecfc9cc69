"""The words of charts and tables: one catalogue a language, and how it writes numbers.

A catalogue is the TOML file of this package named by the language's code. What is said of one
edition alone is added to it (:meth:`Language.of_edition`). The words of the chapters' prose are
translated by gettext instead, in ``locale/``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import rtoml

from finreport.errors import PlainError

LANGUAGES = ("zh", "en")
"""The languages there are, the source language first."""

FACT = re.compile(r"\{edition\.([a-z_.]+)\}")
"""Where a text takes a fact of the edition that it is about."""

MINUS = "\N{MINUS SIGN}"

NEGATIVE = re.compile(r"(?<![A-Za-z0-9.-])-(?=\d)")
"""The hyphen in front of a number that stands for a minus."""


class LanguageError(PlainError):
    """A language, or a word of a language, that there is not."""


@dataclass(frozen=True)
class Language:
    """A language and its catalogue."""

    code: str
    catalogue: Mapping[str, Any]
    facts: Mapping[str, str] = field(default_factory=dict)

    def of_edition(self, texts: Mapping[str, Any], facts: Mapping[str, str]) -> "Language":
        """The same language with the texts of an edition, and its facts in all of them.

        Raises :class:`LanguageError` for a text that is in the catalogue already, and for a fact
        that there is not.
        """
        catalogue = _merged(self.catalogue, texts)
        return Language(self.code, _with_facts(catalogue, facts), facts)

    def text(self, key: str, /, **values: object) -> str:
        """The text that stands under ``key`` (parts joined by dots), with ``values`` filled in.

        Raises :class:`LanguageError` if there is none.
        """
        found = _find(self.catalogue, key)
        if found is None:
            raise LanguageError(f"The catalogue {self.code}.toml has no text {key!r}.")
        return found.format(**values) if values else found

    def has(self, key: str) -> bool:
        """Whether there is a text under ``key``."""
        return _find(self.catalogue, key) is not None

    def section(self, key: str) -> Mapping[str, Any]:
        """All that stands under ``key``, in its order.

        Raises :class:`LanguageError` if that is no section.
        """
        found: Any = self.catalogue
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        if not isinstance(found, Mapping):
            raise LanguageError(f"The catalogue {self.code}.toml has no section {key!r}.")
        return found

    def translated(self, key: str, original: str) -> str:
        """A text of the data: as it stands in the source language, else what ``key`` gives."""
        return original if self.code == LANGUAGES[0] else self.text(key)

    def month(self, month: str) -> str:
        """A month such as 2024-09 written out."""
        year, number = month.split("-")
        full = self.text(f"month.full.{number}")
        return self.text("month.long", year=year, number=int(number), full=full)

    def short_month(self, month: str) -> str:
        """A month without its year, for the ticks of an axis."""
        return self.text(f"month.short.{month[5:]}")

    def months(self, last: str, count: int) -> str:
        """The period of ``count`` months that ends with ``last``, written out."""
        return self.month(last) if count == 1 else self._span("span", "full", last, count)

    def short_months(self, last: str, count: int) -> str:
        """The same without its year, for the ticks of an axis."""
        if count == 1:
            return self.short_month(last)
        return self._span("short_span", "short", last, count)

    def _span(self, key: str, names: str, last: str, count: int) -> str:
        end = int(last[5:])
        start = end - count + 1
        return self.text(
            f"month.{key}",
            year=last[:4],
            first_number=start,
            last_number=end,
            first=self.text(f"month.{names}.{start:02}"),
            last=self.text(f"month.{names}.{end:02}"),
        )

    def year_month(self, month: str) -> str:
        """A month with its year, short enough for the tick of an axis."""
        name = self.short_month(month)
        return self.text("month.tick", year=month[:4], name=name)

    def day(self, date: str) -> str:
        """A date such as 2024-09-27 written out."""
        return self.text("day.long", month=self.month(date[:7]), day=int(date[8:]))

    def short_day(self, date: str) -> str:
        """A date without its year."""
        return self.text("day.short", name=self.short_month(date[:7]), day=int(date[8:]))

    def period(self, period: str) -> str:
        """A year or a month written out."""
        return self.month(period) if "-" in period else self.text("year", year=period)

    def number(self, value: float, decimals: int = 1) -> str:
        """A number as :func:`rounded` writes it: rates and what files have, without marks."""
        return rounded(value, decimals)

    def printed(self, printed: str) -> str:
        """A printed number without its unit, as the language writes it; empty stays empty.

        English sets thousands apart and Chinese does not, as the reports themselves: one rule
        for charts, tables and prose, which come here or go to :meth:`amount` and :meth:`bare`.
        """
        return self.text("number_alone", **_ways_to_write(printed)) if printed else ""

    def amount(self, printed: str, unit: str) -> str:
        """A printed number with its unit, as the language writes them together.

        A language that counts in other powers of ten than Chinese moves the point exactly.
        """
        return self.text(f"amount.{unit}", **_ways_to_write(printed))

    def quantity(self, value: float, unit: str, decimals: int = 1) -> str:
        """A computed number, rounded to ``decimals``, with its unit as in :meth:`amount`."""
        return self.amount(_plain(value, decimals), unit)

    def bare(self, value: float, unit: str, decimals: int = 1) -> str:
        """The number of :meth:`quantity` alone, to stand beside one that names the unit."""
        ways = _ways_to_write(_plain(value, decimals))
        [way] = [name for _, name, *_ in Formatter().parse(self.text(f"amount.{unit}")) if name]
        return ways[way]

    def unit(self, unit: str) -> str:
        """The name of a unit of the data, for what shows numbers as they are printed."""
        return self.text(f"unit.{unit}")

    def shown_unit(self, unit: str) -> str:
        """The name of the unit that the language shows for one of the data, as :meth:`shown`."""
        key = f"shown_unit.{unit}"
        return self.text(key) if self.has(key) else self.unit(unit)

    def shows_as_printed(self, unit: str) -> bool:
        """Whether what the language shows for a unit of the data is that unit itself."""
        return not self.has(f"shown_unit.{unit}") or self.shown_unit(unit) == self.unit(unit)

    def shown(self, value: float, unit: str, decimals: int = 1) -> str:
        """A number of the data in the unit that the language shows, its digits kept.

        Axes, labels at marks and tables all come here: a number moves its point where the
        catalogue has a ``shown_unit`` for its unit, and is :meth:`number` for every other.
        """
        if not self.has(f"shown_unit.{unit}"):
            return self.number(value, decimals)
        return self.bare(value, unit, decimals)

    def writing(self, unit: str) -> Callable[[float, int], str]:
        """:meth:`shown` for one unit: what writes a value with so many decimals of the data."""
        return lambda value, decimals: self.shown(value, unit, decimals)

    def whole(self, value: float, unit: str) -> str:
        """A number of the data in the unit that the language shows, for where there is no room."""
        return self.number(value * float(Decimal(self.shown(1, unit, 0))), 0)

    def ticks(self, values: Iterable[float], unit: str) -> list[str]:
        """The numbers of an axis in the unit that the language shows, all with as many digits."""
        texts = [self.shown(value, unit, 6) for value in values]
        surplus = min((len(text) - len(text.rstrip("0")) for text in texts), default=0)
        return [text[: len(text) - surplus].rstrip(".") for text in texts]

    def in_data_units(self, text: str) -> str:
        """A head or a unit as files name it, whose numbers stay in the units of the data."""
        for unit in self.catalogue["shown_unit"]:
            text = text.replace(self.shown_unit(unit), self.unit(unit))
        return text

    def change(self, printed: str, kind: str) -> str:
        """A printed rate of change in words; ``kind`` is ``growth`` or, of prices, ``price``."""
        if not Decimal(printed):
            return self.text(f"{kind}.unchanged")
        way = "down" if printed.startswith("-") else "up"
        return self.text(f"{kind}.{way}", value=printed.removeprefix("-"))

    def sentences(self, *told: str) -> str:
        """Sentences one after the other, the empty ones left out."""
        return self.text("list.sentences").join(filter(None, told))

    def join(self, items: list[str]) -> str:
        """Items in a row."""
        return self.text("list.separator").join(items)

    def names(self, names: Iterable[str]) -> str:
        """Names in a row inside a sentence: no capital but of an abbreviation."""
        *first, last = (
            name[:1].lower() + name[1:] if name[1:2].islower() else name for name in names
        )
        row = self.text("list.names").join(first)
        return self.text("list.last").join([row, last] if first else [last])


def with_minus(text: str) -> str:
    """A text with the sign of a minus for the hyphen in front of its negative numbers."""
    return NEGATIVE.sub(MINUS, text)


def _plain(value: float, decimals: int) -> str:
    """A number as :func:`rounded` has it, with a hyphen; zeros that round it are an exponent.

    So that they do not become decimals where the point is moved: 58E+1 is 58 tens, not 58.0.
    """
    told = rounded(value, decimals).replace(MINUS, "-")
    return told if decimals >= 0 else f"{int(told) // 10**-decimals}E+{-decimals}"


def _ways_to_write(printed: str) -> dict[str, str]:
    """A number in the powers of ten that the units of a language count in."""
    number = Decimal(printed)
    return {
        "value": signed(f"{number:f}"),
        "grouped": signed(f"{number:,f}"),
        "tenth": signed(f"{number.scaleb(-1):,f}"),
        "hundredth": signed(f"{number.scaleb(-2):,f}"),
        "myriad": signed(f"{(number * 10_000).normalize():,f}"),
    }


def _find(node: Mapping[str, Any], key: str) -> str | None:
    """The text under a dotted path; a key of the catalogue may hold dots of its own."""
    if isinstance(node.get(key), str):
        return str(node[key])
    head, _, rest = key.partition(".")
    inner = node.get(head)
    return _find(inner, rest) if rest and isinstance(inner, Mapping) else None


def rounded(value: float, decimals: int) -> str:
    """A number with ``decimals`` digits after the point and the typographic minus sign.

    A tie is rounded away from zero, as statisticians print it: 17532.5 becomes 17533, where
    Python's own formatting gives 17532.
    """
    # Nine digits take away what binary fractions add to a decimal one and keep every real tie.
    exact = Decimal(f"{value:.9f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return signed(f"{exact:f}" if exact else f"{abs(exact):f}")


def signed(printed: str) -> str:
    """The number with the typographic minus sign."""
    return printed.replace("-", MINUS)


@cache
def open_language(code: str) -> Language:
    """Open the catalogue of a language; :class:`LanguageError` names those there are."""
    if code not in LANGUAGES:
        raise LanguageError(f"There is no language {code!r}; available: {', '.join(LANGUAGES)}.")
    return Language(code, rtoml.load(Path(__file__).with_name(f"{code}.toml")))


def _merged(catalogue: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """A catalogue with more texts; a text that is there already is a mistake."""
    merged = dict(catalogue)
    for key, value in more.items():
        if key not in catalogue:
            merged[key] = value
        elif isinstance(value, Mapping) and isinstance(catalogue[key], Mapping):
            merged[key] = _merged(catalogue[key], value)
        else:
            raise LanguageError(f"The edition has a text {key!r}, which every edition has.")
    return merged


def _with_facts(node: Mapping[str, Any], facts: Mapping[str, str]) -> dict[str, Any]:
    def fact(match: re.Match[str]) -> str:
        if match[1] not in facts:
            raise LanguageError(f"A text needs {match[1]}, which edition.toml does not say.")
        return facts[match[1]]

    return {
        key: FACT.sub(fact, value) if isinstance(value, str) else _with_facts(value, facts)
        for key, value in node.items()
    }
