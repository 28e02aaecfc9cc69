"""What pages say of themselves and forbid, and that a build can be repeated to the last byte."""

import json
import re
import shutil
import subprocess
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Page

from finreport.editions.folder import package_files
from finreport.publishing.csp import POLICY
from tests.book.rebuilding import OTHER, PLAIN, differing, run, tree
from tests.book.visits import Look, arrive, listening

PROJECT = Path(__file__).parents[2]
EDITION = PROJECT / "data" / "shanxi-2025"
SETTINGS = (
    "CHANGELOG.md",
    "_config.yml",
    "_config.en.yml",
    "locale/zh_CN/LC_MESSAGES/sphinx.po",
    "locale/en/LC_MESSAGES/book.po",
)
CONTENTS = """\
format: jb-book
root: chapters/00_summary
parts:
  - caption: 方法
    chapters:
      - file: chapters/97_execution
"""
PARAMETERS = 'edition: str = "shanxi-2025"\nas_of: str = "2024-12"\nlanguage: str = "zh"'
MONTH = "2024年9月"
TABLE = new_output(
    "display_data",
    {"text/html": "<p></p>", "text/csv": "名称,值\n贷款,1.0\n"},
    metadata={"text/csv": {"filename": "results.csv"}},
)

DATE = "2025-06-30"
"""The day of the epoch in UTC; it is July already in the time zone of the second build."""

BUILD = """\
import os, sys
from pathlib import Path
os.umask(int(sys.argv[2], 8))
from finreport.publishing import build_site
root = Path(sys.argv[1])
both = ("zh", "en")
for language in both:
    build_site(root / "executed", root / "site", language=language, languages=both, root=root)
"""


def write_project(root: Path) -> None:
    """A project of two executed chapters: one cut at a month, and the real page of runs."""
    for name in SETTINGS:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / name, root / name)
    (root / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    (root / "executed").mkdir()
    cells = [
        new_markdown_cell("(summary)=\n# 概览 <b>\n\n文字。", id="title"),
        new_code_cell(PARAMETERS, id="given", execution_count=1, metadata={"tags": ["parameters"]}),
        new_code_cell(
            'as_of = "2024-09"', id="set", execution_count=2,
            metadata={"tags": ["injected-parameters"]},
        ),
        new_code_cell(
            "results.download(chapter)", id="offer", execution_count=3, outputs=[TABLE]
        ),
    ]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, root / "executed" / "00_summary.ipynb")
    page = "97_execution.ipynb"
    shutil.copyfile(PROJECT / "chapters" / page, root / "executed" / page)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small book."""
    root = tmp_path_factory.mktemp("book")
    write_project(root)
    run([sys.executable, "-c", BUILD, str(root), "022"], PLAIN, root)
    return root / "site"


@pytest.fixture(scope="module", params=["zh", "en"])
def pages(request: pytest.FixtureRequest, book: Path) -> Path:
    """The pages of a language."""
    return book / str(request.param)


def page(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# What a page was made from


def test_every_page_says_what_it_was_made_from(book: Path) -> None:
    command = "LC_ALL=C sh -c 'sha256sum * | sha256sum'"
    handed_out = book / "zh" / "data" / EDITION.name
    said = subprocess.run(command, shell=True, cwd=handed_out, check=True, capture_output=True)
    data = said.stdout.decode()[:12]
    for name in ("00_summary", "search"):
        line = re.search(r'<p class="fr-record">.*?</p>', page(book / "zh" / f"{name}.html"))
        assert line is not None
        for fact in ("shanxi-2025", MONTH, f"sha256 {data}", "finreport 0.1.0", DATE):
            assert fact in line[0]
        assert 'href="97_execution.html"' in line[0]
    english = page(book / "en" / "00_summary.html")
    assert f"Edition shanxi-2025, up to September 2024 · data sha256 {data}" in english


def test_a_page_shows_the_parameters_of_its_run_in_the_cell_that_explains_them(
    pages: Path,
) -> None:
    code = unescape(re.sub(r"<[^>]+>", "", page(pages / "00_summary.html")))
    assert code.count("as_of") == 1
    assert 'as_of: str = "2024-09"' in code


def test_the_page_of_runs_lists_every_chapter_and_the_environment(pages: Path) -> None:
    runs = page(pages / "97_execution.html")
    assert re.findall(r'<th scope="row"><a href="([^"]+)"', runs) == [
        "00_summary.html",
        "97_execution.html",
    ]
    assert '<span class="fr-unit">edition=shanxi-2025, language=zh</span>' in runs
    assert '<td class="fr-words">as_of=2024-09</td>' in runs
    assert ".".join(map(str, sys.version_info[:3])) in runs


def test_the_data_of_the_edition_lies_beside_the_pages(pages: Path) -> None:
    handed_out = pages / "data" / EDITION.name
    package = package_files(EDITION)
    assert {path.name for path in handed_out.iterdir()} == {path.name for path in package}
    for path in package:
        assert (handed_out / path.name).read_bytes() == path.read_bytes()


def test_every_other_csv_is_in_the_one_form(book: Path) -> None:
    handed = [path for path in book.rglob("*.csv") if path.parent.name != EDITION.name]
    assert [path.name for path in handed] == ["results.csv"] * 2
    for path in handed:
        contents = path.read_bytes()
        assert contents.startswith(BOM_UTF8)
        assert contents.endswith(b"\r\n")
        assert contents.count(b"\n") == contents.count(b"\r\n") == contents.count(b"\r")


def test_the_first_page_describes_the_data_to_search_engines(pages: Path) -> None:
    [text] = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page(pages / "00_summary.html")
    )
    record = json.loads(text)
    assert record["@type"] == "Dataset"
    assert record["url"] == "00_summary.html"  # that page, and not the door that leads to it
    for offered in record["distribution"]:
        assert (pages / offered["contentUrl"]).is_file()
    assert "ld+json" not in page(pages / "97_execution.html")


def test_every_chapter_has_a_picture_to_be_shared_with(pages: Path) -> None:
    for name in ("00_summary", "97_execution"):
        text = page(pages / f"{name}.html")
        tags = dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)">', text))
        assert {"og:title", "og:description", "og:image", "og:type", "og:locale"} <= set(tags)
        assert (pages / tags["og:image"]).is_file()
        assert "og:url" not in tags  # it would have to be whole
        assert 'name="twitter:card"' in text


def test_addresses_are_whole_where_the_site_is_published(bilingual_site: Path) -> None:
    for language in ("zh", "en"):
        text = page(bilingual_site / language / "20_banking.html")
        tags = dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)">', text))
        home = f"https://example.org/report/{language}/"
        assert tags["og:url"] == f"{home}20_banking.html"
        assert tags["og:image"].startswith(home)
        assert (bilingual_site / language / tags["og:image"].removeprefix(home)).is_file()


def test_every_file_of_a_style_sheet_is_there(pages: Path) -> None:
    named = [
        (sheet, address)
        for sheet in pages.rglob("*.css")
        for address in re.findall(r"url\([\"']?([^\"')]+)", page(sheet))
        if not address.startswith("data:")
    ]
    assert [str(sheet) for sheet, address in named if not (sheet.parent / address).is_file()] == []


def test_the_feed_of_changes_is_linked(pages: Path) -> None:
    text = page(pages / "00_summary.html")
    found = re.search(
        r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]+)"', text
    )
    assert found is not None
    top = ElementTree.parse(pages / found[1]).getroot()
    assert top.tag.endswith("}feed")
    for link in top.findall("{http://www.w3.org/2005/Atom}link"):
        assert (pages / str(link.get("href"))).is_file()


def test_the_sums_of_the_site_are_right(book: Path) -> None:
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    subprocess.run(check, cwd=book, check=True)
    assert len(page(book / "SHA256SUMS").splitlines()) == len(tree(book)) - 1


# What a page forbids


class Policed(HTMLParser):
    """What stands before the policy of a page, and what in the page would break it."""

    def __init__(self) -> None:
        super().__init__()
        self.policies: list[str] = []
        self.before: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(given["content"] or "")
        elif not self.policies and tag in ("script", "link", "style", "img"):
            self.before.append(tag)
        if tag == "style" or (tag == "script" and not given.keys() & {"src", "type"}):
            self.inside.append(tag)
        self.inside += [name for name in given if name == "style" or name.startswith("on")]


def test_every_page_has_the_policy_and_keeps_it(book: Path) -> None:
    found = sorted(book.rglob("*.html"))
    assert len(found) == 9
    for path in found:
        policed = Policed()
        policed.feed(page(path))
        assert (path.name, policed.policies) == (path.name, [POLICY])
        assert (path.name, policed.before, policed.inside) == (path.name, [], [])


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, book: Path) -> Iterator[str]:
    """The address of the pages, from a server and from the disk."""
    if request.param == "file":
        yield f"{(book / 'zh').as_uri()}/"
        return
    command = [sys.executable, "-um", "http.server", "--bind", "127.0.0.1", "0"]
    with subprocess.Popen(
        command, cwd=book, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as server:
        assert server.stdout is not None
        port = re.search(r"port (\d+)", server.stdout.readline())
        assert port is not None
        yield f"http://127.0.0.1:{port[1]}/zh/"
        server.terminate()


INTRUDERS = """async () => {
  const blocked = [];
  addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
  const make = (tag, given) => Object.assign(document.createElement(tag), given);
  const add = (tag, given) => document.body.append(make(tag, given));
  add("img", { src: "http://127.0.0.2:9/picture.png" });
  add("script", { src: "http://127.0.0.2:9/script.js" });
  add("script", { textContent: "window.intruded = true" });
  add("link", { rel: "stylesheet", href: "http://127.0.0.2:9/style.css" });
  add("iframe", { src: "http://127.0.0.2:9/" });
  await fetch("http://127.0.0.2:9/data.json").catch(() => {});
  await new Promise((done) => setTimeout(done, 300));
  return [[...new Set(blocked)].sort(), window.intruded === true];
}"""


@pytest.mark.browser
def test_a_browser_lets_nothing_in_from_outside(wide_tab: Page, address: str) -> None:
    look = Look("97_execution.html", "zh", 1440, "light")
    with listening(wide_tab, address, look) as (seen, _):
        arrive(wide_tab, address + look.page)
    assert seen.said == []
    with listening(wide_tab, address, look) as (_, finished):
        blocked, intruded = wide_tab.evaluate(INTRUDERS)
    assert blocked == ["connect-src", "frame-src", "img-src", "script-src-elem", "style-src-elem"]
    assert not intruded
    assert finished == []


# Builds that repeat


def test_another_build_gives_the_same_bytes(
    book: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("另一处") / "deeper" / "copy"
    root.mkdir(parents=True)
    write_project(root)
    run([sys.executable, "-c", BUILD, str(root), "077"], OTHER, Path("/"))
    assert differing(book, root / "site") == []
