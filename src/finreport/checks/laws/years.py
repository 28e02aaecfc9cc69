"""Years: a sentence alone under the year before, as one left over from the last draft."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Hint, Never
from finreport.checks.laws.facts import Fact, Facts

MAIN = 0.15
"""What share of the dated sentences of a text a year has that the text is about."""

TWICE = 2
"""How many sentences name such a year at least: one alone may be what was left standing."""

MOST = 0.03
"""What share of the numbers may be of the year before at most for it to be alone there."""

FEWEST = 8
"""How many dated numbers a text has at least that is about a year."""

LOOKS_BACK = re.compile(
    "研发|研究与试验发展|R&D|核实|修订|调整(?!后)|普查|上年|去年|此前|[较比]20"
    "|20\\d\\d年[^，。；]{0,8}[较比相]|以来|时期|期间|—|(?<!截)至20"
)
"""Words of a sentence that means another year; spending on research is known a year late."""

YEAR = re.compile("20\\d\\d(?=年)")
COMPARES = re.compile("[比较](?:上年|去年)(?:同期|末|年?底|决算数?|执行数)?")
"""How any sentence compares its year with the one before."""


def year_alone(facts: Facts) -> Iterator[Constraint]:
    """A text about one year, or one and the next, has no sentence of the year before them.

    A year that was left standing is the likely slip, so a doubt; what the text tells of both
    years, or compares, is none.
    """
    for text in {fact.text for fact in facts.all}:
        dated = [fact for fact in facts.all if _is_dated(fact, text)]
        main = _main(dated)
        if len(dated) < FEWEST or not main.isdigit():
            continue
        before = str(int(main) - 1)
        told = {_key(fact): fact for fact in facts.all if fact.span[:4] == main}
        left = [
            sentence
            for sentence in facts.sentences
            if sentence[0].text == text and _is_left(sentence, before, told)
        ]
        if len(left) == 1 or sum(map(len, left)) <= MOST * len(dated):
            for sentence in left:
                hints = tuple(Hint(at, "period", fact.values) for at, fact in enumerate(sentence))
                yield Constraint("year_alone", "repetition", sentence, Never(), False, hints)


def _is_dated(fact: Fact, text: int) -> bool:
    """Whether it is of one year or a part of one, in prose."""
    first, _, last = fact.span.rpartition("/")
    return fact.text == text and not fact.cell and first[:4] in ("", last[:4])


_Key = tuple[str, str | None]


def _key(fact: Fact) -> _Key:
    return fact.name, fact.measure


def _main(dated: Sequence[Fact]) -> str:
    """The year that most sentences are of, or one before that several tell as theirs."""
    sentences = {(fact.place, fact.starts, fact.span[:4]): fact for fact in dated}
    years = Counter(year for _, _, year in sentences)
    said = Counter(year for (*_, year), fact in sentences.items() if year in fact.sentence)
    most = max(years, key=lambda year: years[year], default="")
    told = (year for year, count in said.items() if count >= TWICE)
    return min((most, *(year for year in told if years[year] >= MAIN * years.total())))


def _is_left(sentence: tuple[Fact, ...], before: str, told: Mapping[_Key, Fact]) -> bool:
    """Whether a sentence opens with the year before as if it were of it.

    It is not where the text tells another number of the same name of its own year.
    """
    first = sentence[0]
    namesake = told.get(_key(first))
    return (
        YEAR.findall(first.sentence) == [before]
        and before in first.before
        and LOOKS_BACK.search(COMPARES.sub("", first.sentence)) is None
        and first.span[:4] == before
        and any(fact.measure in ("level", "growth") for fact in sentence)
        and (namesake is None or namesake.values.meets(first.values))
    )


ON_YEAR = re.compile(
    "[比较](?P<year>20\\d\\d)年(?:同期|决算数?|执行数?|完成数?|年?[底末])?[^，。；\\d比较]{0,6}$"
)
"""Words right before a growth that say on which year it is: 比2022年增长."""

USUAL = 3
"""How many growths of a text must be said to be on one year for another one to be a slip."""


def compared_year_alone(facts: Facts) -> Iterator[Constraint]:
    """比2022年增长a%, 比2022年下降b%, 比2021年增长c%: one alone is on the year before."""
    told: dict[int, list[tuple[str, Fact]]] = defaultdict(list)
    for fact in facts.all:
        is_told = fact.measure in ("growth", "change") and not fact.cell and not fact.is_goal
        if is_told and (found := ON_YEAR.search(fact.clause)):
            told[fact.text].append((found["year"], fact))
    for each in told.values():
        years = Counter(year for year, _ in each)
        year, count = years.most_common(1)[0]
        left = [fact for other, fact in each if other == str(int(year) - 1)]
        if count >= USUAL and len(left) == 1 and len(years) == TWICE:
            hints = (Hint(0, "period", left[0].values),)
            yield Constraint("year_alone", "repetition", (left[0],), Never(), False, hints)
