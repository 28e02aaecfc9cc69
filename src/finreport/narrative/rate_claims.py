"""What the results say of the structure of lending rates, as sentences."""

from typing import Any

from finreport.analysis.composition import BUCKETS, SIDES
from finreport.analysis.firmness import LEVEL, Firmness
from finreport.analysis.results import Results
from finreport.narrative.chapter import Chapter
from finreport.narrative.claims import Claim, claim
from finreport.narrative.found import known, with_sign
from finreport.narrative.tested import Tested, cell_p, tell_p, worst
from finreport.words import Language, rounded


def rate_claims(chapter: Chapter, results: Results, split_month: str) -> list[Claim]:
    """What the results of the group say, each sentence as firm as they are."""
    return [
        *(_side(chapter, results, split_month, side) for side in SIDES),
        _composition(chapter, results, split_month),
        _parts(chapter, results, split_month),
        _level(chapter, results, split_month),
        _spread(chapter, results, split_month),
    ]


def _side(chapter: Chapter, results: Results, split_month: str, side: str) -> Claim:
    words = chapter.words
    name = words.text(f"rates.side.{side}")
    tested = Tested(results.one("mean.p", side), results)
    if tested.test.value is None:
        return _too_few(chapter, "side", split_month, name=name)
    return claim(
        chapter.words,
        f"rates.side.{tested.firmness}",
        tested.firmness,
        name=name,
        **{
            part: words.quantity(known(results.one(f"mean.{part}", side).value), "%")
            for part in ("before", "after")
        },
        shift=_told_shift(words, known(results.one("mean.shift", side).value)),
        single=tell_p(tested.test.value),
        p=_adjusted(tested),
        worst=worst([tested]),
        count=tested.test.n,
    )


def _told_shift(words: Language, shift: float) -> str:
    """How much higher or lower the later share is, to the digit that is told."""
    by = rounded(abs(shift), 1)
    kind = "level" if not float(by) else "rise" if shift > 0 else "fall"
    return words.text(f"rates.shift.{kind}", by=by)


def _composition(chapter: Chapter, results: Results, split_month: str) -> Claim:
    tested = Tested(results.one("composition.aitchison.p"), results)
    if tested.test.value is None:
        return _too_few(chapter, "composition", split_month)
    others = [
        row.value
        for row in results.where(statistic="split.aitchison.p").rows
        if row.period != split_month and row.value is not None
    ]
    return claim(
        chapter.words,
        f"rates.composition.{tested.firmness}",
        tested.firmness,
        distance=rounded(known(results.one("composition.aitchison.distance").value), 2),
        p=tell_p(tested.test.value),
        low=cell_p(min(others)),
        high=cell_p(max(others)),
        worst=worst([tested]),
    )


def _parts(chapter: Chapter, results: Results, split_month: str) -> Claim:
    """The buckets with a trend, as firm as the least firm of them; else the nearest to one."""
    words = chapter.words
    tests = {name: Tested(results.one("clr.p", name), results) for name in BUCKETS}
    made = {name: tested for name, tested in tests.items() if tested.test.value is not None}
    if not made:
        return _too_few(chapter, "parts", split_month)
    named = {name: tested for name, tested in made.items() if tested.is_small}
    if not named:
        how_firm = Firmness.INDISTINCT
        nearest = min(made, key=lambda name: known(made[name].test.value))
        named = {nearest: made[nearest]}
    elif all(tested.firmness is Firmness.FIRM for tested in named.values()):
        how_firm = Firmness.FIRM
    else:
        how_firm = Firmness.TENTATIVE
    items = [
        words.text(
            "rates.item",
            name=words.text(f"rates.band.{name}"),
            slope=with_sign(known(results.one("clr.slope", name).value), 3),
            p=_adjusted(tested),
        )
        for name, tested in named.items()
    ]
    return claim(
        chapter.words,
        f"rates.parts.{how_firm}",
        how_firm,
        items=words.join(items),
        level=str(LEVEL),
        worst=worst(named.values()),
    )


def _level(chapter: Chapter, results: Results, split_month: str) -> Claim:
    month = chapter.edition.as_of
    level = results.one("spread", period=month)
    return claim(
        chapter.words,
        "rates.level",
        "assumed",
        month=chapter.words.month(month),
        value=rounded(known(level.value), 1),
        low=rounded(known(level.lower), 1),
        high=rounded(known(level.upper), 1),
        below=rounded(known(results.one("spread.sensitivity", variant="below").value), 2),
        margin=rounded(known(results.one("spread.closed.margin").value), 1),
    )


def _spread(chapter: Chapter, results: Results, split_month: str) -> Claim:
    tested = Tested(results.one("spread.mean.p"), results)
    if tested.test.value is None:
        return _too_few(chapter, "spread", split_month)
    shift = results.one("spread.mean.shift")
    return claim(
        chapter.words,
        f"rates.spread.{tested.firmness}",
        tested.firmness,
        shift=with_sign(known(shift.value), 3),
        low=rounded(known(shift.lower), 3),
        high=rounded(known(shift.upper), 3),
        p=tell_p(tested.test.value),
        worst=worst([tested]),
    )


def _too_few(chapter: Chapter, about: str, split_month: str, **values: Any) -> Claim:
    words = chapter.words
    when: dict[str, Any] = {
        "as_of": words.month(chapter.edition.as_of),
        "split": words.month(split_month),
    }
    return claim(words, f"rates.{about}.{Firmness.TOO_FEW}", Firmness.TOO_FEW, **when, **values)


def _adjusted(tested: Tested) -> str:
    return tell_p(known(tested.test.adjusted))
