"""Enumerations: the numbers behind a whole that may be its parts, and what says that they are all.

Candidates are the amounts of one kind and unit at one level of nesting: what stands in brackets
behind a part, or after 其中 inside a list, belongs to that part. A list that adds up proves itself.
One that misses its whole tells of an error only where words say that nothing is left out, or where
one slip of the pen explains what it misses by and hardly any other difference of that size.
"""

from collections.abc import Iterator, Sequence, Set
from fractions import Fraction
from functools import cached_property
from itertools import chain, groupby, islice, pairwise, takewhile

from msgspec import Struct

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear
from finreport.checks.laws.facts import (
    Fact,
    Facts,
    are_of_another_scope,
    are_opposites,
    canonical,
    names_part_of,
    same_sentence,
    words_between,
)
from finreport.checks.laws.slips import RANKS, Slip, best_slip, rescaled, slips

UNITS = (frozenset("个家所处座只部"), frozenset({"头", "只", "匹", "羽"}))
"""Classifiers that one list may mix: of institutions, of animals."""

DIVIDED = re.compile("[分按从][^，。；：\\d]{1,14}(?:看|划分|分|统计|计算|分组)(?=[，：:])")
OPENER = re.compile(
    r"其中|在[^，。；：\d]{2,10}中(?=[，：:有]|$)|(?:[分按从][^，。；：\d]{1,14}?"
    r"(?:看|分|上看|划分|来看|划分看|统计|计算|分组)|包括|构成)(?:[，：:]|$)|[：:]|（包括|主要包括"
)
"""Words that open a list of parts."""

WITHIN = re.compile("其中|包括|含")
TOTAL = re.compile("总[计量收支]|合计|共计")
JOINED = re.compile("[^，。；、\\d]{0,4}(?:以及|和|及|与)")
STRUNG = re.compile("[^，。；、\\d]{0,4}、[^，。；、\\d]{0,4}")
ENDED = re.compile("[^，。；、\\d]{0,4}，")
BREAKS = re.compile("(?:^|[。；，])(?:另外|此外|同时|另有|还有)|收支[相两]抵")
SELECTED = re.compile(
    "重点(?!文物|实验室|高校|学科)|主要|(?:居|排名?|列)前"
    "|前(?!\\d*[一二三四五六七八九十]*(?:季度|个?月))[\\d一二三四五六七八九十两]"
)
REDUCED = re.compile("[调核缩]减$|减少$")
LOSS = re.compile("亏损(?:额)?(?:为|达)?$")
FEWEST = 2
MOST = 20


class Enumeration(Struct, frozen=True, eq=False, dict=True):
    """A whole, the amounts behind it, and the words between it and the first of them."""

    whole: Fact
    parts: tuple[Fact, ...]
    opening: str

    @cached_property
    def sum(self) -> Constraint:
        """That the parts, less those that are losses, make the whole."""
        weights = (1 if LOSS.search(part.before) else -1 for part in self.parts)
        told = (self.whole, *self.parts)
        return Constraint("shown_sum", "equality", told, Linear((1, *weights)), is_sure=False)

    @cached_property
    def left(self) -> Fraction:
        """What the parts leave of the whole; below nothing where they are more."""
        parts = (-part.value if LOSS.search(part.before) else part.value for part in self.parts)
        return self.whole.value - sum(parts, Fraction(0))

    @property
    def is_rest(self) -> bool:
        """Whether what is left is so little that others which are not named may be it."""
        is_little = 0 < self.left <= OTHERS * self.whole.value
        return is_little and not REST.search(self.parts[-1].name)

    @cached_property
    def room(self) -> Fraction:
        """How far rounding may move what is left; counts go in steps of one."""
        return sum((fact.values.width for fact in self.sum.facts), Fraction(0)) or Fraction(1)

    @cached_property
    def is_shown(self) -> bool:
        """Whether it adds up, and that is no chance.

        Where words open the list the rounding of the whole must be less than its smallest part;
        where none do all rounding together must be a hundredth of the whole, and a thousandth if
        a semicolon makes the whole but the first of many.
        """
        smallest = min(abs(part.value) for part in self.parts)
        if self.is_opened:
            is_telling = self.whole.values.width < smallest or len(self.parts) == FEWEST
        else:
            is_first = "；" in self.opening
            share = LITTLE / 10 if is_first else LITTLE
            is_telling = self.room <= share * abs(self.whole.value)
        return is_telling and self.sum.holds

    @cached_property
    def explained(self) -> Fraction:
        """What share of all differences as large as that of the list a slip explains."""
        return _share_explained(self)

    @property
    def is_within_a_hair(self) -> bool:
        """Whether it misses its whole by so little as hardly one that leaves a part out.

        A slip in a last digit makes so little, which explains nothing by itself.
        """
        if self.left < 0:
            return -self.left <= OVER * self.whole.value
        return self.left <= HAIR * self.whole.value and not STOCKS.search(self.whole.name)

    @cached_property
    def is_opened(self) -> bool:
        """Whether words open it."""
        return bool(OPENER.search(self.opening))

    @cached_property
    def has_others(self) -> bool:
        """Whether a part is that of all others: 其他农作物."""
        return any(REST.search(part.name) for part in self.parts)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """What the names of the parts differ by: 人身, 财产 of 人身险公司保费收入 and its like.

        The noun of the whole is left out, which only the first of a list may have: 小学专任教师.
        """
        names = [part.name.removesuffix(self.whole.name) for part in self.parts]
        ends = zip(*map(reversed, names), strict=False)
        tail = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, ends))
        return tuple(name[: len(name) - tail] for name in names)


def _enumerations(paragraph: Sequence[Fact]) -> Iterator[list[Enumeration]]:
    """For each amount of a paragraph the lists that may be of its parts, shortest first.

    After 分…看 or 按…分 another list may begin of the same whole, which has an item of its own.
    """
    for at, whole in enumerate(paragraph):
        is_base = IS_BASE.match(whole.after) or OF_BEFORE.search(whole.before)
        is_vague = whole.is_hedged or whole.pair or is_base
        if (whole.is_additive or whole.is_per_head) and not is_vague:
            for _, found in groupby(
                lists_behind(whole, paragraph[at + 1 :]), lambda each: each.opening
            ):
                yield list(found)


def lists_behind(whole: Fact, following: Sequence[Fact]) -> Iterator[Enumeration]:
    """The lists behind an amount that end where a clause does."""
    parts: list[Fact] = []
    last, opening, is_nested, has_ended = whole, "", False, False
    for fact in following:
        words = _words(last, fact)
        last = fact
        has_ended = has_ended or bool(re.search("[。；]", words))
        parts, opening = _without_aside(parts, opening, fact, whole)
        if _opens_part(words, parts) or fact.depth < (parts[0] if parts else whole).depth:
            break
        if BREAKS.search(words):
            break
        if DIVIDED.search(words) or WITHIN_WHOLE.search(words):
            if len(parts) in range(FEWEST, MOST):
                yield Enumeration(whole, tuple(parts), opening)
            parts, opening = [], ""
        if parts:
            is_nested = _opens_within(words) or (is_nested and not re.search("[。；]", words))
            if is_nested or fact.depth > parts[0].depth:
                continue
        else:
            opening += words
        if not _is_alike(fact, whole):
            continue
        is_total = has_ended and TOTAL.search(fact.name) and not TOTAL.search(whole.name)
        is_other = is_total or (has_ended and _is_whole_anew(fact, whole, parts))
        if fact.is_hedged or fact.pair or REDUCED.search(fact.before) or is_other:
            break
        is_whole = len(parts) >= FEWEST and (
            has_ended or are_joined(parts) or _leave_none(parts) or _is_within_last(fact, parts)
        )
        if is_whole:
            yield Enumeration(whole, tuple(parts), opening)
        parts.append(fact)
        has_ended = False
    if len(parts) in range(FEWEST, MOST):
        yield Enumeration(whole, tuple(parts), opening)


def _without_aside(
    parts: list[Fact], opening: str, fact: Fact, whole: Fact
) -> tuple[list[Fact], str]:
    """Nothing of a part that stood alone in brackets behind the whole: A（其中a），包括：B、C."""
    is_aside = len(parts) == 1 and whole.depth <= fact.depth < parts[0].depth
    return ([], "") if is_aside else (parts, opening)


def are_joined(parts: Sequence[Fact]) -> bool:
    """Whether a comma stands behind parts that 和 or nothing but 、 joins: 甲、乙和丙，…."""
    if ENDED.match(parts[-1].after) is None or not same_sentence(parts[0], parts[-1]):
        return False
    joints = [words_between(one, other) for one, other in pairwise(parts)]
    return bool(JOINED.search(joints[-1])) or all(map(STRUNG.fullmatch, joints))


def _leave_none(parts: Sequence[Fact]) -> bool:
    """Whether a list is of two that leave no third between them: 城市电话, 乡村电话."""
    return len(parts) == FEWEST and are_opposites(*(part.name for part in parts))


def _is_within_last(fact: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a number belongs to the last of parts that semicolons divide, behind a comma.

    中央收入A，增长a%；地方收入B，增长b%，税收C: what is told of B goes on, if C is not more.
    """
    between = [_words(one, other) for one, other in pairwise(parts)]
    is_divided = all("；" in words and not ANEW.search(words) for words in between)
    is_in_one = not re.search("[；。]", _words(parts[-1], fact))
    return is_divided and is_in_one and fact.value <= parts[-1].value


ANEW = re.compile("；(?:共有|加)")
"""What begins anew behind a list, or adds to it."""


IS_BASE = re.compile(r"[^，。；\d]{0,4}的\d[\d.]*%")
"""Behind what a share is of, whose parts are not told: 完成9亿元，为预算8亿元的112.5%，其中…."""

OF_BEFORE = re.compile("[比较](?:(?:上年|去年)同期|报告数|快报数)的?$")
"""Before what another amount is held against: 9亿元，较上年同期8亿元增加1亿元，其中…."""

OWN_PARTS = re.compile("[^，。；、\\d]{1,8}[，（]其中")
"""What stands behind another whole: 企业9户，其中甲类…；新登记企业3户，其中甲类…."""

WITHIN_WHOLE = re.compile("。在[^，。；：\\d]{2,20}中，")
"""What begins another list of the whole, if no part is named so: 总收入…其中…。在总收入中，…"""

WITHIN_PART = re.compile("。在?(?P<part>[^，。；：\\d]{2,20})中，")


def _is_whole_anew(fact: Fact, whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether an amount with parts of its own is named as the whole is, and the parts are not."""
    is_named = names_part_of(fact.name, whole.name) and OWN_PARTS.match(fact.after)
    return bool(is_named) and not any(names_part_of(part.name, whole.name) for part in parts)


def _opens_part(words: str, parts: Sequence[Fact]) -> bool:
    """Whether a sentence begins with what one part is made of (在税收收入中，…)."""
    found = WITHIN_PART.search(words)
    return found is not None and canonical(found["part"]) in {part.name for part in parts}


def _opens_within(words: str) -> bool:
    """Whether 其中 opens a list inside a list, which ends with the clause."""
    found = WITHIN.search(words)
    return found is not None and not re.search("[。；]", words[found.end() :])


def _is_alike(fact: Fact, whole: Fact) -> bool:
    """Whether an amount may be added up to another one."""
    is_part = fact.may_be_part_of(whole) and same_unit(fact, whole)
    is_budget = fact.is_asked and not whole.is_asked  # 完成A，为预算B的p%，其中…
    is_other = is_budget or OF_BEFORE.search(fact.before)
    return is_part and fact.is_goal == whole.is_goal and not is_other


def same_unit(one: Fact, other: Fact) -> bool:
    """Whether two numbers are of one unit, or of classifiers that a list may mix."""
    return one.unit == other.unit or any({one.unit, other.unit} <= each for each in UNITS)


def _words(one: Fact, other: Fact) -> str:
    """The words from one number of a paragraph to the next."""
    return words_between(one, other) if same_sentence(one, other) else one.after + other.before


ACCOUNTS = re.compile(
    "[总合][收支]入?|[收支][入出](?:总计|合计|总量)|总[收支][入出]|安排支出的?(?:规模|总量)"
)
BRACKETED = re.compile(
    "[^，。；：\\d（(]{0,4}[（(](?!不?含|包括|另|其中|比|同比|增|合)[^，。；：\\d]{2,12}"
)
"""What opens a list in brackets right behind its whole: 学校272所（小学160所、初中112所）."""

SPELT = (
    re.compile("[猪牛羊禽]{2,}"),
    re.compile("乡镇|镇乡"),
    re.compile("存贷(?=款)"),
)
REST = re.compile("^(?:[省市州盟地县区旗]本?级)?其[他它余]")


def _is_closed(told: Enumeration) -> bool:
    """Whether words say that a list leaves nothing out.

    So do accounts, which balance (总收入，其中…); a name that spells its parts (猪牛羊肉); two
    parts that leave no third between them (城镇, 乡村); counts of kinds that miss that of all by
    one or two; brackets right behind the whole; and others of the same noun in the list.
    """
    is_within = told.parts[0].depth > told.whole.depth
    if is_within and (told.is_opened or BRACKETED.fullmatch(told.opening)):
        return True
    names = [part.name for part in told.parts]
    noun = told.whole.name[-FEWEST:]
    if len(names) == FEWEST and are_opposites(*names):
        is_meant = told.is_opened or all(name.endswith(noun) for name in names)
        return is_meant and told.whole.is_additive
    if told.is_opened and _is_miscounted(told):
        return True
    if ACCOUNTS.search(told.whole.name):
        return told.is_opened
    return _names_others(told) or _is_spelt(told.whole.name, names)


def _names_others(told: Enumeration) -> bool:
    """Whether the last part is all others of the noun of the whole, or of that of all parts."""
    whole, names = told.whole.name, [part.name for part in told.parts]
    if told.is_opened and REST.search(names[-1]) and names[-1].endswith(LEVEL.sub("", whole)):
        return True
    noun = names[0][-FEWEST:]
    is_one = all(name.endswith(noun) for name in (whole, *names))
    return told.has_others and "总" in whole and is_one


def _is_miscounted(told: Enumeration) -> bool:
    """Whether counts, which nothing rounds, miss a whole by one or two, for which that is little.

    Of counts of kinds it always is: 28个指标，其中20个预期性指标、8个约束性指标.
    """
    if not _are_counts(told) or abs(told.left) > MISCOUNTED:
        return False
    noun, names = told.whole.name[-FEWEST:], {part.name for part in told.parts}
    are_kinds = len(names) == len(told.parts) and all(name.endswith(noun) for name in names)
    most = 20 if len(told.parts) > FEWEST else 50
    return (are_kinds and len(noun) == FEWEST) or abs(told.left) * most <= told.whole.value


def _is_spelt(whole: str, names: Sequence[str]) -> bool:
    """Whether each of several characters of a name begins, or nearly, the name of one part."""
    for spelling in SPELT:
        if found := spelling.search(whole):
            kinds = [[kind for kind in found[0] if kind in name] for name in names]
            is_each = len(names) == len(found[0])
            return is_each and sorted(chain(*kinds)) == sorted(found[0])
    return False


CHANCE = Fraction(1, 16)
"""What share of all differences of a size slips may explain for one to explain a difference."""

LITTLE = Fraction(1, 100)
"""The same where so little is left of the whole that others which are not named may be it."""

DIVISION = Fraction(1, 25)
"""The same of a list after 按…分, which leaves less out than one after 其中."""

MOST_OVER = Fraction(1, 3)
"""What share of a whole its parts may be more than it, and still be meant for it."""

LIKELY = Fraction(2, 5)
"""The same where nothing left out can be the reason, as the parts are more than the whole; or where
the same parts are all of another whole: 人身险 and 财产险 of premiums."""

NO_CHANCE = Fraction(1, 1000)
"""The same where a list that words open misses its whole by more than lists that are meant do."""

UNSAID = Fraction(1, 5000)
"""The same, times the share of the whole that is missed, where no word says that it is a list."""

TELLING = ("exchanged", "digit")
MENDING = (*TELLING, "unit", "point")
"""Slips that explain a list that is surely whole; an amount of another size is of another thing."""

OTHERS = Fraction(3, 100)
"""What share of a whole others that are not named may be."""

HAIR = Fraction(1, 2000)
"""What share of a whole hardly a list that leaves parts out leaves."""

OVER = Fraction(1, 200)
"""The same of one that is more than its whole."""

STOCKS = re.compile("[存贷]款")
"""What those abroad have a little of, which texts leave out."""

MISCOUNTED = 2
"""By how many the counts of kinds may miss that of all for the list to be meant for all."""

MOST_LEFT = Fraction(1, 8)
"""What share of a whole a closed list may miss it by where no slip explains it."""


def enumerated(facts: Facts) -> Iterator[Constraint]:
    """Amounts behind another one that add up to it, and lists that should and do not."""
    told = [lists for paragraph in facts.paragraphs for lists in _enumerations(paragraph)]
    proofs = [found for lists in told if (found := _first_shown(lists))]
    parts = {part for each in proofs for part in each.parts}
    shown = {each.heads for each in proofs if all(each.heads)}
    yield from (each.sum for each in proofs)
    for lists in told:
        is_of_whole = lists[0].whole not in parts or not DIVIDED.search(lists[0].opening)
        if is_of_whole and not _first_shown(lists):
            wrong = (
                each.sum
                for each in lists
                if _is_wrong(each, lists, shown) and not _is_of_another(each, told)
            )
            yield from islice(wrong, 1)


def _is_of_another(told: Enumeration, others: Sequence[Sequence[Enumeration]]) -> bool:
    """Whether the parts of a list that misses its whole are those of another one.

    That is one that they make, or one that they miss by less where both are missed by a hair:
    利润274亿元，国有270亿元，股份制273亿元。按规模分，…: the sizes are those of all.
    """
    return any(
        each.parts == told.parts
        and (each.is_shown or (told.is_within_a_hair and abs(each.left) < abs(told.left)))
        for lists in others
        for each in lists
    )


def _first_shown(lists: Sequence[Enumeration]) -> Enumeration | None:
    return next((each for each in lists if each.is_shown), None)


def _is_wrong(told: Enumeration, lists: Sequence[Enumeration], shown: Set[tuple[str, ...]]) -> bool:
    """Whether what a list misses its whole by tells of an error."""
    last = told.opening.rpartition("。")[2]
    said = last if WITHIN.search(last) else told.opening
    words = re.split("[，。；：（]", said, maxsplit=1)[-1]
    is_selected = SELECTED.search(words) and not REST.search(told.parts[-1].name)
    is_apart = is_selected or are_of_another_scope(told.whole, told.parts)
    if is_apart or told.sum.holds or _is_of_named_whole(told):
        return False
    if told.is_opened and _is_in_other_unit(told):
        return True
    if _are_nested(told.parts):
        return False
    if _is_closed(told) and (told is lists[-1] or not told.has_others):
        is_near = abs(told.left) <= MOST_LEFT * told.whole.value
        is_exact = told.room <= LITTLE * abs(told.whole.value - told.left)
        kinds = MENDING if is_exact else TELLING
        return is_near or any(slip.kind in kinds for slip in slips_of(told))
    is_over = told.is_opened and told.left < 0
    if abs(told.left) >= abs(told.whole.value) and told.heads not in shown and not is_over:
        return False
    return _is_explained(told, lists, is_alike=told.heads in shown)


AMONG = re.compile("[，。；：]在?(?P<whole>[^，。；：\\d在]{4,20})中(?=[，：])")
"""What a list is said to be of: 从结构看，一般公共预算收入中，税收收入…."""

LEVEL = re.compile("各?[省市州盟地县区旗]+本?级")
"""Whose account a name begins with: what all of a region has is no shorter name of it."""


def _is_of_named_whole(told: Enumeration) -> bool:
    """Whether words say what a list is of, and that is not the amount before it."""
    found = AMONG.search(told.opening)
    if found is None:
        return False
    name = told.whole.name
    is_short = name.endswith(canonical(found["whole"])) and not LEVEL.match(name)
    return not is_short and name != canonical(found["whole"])


def _is_explained(told: Enumeration, lists: Sequence[Enumeration], *, is_alike: bool) -> bool:
    """Whether a slip explains what a list that may be whole misses, and hardly anything else."""
    ended = [one for one, other in pairwise(lists) if _is_ended(one, other)]
    if told not in (*ended, lists[-1]):
        return False
    is_one = same_sentence(told.whole, told.parts[-1])
    if not (is_alike or told.is_opened or is_one):
        return False
    share, missed = told.explained, _missed(told)
    if told.is_opened and (told.is_within_a_hair or (is_one and _are_too_many(told))):
        return True
    is_too_much = told.is_opened and told.left < 0 and told is (*ended, lists[-1])[0]
    is_near = missed <= (MOST_OVER if is_too_much else MOST_LEFT) or share <= NO_CHANCE
    if is_alike or (is_too_much and is_near):
        return share <= LIKELY or share * missed <= UNSAID
    if not told.is_opened:
        return is_near and share * missed <= UNSAID
    return is_near and is_no_chance(told)


def is_no_chance(told: Enumeration) -> bool:
    """Whether hardly another difference than that of a list which words open is that of a slip."""
    little = DIVISION if DIVIDED.search(told.opening) else LITTLE
    return told.explained <= (little if told.is_rest else CHANCE)


def is_near_whole(told: Enumeration) -> bool:
    """Whether a list misses its whole by so little that hardly a list does by chance."""
    return _missed(told) <= UNSAID and told.left < 0


def _are_too_many(told: Enumeration) -> bool:
    """Whether counts, which nothing rounds, are a few more than their whole, and a slip mends it.

    A part as large as the whole is no part but what it is counted in once more.
    """
    is_near = told.left < 0 and _missed(told) <= MOST_LEFT
    are_parts = _are_counts(told) and all(part.value < told.whole.value for part in told.parts)
    return is_near and are_parts and any(slip.kind in TELLING for slip in slips_of(told))


def _are_counts(told: Enumeration) -> bool:
    """Whether nothing is rounded."""
    return not any(fact.values.width for fact in told.sum.facts)


def _missed(told: Enumeration) -> Fraction:
    """What share of its whole a list misses it by."""
    return abs(told.left / told.whole.value)


def _is_in_other_unit(told: Enumeration) -> bool:
    """Whether the list adds up if one number is in another unit, and that makes it not nothing.

    No other unit does so by chance.
    """
    least = LITTLE * abs(told.whole.value)
    return told.room <= least and any(
        slip.kind == "unit" and slip.value * fact.scale > least
        for fact in told.sum.facts
        if fact.scale != 1 and (slip := best_slip(fact, told.sum.needed(fact), rescaled))
    )


def _are_nested(parts: Sequence[Fact]) -> bool:
    """Whether one part is the sum of those right behind it, though no word says so."""
    for at, part in enumerate(parts):
        low = high = Fraction(0)
        for count, each in enumerate(parts[at + 1 :], 1):
            low, high = low + each.values.lower, high + each.values.upper
            if count > FEWEST and low <= part.values.upper and part.values.lower <= high:
                return True
    return False


def _is_ended(one: Enumeration, other: Enumeration) -> bool:
    """Whether a list ends although a longer one begins with it."""
    following = other.parts[len(one.parts)]
    is_last = are_joined(one.parts) or _leave_none(one.parts)
    return is_last or _is_within_last(following, one.parts) or not _go_on(one, other)


def _go_on(one: Enumeration, other: Enumeration) -> bool:
    """Whether a longer list only goes on with the same sentence."""
    return same_sentence(one.parts[-1], other.parts[len(one.parts)])


def slips_of(told: Enumeration) -> list[Slip]:
    """The best slip of each number that makes a list add up, if one does."""
    found = (best_slip(fact, told.sum.needed(fact)) for fact in told.sum.facts)
    return [slip for slip in found if slip]


def _share_explained(told: Enumeration) -> Fraction:
    """Of the differences half to twice as large as that of a list, what share a slip explains.

    One slip of one of its numbers each, as telling as the best that explains this difference; both
    parts and whole may be wrong, so both signs count. All where no slip explains it. Of a little
    that is left any slip counts: others may be the reason.
    """
    kinds = [slip.kind for slip in slips_of(told) if slip.kind in TELLING]
    if not kinds:
        return Fraction(1)
    most_telling = (
        max(RANKS.values())
        if told.is_rest and told.is_opened
        else min(RANKS[kind] for kind in kinds)
    )
    least, most, room = abs(told.left) / 2, 2 * abs(told.left), told.room / 2
    reached = sorted(
        (by - room, by + room)
        for fact in told.sum.facts
        for slip in slips(fact)
        if slip.kind in TELLING
        and RANKS[slip.kind] <= most_telling
        and least <= abs(by := (slip.value - (fact.reading.value or 0)) * fact.scale) <= most
    )
    covered = Fraction(0)
    end = -2 * most
    for low, high in reached:
        covered += max(high - max(low, end), Fraction(0))
        end = max(end, high)
    return covered / (2 * (most - least))
