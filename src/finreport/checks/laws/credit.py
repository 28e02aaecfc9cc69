"""Loans, deposits and financing: totals, what was added to them, and what a text tells of parts.

News of money and credit tell a balance, what was added to it since the year began, and the same of
sectors, under names that leave the total unsaid. So what differs is a doubt.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear, Same, at_most, ratio
from finreport.checks.laws.facts import AMOUNTS, Fact, Facts, canonical, same_sentence
from finreport.checks.laws.growths import OF_A_CHANGE
from finreport.checks.laws.slips import best_slip, figures, telling_slip_explains

KINDS = ("贷款", "存款", "社会融资规模")
ALIAS = re.compile("社融(?:规模)?|社会融资(?!规模)")
BOTH = re.compile("存款?[、和及与]?贷款")
PARTIAL = re.compile(
    "企|户|居民|个人|业|小微|外资|法人|基金|平均|绿色|科技|普惠|农|民营|房|消费|并购|期|养老|数字"
    "|信用|首贷|再|设施|机构|委托|信托|抵押"
)
"""Words of a name that make it one of a part."""

TOTAL = re.compile(
    "(?P<place>.{0,6}?)(?:本外币|人民币)?(?:各项|全部)?(?P<new>新增)?(?:本外币|人民币)?(?:各项)?"
    "(?P<kind>贷款|存款|社会融资规模)(?P<flow>增量|新增|增加额)?(?:存量)?"
)
FULL = re.compile("本外币|人民币|各项|社会融资规模")
TURNOVER = re.compile(
    "累计|发放|投放|签约|授信|申请|展期|收回|撬动|办理|[全我各]国|中央|财政|利率|平均"
)
"""Words of amounts that pass through a year and of those of others, which no balance bounds."""

PASSED = re.compile("[逾超]过?$|突破$|高达$")


def _name(fact: Fact) -> str:
    return ALIAS.sub("社会融资规模", fact.name)


def _kind(fact: Fact) -> str:
    """Of what it is an amount; empty where it is of nothing of the kind."""
    name = _name(fact)
    if BOTH.search(name):
        return ""
    return next((kind for kind in KINDS if name.endswith(kind) or kind in name), "")


def _is_money(fact: Fact) -> bool:
    return fact.unit == "元" and not fact.cell and not fact.is_goal and not fact.pair


def _total(fact: Fact) -> re.Match[str] | None:
    found = TOTAL.fullmatch(_name(fact))
    if found is None or PARTIAL.search(found["place"].removeprefix("金融机构")):
        return None
    is_full = FULL.search(_name(fact)) or found["new"] or found["flow"] or not found["place"]
    return found if is_full else None


def _is_stock(fact: Fact) -> bool:
    found = _total(fact) if fact.measure == "level" and _is_money(fact) else None
    is_total = found is not None and not (found["new"] or found["flow"]) and fact.is_plain
    return is_total and bool(FULL.search(_name(fact))) and not TURNOVER.search(fact.clause)


def is_flow(fact: Fact) -> bool:
    """Whether it is what was added to a balance, as its words or its measure say."""
    if not _is_money(fact) or OF_A_CHANGE in fact.reading.route:
        return False
    is_named = fact.measure in AMOUNTS and re.search("新增|增量|增加额", fact.name)
    return fact.measure == "change" or bool(is_named)


def _is_total_flow(fact: Fact) -> bool:
    return is_flow(fact) and _total(fact) is not None and fact.reading.base != "previous_month"


def _are_of_one(facts: Facts, one: Fact, other: Fact) -> bool:
    is_one = (one.text, one.span[:4]) == (other.text, other.span[:4])
    return is_one and _kind(one) == _kind(other) and facts.may_measure_one_thing(one, other)


def within_total(facts: Facts) -> Iterator[Constraint]:
    """What is told of a part of loans or was added to it is not more than all loans are."""
    stocks = [fact for fact in facts.all if _is_stock(fact)]
    for part in facts.all if stocks else ():
        is_told = _is_money(part) and part.value > 0 and (is_flow(part) or part.measure == "level")
        if not is_told or not _kind(part) or part in stocks or TURNOVER.search(_said(part)):
            continue
        wholes = [fact for fact in stocks if _are_of_one(facts, part, fact)]
        if wholes:
            whole = max(wholes, key=lambda fact: fact.value)
            law = "rise_within_level" if is_flow(part) else "part_of_whole"
            yield Constraint(law, "limit", (part, whole), at_most(), is_sure=False)


def _said(fact: Fact) -> str:
    return f"{fact.name} {fact.clause}"


def share_of_flow(facts: Facts) -> Iterator[Constraint]:
    """占各项贷款增量的比重: what was added to a part over what was added to all."""
    for share in facts.plain:
        if share.measure != "share" or share.unit != "%" or share.cell:
            continue
        found = re.search("占(?P<whole>[^占]*(?:增量|新增)[^占]*)$", share.name)
        if not found:
            continue
        part = facts.before(share)
        while part and (OF_A_CHANGE in part.reading.route or part.measure == "change_pp"):
            part = facts.before(part)
        if part is None or not is_flow(part) or not share.name.startswith(part.name[:2]):
            continue
        wholes = [
            fact
            for fact in facts.plain
            if _is_total_flow(fact) and fact is not part and _are_of_one(facts, part, fact)
        ]
        if not re.search("各项|全部|总|^全[省市区州县]", found["whole"]):
            wholes = _flows_named(facts, part, canonical(ADDED.sub("", found["whole"])))
        for whole in wholes[:1]:
            told = (share, part, whole)
            law = Constraint("share_of_whole", "equality", told, ratio(100), is_sure=False)
            is_one = figures(share) > 2 and part.span == whole.span
            if law.holds or is_one or telling_slip_explains(law):
                yield law


ADDED = re.compile("(?:的?(?:增量|新增额?|增加额)|比重|比例|的)+|^(?:同期|全部)")


def _flows_named(facts: Facts, near: Fact, name: str) -> list[Fact]:
    """What was added to what has a name, in the period and base of another number."""
    return [
        fact
        for fact in facts.comparable(near)
        if is_flow(fact) and (fact.name, fact.reading.base) == (name, near.reading.base)
    ]


BEYOND = re.compile("比(?P<than>[^，。；：\\d]{2,14}?)(?P<way>多|少)[增减]?(?:加|少)?(?:了|约)?$")
EARLIER = re.compile("[年月季]|同期")


def flow_beyond(facts: Facts) -> Iterator[Constraint]:
    """企业贷款增加A，比各项贷款多增B: B is A less what was added to what it is compared with."""
    for more in facts.plain:
        found = BEYOND.search(more.clause)
        own = facts.before(more)
        if not found or EARLIER.search(found["than"]) or own is None or own.unit != more.unit:
            continue
        others = _flows_named(facts, own, canonical(found["than"]))
        others = others or [
            fact
            for fact in facts.comparable(own)
            if is_flow(fact) and fact.name.endswith(found["than"])
        ]
        if is_flow(own) and own.is_plain and len({fact.values for fact in others}) == 1:
            sign = -1 if (found["way"] == "少") == (more.value > 0) else 1
            relation = Linear((sign, -1, 1))
            told = (more, own, others[0])
            yield Constraint("lead", "equality", told, relation, is_sure=False)


def flow_passed(facts: Facts) -> Iterator[Constraint]:
    """新增贷款逾5000亿元: such a mark is not above what was added, and the same wherever told."""
    flows = [fact for fact in facts.all if _is_total_flow(fact)]
    marks = [fact for fact in flows if fact.is_hedged and PASSED.search(fact.before)]
    for at, mark in enumerate(marks):
        values = [fact for fact in flows if fact.is_plain and _are_of_one(facts, mark, fact)]
        if len(values) == 1:
            told = (mark, values[0])
            yield Constraint("surpassed", "limit", told, at_most(), is_sure=False)
        for other in marks[at + 1 :]:
            if other.place != mark.place and _are_of_one(facts, mark, other):
                yield Constraint("repetition", "repetition", (mark, other), Same(), is_sure=False)


SECTORS = (re.compile("^(?:[^，]{0,6})(?:住户|个人|居民)"), re.compile("企业|事业单位"))
TERM = re.compile("短期|中长期|票据|经营|消费|固定资产|活期|定期")
YEAR = 4
LEFT = Fraction(3, 10)
"""What others than the sectors told may have added, as a share of what all of these moved."""

FLIPPED = ("direction", "sign", "unit", "exchanged", "point", "digit")


def sectors_add_up(facts: Facts) -> Iterator[Constraint]:
    """What households, firms and others added is near what was added in all.

    Loans abroad and the deposits of offices are mostly left out, so that only much tells anything.
    """
    for at, paragraph in enumerate(facts.paragraphs):
        near = [*(facts.paragraphs[at - 1] if at else ()), *paragraph]
        yield from _terms_add_up(near, paragraph)
        for kind in KINDS[:2]:
            parts = list(_sectors(paragraph, kind))
            if len(parts) < len(SECTORS):
                continue
            wholes = [
                fact
                for fact in facts.all
                if fact.text == parts[0].text
                and _is_total_flow(fact)
                and fact.is_plain
                and fact.measure == "change"
                and _are_in_step(fact, parts[0])
                and _kind(fact) == kind
                and "外币" not in fact.name.replace("本外币", "")
            ]
            close = [fact for fact in wholes if fact in near] or wholes
            if len(close) == 1:
                yield from _nearly(close[0], parts)


def _terms_add_up(near: Sequence[Fact], paragraph: Sequence[Fact]) -> Iterator[Constraint]:
    """甲中长期贷款增加…；短期贷款及票据融资增加…: both are near what 甲贷款 added."""
    flows = [fact for fact in paragraph if fact.measure == "change" and is_flow(fact)]
    for long in (fact for fact in flows if "中长期" in fact.name and fact.is_plain):
        wholes = [
            fact
            for fact in near
            if fact.name == canonical(long.name.replace("中长期", ""))
            and is_flow(fact)
            and fact.span == long.span
            and fact.is_plain
        ]
        shorts = [
            fact
            for fact in flows
            if re.match("短期", fact.name) and same_sentence(fact, long) and fact.is_plain
        ]
        if len(wholes) == len(shorts) == 1:
            yield from _nearly(wholes[0], (long, shorts[0]))


def _sectors(paragraph: Sequence[Fact], kind: str) -> Iterator[Fact]:
    """The flows of households, of firms, and of what else is told beside them, each once."""
    flows = [
        fact
        for fact in paragraph
        if is_flow(fact)
        and fact.is_plain
        and _kind(fact) == kind
        and not TERM.search(fact.name)
        and _total(fact) is None
    ]
    firsts = [
        next((fact for fact in flows if sector.search(fact.name)), None) for sector in SECTORS
    ]
    if not all(firsts):
        return
    others = ("非银", "财政", "政府", "机关")
    told = [fact for fact in flows if fact in firsts or any(o in fact.name for o in others)]
    if all(_are_in_step(told[0], fact) for fact in told):
        yield from told


def _are_in_step(one: Fact, other: Fact) -> bool:
    """Whether two flows are of one time, as far as both say more than the year."""
    spans = {each.span for each in (one, other) if len(each.span) > YEAR}
    return one.span[:YEAR] == other.span[:YEAR] and len(spans) < len(SECTORS)


def _nearly(whole: Fact, parts: Sequence[Fact]) -> Iterator[Constraint]:
    slack = LEFT * sum((abs(fact.value) for fact in parts), Fraction(0))
    relation = Linear((1, *[-1] * len(parts)), -slack, slack)
    told = (whole, *parts)
    found = Constraint("change_sum", "approximation", told, relation, is_sure=False)
    slips = (best_slip(fact, found.needed(fact)) for fact in told)
    if found.holds or any(slip and slip.kind in FLIPPED for slip in slips):
        yield found


KEPT = re.compile("(?P<kind>贷款|存款)(?:余额)?增[速幅][^，；。]{0,12}(?:保持|稳定|维持)在$")


def rate_kept(facts: Facts) -> Iterator[Constraint]:
    """贷款增速保持在11%~12%的区间, 连续4个月保持在11.6%: it is the growth told before."""
    for paragraph in facts.paragraphs:
        for at, kept in enumerate(paragraph):
            found = KEPT.search(kept.before)
            if not found or kept.unit != "%":
                continue
            rates = [
                fact
                for fact in paragraph[:at]
                if fact.is_rate and (total := _total(fact)) and total["kind"] == found["kind"]
            ]
            if len(rates) != 1:
                continue
            rate, high = rates[0], paragraph[at + 1] if at + 1 < len(paragraph) else None
            if high and kept.pair == "low" and same_sentence(kept, high):
                for pair in ((kept, rate), (rate, high)):
                    yield Constraint("surpassed", "limit", pair, at_most(), is_sure=False)
            elif not kept.pair and "区间" not in kept.after[:8]:
                yield Constraint("repetition", "repetition", (rate, kept), Same(), is_sure=False)
