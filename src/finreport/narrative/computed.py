"""Numbers that the prose of chapters takes and no report prints, by their names in the prose."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from finreport.analysis.composition import Growing
from finreport.analysis.firmness import LEVEL, Firmness
from finreport.analysis.flows import single_periods
from finreport.analysis.levels import yearly_increase
from finreport.analysis.noise import family_alarms, reseeded
from finreport.checks.detection import read_clean_editions
from finreport.editions import AMOUNT
from finreport.narrative.chapter import Chapter
from finreport.narrative.tested import Tested, all_tested, level
from finreport.words import Language, rounded

ENTERPRISE = ("loans_medium_long", "loans_short", "loans_bills")
"""What the report prints of loans to enterprises and public institutions, by term."""


@dataclass(frozen=True)
class ComputedNumber:
    """A number of the prose that no report prints.

    ``tell`` gives its words; ``at`` is the label of the exhibit or section that tells how it is
    computed; ``numbers`` are the printed numbers behind it, named as in :meth:`Chapter.phrase`.
    """

    tell: Callable[[Chapter], str]
    at: str
    numbers: tuple[str, ...] = ()


COUNTED = ("tests_run", "small_unadjusted", "small_by_chance", "small_adjusted", "firm")
"""What is counted of the tests of a family."""


def growing(chapter: Chapter, name: str) -> Growing:
    """A balance such as ``all.loans`` and its growth."""
    return Growing(chapter.series(f"{name}.balance"), chapter.series(f"{name}.yoy"))


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{rounded(100 * share, 0)}%"


def counts(words: Language, tested: Iterable[Tested]) -> list[str]:
    """What is :data:`COUNTED`, of the tests that have a p.

    By chance, as many are small as each test's own false alarms give; and where growth wanders,
    as many as its false alarms there.
    """
    run = [(one, one.test.value) for one in tested if one.test.value is not None]
    usual, walk = (
        sum(_alarms(one, noise) for one, _ in run) for noise in ("independent", "random_walk")
    )
    by_chance = [words.number(usual), words.number(max(usual, walk))]
    return [
        str(len(run)),
        str(sum(p < LEVEL for _, p in run)),
        words.text("range", low=by_chance[0], high=by_chance[1])
        if by_chance[0] != by_chance[1]
        else by_chance[0],
        str(sum(one.is_small for one, _ in run)),
        str(sum(one.firmness is Firmness.FIRM for one, _ in run)),
    ]


def _alarms(one: Tested, noise: str) -> float:
    """How often the test calls what is not there; the level where that was not simulated."""
    rate = family_alarms(one.test, noise).value
    return LEVEL if rate is None else rate


def _tertiary_jump(chapter: Chapter) -> str:
    """What the year less three quarters would give the tertiary industry, in words.

    As a multiple of the mean of the three quarters: the sign that the year may be on another
    basis.
    """
    if not chapter.edition.is_complete:
        return chapter.words.text("not_yet.phrase")
    quarters = single_periods(chapter.series("gdp_tertiary.ytd"))["value"]
    return _multiple(chapter, quarters.iloc[-1] / quarters.iloc[:-1].mean())


def _enterprise_sum(chapter: Chapter) -> str:
    """Short-term, medium and long-term loans and bills together, as an amount in words."""
    balances = [chapter.series(f"all.{name}.balance")["value"].iloc[-1] for name in ENTERPRISE]
    return chapter.words.amount(f"{sum(balances):.1f}", AMOUNT)


def _enterprise_increase(chapter: Chapter) -> str:
    """How much those three grew over the year: the bounds that their rounding leaves, in words."""
    grown = [yearly_increase(*growing(chapter, f"all.{name}")).iloc[-1] for name in ENTERPRISE]
    low, high = (
        chapter.words.quantity(sum(part[bound] for part in grown), AMOUNT)
        for bound in ("lower", "upper")
    )
    return chapter.words.text("between", low=low, high=high)


def _enterprise_remainder(chapter: Chapter) -> str:
    """The increase of all loans less that of household loans: its bounds, in words."""
    name = "loans_enterprise_change"
    check = chapter.statement(name)
    if check is None or check.lower is None or check.upper is None:
        return chapter.words.text("not_yet.phrase")
    ends = (chapter.words.quantity(float(end), AMOUNT) for end in (check.lower, check.upper))
    return chapter.words.text("between", **dict(zip(("low", "high"), ends, strict=True)))


def _limit(
    kind: str, noise: str, tell: Callable[[Chapter, float | None], str]
) -> Callable[[Chapter], str]:
    """A result of what the trend tests can find at all under a noise, told in words."""
    return lambda chapter: tell(
        chapter, chapter.results("trends").one(f"limits.{kind}", variant=noise).value
    )


def _share(chapter: Chapter, share: float | None) -> str:
    """How often a test calls a trend that is none."""
    return chapter.words.text("not_yet.phrase") if share is None else percent(share)


def _multiple(chapter: Chapter, size: float | None) -> str:
    """The steady step that is mostly found, as a multiple of the usual one."""
    if size is None:
        return chapter.words.text("not_yet.phrase")
    return chapter.words.text("multiple", value=chapter.words.number(size))


def _count(counted: str) -> Callable[[Chapter], str]:
    """How many tests of all families, ``counted`` as one of :data:`COUNTED`."""
    at = COUNTED.index(counted)
    return lambda chapter: counts(chapter.words, all_tested(chapter))[at]


def _small(*, compared: bool) -> Callable[[Chapter], str]:
    """How many tests have a small adjusted p, of those for comparison or of all others."""
    return lambda chapter: str(
        sum(one.is_small and (one.role == "compared") == compared for one in all_tested(chapter))
    )


def _clean_editions(chapter: Chapter) -> str:
    """On how many invented reports without an error the checks were tried."""
    return str(len(read_clean_editions()))


def _false_alarms(chapter: Chapter) -> str:
    """How many contradictions the checks reported in those."""
    return str(sum(len(each.false_alarms.split()) for each in read_clean_editions()))


_ENTERPRISE_BALANCES = tuple(f"all.{name}.balance" for name in ENTERPRISE)
_ENTERPRISE_GROWTH = tuple(f"all.{name}.yoy" for name in ENTERPRISE)

COMPUTED: Mapping[str, ComputedNumber] = {
    "level": ComputedNumber(lambda chapter: level(), "tests"),
    "tertiary_jump": ComputedNumber(_tertiary_jump, "fig-single-quarters", ("gdp_tertiary.ytd",)),
    "enterprise_sum": ComputedNumber(_enterprise_sum, "fig-loan-parts", _ENTERPRISE_BALANCES),
    "enterprise_increase": ComputedNumber(
        _enterprise_increase, "fig-loan-parts", _ENTERPRISE_BALANCES + _ENTERPRISE_GROWTH
    ),
    "enterprise_remainder": ComputedNumber(
        _enterprise_remainder,
        "tab-statements-20-banking",
        ("all.loans.balance", "all.loans.increase", "loans_household_change"),
    ),
    "false_mk_walk": ComputedNumber(
        _limit("size.mann_kendall", "random_walk", _share), "fig-limits"
    ),
    "false_ols_walk": ComputedNumber(_limit("size.ols", "random_walk", _share), "fig-limits"),
    "false_flip_walk": ComputedNumber(
        _limit("size.sign_flip", "random_walk", _share), "fig-limits"
    ),
    "found": ComputedNumber(_limit("detectable", "", _multiple), "fig-limits"),
    **{counted: ComputedNumber(_count(counted), "tab-test-counts") for counted in COUNTED},
    "small_compared": ComputedNumber(_small(compared=True), "tab-all-tests"),
    "small_judged": ComputedNumber(_small(compared=False), "tab-all-tests"),
    "seeds": ComputedNumber(lambda chapter: str(reseeded().seeds), "tab-all-tests"),
    "moved_by_seeds": ComputedNumber(lambda chapter: str(reseeded().moved), "tab-all-tests"),
    "clean_editions": ComputedNumber(_clean_editions, "tab-detection"),
    "false_alarms": ComputedNumber(_false_alarms, "tab-detection"),
}
"""Each by its name in the prose; its words are made when a chapter asks for it."""
