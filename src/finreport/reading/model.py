"""The record of a reading: what one printed number says."""

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from finreport.documents.document import Place

if TYPE_CHECKING:
    from finreport.reading.grid import Grid
    from finreport.reading.table_forms import Form

Measure = Literal[
    "level",
    "growth",
    "change",
    "change_pp",
    "share",
    "contribution",
    "multiple",
    "rank",
    "price_index",
    "count",
]
Direction = Literal["up", "down"]
Base = Literal[
    "previous_year",
    "year_start",
    "previous_month",
    "previous_period",
    "average",
    "plan_start",
    "target",
    "nation",
]


class Reading(Struct, frozen=True):
    """One number of a document and what it says; plain data, as ``finreport read`` prints it.

    ``printed`` is the digits as they stand in the plain text, with a sign only where one is
    printed; Chinese numerals that count stand as they are. ``is_quantity`` is false for dates,
    list numbers, names and thresholds: then ``why`` names the kind, and value, unit, subject and
    measure are None. ``value``, ``lower`` and ``upper`` are in ``unit`` (the printed one, such as
    亿元, %, 个百分点; None where none is printed) with the sign that direction and digits give
    together. ``period`` is ``2024``, ``2024-Q1``, ``2024-H1``, ``2024-01/2024-09`` or ``2021/2025``
    for what happened in it, ``2024-12-31`` for what stood on a day, ``2024-09`` for a month.
    ``approx`` is the word beside it that makes it less exact, ``scope`` the words of its subject
    that say what it covers (本外币, 规模以上, 不含农户). ``paragraph`` counts from 1 and
    ``offset`` is the character of the number in the plain paragraph; of a number in a table
    ``table``, ``row`` and ``column`` count from 1. ``route`` names the pattern by which it was
    read; ``doubts`` the fields that could not be read with certainty, each with its candidates.
    """

    id: str
    printed: str
    place: Place
    is_quantity: bool = True
    why: str = ""
    value: Fraction | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None
    unit: str | None = None
    subject: str | None = None
    measure: Measure | None = None
    is_target: bool = False
    direction: Direction | None = None
    period: str | None = None
    base: Base | None = None
    approx: str | None = None
    scope: str | None = None
    paragraph: int | None = None
    offset: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    route: str = ""
    doubts: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Unread(Struct, frozen=True):
    """A number of a document that was not read: its print, its place, and why in one sentence."""

    printed: str
    place: Place
    why: str


class Readings(Struct, frozen=True):
    """What a document says in numbers.

    ``title``, ``place``, ``year`` and ``kind`` are as its head has them: ``year`` is the year in
    the title (of a work report that of the plan), None where none is named; ``kind`` is
    ``operations_report``, ``work_report``, ``bulletin``, ``review``, ``outline`` (of a plan of five
    years) or ``other``. ``period`` is that of what is not dated, ``forms`` the standard tables
    among its own with their grids.
    """

    file: str
    title: str
    place: str
    year: int | None
    kind: str
    period: str
    readings: tuple[Reading, ...]
    unread: tuple[Unread, ...] = ()
    forms: "tuple[tuple[Grid, Form], ...]" = ()
