"""The site in a real browser: from a server and straight from the disk."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from finreport import publishing
from tests.book.visits import Look, arrive, listening

pytestmark = pytest.mark.browser

LANGUAGE = Path(publishing.__file__).with_name("theme") / "static" / "language.js"
PAGES = ["index.html", "zh/00_summary.html", "zh/20_banking.html", "zh/search.html?q=票据"]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line on the terminal for each."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (http.server names it)
        """Say nothing."""


@pytest.fixture(scope="module", params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The address of the site, ending in a slash."""
    if request.param == "file":
        yield f"{site.as_uri()}/"
        return
    handler = partial(QuietHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def page(wide_tab: Page) -> Page:
    """A page on a screen."""
    return wide_tab


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stays_at_home_and_raises_no_error(page: Page, address: str, name: str) -> None:
    with listening(page, address, Look(name, "zh", 1440, "light")) as (seen, _):
        arrive(page, address + name)
    assert seen.requests
    assert seen.outside == []
    assert seen.said == []


def test_the_search_page_says_where_the_words_are(page: Page, address: str) -> None:
    page.goto(f"{address}zh/search.html?q=票据融资")
    assert page.locator("#search-results > li > a").all_inner_texts() == ["银行业"]
    place = page.locator("#search-results li li")
    assert place.locator("a").get_attribute("href") == "20_banking.html#fig-loans"
    assert place.locator("mark").all_inner_texts() == ["票据融资"]
    assert page.get_by_role("status").first.inner_text() == "找到 1 页"


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("2018", []),
        ("1.23", ["00_summary.html"]),  # a number alone
        ("23", []),  # no number of its own
        ("票据 1.23", ["20_banking.html", "00_summary.html"]),  # a word each
        ("亿元票据", ["20_banking.html"]),  # two words together, which the page has apart
        ("１．２３％", ["00_summary.html"]),  # as an input method may write it
        ("，", []),
    ],
)
def test_the_search_looks_for_every_word(
    page: Page, address: str, query: str, pages: list[str]
) -> None:
    page.goto(f"{address}zh/search.html")
    page.locator(".bd-search-container input").fill(query)
    found = page.locator("#search-results > li > a")
    assert [link.get_attribute("href") for link in found.all()] == pages


BOOK = """const SEARCH_TEXTS = [
  {"address": "a.html", "title": "Overview", "places": [
    ["", "Overview", "Financial news: CNY 3 billion, billed. Financing fell.", ""]]},
  {"address": "b.html", "title": "Banking", "places": [
    ["loans", "Loans", "The financing of bills grew.", ""],
    ["fig-bills", "Figure 1", "Billion after billion went into bill financing.", ""]]},
  {"address": "c.html", "title": "Bill financing", "places": [["", "", "Bill financing.", ""]]},
  {"address": "d.html", "title": "Billions", "places": [["", "", "A billion is financial.", ""]]},
  {"address": "e.html", "title": "外贸", "places": [
    ["all", "合计", "进出口总额。", ""], ["tab", "表", "", "出口"]]},
  {"address": "f.html", "title": "需求", "places": [["one", "单月", "单月出口。", ""]]},
  {"address": "g.html", "title": "内需", "places": [["out", "出口", "出口 它也在这里。", ""]]}
];
const SEARCH_SYNONYMS = [["exports", "出口"], ["foreign buyers", "它"], ["financing", "credit"]];
const SEARCH_COMPOUNDS = ["进出口"];
const SEARCH_IGNORED = ["how", "is", "怎么", "吗"];"""


@pytest.mark.parametrize("query", ["出口", "Exports"])
def test_headings_come_before_sentences_and_those_before_tables(
    page: Page, site: Path, query: str
) -> None:
    page.route("**/search-texts.js*", lambda route: route.fulfill(
        body=BOOK, content_type="text/javascript"))  # fmt: skip
    page.goto(f"{site.as_uri()}/zh/search.html?q={query}")
    found = page.locator("#search-results > li > a")
    assert found.all_inner_texts() == ["内需", "需求", "外贸"]


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("出口怎么", ["内需", "需求", "外贸"]),  # what only asks is no word that a page must have
        ("单月 exports", ["需求"]),  # another name of a part
        ("单月exports吗", ["需求"]),
        ("bills credit", ["Bill financing", "Banking", "Overview"]),
        ("出口下个月骤降", ["内需", "需求"]),  # what comes nearest
        ("bill export", ["内需", "Bill financing", "Banking"]),  # each has one of the two
        ("fine", []),  # the beginning of financing, but not with an ending
    ],
)
def test_a_question_is_answered_by_what_comes_nearest(
    page: Page, site: Path, query: str, pages: list[str]
) -> None:
    page.route("**/search-texts.js*", lambda route: route.fulfill(
        body=BOOK, content_type="text/javascript"))  # fmt: skip
    page.goto(f"{site.as_uri()}/zh/search.html?q={query}")
    found = page.locator("#search-results > li > a")
    assert found.all_inner_texts() == pages


def test_pages_with_the_words_as_typed_come_first(page: Page, site: Path) -> None:
    page.route("**/search-texts.js*", lambda route: route.fulfill(
        body=BOOK, content_type="text/javascript"))  # fmt: skip
    page.goto(f"{site.as_uri()}/zh/search.html?q=bill financing")
    found = page.locator("#search-results > li > a")
    assert found.all_inner_texts() == ["Bill financing", "Banking", "Overview"]
    banking = page.locator("#search-results > li").nth(1)
    first = banking.locator("li").first
    assert first.locator("a").get_attribute("href") == "b.html#fig-bills"
    assert first.locator("mark").all_inner_texts() == ["bill", "financing"]


def test_without_javascript_the_search_page_says_so_in_the_colours_of_the_book(
    plain_tab: Page, address: str
) -> None:
    plain_tab.goto(f"{address}zh/search.html")
    said = plain_tab.locator(".bd-search-container noscript p")
    expect(said).to_have_css("border-left-color", "rgb(11, 90, 107)")
    expect(plain_tab.locator(".bd-search-container form")).to_be_hidden()


def test_the_top_page_opens_the_first_chapter(page: Page, address: str) -> None:
    page.goto(address + "index.html")
    page.wait_for_url("**/zh/00_summary.html")
    assert page.locator("h1").inner_text().startswith("概览")


@pytest.mark.parametrize(
    ("scheme", "paper"), [("light", "rgb(253, 253, 252)"), ("dark", "rgb(17, 24, 27)")]
)
def test_the_top_page_reads_well_without_javascript(
    plain_tab: Page, bilingual_site: Path, scheme: Any, paper: str
) -> None:
    plain_tab.emulate_media(color_scheme=scheme)
    plain_tab.goto((bilingual_site / "index.html").as_uri())
    expect(plain_tab.locator(":root")).to_have_css("background-color", paper)
    assert plain_tab.locator("section p").all_inner_texts() == ["中文", "English"]
    titles = plain_tab.get_by_role("heading", level=1).all_inner_texts()
    assert titles == [
        "山西省金融运行报告（2025）",
        "Shanxi Financial Operations Report (2025)",
    ]


def test_a_site_without_an_address_tells_search_engines_where_it_is_read(
    page: Page, tmp_path: Path
) -> None:
    twin = '<link rel="alternate" hreflang="en" href="../en/20_banking.html">'
    script = f'<script defer src="{LANGUAGE.as_uri()}"></script>'
    banking = tmp_path / "zh/20_banking.html"
    banking.parent.mkdir()
    banking.write_text(f"<!doctype html><title>银行业</title>{twin}{script}", encoding="utf-8")
    page.goto(banking.as_uri())
    whole = (tmp_path / "en/20_banking.html").as_uri()
    assert page.locator("[hreflang]").get_attribute("href") == whole


def test_code_opens_on_request(page: Page, address: str) -> None:
    page.goto(address + "zh/20_banking.html")
    code = page.get_by_text("draw_bills")
    expect(code.first).to_be_hidden()
    page.get_by_text("显示代码").last.click()
    expect(code.first).to_be_visible()
    expect(page.get_by_text("收起代码").last).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_book_follows_the_colours_of_the_system(page: Page, address: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address + "zh/20_banking.html")
    assert page.evaluate("document.documentElement.dataset.theme") == scheme


def test_a_phone_shows_a_chart_whole(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(address + "zh/20_banking.html")
    chart = page.locator(".fr-svg").bounding_box()
    assert chart is not None
    assert chart["x"] >= 0
    assert 343 <= chart["width"] <= 375
    assert page.evaluate("document.documentElement.scrollWidth") == 375
