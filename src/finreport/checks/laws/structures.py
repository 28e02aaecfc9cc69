"""How the parts of a whole moved: each by what two structures differ, together by nothing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear
from finreport.checks.laws.facts import Fact, Facts, same_sentence
from finreport.checks.laws.slips import best_slip
from finreport.checks.laws.weighted import KEY, SLIPS, precedes, wholes

BECAME = re.compile("(?:调整|优化|变|转变|变化|演变|提升)[为成到]")
OF_YEAR = ("previous_year", "year_start", "previous_period")


def structure_moved(facts: Facts) -> Iterator[Constraint]:
    """结构由A调整为B，甲下降…个百分点: that is A less B; what all moved by is nothing."""
    for paragraph in facts.paragraphs:
        shares = [
            fact
            for fact in paragraph
            if fact.measure == "share" and fact.unit in ("%", "") and not fact.is_goal
        ]
        moves = [
            fact
            for fact in paragraph
            if fact.measure == "change_pp" and fact.reading.base in OF_YEAR and fact.is_plain
        ]
        runs = list(wholes(shares)) if moves else []
        for run in runs:
            told = _moves_of(run, moves, paragraph) or _moves_named(run, moves)
            if told and all(move or _is_held(share, moves) for share, move in told.items()):
                moved = tuple(move for move in told.values() if move)
                yield from _told(moved, Linear((1,) * len(moved)))
        for then, now in pairwise(runs):
            told = _moves_of(now, moves, paragraph) or _moves_named(now, moves)
            if told and _became(then, now):
                for (after, move), before in zip(told.items(), then, strict=True):
                    if move:
                        yield from _told((move, after, before), Linear((1, -1, 1)))


Moves: TypeAlias = dict[Fact, Fact | None]
"""The shares of a run, and what each moved by, if that is told."""


def _moves_of(run: Sequence[Fact], moves: Sequence[Fact], paragraph: Sequence[Fact]) -> Moves:
    """What each part of a run moved by: told right behind it, or in the same order behind all."""
    order = {fact: at for at, fact in enumerate(paragraph)}
    beside = tuple(fact for share in run for fact in moves if order[fact] == order[share] + 1)
    if len(beside) == len(run):
        return dict(zip(run, beside, strict=True))
    behind = tuple(fact for fact in moves if precedes(run[-1], fact))[: len(run)]
    alike = len(behind) == len(run) and all(map(_may_be_one, behind, run))
    is_next = behind and order[behind[-1]] - order[run[-1]] == len(run)
    return dict(zip(run, behind, strict=True)) if alike and is_next else {}


def _moves_named(run: Sequence[Fact], moves: Sequence[Fact]) -> Moves:
    """What each industry's share moved by, wherever it is told, if of no industry twice."""
    kinds = [KEY.search(share.name) for share in run]
    told = [
        [move for move in moves if kind and move.name.startswith(kind[0]) and MOVED in move.name]
        for kind in kinds
    ]
    if any(len(found) > 1 for found in told) or sum(map(len, told)) < FEWEST:
        return {}
    return {share: found[0] if found else None for share, found in zip(run, told, strict=True)}


MOVED = "比重"
FEWEST = 2


def _is_held(share: Fact, moves: Sequence[Fact]) -> bool:
    """Whether the sentence of the moves says that a share is what it was: 第一产业比重…持平."""
    kind = KEY.search(share.name)
    words = f"{kind[0]}[^，。；\\d]*持平" if kind else "$^"
    return any(re.search(words, move.sentence) for move in moves)


def _may_be_one(move: Fact, share: Fact) -> bool:
    """Whether a move may be that of a share: of one industry, if both name one."""
    one, other = KEY.search(move.name), KEY.search(share.name)
    return one[0] == other[0] if one and other else not one and not other


def _became(then: Sequence[Fact], now: Sequence[Fact]) -> bool:
    last, first = then[-1], now[0]
    words = first.sentence[last.at + len(last.reading.printed) : first.at]
    return len(then) == len(now) and same_sentence(last, first) and bool(BECAME.search(words))


def _told(facts: tuple[Fact, ...], relation: Linear) -> Iterator[Constraint]:
    found = Constraint("structure_moved", "equality", facts, relation, is_sure=False)
    slips = (best_slip(fact, found.needed(fact)) for fact in facts)
    if found.holds or any(slip and slip.kind in SLIPS for slip in slips):
        yield found
