"""Claims in words: what a report says of its numbers without a number, judged by them.

``data/rules/claims.toml`` says what a word such as "quickened" or "steady" means in numbers;
``claims.toml`` in the folder of an edition says which words its report uses, and of what. The
words themselves, a few of each claim, stand in the edition's catalogues.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, permutations
from typing import Literal, TypeAlias

from msgspec import Struct

from finreport.checks.expressions import Computed, evaluate, parse
from finreport.checks.rules import CLAIM_WORDS, RULES
from finreport.decoding import read_toml
from finreport.editions.edition import Edition
from finreport.editions.folder import data_folder
from finreport.errors import EditionError

CLAIMS = "claims.toml"

WordKind: TypeAlias = Literal["definition", "judgement"]

Judgement: TypeAlias = Literal[
    "holds", "holds_as_printed", "in_part", "not_borne_out", "denied", "unjudged"
]
"""What the numbers say of a claim.

It *holds* for all values behind them, or *as printed* only, rounding leaving it open; *in part*
where some of what it speaks of bears it out and some does not. By a judgement that was chosen it
is *not borne out*; by a definition it is *denied*, which contradicts the numbers. *Unjudged*: no
number could tell.
"""


class ClaimWord(Struct, frozen=True, forbid_unknown_fields=True):
    """What a word means: expressions that must not be negative, and how often each is taken."""

    id: str
    kind: WordKind
    unit: str
    once: list[str] = []
    parts: list[str] = []
    months: list[str] = []
    steps: list[str] = []
    pairs: list[str] = []


class ClaimWordFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The words."""

    word: list[ClaimWord]


class ClaimEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim as written: its word, and the numbers that fill the places of its expressions.

    ``series`` are those whose months a word speaks of, ``since`` the first of them; ``shows`` are
    the series that a picture shows of a claim about single numbers.
    """

    id: str
    section: str
    word: str
    now: str = ""
    before: str = ""
    part: str = ""
    whole: str = ""
    part_growth: str = ""
    whole_growth: str = ""
    part_before: str = ""
    whole_before: str = ""
    output: str = ""
    prices: str = ""
    year: str = ""
    half: str = ""
    parts: list[str] = []
    series: list[str] = []
    since: str = ""
    shows: list[str] = []
    reason: str = ""

    @property
    def bound(self) -> dict[str, str]:
        """The places of expressions and what fills them."""
        fields = self.__struct_fields__
        return {name: value for name in fields if isinstance(value := getattr(self, name), str)}


class ClaimFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The claims of an edition."""

    claim: list[ClaimEntry] = []


class Margin(Struct, frozen=True):
    """How far numbers are from what a word needs of them; negative, they do not bear it out.

    ``of`` is the part or series that it is about, empty where there is one alone; ``inputs`` are
    the names of all numbers in it.
    """

    of: str
    inputs: tuple[str, ...]
    room: Computed


class JudgedClaim(Struct, frozen=True):
    """A claim with what its numbers say; ``margins`` are empty where none could tell."""

    entry: ClaimEntry
    word: ClaimWord
    verdict: Judgement
    margins: tuple[Margin, ...]

    @property
    def id(self) -> str:
        """Its name."""
        return self.entry.id

    @property
    def margin(self) -> Margin | None:
        """The least of its margins, which decides."""
        return min(self.margins, key=lambda each: each.room.value, default=None)


def judge_claims(edition: Edition) -> tuple[JudgedClaim, ...]:
    """Judge every claim of an edition; one without a file of claims has none.

    A report makes its claims of the whole year, so before its end there are none. Raises
    :class:`EditionError` for an unknown word, an expression that cannot be read and a number that
    is not printed.
    """
    path = data_folder() / edition.name / CLAIMS
    place = f"{edition.name}/{CLAIMS}"
    if not (path.is_file() and edition.is_complete):
        return ()
    words, found = load_words(), []
    for entry in read_toml(path, ClaimFile, place).claim:
        try:
            found.append(_judge(entry, words[entry.word], edition))
        except KeyError as error:
            raise EditionError(f"{place}, {entry.id}: there is no word {error}.") from None
        except EditionError as error:
            raise EditionError(f"{place}, {entry.id}: {error}") from None
    return tuple(found)


@cache
def load_words() -> Mapping[str, ClaimWord]:
    """The words by their ids."""
    file = read_toml(RULES / CLAIM_WORDS, ClaimWordFile, f"rules/{CLAIM_WORDS}")
    return {word.id: word for word in file.word}


def _judge(entry: ClaimEntry, word: ClaimWord, edition: Edition) -> JudgedClaim:
    if entry.reason:
        return JudgedClaim(entry, word, "unjudged", ())
    margins = []
    for of, text in _expressions(entry, word, edition):
        expression = parse(text)
        margins.append(Margin(of, expression.names, evaluate(expression, edition.find)))
    if not margins:
        raise EditionError(f"nothing fills the places of {entry.word!r}.")
    return JudgedClaim(entry, word, _verdict(word, margins), tuple(margins))


def _verdict(word: ClaimWord, margins: Sequence[Margin]) -> Judgement:
    if all(each.room.lower >= 0 for each in margins):
        return "holds"
    if all(each.room.value > 0 for each in margins):
        return "holds_as_printed"
    failing = {each.of for each in margins if each.room.value < 0 and each.room.upper <= 0}
    if not failing:
        return "unjudged"  # within rounding it may be either
    if word.kind == "definition":
        return "denied"
    return "in_part" if failing < {each.of for each in margins} else "not_borne_out"


def _expressions(entry: ClaimEntry, word: ClaimWord, edition: Edition) -> Iterator[tuple[str, str]]:
    """What each margin is of, and its expression."""
    bound = entry.bound
    for form in word.once:
        yield "", form.format_map(bound)
    for form in word.parts:
        for part in entry.parts:
            yield part, form.format_map(bound | {"part": part})
    for series in entry.series:
        months = [
            f"{series}@{month}"
            for month, figure in edition.figures.get(series, {}).items()
            if figure and month >= entry.since
        ]
        for form in word.months:
            for now in months:
                yield series, form.format_map(bound | {"now": now})
        for form in word.steps:
            for before, now in pairwise(months):
                yield series, form.format_map(bound | {"now": now, "before": before})
        for form in word.pairs:
            for now, before in permutations(months, 2):
                yield series, form.format_map(bound | {"now": now, "before": before})
