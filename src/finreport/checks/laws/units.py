"""Units: a number that in its own unit is unlike all that its text tells of its kind."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear, at_most
from finreport.checks.laws.facts import MEANS, Fact, Facts, same_sentence
from finreport.checks.laws.slips import LONG, figures

STEP = Fraction(10**4)
"""What one unit of money or people is in the next one: 万, 亿, 万亿."""

FEWEST = 3
"""How many others of a kind a text must tell for their unit to be that of the kind."""

FAR = 100
"""How many times smaller or larger than all others of its kind a number is far off."""

NEAR = 10
"""How many times smaller or larger than the others it may be in the unit that was meant."""

MONEY = "元"
COMPARED = ("level", "count", "change")
AMOUNT = re.compile("(?:余额|总额|总量|合计|总计|规模|总?[额量])$")
"""What only says that a name is one of an amount."""

ALL_OF_IT = re.compile("各项|存贷款")
"""Words of a total, which a text may tell in a larger unit than anything else."""

ABROAD = re.compile("全国|我国|中国|世界|全球")

MAY_BE_NEGATIVE = re.compile(
    "利润|差额|[顺逆]差|盈|亏|结余|净|(?:新增|增量|增加额).*(?:[存贷]款|信贷|融资|投放)"
    "|(?:[存贷]款|信贷|融资|投放).*(?:新增|增量|增加额)"
)
"""Names of what may be less than nothing; so may what is lent on balance, as it is paid back."""


def unit_of_kind(facts: Facts) -> Iterator[Constraint]:
    """Of one kind, or all money of a paragraph, has one unit but one, which in theirs is like them.

    In its own it is a hundred times smaller or larger than any. Who tells of little things in a
    smaller unit writes them without decimals, so what is too small has decimals as others have. A
    change right behind its level is compared with that alone, and what is for each with its like.
    """
    told = [fact for fact in facts.all if _is_told(fact)]
    items = _items(facts)
    groups: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in told:
        for group in _groups_of(fact, items):
            groups[group].append(fact)
    for fact in (each for each in told if not each.is_hedged):
        peers = (groups[group] for group in _groups_of(fact, items))
        scale = next(filter(None, (_scale_of(fact, each) for each in peers)), None)
        scale = scale or _scale_of_list(fact, facts)
        scale = scale or _scale_of_level(fact, facts.before(fact))
        if scale and not (scale < fact.scale and ALL_OF_IT.search(fact.name)):
            meant = fact.values * (scale / fact.scale)
            relation = Linear((1,), meant.lower, meant.upper)
            yield Constraint("unit_of_kind", "approximation", (fact,), relation)


def _is_told(fact: Fact) -> bool:
    is_scaled = fact.scale >= STEP and fact.measure in COMPARED and fact.value != 0
    return is_scaled and not fact.cell and not ABROAD.search(fact.before[-12:] + fact.name)


SHORT = 16
"""How many characters stand before the first number of an item of a list at the most."""


def _items(facts: Facts) -> dict[Fact, int]:
    """The first amounts of paragraphs that follow each other and begin with them, by their list."""
    found: dict[Fact, int] = {}
    last, number = None, 0
    for paragraph in facts.paragraphs:
        first = paragraph[0]
        if first.starts or first.at > SHORT or not first.is_additive:
            continue
        text, at = first.place
        number += last != (text, at - 1)
        last = first.place
        found[first] = number
    return found


def _groups_of(fact: Fact, items: Mapping[Fact, int]) -> Iterator[Hashable]:
    """Those whose numbers are of like size: of one kind or list; all money of a paragraph."""
    like = fact.text, fact.unit, bool(MEANS.search(fact.name))
    yield *like, AMOUNT.sub("", fact.name)[-2:]  # without what only says that it is an amount
    if fact.unit == MONEY:
        yield *like, fact.place
        if fact in items:
            yield *like, "items", items[fact]


def _scale_of(fact: Fact, group: Sequence[Fact]) -> Fraction | None:
    """The scale of all others, if it is the next one to that of a number which is unlike them."""
    peers = [each for each in group if each is not fact]
    if len(peers) < FEWEST:
        return None
    scale, *others = {each.scale for each in peers}
    if others:
        return None
    size, meant = abs(fact.value), abs(fact.value) / fact.scale * scale
    least, most = (end(abs(each.value) for each in peers) for end in (min, max))
    is_larger = fact.scale == scale * STEP and size > FAR * most and meant <= NEAR * most
    is_smaller = fact.scale * STEP == scale and size * FAR < least and meant * NEAR >= least
    is_shaped = _decimals(fact) > 0 and _decimals(fact) in map(_decimals, peers)
    return scale if is_larger or (is_smaller and is_shaped) else None


LISTED = ("list", "part")
"""Ways of a reader to what one list tells."""


def _scale_of_list(change: Fact, facts: Facts) -> Fraction | None:
    """That of the changes beside it in a list, if in theirs it would be like one of them."""
    way = change.reading.route.rpartition(", ")[2]
    if change.measure != "change" or way not in LISTED:
        return None
    others = [
        each
        for each in facts.beside(change)
        if each is not change
        and same_sentence(each, change)
        and (each.measure, each.unit, each.reading.base)
        == ("change", change.unit, change.reading.base)
        and each.reading.route == change.reading.route
        and _is_told(each)
    ]
    scales = {each.scale for each in others}
    if len(scales) != 1 or scales == {change.scale}:
        return None
    [scale] = scales
    size, meant = abs(change.value), abs(change.value) / change.scale * scale
    is_next = change.scale * STEP == scale
    near = min(max(meant, abs(each.value)) / min(meant, abs(each.value)) for each in others)
    is_far = size * FAR < min(abs(each.value) for each in others)
    return scale if is_next and is_far and near <= NEAR else None


def _scale_of_level(change: Fact, level: Fact | None) -> Fraction | None:
    """The scale of the level before a change that has the next smaller one, but its decimals."""
    if level is None or change.measure != "change" or level.measure == "change":
        return None
    is_its = _is_told(level) and (level.name, level.unit) == (change.name, change.unit)
    is_smaller = change.scale * STEP == level.scale and abs(change.value) * STEP < level.value
    is_shaped = 0 < _decimals(level) == _decimals(change)
    return level.scale if is_its and is_smaller and is_shaped else None


def _decimals(fact: Fact) -> int:
    return len(fact.reading.printed.partition(".")[2])


def unit_of_part(limits: Sequence[Constraint]) -> Iterator[Constraint]:
    """其中: a part printed as its whole is, but in the next smaller unit, is in the unit of that.

    Its digits are no more than those of the whole and not far less, so that one of the two units
    is wrong: who tells of so little a part writes it otherwise.
    """
    for found in limits:
        part, whole = found.facts
        is_next = part.scale * STEP == whole.scale and _is_told(part) and _is_told(whole)
        if not is_next or part.is_hedged or whole.is_hedged or part.values.width == 0:
            continue
        apart = part.value * STEP / whole.value
        is_shaped = _decimals(part) == _decimals(whole)
        is_shaped = is_shaped and (_decimals(part) > 0 or min(map(figures, (part, whole))) >= LONG)
        if is_shaped and Fraction(1, NEAR) < apart <= 1:
            relation = Linear((1, -Fraction(1, FAR)), 0, None)
            told = (part, whole)
            yield Constraint("unit_of_kind", "approximation", told, relation, is_sure=False)


def rise_beside_growth(facts: Facts) -> Iterator[Constraint]:
    """A，比年初增加B，同比增长C%: B over A is of the size of C, whichever of the two stands first.

    What was added since the year began is another number than growth on the year before, but not
    one a hundred times as large or small where another unit makes the two alike.
    """
    for level in facts.all:
        told = facts.next_to(level), facts.next_to(facts.next_to(level) or level)
        change = next((fact for fact in told if fact and fact.measure == "change"), None)
        growth = next((fact for fact in told if fact and fact.is_rate), None)
        if not (change and growth):
            continue
        are_told = all(_is_told(fact) and fact.value > 0 for fact in (level, change))
        is_one = level.is_additive and level.name == change.name == growth.name
        if not (are_told and is_one and level.unit == change.unit) or growth.value < LEAST_GROWTH:
            continue
        apart = change.value / (level.value * growth.value / 100)
        scaled = apart * STEP if apart < 1 else apart / STEP
        is_off = max(apart, 1 / apart) > FAR and max(scaled, 1 / scaled) <= NEAR
        if is_off:
            usual = growth.value / 100
            relation = Linear((1, -usual / NEAR), 0, None)
            if apart > 1:
                relation = Linear((1, -usual * NEAR), None, 0)
            yield Constraint("unit_of_kind", "approximation", (change, level), relation)


LEAST_GROWTH = 1
"""How many percent something grew by at the least for what was added to say the same."""


def rise_within_level(facts: Facts) -> Iterator[Constraint]:
    """What was added to an amount is not more than the amount is."""
    for change in facts.all:
        level = facts.before(change)
        is_rise = change.measure == "change" and change.value > 0 and not change.cell
        if not (is_rise and level and level.is_additive and level.value > 0):
            continue
        is_net = "净" in change.clause  # of what is there, whatever flow stands before it
        if MAY_BE_NEGATIVE.search(level.name) or level.is_at_least or is_net:
            continue
        if (level.name, level.unit) == (change.name, change.unit):
            yield Constraint("rise_within_level", "limit", (change, level), at_most())
