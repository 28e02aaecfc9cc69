"""Both books side by side: what the pages say, and how a reader comes from one to the other."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from finreport.publishing import build_site

ADDRESS = "https://example.org/report/"
TAGS = {"zh": "zh-CN", "en": "en"}
NAMES = ["00_summary", "20_banking", "search"]

SITEMAP = {"": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}

Read = Callable[[str, str], BeautifulSoup]


@pytest.fixture
def read(bilingual_site: Path) -> Read:
    """A function that gives a page of a language."""
    return lambda language, name: parse(bilingual_site / language / f"{name}.html")


def parse(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def content(page: BeautifulSoup, selector: str, attribute: str) -> str:
    """An attribute of the only element that a selector finds."""
    [element] = page.select(selector)
    return str(element[attribute])


# What the pages say


def test_a_translation_has_the_numbers_links_and_anchors_of_the_original(read: Read) -> None:
    [paragraph] = read("en", "00_summary").select("article section > p")
    assert paragraph.get_text() == (
        "See Banking: the NPL ratio of the province was 1.23%."  # the words are glued
    )
    assert content(BeautifulSoup(str(paragraph), "html.parser"), "a", "href") == (
        "20_banking.html#banking"
    )
    assert "without the site" not in read("en", "00_summary").get_text()
    for name in NAMES:
        anchors = [
            [section["id"] for section in read(language, name).select("article section")]
            for language in TAGS
        ]
        assert anchors[0] == anchors[1]


def test_the_parts_of_the_book_are_translated(read: Read) -> None:
    for language, part in (("zh", "金融运行"), ("en", "Financial operations")):
        [caption] = read(language, "20_banking").select(".bd-links .caption-text")
        assert caption.get_text() == part


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", TAGS)
def test_a_page_names_its_language_its_twin_and_its_address(
    read: Read, language: str, name: str
) -> None:
    page = read(language, name)
    other = {"zh": "en", "en": "zh"}[language]
    assert content(page, "html", "lang") == TAGS[language]
    assert content(page, "link[rel=canonical]", "href") == f"{ADDRESS}{language}/{name}.html"
    alternates = {str(link["hreflang"]): link["href"] for link in page.select("[rel=alternate]")}
    assert alternates == {
        "zh-CN": f"{ADDRESS}zh/{name}.html",
        "en": f"{ADDRESS}en/{name}.html",
        "x-default": f"{ADDRESS}en/{name}.html",
    }
    [switch] = page.select(".fr-twin")
    assert switch["href"] == f"../{other}/{name}.html"
    assert switch["lang"] == switch["hreflang"] == TAGS[other]
    assert switch.get_text() == {"zh": "中文", "en": "English"}[other]


def test_titles_and_descriptions_tell_pages_apart_in_their_language(read: Read) -> None:
    title = {name: read("en", name).title for name in NAMES}
    assert {name: found.get_text() for name, found in title.items() if found} == {
        "00_summary": "Shanxi Financial Operations Report (2025)",
        "20_banking": "Banking · Shanxi Financial Operations Report (2025)",
        "search": "Search · Shanxi Financial Operations Report (2025)",
    }
    description = "meta[name=description]"
    assert content(read("en", "00_summary"), description, "content") == (
        "See Banking: the NPL ratio of the province was 1.23%."
    )
    assert content(read("zh", "00_summary"), description, "content") == (
        "全省不良贷款率为1.23%，见银行业。"
    )
    assert content(read("zh", "search"), description, "content").startswith("山西省金融运行报告")


def test_a_book_built_alone_speaks_of_no_other(site: Path) -> None:
    page = parse(site / "zh" / "20_banking.html")
    assert page.select("[rel=alternate], [rel=canonical], .fr-twin") == []
    assert not (site / "sitemap.xml").exists()
    assert "Sitemap" not in (site / "robots.txt").read_text(encoding="utf-8")


def test_robots_may_read_everything_and_are_told_of_the_sitemap(bilingual_site: Path) -> None:
    robots = RobotFileParser()
    robots.parse((bilingual_site / "robots.txt").read_text(encoding="utf-8").splitlines())
    assert robots.can_fetch("any", f"{ADDRESS}zh/20_banking.html")
    assert robots.site_maps() == [f"{ADDRESS}sitemap.xml"]


def test_the_sitemap_lists_every_chapter_with_its_twins(bilingual_site: Path) -> None:
    sitemap = ElementTree.parse(bilingual_site / "sitemap.xml")
    twins = {
        url.findtext("loc", namespaces=SITEMAP): [
            (link.get("hreflang"), link.get("href")) for link in url.findall("x:link", SITEMAP)
        ]
        for url in sitemap.iterfind("url", SITEMAP)
    }
    assert set(twins) == {
        f"{ADDRESS}{language}/{name}.html" for language in TAGS for name in NAMES[:2]
    }
    assert twins[f"{ADDRESS}zh/20_banking.html"] == [
        ("zh-CN", f"{ADDRESS}zh/20_banking.html"),
        ("en", f"{ADDRESS}en/20_banking.html"),
        ("x-default", f"{ADDRESS}en/20_banking.html"),
    ]


def test_our_own_scripts_and_styles_are_in_files(bilingual_site: Path) -> None:
    top = parse(bilingual_site / "index.html")
    assert top.select("script:not([src]), style, [style], [onclick]") == []
    for page in (parse(path) for path in bilingual_site.glob("??/*.html")):
        inline = [script.get_text() for script in page.select("script:not([src])")]
        assert not [script for script in inline if "fr-" in script or "matchMedia" in script]


def test_an_untranslated_book_shows_the_original(project: Path, site: Path, tmp_path: Path) -> None:
    """A catalogue that lacks a message gives Chinese, which is how its want can be seen."""
    root = tmp_path / "project"
    for path in ("_config.yml", "_config.en.yml", "_toc.yml"):
        root.mkdir(exist_ok=True)
        (root / path).write_bytes((project / path).read_bytes())
    pages = build_site(site.parent / "executed", root / "site", language="en", root=root)
    assert "全省不良贷款率为1.23%" in (pages / "00_summary.html").read_text("utf-8").replace(
        '<span class="pasted-text">', ""
    ).replace("</span>", "")


# How a reader finds the other book


@pytest.mark.browser
@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-TW", "zh"), ("zh-CN", "zh"), ("en-GB", "en"), ("fr", "en")],
)
def test_the_top_page_opens_the_book_the_reader_can_read(
    browser: Browser, bilingual_site: Path, locale: str, language: str
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto((bilingual_site / "index.html").as_uri())
    page.wait_for_url(f"**/{language}/00_summary.html")
    context.close()


@pytest.mark.browser
def test_the_second_language_of_a_reader_counts(browser: Browser, bilingual_site: Path) -> None:
    context = browser.new_context(locale="fr")
    context.add_init_script(
        "Object.defineProperty(navigator, 'languages', { get: () => ['fr', 'zh-HK', 'en'] })"
    )
    page = context.new_page()
    page.goto((bilingual_site / "index.html").as_uri())
    page.wait_for_url("**/zh/00_summary.html")
    context.close()


@pytest.mark.browser
def test_the_top_page_lets_a_reader_without_javascript_choose(
    plain_tab: Page, bilingual_site: Path
) -> None:
    plain_tab.goto((bilingual_site / "index.html").as_uri())
    assert plain_tab.get_by_role("link").all_inner_texts() == [
        "山西省金融运行报告（2025）",
        "Shanxi Financial Operations Report (2025)",
    ]
    plain_tab.get_by_role("link", name="Shanxi").click()
    plain_tab.wait_for_url("**/en/00_summary.html")


@pytest.mark.browser
def test_the_switch_leads_to_the_place_where_the_reader_is(
    wide_tab: Page, bilingual_site: Path
) -> None:
    page = wide_tab
    page.set_viewport_size({"width": 900, "height": 300})
    page.goto(f"{(bilingual_site / 'zh/20_banking.html').as_uri()}#growth")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/20_banking.html#growth")
    page.locator("#fig-loans").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(re.compile(r"/zh/20_banking\.html#(fig-loans|growth)$"))
    page.goto((bilingual_site / "zh/00_summary.html").as_uri())
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/00_summary.html")


@pytest.mark.browser
def test_the_switch_works_without_javascript(plain_tab: Page, bilingual_site: Path) -> None:
    plain_tab.goto((bilingual_site / "zh/20_banking.html").as_uri())
    plain_tab.get_by_role("link", name="English").click()
    plain_tab.wait_for_url("**/en/20_banking.html")
