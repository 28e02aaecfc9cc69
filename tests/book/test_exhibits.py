"""Charts and tables in a real browser: read by pointer and keys, sorted, filtered, taken away."""

import csv
import json
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell
from playwright.sync_api import Locator, Page, expect

from finreport.charts import banking, indicators
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.publishing import build_site
from tests.book.notebooks import show_in_cell, write_notebook
from tests.book.visits import Look, listening

pytestmark = pytest.mark.browser

SHOWN: dict[str, Callable[[Chapter], object]] = {
    "fig-loans": banking.loans,
    "fig-institution-assets": banking.institution_assets,
    "tab-deposits-loans": indicators.deposits_loans,
    "tab-institutions": banking.institutions,
}
PAGE = "20_banking.html"
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"


@pytest.fixture(scope="module")
def pages(project: Path) -> Path:
    """The folder of a Chinese book whose second chapter shows the exhibits."""
    chapter = open_chapter("20_banking", "shanxi-2025", "2024-12", "zh")
    cells = [new_markdown_cell("(banking)=\n# 银行业")]
    for anchor, make in SHOWN.items():
        cells += [new_markdown_cell(f"({anchor})="), show_in_cell(make(chapter))]
    folder = project / "exhibits"
    folder.mkdir()
    for name, content in {
        "00_summary": [new_markdown_cell("(summary)=\n# 概览")],
        "20_banking": cells,
    }.items():
        write_notebook(folder / f"{name}.ipynb", content)
    return build_site(folder, project / "exhibits-site", root=project)


@pytest.fixture
def page(each_tab: Page, pages: Path) -> Page:
    """The chapter, straight from the disk, on a screen and on a phone."""
    each_tab.goto((pages / PAGE).as_uri())
    return each_tab


def figure(page: Page, anchor: str) -> Locator:
    """The figure that stands at an address."""
    return page.locator("figure").nth(list(SHOWN).index(anchor))


def test_arrow_keys_read_every_printed_value(page: Page, pages: Path) -> None:
    chart = figure(page, "fig-loans")
    chart.locator(".fr-reader").focus()
    read = []
    for _ in range(24):
        read.append(chart.locator(".fr-reading").inner_text().split())
        page.keyboard.press("ArrowRight")
    with (pages / "downloads" / "fig-loans.csv").open(encoding="utf-8-sig", newline="") as file:
        months: dict[str, list[str]] = {}
        for row in csv.DictReader(file):
            told = months.setdefault(row["item"], [row["item"]])
            told += [*row["series"].split(), row["text"]]
    assert read == list(months.values())
    assert len(read[-1]) == 5  # the balance and its growth together


def test_up_and_down_choose_among_the_series_of_a_month(page: Page) -> None:
    chart = figure(page, "fig-loans")
    chart.locator(".fr-reader").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    chosen = [chart.locator(".fr-told").inner_text()]
    page.keyboard.press("ArrowUp")
    chosen.append(chart.locator(".fr-told").inner_text())
    assert len(set(chosen)) == 2


def test_a_total_stays_below_the_rows_that_it_sums_up(page: Page) -> None:
    table = figure(page, "tab-institutions")
    for _ in range(2):
        table.get_by_role("button", name="资产总额").click()
        assert table.locator("tbody th").last.inner_text() == "合计"


def test_escape_leaves_the_chart(page: Page) -> None:
    chart = figure(page, "fig-loans")
    chart.locator(".fr-reader").focus()
    expect(chart.locator(".fr-reading")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chart.locator(".fr-reading")).to_be_hidden()


def test_the_pointer_reads_the_nearest_mark_inside_the_figure(page: Page) -> None:
    chart = figure(page, "fig-institution-assets")
    chart.scroll_into_view_if_needed()
    reader, width = chart.locator(".fr-reader"), page.viewport_size
    box = reader.bounding_box()
    assert box is not None
    assert width is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] - 4)
    reading = chart.locator(".fr-reading")
    last = chart.locator("tbody tr").last.locator("th").text_content()
    assert reading.locator("strong").inner_text() == last
    place = reading.bounding_box()
    assert place is not None
    assert 0 <= place["x"] <= place["x"] + place["width"] <= width["width"]
    page.mouse.move(0, 0)
    expect(reading).to_be_hidden()


def test_columns_sort_inside_their_groups(page: Page) -> None:
    table = figure(page, "tab-deposits-loans")
    groups = table.locator(".fr-group").all_inner_texts()
    button = table.get_by_role("button", name="12月", exact=True)
    for order in ("descending", "ascending"):
        button.click()
        assert table.locator("thead th").last.get_attribute("aria-sort") == order
        assert table.locator(".fr-group").all_inner_texts() == groups
        numbers = [
            float(text.replace("−", "-"))
            for text in table.locator(
                ".fr-group:first-child ~ tr:not(.fr-group ~ .fr-group ~ tr) td:last-child"
            ).all_inner_texts()
        ]
        assert len(numbers) > 10
        assert numbers == sorted(numbers, reverse=order == "descending")


def test_rows_are_filtered_by_what_they_say(page: Page) -> None:
    table = figure(page, "tab-deposits-loans")
    table.get_by_role("searchbox").fill("票据")
    shown = table.locator("tbody tr:not(.fr-group):visible th").all_inner_texts()
    assert shown
    assert all("票据" in name for name in shown)
    assert table.locator(".fr-found").inner_text().startswith(f"{len(shown)} / ")


def test_a_table_that_goes_on_at_the_right_says_so_and_scrolls_by_keys(page: Page) -> None:
    scroller = figure(page, "tab-deposits-loans").locator(".fr-scroll")
    goes_on = scroller.evaluate("each => each.scrollWidth > each.clientWidth + 2")
    is_marked = re.compile(r"\bfr-cut-right\b")
    if goes_on:  # on a phone it opens at its last months
        scroller.evaluate("each => { each.scrollLeft = 0; }")
        expect(scroller).to_have_class(is_marked)
        scroller.focus()
        page.keyboard.press("ArrowRight")
        expect(scroller).not_to_have_js_property("scrollLeft", 0)
        scroller.evaluate("each => { each.scrollLeft = each.scrollWidth; }")
    expect(scroller).not_to_have_class(is_marked)


def test_every_download_is_there_and_every_link_leads_somewhere(page: Page, pages: Path) -> None:
    links = page.locator(".fr-files a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert len(links) == 5 + 5 + 3 + 3
    assert [link for link in links if not (pages / link).is_file()] == []
    anchors = page.locator(".fr-link a").evaluate_all("all => all.map(a => a.hash)")
    assert anchors == [f"#{anchor}" for anchor in SHOWN]
    for anchor in anchors:
        expect(page.locator(anchor)).to_be_attached()
    data = json.loads((pages / "downloads" / "fig-loans.json").read_text(encoding="utf-8"))
    expect(page.locator(".fr-citation").first).to_contain_text(data["citation"])
    expect(page.locator(".fr-made").first).to_contain_text(version("finreport"))


def test_pictures_need_no_leave_of_a_strict_policy(
    wide_tab: Page, pages: Path, tmp_path: Path
) -> None:
    drawing = (pages / PAGE).read_text(encoding="utf-8").partition("<svg")[2].partition("</svg>")[0]
    policy = f'<meta http-equiv="Content-Security-Policy" content="{STRICT}">'
    strict = tmp_path / "strict.html"
    strict.write_text(f"<!doctype html>{policy}<title>x</title><svg{drawing}</svg>", "utf-8")
    with listening(wide_tab, strict.as_uri(), Look("strict.html", "zh", 1440, "light")) as (
        seen,
        _,
    ):
        wide_tab.goto(strict.as_uri())
        expect(wide_tab.locator("svg")).to_be_visible()
    assert seen.said == []


def test_without_javascript_every_value_is_there(plain_tab: Page, pages: Path) -> None:
    plain_tab.goto((pages / PAGE).as_uri())
    chart = figure(plain_tab, "fig-loans")
    chart.get_by_text("数据表").click()
    expect(chart.get_by_role("cell", name="45586.8")).to_be_visible()
    assert plain_tab.get_by_role("searchbox").count() == 0


def test_paper_shows_the_address_and_not_the_tools(page: Page) -> None:
    page.emulate_media(media="print")
    chart = figure(page, "fig-loans")
    expect(chart.locator(".fr-address")).to_be_visible()
    expect(chart.locator(".fr-address")).to_have_text("20_banking.html#fig-loans")
    for hidden in (".fr-files", ".fr-citation", ".fr-data", ".fr-line", ".fr-reader"):
        expect(chart.locator(hidden)).to_be_hidden()
