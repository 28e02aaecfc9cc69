"""When lending slowed, and whether growth falls steadily: what the ledger and the tests say."""

from collections.abc import Sequence
from typing import Any

from finreport.analysis.firmness import LEVEL, SHAKEN, Firmness
from finreport.analysis.ledger import MAIN
from finreport.analysis.results import Result, Results
from finreport.narrative.chapter import Chapter
from finreport.narrative.claims import Claim, claim
from finreport.narrative.found import Ends, ends_of, known, way, with_sign
from finreport.narrative.tested import Tested, series_name, tell_p, trend_series, trend_test
from finreport.words import Language

DRAWN_PARTS = {"all.loans": ("all.loans_short", "all.loans_medium_long", "all.loans_bills")}
"""The parts of a total whose increases are told for the months in which it fell short."""


def slope_of(results: Results, series: str) -> Ends:
    """The robust slope; :class:`NotYetError` as long as there are too few months for one."""
    return ends_of(results, "theil_sen.slope", series)


# The ledger


def ledger_claims(chapter: Chapter, ledger: Results) -> list[Claim]:
    """How far each main series moved, in which months, and by which parts: full counts."""
    found = [_moved(chapter, ledger, name) for name in MAIN]
    runs = [_run(chapter, ledger, name) for name in MAIN]
    printed = {row.series for row in ledger.where(statistic="total").rows}
    parts = [_parts(chapter, ledger, total) for total in DRAWN_PARTS if total in printed]
    return [found[0], runs[0], *parts, *found[1:], *runs[1:]]


def _moved(chapter: Chapter, ledger: Results, series: str) -> Claim:
    """Growth from the first month to the last, and what it amounts to in money."""
    words, pace = chapter.words, ledger.one("pace", series)
    growth = chapter.series(f"{series}.yoy")
    values = {
        "series": series_name(words, series),
        "first_month": words.month(str(growth.index[0])),
        "last_month": words.month(str(growth.index[-1])),
        "first": words.quantity(growth["value"].iloc[0], "%"),
        "last": words.quantity(growth["value"].iloc[-1], "%"),
    }
    if pace.value is None:
        return claim(words, "ledger.moved.one_month", Firmness.TOO_FEW, **values)
    kind = {1: "above", -1: "below", 0: "level"}[way(known(pace.lower), known(pace.upper))]
    values |= _amounts(words, pace)
    change = ledger.one("total.growth", series)
    values["change"] = words.number(abs(known(change.value)))
    return claim(words, f"ledger.moved.{kind}", **values)


def _run(chapter: Chapter, ledger: Results, series: str) -> Claim:
    """The neighbouring months that together fell short by most, and all other months."""
    words = chapter.words
    values = {"series": series_name(words, series)}
    kind = run_kind(ledger, series)
    if kind == "one_month":
        return claim(words, "ledger.run.one_month", Firmness.TOO_FEW, **values)
    if kind == "none":
        return claim(words, "ledger.run.none", **values)
    run, points = ledger.one_of("run", series), ledger.one_of("run.growth", series)
    values |= _amounts(words, run)
    values |= run_values(chapter, ledger, series)
    values["points"] = words.number(abs(known(points.value)))
    values["points_way"] = words.text(f"ledger.points.{_sign(points)}")
    return claim(words, f"ledger.run.{kind}", **values)


def run_kind(ledger: Results, series: str) -> str:
    """Which words tell of the months that fell short by most.

    ``one_month`` and ``none`` where there are none; ``all`` where they are all months; and by
    what the other months did: ``made_up``, ``also`` or ``even``.
    """
    total = ledger.one("total", series)
    if total.value is None:
        return "one_month"
    if ledger.one_of("run", series).value is None:
        return "none"
    others = ledger.one("other_months", series)
    if (others.lower, others.upper) == (0, 0):
        return "all"
    return {1: "made_up", -1: "also", 0: "even"}[_sign_number(others)]


def run_values(chapter: Chapter, ledger: Results, series: str) -> dict[str, str]:
    """The months of the run in words, its size and that of the other months."""
    words, run = chapter.words, ledger.one_of("run", series)
    others = ledger.one("other_months", series)
    first, _, last = run.period.partition("..")
    compared = map(str, chapter.series(f"{series}.yoy").index[1:])
    rest = [month for month in compared if not first <= month <= last]
    kind = "one" if len(rest) == 1 else "more"
    return {
        "months": run_months(words, run),
        "amount": words.quantity(abs(known(run.value)), run.unit, 0),
        "others": words.quantity(abs(known(others.value)), others.unit, 0),
        "rest": words.text(
            f"ledger.rest.{kind}", count=len(rest), month=words.month(rest[0]) if rest else ""
        ),
    }


def run_months(words: Language, run: Result) -> str:
    """The months of a run in words."""
    return words.months(run.period.rpartition("..")[2], _count(run))


def _count(run: Result) -> int:
    first, _, last = run.period.partition("..")
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:]) + 1


def _parts(chapter: Chapter, ledger: Results, total: str) -> Claim:
    """What each part did in the months in which the main series fell short by most."""
    words, whole = chapter.words, ledger.one_of("run", total)
    values = {"name": series_name(words, total)}
    if whole.value is None:
        return claim(words, "ledger.parts.too_few", Firmness.TOO_FEW, **values)
    rows = ledger.where(statistic="run").rows
    parts = {row.series: row for row in rows if row.series in DRAWN_PARTS[total]}
    ordered = sorted(parts.items(), key=lambda part: known(part[1].value))
    values |= {
        "months": run_months(words, whole),
        "amount": words.quantity(abs(known(whole.value)), whole.unit, 0),
        "parts": words.join(
            [
                words.text(
                    f"ledger.part.{_sign(part)}",
                    name=words.text(f"balance.{name}"),
                    amount=words.quantity(abs(known(part.value)), part.unit, 0),
                )
                for name, part in ordered
            ]
        ),
    }
    return claim(words, f"ledger.parts.{_sign(whole)}", **values)


def _sign(result: Result) -> str:
    return {1: "more", -1: "less", 0: "even"}[_sign_number(result)]


def _sign_number(result: Result) -> int:
    return way(known(result.lower), known(result.upper))


def _amounts(words: Language, found: Result) -> dict[str, str]:
    """The size of a number in money, and its ends from the smaller to the larger size."""
    ends = sorted(abs(known(end)) for end in (found.lower, found.upper))
    return {
        "amount": words.quantity(abs(known(found.value)), found.unit, 0),
        "low": words.quantity(ends[0], found.unit, 0),
        "high": words.quantity(ends[1], found.unit, 0),
    }


# Whether growth moves steadily


def trend_claims(chapter: Chapter, results: Results) -> list[Claim]:
    """Whether the main series move steadily, then all others, which were not named beforehand."""
    others = [name for name in trend_series(results) if name not in MAIN]
    return [*(_trend(chapter, results, name) for name in MAIN), _others(chapter, results, others)]


def _trend(chapter: Chapter, results: Results, series: str) -> Claim:
    """Whether growth moves steadily, by the test that holds where it wanders."""
    one = trend_test(results, series, "sign_flip")
    words, kind = chapter.words, one.firmness
    values: dict[str, Any] = {"series": series_name(words, series), "level": LEVEL}
    growth = chapter.series(f"{series}.yoy")["value"]
    values["count"] = len(growth)
    if kind is Firmness.TOO_FEW:
        return claim(words, f"trends.trend.{kind}", kind, **values)
    change = growth.iloc[-1] - growth.iloc[0]
    slope, rho = slope_of(results, series), ends_of(results, "autocorrelation", series)
    values |= {
        "moved": words.text(f"trends.moved.{_way_of(change)}", by=words.number(abs(change))),
        "single": tell_p(known(one.test.value)),
        "p": tell_p(known(one.test.adjusted)),
        "slope": with_sign(slope[0], 2),
        "low": with_sign(slope[1], 2),
        "high": with_sign(slope[2], 2),
        "rho_low": words.number(rho[1]),
        "rho_high": words.number(rho[2]),
        "rho": words.number(rho[0]),
        "mann_kendall": tell_p(known(trend_test(results, series, "mann_kendall").test.value)),
        "ols": tell_p(known(trend_test(results, series, "ols").test.value)),
        "walk": tell_p(known(results.one("mann_kendall.p", series, variant="random_walk").value)),
        "shaken": words.join(_broken(words, one)),
        "primary": sum(trend_test(results, name, "sign_flip").test.is_primary for name in MAIN),
    }
    return claim(words, f"trends.trend.{kind}", kind, **values)


def _way_of(change: float) -> str:
    return "rise" if change > 0 else "fall" if change < 0 else "level"


def _broken(words: Language, one: Tested) -> list[str]:
    """The mildest assumption of each kind under which the p is not small any more."""
    shaken = one.at_most
    mildest = [
        next((name for name in kinds if shaken.get(name, 0) >= LEVEL), "")
        for kinds in (*SHAKEN, ("rounding",))
    ]
    return [
        words.text(f"claim.trends.shaken.{name}", p=tell_p(shaken[name]))
        for name in mildest
        if name
    ]


def _others(chapter: Chapter, results: Results, others: Sequence[str]) -> Claim:
    """How many of the series that are explored seem to move steadily."""
    words = chapter.words
    tested = {name: trend_test(results, name, "sign_flip") for name in others}
    if all(one.test.value is None for one in tested.values()):
        return claim(words, "trends.others.too_few", Firmness.TOO_FEW, count=len(others))
    small = [name for name, one in tested.items() if one.is_small]
    kind = Firmness.TENTATIVE if small else Firmness.INDISTINCT
    smallest = min(tested, key=lambda name: known(tested[name].test.value))
    compared = [trend_test(results, name, "mann_kendall") for name in others]
    return claim(
        words,
        f"trends.others.{kind}",
        kind,
        count=len(others),
        small=len(small),
        items=words.join([words.text(f"balance.{name}") for name in small]),
        smallest=words.text(f"balance.{smallest}"),
        single=tell_p(known(tested[smallest].test.value)),
        p=tell_p(known(tested[smallest].test.adjusted)),
        compared=sum(one.is_small for one in compared),
        level=LEVEL,
    )
