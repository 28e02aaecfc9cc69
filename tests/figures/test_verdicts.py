"""The line of verdicts under charts and tables, counted again from the checks themselves."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from finreport.charts import book_checks as checks
from finreport.checks import CheckReport, check_edition
from finreport.editions import open_edition
from finreport.figures.exhibits import Chart, DataTable, Notice
from finreport.narrative.chapter import open_chapter
from finreport.words import open_language
from tests.shown import page_of

Show = Callable[..., Chart | DataTable | Notice]
Line = dict[str, dict[str, int]]
"""What a line says: the counts of each family, by the anchor of the family."""

PAGE = "#"

FAILS = ("contradicted", "approximate_fails", "not_checkable")

TOLD = {
    "zh": {
        "equality": r"(\d+)项由等式核实",
        "limit": r"(\d+)项只在界限之内",
        "approximation": r"(\d+)项只近似成立",
        "repetition": r"(\d+)项只有重复",
        "contradicted": r"(\d+)项不符",
        "approximate_fails": r"(\d+)项近似关系不成立",
        "not_checkable": r"(\d+)项无法核对",
    },
    "en": {
        "equality": r"(\d+) settled by an equality",
        "limit": r"(\d+) within limits only",
        "approximation": r"(\d+) approximate only",
        "repetition": r"(\d+) repeated only",
        "contradicted": r"(\d+) contradicted",
        "approximate_fails": r"(\d+) approximate ones fail",
        "not_checkable": r"(\d+) not checkable",
    },
}
"""How each language counts verdicts."""

SHOWN = {
    "deposit_increases": "cny.deposits_household.increase cny.deposits_corporate.increase",
    "deposit_loan_growth": "all.deposits.yoy all.loans.yoy",
    "deposits": "cny.deposits.balance cny.deposits.yoy",
    "fiscal_flows": "fiscal_revenue.ytd fiscal_expenditure.ytd",
    "gdp": "gdp.ytd gdp.ytd_yoy",
    "incomes": "income_rural_growth income_per_capita_growth income_urban_growth",
    "loan_parts": """all.loans.balance all.loans.yoy all.loans_short.balance all.loans_short.yoy
        all.loans_medium_long.balance all.loans_medium_long.yoy
        all.loans_bills.balance all.loans_bills.yoy""",
    "lpr": """lpr.total lpr.below lpr.at lpr.above lpr.above_0_0.5 lpr.above_0.5_1.5
        lpr.above_1.5_3 lpr.above_3_5 lpr.above_5""",
    "prices": """cpi_other_growth cpi_clothing_growth cpi_household_goods_growth
        cpi_health_growth cpi_housing_growth cpi_education_growth cpi_growth cpi_food_decline
        cpi_transport_decline""",
    "retail": "retail.ytd retail.ytd_yoy",
    "trade_flows": "exports.ytd imports.ytd",
}
"""The numbers that some charts and tables show."""

MONTHS = ["2024-01", "2024-06", "2024-12"]


@pytest.fixture(scope="module", params=MONTHS)
def report(request: pytest.FixtureRequest) -> CheckReport:
    """The checks of the edition, cut at a month."""
    return check_edition(open_edition("shanxi-2025", request.param))


def read_line(exhibit: Chart | DataTable | Notice, language: str) -> Line:
    """The counts that a line of verdicts tells."""
    assert isinstance(exhibit, Chart | DataTable)
    line = {}
    for note in exhibit.checks:
        found = {
            verdict: re.search(pattern, note.text) for verdict, pattern in TOLD[language].items()
        }
        line[note.link.removeprefix(PAGE)] = {
            verdict: int(match[1]) for verdict, match in found.items() if match
        }
        assert len(re.findall(r"\d+", note.text)) == sum(map(bool, found.values())) > 0
    return line


def recount(report: CheckReport, shown: str) -> Line:
    """The verdicts on relations and statements with one of the numbers that are shown."""
    names, line = set(shown.split()), dict[str, Counter[str]]()
    found: list[tuple[str, str | None, str]] = []
    told = set()
    for each in report.identities:
        if any(re.split(r"[@\[]", name)[0] in names for name in each.inputs):
            found.append((each.family, each.strength, each.verdict))
            told.add(each.rule)
    found += [
        ("statements", each.strength, each.verdict)
        for each in report.statements
        if each.id in names and each.by not in told
    ]
    for family, strength, verdict in found:
        counts = line.setdefault(f"checks-{family.replace('_', '-')}", Counter())
        counts[verdict if verdict in FAILS else str(strength)] += 1
    return {family: dict(counts) for family, counts in line.items()}


@pytest.mark.parametrize("name", SHOWN)
def test_the_line_counts_the_checks_of_what_is_shown(
    show: Show, report: CheckReport, name: str, language: str
) -> None:
    exhibit = show(name, report.as_of, language)
    if isinstance(exhibit, Notice):
        assert report.as_of != "2024-12"  # nothing of it is printed yet
    else:
        assert read_line(exhibit, language) == recount(report, SHOWN[name])


def test_the_line_of_corrected_months_tells_what_is_wrong(show: Show) -> None:
    # January has no month before it, and the other ten of each series hold.
    assert read_line(show("deposit_increases"), "zh")["checks-increase"] == {
        "equality": 20,
        "contradicted": 2,
    }


def test_the_languages_count_alike(
    show: Show, chart_names: list[str], table_names: list[str]
) -> None:
    for name in [*chart_names, *table_names]:
        lines = [read_line(show(name, "2024-12", code), code) for code in TOLD]
        assert lines[0] == lines[1]


@pytest.mark.parametrize("as_of", MONTHS)
def test_every_link_leads_to_the_page_of_checks(
    show: Show, chart_names: list[str], table_names: list[str], as_of: str, language: str
) -> None:
    chapter = open_chapter("95_checks", "shanxi-2025", as_of, language)
    anchors = re.findall(r' id="([^"]+)"', checks.relations(chapter)._repr_html_())
    assert len(set(anchors)) == len(anchors) > 0
    # The other label is in the notebook itself, in front of the table of statements.
    wanted = {f"{PAGE}{anchor}" for anchor in [*anchors, "checks-statements"]}
    exhibits = [show(name, as_of, language) for name in [*chart_names, *table_names]]
    notes = [note for shown in exhibits if not isinstance(shown, Notice) for note in shown.checks]
    assert {note.link for note in notes} <= wanted
    assert len({note.link for note in notes}) > len(wanted) / 2


def test_the_line_is_on_the_page_and_in_the_text(
    show: Show, chart_names: list[str], table_names: list[str], language: str
) -> None:
    head = open_language(language).text("checks_head")
    without = set()
    for name in [*chart_names, *table_names]:
        shown = show(name, "2024-12", language)
        assert isinstance(shown, Chart | DataTable)
        page, text = page_of(name, language), repr(shown)
        for note in shown.checks:
            assert f'<a href="{note.link}">{note.text}</a>' in page
        if shown.checks:
            line = " ".join([head, *(note.text for note in shown.checks)])
            assert text.splitlines()[-1] == line
        else:
            without.add(name)
            assert head not in text.splitlines()[-1]
            assert "fr-checks" not in page
    # What shows no number of the edition, and what cannot be checked.
    assert {"time_line", "product_revisions", "proofs", "coverage", "relations"} <= without
