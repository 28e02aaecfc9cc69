"""Lines of a report on a budget: what was done of it, and what share of it one kind is.

预算为A亿元，实际完成B亿元，为预算的p%，其中税收…，税收占比q%. The reader gives budget
and outcome one name, so these go by the words before each number; what differs is a doubt.
"""

import re
from collections.abc import Iterator, Sequence

from finreport.checks.laws.constraints import Constraint, ratio
from finreport.checks.laws.facts import Fact, Facts
from finreport.checks.laws.members import agreeing
from finreport.checks.laws.slips import explains, figures

DONE_OF = re.compile(r"[为占达成](?:年初|调整|变更|调整后|汇总|代编)?的?预算(?:数|任务)?的?$")
BUDGETED = re.compile(r"预算[^，。；：\d]{0,8}$")
DONE = re.compile(r"(?:完成|执行|实现)[^，。；：\d]{0,6}$")
OF_ALL = re.compile(
    r"(?P<part>[^，。；：\d]{2,8}?)(?:占比|占[^，。；：\d]{0,8}的?比重)(?:为|达到?)?$"
)


def carried_out(facts: Facts) -> Iterator[Constraint]:
    """为预算的p%: the outcome before it over the budget before that."""
    told = [each for sentence in facts.sentences for each in _outcomes(sentence)]
    yield from agreeing(told)


def _outcomes(sentence: Sequence[Fact]) -> Iterator[Constraint]:
    for budget, done, share in zip(sentence, sentence[1:], sentence[2:], strict=False):
        are_amounts = budget.is_amount and done.is_amount and budget.unit == done.unit
        is_one_line = budget.before.count("；") == share.before.count("；")
        if (
            are_amounts
            and is_one_line
            and share.unit == "%"
            and DONE_OF.search(share.before)
            and DONE.search(done.before)
            and BUDGETED.search(budget.before)
            and not (budget.is_hedged or done.is_hedged or share.is_hedged)
        ):
            numbers = (share, done, budget)
            yield Constraint("completion", "equality", numbers, ratio(100), is_sure=False)


def share_of_kind(facts: Facts) -> Iterator[Constraint]:
    """其中税收完成…，税收占比q%: the amount of that kind over the one before it."""
    for sentence in facts.sentences:
        for share in sentence:
            found = OF_ALL.search(share.before)
            if not found or share.measure != "share" or share.unit != "%" or not share.is_plain:
                continue
            before = [fact for fact in sentence if fact.at < share.at and fact.is_additive]
            named = [
                at
                for at, fact in enumerate(before)
                if re.split(r"[，；。]", fact.before)[-1].startswith(
                    ("其中" + found["part"], found["part"])
                )
            ]
            if not named or not named[-1]:
                continue
            part, whole = before[named[-1]], before[named[-1] - 1]
            if part.unit != whole.unit or part.is_hedged or whole.is_hedged:
                continue
            told = Constraint(
                "share_of_whole", "equality", (share, part, whole), ratio(100), is_sure=False
            )
            is_told = figures(share) > 1 and part.value < whole.value
            if told.holds or (
                is_told and any(explains(fact, told.needed(fact)) for fact in told.facts)
            ):
                yield told
