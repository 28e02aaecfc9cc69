"""What several numbers of a text agree on: the whole of many shares, the rate behind many leads.

A text tells the same whole or rate again and again, under short names or none: 占外贸总值的46.6%,
占38.7%; 高于各项贷款增速3.1个百分点. Where two agree, they say what it is, and one that does
not agree is a doubt. So these laws need no name of what the words leave open.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from finreport import patterns as re
from finreport.checks.laws.constraints import Bounds, Constraint, Linear, ratio
from finreport.checks.laws.facts import (
    Fact,
    Facts,
    canonical,
    same_sentence,
    whole_called,
    words_between,
)
from finreport.checks.laws.growths import OF_A_CHANGE
from finreport.checks.laws.slips import (
    any_slip_explains,
    best_slip,
    explains,
    figures,
    telling_slip_explains,
)
from finreport.checks.laws.within_paragraphs import of_one_whole
from finreport.numbers import Interval

ALL = 100
SHARE = re.compile("(?P<part>.*?)所?占(?P<whole>.*?)(?:的?(?:比重|比例|比|份额))?[-－]?")
BARE = re.compile("(?P<part>.+?)(?:所占)?的?(?:比重|比例|占比|份额)(?P<whole>)")
OF_A_WHOLE = re.compile("(?:为|是|相当于)(?P<whole>[^，。；、\\d]{2,14}?)的$")
OTHER_TIME = re.compile("同期|当年|全年|同比|[我全本][国省市区县州盟旗]|的|总")
FEWEST = 2
TELLING = 5
"""How many figures the shares of two parts must have together for their agreement to be none of
chance, if the whole is not named as they name it."""

NAMED_TELLING = 3
MOST_PARTS = 3
"""How many amounts of one name elsewhere may be the part of a share."""


class Claim(NamedTuple):
    """A share, the amounts that may be its part, the nearest first, and the whole it names.

    ``factor`` is what the share is of all of it: a hundred in percent, one in 倍.
    """

    share: Fact
    parts: tuple[Fact, ...]
    whole: str
    factor: int = ALL


def shares_agree(facts: Facts) -> Iterator[Constraint]:
    """Shares of one whole, each with its part: what two make the whole of, the third does."""
    groups: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in (*_claims(facts), *_multiples(facts)):
        unit = claim.parts[0].unit
        groups[claim.share.text, claim.share.span[:4], unit, claim.whole].append(claim)
    amounts: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in facts.all if groups else ():
        if fact.value > 0 and (_is_told(fact) or (fact.is_amount and fact.is_plain)):
            amounts[fact.text, fact.unit, fact.span[:4]].append(fact)
    for group in groups.values():
        if len(group) >= FEWEST:
            first = group[0].parts[0]
            wholes = amounts[first.text, first.unit, first.span[:4]]
            yield from _of_one_whole(wholes, group)
            yield from _of_heads(wholes, group)
        else:
            yield from _of_like_whole(facts, group[0])


def _claims(facts: Facts) -> Iterator[Claim]:
    for paragraph in facts.paragraphs:
        last = ""
        for at, share in enumerate(paragraph):
            is_share = (share.measure, share.unit) == ("share", "%") and not share.is_hedged
            if not is_share or share.reading.base == "target" or not share.value:
                continue
            found = SHARE.fullmatch(share.name) or BARE.fullmatch(share.name)
            named = canonical(OTHER_TIME.sub("", found["whole"] or "")) if found else ""
            is_bare = found or share.before.rstrip("-－").endswith(("占", "占比", "占比为"))
            if not named and not is_bare:
                continue
            last = named or last
            part = found["part"] if found else share.name
            parts = _parts(facts, paragraph[:at], share, canonical(part) if part else "")
            if parts:
                yield Claim(share, parts, last)


def _multiples(facts: Facts) -> Iterator[Claim]:
    """甲a元，乙b元，分别为全国平均水平的x倍、y倍; 是…的z%: each of the last amount of its name."""
    for sentence in facts.sentences:
        whole = ""
        for at, fact in enumerate(sentence):
            words = OF_A_WHOLE.search(fact.before)
            is_next = at and JOINED.fullmatch(words_between(sentence[at - 1], fact))
            whole = words["whole"] if words else whole if is_next else ""
            parts = tuple(
                each
                for each in reversed(sentence[:at])
                if each.is_amount and each.is_plain and each.name == fact.name and each.unit != "倍"
            )
            if whole and parts and fact.is_plain and fact.value and fact.unit in ("倍", "%"):
                yield Claim(fact, parts[:1], whole, ALL if fact.unit == "%" else 1)


def _parts(facts: Facts, before: Sequence[Fact], share: Fact, name: str) -> tuple[Fact, ...]:
    """The amounts of a name before a share in its clause, else the one of that name elsewhere."""
    near = []
    for fact in reversed(before):
        if not same_sentence(fact, share) or "；" in share.sentence[fact.at : share.at]:
            break
        if _is_told(fact) and _may_be(fact.name, name):
            near.append(fact)
    if near or len(name) < NAMED_TELLING:
        return tuple(near)
    found = [
        fact
        for fact in facts.plain
        if fact.name.startswith(name)
        and not fact.cell
        and fact.text == share.text
        and _end(fact) == _end(share)
        and _is_told(fact)
    ]
    return tuple(found[:MOST_PARTS])


def _end(fact: Fact) -> str:
    """When the time that it is of ends: that of what was added, and of what stood there."""
    return fact.span.rpartition("/")[2]


def _is_told(fact: Fact) -> bool:
    is_change = fact.measure == "change" and fact.unit not in ("", "%", "个百分点")
    is_more = OF_A_CHANGE in fact.reading.route
    is_meant = fact.is_plain or (fact.is_goal and not fact.is_hedged and not fact.pair)
    return is_meant and bool(fact.value) and (fact.is_additive or (is_change and not is_more))


def _may_be(name: str, said: str) -> bool:
    return not said or name in said or said in name


def _of_one_whole(amounts: Sequence[Fact], group: Sequence[Claim]) -> Iterator[Constraint]:
    first = group[0].parts[0]
    named = group[0].whole
    is_of_mean = "平均" in named or not first.is_additive
    wholes = [
        fact
        for fact in amounts
        if (is_of_mean or _is_told(fact)) and all(fact not in claim.parts[:1] for claim in group)
    ]
    needed = [[_implied(claim, part) for part in claim.parts] for claim in group]
    counts = [
        sum(
            any(
                bounds.meets(whole.values)
                for part, bounds in zip(claim.parts, each, strict=True)
                if part is not whole
            )
            for claim, each in zip(group, needed, strict=True)
        )
        for whole in wholes
    ]
    agreed = max(counts, default=0)
    if agreed < FEWEST:
        yield from _misprinted(group, wholes, named)
        yield from _of_unprinted(group)
        return
    told = [whole for whole, count in zip(wholes, counts, strict=True) if count == agreed]
    runs = [(whole, [_fitting(claim, whole) for claim in group]) for whole in told]
    best = [(whole, run) for whole, run in runs if _is_agreed(whole, run, named)]
    if best:
        _, run = min(best, key=lambda each: not _is_named(each[0], named))
        yield from (each for each in run if each.holds or _is_slip(each))


HEADED = 2
"""How many paragraphs below the amount that it is of a list of shares may begin."""


def _of_heads(wholes: Sequence[Fact], group: Sequence[Claim]) -> Iterator[Constraint]:
    """Each list of shares below an amount of the name that all are of: one a budget, one a year."""
    named = group[0].whole
    heads = [fact for fact in wholes if _is_named(fact, named) and not fact.cell]
    lists: dict[Fact, list[Claim]] = defaultdict(list)
    for claim in group:
        before = [head for head in heads if _position(head) < _position(claim.share)]
        before = [head for head in before if head is not claim.parts[0]]
        if before:
            lists[before[-1]].append(claim)
    for head, run in lists.items():
        if run[0].share.place[1] - head.place[1] <= HEADED:
            yield from _misprinted(run, [head], named)
            if len(lists) > 1:
                yield from _of_one_whole([head], run)


def _position(fact: Fact) -> tuple[int, int, int]:
    return fact.place[1], fact.starts, fact.at


def _of_like_whole(facts: Facts, claim: Claim) -> Iterator[Constraint]:
    """A single share of what the text calls a little otherwise: 占行业总收入 of 行业业务收入."""
    part, end = claim.parts[0], claim.whole[-2:]
    if len(end) < FEWEST or figures(claim.share) < NAMED_TELLING or not part.is_additive:
        return
    wholes = [
        fact
        for fact in facts.comparable(part)
        if fact.is_additive and fact.value > part.value and fact.name.endswith(end)
    ]
    told = [_fitting(claim, whole) for whole in wholes if facts.may_measure_one_thing(whole, part)]
    fits = [each for each in told if each.holds]
    near = [each for each in told if telling_slip_explains(each)]
    yield from fits[:1] or (near if len(near) == 1 else [])


def _fitting(claim: Claim, whole: Fact) -> Constraint:
    """That a share is its part over a whole: of the part that makes it so, else of the nearest."""
    told = [
        Constraint(
            "share_of_whole",
            "equality",
            (claim.share, part, whole),
            ratio(claim.factor),
            is_sure=False,
        )
        for part in claim.parts
        if part is not whole
    ]
    return next((each for each in told if each.holds), told[0])


def _is_named(whole: Fact, named: str) -> bool:
    return bool(named) and (named in whole.name or whole.name in named)


def _is_agreed(whole: Fact, run: Sequence[Constraint], named: str) -> bool:
    """Whether so many figures agree on a whole that it is the one."""
    agreeing = sum(figures(each.facts[0]) for each in run if each.holds)
    return agreeing >= (NAMED_TELLING if _is_named(whole, named) else TELLING)


def _is_slip(each: Constraint) -> bool:
    """Whether a share misses by more than the last digit that may be moved to make a hundred."""
    share = each.facts[0]
    needed = each.needed(share)
    wide = share.values.width
    around = Interval(share.values.lower - wide, share.values.upper + wide)
    return not needed.meets(around) and any(best_slip(f, each.needed(f)) for f in each.facts[:2])


def _misprinted(group: Sequence[Claim], wholes: Sequence[Fact], named: str) -> Iterator[Constraint]:
    """Where shares agree on a whole that no number is: the one that a slip keeps from being it."""
    implied = [_implied(claim, claim.parts[0]) for claim in group]
    middle, agreed = _most_common(implied)
    run = [claim for claim, each in zip(group, implied, strict=True) if middle in each]
    if agreed < FEWEST or sum(figures(claim.share) for claim in run) <= TELLING:
        return
    near = []
    for whole in wholes:
        if not (_is_named(whole, named) or any(whole.place == c.share.place for c in run)):
            continue
        told = [_fitting(claim, whole) for claim in run]
        needed = reduce(Bounds.within, (each.needed(whole) for each in told))
        if not needed.is_empty and explains(whole, needed):
            near.append(told)
    if len(near) == 1:
        yield from near[0]


MOST_AGREE = 3
"""Of how many shares two must agree with each other for the third to be wrong."""


def _of_unprinted(group: Sequence[Claim]) -> Iterator[Constraint]:
    """甲24家，占比41.4%；乙21家，占比36.2%…: most agree on a whole that is told nowhere."""
    implied = [_implied(claim, claim.parts[0]) for claim in group]
    middle, agreed = _most_common(implied)
    told = [(each.width, at) for at, each in enumerate(implied) if middle in each]
    digits = sum(figures(group[at].share) for _, at in told)
    if agreed < MOST_AGREE or agreed * MOST_AGREE < len(group) * 2 or digits <= TELLING:
        return
    one = group[min(told)[1]]
    for claim in group:
        if claim is not one:
            facts = (claim.share, claim.parts[0], one.share, one.parts[0])
            law = "shares_of_one_whole"
            found = Constraint(law, "equality", facts, of_one_whole(), is_sure=False)
            if found.holds or any_slip_explains(found):
                yield found


def _implied(claim: Claim, part: Fact) -> Interval:
    """What whole a share of a part makes; nothing where its rounding reaches zero."""
    share, amount = claim.share.values, part.values
    if share.lower <= 0 or amount.lower <= 0:
        return Interval(Fraction(0), Fraction(0))
    factor = claim.factor
    return Interval(factor * amount.lower / share.upper, factor * amount.upper / share.lower)


def _most_common(intervals: Sequence[Interval]) -> tuple[Fraction, int]:
    """A value that lies in the most intervals, and in how many."""
    starts = {each.lower for each in intervals if each.upper > 0}
    counted = ((sum(start in each for each in intervals), start) for start in starts)
    count, start = max(counted, default=(0, Fraction(0)))
    return start, count


POINTS = re.compile(
    r"(?:(?:高|快|低|慢|好|落后)于(?P<than>[^，。；\d（）()]{2,24}?)(?:平均)?(?:水平)?"
    r"|比(?P<beside>[^，。；\d（）()]{2,24}?)(?:平均)?(?:水平)?[高快低慢]出?)(?:约|近)?$"
)
ABOUT = re.compile(
    "同期|同比|本外币|人民币|金融机构|各项|全部|平均|余额|增长|增速|增幅|涨幅|水平|的|[我全本][国省市区县州盟旗]"
)
TIME = re.compile("上[年月季]|去年|前[一二三]|年[初末]|季度|半年|月")


class Lead(NamedTuple):
    """By how many points a rate is above another, and that rate."""

    points: Fact
    own: Fact


def leads_agree(facts: Facts) -> Iterator[Constraint]:
    """增速高于各项贷款b个百分点, 分别比规上工业快a、b个百分点: all are compared with one rate.

    It is printed, or what several rates less their points make it.
    """
    groups: dict[_Compared, list[Lead]] = defaultdict(list)
    called: dict[str, str] = {}
    for sentence in facts.sentences:
        for at, first in enumerate(sentence):
            found = POINTS.search(first.clause)
            other = found and (found["than"] or found["beside"])
            name = ABOUT.sub("", other) if other and not TIME.search(other) else ""
            if not (found and name and other):
                continue
            called[name] = ABOUT.sub("", whole_called(other))
            subject = ABOUT.sub("", first.clause[: found.start()])
            for lead in _leads(sentence, at, subject):
                own = lead.own
                groups[(*_kind(own), name)].append(lead)
    for (*kind, name), group in groups.items():
        rates = [
            fact
            for fact in facts.plain
            if fact.unit == "%"
            and [*_kind(fact)] == kind
            and ABOUT.sub("", fact.name) in (name, called[name])
            and not fact.cell
        ]
        yield from _of_one_rate(group, rates)


_Compared = tuple[int, str, str, str, str]


def _kind(rate: Fact) -> tuple[int, str, str, str]:
    """What rates must have in common to be compared: text, measure, base and year."""
    return rate.text, rate.measure, rate.reading.base or "", rate.span[:4]


def _leads(sentence: Sequence[Fact], at: int, subject: str) -> Iterator[Lead]:
    """The points from one on that a list joins, each with its rate.

    These are the last ones before them; of a single one the rate of what its clause begins with.
    """
    run = [sentence[at]]
    for fact in sentence[at + 1 :]:
        words = run[-1].after[: fact.at - run[-1].at - len(run[-1].reading.printed)]
        if not JOINED.fullmatch(words):
            break
        run.append(fact)
    rates = [fact for fact in sentence[:at] if fact.unit == "%"]
    named = [fact for fact in rates if subject and ABOUT.sub("", fact.name).startswith(subject)]
    rates = (named if named and len(run) == 1 else rates)[-len(run) :]
    are_rates = all(fact.is_plain and fact.measure in ("growth", "share") for fact in rates)
    are_points = all(fact.measure == "change_pp" and fact.is_plain for fact in run)
    is_list = len(run) == 1 or "分别" in sentence[at].before[-OPENED_BEFORE:]
    if are_rates and are_points and is_list and len(rates) == len(run):
        yield from (Lead(points, own) for points, own in zip(run, rates, strict=True))


OF_ANOTHER = Fraction(1, 2)
"""Points within which a single rate may be that of another scope, such as one currency."""

JOINED = re.compile("(?:个|个百分点|%|倍)?(?:、|和|及|与)")
OPENED_BEFORE = 24
"""How many characters at the most stand between 分别 and the first number of its list."""


def _of_one_rate(group: Sequence[Lead], rates: Sequence[Fact]) -> Iterator[Constraint]:
    implied = [
        Interval(
            lead.own.values.lower - lead.points.values.upper,
            lead.own.values.upper - lead.points.values.lower,
        )
        for lead in group
    ]
    fits = [[rate.values.meets(each) for each in implied] for rate in rates]
    agreed = max(range(len(rates)), key=lambda at: sum(fits[at]), default=None)
    if agreed is not None and any(fits[agreed]):
        for lead in group:
            told = (lead.points, lead.own, rates[agreed])
            yield Constraint("lead", "equality", told, Linear((1, -1, 1)), is_sure=False)
        return
    start, count = _most_meeting(implied)
    is_one = len({rate.values for rate in rates}) == 1
    if count < FEWEST:
        for lead in group if is_one else ():
            told = (lead.points, lead.own, rates[0])
            found = Constraint("lead", "equality", told, Linear((1, -1, 1)), is_sure=False)
            off = abs(lead.points.value - lead.own.value + rates[0].value)
            if off > OF_ANOTHER and any_slip_explains(found):
                yield found
        return
    run = [lead for lead, each in zip(group, implied, strict=True) if each.meets(start)]
    rest = [lead for lead in group if lead not in run]
    one = run[0]
    for lead in (*run[1:], *rest):
        both = (lead.points, lead.own, one.points, one.own)
        yield Constraint("lead", "equality", both, Linear((1, -1, -1, 1)), is_sure=False)
    if is_one:
        for lead in run:
            told = (lead.points, lead.own, rates[0])
            yield Constraint("lead", "equality", told, Linear((1, -1, 1)), is_sure=False)


def _most_meeting(intervals: Sequence[Interval]) -> tuple[Interval, int]:
    """The interval that the most others meet, and how many with itself."""
    counted = [sum(one.meets(other) for other in intervals) for one in intervals]
    at = max(range(len(intervals)), key=lambda each: counted[each])
    return intervals[at], counted[at]
