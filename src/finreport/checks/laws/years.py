"""Years: a sentence alone under the year before, as one left over from the last draft."""

import re
from collections import Counter
from collections.abc import Iterator

from finreport.checks.laws.constraints import Constraint, Hint, Never
from finreport.checks.laws.facts import AMOUNTS, Fact, Facts

MOST = 0.7
"""What share of the numbers of a text must be of one year for that to be the year it is about."""

FEWEST = 12
LOOKS_BACK = re.compile(
    "核实|修订|调整|普查|上年|去年|此前|[较比]20|20\\d\\d年[^，。；]{0,8}[较比相]|以来|时期|期间|—|至20"
)
"""Words of a sentence that means another year."""

COMPARES = re.compile("[比较]上年(?:同期|末)?")
"""How any sentence compares its year with the one before."""


def year_alone(facts: Facts) -> Iterator[Constraint]:
    """In a text about one year, a sentence of the year before tells nothing that it tells alone.

    A year that was left standing is the likely slip, so a doubt; what the text tells of both years,
    or compares, is none.
    """
    for text in {fact.text for fact in facts.all}:
        years = Counter(fact.span[:4] for fact in facts.all if fact.text == text and not fact.cell)
        year, count = next(iter(years.most_common(1)), ("", 0))
        if not year.isdigit() or count < FEWEST or count < MOST * years.total():
            continue
        before = str(int(year) - 1)
        told = {fact.name for fact in facts.all if fact.span[:4] == year}
        for sentence in facts.sentences:
            if sentence[0].text == text and _is_left(sentence, before, told):
                hints = tuple(Hint(at, "period", fact.values) for at, fact in enumerate(sentence))
                yield Constraint("year_alone", "repetition", sentence, Never(), False, hints)


def _is_left(sentence: tuple[Fact, ...], before: str, told: set[str]) -> bool:
    words = sentence[0].sentence
    return (
        re.match(rf"[^，]{{0,6}}{before}年", words) is not None
        and LOOKS_BACK.search(COMPARES.sub("", words)) is None
        and all(fact.span == before and fact.is_plain for fact in sentence)
        and any(fact.measure in AMOUNTS for fact in sentence)
        and any(fact.measure == "growth" for fact in sentence)
        and not any(fact.name in told for fact in sentence)
    )
