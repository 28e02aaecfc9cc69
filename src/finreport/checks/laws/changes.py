"""Changes that a sentence adds up: what each part of a loan or deposit added makes the whole."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise, takewhile

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear, adds_up
from finreport.checks.laws.enumerations import OTHERS
from finreport.checks.laws.facts import Fact, Facts, are_opposites, same_sentence, words_between
from finreport.checks.laws.growths import OF_A_CHANGE
from finreport.checks.laws.slips import any_slip_explains, best_slip, figures
from finreport.checks.laws.slips import slips as slips_of
from finreport.checks.laws.sums import between

OPENED = re.compile("其中[，：:]?[^，；]{0,16}$|[：:（][^，；]{0,16}$")
LEAST = 2
FIGURES = 3
"""How many figures a number must have for a slip in it to explain a sum."""

MUCH = Fraction(3, 2)
"""How many times the whole its parts are too much where another digit may be wrong."""

VAGUE = 10
"""What part of a number the room for what it should be may be for its digits to say anything."""

TURNED = ("direction", "sign")
MISSPELT = ("exchanged", "unit", "point")
HOUSEHOLDS = re.compile("住户|个人|居民")
TERMS = (re.compile("(?<!中)短期"), re.compile("中长期"))
"""The terms of the loans of households, which have no bills."""


def change_sum(facts: Facts) -> Iterator[Constraint]:
    """减少A，其中甲减少B，乙增加C: with their signs the parts behind 其中 add up to the whole.

    A list may leave parts out; where it does not add up, one slip that few values allow must mend
    it. Another digit is such a slip only where nothing is left out, as of the loans of households.
    """
    for sentence in facts.sentences:
        moves = [fact for fact in sentence if _is_move(fact)]
        for at, whole in enumerate(moves[:-1]):
            part = moves[at + 1]
            words = whole.sentence[whole.at : part.at]
            if "；" in words or not OPENED.search(words):
                continue
            run = [*takewhile(partial(_is_beside, whole), moves[at + 1 :])]
            yield from _told(facts, whole, _of_one_depth(run))


def _is_move(fact: Fact) -> bool:
    is_change = fact.measure == "change" and fact.unit not in ("", "%") and fact.is_plain
    return is_change and OF_A_CHANGE not in fact.reading.route and not fact.cell


def _of_one_depth(run: Sequence[Fact]) -> list[Fact]:
    """The first of some parts and those that stand where it does: none of a part's own parts."""
    beside = takewhile(lambda part: part.depth >= run[0].depth, run)
    return [part for part in beside if part.depth == run[0].depth]


def _is_beside(whole: Fact, part: Fact) -> bool:
    """Whether a part is of the same kind and stands before the next semicolon."""
    words = whole.sentence[whole.at : part.at]
    is_one = (part.unit, part.span) == (whole.unit, whole.span) and same_sentence(part, whole)
    return is_one and "；" not in words


def _told(facts: Facts, whole: Fact, run: Sequence[Fact]) -> Iterator[Constraint]:
    for count in range(LEAST, len(run) + 1):
        found = _sum(whole, run[:count])
        if found.holds and whole.values.width < min(abs(fact.value) for fact in run[:count]):
            yield found
            return
    if len(run) < LEAST:
        return
    found = _sum(whole, run)
    if not found.holds and _may_be_of_others(facts, whole, run):
        return
    total = sum((fact.value for fact in run), Fraction(0))
    lacks = 1 - total / whole.value if whole.value else Fraction(1)
    slips: tuple[str, ...] = (*TURNED, *MISSPELT)
    if _are_terms(whole, run) or lacks < -MUCH:
        slips = (*slips, "digit")
    elif 0 < lacks <= OTHERS:
        slips = ("exchanged",)
    is_far = abs(lacks) > 1 and any(_makes_near(fact, found) for fact in found.facts)
    if is_far or any(_is_mended(fact, found, slips) for fact in found.facts):
        yield found


def _may_be_of_others(facts: Facts, whole: Fact, run: Sequence[Fact]) -> bool:
    """Whether what the changes miss can be that of what the levels before them leave out."""
    levels = [facts.before(change) for change in (whole, *run)]
    amounts = [level for level in levels if level and level.is_additive and level.is_plain]
    return len(amounts) == len(levels) and 0 < abs(_rest((whole, *run))) <= _rest(amounts)


NEARLY = Fraction(1, 10)
"""What share of a whole a list may leave out where another digit makes all the difference."""


def _makes_near(fact: Fact, found: Constraint) -> bool:
    """Whether one slip in a number turns parts that are far off into nearly all of the whole."""
    rest = sum((each.value for each in found.facts[1:]), Fraction(0)) - found.facts[0].value
    whole, sign = found.facts[0].value, -1 if fact is found.facts[0] else 1
    for slip in slips_of(fact):
        if slip.kind not in (*TURNED, *MISSPELT, "digit"):
            continue
        meant = slip.value * fact.scale
        of = meant if sign < 0 else whole
        if 0 <= -(rest + sign * (meant - fact.value)) <= NEARLY * abs(of):
            return of > 0
    return False


LITTLE = Fraction(1, 400)
"""What share of a whole a list that is meant for all of it leaves out at the most."""

FAR = Fraction(1, 100)


def levels_and_changes(facts: Facts) -> Iterator[Constraint]:
    """A，增加a，其中甲B，增加b，乙C，增加c: where one of the two adds up, so does the other.

    Both as near as others that are left out let them.
    """
    for paragraph in facts.paragraphs:
        pairs = [
            (level, change)
            for level, change in pairwise(fact for fact in paragraph if not fact.is_in_brackets)
            if _is_move(change) and same_sentence(level, change)
            if level.is_additive and level.is_plain and level.unit == change.unit
        ]
        for at, whole in enumerate(pairs[:-1]):
            run = [*takewhile(partial(_is_part, whole[0], pairs[at + 1]), pairs[at + 1 :])]
            words = between(whole[1], run[0][0]) if run else None
            if len(run) >= LEAST and words and "其中" in words:
                levels, changes = zip(whole, *run, strict=True)
                columns = [_nearly(levels), _nearly(changes, _rest(levels))]
                missed = [_missed(each) for each in columns]
                if min(missed) <= LITTLE:
                    yield from (
                        each
                        for each, far in zip(columns, missed, strict=True)
                        if each.holds or (far > FAR and any(_is_slip(f, each) for f in each.facts))
                    )


def _is_part(whole: Fact, first: tuple[Fact, Fact], pair: tuple[Fact, Fact]) -> bool:
    """Whether a level behind a whole is less than it and of the sentence of the first part."""
    part = pair[0]
    is_one = (part.unit, part.span) == (whole.unit, whole.span)
    return is_one and same_sentence(part, first[0]) and part.value < whole.value


def _nearly(told: tuple[Fact, ...], others: Fraction = Fraction(0)) -> Constraint:
    """That a sum nearly holds; ``others`` is what those that are left out may add or take."""
    slack = max(LITTLE * abs(told[0].value), others)
    relation = Linear((1, *[-1] * (len(told) - 1)), -slack, slack)
    return Constraint("change_sum", "approximation", told, relation, is_sure=False)


def _rest(levels: Sequence[Fact]) -> Fraction:
    """What a whole is more than the parts told of it."""
    return 2 * levels[0].value - sum((fact.value for fact in levels), Fraction(0))


def _missed(found: Constraint) -> Fraction:
    whole, *parts = (fact.value for fact in found.facts)
    return abs(whole - sum(parts, Fraction(0))) / abs(whole) if whole else Fraction(1)


def _is_slip(fact: Fact, found: Constraint) -> bool:
    return best_slip(fact, found.needed(fact)) is not None


def opposites_add_up(facts: Facts) -> Iterator[Constraint]:
    """其中，轻工业贷款增加A…重工业贷款增加B: both make what the paragraph above says of all."""
    for before, paragraph in pairwise(facts.paragraphs):
        moves = [fact for fact in paragraph if _is_move(fact)]
        if len(moves) != LEAST or not moves[0].before.startswith("其中"):
            continue
        rest = common(moves[0].name, moves[1].name)
        wholes = [fact for fact in before if _is_move(fact) and rest and fact.name.endswith(rest)]
        if not are_opposites(moves[0].name, moves[1].name) or len(wholes) != 1:
            continue
        if (wholes[0].unit, wholes[0].span) == (moves[0].unit, moves[0].span):
            found = _sum(wholes[0], moves)
            if found.holds or any_slip_explains(found):
                yield found


INDEX = re.compile("指数(?:为|达到?)?$")
ON_YEAR = re.compile(
    "^[^，；\\d]{0,3}，(?:比|较)(?:上年|去年)(?:同期|同月)?(?:上升|上涨|提高|下降|下跌|回落|降低)了?$"
)
BASE = 100
"""What the prices of the year before are in an index."""


def index_and_rise(facts: Facts) -> Iterator[Constraint]:
    """价格指数为102.9%，比上年上升2.9个百分点: the index is a hundred and what prices rose by.

    Points may be of the index itself (108.6, up 3.0 from 105.6) where no other of the sentence
    says that they are of prices.
    """
    for sentence in facts.sentences:
        told = [
            Constraint("index_and_rise", "equality", pair, Linear((1, -1), BASE, BASE), False)
            for pair in pairwise(sentence)
            if _is_index(*pair)
        ]
        are_of_prices = any(each.holds for each in told)
        yield from (each for each in told if are_of_prices or each.facts[1].unit == "%")


def _is_index(index: Fact, rise: Fact) -> bool:
    """Whether an index stands before what it rose by over a year."""
    is_index = INDEX.search(index.before) and index.unit in ("", "%")
    is_rise = rise.unit in RISEN and ON_YEAR.search(words_between(index, rise))
    return bool(is_index and is_rise)


RISEN = ("%", "个百分点")


def common(one: str, other: str) -> str:
    """The longest end that two names share."""
    at = 0
    while at < min(len(one), len(other)) and one[-1 - at] == other[-1 - at]:
        at += 1
    return one[len(one) - at :]


def _sum(whole: Fact, parts: Sequence[Fact]) -> Constraint:
    told = (whole, *parts)
    return Constraint("change_sum", "equality", told, adds_up(len(parts)), is_sure=False)


def _are_terms(whole: Fact, run: Sequence[Fact]) -> bool:
    """Whether the parts are the two terms of the loans of households."""
    is_theirs = HOUSEHOLDS.search(whole.name) is not None and len(run) == len(TERMS)
    return is_theirs and all(term.search(fact.name) for term, fact in zip(TERMS, run, strict=False))


def _is_mended(fact: Fact, found: Constraint, kinds: Sequence[str]) -> bool:
    needed = found.needed(fact)
    slip = best_slip(fact, needed)
    if slip is None or needed.lower is None or needed.upper is None:
        return False
    room = needed.upper - needed.lower
    is_vague = slip.kind not in TURNED and room > abs(slip.value * fact.scale) / VAGUE
    return slip.kind in kinds and not is_vague and (slip.kind in TURNED or figures(fact) >= FIGURES)
