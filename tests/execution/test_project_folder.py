"""Finding the project and reading its table of contents."""

from pathlib import Path

import pytest
import yaml

from finreport.execution import ProjectError, find_project, list_chapters

CONTENTS = """\
format: jb-book
root: chapters/z
parts:
  - caption: 甲
    chapters:
      - file: chapters/c
        sections:
          - file: chapters/m
      - file: chapters/a
  - caption: 乙
    chapters:
      - file: chapters/b
"""


def write_project(folder: Path, names: str) -> None:
    """Write a table of contents and an empty file for each chapter of ``names``."""
    (folder / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    (folder / "chapters").mkdir()
    for name in names:
        (folder / "chapters" / f"{name}.ipynb").touch()


def test_chapters_are_in_reading_order(tmp_path: Path) -> None:
    write_project(tmp_path, "zcmab")
    assert [chapter.stem for chapter in list_chapters(tmp_path)] == ["z", "c", "m", "a", "b"]


def test_all_chapters_of_the_book_are_listed() -> None:
    root = Path(__file__).parents[2]
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"]] + [row["file"] for part in toc["parts"] for row in part["chapters"]]
    assert list_chapters(root) == [root / f"{file}.ipynb" for file in files]
    assert sorted(list_chapters(root)) == sorted((root / "chapters").glob("*.ipynb"))


def test_project_is_found_from_a_folder_inside(tmp_path: Path) -> None:
    write_project(tmp_path, "")
    assert find_project(tmp_path / "chapters") == tmp_path


def test_no_project_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"There is no _toc\.yml in .* or in a folder above it"):
        find_project(tmp_path)


def test_missing_chapter_is_named(tmp_path: Path) -> None:
    write_project(tmp_path, "zcma")
    with pytest.raises(ProjectError, match=r"lists chapters/b\.ipynb, which does not exist"):
        list_chapters(tmp_path)


@pytest.mark.parametrize("contents", ["", "parts: [", "format: jb-book\nparts: 3\n"])
def test_malformed_contents_are_an_error(tmp_path: Path, contents: str) -> None:
    (tmp_path / "_toc.yml").write_text(contents, encoding="utf-8")
    with pytest.raises(ProjectError, match="is not a table of contents"):
        list_chapters(tmp_path)
