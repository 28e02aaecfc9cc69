"""How pages lie on screens and on paper, in English, whose words are the longest."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell
from playwright.sync_api import Page, expect

from finreport.charts import banking, indicators, summary
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.publishing import build_site
from tests.book.notebooks import show_in_cell, write_notebook

pytestmark = pytest.mark.browser

SHOWN: dict[str, Callable[[Chapter], object]] = {
    "fig-loans": banking.loans,
    "tab-institutions": banking.institutions,
    "tab-deposits-loans": indicators.deposits_loans,
}
PAGE = "20_banking.html"
STATEMENTS = "#tab-statements-20-banking"

BROKEN = r"""() => [...document.querySelectorAll("td")].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    const { data } = texts.currentNode;
    for (const { 0: number, index } of data.matchAll(/[-−]?\d[\d,.]*%?/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + number.length);
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(number);
    }
  }
  return broken;
})"""
"""The numbers of the tables that go on in a second line."""

WIDER = """() => [...document.querySelectorAll(".fr-tabular > .fr-scroll")]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map((scroller) => scroller.getAttribute("aria-label"))"""
"""The tables that do not fit the page."""


@pytest.fixture(scope="module")
def pages(project: Path) -> Path:
    """The folder of an English book whose second chapter shows tables and a chart."""
    chapter = open_chapter("20_banking", "shanxi-2025", "2024-12", "en")
    cells = [new_markdown_cell("(banking)=\n# 银行业"), show_in_cell(summary.statements(chapter))]
    for anchor, make in SHOWN.items():
        cells += [new_markdown_cell(f"({anchor})="), show_in_cell(make(chapter))]
    front = open_chapter("00_summary", "shanxi-2025", "2024-12", "en")
    opening = [show_in_cell(make(front)) for make in (summary.found, summary.headlines)]
    folder = project / "layout"
    folder.mkdir()
    for name, content in {
        "00_summary": [new_markdown_cell("(summary)=\n# 概览"), *opening],
        "20_banking": cells,
    }.items():
        write_notebook(folder / f"{name}.ipynb", content)
    return build_site(folder, project / "layout-site", language="en", root=project)


@pytest.fixture
def open_page(wide_tab: Page, pages: Path) -> Callable[..., Page]:
    """A function that opens a page of the book in the tab, in a window of some width."""

    def open_at(width: int, name: str = PAGE) -> Page:
        wide_tab.set_viewport_size({"width": width, "height": 900})
        wide_tab.goto((pages / name).as_uri())
        return wide_tab

    return open_at


OPEN = "document.querySelectorAll('.fr-data').forEach(each => { each.open = true })"
"""Show every chart as its table."""


@pytest.mark.parametrize("width", [1440, 1024, 768, 375, 320])
def test_no_page_is_wider_than_its_window(open_page: Callable[..., Page], width: int) -> None:
    for name in ("00_summary", "20_banking", "search"):
        page = open_page(width, f"{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.evaluate(OPEN)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_chart_shown_as_its_table_says_how_to_go_back(open_page: Callable[..., Page]) -> None:
    page = open_page(375)
    toggle = page.locator(".fr-chart .fr-data > summary").first
    assert toggle.inner_text() == "Table"
    toggle.click()
    assert toggle.inner_text() == "Chart"


def test_a_wide_screen_shows_every_table_whole(open_page: Callable[..., Page]) -> None:
    page = open_page(1440)
    assert page.evaluate(WIDER) == []


@pytest.mark.parametrize("width", [1440, 375])
def test_words_break_in_tables_and_numbers_do_not(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(width)
    assert page.evaluate(BROKEN) == []
    names = page.locator(f"{STATEMENTS} tbody th").all()
    assert max(name.bounding_box()["height"] for name in names[:12]) > 40  # type: ignore[index]


def test_a_phone_shows_the_rows_of_a_wide_table_as_cards(open_page: Callable[..., Page]) -> None:
    page = open_page(375)
    assert page.locator("#tab-deposits-loans .fr-table.fr-stacked").count() == 0
    rows = page.locator(f"{STATEMENTS} .fr-stacked tbody tr")
    assert rows.count() > 12
    card = rows.first
    verdict, printed = card.locator("td").last, card.locator("td").first
    assert printed.evaluate("each => getComputedStyle(each, '::before').content") == '"As printed"'
    head_box, verdict_box, printed_box = (
        each.bounding_box() for each in (card.locator("th"), verdict, printed)
    )
    assert head_box
    assert verdict_box
    assert printed_box
    assert head_box["y"] < verdict_box["y"] <= printed_box["y"]
    assert verdict_box["x"] < printed_box["x"] or verdict_box["y"] < printed_box["y"]
    assert page.locator(f"{STATEMENTS} .fr-scroll").evaluate("each => each.scrollWidth") < 375
    wide = open_page(1440).locator(f"{STATEMENTS} tbody td").first
    expect(wide).to_have_css("display", "table-cell")
    assert wide.evaluate("each => getComputedStyle(each, '::before').content") == "none"


def test_a_phone_shows_the_last_months_of_a_year_and_the_names_of_groups(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(375)
    table = page.locator("#tab-deposits-loans .fr-scroll")
    last = table.locator("thead th").last.bounding_box()
    assert last
    assert last["x"] + last["width"] <= 375
    group = table.locator(".fr-group span").first.bounding_box()
    assert group
    assert 0 <= group["x"] < 60


def test_a_card_of_the_front_page_leads_to_its_place_and_to_what_its_word_means(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(1440, "00_summary.html")
    for card in page.locator(".fr-card").all():
        headline, word = card.locator("a").all()
        assert headline.get_attribute("href") != word.get_attribute("href")
        assert (word.get_attribute("href") or "").endswith("#glossary-verdicts")
        card.scroll_into_view_if_needed()
        box = card.bounding_box()
        assert box
        at = {"x": box["width"] - 12, "y": box["height"] - 8}
        aimed = card.evaluate(
            "(each, { x, y }) => { const { left, top } = each.getBoundingClientRect();"
            "return document.elementFromPoint(left + x, top + y).className }", at
        )  # fmt: skip
        assert aimed == "fr-card-headline"


@pytest.mark.parametrize("width", [375, 320])
def test_a_phone_shows_where_previous_and_next_lead(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(width)
    title = page.locator(".prev-next-title").first
    title.evaluate("each => { each.textContent = 'Appendix 2: Main economic indicators'; }")
    cut = "each => each.closest('a').scrollWidth - each.closest('a').clientWidth"
    assert title.evaluate(cut) == 0
    title_box, subtitle = title.bounding_box(), page.locator(".prev-next-subtitle").first
    above = subtitle.bounding_box()
    assert title_box is not None
    assert above is not None
    assert title_box["x"] == above["x"]
    assert title_box["width"] > width / 2


def test_paper_has_no_buttons_in_the_heads_of_tables(open_page: Callable[..., Page]) -> None:
    page = open_page(1440)
    page.emulate_media(media="print")
    for button in page.locator("thead .fr-sort").all():  # with one, a head is printed once
        expect(button).to_have_css("display", "contents")


@pytest.mark.parametrize("width", [1440, 1024, 375])
def test_a_headline_figure_stands_on_one_line(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width, "00_summary.html")
    for value in page.locator(".fr-tile-value").all():
        box, tile = value.bounding_box(), value.locator("xpath=ancestor::li").bounding_box()
        assert box is not None
        assert tile is not None
        assert box["height"] < 40
        assert value.evaluate("each => each.scrollWidth <= each.clientWidth")
        assert box["x"] + box["width"] < tile["x"] + tile["width"]
    first = page.locator(".fr-tile-value").first
    assert re.fullmatch(r"CNY [\d,.]+ billion", first.inner_text())


def test_the_list_of_chapters_shows_the_one_that_is_open(open_page: Callable[..., Page]) -> None:
    page = open_page(1440)
    page.set_viewport_size({"width": 1440, "height": 240})
    page.evaluate("sessionStorage.setItem('sidebar-scroll-top', '0')")
    page.evaluate("addEventListener('beforeunload', (e) => e.stopImmediatePropagation(), true)")
    page.reload()
    expect(page.locator(".bd-sidebar-primary .current > a").last).to_be_in_viewport()


def test_the_foot_of_a_page_keeps_to_its_column(open_page: Callable[..., Page]) -> None:
    for width in (1440, 768):
        page = open_page(width)
        heading, foot = page.locator("h1"), page.locator("footer .fr-record")
        expect(page.locator("footer.bd-footer-content")).to_have_css("border-top-width", "0px")
        left = "each => each.getBoundingClientRect().left"
        assert heading.evaluate(left) == foot.evaluate(left)


def test_a_phone_shows_every_finding_in_words_at_once(open_page: Callable[..., Page]) -> None:
    page = open_page(375, "00_summary.html")
    headlines = page.locator(".fr-card-headline").all()
    assert len(headlines) >= 3
    for headline in headlines:
        box = headline.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 812  # the height of such a phone
