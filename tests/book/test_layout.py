"""How pages lie on screens and on paper, in English, whose words are the longest."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_markdown_cell
from playwright.sync_api import Browser, Page, expect

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
    tiles = summary.headlines(open_chapter("00_summary", "shanxi-2025", "2024-12", "en"))
    folder = project / "layout"
    folder.mkdir()
    for name, content in {
        "00_summary": [new_markdown_cell("(summary)=\n# 概览"), show_in_cell(tiles)],
        "20_banking": cells,
    }.items():
        write_notebook(folder / f"{name}.ipynb", content)
    return build_site(folder, project / "layout-site", language="en", root=project)


@contextmanager
def opened(browser: Browser, address: str, width: int, **given: Any) -> Iterator[Page]:
    """A page of the book in a window of some width."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **given)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


@pytest.mark.parametrize("width", [1440, 1024, 768, 375, 320])
def test_no_page_is_wider_than_its_window(browser: Browser, pages: Path, width: int) -> None:
    for name in ("00_summary", "20_banking", "search"):
        with opened(browser, (pages / f"{name}.html").as_uri(), width) as page:
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_wide_screen_shows_every_table_whole(browser: Browser, pages: Path) -> None:
    with opened(browser, (pages / PAGE).as_uri(), 1440) as page:
        assert page.evaluate(WIDER) == []


@pytest.mark.parametrize("width", [1440, 375])
def test_words_break_in_tables_and_numbers_do_not(
    browser: Browser, pages: Path, width: int
) -> None:
    with opened(browser, (pages / PAGE).as_uri(), width) as page:
        assert page.evaluate(BROKEN) == []
        names = page.locator(f"{STATEMENTS} tbody th").all()
        assert max(name.bounding_box()["height"] for name in names[:12]) > 40  # type: ignore[index]


def test_a_phone_shows_the_sign_of_a_verdict_beside_its_subject(
    browser: Browser, pages: Path
) -> None:
    sign = "each => getComputedStyle(each, '::before').content"
    for width, is_shown in {375: True, 1440: False}.items():
        with opened(browser, (pages / PAGE).as_uri(), width) as page:
            for row in page.locator(f"{STATEMENTS} tbody tr").all():
                said = (row.locator("td").last.text_content() or "")[0]
                shown = row.locator("th").evaluate(sign)
                assert shown == (f'"{said}" / ""' if is_shown else "none")
            first = page.locator(f"{STATEMENTS} tbody th").first
            expect(first).to_have_accessible_name("Outlets of banking institutions")


@pytest.mark.parametrize("width", [375, 320])
def test_a_phone_shows_where_previous_and_next_lead(
    browser: Browser, pages: Path, width: int
) -> None:
    with opened(browser, (pages / PAGE).as_uri(), width) as page:
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


def test_paper_has_no_buttons_in_the_heads_of_tables(browser: Browser, pages: Path) -> None:
    with opened(browser, (pages / PAGE).as_uri(), 1440) as page:
        page.emulate_media(media="print")
        for button in page.locator("thead .fr-sort").all():  # with one, a head is printed once
            expect(button).to_have_css("display", "contents")


@pytest.mark.parametrize("width", [1440, 1024, 375])
def test_a_headline_figure_stands_on_one_line(browser: Browser, pages: Path, width: int) -> None:
    with opened(browser, (pages / "00_summary.html").as_uri(), width) as page:
        for value in page.locator(".fr-tile-value").all():
            box, tile = value.bounding_box(), value.locator("xpath=ancestor::li").bounding_box()
            assert box is not None
            assert tile is not None
            assert box["height"] < 40
            assert value.evaluate("each => each.scrollWidth <= each.clientWidth")
            assert box["x"] + box["width"] < tile["x"] + tile["width"]
        first = page.locator(".fr-tile-value").first
        assert re.fullmatch(r"CNY [\d,.]+ (billion|trillion)", first.inner_text())


def test_the_list_of_chapters_shows_the_one_that_is_open(browser: Browser, pages: Path) -> None:
    with opened(browser, (pages / PAGE).as_uri(), 1440) as page:
        page.set_viewport_size({"width": 1440, "height": 240})
        page.evaluate("sessionStorage.setItem('sidebar-scroll-top', '0')")
        page.add_init_script(
            "addEventListener('beforeunload', (e) => e.stopImmediatePropagation(), true)"
        )
        page.reload()
        expect(page.locator(".bd-sidebar-primary .current > a").last).to_be_in_viewport()


def test_the_foot_of_a_page_keeps_to_its_column(browser: Browser, pages: Path) -> None:
    for width in (1440, 768):
        with opened(browser, (pages / PAGE).as_uri(), width) as page:
            heading, foot = page.locator("h1"), page.locator("footer .fr-record")
            expect(page.locator("footer.bd-footer-content")).to_have_css("border-top-width", "0px")
            left = "each => each.getBoundingClientRect().left"
            assert heading.evaluate(left) == foot.evaluate(left)
