"""What the tests of trends say of loans and deposits, as sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from finreport.analysis.firmness import LEVEL, SHAKEN, Firmness
from finreport.analysis.results import Results
from finreport.narrative.chapter import Chapter
from finreport.narrative.claims import Claim, claim
from finreport.narrative.found import Ends, ends_of, known
from finreport.narrative.tested import Tested, series_name, tell_p, trend_series, trend_test, worst
from finreport.words import Language

MAIN = ("cny.loans", "cny.deposits")
"""The two series of the report's figures 6 and 7."""


def slope_of(results: Results, series: str) -> Ends:
    """The robust slope; :class:`NotYetError` as long as there are too few months for one."""
    return ends_of(results, "theil_sen.slope", series)


def trend_claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What the tests say of loans and deposits, then of every series, by how firm it is."""
    same = _same_growth(chapter, results)
    tested = {name: trend_test(results, name, "mann_kendall") for name in same}
    found = [_trend(chapter, results, name) for name in MAIN]
    found += [
        _class_of(chapter, results, kind, members, same)
        for kind in Firmness
        if (members := {name: one for name, one in tested.items() if one.firmness is kind})
    ]
    return found + [_pair(chapter, results, name) for name in MAIN]


def _trend(chapter: Chapter, results: Results, series: str) -> Claim:
    """Where growth went, the robust slope and the primary test."""
    one = trend_test(results, series, "mann_kendall")
    words, kind = chapter.words, one.firmness
    growth = chapter.series(f"{series}.yoy")["value"]
    values: dict[str, Any] = {
        "series": series_name(words, series),
        "first_month": words.month(str(growth.index[0])),
        "last_month": words.month(str(growth.index[-1])),
        "first": words.quantity(growth.iloc[0], "%"),
        "last": words.quantity(growth.iloc[-1], "%"),
        "count": one.test.n,
        "level": LEVEL,
    }
    if kind is not Firmness.TOO_FEW:
        values |= {
            "slope": _slope_told(words, slope_of(results, series)),
            "p": tell_p(known(one.test.adjusted)),
        }
        values["shaken"] = words.join(_broken(words, one))
    return claim(words, f"trends.trend.{kind}", kind, **values)


def _slope_told(words: Language, slope: Ends) -> str:
    """The robust slope with its interval, in percentage points a month."""
    value, low, high = slope
    return words.text(
        "claim.trends.slope",
        value=words.quantity(value, "percentage points", 2),
        low=words.number(low, 2),
        high=words.number(high, 2),
    )


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


def _class_of(
    chapter: Chapter,
    results: Results,
    kind: Firmness,
    members: Mapping[str, Tested],
    same: Mapping[str, Sequence[str]],
) -> Claim:
    """The series of which the same may be said, each with its slope and its p."""
    words = chapter.words
    values: dict[str, Any] = {
        "count": len(members),
        "total": len(same),
        "items": words.text("list.pause").join(
            _item(words, results, one, same[name]) for name, one in members.items()
        ),
        "level": LEVEL,
    }
    if kind is not Firmness.TOO_FEW:
        values["worst"] = worst(members.values())
    return claim(words, f"trends.class.{kind}", kind, **values)


def _item(words: Language, results: Results, one: Tested, same: Sequence[str]) -> str:
    """A series with its slope and its p, and those that repeat it."""
    series, *others = same
    values = {"series": series_name(words, series)}
    if one.test.value is None:
        return values["series"]
    values["slope"] = words.number(slope_of(results, series)[0], 2)
    values["p"] = tell_p(known(one.test.adjusted))
    if others:
        values["others"] = words.join([words.text(f"balance.{other}") for other in others])
        return words.text("claim.trends.item_of_several", **values)
    return words.text("claim.trends.item", **values)


def _same_growth(chapter: Chapter, results: Results) -> dict[str, list[str]]:
    """The series, by the first of those whose growth is the same in every month.

    Bills are in CNY only, so that both currency scopes print them: one series, not two.
    """
    first: dict[tuple[float, ...], str] = {}
    found: dict[str, list[str]] = {}
    for name in trend_series(results):
        growth = tuple(chapter.series(f"{name}.yoy")["value"])
        found.setdefault(first.setdefault(growth, name), []).append(name)
    return found


def _pair(chapter: Chapter, results: Results, series: str) -> Claim:
    """The increases of this year beside those of the same months a year ago."""
    words, one = chapter.words, trend_test(results, series, "pairs")
    kind, unit = one.firmness, results.one("pairs.mean", series).unit
    values: dict[str, Any] = {
        "series": series_name(words, series),
        "count": one.test.n,
        "level": LEVEL,
    }
    if kind is not Firmness.TOO_FEW:
        ends = ends_of(results, "pairs.mean", series)
        value, low, high = (words.quantity(end, unit) for end in ends)
        values |= {"mean": value, "low": low, "high": high, "p": tell_p(known(one.test.adjusted))}
    return claim(words, f"trends.pair.{kind}", kind, **values)
