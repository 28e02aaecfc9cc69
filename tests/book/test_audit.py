"""The audit notices what a page does wrong, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.book import queries
from tests.book.audit import HEAVIEST, Audit, problems, render
from tests.book.browsing import served
from tests.book.queries import Search
from tests.book.visits import Look, keyboard_order, opened, visit

pytestmark = pytest.mark.browser

GOOD = """\
<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>概览</title>
<link rel="icon" href="data:,"></head>
<body><main><h1>概览</h1><p><a href="#one" id="one">一</a></p></main></body></html>
"""

LOOK = Look("page.html", "zh", 375, "light")


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab on a phone; another page in it is there five times as soon."""
    with opened(browser, LOOK) as page:
        yield page


def audit(tab: Page, folder: Path, page: str, look: Look = LOOK) -> list[str]:
    """Give what is wrong with a page."""
    (folder / look.language).mkdir()
    (folder / look.language / look.page).write_text(page, encoding="utf-8")
    with served(folder) as address:
        seen = visit(tab, address, look)
        keyboard = keyboard_order(tab, address, look)
    return list(problems(Audit(look.page, look.language, [seen], keyboard=keyboard)))


def test_a_good_page_is_let_pass(tab: Page, tmp_path: Path) -> None:
    assert audit(tab, tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (
            '<img alt="" src="http://127.0.0.2:9/a.png">',
            "asks outside for http://127.0.0.2:9/a.png",
        ),
        ('<img alt="" src="missing.png">', "console 404 for zh/missing.png"),
        ("<script>console.log('你好')</script>", "console log: 你好"),
        ("<script>throw new Error('错')</script>", "console error: 错"),
        ('<img src="data:,">', "axe image-alt"),
        ('<p style="color: #bbb">很浅的字</p>', "axe color-contrast"),
        ("<h4>跳过</h4>", "axe heading-order"),
        ('<div style="width: 500px">宽</div>', "133 px wider than the window"),
        ('<a href="#" tabindex="1">先</a>', "out of order"),
    ],
)
def test_a_bad_page_is_noticed(tab: Page, tmp_path: Path, bad: str, complaint: str) -> None:
    found = audit(tab, tmp_path, GOOD.replace("</main>", f"{bad}</main>"))
    assert any(complaint in text for text in found), found


def test_chinese_on_an_english_page_is_noticed_unless_it_is_marked(
    tab: Page, tmp_path: Path
) -> None:
    english = GOOD.replace("zh-CN", "en").replace('id="one"', 'lang="zh-CN"')
    found = audit(tab, tmp_path, english, Look("page.html", "en", 375, "light"))
    assert found == ["375 px, light: 1 texts in Chinese, first 概览"]


def test_a_page_in_another_language_than_its_folder_is_noticed(tab: Page, tmp_path: Path) -> None:
    found = audit(tab, tmp_path, GOOD.replace("zh-CN", "en"))
    assert "375 px, light: says that it is in 'en'" in found


def test_the_weight_is_what_was_sent(tab: Page, tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "noise.bin").write_bytes(bytes(HEAVIEST))
    # What is no picture, a browser would stop reading half-way.
    noise = '<link rel="preload" as="fetch" crossorigin href="noise.bin"></head>'
    page = GOOD.replace("</head>", noise)
    (tmp_path / "zh" / "page.html").write_text(page, encoding="utf-8")
    with served(tmp_path) as address:
        seen = visit(tab, address, LOOK, with_axe=False)
    assert HEAVIEST < seen.weight < HEAVIEST + 2_000
    [complaint] = [text for text in problems(Audit("page.html", "zh", [seen])) if "weighs" in text]
    assert complaint.endswith(f"more than {HEAVIEST}")


def test_the_report_says_what_misses_a_bound(tab: Page, tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "page.html").write_text(GOOD, encoding="utf-8")
    with served(tmp_path) as address:
        found = Audit("page.html", "zh", [visit(tab, address, LOOK)])
    marks = {"performance": 94, "accessibility": 100, "best-practices": 100, "seo": 100}
    assert "Nothing." in render([found], [], [], "not installed")
    found.marks = marks
    assert "- zh/page.html: Lighthouse performance 94, less than 95" in render([found], [], [], "")
    missed = Search("票据", "zh", "file", ["page.html", "other.html"], ["page.html"], [])
    report = render([found], [missed], ["zh/page.html"], "")
    assert "| files that another build makes otherwise | 0 | 1 |" in report
    assert "- built again: zh/page.html differs" in report
    assert "| recall of 1 searches (zh) | 1.00 | 0.50 |" in report
    assert "- search: 票据 (zh, file) misses other.html" in report


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_are_at_least_a_hundred_queries(language: str) -> None:
    asked = queries.read_queries(language)
    assert len(asked) >= 100
    pages = {path.stem for path in (Path(__file__).parents[2] / "chapters").glob("*.ipynb")}
    assert {Path(page).stem for wanted in asked.values() for page in wanted} <= pages


@pytest.mark.parametrize(
    ("text", "language", "query", "held"),
    [
        ("贷款 加点", "zh", "款加", True),
        ("12024.5", "zh", "2024", False),
        ("2024年", "zh", "2024", True),
        ("Deposits of CNY 4,559.99 billion", "en", "deposit 4559.99", True),
        ("Deposits", "en", "loans", False),
    ],
)
def test_where_a_query_truly_is(text: str, language: str, query: str, *, held: bool) -> None:
    assert queries.holder(text, language)(query) is held
