"""The book on paper, read with the tools of poppler, which share nothing with what prints it."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from finreport.publishing.paper import (
    PdfError,
    find_browser,
    print_book,
    print_chapters,
    read_book,
)

STYLE = Path(__file__).parents[2] / "src/finreport/publishing/theme/static/finreport.css"
MADE = datetime(2025, 4, 30, 8, 15, tzinfo=UTC)

PAGE = """\
<!doctype html>
<html lang="zh-CN"><head><title>{title}</title>
<meta name="description" content="每个数字都可核对。">
<link rel="stylesheet" href="_static/finreport.css?v=1"></head>
<body><nav class="bd-links" aria-label="各章目录">
<ul><li><a href="00_summary.html">概览</a></li></ul>
<p><span class="caption-text">金融运行</span></p>
<ul><li><a href="20_banking.html">银行业</a></li>
<li><a href="23_financing.html">融资</a></li></ul></nav>
<article class="bd-article">{body}</article>
<footer class="bd-footer-content"><div class="footer-item"><p>版本 shanxi-2025</p></div></footer>
</body></html>
"""

SUMMARY = """\
<section id="summary"><h1>报告<a class="headerlink" href="#summary">#</a></h1>
<p>见<a href="20_banking.html#banking-loans">贷款</a>、<a href="23_financing.html">融资</a>和
<a href="downloads/fig-loans.csv">数据</a>。</p>
<details class="fr-code"><pre>import finreport</pre></details></section>
"""

BANKING = """\
<section id="banking"><h1>银行业</h1><p style="break-after: page">不良贷款率。</p>
<section id="banking-loans"><h2>贷款</h2><figure class="fr-chart">
<svg role="img" aria-label="贷款余额" viewBox="0 0 9 9"><path d="M0 0 9 9 0 9z"></path></svg>
</figure>
<table class="fr-table"><thead><tr><th>月份表头</th></tr></thead>
<tbody>{rows}</tbody></table></section></section>
"""

FINANCING = """\
<section id="financing"><h1>融资</h1><p>专项债。</p>
<figure class="fr-figure fr-tabular"><figcaption class="fr-caption">
<span class="fr-title">印出的数</span></figcaption>
<table class="fr-table"><tbody>{rows}</tbody></table></figure></section>
"""

needs_tools = [
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="no chromium here: apt-get install chromium"
    ),
    pytest.mark.skipif(
        shutil.which("pdftotext") is None, reason="no pdftotext here: apt-get install poppler-utils"
    ),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished pages of a made-up book: three chapters and the search."""
    folder = tmp_path_factory.mktemp("zh")
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(120))
    bodies = {
        "00_summary": SUMMARY,
        "20_banking": BANKING.format(rows=rows),
        "23_financing": FINANCING.format(rows=rows.replace("<td>", "<td>第")),
        "search": "<h1>搜索</h1>",
    }
    for name, body in bodies.items():
        text = PAGE.format(title="金融报告（2025）", body=body)
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    (folder / "_static").mkdir()
    shutil.copyfile(STYLE, folder / "_static" / "finreport.css")
    return folder


@pytest.fixture(scope="module")
def pdf(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up book on paper."""
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    print_book(pages, path, MADE)
    return path


@pytest.fixture(scope="module")
def chapters(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chapters of the made-up book, each on paper of its own."""
    folder = tmp_path_factory.mktemp("chapters")
    print_chapters(pages, folder, MADE)
    return folder


def tool(name: str, *arguments: str | Path) -> str:
    """What a tool of poppler prints."""
    return subprocess.run([name, *arguments], capture_output=True, text=True, check=True).stdout


def sheets(pdf: Path) -> list[str]:
    """The text of each sheet of paper, without the blanks between characters."""
    *texts, _ = tool("pdftotext", "-layout", pdf, "-").split("\f")
    return [re.sub(r"[ \n]", "", text) for text in texts]


class TestPrinted:
    pytestmark = needs_tools

    def test_it_says_what_it_is_and_when_it_was_made(self, pdf: Path) -> None:
        told = dict(
            re.findall(r"(.*?): +(.*)", tool("pdfinfo", "-isodates", pdf).replace("+00", "Z"))
        )
        assert told["Title"] == "金融报告（2025）"
        assert told["Tagged"] == "yes"
        assert told["Page size"].endswith("(A4)")
        assert told["CreationDate"] == told["ModDate"] == "2025-04-30T08:15:00Z"

    def test_it_names_its_language(self, pdf: Path) -> None:
        with pikepdf.open(pdf) as document:
            assert document.Root.Lang == "zh-CN"

    def test_the_first_sheet_tells_title_purpose_and_edition(self, pdf: Path) -> None:
        assert sheets(pdf)[0] == "金融报告（2025）每个数字都可核对。版本shanxi-2025"

    def test_the_contents_name_the_sheet_of_each_chapter(self, pdf: Path) -> None:
        texts = sheets(pdf)
        begins = {
            title: next(number for number, text in enumerate(texts, 1) if sentence in text)
            for title, sentence in [("概览", "见贷款"), ("银行业", "不良"), ("融资", "专项债")]
        }
        assert list(begins.values()) == sorted(begins.values())
        begins["长表"] = next(n for n, text in enumerate(texts, 1) if text.startswith("长表"))
        lines = "".join(f"{title}{number}" for title, number in begins.items())
        assert texts[1] == "各章目录" + lines.replace("银行业", "金融运行银行业") + "2"

    def test_a_long_table_stands_at_the_end_and_a_line_leads_to_it(self, pdf: Path) -> None:
        texts = sheets(pdf)
        [place] = [number for number, text in enumerate(texts) if "专项债" in text]
        assert "印出的数" in texts[place]
        assert "第119" not in texts[place]
        assert "第119" in texts[-1]

    def test_every_sheet_has_its_number_and_its_part(self, pdf: Path) -> None:
        texts = sheets(pdf)
        assert all(text.endswith(str(number)) for number, text in enumerate(texts[1:], 2))
        heads = [re.match("金融运行|长表", text)[0] for text in texts[3:]]  # type: ignore[index]
        assert list(dict.fromkeys(heads)) == ["金融运行", "长表"]

    def test_the_outline_lists_chapters_and_sections(self, pdf: Path) -> None:
        with pikepdf.open(pdf) as document, document.open_outline() as outline:
            found = [(item.title, [part.title for part in item.children]) for item in outline.root]
        assert found == [
            ("金融报告（2025）", []),
            ("各章目录", []),
            ("概览", []),
            ("银行业", ["贷款"]),
            ("融资", []),
            ("长表", ["融资"]),
        ]

    def test_links_lead_to_places_in_the_book_and_to_no_file(self, pdf: Path) -> None:
        places = set(re.findall(r'"(.*)"', tool("pdfinfo", "-dests", pdf)))
        assert {"banking-loans", "page-23_financing"} <= places
        assert "file:" not in tool("pdfinfo", "-url", pdf)

    def test_a_chart_is_drawn_and_not_a_picture_of_pixels(self, pdf: Path) -> None:
        assert len(tool("pdfimages", "-list", pdf).splitlines()) == 2  # the heads of its columns

    def test_a_long_table_repeats_its_head(self, pdf: Path) -> None:
        assert sum("月份表头" in text for text in sheets(pdf)) > 1

    def test_what_is_folded_away_is_not_printed(self, pdf: Path) -> None:
        assert "finreport" not in "".join(sheets(pdf))

    def test_two_prints_are_the_same_to_the_last_byte(
        self, pages: Path, pdf: Path, tmp_path: Path
    ) -> None:
        print_book(pages, tmp_path / "again.pdf", MADE)
        assert (tmp_path / "again.pdf").read_bytes() == pdf.read_bytes()

    def test_without_a_time_it_names_none(self, pages: Path, tmp_path: Path) -> None:
        print_book(pages, tmp_path / "book.pdf", None)
        assert "Date" not in tool("pdfinfo", tmp_path / "book.pdf")


def test_an_anchor_on_two_pages_is_refused(pages: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(pages, tmp_path / "zh")
    text = (copy / "23_financing.html").read_text(encoding="utf-8")
    (copy / "23_financing.html").write_text(text.replace('"financing"', '"banking"'), "utf-8")
    with pytest.raises(PdfError, match=r"'banking' is on two pages, 20_banking and 23_financing"):
        read_book(copy)


def test_pages_that_are_not_built_are_named(tmp_path: Path) -> None:
    with pytest.raises(PdfError, match=r"search\.html is missing: .* `finreport build`"):
        read_book(tmp_path)


def test_without_a_browser_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PdfError, match="apt-get install chromium"):
        find_browser()


def test_a_browser_that_fails_is_quoted(pages: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\necho no display >&2\nexit 3\n", encoding="utf-8")
    browser.chmod(0o755)
    with pytest.raises(PdfError, match="did not print the book:\nno display"):
        print_book(pages, tmp_path / "book.pdf", MADE, str(browser))


class TestChapters:
    pytestmark = needs_tools

    def test_each_chapter_is_a_file_of_its_own(self, chapters: Path) -> None:
        assert {path.name for path in chapters.iterdir()} == {
            "00_summary.pdf",
            "20_banking.pdf",
            "23_financing.pdf",
        }
        assert "银行业 · 金融报告（2025）" in tool("pdfinfo", chapters / "20_banking.pdf")

    def test_it_begins_with_the_chapter_and_says_of_which_book(self, chapters: Path) -> None:
        texts = sheets(chapters / "23_financing.pdf")
        assert texts[0].startswith("金融运行融资专项债。")
        assert "金融报告（2025）" in texts[0]
        assert "版本shanxi-2025" in texts[0]
        assert not any("不良贷款率" in text for text in texts)

    def test_its_long_tables_stand_at_its_end(self, chapters: Path) -> None:
        *_, last = sheets(chapters / "23_financing.pdf")
        assert "第119" in last

    def test_a_link_to_another_chapter_leads_nowhere(self, chapters: Path) -> None:
        assert tool("pdfinfo", "-url", chapters / "00_summary.pdf").count("http") == 0
        with pikepdf.open(chapters / "00_summary.pdf") as document:
            links = [link for page in document.pages for link in page.get("/Annots", ())]
        assert not links
