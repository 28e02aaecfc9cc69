"""Years: a sentence alone under the year before, as one left over from the last draft."""

from collections import Counter
from collections.abc import Iterator

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Hint, Never
from finreport.checks.laws.facts import Fact, Facts

MAIN = 0.15
"""What share of the numbers of a text a year has that the text is about."""

MOST = 0.03
"""What share of them may be of the year before at most for it to be alone there."""

FEWEST = 12
LOOKS_BACK = re.compile(
    "研发|研究与试验发展|R&D|核实|修订|调整|普查|上年|去年|此前|[较比]20|20\\d\\d年[^，。；]{0,8}[较比相]|以来|时期|期间|—|至20"
)
"""Words of a sentence that means another year; spending on research is known a year late."""

YEAR = re.compile("20\\d\\d(?=年)")
COMPARES = re.compile("[比较]上年(?:同期|末)?")
"""How any sentence compares its year with the one before."""


def year_alone(facts: Facts) -> Iterator[Constraint]:
    """A text about one year, or one and the next, has no sentence of the year before them.

    A year that was left standing is the likely slip, so a doubt; what the text tells of both
    years, or compares, is none.
    """
    for text in {fact.text for fact in facts.all}:
        years = Counter(fact.span[:4] for fact in facts.all if _is_dated(fact, text))
        main = [year for year, count in years.items() if count >= MAIN * years.total()]
        if years.total() < FEWEST or not main or not min(main).isdigit():
            continue
        before = str(int(min(main)) - 1)
        after = {fact.name for fact in facts.all if fact.span[:4] == min(main)}
        left = [
            sentence
            for sentence in facts.sentences
            if sentence[0].text == text and _is_left(sentence, before, after)
        ]
        if len(left) == 1 or sum(map(len, left)) <= MOST * years.total():
            for sentence in left:
                hints = tuple(Hint(at, "period", fact.values) for at, fact in enumerate(sentence))
                yield Constraint("year_alone", "repetition", sentence, Never(), False, hints)


def _is_dated(fact: Fact, text: int) -> bool:
    """Whether it is of one year, in prose."""
    return fact.text == text and not fact.cell and "/" not in fact.span


def _is_left(sentence: tuple[Fact, ...], before: str, told: set[str]) -> bool:
    words = sentence[0].sentence
    return (
        YEAR.findall(words) == [before]
        and before in sentence[0].before
        and LOOKS_BACK.search(COMPARES.sub("", words)) is None
        and all(fact.span[:4] == before for fact in sentence)
        and any(fact.measure in ("level", "growth") for fact in sentence)
        and not any(fact.name in told for fact in sentence)
    )
