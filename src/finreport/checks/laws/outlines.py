"""Outlines: an amount before a colon, and below it the paragraphs or the clauses it is made of.

总收入A，其中：/ 1.甲收入B。/ 2.乙收入C。 Each item begins with the amount that is its own; what is
behind that explains it. Nothing says that no item is left out, so what differs is a doubt, and told
where one slip explains it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from finreport import patterns as re
from finreport.checks.laws.constraints import PERCENT, Constraint, Linear
from finreport.checks.laws.enumerations import SELECTED, Enumeration, slips_of
from finreport.checks.laws.facts import Fact, Facts
from finreport.checks.laws.slips import any_slip_explains, telling_slip_explains

ITEM = re.compile(
    r"\s*(?:(?P<plain>\d{1,2})[.．、]|[（(](?P<bracketed>[\d一二三四五六七八九十]{1,3})[）)]"
    r"|(?P<circled>[①-⑳])|(?P<spelt>[一二三四五六七八九十]{1,3})是"
    r"|(?P<marked>[—–-]{1,2}|[•●◆■▪·]))"
)
COLON = re.compile("(?P<words>[^，。；：:]*)[：:]$")
CLAUSE = re.compile("[；。]")
NUMBERED = ("plain", "bracketed")
NUMERALS = "一二三四五六七八九十"
MOST_BETWEEN = 4
"""How many paragraphs on the next item of a numbered list begins at the most."""

FEWEST = 2
MOST = 40
MOST_MISSED = Fraction(4, 5)
"""What share of an amount its items may miss it by to be meant for all of it."""

Paragraph = tuple[int, int]
"""The text, and the number of the paragraph in it."""


def outlined(facts: Facts) -> Iterator[Constraint]:
    """The amount before a colon is the sum of the items, or of the clauses, below it."""
    amounts: dict[Paragraph, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if not fact.cell and fact.is_additive and not (fact.is_hedged or fact.pair):
            amounts[fact.place].append(fact)
    for place, wholes in amounts.items():
        colon = COLON.search(facts.prose.get(place, "").rstrip())
        if colon and not SELECTED.search(colon["words"]):
            for parts in (_items(facts, amounts, place), _clauses(facts, amounts, place)):
                if FEWEST <= len(parts) <= MOST:
                    yield from _sums(wholes, parts)


def _items(facts: Facts, amounts: dict[Paragraph, list[Fact]], place: Paragraph) -> list[Fact]:
    """The first amount of each paragraph of the list below; nothing if one has none.

    Behind a numbered item a few paragraphs without a mark may go on with it.
    """
    parts: list[Fact] = []
    text, number = place
    kind, last = None, number
    while (text, number := number + 1) in facts.prose and number - last <= MOST_BETWEEN:
        found = ITEM.match(facts.prose[text, number])
        if not found and kind in NUMBERED:
            continue
        is_next = number == last + 1 or (found and _numbered(found) == len(parts) + 1)
        if not found or not is_next or kind not in (None, found.lastgroup):
            break
        kind, last = found.lastgroup, number
        if not amounts.get((text, number)):
            return []
        parts.append(amounts[text, number][0])
    return parts


def _numbered(found: re.Match[str]) -> int:
    """The number of an item; nothing of one that is but marked."""
    told = found[found.lastgroup or 0]
    return int(told) if told.isdecimal() else NUMERALS.find(told) + 1


def _clauses(facts: Facts, amounts: dict[Paragraph, list[Fact]], place: Paragraph) -> list[Fact]:
    """The first amount of each clause of the next paragraph; without semicolons all of them."""
    below = (place[0], place[1] + 1)
    text = facts.prose.get(below, "")
    if ITEM.match(text):
        return []
    told = amounts.get(below, [])
    if text.count("；") < FEWEST:
        return told
    heads: dict[int, Fact] = {}
    for fact in told:
        heads.setdefault(len(CLAUSE.findall(text[: fact.reading.offset or 0])), fact)
    return [*heads.values()]


def _sums(wholes: Sequence[Fact], parts: Sequence[Fact]) -> Iterator[Constraint]:
    """That the one amount of their kind which they add up to, or nearly, is their sum."""
    lists = [
        Enumeration(whole, tuple(parts), "：")
        for whole in wholes
        if all((part.unit, part.is_goal) == (whole.unit, whole.is_goal) for part in parts)
        and whole.values.width < sorted(part.value for part in parts)[1]  # one may be in 万
    ]
    fits = [each.sum for each in lists if each.sum.holds]
    near = [each.sum for each in lists if each.is_within_a_hair or _is_meant(each)]
    yield from fits[:1] or (near if len(near) == 1 else [])


def _is_meant(told: Enumeration) -> bool:
    """Whether one slip explains what the items miss, and that is not most of the whole."""
    is_near = abs(told.left) <= MOST_MISSED * abs(told.whole.value)
    is_of_size = any(slip.kind in ("unit", "exchanged") for slip in slips_of(told))
    return (is_near or is_of_size) and telling_slip_explains(told.sum)


def shares_listed(facts: Facts) -> Iterator[Constraint]:
    """1.甲A，占支出的a%；2.乙B，占支出的b%: what the items of a list are of one whole makes 100."""
    shares: dict[Paragraph, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if (fact.measure, fact.unit) == ("share", "%") and not (fact.is_hedged or fact.cell):
            shares[fact.place].append(fact)
    for text, number in facts.prose if shares else ():
        above, below = (_kind(facts, (text, place)) for place in (number, number + 1))
        parts = _items(facts, shares, (text, number)) if above != below else []
        if len(parts) > FEWEST and len({_whole_of(part) for part in parts}) == 1:
            relation = Linear((1,) * len(parts), PERCENT, PERCENT)
            found = Constraint("shares_to_whole", "equality", tuple(parts), relation, False)
            missed = abs(PERCENT - sum((part.value for part in parts), Fraction(0)))
            if found.holds or (missed <= MOST_MISSED * PERCENT and any_slip_explains(found)):
                yield found


def _kind(facts: Facts, place: Paragraph) -> str | None:
    """In which way a paragraph is marked as an item; None where it is none."""
    found = ITEM.match(facts.prose.get(place, ""))
    return found.lastgroup if found else None


def _whole_of(share: Fact) -> str:
    """What a share is of, as the words before it say: 支出 of 占支出的."""
    return share.before.rpartition("占")[2]
