"""A made-up book of two chapters, built once with the project's own configuration."""

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile, copytree

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from finreport.publishing import build_site

PROJECT = Path(__file__).parents[2]
SETTINGS = ("_config.yml", "_config.en.yml", "locale/zh_CN/LC_MESSAGES/sphinx.po")

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

全省不良贷款率为 1.23%，见[银行业](#banking)。
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

CHART = """\
<figure class="fr-figure fr-chart" id="fig-loans">
<figcaption class="fr-caption"><span class="fr-number">图 7</span>
<span class="fr-title">票据融资</span> <span class="fr-unit">亿元</span></figcaption>
<svg class="fr-svg" role="img" aria-label="票据融资" viewBox="0 0 374 250">
<text x="10" y="20" font-size="10.5" fill="currentColor">贴现</text></svg>
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
    return folder


@pytest.fixture(scope="session")
def site(project: Path) -> Path:
    """The finished site of the made-up book, in Chinese."""
    chapters = write_chapters(project / "executed", BANKING)
    build_site(chapters, project / "site", root=project)
    return project / "site"


@pytest.fixture(scope="session")
def bilingual_site(project: Path, site: Path) -> Path:
    """The same site with the English book beside the Chinese one."""
    both = project / "both"
    copytree(site, both)
    build_site(project / "executed", both, language="en", root=project)
    return both


@pytest.fixture
def banking_with(tmp_path: Path) -> Callable[[str], Path]:
    """Give the chapters again, with something appended to the one on banking."""
    return lambda extra: write_chapters(tmp_path / "executed", f"{BANKING}\n{extra}\n")


def write_chapters(folder: Path, banking: str) -> Path:
    """Write the two executed notebooks of the book side by side."""
    folder.mkdir()
    chart = new_code_cell(
        "draw_bills(edition)",
        execution_count=1,
        metadata={"tags": ["hide-input"]},
        outputs=[new_output("execute_result", {"text/html": CHART}, execution_count=1)],
    )
    write_notebook(folder / "00_summary.ipynb", [new_markdown_cell(SUMMARY)])
    setup = [new_code_cell('edition = "shanxi-2025"  # 融资'), new_code_cell("import finreport")]
    write_notebook(folder / "20_banking.ipynb", [*setup, new_markdown_cell(banking), chart])
    return folder


def write_notebook(path: Path, cells: list[nbformat.NotebookNode]) -> None:
    """Write one notebook of Python."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
