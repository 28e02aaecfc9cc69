"""What is in the finished site, read from its files."""

import json
import re
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from xml.etree import ElementTree

import pytest

from finreport.publishing import BookError, build_site

MATHML = "{http://www.w3.org/1998/Math/MathML}"
LOADED = re.compile(r"""(?:\bsrc|<link[^>]*\bhref)\s*=\s*["']?([^"'\s>]+)|url\(["']?([^"')]+)""")
"""What a browser fetches by itself; a link a reader may follow is not among it."""


def test_the_pages_lie_flat_in_the_folder_of_their_language(site: Path) -> None:
    pages = {page.name for page in (site / "zh").glob("*.html")}
    assert pages == {"00_summary.html", "20_banking.html", "index.html", "search.html"}
    assert not (site / "zh" / "_sources").exists()


def test_the_doors_lead_to_the_first_chapter_without_javascript(site: Path) -> None:
    top = (site / "index.html").read_text(encoding="utf-8")
    assert 'content="0; url=zh/index.html"' in top
    assert '<a lang="zh-CN" hreflang="zh-CN" href="zh/index.html">' in top
    assert "<script" not in top
    inner = (site / "zh" / "index.html").read_text(encoding="utf-8")
    assert 'content="0; url=00_summary.html"' in inner


def test_no_page_style_or_script_names_an_address_to_load_from_outside(site: Path) -> None:
    loaded = {
        (path.name, address)
        for path in [*site.rglob("*.html"), *site.rglob("*.css")]
        for match in LOADED.findall(path.read_text(encoding="utf-8"))
        for address in match
        if re.match(r"(?:https?:)?//", address)
    }
    assert loaded == set()
    scripts = [path.read_text(encoding="utf-8") for path in site.rglob("*.js")]
    assert scripts
    assert not [script for script in scripts if re.search(r"cdn|unpkg|googleapis", script)]


def test_every_file_a_page_loads_is_there(site: Path) -> None:
    page = site / "zh" / "20_banking.html"
    loaded = [src or url for src, url in LOADED.findall(page.read_text(encoding="utf-8"))]
    local = [address.split("?")[0] for address in loaded if not address.startswith("data:")]
    assert local
    assert [address for address in local if not (page.parent / address).is_file()] == []


def test_formulas_are_mathml(site: Path) -> None:
    page = (site / "zh" / "20_banking.html").read_text(encoding="utf-8")
    formulas = [
        ElementTree.fromstring(text) for text in re.findall(r"<math.*?</math>", page, re.DOTALL)
    ]
    assert [formula.get("display") for formula in formulas] == [None, "block"]
    fraction = formulas[0].find(f".//{MATHML}mfrac")
    assert fraction is not None
    assert "".join(fraction.itertext()).split() == ["x", "y"]
    assert "mathjax" not in page.lower()


def test_no_line_begins_with_the_mark_after_a_formula(site: Path, bilingual_site: Path) -> None:
    page = (site / "zh" / "20_banking.html").read_text(encoding="utf-8")
    assert "</math></span>\N{WORD JOINER}，区间为" in page
    page = (bilingual_site / "en" / "20_banking.html").read_text(encoding="utf-8")
    assert "</math></span>\N{WORD JOINER}, within" in page
    assert page.count("\N{WORD JOINER}") == 1


def test_headings_keep_the_anchors_their_author_wrote(site: Path) -> None:
    page = (site / "zh" / "20_banking.html").read_text(encoding="utf-8")
    assert '<section id="growth">' in page
    assert 'href="#growth"' in page
    assert not re.search(r'id="id\d+"', page)


def test_the_code_of_every_cell_is_folded_away_below_its_output(site: Path) -> None:
    page = (site / "zh" / "20_banking.html").read_text(encoding="utf-8")
    *_, code = re.finditer("<details", page)
    assert 'class="fr-code"' in page[code.start() : code.start() + 30]
    assert page.index('id="fig-loans"') < code.start() < page.index("draw_bills")


def test_cells_with_nothing_to_show_share_one_fold(site: Path) -> None:
    page = (site / "zh" / "20_banking.html").read_text(encoding="utf-8")
    folds = re.findall('<details class="fr-code">.*?</details>', page, re.DOTALL)
    assert [fold.count("cell_input") for fold in folds] == [2, 1]
    assert "shanxi-2025" in folds[0]
    assert "draw_bills" in folds[1]


def test_the_words_of_the_theme_are_chinese(site: Path) -> None:
    page = (site / "zh" / "20_banking.html").read_text(encoding="utf-8")
    labels = set(re.findall(r'(?:title|aria-label|placeholder)="([^"]*)"', page))
    assert {label for label in labels if re.search("[A-Za-z]", label)} == set()
    for word in ("显示代码", "本页目录", "上一页", "搜索本书"):
        assert word in page


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("不良贷款率为1.23%", ["00_summary.html"]),  # in the text
        ("票据融资", ["20_banking.html"]),  # in the caption of a figure
        ("贴现", ["20_banking.html"]),  # inside a chart
        ("2500", []),  # on its axis
        ("draw_bills", []),  # code
        ("本页目录", []),  # of the theme
    ],
)
def test_the_search_page_gets_what_the_pages_say(site: Path, words: str, pages: list[str]) -> None:
    script = (site / "zh" / "search-texts.js").read_text(encoding="utf-8")
    first = script.splitlines()[0]
    texts = json.loads(first.removeprefix("const SEARCH_TEXTS = ").rstrip(";\n"))
    assert [page["address"] for page in texts if words in str(page["places"])] == pages


def test_the_theme_is_only_what_the_book_uses(site: Path) -> None:
    static = site / "zh" / "_static"
    sizes = {path.name: path.stat().st_size for path in static.rglob("*") if path.is_file()}
    assert not {"bootstrap.js", "fontawesome.js", "searchtools.js"} & sizes.keys()
    assert sum(sizes.values()) < 500_000
    assert not [path.name for path in static.rglob("*.js") if "console.log(" in path.read_text()]


WARNED = {
    "## 没有标签": r"20_banking\.ipynb.*没有标签.*\(loans\)=",
    "[无处](#nowhere)": r"20_banking\.ipynb.*nowhere",
    r"$\nosuchcommand$": r"20_banking\.ipynb.*nosuchcommand",
}
"""What a build warns of, and how."""


def test_a_warning_fails_the_build_and_leaves_the_old_pages(
    project: Path, site: Path, banking_with: Callable[[str], Path]
) -> None:
    before = snapshot(site)
    with pytest.raises(BookError) as failure:
        build_site(banking_with("\n\n".join(WARNED)), site, root=project)
    told = str(failure.value)
    for complaint in WARNED.values():
        assert re.search(complaint, told)
    assert str(project) not in told
    assert "\x1b" not in told
    assert snapshot(site) == before
    assert not list(project.glob(".site-*"))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_building_again_gives_the_same_pages(project: Path, site: Path) -> None:
    before = snapshot(site)
    build_site(project / "executed", site, root=project)
    assert snapshot(site) == before


def test_a_missing_chapter_is_named(project: Path, tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    with pytest.raises(BookError, match=r"00_summary\.ipynb is missing"):
        build_site(tmp_path / "chapters", tmp_path / "site", root=project)


def test_the_english_book_stands_beside_the_chinese_one(bilingual_site: Path) -> None:
    page = (bilingual_site / "en" / "20_banking.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    assert "Show the code" in page
    door = (bilingual_site / "index.html").read_text(encoding="utf-8")
    assert 'href="zh/index.html"' in door
    assert 'href="en/index.html"' in door


def test_a_language_without_a_configuration_is_refused(project: Path, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"_config\.fr\.yml is missing"):
        build_site(project / "executed", tmp_path / "site", language="fr", root=project)


def test_plain_jupyter_book_gives_the_same_chapter(
    project: Path, site: Path, tmp_path: Path
) -> None:
    source = tmp_path / "book"
    copytree(project, source, ignore=lambda *_: ["executed", "site", "both"])
    copytree(project / "executed", source / "chapters")
    for stray in ("README.md", ".venv/notes.md"):
        (source / stray).parent.mkdir(exist_ok=True)
        (source / stray).write_text("# Not a chapter\n", encoding="utf-8")
    jupyter_book = Path(sysconfig.get_path("scripts")) / "jupyter-book"
    subprocess.run([jupyter_book, "build", source, "-W", "-q"], check=True, capture_output=True)
    plain = (source / "_build/html/chapters/20_banking.html").read_text(encoding="utf-8")
    ours = (site / "zh" / "20_banking.html").read_text(encoding="utf-8")
    assert article(plain) == article(ours)


def article(page: str) -> str:
    """Give the part of a page that its author wrote, with links as if the pages lay flat."""
    found = re.search(r"<article.*?</article>", page, re.DOTALL)
    assert found is not None
    return found[0].replace("../", "")
