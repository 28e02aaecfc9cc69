"""Invented statistical bulletins: prose with tables beside it, all numbers of one world.

They have the kinds of relations that bulletins have: the same fact in prose and in a table under
another name, lists and columns that add up, shares, changes, growth that the parts make.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import rtoml

from finreport.reading.model import Reading

SLOT = re.compile(r"\{(?P<free>~?)(?P<name>[\w.]+)\}")

WHOLES: dict[str, tuple[float, int, tuple[float, ...]]] = {
    "gdp": (940, 2, (0.19, 0.29, 0.52)),
    "farm": (310, 2, (0.6, 0.08, 0.25, 0.03, 0.04)),
    "sown": (38, 2, (0.55, 0.25)),
    "grain": (128, 2, (0.21, 0.79)),
    "ind": (171, 2, (0.35, 0.65)),
    "sec": (171, 2, (0.2, 0.7, 0.1)),
    "inv": (823, 2, (0.1, 0.3, 0.6)),
    "retail": (281, 2, (0.83, 0.17)),
    "trade": (281, 2, (0.1, 0.7, 0.06, 0.14)),
    "port": (48360, 0, (0.8, 0.2)),
    "road": (28417, 0, (0.05, 0.08, 0.2, 0.3, 0.37)),
    "post": (47, 2, (0.1, 0.9)),
    "phone": (361, 1, (0.1, 0.9)),
    "tour": (6521, 2, (0.97, 0.03)),
    "rev": (97, 2, (0.72, 0.28)),
    "dep": (1562, 2, (0.5, 0.2, 0.3)),
    "loan": (1104, 2, (0.28, 0.72)),
    "bed": (22540, 0, (0.6, 0.3, 0.1)),
    "pop": (348, 2, (0.43, 0.57)),
    "sex": (348, 2, (0.52, 0.48)),
    "age": (348, 2, (0.24, 0.66, 0.1)),
    "school": (1120, 0, (0.04, 0.02, 0.16, 0.77, 0.01)),
    "firms": (642, 0, (0.02, 0.11, 0.72, 0.15)),
}
"""Wholes: their size, the decimals that are printed, and the shares of their parts."""

SAME = {"sec": "ind", "trade": "retail", "sex": "pop", "age": "pop"}
"""Other divisions of a whole."""

ALONE = {"head": 0, "oil": 2, "greens": 2, "tea": 2, "meat": 2, "meat1": 2, "house": 2, "house1": 2,
         "estate": 2, "works": 2, "fisc": 2, "spend": 2, "inc1": 0, "inc2": 0, "crash": 0,
         "bus": 0, "rail": 0, "jobs": 1, "unemployed": 2, "clinic": 0, "clinic1": 0, "pupils": 2,
         "pupils2": 2, "new1": 2, "in1": 2, "new3": 2, "new4": 2}  # fmt: skip
SIZES = {"head": 26900, "fisc": 260,
         "inc1": 26500, "inc2": 8900, "crash": 214, "bus": 8200, "rail": 930,
         "unemployed": 3.8, "meat1": 12, "house1": 12, "jobs": 4.3,
         "clinic": 3810, "clinic1": 95}  # fmt: skip


class Bulletin(NamedTuple):
    """Its text, and which numbers in it others determine: by line and character from 1."""

    text: str
    related: frozenset[tuple[int, int]]

    def is_related(self, reading: Reading) -> bool:
        """Whether a reading of the text is one of these."""
        return (reading.place.line, reading.place.column) in self.related


def write(seed: int) -> Bulletin:
    """The bulletin of a seed."""
    told = _world(Random(seed))
    template = rtoml.loads(Path(__file__).with_name("bulletin.toml").read_text("utf-8"))["text"]
    lines, related = [], set()
    for number, line in enumerate(template.lstrip("\n").splitlines(), 1):
        made, end = "", 0
        for slot in SLOT.finditer(line):
            made += line[end : slot.start()]
            if not slot["free"]:
                related.add((number, len(made) + 1))
            made, end = made + told[slot["name"]], slot.end()
        lines.append(made + line[end:])
    return Bulletin("\n".join(lines) + "\n", frozenset(related))


def _world(random: Random) -> dict[str, str]:
    values: dict[str, float] = {}
    told: dict[str, str] = {}
    bases: dict[str, float] = {}
    for name, (size, decimals, shares) in WHOLES.items():
        whole = values.get(SAME.get(name, "")) or size * random.uniform(0.8, 1.3)
        parts = _parts(random, round(whole) if decimals == 0 else whole, shares, decimals)
        grown = [random.uniform(1.01, 1.18) for _ in parts]
        if same := SAME.get(name):  # the whole has grown as it has in its other division
            lag = sum(part / each for part, each in zip(parts, grown, strict=True)) * bases[same]
            grown = [each * lag / whole for each in grown]
        bases[name] = whole / sum(part / each for part, each in zip(parts, grown, strict=True))
        values[name] = sum(parts) if decimals == 0 and name != "sown" else whole
        _tell(told, name, values[name], decimals, bases[name])
        for at, (part, growth) in enumerate(zip(parts, grown, strict=True), 1):
            values[f"{name}{at}"] = part
            _tell(told, f"{name}{at}", part, decimals, growth)
            told[f"{name}{at}.s"] = (
                f"{100 * part / whole:.{2 if name in {'pop', 'sex', 'age'} else 1}f}"
            )
    for name, decimals in ALONE.items():
        size = SIZES.get(name, 30) * random.uniform(0.8, 1.3)
        _tell(told, name, round(size, decimals), decimals, random.uniform(1.01, 1.18))
    return told | _others(random, values, told)


def _parts(random: Random, whole: float, shares: Sequence[float], decimals: int) -> list[float]:
    parts = [share * random.uniform(0.85, 1.15) for share in shares]
    scale = whole * min(sum(shares), 1) / sum(parts)
    found = [scale * part for part in parts]
    if decimals:
        return found
    return [*(round(part) for part in found[:-1]), round(whole) - sum(map(round, found[:-1]))]


def _tell(told: dict[str, str], name: str, value: float, decimals: int, growth: float) -> None:
    told[name] = f"{value:.{decimals}f}"
    told[f"{name}.g"] = f"{100 * (growth - 1):.1f}"
    told[f"{name}.c"] = f"{value - value / growth:.{decimals}f}"


def _contribution(values: dict[str, float], told: dict[str, str], part: int) -> float:
    """What a part of GDP contributes to its growth, in percent."""
    gained = [_gained(values[name], told[f"{name}.g"]) for name in (f"gdp{part}", "gdp")]
    return 100 * gained[0] / gained[1]


def _gained(value: float, growth: str) -> float:
    return value - value / (1 + float(growth) / 100)


def _others(random: Random, values: dict[str, float], told: dict[str, str]) -> dict[str, str]:
    """Rates, and numbers that are made of several."""
    first, second = (_contribution(values, told, at) for at in (1, 2))
    birth, death = random.uniform(11, 14), random.uniform(6, 7)
    good, crash = random.randrange(330, 360), random.randrange(80, 120)
    gone = round(random.uniform(3, 12), 1)
    before = round((crash + 60) / (1 - gone / 100))
    found = {
        "c1": f"{first:.1f}", "c2": f"{second:.1f}",
        "c3": f"{100 - round(first, 1) - round(second, 1):.1f}",
        "head": f"{1e4 * values['gdp'] / values['pop'] * random.uniform(0.998, 1.002):.0f}",
        "birth": f"{birth:.2f}", "death": f"{death:.2f}",
        "natural": f"{round(birth, 2) - round(death, 2):.2f}",
        "good": str(good), "good.s": f"{100 * good / 365:.1f}",
        "crash": str(crash + 60), "crash1": str(crash), "crash2": "60",
        "crash.c": str(before - crash - 60), "crash.g": f"{100 - 100 * (crash + 60) / before:.1f}",
        "sec3": told["sec3"],
    }  # fmt: skip
    prices = {f"cpi{at}": f"{random.uniform(0.2, 3.4):.1f}" for at in range(1, 8)}
    return found | prices | {"cpi": f"{random.uniform(1, 2):.1f}"}
