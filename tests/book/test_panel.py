"""Any number opens in a real browser: by pointer, by finger and by keys, from a file, offline."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from playwright.sync_api import Locator, Page, Request, expect

from finreport.analysis.results import Results
from finreport.charts import banking, book_numbers, indicators
from finreport.figures.exhibits import Download
from finreport.narrative import openings
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.listing import as_csv
from finreport.narrative.paragraphs import Phrase
from finreport.publishing import build_site
from finreport.publishing.csp import POLICY
from tests.book.browsing import served
from tests.book.notebooks import show_in_cell, write_notebook
from tests.book.visits import Look, arrive, listening, violations, weight

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PAGE = "20_banking.html"
LIST = "00_summary.html"
"""The page that lists all numbers, with which every other page would be slow."""

LOOK = Look(PAGE, "zh", 1440, "light")
FLAGGED = "cny.deposits_household.increase@2024-10"
WEIGHT = 30_000
"""Bytes that what is known of the numbers of a page may weigh, compressed."""


def glued(name: str, phrase: Phrase) -> NotebookNode:
    """The output of a number that the prose names."""
    prefix = "application/papermill.record/"
    data = {f"{prefix}{mime}": told for mime, told in phrase._repr_mimebundle_().items()}
    glue = {"scrapbook": {"mime_prefix": prefix, "name": name}}
    output: NotebookNode = new_output("display_data", data, metadata=glue)
    return output


def hidden(*outputs: NotebookNode) -> NotebookNode:
    """A cell whose outputs no page shows."""
    tags = {"tags": ["remove-cell"]}
    cell: NotebookNode = new_code_cell("1", outputs=list(outputs), metadata=tags)
    return cell


def index_of(chapter: Chapter) -> dict[str, Any]:
    """What is known of the numbers, as a cell's output carries it."""
    return dict(book_numbers.index(chapter)._repr_mimebundle_())


def results_of(chapter: Chapter) -> Download:
    """The named results that the chapter shows, as the page of tests offers those of the book."""
    shown = Results(row for group in ("derived", "levels") for row in chapter.results(group).rows)
    return Download("results.csv", as_csv(shown, chapter.words), "下载")


@pytest.fixture(scope="module")
def pages(project: Path) -> Path:
    """The folder of a Chinese book whose second chapter shows numbers of each kind."""
    chapter = open_chapter("20_banking", "shanxi-2025", "2024-12", "zh")
    phrases = {
        "npl_ratio": Phrase("1.32%", "number-npl_ratio"),
        "enterprise_sum": Phrase("3.5万亿元", "fig-loans", ("all.loans_short.balance@2024-12",)),
    }
    cells = [
        hidden(*(glued(name, phrase) for name, phrase in phrases.items())),
        new_markdown_cell(
            "(banking)=\n# 银行业\n\n不良率{glue:text}`npl_ratio`，"
            "三类贷款{glue:text}`enterprise_sum`。"
        ),
    ]
    cells.append(show_in_cell(openings.lead(chapter)))
    for anchor, exhibit in {
        "fig-loans": banking.loans(chapter),
        "fig-deposit-increases": banking.deposit_increases(chapter),
        "tab-deposits-loans": indicators.deposits_loans(chapter),
    }.items():
        cells += [new_markdown_cell(f"({anchor})="), show_in_cell(exhibit)]
    cells += [new_markdown_cell("(tests-results)=\n## 结果"), show_in_cell(results_of(chapter))]
    lists = open_chapter(Path(LIST).stem, "shanxi-2025", "2024-12", "zh")
    listed = [new_markdown_cell("(summary)=\n# 概览")]
    for anchor, table in {
        "tab-numbers-by-month": book_numbers.numbers_by_month(lists),
        "tab-numbers-once": book_numbers.numbers_once(lists),
    }.items():
        listed += [new_markdown_cell(f"({anchor})="), show_in_cell(table)]
    listed.append(hidden(new_output("execute_result", index_of(lists), execution_count=1)))
    folder = project / "panel"
    folder.mkdir()
    write_notebook(folder / "00_summary.ipynb", listed)
    write_notebook(folder / "20_banking.ipynb", cells)
    return build_site(folder, project / "panel-site", root=project)


@pytest.fixture
def page(each_tab: Page, pages: Path) -> Iterator[Page]:
    """The chapter, straight from the disk, on a screen and on a phone."""
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(str(error))

    each_tab.on("pageerror", note)
    each_tab.goto((pages / PAGE).as_uri())
    yield each_tab
    each_tab.remove_listener("pageerror", note)
    assert errors == []


def panel(page: Page) -> Locator:
    """The panel, once it is there."""
    opened = page.locator("dialog.fr-panel[open]")
    expect(opened).to_be_visible()
    return opened


def row_of(name: str) -> tuple[str, int]:
    """The digits of a number of the appendix, and its line in the file, found in the file."""
    base, month = name.split("@")
    keys = [*base.split("."), month]
    with (ROOT / "data/shanxi-2025/deposits_loans.csv").open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            if [row[key] for key in ("currency", "indicator", "measure", "month")] == keys:
                return row["value"], line
    raise AssertionError(name)


def levels_of_a_year_ago(name: str, month: str) -> tuple[float, float, float]:
    """The level that a balance and its growth imply, and its ends, from the strings printed."""
    balance, growth = (row_of(f"{name}.{measure}@{month}")[0] for measure in ("balance", "yoy"))
    steps = [0.5 / 10 ** len(printed.partition(".")[2]) for printed in (balance, growth)]
    corners = [
        (float(balance) + a * steps[0]) / (1 + (float(growth) + b * steps[1]) / 100)
        for a in (-1, 1)
        for b in (-1, 1)
    ]
    return float(balance) / (1 + float(growth) / 100), min(corners), max(corners)


def test_a_number_of_the_prose_opens_and_says_where_it_stands(page: Page) -> None:
    page.get_by_role("link", name="1.32%").click()
    told = panel(page).inner_text()
    assert "1.32" in told
    assert "1.315 – 1.325" in told
    assert "statements.csv" in told
    assert f"{LIST}#number-npl_ratio" in told


def test_a_cell_that_must_not_be_copied_says_what_it_would_have_to_be(page: Page) -> None:
    cell = page.locator("#tab-deposits-loans .fr-wrong", has_text="468.7")
    expect(cell.locator("xpath=..")).to_contain_text("应为44.8")
    cell.locator("a").click()
    printed, line = row_of(FLAGGED)
    told = panel(page)
    expect(told.locator(".fr-panel-warning")).to_contain_text("应为44.8")
    assert printed in told.inner_text()
    assert f"第{line}行" in told.inner_text()
    assert "44.70 – 44.90" in told.inner_text()  # 39912.1 − 39867.3 on either side of rounding


def test_the_other_numbers_of_a_check_open_too_and_lead_back(page: Page) -> None:
    page.locator("#tab-deposits-loans .fr-wrong a", has_text="468.7").click()
    first = panel(page).locator("h2").inner_text()
    panel(page).locator("li button").first.click()
    assert panel(page).locator("h2").inner_text() != first
    panel(page).get_by_role("button", name="返回").click()
    assert panel(page).locator("h2").inner_text() == first


def test_keys_open_a_number_move_in_a_table_and_come_back(page: Page) -> None:
    table = page.locator("#tab-deposits-loans .fr-table")
    stops = table.locator("a, .fr-number").evaluate_all("all => all.map((each) => each.tabIndex)")
    assert stops.count(0) == 1
    first = table.locator("tbody a").first
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    at = "document.activeElement.closest('td').cellIndex"
    assert page.evaluate(at) == 2
    page.keyboard.press("Enter")
    assert "2024年2月" in panel(page).inner_text()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.fr-panel[open]")).to_have_count(0)
    assert page.evaluate(at) == 2


def test_a_mark_of_a_chart_opens_by_keys_and_by_pointer(page: Page) -> None:
    reader = page.locator("#fig-loans .fr-reader")
    reader.focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert row_of("cny.loans.balance@2024-12")[0] in panel(page).inner_text()
    page.keyboard.press("Escape")
    reader.scroll_into_view_if_needed()
    reader.click()
    assert panel(page).locator("h2").inner_text()


def test_a_computed_number_says_that_this_book_computes_it(page: Page) -> None:
    page.get_by_role("link", name="3.5万亿元").click()
    told = panel(page)
    expect(told).to_contain_text("报告没有印出此数")
    told.locator("li button").first.click()
    assert row_of("all.loans_short.balance@2024-12")[0] in panel(page).inner_text()
    page.keyboard.press("Escape")
    page.locator("#fig-loans summary", has_text="数据表").click()
    page.locator("#fig-loans tbody tr").first.locator(".fr-number").first.click()
    told = panel(page)
    expect(told).to_contain_text("报告没有印出此数")
    expect(told).to_contain_text("levels.cny.loans.2023-01")
    expect(told).to_contain_text("舍入所留的精确范围")
    value, low, high = levels_of_a_year_ago("cny.loans", "2024-01")
    assert f"{low:.2f} – {high:.2f}" in told.inner_text()
    assert f"{value:.1f}" in told.inner_text()
    told.locator("li button").first.click()
    assert row_of("cny.loans.balance@2024-01")[0] in panel(page).inner_text()


def test_a_sorted_table_opens_the_same_results(page: Page) -> None:
    page.locator("#fig-loans summary", has_text="数据表").click()
    head = page.locator("#fig-loans thead th").first.locator("button")
    for _ in range(2):  # from the last month to the first
        head.click()
    page.locator("#fig-loans tbody tr").last.locator(".fr-number").first.click()
    expect(panel(page)).to_contain_text("levels.cny.loans.2023-01")


def test_a_number_of_the_opening_says_how_it_is_computed(page: Page) -> None:
    page.locator(".fr-passage a[href$='#tests-results']").first.click()
    told = panel(page)
    expect(told).to_contain_text("derived.household_deposits.share_of_increase")
    expect(told).to_contain_text("住户存款增加额÷")
    told.locator("li button").first.click()
    expect(panel(page)).to_contain_text("印作")


def test_a_place_in_the_list_of_all_numbers_opens_its_number(page: Page, pages: Path) -> None:
    page.goto((pages / LIST).as_uri())
    page.locator(f"[id='number-{FLAGGED}'] button").click()
    expect(panel(page)).to_contain_text("468.7")
    expect(panel(page)).not_to_contain_text("报告没有印出此数")


def test_the_address_of_a_number_opens_it(wide_tab: Page, pages: Path) -> None:
    wide_tab.goto(f"{(pages / LIST).as_uri()}#number-{FLAGGED}")
    expect(panel(wide_tab)).to_contain_text("468.7")


def test_a_number_is_copied_with_its_citation(wide_tab: Page, pages: Path) -> None:
    page = wide_tab
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with served(pages) as address:
        page.goto(f"{address}{LIST}#number-{FLAGGED}")
        panel(page).get_by_role("button", name="复制并附引用").click()
        expect(panel(page).get_by_role("button", name="已复制")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
    assert "468.7 亿元" in copied
    assert copied.endswith(f"{LIST}#number-{FLAGGED}")
    page.context.clear_permissions()


def test_without_javascript_numbers_are_links_to_the_list_of_all(
    plain_tab: Page, pages: Path
) -> None:
    plain_tab.goto((pages / PAGE).as_uri())
    links = set(plain_tab.locator("a[href*='#number-']").evaluate_all(
        "all => all.map((a) => a.href)"
    ))  # fmt: skip
    assert len(links) > 400
    plain_tab.goto((pages / LIST).as_uri())
    known = plain_tab.locator("[id^='number-']").evaluate_all("all => all.map((each) => each.id)")
    assert links <= {f"{(pages / LIST).as_uri()}#{name}" for name in known}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_panel_hinders_nobody(wide_tab: Page, pages: Path, scheme: Any) -> None:
    wide_tab.emulate_media(color_scheme=scheme)
    wide_tab.goto(f"{(pages / LIST).as_uri()}#number-{FLAGGED}")
    panel(wide_tab)
    assert violations(wide_tab) == []


def test_what_is_known_of_numbers_is_light_and_asked_for_only_when_one_opens(
    wide_tab: Page, pages: Path
) -> None:
    def is_known(request: Request) -> bool:
        return request.url.endswith(("numbers.js", own))

    page, own = wide_tab, f"results/{Path(PAGE).stem}.js"
    with served(pages) as address, listening(page, address, LOOK) as (_, finished):
        arrive(page, f"{address}{PAGE}")
        assert not any(map(is_known, finished))
        with (
            page.expect_request_finished(lambda request: request.url.endswith("numbers.js")),
            page.expect_request_finished(lambda request: request.url.endswith(own)),
        ):
            page.get_by_role("link", name="1.32%").click()
        panel(page)
        weights = [weight(request) for request in finished if is_known(request)]
    assert len(weights) == 2
    assert sum(weights) < WEIGHT
    assert POLICY in (pages / PAGE).read_text(encoding="utf-8")
