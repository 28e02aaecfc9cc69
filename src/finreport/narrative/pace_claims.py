"""What the results say of targets, what became of them, the year's pace and balances ahead."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from finreport.analysis.pace import BY_WEIGHTS, IMPLIED
from finreport.analysis.results import Result, Results
from finreport.narrative.chapter import Chapter
from finreport.narrative.claims import Claim, claim
from finreport.narrative.flow_claims import grew
from finreport.narrative.found import Ends, ends_of, known
from finreport.words import Language, rounded

if TYPE_CHECKING:
    import pandas as pd

PACED = ("gdp", "fai", "retail", "trade")
"""The targets beside which there is a pace of the second half and of the fourth quarter."""


PACES = {"year": True, "second_half": False, "fourth_quarter": False}
"""The paces of a year, and whether each is named after the year."""

TOLD_BALANCE = "cny.loans"
"""The balance whose projection is told first."""

ABOUT = ("about", "in_step_with_growth")
"""Targets of which more is not better, so that they are neither reached nor missed."""


def paces_of(chapter: Chapter, results: Results, indicator: str) -> dict[str, Ends]:
    """The paces of an indicator beside its target: whole year, second half, fourth quarter."""
    return {pace: ends_of(results, pace, indicator, _period(chapter, pace)) for pace in PACES}


def _period(chapter: Chapter, pace: str) -> str:
    return chapter.edition.as_of[:4] if PACES[pace] else ""


def outcome_of(results: Results, indicator: str) -> Result | None:
    """What became of an indicator with a target, if that is known."""
    found = results.where(statistic="outcome", series=indicator).rows
    return found[0] if found and found[0].value is not None else None


def held(chapter: Chapter, results: Results, indicator: str) -> list[str]:
    """The paces that what came may have kept: their ranges meet."""
    found = []
    for pace in PACES:
        error = results.one(f"{pace}.error", indicator, _period(chapter, pace))
        if error.lower is not None and error.upper is not None and error.lower <= 0 <= error.upper:
            found.append(pace)
    return found


def judged(chapter: Chapter, results: Results, indicator: str) -> str:
    """Whether what came reached the target: ``reached``, ``missed``, ``open`` or ``unknown``."""
    distance = results.where(statistic="outcome.distance", series=indicator).rows
    if not distance or distance[0].lower is None or distance[0].upper is None:
        return "unknown"
    if _aims(chapter)[indicator]["comparator"] in ABOUT:
        return "open"
    return "reached" if distance[0].lower >= 0 else "missed" if distance[0].upper < 0 else "open"


def tell_outcome(words: Language, outcome: Result, *, bare: bool = False) -> str:
    """What came in words, with its ends where they are further apart than a printed digit.

    ``bare`` is a rate as a number, beside a name that says what it is a rate of.
    """
    value, lower, upper = known(outcome.value), known(outcome.lower), known(outcome.upper)
    if outcome.unit != "%":
        return words.quantity(value, outcome.unit)
    ends = (value, lower, upper)
    told = _spread(words, ends, decimals=decimals_of(outcome), bare=bare)
    return words.text("implied_phrase", phrase=told) if outcome.method == IMPLIED else told


def decimals_of(outcome: Result) -> int:
    """The decimals of what came: none for a whole printed percentage, else one."""
    is_whole = known(outcome.upper) - known(outcome.lower) > 1 - 1e-9
    return 0 if outcome.method != IMPLIED and is_whole else 1


def balance_name(words: Language, balance: str) -> str:
    """The name of a balance with its currency, short enough for the side of a chart."""
    return words.text(f"carried.{balance}")


def aim_of(chapter: Chapter, indicator: str) -> str:
    """A target as printed, with the word that goes with it."""
    return tell_aim(chapter.words, _aims(chapter)[indicator])


def _aims(chapter: Chapter) -> Mapping[Hashable, Mapping[Hashable, str]]:
    return chapter.whole_year("targets").set_index("indicator").to_dict("index")


def tell_aim(words: Language, aim: "Mapping[Hashable, str] | pd.Series[str]") -> str:
    """The same of a row of the table of targets."""
    number = words.amount(aim["printed"], aim["unit"]) if aim["printed"] else ""
    return words.text(f"comparator.{aim['comparator']}", value=number)


def pace_claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What became of the targets, which pace told it beforehand, and what balances may do."""
    words = chapter.words
    if not chapter.edition.is_complete:
        told = [claim(words, "pace.no_targets", "too_few", **_as_of(chapter))]
        return [*told, _projected(chapter, results)]
    aimed = [each for each in PACED if results.where(statistic="target", series=each).rows]
    told = [_beside(chapter, results, indicator) for indicator in aimed]
    if aimed:
        told.append(_naive(chapter, results, aimed))
    return [*told, _projected(chapter, results)]


def found_of_targets(chapter: Chapter, results: Results) -> str:
    """Which targets were missed and reached, or else which the whole year's pace reaches."""
    words, years = chapter.words, _years(chapter)
    verdicts = {indicator: judged(chapter, results, indicator) for indicator in PACED}
    told = []
    for verdict in ("missed", "reached"):
        names = [name for name, found in verdicts.items() if found == verdict]
        if names:
            listed = _names(words, names)
            told.append(words.text(f"pace.finding.{verdict}", names=listed, **years))
    if not told:
        reaching = [
            name
            for name in PACED
            if ends_of(results, "year.distance", name, chapter.edition.as_of[:4])[1] >= 0
        ]
        kind = "kept" if reaching else "none"
        told = [words.text(f"pace.finding.{kind}", names=_names(words, reaching or PACED), **years)]
    line = words.text("list.clauses").join(told)
    return line[:1].upper() + line[1:]


def _names(words: Language, indicators: Iterable[str]) -> str:
    return words.names(words.text(f"target.{indicator}") for indicator in indicators)


def _as_of(chapter: Chapter) -> dict[str, str]:
    return {"as_of": chapter.words.month(chapter.edition.as_of)}


def _beside(chapter: Chapter, results: Results, indicator: str) -> Claim:
    """A target, what came, and three paces; the paces of parts of the year rest on assumptions."""
    words = chapter.words
    paces = paces_of(chapter, results, indicator)
    by_weights = results.one("second_half", indicator).method == BY_WEIGHTS
    told = words.text(
        "claim.pace.paces",
        **_years(chapter),
        **{pace: _spread(words, ends) for pace, ends in paces.items()},
    )
    values = {
        "name": words.text(f"target.{indicator}"),
        "aim": aim_of(chapter, indicator),
        "paces": told + (words.text("claim.pace.weights") if by_weights else ""),
        **_years(chapter),
    }
    outcome = outcome_of(results, indicator)
    if outcome is None:
        target, *_ = ends_of(results, "target", indicator)
        return claim(
            words,
            "pace.unknown",
            "assumed",
            verdict=_verdict(chapter, paces, target),
            **values,
        )
    return claim(
        words,
        "pace.implied" if outcome.method == IMPLIED else "pace.came",
        "assumed" if outcome.method == IMPLIED else "arithmetic",
        outcome=tell_outcome(words, outcome, bare=True),
        verdict=words.text(f"pace.judged.{judged(chapter, results, indicator)}"),
        held=_held(chapter, results, outcome),
        **values,
    )


def _held(chapter: Chapter, results: Results, outcome: Result) -> str:
    """Which paces lie within what came, and which meet it with their ranges alone."""
    words, paces = chapter.words, paces_of(chapter, results, outcome.series)
    kinds: dict[str, list[str]] = {}
    for pace in held(chapter, results, outcome.series):
        is_within = known(outcome.lower) <= paces[pace][0] <= known(outcome.upper)
        kinds.setdefault("within" if is_within else "touching", []).append(pace)
    told = [
        words.text(f"claim.pace.held.{kind}", names=_paces_in_line(words, found))
        for kind, found in kinds.items()
    ]
    return words.text("list.clauses").join(told) or words.text("claim.pace.held.none")


def _naive(chapter: Chapter, results: Results, aimed: Sequence[str]) -> Claim:
    """How often the range of each pace meets that of what came; or that nobody knows yet."""
    words = chapter.words
    known_ones = [name for name in aimed if outcome_of(results, name)]
    if not known_ones:
        return claim(words, "pace.no_outcomes", "open", **_years(chapter))
    counts = {
        pace: sum(pace in held(chapter, results, name) for name in known_ones) for pace in PACES
    }
    return claim(
        words,
        "pace.naive",
        "assumed",
        count=len(known_ones),
        **{pace: str(count) for pace, count in counts.items()},
        **_years(chapter),
    )


def _spread(words: Language, ends: Ends, *, decimals: int = 1, bare: bool = False) -> str:
    """A pace in words, with its ends where they are further apart than a printed digit.

    What surely fell has its ends as falls too, the smaller one first; where the ends leave open
    whether it rose or fell, no word says so and all three have their signs.
    """
    value, lower, upper = ends
    is_told = upper - lower > 0.1 + 1e-9
    is_open = lower < 0 < upper
    if bare or (is_told and is_open):
        rate = words.quantity(value, "%", decimals)
    else:
        rate = grew(words, value, decimals)
        lower, upper = (-upper, -lower) if value < 0 else (lower, upper)
    if not is_told:
        return rate
    low, high = words.number(lower), words.number(upper)
    return words.text("claim.pace.spread", rate=rate, low=low, high=high)


def _verdict(chapter: Chapter, paces: Mapping[str, Ends], target: float) -> str:
    """Which paces reach the target, whatever their ends leave open."""
    words = chapter.words
    reaching = [pace for pace, (_, lower, _) in paces.items() if lower >= target]
    open_ones = [pace for pace, (_, lower, upper) in paces.items() if lower < target <= upper]
    none = "none_surely" if open_ones else "none"
    some = "all" if len(reaching) == len(paces) else "some" if reaching else none
    names = _paces_in_line(words, reaching) if reaching else ""
    verdict = words.text(f"verdict_of_paces.{some}", names=names, **_years(chapter))
    if not open_ones:
        return verdict
    names = _paces_in_line(words, open_ones)
    return verdict + words.text("verdict_of_paces.open", names=names)


def _paces_in_line(words: Language, paces: Iterable[str]) -> str:
    return words.names(words.text(f"pace.of.{pace}") for pace in paces)


def _years(chapter: Chapter) -> dict[str, str]:
    last = int(chapter.edition.as_of[:4])
    return {
        "past": chapter.words.period(str(last)),
        "next": chapter.words.period(str(last + 1)),
    }


def _projected(chapter: Chapter, results: Results) -> Claim:
    """What paired months leave open of the balances a year on."""
    words = chapter.words
    found = {
        row.series: row
        for row in results.where(statistic="projection.yoy").rows
        if row.value is not None
    }
    if TOLD_BALANCE not in found:
        return claim(words, "pace.too_few", "too_few", **_as_of(chapter))
    first = found[TOLD_BALANCE]
    return claim(
        words,
        "pace.projection",
        "assumed",
        name=balance_name(words, TOLD_BALANCE),
        month=words.month(first.period),
        value=rounded(known(first.value), 1),
        low=rounded(known(first.lower), 1),
        high=rounded(known(first.upper), 1),
        all=words.text("list.clauses").join(
            words.text(
                "claim.pace.projected",
                name=balance_name(words, name),
                value=rounded(known(row.value), 1),
                low=rounded(known(row.lower), 1),
                high=rounded(known(row.upper), 1),
            )
            for name, row in found.items()
        ),
    )
