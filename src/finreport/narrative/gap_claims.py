"""What the results say of the gap between loans and deposits and of the quarters."""

from math import ceil

from finreport.analysis.firmness import Firmness
from finreport.analysis.gap import REST, SCOPES
from finreport.analysis.results import Result, Results
from finreport.editions import Series
from finreport.errors import AbsentError
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim, claim
from finreport.narrative.found import by_period, known, way, with_sign
from finreport.narrative.tested import Tested, cell_p, tell_p
from finreport.words import rounded

AMOUNT = "100 million CNY"


SIDES = ("loans", "deposits")
"""What is set against each other."""


DRAWN_PARTS = ("all.loans", "cny.deposits")
"""The totals whose slowdown is drawn and told: those with the most parts."""


def gap_claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What the results of the group say, each sentence as firm as they are."""
    return [
        _gap(chapter, results),
        *(_trend(chapter, results, scope) for scope in SCOPES),
        _ratio(chapter, results),
        *(_quarter_end(chapter, results, side) for side in SIDES),
        *(_parts(chapter, results, total) for total in DRAWN_PARTS),
        _borrowers(chapter, results),
    ]


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
    tested = Tested(results.one("growth.mann_kendall.p", scope), results)
    values = {"scope": chapter.words.text(f"currency.{scope}"), "count": tested.test.n}
    if tested.test.value is None:
        return _claim(chapter, "trend.too_few", Firmness.TOO_FEW, **values)
    s = known(results.one("growth.mann_kendall.s", scope).value)
    wider = "" if tested.firmness is Firmness.INDISTINCT else "_wider" if s > 0 else "_narrower"
    return _claim(
        chapter,
        f"trend.{tested.firmness}{wider}",
        tested.firmness,
        **values,
        p=tell_p(known(tested.test.adjusted)),
        low=cell_p(tested.test.lower),
        high=cell_p(tested.test.upper),
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


def _quarter_end(chapter: Chapter, results: Results, side: str) -> Claim:
    words = chapter.words
    name = f"cny.{side}"
    test = results.one("quarter_end.p", name)
    without = results.one("quarter_end_without_january.p", name)
    values = {"name": words.text(f"gap.name.{name}"), "count": test.n}
    if test.value is None:
        return _claim(chapter, "quarter_end.too_few", Firmness.TOO_FEW, **values)
    values |= {
        "mean": words.quantity(known(results.one("quarter_end.mean", name).value), AMOUNT),
        "other": words.quantity(known(results.one("quarter_end.mean_other", name).value), AMOUNT),
        "single": tell_p(test.value),
        "p": tell_p(known(test.adjusted)),
        "without": words.text("gap.no_test")
        if without.value is None
        else words.text(
            "gap.without_january",
            other=words.quantity(
                known(results.one("quarter_end_without_january.mean_other", name).value), AMOUNT
            ),
            single=tell_p(without.value),
            p=tell_p(known(without.adjusted)),
        ),
    }
    how_firm = Tested(test, results).firmness
    return _claim(chapter, f"quarter_end.{how_firm}", how_firm, **values)


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
