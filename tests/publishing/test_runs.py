"""The page of runs, against the notebooks and the lock file."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
import rtoml

from finreport.publishing.runs import ChapterRun, environment, read_run, runs_table

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


@pytest.mark.parametrize("path", CHAPTERS[:3], ids=lambda path: path.stem)
def test_a_run_is_what_the_notebook_says(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    run = read_run(path)
    assert run.chapter == path.stem
    assert run.parameters["edition"] == "shanxi-2025"
    assert run.cells == len(code)
    assert run.outputs == sum(len(cell["outputs"]) for cell in code)
    texts = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    assert run.source_sum == sha256(json.dumps(texts).encode()).hexdigest()


def test_only_what_changed_has_another_sum(tmp_path: Path) -> None:
    path = tmp_path / "chapter.ipynb"
    notebook = json.loads(CHAPTERS[0].read_text(encoding="utf-8"))
    path.write_text(json.dumps(notebook), encoding="utf-8")
    before = read_run(path)
    shown = next(cell for cell in notebook["cells"] if cell.get("outputs"))
    shown["outputs"] = []
    path.write_text(json.dumps(notebook), encoding="utf-8")
    after = read_run(path)
    assert after.source_sum == before.source_sum
    assert after.outputs_sum != before.outputs_sum
    notebook["cells"][0]["source"] = "# Other\n"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert read_run(path).source_sum != before.source_sum
    assert read_run(path).outputs_sum == after.outputs_sum


def test_the_environment_is_that_of_the_lock_file() -> None:
    locked = rtoml.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    versions: dict[str, set[str]] = {}
    for package in locked:
        versions.setdefault(package["name"], set()).add(package.get("version", ""))
    project = next(package for package in locked if package["name"] == "finreport")
    python, *packages = environment()
    assert python[0] == "Python"
    assert {name for name, _ in packages} == {each["name"] for each in project["dependencies"]}
    assert [(name, found) for name, found in packages if found not in versions[name]] == []


SCROLLED = {"expand": "Show the whole table", "sideways": "More columns"}
"""The words of the buttons below a table that does not fit, which the script makes."""


def run_of(chapter: str, as_of: str) -> ChapterRun:
    """A made-up run."""
    return ChapterRun(chapter, {"edition": "x", "as_of": as_of}, 3, 2, "a" * 64, "b" * 64)


def test_chapters_go_by_their_titles_and_shared_parameters_stand_once() -> None:
    titles = {"10_growth": "Growth & trade", "20_banking": "Banking"}
    same = [run_of("10_growth", "2024-12"), run_of("20_banking", "2024-12")]
    html = runs_table(same, titles, "en")
    assert '<a href="10_growth.html">Growth &amp; trade</a>' in html
    assert html.count("edition=x, as_of=2024-12") == 1
    assert "Parameters" not in html
    for name, shown in SCROLLED.items():
        assert f'data-{name}="{shown}"' in html
    html = runs_table([*same[:1], run_of("20_banking", "2024-09")], titles, "en")
    assert "Parameters" in html
    assert html.count("edition=x") == 1
    assert [
        html.count(f'<td class="fr-words">as_of=2024-{month}</td>') for month in ("12", "09")
    ] == [1, 1]
