"""Shares: of a part in its whole, of all parts together, of a target that is reached."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice, pairwise

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear, ratio
from finreport.checks.laws.facts import (
    AMOUNTS,
    INDUSTRY_SHARE,
    NAMED,
    Fact,
    Facts,
    are_opposites,
    canonical,
    names_part_of,
    same_sentence,
    whole_called,
    words_between,
)
from finreport.checks.laws.known import definitions
from finreport.checks.laws.slips import any_slip_explains, figures
from finreport.checks.laws.sums import between, is_one_slip

SHARE = re.compile(
    r"(?P<part>.+?)占(?:全[省市区州]|全部|同期|其)?(?P<whole>.+?)(?:的?(?:比重|比例|份额|之比))?$"
)
ABROAD = re.compile("占(?:全国|我国|全球|世界)[^，。；]{0,8}$")
"""Words before a share of what is told of the country or the world, as 约占全国的."""

CLASSES = re.compile("第[一二三]")
WHOLE_SHARE = 100
TWICE = 2
"""How many times as large as its whole a part must be for that to be another whole."""


OF_ALL = "占全部"


def share_of_whole(facts: Facts) -> Iterator[Constraint]:
    """X占W的比重 is X over W."""
    for share in facts.all:
        if share.measure != "share" or not share.is_plain or share.unit not in ("%", ""):
            continue
        found = SHARE.fullmatch(share.name)
        if not found:
            continue
        part = facts.best(share, found["part"], *AMOUNTS)
        part = part or _amount(facts, share, canonical(found["part"]))
        named = _amount(facts, share, canonical(found["whole"]))
        whole = named or _amount(facts, share, whole_called(found["whole"]))
        if whole and ABROAD.search(share.before) and not ABROAD.search(whole.before[-20:]):
            continue
        if part and whole and OF_ALL in share.name and whole.value < part.value:
            continue  # one kind of it, as no amount has the name of all
        if part and whole and part is not whole and part.unit == whole.unit:
            relation = ratio(WHOLE_SHARE, _adjusted(facts, share))
            told = Constraint("share_of_whole", "equality", (share, part, whole), relation)
            least = part.value if whole.place > share.place else part.value / TWICE
            is_less = share.value <= WHOLE_SHARE and whole.value < least
            is_meant = named is not None and not is_less
            if is_meant or told.holds or any_slip_explains(told):
                yield told


def _adjusted(facts: Facts, share: Fact) -> Fraction:
    """By what part of it a share of the three industries may be off, under whatever name.

    One of them is often moved by a last digit to make the three a hundred.
    """
    is_moved = INDUSTRY_SHARE.fullmatch(share.name) or _is_printed_in_structure(facts, share)
    return share.values.width / abs(share.value) if is_moved and share.value else Fraction(0)


def _is_printed_in_structure(facts: Facts, share: Fact) -> bool:
    """Whether the share of an industry in GDP is told as one of three that are a hundred."""
    if not share.name.endswith("占地区生产总值比重"):
        return False
    runs = (run for paragraph in facts.paragraphs for run in _industries(paragraph))
    return any(
        sum(each.value for each in run) == WHOLE_SHARE
        and any(
            (each.values, each.span, each.text) == (share.values, share.span, share.text)
            for each in run
        )
        for run in runs
    )


def share_beside(facts: Facts) -> Iterator[Constraint]:
    """A share right behind its part, of a whole before both that the words leave open.

    It is told where it agrees with one of the numbers before it, or with the nearest one but for
    a slip; else nothing says what it is a share of.
    """
    for paragraph in facts.paragraphs:
        shared: Counter[Fact] = Counter()
        left: list[tuple[Fact, Sequence[Fact]]] = []
        for at, share in enumerate(paragraph):
            found = SHARE.fullmatch(share.name)
            is_named = found and facts.named(canonical(found["whole"]), *AMOUNTS)
            if share.measure == "share" and share.unit == "%" and share.is_plain and not is_named:
                told = list(_beside(share, paragraph[:at]))
                shared.update(each.facts[2] for each in told if each.holds)
                told = told or list(_elsewhere(facts, share, paragraph[:at]))
                left += () if told else [(share, paragraph[:at])]
                yield from told
        wholes = [whole for whole, count in shared.items() if count > 1]
        for share, before in left if len(wholes) == 1 else ():
            yield from _of_the_same(share, before, wholes[0])


def _of_the_same(share: Fact, before: Sequence[Fact], whole: Fact) -> Iterator[Constraint]:
    """That a share is of the whole that others of its paragraph are of, if its part may be."""
    part = before[-1] if before else None
    if part and part.is_additive and part.is_plain and same_sentence(part, share):
        is_part = whole in before and part.unit == whole.unit and part.value < whole.value
        if is_part and _is_right_behind(part, share):
            yield from _shares_of(share, part, [whole])


WITHIN = re.compile("(?:^|[。；])在?(?P<whole>[^，。；：\\d在]{2,16})[中内]，")
"""What a sentence begins with whose shares are of one whole: 在出口总额中，甲产品9亿元，占8.1%."""


def share_within(facts: Facts) -> Iterator[Constraint]:
    """在W中，X为A，占B%: B is A over the W that was told before."""
    for paragraph in facts.paragraphs:
        for at, share in enumerate(paragraph):
            opened = [*WITHIN.finditer(share.before)]
            part = paragraph[at - 1] if at and opened else None
            if part is None or not (share.measure == "share" and share.unit == "%"):
                continue
            name = canonical(opened[-1]["whole"])
            wholes = [
                fact
                for fact in paragraph[:at]
                if fact.name == name and fact.is_additive and not same_sentence(fact, share)
            ]
            are_plain = all(fact.is_plain for fact in (share, part, *wholes))
            is_its = part.is_additive and same_sentence(part, share) and are_plain
            if is_its and wholes and wholes[-1].unit == part.unit and _is_right_behind(part, share):
                yield _shares_of(share, part, wholes[-1:])[0]


def _is_right_behind(part: Fact, share: Fact) -> bool:
    """Whether the words between a part and its share say that it is one."""
    words = words_between(part, share)
    return re.search("占|比重", words) is not None and len(words) <= NEAR_SHARE


def _beside(share: Fact, before: Sequence[Fact]) -> Iterator[Constraint]:
    last = before[-1] if before else None
    part = _before_growth(before)
    if part is None or not (part.is_additive and part.is_plain and same_sentence(part, share)):
        return
    if last is None or not _is_right_behind(last, share) or figures(share) < SHARE_FIGURES:
        return
    if part is not last and not OF_ITS_OWN.fullmatch(words_between(last, share)):
        return
    wholes = [
        fact
        for fact in before[: before.index(part)]
        if fact.is_additive and fact.is_plain and fact.unit == part.unit and fact.value > part.value
    ]
    told = _shares_of(share, part, reversed(wholes))
    fits = [each for each in told if each.holds]
    named = [each for each in told if _is_of_its_name(*each.facts)]
    named = named or [each for each in told[:1] if _is_opened(each)]
    if fits or named:
        yield (fits or named)[0]
    elif figures(part) >= SHARE_FIGURES:
        near = (each for each in told[:2] if any(is_one_slip(fact, each) for fact in each.facts))
        yield from islice(near, 1)


OF_ITS_OWN = re.compile("[%％]，(?:占比?|所?占?比重|占[^，。；\\d]{1,10})(?:为|达到?)?")
"""Words behind a growth that go on with what grew: 增长8.1%，占比."""


def _before_growth(before: Sequence[Fact]) -> Fact | None:
    """The last of some numbers, or the one before it that it is the growth of."""
    last, earlier = before[-1:], before[-2:-1]
    is_growth = last and earlier and last[0].measure == "growth"
    is_its = is_growth and same_sentence(last[0], earlier[0]) and last[0].name == earlier[0].name
    return (earlier if is_its else last or (None,))[0]


def _is_of_its_name(share: Fact, part: Fact, whole: Fact) -> bool:
    """Whether 占比 behind a part can only mean the whole before 其中 that it is named after."""
    is_kind = len(whole.name) >= NAMED and names_part_of(part.name, whole.name)
    is_kind = is_kind and whole.span == part.span
    words = words_between(part, share)
    opened = between(whole, part) or ""
    return is_kind and re.search("占比(?:为|达到?)?$", words) is not None and "其中" in opened


def _is_opened(found: Constraint) -> bool:
    """支出A，其中民生支出B，增长b%，占比c%: of the amount right before 其中, of its kind."""
    part, whole = found.facts[1:]
    words = between(whole, part) or ""
    is_kind = part.name[-2:] == whole.name[-2:] and whole.span == part.span
    is_next = is_kind and same_sentence(whole, part) and "；" not in words
    return is_next and "其中" in words and any_slip_explains(found)


def _shares_of(share: Fact, part: Fact, wholes: Iterable[Fact]) -> list[Constraint]:
    """That a share is its part over its whole, for each number that may be the whole."""
    relation = ratio(WHOLE_SHARE)
    return [
        Constraint("share_of_whole", "equality", (share, part, whole), relation, is_sure=False)
        for whole in wholes
    ]


def rate_beside(facts: Facts) -> Iterator[Constraint]:
    """送审金额A，审减金额B，审减率R%: a rate behind two amounts, named as the second is.

    Of other names only agreement to three figures says that it is theirs; but what is called 面 is
    how many of those counted grew or fell: 50种产品，30种增长，增长面为60%.
    """
    for rate in facts.plain:
        if (
            rate.measure not in ("share", "level")
            or rate.unit != "%"
            or rate.name[-1:] not in "率面"
        ):
            continue
        if any(kind.rate.search(rate.name) for kind in definitions()):
            continue
        before = [
            fact
            for fact in facts.beside(rate)
            if same_sentence(fact, rate) and fact.at < rate.at and fact.is_additive
        ][-2:]
        if rate.cell or len(before) < SHORT or before[0].unit != before[1].unit:
            continue
        whole, part = before
        told = Constraint(
            "share_of_whole", "equality", (rate, part, whole), ratio(WHOLE_SHARE), is_sure=False
        )
        is_named = _is_rate_of(rate, part, whole) and 0 < part.value < whole.value
        is_near = is_named and any(is_one_slip(fact, told) for fact in told.facts)
        is_near = is_near or _are_counted(rate, whole, part)
        if (told.holds and figures(rate) >= SHARE_FIGURES) or is_near:
            yield told


def _is_rate_of(rate: Fact, part: Fact, whole: Fact) -> bool:
    """Whether two characters of a rate's name, at its head or end, are of its part alone."""
    stem = rate.name[:-1]
    ends = (stem[-2:], stem[:2])
    return any(each in part.name and each not in whole.name for each in ends)


def _are_counted(rate: Fact, whole: Fact, part: Fact) -> bool:
    """Whether exact counts stand right before what share of them moved one way."""
    are_exact = not (whole.values.width or part.values.width)
    is_face = re.search("(?:增长|下降|上涨|盈利|亏损|达标)面$", rate.name) is not None
    return is_face and are_exact and not re.search("[。；]", words_between(whole, rate))


def _elsewhere(facts: Facts, share: Fact, before: Sequence[Fact]) -> Iterator[Constraint]:
    """The same of a whole in another paragraph whose name ends as that of the part does."""
    part = before[-1] if before else None
    if part is None or not (part.is_additive and part.is_plain and same_sentence(part, share)):
        return
    is_said = re.search("占比|比重", words_between(part, share))
    if not (is_said and _is_right_behind(part, share)) or figures(share) < SHARE_FIGURES:
        return
    wholes = [
        fact
        for fact in facts.comparable(part)
        if fact.is_additive
        and fact.value > part.value
        and (fact.name[-2:] in part.name or part.name[-2:] in fact.name)
        and fact.place != part.place
    ]
    told = _shares_of(share, part, wholes)
    fits = [each for each in told if each.holds]
    near = [each for each in told if any(is_one_slip(fact, each) for fact in each.facts)]
    yield from fits[:1] or (near if len(near) == 1 else [])


NEAR_SHARE = 12
SHARE_FIGURES = 3
"""How many figures a share and its part must have for their agreement to say anything."""


def _amount(facts: Facts, share: Fact, name: str) -> Fact | None:
    """The amount of that name in the same period, or one beside it whose name begins so."""
    exact = facts.best(share, name, *AMOUNTS)
    if exact and not facts.may_measure_one_thing(exact, share):
        exact = None
    if exact or len(name) < 2:
        return exact
    near = [
        fact
        for fact in facts.beside(share)
        if fact.is_additive
        and fact.is_plain
        and fact.span == share.span
        and (fact.name.startswith(name) or fact.name.endswith(name))
        and not _is_another_part(facts, fact, share)
        and abs(fact.starts - share.starts) + abs(fact.at - share.at) < 80
    ]
    return near[-1] if near else None


def _is_another_part(facts: Facts, fact: Fact, share: Fact) -> bool:
    """Whether a share of the same whole stands behind an amount, which so is a part of it too."""
    behind = facts.next_to(fact)
    while behind and behind.is_rate:
        behind = facts.next_to(behind)
    if behind is None or behind is share or behind.measure != "share":
        return False
    theirs, ours = (SHARE.fullmatch(each.name) for each in (behind, share))
    return theirs is not None and ours is not None and theirs["whole"] == ours["whole"]


def shares_to_whole(facts: Facts) -> Iterator[Constraint]:
    """The shares of the three industries, and of what one list says to be all, are 100."""
    for paragraph in facts.paragraphs:
        for run in _industries(paragraph):
            yield _to_whole(run, is_sure=True)
    for sentence in facts.sentences:
        shares = [
            fact
            for fact in sentence
            if fact.measure in ("share", "contribution")
            and fact.unit != "个百分点"
            and fact.reading.base != "target"
        ]
        for run in _runs(shares):
            is_known = len({found[0] for each in run if (found := CLASSES.search(each.name))}) == 3
            told = _to_whole(run, is_sure=is_known and len(run) == 3)
            is_meant = told.is_sure or _is_structure(run)
            is_near = any(is_one_slip(fact, told) for fact in run)
            if is_meant or told.holds or (is_near and not any(map(_is_rate_of_its_own, run))):
                yield told
        yield from _divided(shares)
        yield from _of_industries([each for each in shares if each.measure == "contribution"])
        yield from _of_industries([each for each in sentence if _is_weight(each)])
        for one, other in pairwise(shares):
            if _is_structure((one, other)) and not _is_of_more(one, other, shares):
                yield _to_whole((one, other), is_sure=False)
            elif one.is_plain and other.is_plain and are_opposites(one.name, other.name):
                told = _to_whole((one, other), is_sure=False)
                if told.holds or abs(one.value + other.value - WHOLE_SHARE) < NEARLY_ALL:
                    yield told


def _of_industries(shares: Sequence[Fact]) -> Iterator[Constraint]:
    """第一产业…a%；第二产业…b%；第三产业…c%: what three industries contribute or weigh is all."""
    named = ((CLASSES.search(each.name), each) for each in shares)
    told = [(found[0], each) for found, each in named if found]
    if len(told) == len({kind for kind, _ in told}) == len(INDUSTRIES):
        yield _to_whole([each for _, each in told], is_sure=False)


WEIGHTS = re.compile("三次产业[^。；\\d]*(?:比重|结构|占比)[^。；\\d]*第一产业")


def _is_weight(fact: Fact) -> bool:
    """Whether it is a level in percent behind words of what the industries weigh, all together."""
    is_level = (fact.measure, fact.unit) == ("level", "%")
    return is_level and WEIGHTS.search(fact.before) is not None


INDUSTRIES = "一二三"


def _is_rate_of_its_own(share: Fact) -> bool:
    """Whether it is a rate of each thing, no share of one whole: 出栏率27%、36.1%、69.3%."""
    return share.name.endswith("率")


DIVIDED = re.compile("(?:按[^，。；：\\d]{1,14}分|分[^，。；：\\d]{1,12}看)[，：:][^，。；：\\d]*$")
EACH_AT_A_TIME = re.compile("[%％][，、；][^，。；：\\d]{1,16}占(?:比)?(?:为|了)?")


def _divided(shares: Sequence[Fact]) -> Iterator[Constraint]:
    """按方式分，甲占a%，乙占b%，丙占c%: nothing but these between them, they are all."""
    for at, first in enumerate(shares):
        if not DIVIDED.search(first.before):
            continue
        run = [first]
        for one, other in pairwise(shares[at:]):
            if not EACH_AT_A_TIME.fullmatch(between(one, other) or ""):
                break
            run.append(other)
        if len(run) > SHORT:
            slack = sum((fact.values.width for fact in run), Fraction(0)) / 2
            relation = Linear((1,) * len(run), WHOLE_SHARE - slack, WHOLE_SHARE + slack)
            told = Constraint("shares_to_whole", "equality", tuple(run), relation, is_sure=False)
            if told.holds or any_slip_explains(told):
                yield told


def _is_structure(run: Sequence[Fact]) -> bool:
    """Whether shares are printed as a ratio of the three industries, or of two that are opposites.

    5.1:40.2:54.7; light to heavy industry 10.1:89.9.
    """
    joints = [between(one, other) or "" for one, other in pairwise(run)]
    is_ratio = all(re.fullmatch("[%]?[:：∶︰]", joint) for joint in joints)
    if len(run) == SHORT:
        return is_ratio and abs(run[0].value + run[1].value - WHOLE_SHARE) < NEARLY_TWO
    return len(run) == 3 and is_ratio and re.search("产业", run[0].before) is not None


def _is_of_more(one: Fact, other: Fact, shares: Sequence[Fact]) -> bool:
    """Whether a third share stands in the ratio of two."""
    first, last = shares.index(one), shares.index(other)
    around = [(edge, one) for edge in shares[max(first - 1, 0) : first]]
    around += [(other, edge) for edge in shares[last + 1 : last + 2]]
    return any(re.fullmatch("[%]?[:：∶︰]", between(*pair) or "") for pair in around)


SHORT = 2
NEARLY_TWO = 15
"""Points by which a ratio of two may miss a hundred to be one of shares: 10.1:89.9."""

NEARLY_ALL = 4
"""Points by which the shares of two opposites may miss a hundred to be meant for all."""


def _to_whole(run: Sequence[Fact], *, is_sure: bool) -> Constraint:
    relation = Linear((1,) * len(run), WHOLE_SHARE, WHOLE_SHARE)
    return Constraint("shares_to_whole", "equality", tuple(run), relation, is_sure)


def _industries(paragraph: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The shares of the three industries in GDP in one paragraph, if each stands there once."""
    found: dict[str, list[Fact]] = {"一": [], "二": [], "三": []}
    for fact in paragraph:
        named = INDUSTRY_SHARE.fullmatch(fact.name)
        if named and fact.measure == "share" and fact.is_plain:
            found[named[1]].append(fact)
    spans = {fact.span for each in found.values() for fact in each}
    if all(len(each) == 1 for each in found.values()) and len(spans) == 1:
        yield [fact for each in found.values() for fact in each]


def _runs(shares: list[Fact]) -> Iterator[list[Fact]]:
    """Lists of three shares or more with nothing but a joint between them."""
    run: list[Fact] = []
    for fact in shares:
        joint = run and between(run[-1], fact)
        if run and not (joint and re.fullmatch(r"[%‰]?(?:[、:：∶︰和及与]|以及)", joint)):
            if len(run) >= 3:
                yield run
            run = []
        run.append(fact)
    if len(run) >= 3:
        yield run


COMPLETED = Fraction(100)


def completion(facts: Facts) -> Iterator[Constraint]:
    """The share of a target that is reached is what was done over the target of that period."""
    for share in facts.all:
        if share.measure != "share" or share.reading.base != "target" or share.is_hedged:
            continue
        told = [
            fact
            for fact in facts.all
            if fact.name == share.name
            and fact.is_amount
            and fact.span == share.span
            and not fact.is_hedged
        ]
        goals = [fact for fact in told if fact.is_goal]
        done = next((fact for fact in told if fact not in goals), None)
        if done and len({goal.values for goal in goals}) == 1 and goals[0].unit == done.unit:
            relation = ratio(COMPLETED)
            yield Constraint("completion", "equality", (share, done, goals[0]), relation)
