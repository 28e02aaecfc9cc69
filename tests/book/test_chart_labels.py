"""A click on a label of a chart opens the number that it writes, and no other one."""

import re
from decimal import Decimal
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from playwright.sync_api import Page, expect

from finreport.charts import book_numbers
from finreport.narrative.chapter import open_chapter
from finreport.publishing import build_site
from tests.book.notebooks import show_in_cell, write_notebook

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CHAPTERS = (
    "10_growth",
    "11_demand_and_trade",
    "40_trends",
    "41_rates",
    "42_gap",
    "43_flows",
    "44_pace",
)
CLICK_ALL = """async (plot) => {
  for (const cell of document.querySelectorAll(".bd-article .cell"))
    cell.style.display = cell.contains(plot) ? "" : "none";
  plot.scrollIntoView({ block: "center" });
  const [reader, seen] = [plot.querySelector(".fr-reader"), []];
  for (const text of plot.querySelectorAll("svg text")) {
    const box = text.getBoundingClientRect();
    const [clientX, clientY] = [box.left + box.width / 2, box.top + box.height / 2];
    document.activeElement.blur();
    reader.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY }));
    reader.focus(); // as a real click does
    reader.click();
    await new Promise((resolve) => setTimeout(resolve));
    const panel = document.querySelector("dialog.fr-panel[open]");
    seen.push([plot.dataset.label, text.textContent, !!text.closest("[data-cell]"),
      panel?.querySelector("dd").textContent ?? ""]);
    panel?.close();
  }
  return seen;
}"""
"""Points at each text of a chart and clicks: the chart, the text, whether it writes a number of
the data, and what the panel says first, if one opens. Other cells are out of sight, because to lay
out a page of seven chapters anew takes longer than all the rest."""

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


@pytest.fixture(scope="module")
def pages(project: Path) -> Path:
    """A book whose second chapter has every chart of the chapters, as they are saved."""
    cells = [new_markdown_cell("(banking)=\n# 银行业")]
    for name in CHAPTERS:
        saved = nbformat.read(ROOT / f"chapters/{name}.ipynb", as_version=4)
        cells += [
            cell
            for cell in saved.cells
            for output in cell.get("outputs", [])
            if "fr-plot" in output.get("data", {}).get("text/html", "")
        ]
    chapter = open_chapter("20_banking", "shanxi-2025", "2024-12", "zh")
    cells.append(show_in_cell(book_numbers.index(chapter)))
    folder = project / "chart-labels"
    folder.mkdir()
    write_notebook(folder / "00_summary.ipynb", [new_markdown_cell("(summary)=\n# 概览")])
    write_notebook(folder / "20_banking.ipynb", cells)
    return build_site(folder, project / "chart-labels-site", root=project)


@pytest.fixture
def page(wide_tab: Page, pages: Path) -> Page:
    """The chapter on a screen that is as high as its highest chart."""
    wide_tab.set_viewport_size({"width": 1440, "height": 1600})
    wide_tab.goto((pages / "20_banking.html").as_uri())
    return wide_tab


def number(text: str) -> Decimal | None:
    """The number that a text begins with."""
    found = NUMBER.match(text.replace("\u2212", "-").replace(",", ""))
    return Decimal(found[0]) if found else None


def rounds_to(told: Decimal | None, written: Decimal | None) -> bool:
    """Whether a number is the one that a label writes, with the digits that it has."""
    if told is None or written is None:
        return False
    return abs(told - written) <= Decimal(5).scaleb(int(written.as_tuple().exponent) - 1)


def test_every_label_opens_its_own_number_and_other_text_none(page: Page) -> None:
    for fold in page.locator(".bd-article details:has(.fr-plot)").all():
        fold.evaluate("each => { each.open = true; }")
    page.locator(".fr-reader").first.focus()
    page.keyboard.press("Enter")  # the first number is waited for; what is known of others is there
    expect(page.locator("dialog.fr-panel[open]")).to_be_visible()
    page.keyboard.press("Escape")
    opened = [seen for plot in page.locator(".fr-plot").all() for seen in plot.evaluate(CLICK_ALL)]
    wrong = [
        (chart, label, told)
        for chart, label, is_value, told in opened
        if bool(told) != is_value or (told and not rounds_to(number(told), number(label)))
    ]
    assert wrong == []
    assert sum(is_value for _, _, is_value, _ in opened) > 150
