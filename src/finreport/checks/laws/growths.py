"""Growth: against level and change, against other growth, against an earlier period, and words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from finreport import patterns as re
from finreport.checks.laws.constraints import (
    Bounds,
    Constraint,
    Formula,
    Hint,
    Linear,
    Never,
    Strength,
    adds_up,
    at_most,
)
from finreport.checks.laws.facts import (
    AMOUNTS,
    Fact,
    Facts,
    canonical,
    essence,
    same_sentence,
    whole_called,
    words_between,
)
from finreport.checks.laws.slips import (
    OF_SIZE,
    any_slip_explains,
    best_slip,
    telling_slip_explains,
)
from finreport.numbers import Interval

REAL = re.compile("增加值|生产总值|产值|业务总量|价格|能耗")
"""Growth of these is in constant prices or by its own method: levels do not give it."""

OTHER_BASIS = re.compile("可比|口径|不变价|调整后")
"""Words that say that growth is not that of the printed levels."""

RATE_MEASURES = ("growth", "level", "share")
YEAR = re.compile(r"\d{4}")


OF_A_CHANGE = "change.more"
"""How a reader came to a number that says by how much a change is more than an earlier one."""

ON_A_YEAR = re.compile("同比|[比较与](?:上年|去年)")


def level_growth_change(facts: Facts) -> Iterator[Constraint]:
    """The change is what the growth makes of the level before it.

    What a month adds (7月份，贷款增加…) is no change on the year before, unless it is said to be.
    """
    for change in facts.all:
        base = change.reading.base
        if change.measure != "change" or not change.is_plain or REAL.search(change.name):
            continue
        is_said = _is_on_a_year(change)
        if OF_A_CHANGE in change.reading.route or not (is_said or _is_beside_both(facts, change)):
            continue
        if base not in ("previous_year", "year_start") or change.unit in ("%", ""):
            continue
        if not change.name or (change.unit != "元" and GROSS.search(change.before)):
            continue
        span = change.span.rpartition("/")[2] if base == "year_start" else change.span
        level = facts.best(change, change.name, *AMOUNTS, span=span)
        beside = facts.next_to(change)
        is_its = beside and beside.is_rate and beside.name == change.name and beside.span == span
        growth = beside if is_its else facts.best(change, change.name, "growth", span=span)
        if not (level and growth and level.unit == change.unit and growth.unit == "%"):
            continue
        if growth.reading.base not in ("previous_year", base):
            continue
        is_one = base in ("previous_year", growth.reading.base)
        if not (is_one or YEAR.fullmatch(change.span)):
            continue
        strength: Strength = "equality" if is_one else "approximation"
        told = (growth, level, change)
        is_plain = not any(OTHER_BASIS.search(fact.sentence) for fact in told)
        is_sure = is_said and is_plain
        found = Constraint("level_growth_change", strength, told, grown(), is_sure)
        if strength == "approximation" and not TOTAL.search(change.name) and _is_near(found):
            continue
        is_meant = is_plain and _is_beside_both(facts, change) and any_slip_explains(found)
        if is_sure or found.holds or is_meant or telling_slip_explains(found):
            yield found


GROSS = re.compile("新增$")
"""Words before what came new, which of anything but money is more than what is left of it."""

TOTAL = re.compile("各项[存贷]款")
ADJUSTED = 1
"""Points by which the growth of a part of loans is off where what belongs to it was adjusted."""


def _is_near(found: Constraint) -> bool:
    """Whether a growth misses what it should be by no more than an adjustment makes."""
    growth, needed = found.facts[0], found.needed(found.facts[0])
    around = Bounds(growth.values.lower - ADJUSTED, growth.values.upper + ADJUSTED)
    return not found.holds and needed.meets(around)


def _is_beside_both(facts: Facts, change: Fact) -> bool:
    """Whether its level stands right before it and its growth right behind: A，增加B，增长p%."""
    level, growth = facts.before(change), facts.next_to(change)
    is_level = level is not None and level.is_amount and level.name == change.name
    return is_level and growth is not None and growth.is_rate and growth.name == change.name


def _is_on_a_year(change: Fact) -> bool:
    """Whether it is over a whole year, or said to be against the same time of the year before.

    Or since the start of the year.
    """
    clause = change.clause
    is_said = change.cell or ON_A_YEAR.search(clause) or SINCE.search(clause)
    return YEAR.fullmatch(change.span) is not None or bool(is_said)


SINCE = re.compile("[比较](?:上年|去年|年初|年末)[^，。；]{0,6}$")
BESIDE = re.compile(
    "[、，（(](?:同比|比上年)?(?:增长|下降|增幅|降幅|增加|减少|增收|减收|增支|减支)(?:为)?$"
)
NAMELESS = re.compile(r"\W*")
DAY = re.compile(r"-\d\d-\d\d$")
"""How the period of what stands on a day ends."""


def change_and_growth(facts: Facts) -> Iterator[Constraint]:
    """A，比上年增加B（增长C%）; A，占…，同比增长C%，增加B: both are since the same day.

    So it is wherever in the year the level stands.
    """
    for sentence in facts.sentences:
        for one, other in pairwise(sentence):
            change, growth = (one, other) if one.measure == "change" else (other, one)
            words = words_between(one, other)
            if not (change.measure == "change" and change.is_plain and growth.is_rate):
                continue
            before = [fact for fact in sentence[: sentence.index(one)] if fact.unit != "%"]
            level = next((fact for fact in reversed(before) if fact.measure != "change"), None)
            if not (level and level.is_plain and level.is_additive and level.unit == change.unit):
                continue
            is_flow = not DAY.search(level.reading.period or "")
            is_since = _are_since_one_day(change, growth, words, is_flow=is_flow)
            if OF_A_CHANGE in change.reading.route or not is_since:
                continue
            names = {fact.name for fact in (change, growth) if not NAMELESS.fullmatch(fact.name)}
            is_other = OTHER_BASIS.search(level.sentence[level.at : other.at])
            if names <= {level.name} and not REAL.search(level.name) and not is_other:
                told = (growth, level, change)
                yield Constraint("level_growth_change", "equality", told, grown(), is_sure=False)


def _are_since_one_day(change: Fact, growth: Fact, words: str, *, is_flow: bool) -> bool:
    """Whether a change and a growth behind one another are since the same time.

    What a flow is more it can only be on the year before.
    """
    first, base = (change, change.reading.base) if change.at < growth.at else (growth, "")
    if not BESIDE.search(words):
        return False
    if base == "target":
        return "比" not in words
    if is_flow and base == "previous_year" and ON_A_YEAR.search(growth.before[-8:]):
        return True
    if base == "":
        return ON_A_YEAR.search(growth.before[-8:]) is not None and "比" not in words
    is_since = base in ("year_start", "previous_year") and (
        SINCE.search(first.before) or ON_A_YEAR.search(first.clause)
    )
    return bool(is_since) and not (base == "year_start" and "同比" in words)


def grown() -> Formula:
    """Growth in percent, the level now, and the change since."""
    return Formula(
        (
            lambda level, change: 100 * change / (level - change),
            lambda growth, change: change * (1 + 100 / growth),
            lambda growth, level: level * growth / (100 + growth),
        )
    )


TURNED = re.compile(
    r"(?P<up>提高|提升|增加|增长|上升|增|升|扩大|上涨)|(?P<down>下降|降低|减少|降|缩小|压缩|减|回落|收窄)"
)
RANKED = re.compile("[位名]")


def from_to(facts: Facts) -> Iterator[Constraint]:
    """由A提高到B: B is above A, and what follows as difference or growth is theirs."""
    for sentence in facts.sentences:
        for at, start in enumerate(sentence[:-1]):
            end = sentence[at + 1]
            if not _is_pair(start, end):
                continue
            words = start.sentence[start.at : end.at]
            turns = list(TURNED.finditer(words)) or list(TURNED.finditer(start.before[-4:]))
            if turns and not RANKED.search(end.unit) and not start.is_hedged and end.unit != "":
                is_up = turns[-1]["up"] is not None
                pair = (start, end) if is_up else (end, start)
                yield Constraint("from_to_verb", "limit", pair, at_most())
            yield from _between_from_and_to(start, end, sentence[at + 2 :])


def _is_pair(start: Fact, end: Fact) -> bool:
    is_one_thing = start.unit == end.unit and start.name == end.name
    return (start.pair, end.pair) == ("from", "to") and is_one_thing and not end.is_hedged


def _between_from_and_to(
    start: Fact, end: Fact, following: tuple[Fact, ...]
) -> Iterator[Constraint]:
    """The difference of A and B where it is printed behind them, before another thing is told."""
    for fact in following[:1]:
        words = words_between(end, fact)
        if len(words) > 16 or fact.name != end.name or fact.is_hedged:
            return
        if fact.measure == "change_pp" or (fact.measure == "change" and fact.unit == end.unit):
            yield Constraint("from_to_change", "equality", (fact, end, start), Linear((1, -1, 1)))
        elif fact.measure == "growth" and fact.reading.base != "average" and "年均" not in words:
            told = (fact, end, start)
            yield Constraint("from_to_growth", "approximation", told, growth_between_levels())


def growth_between_levels() -> Formula:
    """Growth in percent, the level now, and that then."""
    return Formula(
        (
            lambda now, then: 100 * (now / then - 1),
            lambda growth, then: then * (1 + growth / 100),
            lambda growth, now: now / (1 + growth / 100),
        )
    )


LEADS = re.compile(
    r"(?P<word>高于|快于|好于|高出|超过|领先|低于|慢于|落后于)(?P<other>[^，。；\d]{2,}?)"
    r"(?:平均)?(?:水平)?(?:约|近|了)?$"
)


def lead(facts: Facts) -> Iterator[Constraint]:
    """A rate above or below another by so many points is their difference."""
    for fact in facts.all:
        if fact.measure != "change_pp" or not fact.is_plain or fact.cell:
            continue
        clause = fact.clause
        found = None if "分别" in clause else LEADS.search(clause)
        if not found or re.search("全国|中部|西部|东部|全球|世界|周边", found["other"]):
            continue
        own = _own_rate(facts, fact)
        other = own and _other_rate(facts, own, found["other"])
        if own and other and own is not other:
            yield Constraint("lead", "equality", (fact, own, other), Linear((1, -1, 1)))


ASIDE = re.compile(r"[（(](?:为|增长|下降)?[-－]?$")
BEHIND = re.compile(r"[%％][）)][^，。；\d（(]{0,8}")
COMPARING = re.compile("(?P<below>[低慢]|落后)|[高快好]")


def lead_aside(facts: Facts) -> Iterator[Constraint]:
    """高于全国（a%）b个百分点, 比全省（a%）和全国（c%）分别高b、d个百分点: so much above each.

    The points are the rate told before less each of those aside.
    """
    for sentence in facts.sentences:
        for at, first in enumerate(sentence):
            asides = _aside(sentence[:at])
            points = sentence[at : at + len(asides)]
            if not asides or any(fact.unit != "个百分点" for fact in points):
                continue
            clause = first.clause
            is_behind = BEHIND.fullmatch(asides[-1].after[: _gap(asides[-1], first)])
            word = COMPARING.search(clause) if is_behind else None
            rates = [
                fact
                for fact in sentence[: sentence.index(asides[0])]
                if fact.unit == "%"
                and fact.measure in RATE_MEASURES
                and fact.is_plain
                and not fact.is_in_brackets
            ]
            if not (word and rates) or len(points) < len(asides):
                continue
            own = rates[-1]
            for aside, each in zip(asides, points, strict=True):
                is_below = word["below"] and each.value > 0
                is_fall = re.search("[（(](?:下降|[-－])$", aside.before) and aside.value > 0
                weights = (-1 if is_below else 1, -1, -1 if is_fall else 1)
                told = (each, own, aside)
                yield Constraint("lead", "equality", told, Linear(weights), is_sure=False)


def _gap(one: Fact, other: Fact) -> int:
    """How many characters stand between two numbers of a sentence."""
    return other.at - one.at - len(one.reading.printed)


def _aside(before: Sequence[Fact]) -> list[Fact]:
    """The rates in brackets, each in its own, that end what stands before a number."""
    found: list[Fact] = []
    for fact in reversed(before):
        is_aside = fact.unit == "%" and ASIDE.search(fact.before)
        is_alone = re.match("[%％][）)]", fact.after) is not None
        if not (is_aside and is_alone) or (found and _gap(fact, found[0]) > NEAR_ASIDE):
            break
        found.insert(0, fact)
    return found


NEAR_ASIDE = 12
"""How many characters at the most stand between two rates aside: %）和全国平均水平（."""


def _own_rate(facts: Facts, fact: Fact) -> Fact | None:
    """The rate that a difference is told of: of its name, in its sentence and before it."""
    rates = [
        each
        for each in facts.named(fact.name, *RATE_MEASURES)
        if each.unit == "%" and same_sentence(each, fact) and each.at < fact.at
    ]
    return max(rates, key=lambda each: each.at, default=None)


def _other_rate(facts: Facts, own: Fact, other: str) -> Fact | None:
    """The rate that another is compared with, by its full name, a short one, or a shared end."""
    name = whole_called(other)
    bare = canonical(re.sub(r"^(?:全[省市区州部]|同期)+", "", other))
    found = [
        fact
        for fact in facts.all
        if fact.measure == own.measure
        and fact.unit == "%"
        and fact.is_plain
        and fact.span == own.span
        and fact.reading.base == own.reading.base
        and (fact.name == name or _is_sibling(fact.name, own.name, bare))
    ]
    near = [fact for fact in found if fact.place == own.place]

    def preferred(fact: Fact) -> tuple[bool, Fraction, bool]:
        """The same quantity first: output is compared with output, not with value added."""
        return fact.name[-2:] != own.name[-2:], fact.rank, fact.name != name

    return min(near or found, key=preferred, default=None)


def _is_sibling(name: str, own: str, other: str) -> bool:
    """城镇居民 beside 农村居民人均可支配收入 stands for 城镇居民人均可支配收入."""
    end = name[len(other) :].removeprefix("总")
    return len(other) >= 3 and name.startswith(other) and len(end) >= 2 and own.endswith(end)


EARLIER = (
    ("前三季度", "{0}-01/{0}-09"),
    ("上半年", "{0}-01/{0}-06"),
    ("一季度", "{0}-01/{0}-03"),
    ("1-11月", "{0}-01/{0}-11"),
)
COMPARED = re.compile(r"(?:较|比)(?P<period>前三季度|上半年|一季度|1-11月)[^，。；]*$")
LAST_YEAR = re.compile(r"(?:较|比)(?:上年|去年)(?:末|底|年末)?[^，。；]*$")


def earlier_period(facts: Facts) -> Iterator[Constraint]:
    """A rate faster or slower than an earlier one by so many points is their difference.

    Where the earlier fall is said to narrow (收窄) or widen, the points go the other way.
    """
    for fact in facts.all:
        if fact.measure != "change_pp" or not fact.is_plain or fact.cell:
            continue
        clause = fact.clause
        now = _rate_now(facts, fact)
        then_span = _earlier_span(clause, fact.span)
        if not now or now.unit != "%" or not then_span:
            continue
        thens = [
            each
            for each in facts.named(now.name, now.measure, span=then_span)
            if each.unit == "%" and each.reading.base == now.reading.base
        ]
        then = min(thens, key=lambda each: each.rank, default=None)
        if then:
            of_fall = re.search("[降跌]幅", fact.before) or (
                re.search("收窄|扩大", clause) and now.value <= 0
            )
            weights = (1, 1, -1) if of_fall else (1, -1, 1)
            yield Constraint("earlier_period", "equality", (fact, now, then), Linear(weights))


THEN = re.compile(r"[较比与][^，。；]{0,12}?(?:年|月|季度|时期|同期|期)[^，。；\d]{0,4}[-－]?$")
MOVED = re.compile(
    "[%％](?:明显|大幅|小幅|显著)?(?:回升|提[高升]|加快|上升|增加|扩大|下降|回落|降低|放缓|收窄)了?"
)


def moved_from(facts: Facts) -> Iterator[Constraint]:
    """增长a%，较一季度的b%回升c个百分点: c is a less b."""
    for points in facts.plain:
        then = facts.before(points) if points.measure == "change_pp" and not points.cell else None
        now = facts.before(then) if then else None
        if then is None or now is None or {then.unit, now.unit} != {"%"}:
            continue
        is_told = THEN.search(then.before) and MOVED.fullmatch(words_between(then, points))
        if is_told and now.is_plain and now.name == then.name:
            told = (points, now, then)
            yield Constraint("earlier_period", "equality", told, Linear((1, -1, 1)), is_sure=False)


def _rate_now(facts: Facts, fact: Fact) -> Fact | None:
    own = _own_rate(facts, fact)
    name = re.sub("[降涨跌]幅$", "", fact.name)
    return own or facts.best(fact, name, "growth") or facts.best(fact, name, "share", "level")


def _earlier_span(clause: str, span: str) -> str:
    year = span[:4]
    if found := COMPARED.search(clause):
        return dict(EARLIER)[found["period"]].format(year)
    if LAST_YEAR.search(clause) and len(span) == 4 and year.isdigit():
        return str(int(year) - 1)
    return ""


ABOVE_ALL = re.compile(
    r"均(?:明显|显著|大幅|远)?(?P<word>高于|快于|低于|慢于)(?:全[省市区州]|同期)?"
    r"(?P<other>[^，。；\d]{2,14}?)(?:的?(?:平均)?(?:增速|增长|水平))?(?=[，。；]|$)"
)


def above_all(facts: Facts) -> Iterator[Constraint]:
    """Of a list that is 均高于 a rate, every member is above it."""
    for sentence in facts.sentences:
        for found in ABOVE_ALL.finditer(sentence[0].sentence):
            members = _list_before(sentence, found.start())
            if len(members) == 1:
                members = _named_before(sentence, found.start()) or _two_before(sentence, found)
            name = canonical(re.sub("^(?:整体|总体|全部)", "各项", found["other"]))
            if not members:
                continue
            other = _compared_with(facts, members[0], name)
            members = [member for member in members if other and member.unit == other.unit]
            members = [member for member in members if member is not other]
            if other and members:
                yield from _claimed(members, other, is_low=found["word"] in ("低于", "慢于"))


def _claimed(members: list[Fact], other: Fact, *, is_low: bool) -> Iterator[Constraint]:
    """One constraint a member; if the claim is wrong of all, it is the word that is."""
    told = [
        Constraint("above_all", "limit", (member, other) if is_low else (other, member), at_most())
        for member in members
    ]
    if len(members) > 1 and not any(each.holds for each in told):
        facts = (*members, other)
        hints = tuple(Hint(at, "order", fact.values) for at, fact in enumerate(facts))
        told = [Constraint("above_all", "limit", facts, Never(), hints=hints)]
    yield from told


def _list_before(sentence: tuple[Fact, ...], end: int) -> list[Fact]:
    """The last list of rates before a place of the sentence."""
    rates = [fact for fact in sentence if fact.at < end and fact.measure == "growth"]
    run: list[Fact] = []
    for fact in reversed(rates):
        words = fact.after[: run[-1].at - fact.at - len(fact.reading.printed)] if run else ""
        if run and not re.fullmatch(r"%?(?:[、和及与]|以及)", words):
            break
        run.append(fact)
    return run


def _named_before(sentence: tuple[Fact, ...], end: int) -> list[Fact]:
    """The rates behind 其中, each of which has a clause with its own name: 甲增长…，乙增长…，均."""
    opened = sentence[0].sentence.rfind("其中", 0, end)
    found = [
        fact
        for fact in sentence
        if opened >= 0 and opened < fact.at < end and "；" not in fact.sentence[opened:end]
    ]
    are_rates = all(fact.is_rate for fact in found)
    return found[::-1] if are_rates and len({fact.name for fact in found}) == len(found) else []


def _two_before(sentence: tuple[Fact, ...], found: re.Match[str]) -> list[Fact]:
    """The rates before it, which 均 says are two at the least; the last one if there are more."""
    rates = [fact for fact in sentence if fact.at < found.start() and fact.is_rate]
    return rates if len(rates) == PAIR else rates[-1:]


PAIR = 2


def _compared_with(facts: Facts, near: Fact, name: str) -> Fact | None:
    """The growth of a name where that of another ends; of a longer name if that is one alone."""
    named = [whole_called(name), name, f"本外币{name}", f"人民币{name}"]
    end = near.span.rpartition("/")[2]
    rates = [fact for fact in facts.plain if fact.is_rate and fact.span.endswith(end)]
    for each in named:
        found = [fact for fact in rates if fact.name == each]
        own = [fact for fact in found if fact.text == near.text]
        if own or found:
            return min(own or found, key=lambda fact: fact.rank)
    longer = [fact for fact in rates if "各项" in name and fact.name.endswith(name)]
    return longer[0] if len({fact.values for fact in longer}) == 1 else None


PASSED_ASIDE = re.compile(
    r"(?<![未不没])(?<!没有)(?:(?P<above>超过|超出|高于|多于)|低于|少于|不及)[^，。；：\d]{2,}[（(]$"
)


def above_aside(facts: Facts) -> Iterator[Constraint]:
    """新增A，已超过去年全年增量（B）: an amount is above what stands in brackets behind it."""
    for aside in facts.plain:
        found = PASSED_ASIDE.search(aside.before)
        own = facts.before(aside) if found else None
        if not (found and own and own.is_plain) or own.unit != aside.unit or "%" in own.unit:
            continue
        if own.at < found.start() and own.measure not in ("change_pp", "share"):
            told = (aside, own) if found["above"] else (own, aside)
            yield Constraint("above_all", "limit", told, at_most(), is_sure=False)


def growth_of_levels(facts: Facts) -> Iterator[Constraint]:
    """Growth of a nominal amount is its level over that of a year before, where both stand."""
    for growth in facts.all:
        is_rate = growth.measure == "growth" and growth.reading.base == "previous_year"
        year = growth.span[:4]
        if not is_rate or not growth.is_plain or REAL.search(growth.name) or not year.isdigit():
            continue
        if not growth.name:
            continue
        if growth.unit != "%":
            continue
        beside = (*facts.row_of(growth), facts.before(growth))
        own = [
            fact
            for fact in beside
            if fact and fact.is_amount and fact.is_plain
            if (fact.name, fact.span) == (growth.name, growth.span)
        ]
        now = own[0] if len(own) == 1 else facts.best(growth, growth.name, *AMOUNTS)
        before = growth.span.replace(year, str(int(year) - 1))
        then = facts.best(growth, growth.name, *AMOUNTS, span=before)
        is_told = now and then and now.reading.printed != then.reading.printed
        if now and then and is_told and now.unit == then.unit and then.value > 0:
            told = (growth, now, then)
            found = Constraint("growth_of_levels", "approximation", told, growth_between_levels())
            if not _is_of_two(facts, now) or found.holds or any_slip_explains(found):
                yield found


MUCH = 2
"""How many times as large another amount of a name must be to be of another thing."""


def _is_of_two(facts: Facts, level: Fact) -> bool:
    """Whether a text tells two amounts under one name: 财政收入 and 一般预算收入."""
    named = facts.named(level.name, *AMOUNTS, span=level.span)
    own = [fact.value for fact in named if (fact.text, fact.unit) == (level.text, level.unit)]
    return len(own) > 1 and max(own) > MUCH * min(own)


def planned_growth(facts: Facts) -> Iterator[Constraint]:
    """A planned amount and its growth make the amount of a year before, told in its own place.

    Where most of a text's plans do, what one misses is no other basis, but an error.
    """
    told: dict[int, list[Constraint]] = defaultdict(list)
    for growth in facts.all:
        if found := _planned_on_year_before(facts, growth):
            told[growth.text].append(found)
    for plans in told.values():
        holding = [each for each in plans if each.holds]
        is_usual = len(holding) > FEW_PLANS and len(holding) * 3 >= len(plans) * 2
        yield from (
            each
            for each in plans
            if each.holds or _is_slip(each) or (is_usual and _is_on_outcome(each.facts[0]))
        )


FEW_PLANS = 2
"""How many plans may agree with the year before by chance."""


def _planned_on_year_before(facts: Facts, growth: Fact) -> Constraint | None:
    now = facts.before(growth)
    is_rate = growth.measure == "growth" and growth.reading.base == "previous_year"
    if not (is_rate and growth.is_goal and growth.unit == "%" and now and now.is_goal):
        return None
    is_one = (now.name, now.span) == (growth.name, growth.span) and now.is_additive
    if not is_one or now.is_hedged or growth.is_hedged or not now.span.isdigit():
        return None
    then = facts.best(growth, growth.name, *AMOUNTS, span=str(int(now.span) - 1))
    is_told = then is not None and then.unit == now.unit and then.value > 0
    if then is None or not is_told or not facts.may_measure_one_thing(now, then):
        return None
    told = (growth, now, then)
    return Constraint(
        "growth_of_levels", "approximation", told, growth_between_levels(), is_sure=False
    )


ON_BUDGET = re.compile("预算数?(?:增[长加]|下降|减少)了?$")


def _is_on_outcome(growth: Fact) -> bool:
    """Whether it can be on what came of the year before, and is not said to be on a budget."""
    return not (ON_BUDGET.search(growth.before) or OTHER_BASIS.search(growth.sentence))


def _is_slip(found: Constraint) -> bool:
    """Whether a telling slip, and no other basis, explains why a plan's growth does not hold."""
    growth = found.facts[0]
    slips = [best_slip(fact, found.needed(fact)) for fact in found.facts]
    if any(slip and slip.kind in ("exchanged", "direction") for slip in slips):
        return True
    is_off = not any(slip and slip.kind in OF_SIZE for slip in slips)
    return is_off and _is_on_outcome(growth) and telling_slip_explains(found)


def level_and_change(facts: Facts) -> Iterator[Constraint]:
    """The level less its change is the level before, where that is printed."""
    for change in facts.all:
        if change.measure != "change" or not change.is_plain or change.cell:
            continue
        year = change.span[:4]
        if change.reading.base not in ("previous_year", "year_start") or not year.isdigit():
            continue
        now = facts.best(change, change.name, *AMOUNTS)
        then = facts.best(change, change.name, *AMOUNTS, span=str(int(year) - 1))
        if now and then and now.unit == then.unit == change.unit and len(change.span) == 4:
            facts_told = (change, now, then)
            yield Constraint("level_and_change", "approximation", facts_told, Linear((1, -1, 1)))


def index_growth(facts: Facts) -> Iterator[Constraint]:
    """A price index on the year before as 100 is 100 more than its growth in percent."""
    growths = [
        fact
        for fact in facts.plain
        if (fact.measure, fact.unit) == ("growth", "%")
        and not any(each.is_amount for each in facts.row_of(fact))  # 食品烟酒 6330元: of spending
    ]
    for index in facts.plain:
        if index.measure != "price_index" or not INDEX_NEAR_100.lower < index.value:
            continue
        if index.value > INDEX_NEAR_100.upper:
            continue
        for growth in growths:
            is_its = index.name and essence(_indexed(growth.name)).may_be(
                essence(_indexed(index.name))
            )
            if is_its and growth.span == index.span and growth.reading.base == "previous_year":
                relation = Linear((1, -1), 100, 100)
                told = (index, growth)
                yield Constraint("index_growth", "repetition", told, relation, is_sure=False)


def _indexed(name: str) -> str:
    """What an index is of: its name without that word, as often as a row and a head say it."""
    return re.sub("(?:总?指数|CPI)+$", "", name) or name


INDEX_NEAR_100 = Interval(Fraction(60), Fraction(160))
"""Between which a price index has the year before as 100."""

CLASSES = re.compile("第([一二三])(?:产业|拉动|对)")
INDUSTRIES = 3
PRODUCT = "地区生产总值"
PRODUCTS = (PRODUCT, f"现价{PRODUCT}")
"""What growth of it is named, also behind a level that is said to be in prices of the year."""


def growth_above(facts: Facts, near: Fact) -> Fact | None:
    """The growth of GDP that was told last before a number of its period, in any paragraph."""
    told = [
        fact
        for name in PRODUCTS
        for fact in facts.named(name, "growth", span=near.span)
        if fact.unit == "%" and fact.text == near.text and fact.reading.base != "average"
    ]
    before = [fact for fact in told if not fact.cell and _position(fact) < _position(near)]
    return before[-1] if before else told[0] if len(told) == 1 else None


def _position(fact: Fact) -> tuple[int, int, int]:
    return fact.place[1], fact.starts, fact.at


def pulls(facts: Facts) -> Iterator[Constraint]:
    """The points that the three industries add to growth are the growth of GDP."""
    for paragraph in facts.paragraphs:
        points = [
            fact
            for fact in paragraph
            if fact.measure == "contribution" and fact.unit == "个百分点" and fact.is_plain
        ]
        for at in range(len(points) - INDUSTRIES + 1):
            run = points[at : at + INDUSTRIES]
            kinds = [found[1] for fact in run if (found := CLASSES.search(fact.name))]
            whole = growth_above(facts, run[0]) if kinds == ["一", "二", "三"] else None
            if whole and len({fact.span for fact in run}) == 1:
                told = (whole, *run)
                yield Constraint("pulls", "equality", told, adds_up(INDUSTRIES), is_sure=False)
