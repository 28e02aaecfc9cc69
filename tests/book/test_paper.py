"""The made-up book with its PDF: offered where it is, and nowhere else."""

import re
import shutil
from pathlib import Path

import pikepdf
import pytest

from finreport.publishing import build_site

OFFER = '<p class="fr-pdf">'

pytestmark = pytest.mark.skipif(
    shutil.which("chromium") is None, reason="no chromium here: apt-get install chromium"
)


@pytest.fixture(scope="module")
def printed(project: Path, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the made-up book, in Chinese, with its PDF; `site` has run the chapters."""
    folder = tmp_path_factory.mktemp("printed") / "site"
    return build_site(project / "executed", folder, root=project, pdf=True)


def test_the_first_page_alone_offers_the_pdf(printed: Path) -> None:
    offers = [
        page.name for page in printed.glob("*.html") if OFFER in page.read_text(encoding="utf-8")
    ]
    assert offers == ["00_summary.html"]
    page = (printed / "00_summary.html").read_text(encoding="utf-8")
    [address] = re.findall(rf'{OFFER}<a href="([^"]*)"', page)
    assert (printed / address).is_file()


def test_a_book_without_a_pdf_does_not_offer_one(site: Path) -> None:
    assert not list(site.rglob("*.pdf"))
    assert OFFER not in (site / "zh" / "00_summary.html").read_text(encoding="utf-8")


def test_the_outline_of_the_pdf_is_that_of_the_book(printed: Path) -> None:
    with pikepdf.open(printed / "book.pdf") as pdf, pdf.open_outline() as outline:
        found = [(item.title, [part.title for part in item.children]) for item in outline.root]
    assert found[2:] == [("概览", []), ("银行业", ["增速"])]
