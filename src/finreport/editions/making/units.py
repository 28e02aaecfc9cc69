"""Printed units and the words that the data has for them."""

import re
from fractions import Fraction

from finreport.reading.lexicon import KIND_OF_UNIT

SCALES = {"万亿": "trillion", "亿": "100 million", "万": "10 thousand", "": ""}
"""Powers of ten in print and in the data."""

BASES = {
    "元": "CNY",
    "美元": "USD",
    "%": "%",
    "个百分点": "percentage points",
    "百分点": "percentage points",
    "人": "people",
    "名": "people",
    "人次": "person-times",
    "吨": "tonnes",
    "头": "head",
    "亩": "mu",
    "公里": "km",
    "千瓦时": "kWh",
    "微克/立方米": "micrograms per cubic metre",
    "年": "years",
    "天": "days",
    "日": "days",
    "个自然日": "days",
    "位": "places",
    "倍": "times",
    "": "items",
}
"""Units of their own; whatever else counts things are items."""

FACTORS = {"trillion": 10**12, "100 million": 10**8, "10 thousand": 10**4, "": 1}

PRINTED = re.compile(rf"(?P<scale>{'|'.join(SCALES)})(?P<base>.*)")


def data_unit(printed: str) -> str:
    """The unit of the data for a printed one; one without a name in the data stays as printed.

    >>> [data_unit(each) for each in ("万亿元", "万户", "个百分点", "万平方米")]
    ['trillion CNY', '10 thousand items', 'percentage points', '万平方米']
    """
    scale, base = _parts(printed)
    is_count = KIND_OF_UNIT.get(base) in ("count", None) and base not in BASES
    name = BASES.get(base, "items" if is_count else "")
    if not name or (scale == "万亿" and name != "CNY"):
        return printed
    return f"{SCALES[scale]} {name}".strip()


def is_named(unit: str) -> bool:
    """Whether a unit of the data has a name in it, rather than the print of a text."""
    return unit.isascii()


def factor(unit: str, of: str) -> Fraction | None:
    """How many of one unit of the data make another; None if they do not measure the same.

    >>> factor("trillion CNY", "100 million CNY")
    Fraction(10000, 1)
    """
    (scale, base), (other_scale, other_base) = _scaled(unit), _scaled(of)
    if base != other_base:
        return None
    return Fraction(FACTORS[scale], FACTORS[other_scale])


def _parts(printed: str) -> tuple[str, str]:
    match = PRINTED.fullmatch(printed)
    assert match, "every string has an empty scale"
    return match["scale"], match["base"]


def _scaled(unit: str) -> tuple[str, str]:
    for scale in FACTORS:
        if scale and unit.startswith(f"{scale} "):
            return scale, unit.removeprefix(f"{scale} ")
    return "", unit
