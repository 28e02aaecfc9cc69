"""What the results say of the ends of quarters and of the gap between loans and deposits."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from finreport.analysis.firmness import LEVEL, Firmness
from finreport.analysis.gap import REST
from finreport.analysis.methods import WITHOUT_SPRING
from finreport.analysis.results import Result, Results
from finreport.editions import AMOUNT, Series
from finreport.errors import AbsentError
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim, claim
from finreport.narrative.found import by_period, known, way, with_sign
from finreport.narrative.tested import Tested, cell_p, p_range, series_name, tell_p
from finreport.words import Language, rounded

SIDES = ("loans", "deposits")
"""What is set against each other."""


DRAWN_PARTS = ("all.loans", "cny.deposits")
"""The totals whose slowdown is drawn and told: those with the most parts."""


def gap_claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What the results of the group say, each sentence as firm as they are."""
    named = named_series(results)
    return [
        *(_quarter_end(chapter, results, name) for name in named),
        _after(chapter, results, named),
        _explored(chapter, results, named),
        _gap(chapter, results),
        _trend(chapter, results, "cny"),
        _ratio(chapter, results),
        *(_parts(chapter, results, total) for total in DRAWN_PARTS),
        _borrowers(chapter, results),
    ]


def named_series(results: Results) -> list[str]:
    """The series whose ends of quarters were named beforehand, as far as they are compared.

    Those with the smallest p come first.
    """
    tests = results.where(statistic="quarter_end.p", variant="").rows
    named = [test for test in tests if test.is_primary]
    return [test.series for test in sorted(named, key=lambda test: test.value or 0)]


def largest_effect(results: Results, named: Sequence[str]) -> str | None:
    """Which of the series has the smallest p, unless none of them is small."""
    tests = {name: Tested(results.one("quarter_end.p", name), results) for name in named}
    small = [name for name, one in tests.items() if one.is_small]
    return min(small, key=lambda name: known(tests[name].test.value), default=None)


def _gap(chapter: Chapter, results: Results) -> Claim:
    faster = results.one("growth.months_faster", "cny")
    last = results.one("growth", "cny", chapter.edition.as_of)
    is_always = faster.value == faster.n
    return _claim(
        chapter,
        "growth.always" if is_always else "growth.sometimes",
        count=faster.n,
        faster=rounded(known(faster.value), 0),
        mean=rounded(known(results.one("growth.mean", "cny").value), 1),
        last=rounded(known(last.value), 1),
        low=rounded(known(last.lower), 1),
        high=rounded(known(last.upper), 1),
    )


def _trend(chapter: Chapter, results: Results, scope: str) -> Claim:
    tested = Tested(results.one("growth.sign_flip.p", scope), results)
    values = {"scope": chapter.words.text(f"currency.{scope}"), "count": tested.test.n + 1}
    if tested.test.value is None:
        return _claim(chapter, "trend.too_few", Firmness.TOO_FEW, **values)
    change = results.one("growth.change", scope)
    uniform = results.one("growth.sign_flip.p", scope, variant="uniform")
    wider = "wider" if known(change.value) > 0 else "narrower"
    how = tested.firmness if tested.firmness is Firmness.INDISTINCT else f"found_{wider}"
    return _claim(
        chapter,
        f"trend.{how}",
        tested.firmness,
        **values,
        change=with_sign(known(change.value)),
        p=tell_p(known(tested.test.adjusted)),
        low=cell_p(uniform.lower),
        high=cell_p(uniform.upper),
    )


def _ratio(chapter: Chapter, results: Results) -> Claim:
    as_of = chapter.edition.as_of
    statistic = "loan_deposit_ratio"
    change = results.one(f"{statistic}.over_year", "cny", as_of)
    year_ago = f"{int(as_of[:4]) - 1}{as_of[4:]}"
    return _claim(
        chapter,
        f"ratio.{_way(change)}",
        now=rounded(known(results.one(statistic, "cny", as_of).value), 1),
        before=rounded(known(results.one(f"{statistic}.year_ago", "cny", year_ago).value), 1),
        change=rounded(abs(known(change.value)), 1),
    )


def _quarter_end(chapter: Chapter, results: Results, name: str) -> Claim:
    """How much more a series grows in the last month of a quarter, in both years."""
    words = chapter.words
    test = Tested(results.one("quarter_end.p", name), results)
    values: dict[str, Any] = {"name": series_name(words, name)}
    if test.test.value is None:
        return claim(words, "quarter.too_few", Firmness.TOO_FEW, count=test.test.n, **values)
    now = int(chapter.edition.as_of[:4])
    years = [results.one("quarter_end.difference", name, str(year)) for year in (now - 1, now)]
    spring = results.one("quarter_end.p", name, variant=WITHOUT_SPRING)
    difference = results.one("quarter_end.difference", name)
    values |= {
        "extra": _extra(chapter, difference),
        "before": _extra(chapter, years[0]),
        "now": _extra(chapter, years[1]),
        "last_year": words.period(str(now - 1)),
        "this_year": words.period(str(now)),
        "single": tell_p(test.test.value),
        "p": tell_p(known(test.test.adjusted)),
        "range": p_range(words, test.test),
        "without_spring": words.text("quarter.no_test")
        if spring.value is None
        else words.text("quarter.without_spring", p=tell_p(spring.value)),
        "count": len(named_series(results)),
    }
    return claim(words, f"quarter.{test.firmness}", test.firmness, **values)


def _extra(chapter: Chapter, found: Result) -> str:
    """How much more or less, in words; possibly neither is told as it is printed."""
    key = "more" if known(found.value) > 0 else "less"
    amount = chapter.words.quantity(abs(known(found.value)), found.unit, 0)
    return chapter.words.text(f"quarter.{key}", amount=amount)


def _after(chapter: Chapter, results: Results, named: Sequence[str]) -> Claim:
    """What the series with the largest effect does in the month after."""
    words, name = chapter.words, largest_effect(results, named)
    if name is None:
        return claim(words, "quarter.after.none", Firmness.INDISTINCT)
    test = Tested(results.one("quarter_end.after.p", name), results)
    if test.test.value is None:
        return claim(words, "quarter.after.too_few", Firmness.TOO_FEW)
    after, ordinary = (
        known(results.one(f"quarter_end.mean_{kind}", name).value) for kind in ("after", "ordinary")
    )
    kind = "back" if after < 0 else "slower" if after < ordinary else "faster"
    return claim(
        words,
        f"quarter.after.{kind}",
        test.firmness,
        name=series_name(words, name),
        after=_grew(words, after),
        ordinary=_grew(words, ordinary),
        single=tell_p(test.test.value),
        p=tell_p(known(test.test.adjusted)),
    )


def _grew(words: Language, increase: float) -> str:
    key = "grew" if increase > 0 else "shrank"
    return words.text(f"quarter.{key}", amount=words.quantity(abs(increase), AMOUNT, 0))


def _explored(chapter: Chapter, results: Results, named: Sequence[str]) -> Claim:
    """In how many of the other series the ends of quarters differ."""
    words = chapter.words
    found = [
        Tested(row, results)
        for row in results.where(statistic="quarter_end.p", variant="").rows
        if row.series not in named
    ]
    tested = [one for one in found if one.test.value is not None]
    values: dict[str, Any] = {"count": len(found), "level": LEVEL}
    if not tested:
        return claim(words, "quarter.explored.too_few", Firmness.TOO_FEW, **values)
    small = [one for one in tested if one.is_small]
    kind = Firmness.TENTATIVE if small else Firmness.INDISTINCT
    values["items"] = words.join(
        [
            words.text(
                "quarter.item",
                name=words.text(f"balance.{one.test.series}"),
                extra=_extra(chapter, results.one("quarter_end.difference", one.test.series)),
                p=tell_p(known(one.test.adjusted)),
            )
            for one in small
        ]
    )
    return claim(words, f"quarter.explored.{kind}", kind, **values)


def _parts(chapter: Chapter, results: Results, total: str) -> Claim:
    words = chapter.words
    change, *parts = part_changes(chapter, results, total).items()
    values = {"name": words.text(f"gap.name.{total}")}
    if change[1].value is None:
        return _claim(chapter, "parts.too_few", Firmness.TOO_FEW, **values)
    parts.sort(key=lambda part: known(part[1].value))
    shares = {
        name: results.one("part.share", part.series, variant=part.variant) for name, part in parts
    }
    largest = max(shares, key=lambda name: shares[name].value or 0)
    return _claim(
        chapter,
        f"parts.{_way(change[1])}",
        **values,
        first=words.month(
            monthly(results, "part", shares[largest].series, shares[largest].variant).index[0]
        ),
        last=words.month(chapter.edition.as_of),
        change=rounded(abs(known(change[1].value)), 1),
        parts=words.join(
            [
                f"{words.text(f'gap.part.{name}')} {with_sign(known(part.value))}"
                for name, part in parts
            ]
        ),
        largest=words.text(
            f"gap.largest.{'most' if known(shares[largest].value) <= 100 else 'more_than_all'}",
            part=words.text(f"gap.part.{largest}"),
            last=words.month(chapter.edition.as_of),
            share=rounded(known(shares[largest].value), 0),
        ),
    )


def _borrowers(chapter: Chapter, results: Results) -> Claim:
    """What each kind of borrower adds to the growth of loans in the whole year."""
    words = chapter.words
    found = {row.variant: row for row in results.where(statistic="borrowers").rows}
    if not found or any(result.value is None for result in found.values()):
        return _claim(chapter, "borrowers.too_few", Firmness.TOO_FEW)
    items = [
        words.text(
            "gap.borrower_item",
            name=words.text(f"gap.borrower.{name}"),
            value=rounded(known(result.value), 2),
        )
        for name, result in sorted(found.items(), key=lambda each: -known(each[1].value))
    ]
    growth = sum(known(result.value) for result in found.values())
    most = max(known(result.upper) - known(result.lower) for result in found.values()) / 2
    return _claim(
        chapter,
        "borrowers.shows",
        year=words.period(chapter.edition.as_of[:4]),
        growth=rounded(growth, 1),
        items=words.join(items),
        most=rounded(ceil(1_000 * most) / 1_000, 3),
    )


def part_changes(chapter: Chapter, results: Results, total: str) -> dict[str, Result]:
    """The changes of a total's growth and of the contributions of its parts, by indicator.

    Raises :class:`NotYetError` where the edition names no parts of the total.
    """
    scope, whole = total.split(".")
    parts = chapter.edition.groups.parts.get(total)
    if parts is None:
        raise NotYetError(f"The edition names no parts of {total}.")
    rest = f"{whole}_rest"
    return {
        whole: results.one("total.change", total),
        **{part: results.one("part.change", f"{scope}.{part}") for part in parts},
        rest: results.one("part.change", f"{scope}.{rest}", variant=REST),
    }


def monthly(results: Results, statistic: str, series: str, variant: str = "") -> Series:
    """The results of one statistic month by month, as a series.

    Raises :class:`AbsentError` where there are none.
    """
    found = results.where(statistic=statistic, series=series, variant=variant).rows
    if not found:
        raise AbsentError(f"The edition gives no result {statistic} of {series}.")
    return by_period(found)


def _claim(chapter: Chapter, key: str, how_firm: str = "arithmetic", **values: object) -> Claim:
    """The claim under a ``key``; all of one subject have the same limits."""
    limits = f"gap.limits.{key.partition('.')[0]}"
    values["month"] = chapter.words.month(chapter.edition.as_of)
    return claim(chapter.words, f"gap.{key}", how_firm, limits=limits, **values)


def _way(change: Result) -> str:
    """The word for a rise, a fall, or what within rounding is possibly neither."""
    return {1: "rise", -1: "fall", 0: "level"}[way(known(change.lower), known(change.upper))]
