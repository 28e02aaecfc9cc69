"""Rates that others make: growth since a level that is printed, averages, products, pulls."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, permutations

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Formula, Linear, at_most, ratio
from finreport.checks.laws.facts import (
    Fact,
    Facts,
    canonical,
    same_sentence,
    words_between,
)
from finreport.checks.laws.growths import REAL, growth_above, growth_between_levels
from finreport.checks.laws.slips import any_slip_explains, best_slip, telling_slip_explains

SINCE = re.compile(r"(?:较|比|相比|从|由)[^，。；]*?(?:的|为|是)?$")
COMPARED = re.compile("[与同和][^，。；]*的?$")
MOVED = re.compile("[增减][支收利]$|[增减多少][加少]?$")
"""Words of a change, which is no level of then: 比上年增支."""

NEAR = 8
"""How many characters at the most stand between a change and the growth that goes with it."""


def since_level(facts: Facts) -> Iterator[Constraint]:
    """达到A，较…的B增加C，增长D%: the change is A less B, the growth A over B."""
    for sentence in facts.sentences:
        for at in range(len(sentence) - 2):
            now, then, *rest = sentence[at : at + 4]
            if not _are_levels_of_one_thing(now, then):
                continue
            for fact in rest[:2]:
                is_its = fact.name in (now.name, then.name) or "相比" in then.after[:NEAR]
                if not (is_its and fact.is_plain):
                    break
                if fact.measure == "change" and fact.unit == now.unit:
                    weights = Linear((1, -1, 1))
                    yield Constraint("from_to_change", "equality", (fact, now, then), weights)
                elif fact.measure == "growth" and fact.reading.base != "average":
                    if not REAL.search(fact.name):
                        told = (fact, now, then)
                        formula = growth_between_levels()
                        yield Constraint("from_to_growth", "approximation", told, formula)
                    break


def _are_levels_of_one_thing(now: Fact, then: Fact) -> bool:
    words = words_between(now, then)
    is_its = then.name == now.name or (not then.name and COMPARED.search(words) is not None)
    alike = now.unit == then.unit and now.name != "" and is_its
    is_since = SINCE.search(words) is not None or (not then.name and "相比" in then.after[:6])
    is_since = is_since and "；" not in words and not MOVED.search(words)
    are_plain = now.is_plain and then.is_plain and now.is_amount and then.is_amount
    return alike and is_since and are_plain and not (now.cell or then.cell) and now.pair == ""


PEOPLE = re.compile("人口(?:数)?$")


def per_head(facts: Facts) -> Iterator[Constraint]:
    """X为A，以人口N计，人均X为B: B is A over N, all three told in one paragraph.

    Nothing else says which people are meant, so what differs is told where a slip explains it.
    """
    for rate in facts.plain:
        if not (rate.is_per_head and not rate.cell):
            continue
        name = canonical(PER_HEAD.sub("", rate.name))
        near = [fact for fact in facts.beside(rate) if fact.is_plain and fact.value > 0]
        parts = [fact for fact in near if fact.name == name and fact.unit == rate.unit]
        people = [fact for fact in near if fact.unit == "人" and PEOPLE.search(fact.name)]
        told = [
            Constraint("per_head", "equality", (rate, part, whole), ratio(1), is_sure=False)
            for part in parts
            for whole in people
            if part is not rate
        ]
        fits = [each for each in told if each.holds]
        near_by = [each for each in told if telling_slip_explains(each)]
        yield from fits[:1] or (near_by if len(told) == 1 else [])


CONVERTED = re.compile("汇率(?:为|中间价)?[（(]?$")
MADE = re.compile("[折换约]|计算|^[）)]")


def converted(facts: Facts) -> Iterator[Constraint]:
    """人均A元，按平均汇率r折算，约合B美元: B is A over r, where nothing else is between them.

    So it is of 折合B美元（按平均汇率r计算）.
    """
    for sentence in facts.sentences:
        for at, rate in enumerate(sentence[1:], 1):
            if not CONVERTED.search(rate.before) or rate.unit:
                continue
            yuan = [fact for fact in sentence[:at] if fact.unit == "元" and not fact.is_rate]
            behind = [
                fact for fact in sentence[at + 1 : at + 2] if MADE.search(words_between(rate, fact))
            ]
            dollars = [fact for fact in (*behind, sentence[at - 1]) if fact.unit == "美元"]
            if yuan and dollars:
                told = (dollars[0], yuan[-1], rate)
                yield Constraint("converted", "equality", told, ratio(1), is_sure=False)


OUT_OF = re.compile("(?<![其初高集])中(?:，(?:已?有)?|已?有)$")
COUNTS = ("level", "count")


def share_of_counts(facts: Facts) -> Iterator[Constraint]:
    """M个A中有N个B，面为P%: N are not more than M, and P is what share they are."""
    for sentence in facts.sentences:
        for at, (whole, part) in enumerate(pairwise(sentence)):
            words = words_between(whole, part)
            are_counts = whole.unit == part.unit and not (whole.values.width or part.values.width)
            are_counts = are_counts and all(fact.measure in COUNTS for fact in (whole, part))
            if not (
                are_counts and OUT_OF.search(words) and re.fullmatch("[^，。；]+，?[^，]*", words)
            ):
                continue
            if whole.is_hedged or part.is_hedged or not whole.value:
                continue
            yield Constraint("part_of_whole", "limit", (part, whole), at_most(), is_sure=False)
            share = sentence[at + 2] if at + 2 < len(sentence) else None
            if share and share.measure == "share" and share.unit == "%" and share.is_plain:
                told = (share, part, whole)
                found = Constraint("share_of_whole", "equality", told, ratio(100), is_sure=False)
                if found.holds or any_slip_explains(found):
                    yield found


AVERAGE_SLACK = Fraction(3, 20)
"""Points by which a printed average may differ from the root: levels of then have been revised."""


def average_growth(facts: Facts) -> Iterator[Constraint]:
    """由A提高到B，年均增长x%: A grown at that rate for the years of the plan is B."""
    for sentence in facts.sentences:
        for start, end, rate in zip(sentence, sentence[1:], sentence[2:], strict=False):
            is_pair = (start.pair, end.pair) == ("from", "to") and start.unit == end.unit
            is_average = rate.measure == "growth" and rate.reading.base == "average"
            years = _years(rate.reading.period or "")
            if not (is_pair and is_average and years and rate.name == end.name):
                continue
            if REAL.search(rate.name) or start.value <= 0 or end.is_hedged or rate.is_hedged:
                continue
            told = Constraint(
                "average_growth", "approximation", (rate, end, start), _rooted(years), is_sure=False
            )
            yield told


def _years(period: str) -> int:
    found = re.fullmatch(r"(\d{4})/(\d{4})", period)
    return int(found[2]) - int(found[1]) + 1 if found else 0


def _rooted(years: int) -> Formula:
    """The yearly growth from the second level to the first over so many years, in percent."""
    return Formula(
        (
            lambda now, then: 100 * (_root(now / then, years) - 1),
            lambda rate, then: then * (1 + rate / 100) ** years,
            lambda rate, now: now / (1 + rate / 100) ** years,
        ),
        AVERAGE_SLACK / 10,
    )


def _root(number: Fraction, degree: int) -> Fraction:
    return Fraction(float(number) ** (1 / degree))


def ratio_moved(facts: Facts) -> Iterator[Constraint]:
    """城乡收入比…，比上年缩小x: the ratio a year ago is that of the incomes less their growth."""
    for change in facts.plain:
        if change.measure not in ("change", "change_pp") or not INCOME_RATIO.search(change.name):
            continue
        now = facts.before(change)
        if now is None or now.name != change.name or change.reading.base != "previous_year":
            continue
        told = [
            facts.best(change, f"{place}{word}居民人均可支配收入", measure)
            for place in ("城镇", "农村")
            for measure in ("level", "growth")
            for word in ("常住", "")
            if facts.best(change, f"{place}{word}居民人均可支配收入", measure)
        ]
        if len(told) == 4 and all(told):
            numbers = (change, now, *(fact for fact in told if fact))
            found = Constraint("ratio_moved", "approximation", numbers, _moved(), is_sure=False)
            slips = (best_slip(fact, found.needed(fact)) for fact in numbers[:2])
            if found.holds or any(slip for slip in slips):
                yield found


INCOME_RATIO = re.compile("城乡.*收入.*[比差]|城乡收入比")


def _moved() -> Formula:
    """The change of a ratio, the ratio, and level and growth of what is over and under it."""

    def then(level: Fraction, growth: Fraction) -> Fraction:
        return level / (1 + growth / 100)

    return Formula(
        (
            lambda now, a, up, b, down: now - then(a, up) / then(b, down),
            lambda change, a, up, b, down: change + then(a, up) / then(b, down),
            lambda change, now, up, b, down: (now - change) * then(b, down) * (1 + up / 100),
            lambda change, now, a, b, down: 100 * (a / ((now - change) * then(b, down)) - 1),
            lambda change, now, a, up, down: then(a, up) / (now - change) * (1 + down / 100),
            lambda change, now, a, up, b: 100 * (b * (now - change) / then(a, up) - 1),
        )
    )


PER_HEAD = re.compile("人均|户均|单均|笔均|均价|单价|平均")


def growth_of_product(facts: Facts) -> Iterator[Constraint]:
    """The growth of a total is that of how many and of how much each: 人次, 人均花费, 总花费."""
    for sentence in facts.sentences:
        for rates in zip(sentence, sentence[1:], sentence[2:], strict=False):
            is_growth = all(fact.measure == "growth" and fact.is_plain for fact in rates)
            if is_growth and len({(fact.span, fact.reading.base) for fact in rates}) == 1:
                yield from _products(rates)


def _products(rates: tuple[Fact, Fact, Fact]) -> Iterator[Constraint]:
    means = [fact for fact in rates if PER_HEAD.search(fact.name)]
    if len(means) != 1:
        return
    for whole, many in permutations([fact for fact in rates if fact not in means]):
        if MANY.search(many.name) and not MANY.search(whole.name):
            told = (whole, many, means[0])
            found = Constraint("growth_of_product", "equality", told, _PRODUCT, is_sure=False)
            if found.holds or telling_slip_explains(found):
                yield found


MANY = re.compile("人[次数]|[数量]$")
_PRODUCT = Formula(
    (
        lambda many, each: (100 + many) * (100 + each) / 100 - 100,
        lambda whole, each: 100 * (100 + whole) / (100 + each) - 100,
        lambda whole, many: 100 * (100 + whole) / (100 + many) - 100,
    )
)

OUTPUT = re.compile("(?P<crop>.{2,})(?<!总)总?产量")
AREA = re.compile("(?:作物)?(?:播种|种植)面积$")
YIELD = re.compile("(?:平均)?(?:单产|单位面积产量|亩产|(?:每)?(?:公顷|亩)产量?)$")


def growth_of_harvest(facts: Facts) -> Iterator[Constraint]:
    """The growth of a harvest is that of the area sown and of what each part of it gave."""
    for paragraph in facts.paragraphs:
        rates = [fact for fact in paragraph if fact.is_rate]
        for whole in rates:
            crop = OUTPUT.fullmatch(whole.name)
            if crop is None:
                continue
            area, each = (
                [
                    fact
                    for fact in rates
                    if fact.name.startswith(crop["crop"])
                    and kind.search(fact.name)
                    and (fact.span, fact.reading.base) == (whole.span, whole.reading.base)
                ]
                for kind in (AREA, YIELD)
            )
            if len(area) == len(each) == 1:
                told = (whole, area[0], each[0])
                yield Constraint("growth_of_product", "equality", told, _PRODUCT, is_sure=False)


PULLED = "地区生产总值"
CLASSES = "一二三"
INDUSTRY = re.compile(f"第[{CLASSES}]产业")
CLASS = re.compile(f"第[{CLASSES}](?:产业|(?=拉动|对))")


def pull_and_contribution(facts: Facts) -> Iterator[Constraint]:
    """A contribution in percent is the points that something adds over the growth of GDP."""
    for paragraph in facts.paragraphs:
        told = [fact for fact in paragraph if fact.measure == "contribution" and fact.is_plain]
        for share in told:
            near = [
                fact
                for fact in told
                if (share.unit, fact.unit) == ("%", "个百分点")
                and _is_of_one(share, fact, paragraph)
            ]
            growth = growth_above(facts, share)
            near = near or _of_its_class(share, told)
            if len(near) == 1 and growth:
                facts_told = (share, near[0], growth)
                yield Constraint(
                    "pull_and_contribution", "equality", facts_told, ratio(100), is_sure=False
                )


def _of_its_class(share: Fact, told: Sequence[Fact]) -> list[Fact]:
    """The points of an industry, told once of each that has any: 二、三产业分别拉动…."""
    points = {
        fact: kind[0][:2]
        for fact in told
        if fact.unit == "个百分点" and (kind := CLASS.search(fact.name))
    }
    named = CLASS.search(share.name)
    if not named or share.unit != "%" or len(set(points.values())) != len(points):
        return []
    return [fact for fact, kind in points.items() if kind == named[0][:2]]


def _is_of_one(share: Fact, points: Fact, paragraph: Sequence[Fact]) -> bool:
    """Whether the two are told of one thing, right behind one another."""
    order = {fact: at for at, fact in enumerate(paragraph)}
    kinds = [CLASS.search(fact.name) for fact in (share, points)]
    is_same = kinds[0] is None or kinds[1] is None or kinds[0][0][:2] == kinds[1][0][:2]
    return abs(order[share] - order[points]) == 1 and is_same and same_sentence(share, points)


CONTRIBUTED = Fraction(2)
"""Percentage points by which a contribution may differ from what level and growth make of it."""

REPRICED = Fraction(3, 20)
"""By what part of it it may differ as well: contributions are in prices of a base year."""


def contribution_of_part(facts: Facts) -> Iterator[Constraint]:
    """What an industry contributes is its growth times its share of a year ago, over GDP's."""
    for share in facts.plain:
        named = INDUSTRY.search(share.name)
        if share.measure != "contribution" or share.unit != "%" or not named:
            continue
        part, whole = f"{named[0]}增加值", PULLED
        level, total = _beside(facts, share, part, "level"), _beside(facts, share, whole, "level")
        growth = _beside(facts, share, part, "growth")
        faster = _beside(facts, share, whole, "growth")
        if not (level and total and growth and faster and share.value and faster.value):
            continue
        if level.unit == total.unit:
            base = _before(level.value, growth.value) / _before(total.value, faster.value)
            relation = _contributed(base, max(abs(CONTRIBUTED / share.value), REPRICED))
            told = (share, growth, faster)
            yield Constraint("contribution_of_part", "approximation", told, relation, is_sure=False)


def _beside(facts: Facts, share: Fact, name: str, measure: str) -> Fact | None:
    """The only number of its paragraph of a name, measure and the same period."""
    found = [
        fact
        for fact in facts.beside(share)
        if (fact.name, fact.measure, fact.span) == (name, measure, share.span) and fact.is_plain
    ]
    return found[0] if len(found) == 1 else None


def _before(level: Fraction, growth: Fraction) -> Fraction:
    return level / (1 + growth / 100)


def _contributed(base: Fraction, tolerance: Fraction) -> Formula:
    """The contribution of a part that was so large a share, its growth, and that of the whole."""
    return Formula(
        (
            lambda growth, faster: 100 * base * growth / faster,
            lambda share, faster: share * faster / (100 * base),
            lambda share, growth: 100 * base * growth / share,
        ),
        tolerance,
    )
