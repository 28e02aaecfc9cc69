"""The terms of the field in both languages, as the whole book uses them."""

import csv
from importlib.resources import files
from typing import NamedTuple


class Term(NamedTuple):
    """A term in both languages, and the group of terms that it belongs to."""

    group: str
    zh: str
    en: str


def read_glossary() -> list[Term]:
    """The terms, group by group."""
    text = (files(__package__) / "glossary.csv").read_text(encoding="utf-8")
    return [Term(**row) for row in csv.DictReader(text.splitlines())]
