"""What the results say of the structure of lending rates, as sentences."""

from typing import Any

from finreport.analysis.composition import BUCKETS
from finreport.analysis.firmness import LEVEL, Firmness
from finreport.analysis.methods import DEPENDENT, RATE_ASSUMPTIONS
from finreport.analysis.pass_through import QUOTES
from finreport.analysis.results import Estimate, Result, Results
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim, claim
from finreport.narrative.found import Ends, known
from finreport.narrative.tested import Tested, cell_p, tell_p, worst
from finreport.words import Language, rounded

MOST_MOVED = 3
"""How many buckets are named that moved most."""

NEAR = 0.5
"""How far from 1 a pass-through may lie at most to be called about as much as the LPR."""


def rate_claims(chapter: Chapter, results: Results, split_month: str) -> list[Claim]:
    """Whether a change of the LPR reached new loans, how the shares moved, and how surely."""
    return [
        _passed(chapter, results, split_month),
        *_unpassed(chapter, results, split_month),
        *_printed(chapter, results),
        _moved(chapter, results, split_month),
        _balances(chapter, results, split_month),
        _whole(chapter, results, split_month),
        _level(chapter, results),
    ]


def passed(results: Results, quote: str) -> dict[str, Ends]:
    """The pass-through of a quotation under each assumption under which it has a number."""
    return {
        variant: (known(row.value), known(row.lower), known(row.upper))
        for variant in RATE_ASSUMPTIONS
        for row in results.where(statistic="pass_through", series=quote, variant=variant).rows
        if row.value is not None
    }


def tell_range(words: Language, ends: Ends, decimals: int = 2) -> str:
    """A number with its range."""
    value, low, high = (rounded(end, decimals) for end in ends)
    return words.text("rates.ranged", value=value, low=low, high=high)


def verdict_of_passing(results: Results) -> str:
    """What the ranges of both quotations leave of the pass-through.

    ``full`` if both are no further than :data:`NEAR` from 1, ``part`` or ``more`` if they lie
    between 0 and 1 or above; ``some`` if they are above 0 and say no more, or not the same;
    ``open`` if one holds 0; ``unknown`` where there is no range.
    """
    verdicts = {_verdict(rows[""]) for quote in QUOTES if "" in (rows := passed(results, quote))}
    if len(verdicts) < 2:
        return verdicts.pop() if verdicts else "unknown"
    return "open" if "open" in verdicts else "some"


def _verdict(ends: Ends) -> str:
    _, lower, upper = ends
    if lower <= 0:
        return "open"
    if lower > 1 or upper < 1:
        return "more" if lower > 1 else "part"
    return "full" if max(1 - lower, upper - 1) <= NEAR else "some"


def _passed(chapter: Chapter, results: Results, split_month: str) -> Claim:
    words, verdict = chapter.words, verdict_of_passing(results)
    if verdict == "unknown":
        reasons = (results.one("pass_through", quote).reason for quote in QUOTES)
        why = words.join([words.text(f"reason.{one}") for one in dict.fromkeys(reasons)])
        return claim(words, "rates.passed.unknown", "open", why=why)
    found = {quote: passed(results, quote) for quote in QUOTES}
    changes = {
        quote: _ends(results.one("rate.change", quote)) for quote, rows in found.items() if rows
    }
    sizes = sorted({rounded(abs(value), 2) for value, _, _ in changes.values()})
    way = "fell" if all(value < 0 for value, _, _ in changes.values()) else "moved"
    return claim(
        words,
        f"rates.passed.{verdict}",
        "open" if verdict == "open" else "assumed",
        split=words.month(split_month),
        change=words.text(f"rates.change.{way}", by=words.text("rates.to").join(sizes)),
        quotes=words.text("list.clauses").join(
            words.text(
                "rates.quoted",
                quote=words.text(f"rates.tenor.{quote}"),
                lpr=rounded(known(results.one("lpr.change", quote).value), 2),
                rate=tell_range(words, changes[quote]),
                share=tell_range(words, rows[""], 1),
            )
            for quote, rows in found.items()
            if rows
        ),
        spread=tell_range(words, _ends(results.one("spread.mean.shift"))),
        weaker=words.text("list.clauses").join(_weaker(words, found)),
        far=_break_even(words, results),
    )


def _weaker(words: Language, found: dict[str, dict[str, Ends]]) -> list[str]:
    """The widest range of both quotations under each further assumption."""
    told = []
    for variant in RATE_ASSUMPTIONS[1:]:
        ends = [rows[variant] for rows in found.values() if variant in rows]
        if ends:
            low = rounded(min(lower for _, lower, _ in ends), 1)
            high = rounded(max(upper for _, _, upper in ends), 1)
            name = words.text(f"rates.weaker_by.{variant}")
            told.append(words.text("rates.weaker", name=name, low=low, high=high))
    return told


def _break_even(words: Language, results: Results) -> str:
    """By how much the loans below LPR would at least have to move for nothing to have passed."""
    far = [_ends(results.one("break_even", quote)) for quote in QUOTES]
    return words.text("rates.to").join(rounded(value, 1) for value, _, _ in sorted(far))


def _unpassed(chapter: Chapter, results: Results, split_month: str) -> list[Claim]:
    """What no pass-through at all would have left, where there was a cut."""
    words = chapter.words
    if results.one("unpassed.excess").value is None:
        return []
    at_most, was, excess = (
        _ends(results.one(f"unpassed.{part}")) for part in ("at_most", "was", "excess")
    )
    verdict = "excluded" if excess[1] > 0 else "possible"
    return [
        claim(
            words,
            f"rates.unpassed.{verdict}",
            "assumed" if verdict == "excluded" else "open",
            split=words.month(split_month),
            at_most=rounded(at_most[0], 1),
            was=rounded(was[0], 1),
            by=rounded(excess[0], 1),
            ends=tell_range(words, excess, 1),
        )
    ]


def _printed(chapter: Chapter, results: Results) -> list[Claim]:
    """How far the report says that the rates of new loans fell over the year, beside the LPR."""
    words, listed = chapter.words, []
    for name in chapter.edition.groups.rate_decreases:
        try:
            printed = chapter.printed(name)
        except NotYetError:
            continue
        kind = words.text(f"rates.decrease.{name}")
        listed.append(words.text("rates.decreased", name=kind, by=printed.removeprefix("-")))
    lpr = [results.one("lpr.over_year", quote) for quote in QUOTES]
    if not listed or any(row.value is None for row in lpr):
        return []
    quotes = words.join(
        [
            words.text(
                "rates.decreased",
                name=words.text(f"rates.tenor.{row.series}"),
                by=rounded(-known(row.value), 2),
            )
            for row in lpr
        ]
    )
    month = words.month(chapter.edition.as_of)
    return [claim(words, "rates.printed", listed=words.join(listed), quotes=quotes, month=month)]


def _moved(chapter: Chapter, results: Results, split_month: str) -> Claim:
    """The shares that moved most: a full count, about which only rounding leaves a doubt."""
    words = chapter.words
    shifts = {name: results.one("mean.shift", name) for name in BUCKETS}
    if any(shift.value is None for shift in shifts.values()):
        return _too_few(chapter, "moved", split_month)
    order = sorted(shifts, key=lambda name: -abs(known(shifts[name].value)))
    below = results.one("mean.shift", "below")
    named = order[:MOST_MOVED]
    rest = "" if "below" in named else words.text("rates.beside", item=_item(words, below))
    return claim(
        words,
        "rates.moved",
        split=words.month(split_month),
        count=len(named),
        items=words.join([_item(words, shifts[name]) for name in named]),
        beside=rest,
        width=rounded((known(below.upper) - known(below.lower)) / 2, 1),
    )


def _item(words: Language, shift: Result) -> str:
    name, value = words.text(f"rates.band.{shift.series}"), known(shift.value)
    size = rounded(abs(value), 1)
    kind = "level" if float(size) == 0 else "up" if value > 0 else "down"
    return words.text("rates.item", name=name, shift=words.text(f"rates.shift.{kind}", size=size))


def _balances(chapter: Chapter, results: Results, split_month: str) -> Claim:
    """The comparisons that were fixed beforehand, as firm as the firmest of them."""
    words = chapter.words
    tests = {
        name: Tested(results.one("balance.p", name), results)
        for name in chapter.edition.groups.balances
    }
    made = {name: tested for name, tested in tests.items() if tested.test.value is not None}
    if not made:
        return _too_few(chapter, "balances", split_month)
    small = {name: tested for name, tested in made.items() if tested.is_small}
    firm = [name for name, tested in small.items() if tested.firmness is Firmness.FIRM]
    how_firm = Firmness.FIRM if firm else Firmness.TENTATIVE if small else Firmness.INDISTINCT
    return claim(
        words,
        f"rates.balances.{how_firm}",
        how_firm,
        count=len(made),
        items=words.join([words.text(f"rates.balance.{name}") for name in firm or small]),
        tests=words.text("list.clauses").join(
            words.text(
                "rates.compared",
                name=words.text(f"rates.balance.{name}"),
                factor=rounded(_factor(results.one("balance.shift", name)), 2),
                single=tell_p(known(tested.test.value)),
                p=tell_p(known(tested.test.adjusted)),
            )
            for name, tested in made.items()
        ),
        worst=worst(small.values()) if small else "",
    )


def _factor(shift: Result) -> float:
    """By which factor a ratio of shares moved."""
    return float(2.718281828459045 ** known(shift.value))


def _whole(chapter: Chapter, results: Results, split_month: str) -> Claim:
    """Whether any month divides the year, and which bucket that rests on."""
    words = chapter.words
    tested = Tested(results.one("composition.largest.p"), results)
    if tested.test.value is None:
        return _too_few(chapter, "whole", split_month)
    shares = results.where(statistic="composition.aitchison.share").rows
    known_shares = {row.series: row.value for row in shares if row.value is not None}
    largest = max(known_shares, key=lambda name: known_shares[name]) if known_shares else ""
    without = results.where(statistic="composition.largest.p", variant="without_largest_part").rows
    least = DEPENDENT[0]
    is_lost = tested.firmness is Firmness.TENTATIVE and tested.at_most.get(least, 0) >= LEVEL
    return claim(
        words,
        f"rates.whole.{'dependent' if is_lost else tested.firmness}",
        tested.firmness,
        least=least.rpartition("_")[2],
        p=tell_p(tested.test.value),
        band=words.text(f"rates.band.{largest}") if largest else "",
        part=rounded(known_shares.get(largest, 0.0), 0),
        without=cell_p(without[0].value) if without else "",
        worst=worst([tested]),
        distance=_told(results.one("composition.aitchison.distance")),
    )


def _level(chapter: Chapter, results: Results) -> Claim:
    month = chapter.edition.as_of
    low, high = (
        rounded(known(getattr(results.one("spread", period=month), end)), 1)
        for end in ("lower", "upper")
    )
    return claim(
        chapter.words,
        "rates.level",
        "assumed",
        month=chapter.words.month(month),
        value=rounded(known(results.one("spread", period=month).value), 1),
        low=low,
        high=high,
        below=rounded(known(results.one("spread.sensitivity", variant="below").value), 2),
    )


def _told(result: Result) -> str:
    return "" if result.value is None else rounded(result.value, 2)


def _ends(row: Result | Estimate) -> Ends:
    return known(row.value), known(row.lower), known(row.upper)


def _too_few(chapter: Chapter, about: str, split_month: str) -> Claim:
    words = chapter.words
    when: dict[str, Any] = {
        "as_of": words.month(chapter.edition.as_of),
        "split": words.month(split_month),
    }
    return claim(words, f"rates.{about}.{Firmness.TOO_FEW}", Firmness.TOO_FEW, **when)
