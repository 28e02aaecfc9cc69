"""Prose beside tables: an amount and its growth, and words for up and down, that a row has too.

Names of rows and of the prose differ; that one of the two numbers agrees tells which row is meant.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Hint, Linear, Same, adds_up
from finreport.checks.laws.facts import AMOUNTS, Fact, Facts, canonical, essence
from finreport.checks.laws.slips import figures, looks_like_a_slip, telling_slip_explains

LEVEL_FIGURES = 4
"""How many figures a level must have for its agreement alone to name a row."""

GROWTH_FIGURES = 2


class Told(NamedTuple):
    """An amount and its growth, of one row or one clause."""

    level: Fact
    growth: Fact


def row_retold(facts: Facts) -> Iterator[Constraint]:
    """An amount and its growth in the prose are those of the row that they agree with.

    One of the two has to agree; the other may differ by a slip where the names share a word.
    """
    rows = [told for fact in facts.plain if (told := _row(facts, fact))]
    for fact in facts.plain if rows else ():
        growth = None if fact.cell or fact.measure not in AMOUNTS else facts.next_to(fact)
        if growth is None or growth.measure != "growth" or not growth.is_plain:
            continue
        if growth.name not in ("", fact.name) or not (row := _row_of(Told(fact, growth), rows)):
            continue
        for one, other in zip((fact, growth), row, strict=True):
            yield Constraint("repetition", "repetition", (one, other), Same(), is_sure=False)


def _row(facts: Facts, level: Fact) -> Told | None:
    """An amount of a table with the growth that its row prints of the same period."""
    if not level.cell or level.measure not in AMOUNTS or level.unit == "%":
        return None
    rates = [
        fact
        for fact in facts.row_of(level)
        if (fact.measure, fact.unit, fact.span) == ("growth", "%", level.span)
    ]
    return Told(level, rates[0]) if len(rates) == 1 else None


def _row_of(told: Told, rows: Sequence[Told]) -> Told | None:
    """The one row that a clause tells of; none where two could be."""
    near = [
        row
        for row in rows
        if (row.level.unit, row.level.span) == (told.level.unit, told.level.span)
        and share_a_word(row.level.name, told.level.name)
    ]
    for fits in (_agree, _level_agrees, _growth_agrees):
        found = [row for row in near if fits(told, row)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_same(one: Fact, other: Fact) -> bool:
    return Same().holds((one.values, other.values))


def _agree(told: Told, row: Told) -> bool:
    return _is_same(told.level, row.level) and _is_same(told.growth, row.growth)


def _level_agrees(told: Told, row: Told) -> bool:
    least = min(figures(told.level), figures(row.level))
    return _is_same(told.level, row.level) and least >= LEVEL_FIGURES


def _growth_agrees(told: Told, row: Told) -> bool:
    is_telling = min(figures(told.growth), figures(row.growth)) >= GROWTH_FIGURES
    is_same = is_telling and _is_same(told.growth, row.growth)
    return is_same and looks_like_a_slip(told.level, row.level)


ALL = re.compile("^(?:总计|合计|全部|总额|总量)$")


def caption_retold(facts: Facts) -> Iterator[Constraint]:
    """The row of all in a table is what its caption names, told in the prose as well."""
    for cell in facts.plain:
        if not cell.cell or not ALL.search(cell.name):
            continue
        caption = canonical(facts.prose.get(cell.place, "").replace("行业", ""))
        found = [
            fact
            for fact in facts.comparable(cell)
            if not fact.cell
            and len(fact.name) > SHORTEST
            and fact.name in caption
            and (fact.measure, fact.reading.base) == (cell.measure, cell.reading.base)
        ]
        if len({fact.name for fact in found}) == 1:
            fact = found[0]
            if Same().holds((fact.values, cell.values)) or looks_like_a_slip(fact, cell):
                yield Constraint("repetition", "repetition", (fact, cell), Same(), is_sure=False)


SHORTEST = 3


def share_a_word(one: str, other: str) -> bool:
    """Whether two names share two characters that follow one another, or all of one of them."""
    short, long = sorted((essence(one).core, essence(other).core), key=len)
    if len(short) == 1:
        return short in long
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


TURNED = re.compile(
    r"(?:^|[，。；;：]|其中)(?P<names>[^，。；;：\d]{2,80}?)"
    r"(?:产量|产值|价格|销量|[比较]上年|不同程度|有所|同比|均|都|也|则|略|大幅|明显)*"
    r"(?:(?P<up>增加|增长|上升|上涨|增产)|(?P<down>减少|下降|下滑|回落|下跌|减产))(?=[，。；;]|$)"
)
"""A list of things that grew or fell, without a number."""


def turned_without_number(facts: Facts) -> Iterator[Constraint]:
    """What the prose says to have grown, or fallen, did so in the one row of that name."""
    rows: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for fact in facts.plain:
        if fact.cell and fact.measure == "growth" and fact.unit == "%":
            rows[fact.text, essence(fact.name).core].append(fact)
    for (text, paragraph), words in facts.prose.items() if rows else ():
        for found in TURNED.finditer(words) if paragraph > 0 else ():
            for name in re.split("、|[和及与](?=[^、]*$)", re.sub(r"\s", "", found["names"])):
                told = rows.get((text, _core(name)), [])
                if len(told) == 1:
                    ends = (0, None) if found["up"] else (None, 0)
                    hints = (Hint(0, "sign", told[0].values),)
                    yield Constraint(
                        "turned", "limit", (told[0],), Linear((1,), *ends), False, hints
                    )


OPENED = re.compile("^.*(?:作物|产品|商品|品种|行业|其中)")


@cache
def _core(name: str) -> str:
    return essence(canonical(OPENED.sub("", name) or name)).core


CLASSES = re.compile("第([一二三])产业")


def industries_in_table(facts: Facts) -> Iterator[Constraint]:
    """The rows of the three industries add up to the row above them, whatever stands between."""
    for table in facts.tables:
        columns: dict[int, list[Fact]] = defaultdict(list)
        for fact in table:
            if fact.cell and fact.is_additive and fact.is_plain:
                columns[fact.cell[3]].append(fact)
        for column in columns.values():
            kinds = [CLASSES.search(fact.reading.subject or "") for fact in column]
            rows = [at for at, kind in enumerate(kinds) if kind]
            if [kinds[at][1] for at in rows] != list("一二三") or not rows[0]:  # type: ignore[index]
                continue
            whole, parts = column[rows[0] - 1], [column[at] for at in rows]
            if len({fact.unit for fact in (whole, *parts)}) > 1:
                continue
            told = (whole, *parts)
            found = Constraint("table_sum", "equality", told, adds_up(3), is_sure=False)
            if found.holds or telling_slip_explains(found):
                yield found
