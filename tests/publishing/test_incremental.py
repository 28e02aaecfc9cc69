"""A book that is built again: only what changed, and never other than a book built anew."""

import sys
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from shutil import copyfile, copytree, rmtree
from signal import SIGKILL

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from finreport.execution import recipe
from finreport.publishing import BookError, build_site, workshop
from finreport.publishing import site as publisher
from finreport.publishing.forking import FORKS

PROJECT = Path(__file__).parents[2]
SETTINGS = ("_config.yml", "_config.en.yml", "locale/zh_CN/LC_MESSAGES/sphinx.po")
CONTENTS = """\
format: jb-book
root: chapters/first
parts:
  - caption: 部分
    chapters:
      - file: chapters/second
      - file: chapters/third
"""


def write_chapter(root: Path, name: str, title: str, output: str, prose: str = "文字") -> None:
    """Write one executed notebook."""
    shown = new_output("execute_result", {"text/plain": output}, execution_count=1)
    cells = [
        new_markdown_cell(f"({name})=\n# {title}\n\n{prose}", id="title"),
        new_code_cell("show()", id="show", execution_count=1, outputs=[shown]),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, root / f"executed/{name}.ipynb")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with the real configuration and a table of contents of three chapters."""
    root = tmp_path_factory.mktemp("project")
    (root / "executed").mkdir()
    for name in SETTINGS:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        copyfile(PROJECT / name, root / name)
    (root / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def kept(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the same with three chapters and their pages, built once."""
    for name, title in (("first", "甲"), ("second", "乙"), ("third", "丙")):
        write_chapter(project, name, title, "1.23")
    build(project)
    return copytree(project, tmp_path_factory.mktemp("kept") / "project")


@pytest.fixture
def root(project: Path, kept: Path) -> Path:
    """The project as it was built, at its own place, where Sphinx knows its files by name."""
    rmtree(project)
    return copytree(kept, project)


def build(root: Path, *, anew: bool = False) -> dict[str, bytes]:
    """Build the site, and give its files with their contents."""
    build_site(root / "executed", root / "site", root=root, anew=anew)
    return snapshot(root)


def snapshot(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / "site").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def times_of_reading(root: Path) -> dict[str, int]:
    """When Sphinx has read each chapter."""
    return {path.stem: path.stat().st_mtime_ns for path in root.rglob("*.doctree")}


def test_of_nothing_changed_nothing_is_built(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, **given: object) -> Path:
        raise AssertionError(f"{source} is built")

    monkeypatch.setattr(publisher, "run_jupyter_book", refuse)
    write_chapter(root, "second", "乙", "1.23")  # only its time is new
    before = snapshot(root)
    assert build(root) == before


def test_only_a_changed_chapter_is_read_again_and_the_site_is_as_if_built_anew(
    root: Path,
) -> None:
    before, read = snapshot(root), times_of_reading(root)
    write_chapter(root, "second", "乙", "4.56")
    after = build(root)
    assert b"4.56" in after["site/zh/second.html"]
    assert {name for name, time in times_of_reading(root).items() if time != read[name]} == {
        "second"
    }
    assert build(root, anew=True) == after != before


def test_a_new_title_is_on_every_page(root: Path) -> None:
    write_chapter(root, "second", "丁丁", "1.23")
    after = build(root)
    for name in ("first", "second", "third"):
        assert "丁丁" in after[f"site/zh/{name}.html"].decode()
    assert build(root, anew=True) == after


def test_changed_settings_are_on_every_page(root: Path) -> None:
    config = root / "_config.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("搜索本书", "查找本书"), encoding="utf-8")
    after = build(root)
    config.write_text(text, encoding="utf-8")
    for name in ("first", "second", "third"):
        assert "查找本书" in after[f"site/zh/{name}.html"].decode()


def test_changed_code_of_the_publisher_makes_pages_anew(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tmp_path / "publishing/page.py"
    code.parent.mkdir()
    code.touch()
    for module in (recipe, workshop):
        monkeypatch.setattr(module, "PACKAGE", tmp_path)
    before = workshop.settings_digest({}, project), recipe.surroundings(project)
    code.write_text("1", encoding="utf-8")
    after = workshop.settings_digest({}, project), recipe.surroundings(project)
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True]


def test_a_removed_chapter_leaves_no_page(root: Path) -> None:
    contents = root / "_toc.yml"
    contents.write_text(CONTENTS.replace("      - file: chapters/third\n", ""), encoding="utf-8")
    after = build(root)
    contents.write_text(CONTENTS, encoding="utf-8")
    assert "site/zh/third.html" not in after
    assert "丙" not in after["site/zh/first.html"].decode()


@pytest.mark.parametrize("damage", [lambda page: page.unlink(), lambda page: page.write_text("")])
def test_a_damaged_page_is_built_again(root: Path, damage: Callable[[Path], object]) -> None:
    before = snapshot(root)
    damage(root / "site/zh/second.html")
    assert build(root) == before


def test_a_chapter_that_failed_once_fails_again_and_the_old_pages_stay(root: Path) -> None:
    before = snapshot(root)
    write_chapter(root, "second", "乙", "1.23", "见[无处](#nowhere)")
    for _ in range(2):
        with pytest.raises(BookError, match="nowhere"):
            build(root)
        assert snapshot(root) == before


def test_a_build_that_was_stopped_leaves_nothing_to_build_on(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, read = snapshot(root), times_of_reading(root)

    def stop(source: Path, **given: object) -> Path:
        raise KeyboardInterrupt

    write_chapter(root, "second", "乙", "4.56")
    with monkeypatch.context() as patch:
        patch.setattr(publisher, "run_jupyter_book", stop)
        with pytest.raises(KeyboardInterrupt):
            build(root)
    write_chapter(root, "second", "乙", "1.23")
    (root / "site/zh/second.html").unlink()
    assert build(root) == before
    assert not set(read.values()) & set(times_of_reading(root).values())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no /proc")
def test_jupyter_book_keeps_its_folder_locked_if_the_build_is_killed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has open, it holds: the lock of a file is free once nobody has it open."""
    builders = type(FORKS.Process())
    join, held = builders.join, list[Path]()

    def watch(builder: BaseProcess, timeout: float | None = None) -> None:
        while builder.is_alive() and not held:
            files = [link.resolve() for link in Path(f"/proc/{builder.pid}/fd").iterdir()]
            held.extend(path for path in files if path.name == "lock")
        join(builder, timeout)

    monkeypatch.setattr(builders, "join", watch)
    write_chapter(root, "second", "乙", "4.56")
    build(root)
    assert held == [root / ".book/zh/lock"]


def test_a_build_that_is_stopped_stops_jupyter_book(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders = type(FORKS.Process())
    join, stopped = builders.join, list[BaseProcess]()

    def stop(builder: BaseProcess, timeout: float | None = None) -> None:
        if not stopped:
            stopped.append(builder)
            raise KeyboardInterrupt
        join(builder, timeout)

    monkeypatch.setattr(builders, "join", stop)
    write_chapter(root, "second", "乙", "4.56")
    with pytest.raises(KeyboardInterrupt):
        build(root)
    assert stopped[0].exitcode == -SIGKILL


def test_what_two_pages_offer_under_one_name_stops_the_build(root: Path) -> None:
    for name, value in (("second", "1"), ("third", "2")):
        shown = new_output(
            "display_data",
            {"text/csv": f"{value}\n", "text/plain": value},
            metadata={"text/csv": {"filename": "results.csv"}},
        )
        path = root / f"executed/{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells[-1].outputs.append(shown)
        nbformat.write(notebook, path)
    before = snapshot(root)
    with pytest.raises(BookError, match=r"third\.ipynb offers another results\.csv"):
        build(root)
    assert snapshot(root) == before
