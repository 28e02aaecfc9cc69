"""Tables of a few columns: blocks of rows that add up to one above them, shares of a whole.

Such a table tests a sum once or twice, not in twelve months; so what says that rows are all the
parts of another is their agreement in one column to many figures, and that proves it for the other
columns. Where the only column fails, nothing but a telling slip in a long number is said.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import pairwise, permutations
from typing import NamedTuple

from msgspec.structs import replace

from finreport.checks.laws.constraints import (
    Constraint,
    Formula,
    Hint,
    Linear,
    Never,
    adds_up,
    at_most,
    ratio,
)
from finreport.checks.laws.enumerations import Enumeration, is_near_whole, is_no_chance
from finreport.checks.laws.facts import MEANS, Fact, Facts
from finreport.checks.laws.growths import growth_between_levels
from finreport.checks.laws.slips import (
    any_slip_explains,
    best_slip,
    figures,
    telling_slip_explains,
)

MOST_COLUMNS = 8
"""Tables of more columns prove their sums by the columns together."""

MOST_PARTS = 14
TELLING = 300
"""How many times its own uncertainty a whole must be for one agreement to prove a sum."""

LONG = 5
"""How many figures a whole must have for a near miss to be told by itself."""

FIRST = 4
"""How many rows right below one may be all of its parts though more rows follow."""

ADDED = ("level", "count", "change", "share")
PERCENT = Fraction(100)

Column = dict[int, Fact]
"""The facts of a column by row."""


class Block(NamedTuple):
    """A row, and the rows that are its parts."""

    whole: int
    parts: tuple[int, ...]


def block_sum(facts: Facts) -> Iterator[Constraint]:
    """Rows below or above one that add up to it, in one column at least, do so in all."""
    for table in facts.tables:
        columns = _columns(table)
        if len(columns) > MOST_COLUMNS or any("form." in fact.reading.route for fact in table):
            continue
        blocks: dict[Block, list[Column]] = defaultdict(list)
        cells = {fact.cell[:3] for fact in table if fact.cell}
        marked = {row for *_, row in cells & facts.marked}
        for column in columns:
            for rows in _levels(column, marked):
                for block in _blocks(column, rows):
                    blocks[block].append(column)
        taken = {(block.whole, part) for block in blocks for part in block.parts}
        for block, proofs in blocks.items():
            for column in columns:
                yield from _told(block, column, is_proof=column in proofs)
        for column in columns:
            proven = [block for block, proofs in blocks.items() if column in proofs]
            yield from _alike(column, proven)
            yield from _near(column, taken)
            yield from _marked(column, marked, {part for _, part in taken})


def _levels(column: Column, marked: Set[int]) -> Iterator[list[int]]:
    """All rows of a column, and those but the marked ones, which are parts of the row above."""
    rows = sorted(column)
    yield rows
    unmarked = [row for row in rows if row not in marked]
    if len(unmarked) in range(1, len(rows)):
        yield unmarked


def part_in_table(facts: Facts) -> Iterator[Constraint]:
    """A row that says 其中 is not more than the largest one above it that does not say so.

    Rows right above it may be parts as well, without a word of it.
    """
    for table in facts.tables if facts.marked else ():
        for column in _columns(table):
            wholes: list[Fact] = []
            for _, fact in sorted(column.items()):
                if fact.cell and fact.cell[:3] not in facts.marked:
                    wholes.append(fact)
                    continue
                told = [whole for whole in wholes if _are_of_one_kind(fact, whole)]
                if told:
                    pair = (fact, max(told, key=lambda whole: whole.value))
                    yield Constraint("part_of_whole", "limit", pair, at_most(), is_sure=False)


def _are_of_one_kind(part: Fact, whole: Fact) -> bool:
    """Whether both are amounts of one unit that add up."""
    are_told = all(fact.is_additive and fact.is_plain and fact.value > 0 for fact in (part, whole))
    return are_told and (part.unit, part.measure) == (whole.unit, whole.measure)


def _columns(table: Sequence[Fact]) -> list[Column]:
    found: dict[int, Column] = defaultdict(dict)
    for fact in table:
        if fact.cell and fact.measure in ADDED and "/" not in fact.unit:
            found[fact.cell[3]][fact.cell[2]] = fact
    return [found[key] for key in sorted(found)]


def _blocks(column: Column, rows: Sequence[int]) -> Iterator[Block]:
    """Every row with each run of rows behind it, one behind another, or right before it."""
    for at, whole in enumerate(rows):
        if not _may_be_whole(column[whole]):
            continue
        start = at + 1
        while (end := _run(column, whole, rows[start : start + MOST_PARTS])) is not None:
            yield Block(whole, tuple(rows[start : start + end]))
            start += end
        before = rows[max(at - MOST_PARTS, 0) : at][::-1]
        if start == at + 1 and (end := _run(column, whole, before)) is not None:
            yield Block(whole, tuple(sorted(before[:end])))


def _may_be_whole(fact: Fact) -> bool:
    return fact.value > TELLING * fact.values.width and not MEANS.search(fact.name)


def _run(column: Column, whole: int, rows: Sequence[int]) -> int | None:
    """How many of the rows add up to a whole, if they tell enough; None if none do."""
    total = column[whole]
    lower = upper = Fraction(0)
    for count, row in enumerate(rows, 1):
        fact = column[row]
        if not _is_part(fact, total):
            return None
        lower, upper = lower + fact.values.lower, upper + fact.values.upper
        if lower > total.values.upper:
            return None
        if count > 1 and upper >= total.values.lower:
            slack = upper - lower + total.values.width
            smallest = min(column[each].value for each in rows[:count])
            is_telling = total.value > TELLING / 3 * slack and smallest > 0
            return count if is_telling else None
    return None


def _is_part(fact: Fact, whole: Fact) -> bool:
    alike = fact.unit == whole.unit and fact.measure == whole.measure
    return alike and 0 <= fact.value < whole.value and not MEANS.search(fact.name)


def _told(block: Block, column: Column, *, is_proof: bool) -> Iterator[Constraint]:
    rows = (block.whole, *block.parts)
    told = tuple(column[row] for row in rows if row in column)
    if len(told) == len(rows) - 1 and len(told) > 2 and block.whole in column:
        yield from _empty(told)
    if len(told) < len(rows) or len({(fact.unit, fact.measure) for fact in told}) > 1:
        return
    found = Constraint("table_sum", "equality", told, adds_up(len(block.parts)), is_sure=False)
    is_mean = any(MEANS.search(fact.name) for fact in told) or _is_of_each_row(told)
    if is_proof or (
        not is_mean and (found.holds or telling_slip_explains(found) or _is_misprint(found))
    ):
        yield found


def _is_of_each_row(told: Sequence[Fact]) -> bool:
    """Whether shares are each of the amount of its own row: several are as large as the first."""
    whole, *parts = told
    return whole.measure == "share" and sum(part.value >= whole.value for part in parts) > 1


def _is_misprint(constraint: Constraint) -> bool:
    """Whether one digit, or two exchanged, mends a column of a block that another column proves."""
    slips = (best_slip(fact, constraint.needed(fact)) for fact in constraint.facts)
    return any(slip and slip.kind in ("digit", "exchanged") for slip in slips)


def _empty(told: tuple[Fact, ...]) -> Iterator[Constraint]:
    """That a cell is missing where what is left of a block lacks much of its whole."""
    relation = adds_up(len(told) - 1)
    lacks = not relation.holds([fact.values for fact in told])
    is_less = sum((fact.value for fact in told[1:]), Fraction(0)) < told[0].value
    alike = len({(fact.unit, fact.measure) for fact in told}) == 1
    if lacks and is_less and alike:
        hints = (Hint(0, "missing", told[0].values),)
        yield Constraint("table_sum", "equality", told, Never(), False, hints)


BOTH = re.compile("总计|合计|总量")


def balanced_sides(facts: Facts) -> Iterator[Constraint]:
    """总计 of income at the left and of expenditure at the right: a balance has both the same."""
    for table in facts.tables:
        rows: dict[int, Column] = defaultdict(dict)
        for fact in table:
            if fact.cell and BOTH.search(fact.name) and fact.is_additive:
                rows[fact.cell[2]][fact.cell[3]] = fact
        for row in rows.values():
            left, right = _sides(row)
            told = [
                Constraint("accounts", "equality", (row[one], row[other]), adds_up(1), False)
                for one, other in zip(left, right, strict=False)
            ]
            held = sum(each.holds for each in told)
            if len(left) == len(right) and held > 1 and held * 2 >= len(told):
                yield from told


def _sides(row: Column) -> tuple[list[int], list[int]]:
    """The columns of a row up to one without a number, and those behind it."""
    columns = sorted(row)
    gaps = [at for at, (one, other) in enumerate(pairwise(columns), 1) if other - one > 1]
    return (columns[: gaps[0]], columns[gaps[0] :]) if len(gaps) == 1 else (columns, [])


NOUN = 2
"""How many last characters of its name say what the head of a block is: 东部地区, 中部地区."""


def _alike(column: Column, proofs: Sequence[Block]) -> Iterator[Constraint]:
    """A row named as two heads of proven blocks are, with the rows up to the next such head."""
    wholes = {block.whole for block in proofs if block.parts[0] > block.whole}
    nouns = Counter(column[whole].name[-NOUN:] for whole in wholes)
    heads = {noun for noun, count in nouns.items() if count > 1}
    made = {row for block in proofs for row in (block.whole, *block.parts)}
    rows = sorted(column)
    named = [at for at, row in enumerate(rows) if column[row].name[-NOUN:] in heads]
    for at, end in pairwise([*named, len(rows)]):
        parts = rows[at + 1 : end]
        told = (column[rows[at]], *(column[row] for row in parts))
        if rows[at] in made or made & {*parts} or len(parts) < 2 or len(told) > MOST_PARTS + 1:
            continue
        found = Constraint("table_sum", "equality", told, adds_up(len(parts)), is_sure=False)
        are_alike = all(_is_like(fact, told[0]) for fact in told)
        if are_alike and not found.holds and any_slip_explains(found):
            yield found


def _is_like(fact: Fact, head: Fact) -> bool:
    """Whether it may be a part of a head, whatever its size: a slip may have made it larger."""
    return (fact.unit, fact.measure) == (head.unit, head.measure) and fact.value >= 0


def _near(column: Column, taken: set[tuple[int, int]]) -> Iterator[Constraint]:
    """Rows from one to the end of its block that miss it by a telling slip in a long number."""
    rows = sorted(column)
    for at, row in enumerate(rows):
        whole = column[row]
        if (
            not _may_be_whole(whole)
            or _told_figures(whole) < LONG
            or not (at == 0 or _is_all(whole))
        ):
            continue
        parts: list[Fact] = []
        for below in rows[at + 1 : at + 1 + MOST_PARTS]:
            if not _is_part(column[below], whole) or (row, below) in taken:
                break
            parts.append(column[below])
        for count in dict.fromkeys((len(parts), *range(2, min(len(parts), FIRST + 1)))):
            told = (whole, *parts[:count])
            if count < 2 or min(map(figures, told)) < LONG - 2:
                continue
            found = Constraint("table_sum", "equality", told, adds_up(count), is_sure=False)
            if not found.holds and telling_slip_explains(found):
                yield found
                break


def _marked(column: Column, marked: Set[int], told_of: Set[int]) -> Iterator[Constraint]:
    """Rows from one that says 其中 on that miss the row they are parts of by a slip alone."""
    rows = sorted(column)
    for at, row in enumerate(rows):
        above = [column[each] for each in rows[:at] if each not in marked]
        if row not in marked or not above:
            continue
        ends = (end for end in range(at + 1, len(rows)) if rows[end] in marked)
        listed = rows[at : next(ends, len(rows))][:MOST_PARTS]
        parts = tuple(column[each] for each in listed)
        wholes = [each for each in above if all(_is_part(part, each) for part in parts)]
        if len(parts) < 2 or not wholes:
            continue
        told = min((Enumeration(each, parts, MARK) for each in wholes), key=lambda it: abs(it.left))
        is_taken = any(each in told_of for each in listed)
        is_told = _may_be_whole(told.whole) and not told.sum.holds and not is_taken
        if is_told and (is_near_whole(told) or is_no_chance(told)):
            yield replace(told.sum, law="table_sum")


MARK = "其中"
"""What opens a list of rows, as # does."""


def _told_figures(fact: Fact) -> int:
    """How many figures a number has without the zeros of a round one."""
    return figures(fact) - len(fact.reading.printed) + len(fact.reading.printed.rstrip("0"))


def _is_all(fact: Fact) -> bool:
    return re.search("合计|总计|全部|各项|总", fact.name) is not None


def share_in_table(facts: Facts) -> Iterator[Constraint]:
    """A column of shares is another column over one of its rows, if it is so in most rows."""
    for table in facts.tables:
        columns: dict[int, Column] = defaultdict(dict)
        for fact in table:
            if fact.cell:
                columns[fact.cell[3]][fact.cell[2]] = fact
        for at, shares in columns.items():
            if all(fact.measure == "share" and fact.unit == "%" for fact in shares.values()):
                nearest = sorted((abs(key - at), key) for key in columns if key != at)
                amounts = [columns[key] for _, key in nearest if _is_amounts(columns[key])]
                yield from next(filter(None, (_shared(shares, each) for each in amounts)), [])


def _is_amounts(column: Column) -> bool:
    return all(fact.is_amount for fact in column.values())


def _is_levels(column: Column) -> bool:
    """Whether all are amounts, or indices among them, which grow as amounts do."""
    return all(fact.is_amount or fact.measure == "level" for fact in column.values())


def _shared(shares: Column, amounts: Column) -> list[Constraint]:
    """The shares of the whole that most rows agree on; those of a part of the rows as well."""
    best: list[Constraint] = []
    most = 1
    for row, whole in amounts.items():
        triples = [
            (share, amounts[at], whole)
            for at, share in shares.items()
            if at in amounts and at != row and amounts[at].unit == whole.unit and whole.value > 0
        ]
        told = [
            Constraint("share_of_whole", "equality", each, ratio(PERCENT), is_sure=False)
            for each in triples
        ]
        held = sum(each.holds for each in told)
        if held > most:
            is_proved = held >= FEWEST_ROWS and held >= MOST_ROWS * len(told)
            explains = any_slip_explains if is_proved else telling_slip_explains
            most, best = held, [each for each in told if each.holds or explains(each)]
    return best


def rate_between_columns(facts: Facts) -> Iterator[Constraint]:
    """A column of growth, or of shares, is made of two others in most rows.

    Growth, and an index of the year before, may as well be that of one column on its row of the
    year before.
    """
    for table in facts.tables:
        columns: dict[int, Column] = defaultdict(dict)
        for fact in table:
            if fact.cell and fact.cell[3] <= MOST_COLUMNS + 1:
                columns[fact.cell[3]][fact.cell[2]] = fact
        amounts = [column for column in columns.values() if _is_levels(column)]
        for rates in columns.values():
            kinds = {(fact.measure, fact.reading.base) for fact in rates.values()}
            if kinds == {("growth", "previous_year")}:
                told = {row: fact for row, fact in rates.items() if not REAL.search(fact.name)}
                relation = growth_between_levels()
                yield from _made_of(told, amounts, "growth_of_levels", relation)
                yield from _made_of_rows(told, amounts, relation)
            elif kinds == {("price_index", None)}:
                told = {row: fact for row, fact in rates.items() if not REAL.search(fact.name)}
                yield from _made_of_rows(told, amounts, ratio(PERCENT))
            elif kinds == {("share", "target")}:
                yield from _made_of(rates, amounts, "completion", ratio(PERCENT))
            elif kinds == {("share", None)}:
                yield from _made_of(rates, amounts, "share_of_whole", ratio(PERCENT))


REAL = re.compile("生产总值|产业|增加值")
"""What grows at constant prices, and so not as two amounts beside it say."""


def _made_of(
    rates: Column, amounts: Sequence[Column], law: str, relation: Formula
) -> list[Constraint]:
    """The relation of a column of rates to two columns of amounts, where most rows keep it."""
    return _most_kept(
        [
            Constraint(law, "equality", (rate, over[row], under[row]), relation, is_sure=False)
            for row, rate in rates.items()
            if row in over and row in under and under[row].value > 0 and over[row].value > 0
        ]
        for over, under in permutations(amounts, 2)
    )


def _made_of_rows(
    rates: Column, amounts: Sequence[Column], relation: Formula
) -> Iterator[Constraint]:
    """The relation of rates to a column's rows of the same year and the one before.

    What fails without a slip is on a basis of its own: the year before was told anew.
    """
    for each in _most_kept(
        [
            Constraint("growth_of_levels", "equality", (rate, *pair), relation, is_sure=False)
            for rate in rates.values()
            if (pair := _of_years(rate, {fact.span: fact for fact in column.values()}))
        ]
        for column in amounts
    ):
        if each.holds or any_slip_explains(each):
            yield each


def _of_years(rate: Fact, by_year: Mapping[str, Fact]) -> tuple[Fact, Fact] | None:
    """The amounts of the year of a rate and of the year before; none where either is missing."""
    if not rate.span.isdigit():
        return None
    now, then = by_year.get(rate.span), by_year.get(str(int(rate.span) - 1))
    return (now, then) if now and then and min(now.value, then.value) > 0 else None


def _most_kept(tried: Iterable[list[Constraint]]) -> list[Constraint]:
    """The one of several relations of columns that holds in most rows; none where none does.

    Rows that fail for one number that all of them have count as one.
    """
    best: list[Constraint] = []
    most = FEWEST_ROWS - 1
    for told in tried:
        held = sum(each.holds for each in told)
        failing = [set(each.facts) for each in told if not each.holds]
        if held > 1 and len(failing) > 1 and set.intersection(*failing):
            held += 1
        if held > most and held >= MOST_ROWS * len(told):
            most, best = held, told
    return best


def shares_across(facts: Facts) -> Iterator[Constraint]:
    """Shares beside one another in a row are all of a whole, if they are so in most rows."""
    for table in facts.tables:
        rows: dict[int, Column] = defaultdict(dict)
        for fact in table:
            if fact.cell and (fact.measure, fact.unit, fact.reading.base) == ("share", "%", None):
                rows[fact.cell[2]][fact.cell[3]] = fact
        told = [
            Constraint(
                "shares_to_whole",
                "equality",
                tuple(shares.values()),
                Linear((1,) * len(shares), PERCENT, PERCENT),
                is_sure=False,
            )
            for shares in rows.values()
            if len(shares) > 1 and max(shares) - min(shares) == len(shares) - 1
        ]
        held = sum(each.holds for each in told)
        if held >= FEWEST_ROWS and held >= MOST_ROWS * len(told):
            yield from told


FEWEST_ROWS, MOST_ROWS = 3, 0.7
"""How many rows, and what share of them, prove what a column is made of."""
