"""The tools of an analyst get warm kernels from one environment variable, as the README says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="warm parents need Linux"),
    pytest.mark.usefixtures("shared_runtime"),
]

ROOT = Path(__file__).parents[3]
LOOKS = "import sys\nprint('warm' if 'pandas' in sys.modules else 'cold')"
"""A cell that tells whether what it has not imported is there."""


def run(tool: str, *arguments: str, folder: Path, **environment: str) -> str:
    """What a tool tells that is run without the settings of the book's own runs."""
    kept = ("PATH", "HOME", "LANG", "XDG_RUNTIME_DIR")
    bare = {name: os.environ[name] for name in kept if name in os.environ}
    done = subprocess.run(
        [Path(sys.executable).with_name(tool), *arguments],
        cwd=folder,
        env=bare | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def documented(readme: str) -> dict[str, str]:
    """The variable that a README tells to export."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return dict(re.findall(r"^export (\w+)=(\S+)$", text, re.MULTILINE))


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook that tells what kernel it has."""
    cells = [new_code_cell(LOOKS, id="looks")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = tmp_path / "looks.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def test_both_readmes_name_the_variable() -> None:
    expected = {"JUPYTER_DEFAULT_PROVISIONER_NAME": "finreport-warm"}
    assert documented("README.md") == documented("README.zh.md") == expected


@pytest.mark.parametrize(("variables", "kernel"), [({}, "cold"), (documented("README.md"), "warm")])
def test_papermill(notebook: Path, variables: dict[str, str], kernel: str) -> None:
    run("papermill", "looks.ipynb", "out.ipynb", folder=notebook.parent, **variables)
    [cell] = nbformat.read(notebook.with_name("out.ipynb"), as_version=4).cells
    assert cell.outputs[0].text == f"{kernel}\n"


def test_nbval(notebook: Path) -> None:
    saved = nbformat.read(notebook, as_version=4)
    saved.cells[0].outputs = [nbformat.v4.new_output("stream", text="warm\n")]
    saved.cells[0].execution_count = 1
    nbformat.write(saved, notebook)
    options = ["--nbval", "-p", "no:cacheprovider", "--noconftest", "looks.ipynb"]
    assert "1 passed" in run("pytest", *options, folder=notebook.parent, **documented("README.md"))


def test_jupyter_book(notebook: Path) -> None:
    book = notebook.parent
    (book / "_config.yml").write_text("execute:\n  execute_notebooks: force\n", encoding="utf-8")
    (book / "_toc.yml").write_text("format: jb-book\nroot: looks\n", encoding="utf-8")
    run("jupyter-book", "build", ".", folder=book, **documented("README.md"))
    page = (book / "_build/html/looks.html").read_text(encoding="utf-8")
    assert re.search(r"<pre>(<span></span>)?warm\n</pre>", page)
