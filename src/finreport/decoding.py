"""TOML, JSON and CSV files as typed data; what is wrong in one is told in a sentence.

The types are :class:`msgspec.Struct`: what a file may say is declared once, where it is used,
and a fault is told with the file, the place in it and what would be right.
"""

import csv
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import rtoml
from msgspec.inspect import DictType, ListType, LiteralType, StructType, Type, type_info

from finreport.errors import PlainError

T = TypeVar("T")

KINDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table of keys and values",
}
"""What msgspec calls a kind of value, in words."""

FAULT = re.compile(
    r"Object missing required field `(?P<missing>.+)`"
    r"|Object contains unknown field `(?P<unknown>.+)`"
    r"|Expected `(?P<kinds>.+)`, got `.+`"
)
"""What msgspec says of a value that does not fit."""

STEP = re.compile(r"\.(?P<key>[^.\[`]+)|\[(?P<item>\d+|\.\.\.)\]")
"""A step from the whole to that value; an item of a table with free keys is not told apart."""


def read_toml(path: Path, into: type[T], place: str) -> T:
    """A TOML file as ``into``; ``place`` is what messages call the file.

    Raises :class:`PlainError` for a file that is missing, is not TOML or does not fit.
    """
    return decode(_parse(path, place, "TOML", rtoml.loads), into, place)


def read_json(path: Path, into: type[T], place: str) -> T:
    """A JSON file as ``into``, as in :func:`read_toml`."""
    return decode(_parse(path, place, "JSON", json.loads), into, place)


def read_csv(path: Path, place: str) -> list[list[str]]:
    """The rows of a CSV file with commas, the heading first; at least one, be it empty.

    Raises :class:`PlainError`, with the row where it can be told, for a file that is missing or
    is not such a file in UTF-8.
    """
    try:
        # A spreadsheet may have put a byte order mark before the heading.
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise PlainError(f"{place} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise PlainError(f"{place}, row {row}: the text is not UTF-8.") from None
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        return list(reader) or [[]]
    except csv.Error as error:
        raise PlainError(
            f"{place}, row {reader.line_num}: this is not CSV with commas: {error}."
        ) from None


def read_records(path: Path, into: type[T], place: str) -> list[T]:
    """The rows of a CSV file below its heading, each as ``into`` with the columns as its fields."""
    heading, *rows = read_csv(path, place)
    return [
        decode(dict(zip(heading, cells, strict=False)), into, f"{place}, row {row}", strict=False)
        for row, cells in enumerate(rows, start=2)
    ]


def decode(content: Any, into: type[T], place: str, *, strict: bool = True) -> T:
    """Plain data as ``into``, where numbers may be text unless ``strict``.

    Raises :class:`PlainError` that says what does not fit, where, and what would be right.
    """
    try:
        return msgspec.convert(content, into, strict=strict)
    except msgspec.ValidationError as error:
        raise PlainError(f"{place}{_tell(str(error), content, type_info(into))}.") from None


def _parse(path: Path, place: str, form: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise PlainError(f"{place} is missing.") from None
    except OSError as error:
        raise PlainError(f"{place} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise PlainError(f"{place} is not UTF-8 text: it cannot be read as {form}.") from None
    except ValueError as error:
        raise PlainError(f"{place} cannot be read as {form}: {error}.") from None


def _tell(message: str, content: Any, known: Type) -> str:
    """The rest of a sentence that begins with the file: the place in it, and what is wrong."""
    what, _, way = message.partition(" - at `$")
    place, called = "", "it"
    for step in STEP.finditer(way):
        if step["key"]:
            called, known = step["key"], _fields(known)[step["key"]]
            content = content.get(called) if isinstance(content, dict) else None
        elif step["item"] == "...":
            called, content, known = f"a value of {called}", None, _item_type(known)
        else:
            number, known = int(step["item"]), _item_type(known)
            content = content[number] if isinstance(content, list) else None
            place, called = f"{place}, {called} {_name(content, number)}", "it"
    return f"{place}: {_fault(what, called, content, known)}"


def _fault(what: str, called: str, content: Any, known: Type) -> str:
    fault = FAULT.match(what)
    if fault and fault["missing"]:
        return f"{called} has no {fault['missing']}"
    if fault and fault["unknown"]:
        return f"{called} has {fault['unknown']}, which is none of {', '.join(_fields(known))}"
    is_single = isinstance(content, str | int | float)
    is_given = f" is {content!r}; it" if is_single else ""
    if isinstance(known, LiteralType):
        return f"{called}{is_given} should be one of {', '.join(map(str, known.values))}"
    if fault:
        kinds = " or ".join(KINDS.get(kind, kind) for kind in fault["kinds"].split(" | "))
        return f"{called}{is_given} should be {kinds}"
    return f"{called}{is_given} does not fit: {what}"


def _fields(known: Type) -> dict[str, Type]:
    fields = known.fields if isinstance(known, StructType) else ()
    return {field.encode_name: field.type for field in fields}


def _item_type(known: Type) -> Type:
    return known.value_type if isinstance(known, DictType) else cast(ListType, known).item_type


def _name(item: Any, place: int) -> str:
    """What one of many is called: by its own name if it has one, else by its number from 1."""
    own = item.get("id", item.get("name")) if isinstance(item, dict) else None
    return repr(own) if isinstance(own, str) else str(place + 1)
