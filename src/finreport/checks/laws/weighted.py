"""Growth of a whole by the growth of its parts and their shares of it, which a paragraph prints."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, GrownSum
from finreport.checks.laws.facts import MEANS, Fact, Facts, canonical
from finreport.checks.laws.proved import ADDED_SLACK, price_slack
from finreport.checks.laws.shares import SHARE
from finreport.checks.laws.slips import best_slip

ALL = 100
OFF = Fraction(1, 4)
"""How far from a hundred the shares of all parts are at the most, as rounded."""

SLACK = Fraction(3, 5)
"""Points by which it may differ where scopes are adjusted, as those of investment are."""

KEY = re.compile("第[一二三]产业")
SHARE_WORDS = re.compile("(?:投资|增加值)?(?:占.+)?(?:的?(?:比重|比例|占比|份额|结构))?$")
MOST = 8
SLIPS = ("exchanged", "digit", "direction", "sign", "point")


def growth_by_shares(facts: Facts) -> Iterator[Constraint]:
    """Parts that grew, whose shares of one whole make a hundred, make the growth of that whole."""
    for paragraph in facts.paragraphs:
        rates = [fact for fact in paragraph if fact.is_rate]
        shares = [
            fact
            for fact in paragraph
            if fact.measure == "share" and fact.is_plain and fact.unit in ("%", "")
        ]
        for run in wholes(shares):
            parts = [_growth_of(share, rates) for share in run]
            told = [part for part in parts if part]
            if len(set(told)) == len(run):
                whole = _whole_named(run, told, rates) or _whole(told, rates)
                yield from _told(whole, told, run) if whole else ()


INDUSTRIES = tuple(f"第{number}产业增加值" for number in "一二三")
PRODUCT = "地区生产总值"
STRUCTURE = tuple(f"{name}占{PRODUCT}比重" for name in INDUSTRIES)


def growth_by_structure(facts: Facts) -> Iterator[Constraint]:
    """The growth of GDP by that of the industries and by its structure, wherever that stands."""
    for whole in facts.named(PRODUCT, "growth"):
        if whole.cell or whole.reading.base != "previous_year" or whole.unit != "%":
            continue
        rates, shares = (
            [
                [
                    fact
                    for fact in facts.named(name, measure, span=whole.span)
                    if fact.text == whole.text and fact.reading.base == base and not fact.cell
                ]
                for name in names
            ]
            for names, measure, base in (
                (INDUSTRIES, "growth", "previous_year"),
                (STRUCTURE, "share", None),
            )
        )
        if all(len(found) == 1 for found in (*rates, *shares)):
            yield from _told(whole, [rate for [rate] in rates], [share for [share] in shares])


def wholes(shares: Sequence[Fact]) -> Iterator[Sequence[Fact]]:
    """Every run of shares that make a hundred."""
    start = 0
    while start < len(shares):
        for end in range(start + 2, min(start + MOST, len(shares)) + 1):
            run = shares[start:end]
            if abs(sum((fact.value for fact in run), Fraction(-ALL))) <= OFF:
                yield run
                start = end - 1
                break
        start += 1


def _growth_of(share: Fact, rates: Sequence[Fact]) -> Fact | None:
    """The growth of what has a share: the nearest one before it whose name says the same."""
    found = KEY.search(share.name)
    key = found[0] if found else SHARE_WORDS.sub("", share.name)
    named = [fact for fact in rates if key and fact.name.startswith(key) and precedes(fact, share)]
    return named[-1] if named else None


def precedes(one: Fact, other: Fact) -> bool:
    """Whether one of two of a paragraph stands before the other."""
    return (one.starts, one.at) < (other.starts, other.at)


def _whole_named(
    shares: Sequence[Fact], parts: Sequence[Fact], rates: Sequence[Fact]
) -> Fact | None:
    """The growth of what all shares say that they are of, if it stands there once."""
    found = [SHARE.fullmatch(share.name) for share in shares]
    named = {canonical(each["whole"]) if each else "" for each in found}
    when = {(fact.span, fact.reading.base) for fact in parts}
    told = [
        rate for rate in rates if named == {rate.name} and when == {(rate.span, rate.reading.base)}
    ]
    return told[0] if len(told) == 1 else None


def _whole(parts: Sequence[Fact], rates: Sequence[Fact]) -> Fact | None:
    """The growth right before that of the first part, of a name that ends as the parts do."""
    first = min(parts, key=lambda fact: (fact.starts, fact.at))
    before = [fact for fact in rates if precedes(fact, first)]
    whole = before[-1] if before else None
    alike = whole and all(
        whole.name[-2:] == part.name[-2:]
        and bool(MEANS.search(whole.name)) == bool(MEANS.search(part.name))
        for part in parts
    )
    is_one = whole and len({(fact.span, fact.reading.base) for fact in (whole, *parts)}) == 1
    return whole if alike and is_one else None


def _told(whole: Fact, parts: Sequence[Fact], shares: Sequence[Fact]) -> Iterator[Constraint]:
    levels = tuple(fact.values for fact in shares)
    if any(level.lower <= 0 for level in levels):
        return
    is_added = all("增加值" in fact.name for fact in parts)
    slack = price_slack(ADDED_SLACK, [fact.value for fact in parts], levels) if is_added else SLACK
    relation = GrownSum(levels, slack)
    told = (whole, *parts)
    found = Constraint("grown_sum", "approximation", told, relation, is_sure=False)
    slips = (best_slip(fact, found.needed(fact)) for fact in told)
    if found.holds or any(slip and slip.kind in SLIPS for slip in slips):
        yield found
