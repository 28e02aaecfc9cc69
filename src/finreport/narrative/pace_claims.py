"""What the results say of the year's pace beside targets and of balances carried on."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from finreport.analysis.pace import BY_WEIGHTS
from finreport.analysis.results import Results
from finreport.editions import Series
from finreport.narrative.chapter import Chapter
from finreport.narrative.claims import Claim, claim
from finreport.narrative.flow_claims import grew
from finreport.narrative.found import Ends, by_period, ends_of
from finreport.words import Language, rounded

if TYPE_CHECKING:
    import pandas as pd

PACED = ("gdp", "fai", "retail", "trade")
"""The targets beside which there is a pace of the second half and of the fourth quarter."""


WHOLE_YEAR = ("cpi", "urban_jobs")
"""The targets beside which there is one printed number, for the whole year."""


DRAWN = "cny.loans"
"""The balance whose projections are drawn month by month."""


def paces_of(chapter: Chapter, results: Results, indicator: str) -> dict[str, Ends]:
    """The paces of an indicator beside its target: whole year, second half, fourth quarter."""
    periods = {"year": chapter.edition.as_of[:4], "second_half": "", "fourth_quarter": ""}
    return {pace: ends_of(results, pace, indicator, period) for pace, period in periods.items()}


def path_of(results: Results, balance: str, rule: str) -> Series:
    """A balance month by month as a rule carries it on; empty where there are too few points."""
    return by_period(results.where(statistic="projection", series=balance, variant=rule).rows)


def balance_name(words: Language, balance: str) -> str:
    """The name of a balance with its currency, short enough for the side of a chart."""
    return words.text(f"carried.{balance}")


def aim_of(chapter: Chapter, indicator: str) -> str:
    """A target as printed, with the word that goes with it."""
    aims = chapter.whole_year("targets").set_index("indicator").to_dict("index")
    return tell_aim(chapter.words, aims[indicator])


def tell_aim(words: Language, aim: "Mapping[Hashable, str] | pd.Series[str]") -> str:
    """The same of a row of the table of targets."""
    number = words.amount(aim["printed"], aim["unit"]) if aim["printed"] else ""
    return words.text(f"comparator.{aim['comparator']}", value=number)


def a_year_on(chapter: Chapter) -> str:
    """The month that projections lead to: a year after the one that is shown."""
    last = chapter.edition.as_of
    return f"{int(last[:4]) + 1}{last[4:]}"


def pace_claims(chapter: Chapter, results: Results) -> list[Claim]:
    """How the paces stand beside the targets, and how little the projections can tell."""
    if chapter.edition.is_complete:
        told = [_beside(chapter, results, indicator) for indicator in PACED]
        told += [_in_the_year(chapter, results), _not_comparable(chapter, results)]
    else:
        told = [claim(chapter.words, "pace.no_targets", "too_few", **_as_of(chapter))]
    return [*told, *_projected(chapter, results)]


def _as_of(chapter: Chapter) -> dict[str, str]:
    return {"as_of": chapter.words.month(chapter.edition.as_of)}


def _beside(chapter: Chapter, results: Results, indicator: str) -> Claim:
    """Three paces beside a target; those of the product rest on assumed weights."""
    words = chapter.words
    paces = paces_of(chapter, results, indicator)
    target, *_ = ends_of(results, "target", indicator)
    by_weights = results.one("second_half", indicator).method == BY_WEIGHTS
    return claim(
        words,
        "pace.by_weights" if by_weights else "pace.target",
        "assumed" if by_weights else "arithmetic",
        name=words.text(f"target.{indicator}"),
        aim=aim_of(chapter, indicator),
        verdict=_verdict(chapter, paces, target),
        **_years(chapter),
        **{pace: _spread(words, ends) for pace, ends in paces.items()},
    )


def _spread(words: Language, ends: Ends) -> str:
    """A pace in words, with its ends where they are further apart than a printed digit."""
    value, lower, upper = ends
    if upper - lower <= 0.1 + 1e-9:
        return grew(words, value)
    low, high = words.number(lower), words.number(upper)
    return words.text("claim.pace.spread", rate=grew(words, value), low=low, high=high)


def _verdict(chapter: Chapter, paces: Mapping[str, Ends], target: float) -> str:
    """Which paces reach the target, whatever their ends leave open."""
    words = chapter.words
    reaching = [pace for pace, (_, lower, _) in paces.items() if lower >= target]
    open_ones = [pace for pace, (_, lower, upper) in paces.items() if lower < target <= upper]
    none = "none_surely" if open_ones else "none"
    some = "all" if len(reaching) == len(paces) else "some" if reaching else none
    names = words.join([words.text(f"pace.{pace}") for pace in reaching])
    verdict = words.text(f"verdict_of_paces.{some}", names=names, **_years(chapter))
    if not open_ones:
        return verdict
    names = words.join([words.text(f"pace.{pace}") for pace in open_ones])
    return verdict + words.text("verdict_of_paces.open", names=names)


def _years(chapter: Chapter) -> dict[str, str]:
    last = int(chapter.edition.as_of[:4])
    return {
        "past": chapter.words.period(str(last)),
        "next": chapter.words.period(str(last + 1)),
    }


def _in_the_year(chapter: Chapter, results: Results) -> Claim:
    """The targets beside which only the whole year is printed."""
    words = chapter.words
    listed = []
    for indicator in WHOLE_YEAR:
        year = chapter.edition.as_of[:4]
        result = results.one("year", indicator, year)
        decimals = 1 if result.unit == "%" else 0
        value, *_ = ends_of(results, "year", indicator, year)
        listed.append(
            words.text(
                "claim.pace.one_number",
                name=words.text(f"target.{indicator}"),
                aim=aim_of(chapter, indicator),
                value=words.quantity(value, result.unit, decimals),
                **_years(chapter),
            )
        )
    clauses = words.text("list.clauses").join(listed)
    return claim(words, "pace.in_the_year", "arithmetic", listed=clauses)


def _not_comparable(chapter: Chapter, results: Results) -> Claim:
    """The targets that no number can be held against."""
    words = chapter.words
    without = {
        row.series: row.reason
        for row in results.where(statistic="year.distance").rows
        if row.value is None
    }
    listed = [
        words.text(
            "claim.pace.without",
            name=words.text(f"target.{indicator}"),
            reason=words.text(f"reason.{reason}"),
        )
        for indicator, reason in without.items()
    ]
    clauses = words.text("list.clauses").join(listed)
    return claim(words, "pace.not_comparable", "open", listed=clauses)


def _projected(chapter: Chapter, results: Results) -> list[Claim]:
    """What the rules give for the drawn balance a year on, and how they fared a year before."""
    words = chapter.words
    month, last = a_year_on(chapter), chapter.edition.as_of
    name = balance_name(words, DRAWN)
    untried = claim(words, "pace.no_backtest", "too_few", name=name, **_as_of(chapter))
    if not results.where(statistic="projection.yoy", series=DRAWN, variant="random_walk"):
        return [claim(words, "pace.too_few", "too_few", name=name), untried]
    _, low, high = ends_of(results, "projection.yoy", DRAWN, month, "random_walk")
    projection = claim(
        words,
        "pace.projection",
        "assumed",
        name=name,
        month=words.month(month),
        unchanged=_rate(results, month, "unchanged_growth"),
        same=_rate(results, month, "same_increase"),
        walk=_rate(results, month, "random_walk"),
        low=words.number(low),
        high=words.number(high),
    )
    if results.one("backtest.error", DRAWN, last, "random_walk").value is None:
        return [projection, untried]
    return [projection, _fared(chapter, results, name)]


def _fared(chapter: Chapter, results: Results, name: str) -> Claim:
    words, last = chapter.words, chapter.edition.as_of
    error, low, high = ends_of(results, "backtest.error", DRAWN, last, "random_walk")
    same, *_ = ends_of(results, "backtest.error", DRAWN, last, "same_increase")
    return claim(
        words,
        "pace.backtest_inside" if low <= 0 <= high else "pace.backtest_outside",
        "open",
        name=name,
        month=words.month(last),
        walk=words.number(error, 2),
        same=words.number(same, 2),
        width=words.number((high - low) / 2, 0),
    )


def _rate(results: Results, month: str, rule: str) -> str:
    """What a rule gives for the drawn balance twelve months on."""
    value, *_ = ends_of(results, "projection.yoy", DRAWN, month, rule)
    return rounded(value, 1)
