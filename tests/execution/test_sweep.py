"""Sweeps on this machine: outcomes, results, and going on after a stop."""

import csv
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import duckdb
import nbformat
import psutil
import pytest

from finreport.analysis.groups import compute_all
from finreport.editions import open_edition
from finreport.execution.files import FileError
from finreport.execution.sweep import (
    Outcome,
    Run,
    SweepError,
    on_this_machine,
    read_grid,
    run_sweep,
)
from finreport.execution.sweep.records import notebook_path, open_recorder, read_outcomes
from finreport.execution.sweep.work import Task

ROOT = Path(__file__).parents[2]

if TYPE_CHECKING:
    from subprocess import Popen

WriteProject = Callable[..., Path]
WriteGrid = Callable[..., Path]
Finreport = Callable[..., "Popen[str]"]
WaitUntil = Callable[..., None]
FullDisk = Callable[[], AbstractContextManager[None]]

NAMED = """\
from IPython.display import display
from myst_nb import glue
glue("words", "增长5.3%", display=False)
glue("share", 0.25, display=False)
glue("either", 1 if as_of == "2024-06" else "none", display=False)
glue("as_of", as_of, display=False)
table = "name,value,unit\\ntrend.slope,-0.75,pp\\ntrend.p,,\\n"
display({"text/csv": table, "text/plain": ""}, raw=True)
display({"text/csv": "month,value\\n2024-06,1\\n", "text/plain": ""}, raw=True)"""
"""A cell with named results: numbers, words, none, and a table that has no names."""


def note(folder: Path) -> str:
    """A cell that puts on record, outside the sweep's own folder, that it ran."""
    return f"print(as_of, file=open({str(folder / 'ran')!r}, 'a'))"


def ran(folder: Path) -> list[str]:
    """The months for which the cell of :func:`note` ran, in their order."""
    path = folder / "ran"
    return sorted(path.read_text(encoding="utf-8").split()) if path.exists() else []


def sweep(project: Path, grid: Path, **options: object) -> list[Outcome]:
    """Sweep over a grid into the project's folder ``out``, a run at a time."""
    place = partial(on_this_machine, processes=1)
    arguments = {"project": project, "place": place, "on_done": lambda outcome: None} | options
    return run_sweep(read_grid(grid, project), project / "out", **arguments)  # type: ignore[arg-type]


def never(tasks: Sequence[Task]) -> Iterator[Outcome]:
    """A place where nothing may be run."""
    raise AssertionError(f"these should not run again: {tasks}")


class Asked:
    """A place where every run is said to have finished, and which knows what it was asked for."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def __call__(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        for task in tasks:
            self.runs.append(task.run)
            yield Outcome(task.run, task.key, "finished", 1.0, notebook=b"{}")


def shown(notebook: Path) -> dict[str, list[object]]:
    """What each cell of a notebook shows, without the count of its execution."""
    cells = nbformat.read(notebook, as_version=4).cells
    return {
        cell.id: [output.get("data") for output in cell.outputs]
        for cell in cells
        if cell.cell_type == "code"
    }


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("in_this_process")
def test_results_are_a_row_a_run_as_csv_parquet_and_links(
    write_project: WriteProject, write_grid: WriteGrid
) -> None:
    project = write_project(named=NAMED, plain="print(as_of)", bad="raise ValueError('a < b')")
    outcomes = sweep(project, write_grid(months="[2024-06, 2024-12]"))
    rows = read_csv(project / "out/runs.csv")
    expected = [
        (chapter, month, "failed" if chapter == "bad" else "finished")
        for month in ("2024-06", "2024-12")
        for chapter in ("named", "plain", "bad")
    ]
    assert [(row["chapter"], row["as_of"], row["status"]) for row in rows] == expected
    assert [row["edition"] + row["language"] for row in rows] == ["shanxi-2025zh"] * 6
    assert all(0 < float(row["seconds"]) < 60 for row in rows)
    assert rows[2]["error_cell"] == "show (raise ValueError('a < b'))"
    assert rows[2]["error"] == "ValueError: a < b"
    results = {name: text for name, text in rows[0].items() if name.startswith("result.")}
    assert results == {
        "result.words": "增长5.3%",
        "result.share": "0.25",
        "result.either": "1.0",
        "result.as_of": "2024-06",
        "result.trend.slope": "-0.75",
        "result.trend.p": "",
    }
    assert rows[3]["result.either"] == "none"
    assert {row["result.share"] for row in rows if row["chapter"] != "named"} == {""}
    assert [outcome.run.chapter for outcome in outcomes] == [row["chapter"] for row in rows]
    parquet_has_numbers_as_numbers(project / "out/runs.parquet", rows)
    page_leads_to_every_executed_notebook(project / "out")


def parquet_has_numbers_as_numbers(path: Path, rows: list[dict[str, str]]) -> None:
    """Hold the table of a sweep to the rows of its CSV."""
    table = duckdb.read_parquet(str(path))
    types = dict(zip(table.columns, map(str, table.types), strict=True))
    numbers = {"seconds", "result.share", "result.trend.slope", "result.trend.p"}
    assert {name for name, kind in types.items() if kind == "DOUBLE"} == numbers
    assert set(types.values()) == {"DOUBLE", "VARCHAR"}
    for row, texts in zip(table.fetchall(), rows, strict=True):
        for value, (name, text) in zip(row, texts.items(), strict=True):
            assert value == (float(text) if text and name in numbers else text or value)
            assert text or value in ("", None)


def page_leads_to_every_executed_notebook(folder: Path) -> None:
    """Follow the links of the page of a sweep, and look for what failed."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a href="(notebooks/[^"]+/plain[^"]+)"', page)
    assert page.count('<a href="notebooks/') == 4
    for link, month in zip(links, ["2024-06", "2024-12"], strict=True):
        notebook = nbformat.read(folder / link, as_version=4)
        assert notebook.cells[-1].outputs[0].text == f"{month}\n"
    assert page.count("<td>failed</td>") == 2
    assert "in cell show (raise ValueError(&#39;a &lt; b&#39;)): ValueError: a &lt; b" in page


def test_a_run_that_fails_now_leaves_no_notebook_of_an_earlier_success(tmp_path: Path) -> None:
    run = Run("tea", "hills-2031", "2031-04", "zh")
    with open_recorder(tmp_path, resume=True) as recorder:
        recorder.add(Outcome(run, "one", "finished", 1.5, notebook=b"{}"))
        assert (tmp_path / notebook_path(run)).read_bytes() == b"{}"
        recorder.add(Outcome(run, "another", "failed", 0.5, error="Nothing is printed."))
    assert not (tmp_path / notebook_path(run)).exists()
    assert read_outcomes(tmp_path)[run].error == "Nothing is printed."


@pytest.mark.usefixtures("in_this_process")
def test_resuming_repeats_what_failed_and_nothing_else(
    write_project: WriteProject, write_grid: WriteGrid, tmp_path: Path
) -> None:
    broken = (
        f"{note(tmp_path)}\nassert as_of != '2024-06' or __import__('os').path.exists('mended')"
    )
    project = write_project(a=broken)
    grid = write_grid(months="[2024-05, 2024-06]")
    assert [each.status for each in sweep(project, grid)] == ["finished", "failed"]
    (tmp_path / "chapters/mended").touch()
    told: list[Outcome] = []
    outcomes = sweep(project, grid, resume=True, on_done=told.append)
    assert [each.status for each in outcomes] == ["finished", "finished"]
    assert told == outcomes
    assert ran(tmp_path) == ["2024-05", "2024-06", "2024-06"]
    assert [row["status"] for row in read_csv(tmp_path / "out/runs.csv")] == ["finished"] * 2
    assert sweep(project, grid, resume=True, place=never) == outcomes


def test_a_larger_grid_runs_only_what_is_new(
    write_project: WriteProject, write_grid: WriteGrid, tmp_path: Path
) -> None:
    project, asked = write_project(a="1"), Asked()
    sweep(project, write_grid(months="[2024-06]"), place=asked)
    sweep(project, write_grid(months="[2024-05, 2024-06]"), resume=True, place=asked)
    assert [run.as_of for run in asked.runs] == ["2024-06", "2024-05"]
    assert [row["as_of"] for row in read_csv(tmp_path / "out/runs.csv")] == ["2024-05", "2024-06"]
    sweep(project, write_grid(months="[2024-06]"), resume=True, place=never)
    assert [row["as_of"] for row in read_csv(tmp_path / "out/runs.csv")] == ["2024-06"]


def test_what_a_run_depends_on_makes_it_run_again(
    write_project: WriteProject,
    write_grid: WriteGrid,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path / "data"))
    for name in ("shanxi-2025", "other-2025", "context"):
        source = ROOT / "data" / name.replace("other", "shanxi")
        shutil.copytree(source, tmp_path / "data" / name)
    project = write_project(a="edition", b="edition")
    grid = write_grid(editions="all")

    def run_again() -> list[str]:
        asked = Asked()
        sweep(project, grid, resume=True, place=asked)
        return [f"{run.chapter} {run.edition}" for run in asked.runs]

    assert len(run_again()) == 4
    assert run_again() == []
    write_project(a="as_of", b="edition")
    assert run_again() == ["a other-2025", "a shanxi-2025"]
    with (tmp_path / "data/other-2025/datapackage.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert run_again() == ["a other-2025", "b other-2025"]
    (tmp_path / "data/context/lpr_quotes.csv").write_bytes(b"date,lpr_1y,lpr_5y\n")
    assert len(run_again()) == 4
    (tmp_path / "out/notebooks/other-2025/2024-12/zh/b.ipynb").unlink()
    assert run_again() == ["b other-2025"]


def test_code_that_changes_while_a_sweep_runs_stops_it(
    write_project: WriteProject, write_grid: WriteGrid, tmp_path: Path
) -> None:
    chapter = str(tmp_path / "chapters/b.ipynb")
    change = f"from pathlib import Path\np = Path({chapter!r})\n"
    change += "p.write_text(p.read_text('utf-8').replace('print(1)', 'print(2)'), 'utf-8')"
    project = write_project(a=change, b="print(1)")
    with pytest.raises(SweepError, match=r"The files on .* are not those .* --resume\.$"):
        sweep(project, write_grid())
    outcomes = sweep(project, write_grid(), resume=True, place=Asked())
    assert [outcome.status for outcome in outcomes] == ["finished", "finished"]


def test_a_process_that_is_killed_takes_only_its_own_run_along(
    write_project: WriteProject, write_grid: WriteGrid, wait_until: WaitUntil, tmp_path: Path
) -> None:
    stuck = f"{note(tmp_path)}\nimport time\ntime.sleep(60 if as_of == '2024-06' else 0)"
    project = write_project(a=stuck)

    def kill() -> None:
        wait_until(lambda: ran(tmp_path))
        for process in psutil.Process().children():
            if "spawn_main" in " ".join(process.cmdline()):
                process.kill()

    killer = Thread(target=kill)
    killer.start()
    outcomes = sweep(project, write_grid(months="[2024-06, 2024-07]"))
    killer.join()
    assert [outcome.status for outcome in outcomes] == ["failed", "finished"]
    assert outcomes[0].error.startswith("its process was ended from outside")
    assert outcomes[0].seconds is None
    assert read_csv(tmp_path / "out/runs.csv")[0]["seconds"] == ""


def test_a_killed_sweep_leaves_no_process_and_is_continued(
    write_project: WriteProject,
    write_grid: WriteGrid,
    start_sweep: Finreport,
    wait_until: WaitUntil,
    tmp_path: Path,
) -> None:
    months = [f"2024-{month:02}" for month in range(1, 7)]
    hangs = f"import os, time\nwhile as_of > '2024-03' and not os.path.exists({str(tmp_path)!r} + "
    hangs += "'/go'):\n    time.sleep(0.01)"
    project = write_project(a=f"{note(tmp_path)}\n{hangs}")
    grid = write_grid(months=str(months).replace("'", ""))
    records = tmp_path / "out/runs.jsonl"
    with start_sweep("--jobs", "2") as first:
        wait_until(lambda: ran(tmp_path) == months[:5] and records.read_bytes().count(b"\n") == 3)
        processes = psutil.Process(first.pid).children(recursive=True)
        first.kill()
    gone, alive = psutil.wait_procs(processes, timeout=60)
    assert alive == []
    assert gone
    with records.open("ab") as file:
        file.write(b'{"chapter": "a", "edit')
    (tmp_path / "go").touch()
    second = start_sweep("--resume")
    told, errors = second.communicate(timeout=240)
    assert (second.returncode, errors) == (0, "")
    assert told == "Runs: 6; failed: 0. The results: out/index.html\n"
    assert ran(tmp_path) == sorted([*months[:5], *months[3:]])
    rows = read_csv(tmp_path / "out/runs.csv")
    assert [row["as_of"] for row in rows] == months
    assert len(records.read_bytes().splitlines()) == 6
    sweep(project, grid, resume=True, place=never)


def test_the_work_for_a_run_does_not_grow_with_their_number(
    write_project: WriteProject, write_grid: WriteGrid, tmp_path: Path
) -> None:
    project = write_project(a="1")
    records = tmp_path / "out/runs.jsonl"
    grown: list[int] = []

    def place(tasks: Sequence[Task]) -> Iterator[Outcome]:
        for task in tasks:
            before = records.stat()
            written = psutil.Process().io_counters().write_chars
            yield Outcome(task.run, task.key, "finished", 1.0, notebook=b"{}")
            assert records.stat().st_ino == before.st_ino
            grown.append(psutil.Process().io_counters().write_chars - written)

    sweep(project, write_grid(months="all"), place=place)
    assert len(grown) == 12
    assert max(grown) < min(grown) + 100


def test_a_failing_run_is_told_and_turns_the_status(
    write_project: WriteProject, write_grid: WriteGrid, start_sweep: Finreport
) -> None:
    write_project(a="assert as_of != '2024-06', 'no such month'")
    write_grid(months="[2024-06, 2024-07]")
    process = start_sweep()
    told, errors = process.communicate(timeout=240)
    assert process.returncode == 1
    assert told == "Runs: 2; failed: 1. The results: out/index.html\n"
    assert errors == (
        "a (shanxi-2025, 2024-06, zh) failed in cell "
        "show (assert as_of != '2024-06', 'no such month'): AssertionError: no such month\n"
    )
    again = start_sweep()
    told, errors = again.communicate(timeout=240)
    assert (again.returncode, told) == (2, "")
    assert errors == (
        "out already holds a sweep: continue it with --resume, or name another folder with --to.\n"
    )


def test_a_full_disk_is_one_sentence(
    write_project: WriteProject, write_grid: WriteGrid, full_disk: FullDisk, tmp_path: Path
) -> None:
    def place(tasks: Sequence[Task]) -> Iterator[Outcome]:
        with full_disk():
            yield Outcome(tasks[0].run, tasks[0].key, "finished", 1.0, notebook=b" " * 5000)

    project = write_project(a="1")
    expected = rf"^{tmp_path / 'out'} cannot be used: File too large\.$"
    with pytest.raises(FileError, match=expected):
        sweep(project, write_grid(), place=place)
    (tmp_path / "out/runs.jsonl").unlink()
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_a_second_sweep_into_the_same_folder_is_refused(
    write_project: WriteProject, write_grid: WriteGrid
) -> None:
    project = write_project(a="1")

    def place(tasks: Sequence[Task]) -> Iterator[Outcome]:
        with pytest.raises(SweepError, match=r"Another sweep is writing to .*/out"):
            sweep(project, write_grid(), place=never, resume=True)
        yield Outcome(tasks[0].run, tasks[0].key, "finished", 1.0, notebook=b"{}")

    [outcome] = sweep(project, write_grid(), place=place)
    assert sweep(project, write_grid(), place=never, resume=True) == [outcome]


def test_a_line_that_is_no_record_is_told_with_its_place(
    write_project: WriteProject, write_grid: WriteGrid, tmp_path: Path
) -> None:
    project = write_project(a="1")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/runs.jsonl").write_text('{"chapter": "a"}\n', encoding="utf-8")
    with pytest.raises(SweepError, match=r"runs\.jsonl, line 1: this is not the record of a run"):
        sweep(project, write_grid(), resume=True)


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.chapters
def test_a_real_chapter_gives_what_its_reference_outputs_show(
    write_project: WriteProject, write_grid: WriteGrid, tmp_path: Path
) -> None:
    reference = ROOT / "chapters/10_growth.ipynb"
    (tmp_path / "chapters").mkdir()
    write_project(**{"10_growth": ""})
    shutil.copyfile(reference, tmp_path / "chapters/10_growth.ipynb")
    [outcome] = sweep(tmp_path, write_grid())
    assert (outcome.error, outcome.status) == ("", "finished")
    glued = re.findall(
        r'"application/papermill.record/text/plain": "\'(.*)\'"', reference.read_text("utf-8")
    )
    assert len(glued) > 10
    assert sorted(outcome.results.values(), key=str) == sorted(glued)
    executed = tmp_path / "out/notebooks/shanxi-2025/2024-12/zh/10_growth.ipynb"
    expected, found = shown(reference), shown(executed)
    assert {name: data for name, data in found.items() if name in expected} == expected


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.chapters
def test_the_tests_of_the_book_become_columns_with_their_values(
    write_project: WriteProject, write_grid: WriteGrid, tmp_path: Path
) -> None:
    write_project(**{"94_tests": ""})
    shutil.copyfile(ROOT / "chapters/94_tests.ipynb", tmp_path / "chapters/94_tests.ipynb")
    [outcome] = sweep(tmp_path, write_grid(months="[2024-09]"))
    assert (outcome.error, outcome.status) == ("", "finished")
    expected = compute_all(open_edition("shanxi-2025", "2024-09"))
    assert len(expected) > 100
    assert set(expected) <= set(outcome.results)
    for name, result in expected.items():
        value = result.value
        assert outcome.results[name] == (value and pytest.approx(value, rel=1e-9)), name
