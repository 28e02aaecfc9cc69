"""Every test that was made, how many of them would be small by chance, and all results."""

from collections.abc import Iterable

from finreport.analysis.groups import GROUPS
from finreport.analysis.methods import DEPENDENT, LEFT_OUT, Guarantee
from finreport.analysis.results import Result, Results
from finreport.figures.charting import table
from finreport.figures.exhibits import Download, ExhibitTable, GridRow
from finreport.narrative.chapter import Chapter
from finreport.narrative.computed import COUNTED, counts
from finreport.narrative.listing import as_csv
from finreport.narrative.tested import (
    Tested,
    all_tested,
    cell_p,
    level,
    subject,
)
from finreport.words import Language, rounded


@table
def all_tests(chapter: Chapter) -> ExhibitTable:
    """Every test that was made, by family, with its p, its adjusted p and what shakes it."""
    words = chapter.words
    rows: list[GridRow] = []
    for family, members in _by_family(all_tested(chapter)).items():
        anchor = f"tests-{family.replace('.', '-').replace('_', '-')}"
        rows.append(GridRow(words.text(f"family.{family}"), anchor=anchor))
        rows += [_test_row(words, one) for one in members]
    first = ("test", "firmness", "statistic", "n", "p", "p_adjusted", "p_rounding")
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
    left_out = [p for variant, p in shaken.items() if variant in LEFT_OUT]
    cells = [
        words.text(f"firmness.{one.firmness}"),
        _statistic(words, one.statistic),
        str(test.n),
        cell_p(test.value),
        cell_p(test.adjusted),
        _range(words, test),
        *(cell_p(shaken.get(noise)) for noise in DEPENDENT),
        cell_p(max(left_out, default=None)),
    ]
    return GridRow(subject(words, test), cells, marks=[one.firmness, *[""] * (len(cells) - 1)])


def _statistic(words: Language, found: Result | None) -> str:
    """Three digits that count, and the unit; a count of pairs stays whole."""
    if found is None or found.value is None:
        return ""
    value = found.value
    is_whole = found.unit == "1" and value == round(value)
    exponent = int(f"{value:.2e}".partition("e")[2])
    number = rounded(value, 0 if is_whole else max(0, 2 - exponent))
    if found.unit == "1":
        return number
    return words.text("with_unit", value=number, unit=words.unit(found.unit))


def _range(words: Language, test: Result) -> str:
    if test.lower is None or test.upper is None:
        return ""
    low, high = cell_p(test.lower), cell_p(test.upper)
    if low == high and test.bounds == Guarantee.EXACT:
        return low
    return words.text(f"p_range.{test.bounds}", low=low, high=high)


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
        label=chapter.words.text("download.results", count=len(results)),
    )
