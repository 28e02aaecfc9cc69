"""Ages: bands that leave no age out hold all people, whatever a text calls them."""

from collections.abc import Iterator, Sequence

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear, adds_up
from finreport.checks.laws.facts import Fact, Facts
from finreport.checks.laws.slips import any_slip_explains

BAND = re.compile(
    r"(?:(?<!\d)(?P<low>\d+)(?:周?岁)?[至到~～—–－-]+(?P<high>\d+)周?岁"
    r"|(?P<below>\d+)周?岁(?P<with_it>及?)以下|(?P<above>\d+)周?岁及?以上)[^，。；：\d]{0,8}$"
)
"""Words before the number of those of some ages."""

OLDEST = 200
ALL = 100
SHORTEST = 2


def ages(facts: Facts) -> Iterator[Constraint]:
    """0-14岁A人，15-59岁B人，60岁及以上C人: together they are people told before them.

    Shares of such bands are a hundred.
    """
    for paragraph in facts.paragraphs:
        people = [fact for fact in paragraph if fact.is_amount and fact.unit == "人"]
        for run in _runs(people):
            told = [
                Constraint("ages", "equality", (whole, *run), adds_up(len(run)), is_sure=False)
                for whole in people[: people.index(run[0])]
                if whole.is_additive and whole.value > max(part.value for part in run)
            ]
            fits = [each for each in told if each.holds]
            near = [each for each in told if any_slip_explains(each)]
            yield from fits[:1] or near[-1:]
        for run in _runs([fact for fact in paragraph if fact.unit == "%" and fact.is_plain]):
            relation = Linear((1,) * len(run), ALL, ALL)
            found = Constraint("ages", "equality", tuple(run), relation, is_sure=False)
            if found.holds or any_slip_explains(found):
                yield found


def _runs(facts: Sequence[Fact]) -> Iterator[Sequence[Fact]]:
    """Numbers right behind one another of bands from the youngest to the oldest."""
    run: list[Fact] = []
    after = 0
    for fact in facts:
        low, high = _band(fact)
        if low != after or not run:
            run, after = [], 0
        if low == after:
            run.append(fact)
            after = high + 1
        if run and high == OLDEST:
            if len(run) >= SHORTEST:
                yield run
            run, after = [], 0


def _band(fact: Fact) -> tuple[int, int]:
    """The youngest and the oldest of whom a number is told; nobody if it names no band."""
    found = BAND.search(fact.before)
    if found is None:
        return -1, -1
    if found["above"]:
        return int(found["above"]), OLDEST
    if found["below"]:
        return 0, int(found["below"]) - (0 if found["with_it"] else 1)
    return int(found["low"]), int(found["high"])
