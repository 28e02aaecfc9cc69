"""What single months, quarters and half-years show, as sentences."""

import re
from collections.abc import Hashable, Iterable, Mapping

from finreport.analysis.results import Result, Results
from finreport.editions import Series
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim, claim
from finreport.narrative.found import by_period, known, way
from finreport.words import MINUS, Language, rounded

TOLD = ("fai", "retail", "trade", "fiscal_revenue")
"""What is drawn month by month, and told in words."""


ALL = (
    "gdp", "industry", "fai", "real_estate", "retail", "trade", "exports", "imports", "fdi",
    "fiscal_revenue", "fiscal_expenditure",
)  # fmt: skip
"""The rows of the table, also those whose single quarters cannot be told."""


HALVES = tuple(name for name in ALL if name not in ("gdp", "industry", "fdi"))
"""What is told by half-years; of fdi there is little, and it fell in both."""


MONTH, QUARTER, HALF = r"\d{4}-\d\d(?:\.\.\d{4}-\d\d)?", r"\d{4}Q\d", r"\d{4}H\d"
"""How the names of periods are written."""


def growth_of(results: Results, indicator: str, form: str) -> Series:
    """The growth of an indicator's single periods of one form, indexed by their names.

    Raises :class:`NotYetError` where there is none yet.
    """
    growth = by_period(periods_of(results, indicator, form).values())
    if growth.empty:
        raise NotYetError(f"No period of {indicator} is complete by the month that is shown.")
    return growth


def periods_of(results: Results, indicator: str, form: str) -> dict[str, Result]:
    """The growth of an indicator by the name of the period, where that has the ``form``."""
    growth = results.where(statistic="yoy", series=indicator)
    return {row.period: row for row in growth.rows if re.fullmatch(form, row.period)}


def short_period(words: Language, period: str) -> str:
    """A quarter or half-year without its year."""
    return words.text(f"part.{period[4:]}")


def period_name(words: Language, period: str) -> str:
    """A month or several, a quarter or half-year written out."""
    if "-" not in period:
        return short_period(words, period)
    first, last = period[:7], period[-7:]
    return words.months(last, int(last[5:]) - int(first[5:]) + 1)


def grew(words: Language, rate: float, decimals: int = 1) -> str:
    """A computed rate of change, in percent, in words."""
    return words.change(rounded(rate, decimals).replace(MINUS, "-"), "growth")


def flow_claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What single periods show that cumulative figures hide, and where they cannot be told."""
    newest = newest_quarters(chapter, results)
    if not newest:
        return [claim(chapter.words, "flows.one_quarter", "too_few")]
    return [
        *_beside_the_year(chapter, results, newest),
        *_turned(chapter, results),
        _precision(chapter, results),
        *_not_told(chapter, results),
    ]


def newest_quarters(chapter: Chapter, results: Results) -> dict[str, tuple[str, Result]]:
    """The newest quarter of each indicator, and whether it grew faster or slower than the year.

    The words are ``higher``, ``lower`` and ``alike``; none before there are two quarters.
    """
    found = {}
    for indicator in TOLD:
        quarters = periods_of(results, indicator, QUARTER)
        if len(quarters) < 2:
            return {}
        period, single = list(quarters.items())[-1]
        year = _year_to(chapter, indicator, period)
        found[indicator] = _beside(single, year["lower"], year["upper"]), single
    return found


def _year_to(chapter: Chapter, indicator: str, quarter: str) -> Mapping[Hashable, float]:
    """The printed growth of the year to the end of a quarter."""
    rates = chapter.edition.series("economy", indicator=indicator, measure="ytd_yoy")
    return rates.to_dict("index")[last_month(quarter)]


def found_in_quarters(chapter: Chapter, results: Results) -> str:
    """What turned down at half-year, and what the newest quarter sped up, in one line.

    Nothing if neither is beyond doubt.
    """
    words, told = chapter.words, []
    fell = [name for name, (first, _) in turned(results).items() if known(first.value) > 0]
    if here := [name for name in fell if name in TOLD]:
        names = _in_line(words, here)
        told.append(words.text("flows.finding.fell", names=names))
    newest = newest_quarters(chapter, results)
    if faster := [name for name, (way_, _) in newest.items() if way_ == "higher"]:
        names = _in_line(words, faster)
        quarter = short_period(words, newest[faster[0]][1].period)
        told.append(words.text("flows.finding.faster", names=names, quarter=quarter))
    line = words.text("list.clauses").join(told)
    return line[:1].upper() + line[1:]


def _in_line(words: Language, indicators: Iterable[str]) -> str:
    """The short names of indicators inside a sentence."""
    return words.names(words.text(f"economy_short.{name}") for name in indicators)


def _beside_the_year(
    chapter: Chapter, results: Results, newest: Mapping[str, tuple[str, Result]]
) -> list[Claim]:
    """The newest quarters beside the cumulative rates at their end, by what they are beside them.

    Each is told with the revision of the base at which it would not be so.
    """
    words, claims = chapter.words, []
    for side in ("higher", "lower", "alike"):
        here = {name: single for name, (way_, single) in newest.items() if way_ == side}
        if not here:
            continue
        period = next(iter(here.values())).period
        listed = [
            words.text(
                "claim.flows.quarter",
                name=words.names([words.text(f"economy.{name}")]),
                year=grew(words, _year_to(chapter, name, period)["value"]),
                quarter=short_period(words, period),
                single=grew(words, known(single.value)),
            )
            for name, single in here.items()
        ]
        claims.append(
            claim(
                words,
                f"flows.{side}",
                "open" if side == "alike" else "assumed",
                month=words.month(last_month(period)),
                listed=words.text("list.clauses").join(listed),
                revised=_revised(words, results, "revision", here),
                ends=words.join([_range(words, name, single) for name, single in here.items()]),
            )
        )
    return claims


def _revised(
    words: Language, results: Results, statistic: str, periods: Mapping[str, Result]
) -> str:
    """By how much the base before each period would have to have been revised."""
    told = []
    for name, period in periods.items():
        revision = results.one(statistic, name, period.period)
        if revision.value is not None:
            size = rounded(abs(revision.value), 1)
            item = words.text(f"economy_short.{name}")
            told.append(words.text("claim.flows.revised", name=item, size=size))
    return words.join(told)


def _range(words: Language, name: str, growth: Result) -> str:
    """A growth rate with what rounding leaves of it."""
    return words.text(
        "claim.flows.range",
        name=words.text(f"economy_short.{name}"),
        low=words.number(known(growth.lower)),
        high=words.number(known(growth.upper)),
    )


def last_month(quarter: str) -> str:
    """The month that a quarter such as 2024Q3 ends with."""
    return f"{quarter[:4]}-{3 * int(quarter[5:]):02d}"


def _beside(single: Result, lower: float, upper: float) -> str:
    """Whether a growth is beyond doubt higher or lower than another range."""
    if single.lower is not None and single.lower > upper:
        return "higher"
    return "lower" if single.upper is not None and single.upper < lower else "alike"


def turned(results: Results) -> dict[str, tuple[Result, Result]]:
    """Both halves of the year of what went opposite ways in them, beyond rounding."""
    halves = {name: tuple(periods_of(results, name, HALF).values()) for name in HALVES}
    return {name: (two[0], two[1]) for name, two in halves.items() if _opposite(two)}


def _opposite(halves: tuple[Result, ...]) -> bool:
    ways = {way(half.lower or 0, half.upper or 0) for half in halves}
    return len(halves) == 2 and ways == {-1, 1}


def _turned(chapter: Chapter, results: Results) -> list[Claim]:
    """The indicators whose half-years went opposite ways, and what would undo that."""
    words, found = chapter.words, turned(results)
    if not found:
        return []
    listed = [
        words.text(
            "claim.flows.halves",
            name=words.names([words.text(f"economy.{name}")]),
            first=grew(words, known(first.value)),
            second=grew(words, known(second.value)),
        )
        for name, (first, second) in found.items()
    ]
    later = {name: second for name, (_, second) in found.items()}
    return [
        claim(
            words,
            "flows.turned",
            "assumed",
            listed=words.text("list.clauses").join(listed),
            revised=_revised(words, results, "revision.zero", later),
            ends=words.join([_range(words, name, second) for name, second in later.items()]),
        )
    ]


def _precision(chapter: Chapter, results: Results) -> Claim:
    """How much less sharp a single month is than the cumulative rates that it comes from."""
    words = chapter.words
    newest = {name: growth_of(results, name, MONTH).iloc[-1] for name in TOLD}
    widths = {name: month["upper"] - month["lower"] for name, month in newest.items()}
    widest = max(widths, key=lambda name: widths[name])
    printed = chapter.edition.series("economy", indicator=widest, measure="ytd_yoy").iloc[-1]
    return claim(
        words,
        "flows.precision",
        "arithmetic",
        name=words.names([words.text(f"economy.{widest}")]),
        month=words.month(chapter.edition.as_of),
        low=words.number(newest[widest]["lower"]),
        high=words.number(newest[widest]["upper"]),
        width=words.number(widths[widest]),
        printed=words.number(printed["upper"] - printed["lower"]),
    )


def _not_told(chapter: Chapter, results: Results) -> list[Claim]:
    """Why the product has no fourth quarter, once one would be expected."""
    words = chapter.words
    period = f"{chapter.edition.as_of[:4]}Q4"
    found = results.where(statistic="flow", series="gdp", period=period)
    reasons = [words.text(f"reason.{row.reason}") for row in found.rows if row.reason]
    return [claim(words, "flows.not_told", "open", reason=one) for one in reasons]
