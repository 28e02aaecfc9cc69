"""Every test that was made, how many of them would be small by chance, and all results."""

from collections.abc import Iterable

from finreport.analysis.groups import GROUPS
from finreport.analysis.methods import DEPENDENT, LEFT_OUT, WITHOUT_SPRING
from finreport.analysis.noise import family_alarms
from finreport.analysis.results import Estimate, Result, Results
from finreport.figures.charting import table
from finreport.figures.exhibits import Download, ExhibitTable, GridRow
from finreport.narrative.chapter import Chapter
from finreport.narrative.computed import COUNTED, counts
from finreport.narrative.found import known
from finreport.narrative.listing import as_csv
from finreport.narrative.tested import (
    Tested,
    all_tested,
    cell_p,
    level,
    p_range,
    subject,
)
from finreport.words import Language

LEFT_OUTS = (*LEFT_OUT, WITHOUT_SPRING)
"""The variants of a test that leave months out."""

SHOWN_NOISES = ("independent", "random_walk")
"""The noises under which the false alarms of a family are told: months that know nothing of each
other, and growth that wanders."""


@table
def all_tests(chapter: Chapter) -> ExhibitTable:
    """Every test that was made, by family, with its p, its adjusted p and what shakes it."""
    words = chapter.words
    rows: list[GridRow] = []
    for family, members in _by_family(all_tested(chapter)).items():
        anchor = f"tests-{family.replace('.', '-').replace('_', '-')}"
        rows.append(GridRow(words.text(f"family.{family}"), anchor=anchor))
        rows += [_test_row(words, one) for one in members]
    first = ("test", "role", "firmness", "statistic", "n", "p", "p_adjusted", "p_rounding")
    heads = [words.text(f"test_column.{name}") for name in (*first, *DEPENDENT, "p_left_out")]
    return ExhibitTable(heads, rows)


def _by_family(tested: Iterable[Tested]) -> dict[str, list[Tested]]:
    """The tests of each family, the families in the order of their first test."""
    families: dict[str, list[Tested]] = {}
    for one in tested:
        families.setdefault(one.test.family, []).append(one)
    return families


def _test_row(words: Language, one: Tested) -> GridRow:
    test, shaken = one.test, one.shaken
    left_out = [p for variant, p in shaken.items() if variant in LEFT_OUTS]
    cells = [
        words.text(f"role.{one.role}"),
        words.text(f"firmness.{one.firmness}"),
        _statistic(words, one.statistic),
        str(test.n),
        cell_p(test.value),
        cell_p(test.adjusted),
        p_range(words, test),
        *(cell_p(shaken.get(noise)) for noise in DEPENDENT),
        cell_p(max(left_out, default=None)),
    ]
    rest = [""] * (len(cells) - 6)
    return GridRow(
        subject(words, test),
        cells,
        marks=["", one.firmness, *[""] * (len(cells) - 2)],
        results=["", "", one.statistic.name if one.statistic else "", "", *[test.name] * 2, *rest],
    )


def _statistic(words: Language, found: Result | None) -> str:
    """Three digits that count, and the unit; a count of pairs stays whole."""
    if found is None or found.value is None:
        return ""
    value = found.value
    is_whole = found.unit == "1" and value == round(value)
    exponent = int(f"{value:.2e}".partition("e")[2])
    number = words.shown(value, found.unit, 0 if is_whole else max(0, 2 - exponent))
    if found.unit == "1":
        return number
    return words.text("with_unit", value=number, unit=words.shown_unit(found.unit))


@table
def test_nulls(chapter: Chapter) -> ExhibitTable:
    """What each family of tests supposes, which were named beforehand, and its false alarms."""
    words = chapter.words
    rows = []
    for family, members in _by_family(all_tested(chapter)).items():
        named = [subject(words, one.test) for one in members if one.test.is_primary]
        alarms = [
            words.text("dash") if rate.value is None else _share(words, rate)
            for rate in (family_alarms(members[0].test, noise) for noise in SHOWN_NOISES)
        ]
        why = words.text(f"primary.{family}") if named and words.has(f"primary.{family}") else ""
        cells = [
            words.text(f"null.{family}"),
            *alarms,
            words.join(named) or words.text("dash"),
            why,
        ]
        rows.append(GridRow(words.text(f"family.{family}"), cells))
    heads = ("family", "null", "own_alarms", "walk_alarms", "primary", "why")
    return ExhibitTable([words.text(f"test_column.{head}") for head in heads], rows)


def _share(words: Language, rate: Estimate) -> str:
    """A rate of false alarms in percent with the interval that simulating leaves."""
    low, high = (words.number(100 * known(end)) for end in (rate.lower, rate.upper))
    return words.text(
        "alarm_share", value=words.number(100 * known(rate.value)), low=low, high=high
    )


@table
def test_counts(chapter: Chapter) -> ExhibitTable:
    """How many tests of each family were made, how many have a small p, and by chance alone."""
    words = chapter.words
    tested, total = all_tested(chapter), words.text("test_column.all_families")
    families = {
        words.text(f"family.{family}"): members for family, members in _by_family(tested).items()
    } | {total: tested}
    rows = [
        GridRow(name, counts(words, members), is_total=name == total)
        for name, members in families.items()
    ]
    heads = [words.text(f"test_column.{name}", level=level()) for name in ("family", *COUNTED)]
    return ExhibitTable(heads, rows)


def download(chapter: Chapter) -> Download:
    """Every named result as a file beside the page, ``results.csv``."""
    results = Results(row for group in GROUPS for row in chapter.results(group).rows)
    return Download(
        filename="results.csv",
        text=as_csv(results, chapter.words),
        label=chapter.words.text(
            "download.results", count=chapter.words.printed(str(len(results)))
        ),
    )
