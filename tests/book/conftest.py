"""A made-up book of two chapters, built once with the project's own configuration."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copyfile

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from playwright.sync_api import Browser, Page

from finreport.publishing import build_site
from tests.book.browsing import CHROMIUM, NO_CHROMIUM, chromium
from tests.book.notebooks import write_notebook
from tests.book.rebuilding import without_pixels

PROJECT = Path(__file__).parents[2]
SETTINGS = ("_config.yml", "_config.en.yml", "locale/zh_CN/LC_MESSAGES/sphinx.po")

SCREEN, PHONE = 1440, 375
"""The widths of two windows in pixels."""

LANGUAGES = ("zh", "en")
ADDRESS = "https://example.org/report/"

CONTENTS = """\
format: jb-book
root: chapters/00_summary
parts:
  - caption: 金融运行
    chapters:
      - file: chapters/20_banking
"""

SUMMARY = """\
(summary)=
# 概览

全省不良贷款率为{glue:text}`npl_ratio`，见[银行业](#banking)。
"""

BANKING = r"""(banking)=
# 银行业

(growth)=
## 增速

同比增速 $g = \frac{x}{y} - 1$，区间为

$$
v \pm 0.5 \times 10^{-d}
$$ (interval)
"""

ENGLISH = r"""
msgid "金融运行"
msgstr "Financial operations"

msgid "概览"
msgstr "At a glance"

msgid "全省不良贷款率为{glue:text}`npl_ratio`，见[银行业](#banking)。"
msgstr "See [Banking](#banking): the NPL ratio of the province was {glue:text}`npl_ratio`."

msgid "银行业"
msgstr "Banking"

msgid "增速"
msgstr "Growth"

msgid "同比增速 $g = \\frac{x}{y} - 1$，区间为"
msgstr "Growth is $g = \\frac{x}{y} - 1$, within"
"""
"""The prose of both chapters in English, as a catalogue of gettext."""

CHART = """\
<figure class="fr-figure fr-chart" id="fig-loans">
<figcaption class="fr-caption"><span class="fr-number">图 7</span>
<span class="fr-title">票据融资</span> <span class="fr-unit">亿元</span></figcaption>
<svg class="fr-svg" role="img" aria-label="票据融资" viewBox="0 0 374 250">
<text x="10" y="20" font-size="10.5" fill="currentColor">贴现</text>
<text x="10" y="40" font-size="10.5" fill="currentColor">2500</text></svg>
</figure>
"""


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with the real configuration and a table of contents of two chapters."""
    folder = tmp_path_factory.mktemp("project")
    for name in SETTINGS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copyfile(PROJECT / name, folder / name)
    (folder / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    catalogue = folder / "locale/en/LC_MESSAGES/book.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(ENGLISH, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def site(project: Path) -> Path:
    """The finished site of the made-up book, in Chinese."""
    chapters = write_chapters(project / "executed", BANKING)
    build_site(chapters, project / "site", root=project)
    return project / "site"


@pytest.fixture(scope="session")
def bilingual_site(project: Path, site: Path) -> Path:
    """The same book in both languages, published at an address."""
    both = project / "both"
    config = project / "_config.yml"
    alone = config.read_text(encoding="utf-8")
    config.write_text(alone.replace('baseurl: ""', f"baseurl: {ADDRESS}"), encoding="utf-8")
    for language in LANGUAGES:
        build_site(project / "executed", both, language=language, languages=LANGUAGES, root=project)
    config.write_text(alone, encoding="utf-8")
    return both


@pytest.fixture(scope="package", autouse=True)
def undrawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test of these books looks at pixels; those that build in another process draw them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(without_pixels(tmp_path_factory.mktemp("pixels")))
        yield


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A running Chromium; without one the test is skipped.

    Playwright's event loop runs as long as it does, and other folders want one of their own.
    """
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def tab_of(browser: Browser) -> Callable[..., Page]:
    """A function that gives the tab of a reader of Chinese, as wide as a screen or a phone.

    Another page in it is there five times as soon as in a new one, and takes half the work.
    """

    @cache
    def open_tab(width: int = SCREEN, *, java_script_enabled: bool = True) -> Page:
        return browser.new_context(
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            java_script_enabled=java_script_enabled,
        ).new_page()

    return open_tab


@contextmanager
def as_opened(tab: Page) -> Iterator[Page]:
    """Give a tab, and leave it as it was opened: nothing is pointed at, kept, or set."""
    size = tab.viewport_size
    assert size is not None
    yield tab
    tab.unroute_all()
    tab.evaluate("localStorage.clear()")
    tab.emulate_media(media="null", color_scheme="null")
    tab.set_viewport_size(size)
    tab.goto("about:blank")
    tab.mouse.move(0, 0)


@pytest.fixture
def wide_tab(tab_of: Callable[..., Page]) -> Iterator[Page]:
    """A tab on a screen."""
    with as_opened(tab_of()) as tab:
        yield tab


@pytest.fixture
def plain_tab(tab_of: Callable[..., Page]) -> Iterator[Page]:
    """A tab on a screen, without JavaScript."""
    with as_opened(tab_of(java_script_enabled=False)) as tab:
        yield tab


@pytest.fixture(params=[SCREEN, PHONE])
def each_tab(request: pytest.FixtureRequest, tab_of: Callable[..., Page]) -> Iterator[Page]:
    """A tab on a screen and one on a phone."""
    with as_opened(tab_of(request.param)) as tab:
        yield tab


@pytest.fixture
def banking_with(tmp_path: Path) -> Callable[[str], Path]:
    """Give the chapters again, with something appended to the one on banking."""
    return lambda extra: write_chapters(tmp_path / "executed", f"{BANKING}\n{extra}\n")


FOR_JUPYTER = "the paragraph as it is shown without the site"


def write_chapters(folder: Path, banking: str) -> Path:
    """Write the two executed notebooks of the book side by side."""
    folder.mkdir()
    chart = new_code_cell(
        "draw_bills(edition)",
        execution_count=1,
        metadata={"tags": ["hide-input"]},
        outputs=[new_output("execute_result", {"text/html": CHART}, execution_count=1)],
    )
    glued = new_code_cell(
        "paragraphs.with_numbers(chapter)",
        execution_count=1,
        metadata={"tags": ["remove-output"]},
        outputs=[
            new_output("execute_result", {"text/plain": FOR_JUPYTER}, execution_count=1),
            new_output(
                "display_data",
                {"application/papermill.record/text/plain": "'1.23%'"},
                metadata={
                    "scrapbook": {
                        "mime_prefix": "application/papermill.record/",
                        "name": "npl_ratio",
                    }
                },
            ),
        ],
    )
    given = {"tags": ["parameters", "remove-cell"]}
    parameters = new_code_cell('edition: str = "shanxi-2025"', metadata=given)
    write_notebook(folder / "00_summary.ipynb", [parameters, glued, new_markdown_cell(SUMMARY)])
    setup = [new_code_cell('edition = "shanxi-2025"  # 融资'), new_code_cell("import finreport")]
    write_notebook(folder / "20_banking.ipynb", [*setup, new_markdown_cell(banking), chart])
    return folder
