"""What a list of counties or industries tells of its whole, a member a clause.

甲县…增长a%，增速高于全州b个百分点，占全州的c%，拉动…增速d个百分点，贡献率为e%；乙县… Nothing but
their agreement says that the members are all: so what differs is a doubt, and is told only where
other members of the list agree, or a slip explains it.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from msgspec import Struct

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Formula, Linear, adds_up, ratio
from finreport.checks.laws.facts import Fact, Facts, whole_called
from finreport.checks.laws.growths import REAL
from finreport.checks.laws.slips import telling_slip_explains

PULLS = re.compile(
    r"(?:拉动|下拉|拉低|拖累|带动)(?P<whole>[^，。；：\d]{2,}?)(?:的?(?:增长|增速|下降))*(?:约|了)?$"
)
LEADS = re.compile(r"[高低快慢][^，。；\d]*?于?全(?:[省市区州县旗盟])(?:的?平均)?(?:水平|增速)?$")
OWNER = re.compile("^.{1,7}?(?:[县市旗盟州]|(?<!地)区)(?:[（(]市[）)])?(?:完成|实现)?")
LONE = re.compile("单位|社会|全社会|全[省市区州县旗盟]|的")
FEWEST = 2
NEARLY_ALL = Fraction(1, 2)
"""Points by which shares that are rounded may miss a hundred to be those of all members."""

SLACK = Fraction(1, 10)
SLACK_IN_CONSTANT_PRICES = Fraction(1, 4)
"""By what part of it a pull may differ from share and growth: shares are in prices of the year."""


class Member(Struct, frozen=True):
    """The numbers of one clause; None for what it does not tell or tells more than once."""

    growth: Fact | None
    lead: Fact | None
    share: Fact | None
    pull: Fact | None
    contribution: Fact | None

    @property
    def whole(self) -> str:
        """What its pull is one of."""
        found = self.pull and PULLS.search(self.pull.before)
        return _bare(whole_called(found["whole"])) if found else ""


@cache
def _bare(name: str) -> str:
    """A name without the words that one of two prints leaves out."""
    return LONE.sub("", re.sub("限上|限额以上(?:单位)?", "限额以上", name))


def listed_members(facts: Facts) -> Iterator[Constraint]:
    """All that the lists of a text tell of their wholes."""
    for paragraph in facts.paragraphs:
        told = [_member(clause) for clause in _clauses(paragraph)]
        yield from agreeing(list(_leads(facts, told)))
        listed = [each for each in told if each.pull and each.share]
        for whole in dict.fromkeys(each.whole for each in listed):
            run = [each for each in listed if each.whole == whole]
            growth = _growth_of(facts, whole, run[0])
            yield from _of_list(run, growth)


def _clauses(paragraph: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The numbers of each clause, which a semicolon or a full stop ends."""
    last: tuple[int, int] | None = None
    clause: list[Fact] = []
    for fact in paragraph:
        here = fact.starts, fact.before.count("；")
        if here != last and clause:
            yield clause
            clause = []
        clause.append(fact)
        last = here
    if clause:
        yield clause


def _member(clause: Sequence[Fact]) -> Member:
    def only(found: list[Fact]) -> Fact | None:
        return found[0] if len(found) == 1 else None

    plain = [fact for fact in clause if fact.is_plain]
    points = [fact for fact in plain if fact.unit == "个百分点"]
    return Member(
        only([f for f in plain if f.measure == "growth" and f.unit == "%"]),
        only([f for f in points if LEADS.search(f.before)]),
        only([f for f in plain if f.measure == "share" and f.unit == "%"]),
        only([f for f in points if PULLS.search(f.before)]),
        only([f for f in plain if f.measure == "contribution" and f.unit == "%"]),
    )


def _growth_of(facts: Facts, whole: str, near: Member) -> Fact | None:
    """The one growth that a text prints of a whole in the period of a member."""
    fact = near.pull or near.growth
    if not fact or not whole:
        return None
    found = [
        each
        for each in facts.plain
        if each.measure == "growth"
        and each.unit == "%"
        and each.reading.base in ("previous_year", None)
        and (each.text, each.span) == (fact.text, fact.span)
        and _bare(each.name) == whole
    ]
    return found[0] if len({each.values for each in found}) == 1 else None


def _leads(facts: Facts, told: Sequence[Member]) -> Iterator[Constraint]:
    """A member's growth less that of the whole is by how much it is faster."""
    for each in told:
        if each.lead and each.growth and each.growth.at < each.lead.at:
            name = _bare(OWNER.sub("", each.growth.name))
            whole = _growth_of(facts, name, each)
            if whole and whole is not each.growth:
                numbers = (each.lead, each.growth, whole)
                yield Constraint("lead", "equality", numbers, Linear((1, -1, 1)), is_sure=False)


def _of_list(run: Sequence[Member], growth: Fact | None) -> Iterator[Constraint]:
    """What the members of one whole say together, and each of them of its pull."""
    pulls = [each.pull for each in run if each.pull]
    shares = [each.share for each in run if each.share]
    contributions = [each.contribution for each in run if each.contribution]
    together: list[Constraint] = []
    if len(run) >= FEWEST:
        hundred = Linear((1,) * len(run), 100 - NEARLY_ALL / 5, 100 + NEARLY_ALL / 5)
        together.append(
            Constraint("shares_to_whole", "equality", tuple(shares), hundred, is_sure=False)
        )
        if growth and growth not in pulls:
            told = (growth, *pulls)
            together.append(
                Constraint("pulls_of_members", "equality", told, adds_up(len(pulls)), is_sure=False)
            )
        if len(contributions) == len(run):
            all_of_it = Linear((1,) * len(run), 100, 100)
            numbers = tuple(contributions)
            together.append(
                Constraint("shares_to_whole", "equality", numbers, all_of_it, is_sure=False)
            )
    if any(each.holds for each in together):
        yield from (each for each in together if each.holds or _is_near(each))
    if growth:
        yield from agreeing(
            [
                Constraint(
                    "contribution_of_pull", "equality",
                    (each.contribution, each.pull, growth), ratio(100), is_sure=False,
                )
                for each in run
                if each.contribution and each.pull
            ]
        )  # fmt: skip
    yield from agreeing(
        [
            Constraint(
                "pull_of_member", "approximation", (each.pull, each.share, each.growth),
                _pulled(each.growth, growth), is_sure=False,
            )
            for each in run
            if each.pull and each.share and each.growth and each.growth is not growth
        ]
    )  # fmt: skip


def _is_near(constraint: Constraint) -> bool:
    """Whether what a list misses is that of one number, not that of a member left out."""
    return telling_slip_explains(constraint) or (constraint.law == "shares_to_whole")


def agreeing(told: Sequence[Constraint]) -> Iterator[Constraint]:
    """Those of a list of which most hold; of one or two those that hold."""
    holding = [each for each in told if each.holds]
    yield from told if len(holding) * 3 >= len(told) * 2 else holding


def _pulled(growth: Fact, whole: Fact | None) -> Formula:
    """A pull in points, the share in the whole now, and the growth of the member."""
    more = 100 + (whole.value if whole else 0)
    is_real = REAL.search(growth.name) or "总产值" in growth.name
    return Formula(
        (
            lambda share, up: share * more * up / (100 + up) / 100,
            lambda pull, up: 100 * pull * (100 + up) / (up * more),
            lambda pull, share: 100 * pull / (share * more / 100 - pull),
        ),
        SLACK_IN_CONSTANT_PRICES if is_real else SLACK,
    )
