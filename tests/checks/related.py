"""Which numbers of a text another number determines, as somebody drew it by hand."""

import tomllib
from collections.abc import Callable
from pathlib import Path

from finreport.reading.model import Reading

DRAWN = Path(__file__).with_name("related.toml")


def related(file: str) -> Callable[[Reading], bool]:
    """Whether a reading of a file is one; none is where nobody drew them."""
    told = tomllib.loads(DRAWN.read_text(encoding="utf-8")).get(file, {})
    ranges = told.get("lines", [])
    digits = {(line, each) for line, *others in told.get("numbers", []) for each in others}

    def is_related(reading: Reading) -> bool:
        line = reading.place.line or 0
        in_range = any(first <= line <= last for first, last in ranges)
        return in_range or (line, reading.printed) in digits

    return is_related
