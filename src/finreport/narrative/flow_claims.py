"""What single months, quarters and half-years show, as sentences."""

import re

from finreport.analysis.results import Result, Results
from finreport.editions import Series
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim, claim
from finreport.narrative.found import by_period, way
from finreport.words import MINUS, Language, rounded

TOLD = ("fai", "retail", "trade", "fiscal_revenue")
"""What is drawn month by month, and told in words."""


ALL = (
    "gdp", "industry", "fai", "real_estate", "retail", "trade", "exports", "imports", "fdi",
    "fiscal_revenue", "fiscal_expenditure",
)  # fmt: skip
"""The rows of the table, also those whose single quarters cannot be told."""


HALVES = tuple(name for name in ALL if name not in ("gdp", "industry", "fdi"))
"""What is drawn by half-years: fdi fell too far to share a scale with the others."""


MONTH, QUARTER, HALF = r"\d{4}-\d\d", r"\d{4}Q\d", r"\d{4}H\d"
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
    """A month, quarter or half-year written out."""
    return words.month(period) if "-" in period else short_period(words, period)


def grew(words: Language, rate: float) -> str:
    """A computed rate of change, in percent, in words."""
    return words.change(rounded(rate, 1).replace(MINUS, "-"), "growth")


def flow_claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What single periods show that cumulative figures hide, and where they cannot be told."""
    quarters = _newest_quarters(chapter, results)
    if not quarters:
        return [claim(chapter.words, "flows.one_quarter", "too_few")]
    return [
        *quarters,
        *_turned(chapter, results),
        _precision(chapter, results),
        *_not_told(chapter, results),
    ]


def _newest_quarters(chapter: Chapter, results: Results) -> list[Claim]:
    """The newest quarters beside the cumulative rates at their end; none before there are two."""
    words = chapter.words
    told: dict[str, list[str]] = {"higher": [], "lower": [], "alike": []}
    period = ""
    for indicator in TOLD:
        quarters = periods_of(results, indicator, QUARTER)
        if len(quarters) < 2:
            return []
        period, single = list(quarters.items())[-1]
        rates = chapter.edition.series("economy", indicator=indicator, measure="ytd_yoy")
        year = rates.to_dict("index")[last_month(period)]
        told[_beside(single, year["lower"], year["upper"])].append(
            words.text(
                "claim.flows.quarter",
                name=words.text(f"economy.{indicator}"),
                year=grew(words, year["value"]),
                quarter=short_period(words, period),
                **_told(words, single),
            )
        )
    month = words.month(last_month(period))
    return [
        claim(
            words,
            f"flows.{way}",
            "open" if way == "alike" else "arithmetic",
            month=month,
            listed=words.text("list.clauses").join(listed),
        )
        for way, listed in told.items()
        if listed
    ]


def last_month(quarter: str) -> str:
    """The month that a quarter such as 2024Q3 ends with."""
    return f"{quarter[:4]}-{3 * int(quarter[5:]):02d}"


def _beside(single: Result, lower: float, upper: float) -> str:
    """Whether a growth is beyond doubt higher or lower than another range."""
    if single.lower is not None and single.lower > upper:
        return "higher"
    return "lower" if single.upper is not None and single.upper < lower else "alike"


def _told(words: Language, growth: Result) -> dict[str, str]:
    """The words for a growth rate and its bounds."""
    if growth.value is None or growth.lower is None or growth.upper is None:
        raise ValueError(f"{growth.name} has no value to be told: {growth.reason}.")
    return {
        "single": grew(words, growth.value),
        "low": words.number(growth.lower),
        "high": words.number(growth.upper),
    }


def _turned(chapter: Chapter, results: Results) -> list[Claim]:
    """The indicators whose half-years went opposite ways, beyond what rounding leaves open."""
    words = chapter.words
    if not chapter.edition.is_complete:
        return []
    turned = []
    for indicator in HALVES:
        first, second = growth_of(results, indicator, HALF).to_dict("index").values()
        ways = {way(half["lower"], half["upper"]) for half in (first, second)}
        if ways == {-1, 1}:
            name = words.text(f"economy.{indicator}")
            rates = {"first": grew(words, first["value"]), "second": grew(words, second["value"])}
            turned.append(words.text("claim.flows.halves", name=name, **rates))
    if not turned:
        return []
    listed = words.text("list.clauses").join(turned)
    return [claim(words, "flows.turned", "arithmetic", listed=listed)]


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
        name=words.text(f"economy.{widest}"),
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
