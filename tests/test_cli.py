"""The command line: its help, its errors for people, and what each command does."""

import csv
import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace
from typer.testing import CliRunner

from finreport import cli
from finreport.analysis.groups import GROUPS
from finreport.checks import check_edition
from finreport.checks.discrepancies import Outdated
from finreport.editions import open_edition
from finreport.words import open_language

ROOT = Path(__file__).parents[1]

WriteChapter = Callable[..., Path]

BOUNDED = """\
from finreport.errors import PlainError
if as_of > "2024-12":
    raise PlainError(f"The month {as_of!r} is not in the edition; available: up to 2024-12.")
print(as_of)"""
"""A cell that refuses a month after the last one."""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What ``finreport`` does in ``folder``, without a terminal."""
    runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"})
    with chdir(folder):
        result = runner.invoke(cli.app, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    # Decoded here, because a runner reads line ends as text does.
    out, errors = (said.decode() for said in (result.stdout_bytes, result.stderr_bytes))
    return subprocess.CompletedProcess(arguments, result.exit_code, out, errors)


def start(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """The same by ``finreport`` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "finreport.cli", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1"},
        check=False,
        **options,
    )


@pytest.fixture
def project(write_chapter: WriteChapter, tmp_path: Path) -> Path:
    """A project folder with two chapters."""
    write_chapter("00_summary", BOUNDED)
    write_chapter("10_growth", "print(language)")
    contents = "format: jb-book\nroot: chapters/00_summary\nchapters:\n- file: chapters/10_growth\n"
    (tmp_path / "_toc.yml").write_text(contents, encoding="utf-8")
    return tmp_path


def assert_plain_error(result: subprocess.CompletedProcess[str], expected: str) -> None:
    """The command failed with one line, ``expected`` (a pattern), and nothing else."""
    assert result.returncode == 2
    assert result.stdout == ""
    assert re.fullmatch(expected + r"\n", result.stderr)


def test_help_names_every_command() -> None:
    output = CliRunner().invoke(cli.app, ["--help"]).output
    commands = re.findall(r"│ ([a-z]+) ", output)
    made = ["build", "serve", "ingest", "new"]
    assert commands == [*made, "read", "check", "results", "refresh", "sweep"]


def test_help_loads_no_heavy_package() -> None:
    heavy = {"pandas", "matplotlib", "papermill", "nbformat", "sphinx", "frictionless"}
    code = f"import sys, finreport.cli; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


@pytest.mark.parametrize("command", ["build", "serve", "refresh"])
def test_outside_a_project_the_error_says_so(command: str, tmp_path: Path) -> None:
    assert_plain_error(start(tmp_path, command), r"There is no _toc\.yml in .*; run finreport .*")


@pytest.mark.usefixtures("in_this_process")
def test_refresh_says_what_has_changed(project: Path) -> None:
    first = run(project / "chapters", "refresh")
    assert first.stdout == "Chapters refreshed: 2; changed: 00_summary, 10_growth\n"
    again = run(project, "refresh", "chapters/10_growth.ipynb")
    assert again.stdout == "Chapters refreshed: 1; changed: none\n"
    assert (first.stderr, again.stderr) == ("", "")


@pytest.mark.usefixtures("in_this_process")
def test_month_outside_the_data_is_one_line_and_no_output(project: Path) -> None:
    result = run(project, "build", "--as-of", "2031-01")
    assert_plain_error(
        result,
        r"Chapter 00_summary failed in cell show \(from finreport.errors import PlainError\): "
        r"PlainError: The month '2031-01' is not in the edition; available: up to 2024-12\.",
    )
    assert list((project / "_build").rglob("*.ipynb")) == []
    assert not (project / "_build" / "site").exists()


def test_a_full_disk_is_one_line(project: Path, write_chapter: WriteChapter) -> None:
    write_chapter("00_summary", "#" * 5000)

    def fill_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    result = start(project, "build", preexec_fn=fill_disk)
    assert_plain_error(
        result, rf"{project}/_build/chapters/(zh|en) cannot be used: File too large\."
    )


def test_a_build_folder_that_is_a_file_is_one_line(project: Path) -> None:
    (project / "_build").touch()
    expected = rf"{project}/_build cannot be used: File exists\."
    assert_plain_error(run(project, "build"), expected)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check", "x" * 300], r"x{300} cannot be used: File name too long\."),
        (
            ["check", "_toc.yml/draft.txt"],
            r"没有_toc\.yml/draft\.txt这个文件。",
        ),
        (["check", "draft.txt"], r"没有draft\.txt这个文件。"),
        (
            ["check", "draft.txt", "--language", "en"],
            r"draft\.txt cannot be read: No such file or directory\.",
        ),
        (["check", "chapters/"], r"chapters/是文件夹，请给出文件。"),
        (["results", "x" * 300], r".*x{300}.* cannot be used: File name too long\."),
        (["sweep", "grid.yml", "--to", "_toc.yml/a"], r"_toc\.yml/a cannot be used: Not a dir.*"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_and_status_2(
    project: Path, arguments: list[str], expected: str
) -> None:
    grid = "{chapters: all, editions: [shanxi-2025], months: [2024-12], languages: [zh]}"
    (project / "grid.yml").write_text(grid, encoding="utf-8")
    assert_plain_error(run(project, *arguments), expected)


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_who_stops_reading_gets_no_traceback_and_no_contradiction(form: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "finreport.cli", "check", "shanxi-2025", "--format", form]
    result = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (result.returncode, result.stderr) == (141, b"")


def test_a_stopped_build_says_one_line_and_leaves_no_process(
    project: Path, write_chapter: WriteChapter
) -> None:
    write_chapter(
        "00_summary", "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(99)"
    )
    build = subprocess.Popen(
        # Whoever runs the tests in the background may have them take no notice of Ctrl+C.
        ["env", "--default-signal=INT", sys.executable, "-m", "finreport.cli", "build"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "NO_COLOR": "1"},
        start_new_session=True,
    )
    pid = project / "chapters/pid"
    while not (pid.is_file() and pid.read_text()):
        assert build.poll() is None
        time.sleep(0.01)
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does
    assert build.communicate(timeout=60) == ("", "Stopped.\n")
    assert build.returncode == 130
    assert list((project / "_build/chapters").iterdir()) == []
    for _ in range(1000):
        if not Path("/proc", pid.read_text()).exists():
            return
        time.sleep(0.01)
    pytest.fail("the kernel still runs")


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.chapters
@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("--edition=nowhere-2020", r"EditionError: .*'nowhere-2020'.*available: shanxi-2025\."),
        ("--as-of=2031-01", r"EditionError: .*'2031-01'.*available: 2024-01 to 2024-12\."),
    ],
)
def test_the_book_refuses_what_it_does_not_have(option: str, reason: str) -> None:
    told = rf"Chapter \w+ failed in cell .*: {reason}"
    assert_plain_error(run(ROOT, "build", option), told)


def test_the_book_refuses_a_language_that_it_does_not_speak() -> None:
    expected = r"There is no language 'xx'; available: zh, en\."
    assert_plain_error(run(ROOT, "build", "--language=xx"), expected)


@pytest.mark.usefixtures("in_this_process")
def test_build_hands_the_executed_chapters_to_the_publisher(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[tuple[Any, ...]] = []

    def note(given: Mapping[str, Path], site: Path, *, root: Path, pdf: bool, anew: bool) -> None:
        published.append((given, site, root, pdf, anew))

    monkeypatch.setattr("finreport.publishing.site.build_book", note)
    monkeypatch.chdir(project / "chapters")
    result = CliRunner().invoke(cli.app, ["build", "--as-of", "2024-06", "--language", "en"])
    executed, site = project / "_build/chapters/en", project / "_build/site"
    assert result.exit_code == 0
    assert published == [({"en": executed}, site, project, False, False)]
    assert sorted(path.name for path in executed.iterdir()) == [
        "00_summary.ipynb",
        "10_growth.ipynb",
    ]
    assert "2024-06" in (executed / "00_summary.ipynb").read_text(encoding="utf-8")
    assert str(site / "index.html") in result.output
    assert "Chapters: 2; executed: 2; unchanged: 0\n" in result.output

    def refuse(*given: object) -> None:
        raise AssertionError("nothing has changed")

    monkeypatch.setattr("finreport.execution.chapters._run_all", refuse)
    again = ["build", "--as-of", "2024-06", "--language", "en"]
    result = CliRunner().invoke(cli.app, again)
    assert result.exit_code == 0
    assert "Chapters: 2; executed: 0; unchanged: 2\n" in result.output
    result = CliRunner().invoke(cli.app, [*again, "--no-cache"])
    assert str(result.exception) == "nothing has changed"


def test_jobs_are_not_for_a_cluster(project: Path) -> None:
    options = ["sweep", "_toc.yml", "--scheduler=tcp://127.0.0.1:9", "--jobs=3"]
    result = run(project, *options)
    assert result.returncode == 2
    assert "the cluster's workers decide" in " ".join(result.stderr.split())


def test_serve_without_a_site_says_what_to_do(project: Path) -> None:
    assert_plain_error(run(project, "serve"), r".*finreport build.*")


def test_ingest_of_a_missing_text_names_it(project: Path) -> None:
    result = run(project, "ingest", "report.txt")
    assert result.returncode == 2
    assert "report.txt" in result.stderr
    assert "Traceback" not in result.stderr


def test_ingest_of_a_wrong_text_is_one_line_and_writes_nothing(project: Path) -> None:
    (project / "report.txt").write_text("Nothing of a report.", encoding="utf-8")
    result = run(project, "ingest", "report.txt", "--to", "package")
    assert_plain_error(result, r".+")
    assert not (project / "package").exists()


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the edition in which one balance is wrong."""
    folder = Path(shutil.copytree(ROOT / "data" / "shanxi-2025", tmp_path / "data/shanxi-2025"))
    table = folder / "economy.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count(",2024-02,-304.7\n") == 1
    table.write_text(text.replace(",-304.7\n", ",-340.7\n"), encoding="utf-8")
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path / "data"))
    return folder


@pytest.fixture(scope="module")
def texts() -> list[Path]:
    """The texts of the edition, where this machine has them."""
    folder = os.environ.get("FINREPORT_SOURCES")
    if folder is None:
        pytest.skip("FINREPORT_SOURCES does not name the folder with the two source texts")
    return sorted(Path(folder).glob("*.txt"))


def test_ingest_tells_which_files_its_texts_do_not_give(
    changed: Path, texts: list[Path], project: Path
) -> None:
    command = ("ingest", *map(str, texts), "--edition", changed.name)
    drifted = run(project, *command, "--check")
    assert (drifted.returncode, drifted.stdout.split("\n")[0]) == (1, "economy.csv")
    assert run(project, *command).returncode == 0
    assert run(project, *command, "--check").returncode == 0
    assert_plain_error(run(project, *command, "--edition", "none"), "There is no edition none .*")


def test_check_of_an_edition_is_readable_and_finds_nothing_new() -> None:
    result = run(ROOT, "check", "shanxi-2025")
    assert (result.returncode, result.stderr) == (0, "")
    assert "Printed numbers" in result.stdout
    assert result.stdout.rstrip().endswith("every contradiction (4).")


def test_check_works_outside_the_project(tmp_path: Path) -> None:
    assert start(tmp_path, "check", "shanxi-2025").returncode == 0


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_new_contradiction_gives_status_1(changed: Path, form: str) -> None:
    result = start(ROOT, "check", changed.name, "--format", form)
    assert (result.returncode, result.stderr) == (1, "")
    if form != "json":
        assert "-304.7" not in result.stdout
        return
    whole = json.loads(result.stdout)
    assert "fiscal_balance@2024-02" in whole["summary"]["unregistered"]
    [new] = [each for each in whole["findings"] if each["name"] == "fiscal_balance"]
    assert (new["grade"], new["expected"]["value"]) == ("contradiction", pytest.approx(-304.7))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nowhere-2020"], r"There is no edition 'nowhere-2020'.*available: shanxi-2025\."),
        (["draft.docx"], r"没有draft\.docx这个文件。"),
    ],
)
def test_check_of_what_is_not_there_gives_status_2(arguments: list[str], expected: str) -> None:
    result = run(ROOT, "check", *arguments)
    assert result.returncode == 2
    assert re.match(expected, result.stderr or result.stdout)


def test_check_of_a_format_that_is_unknown_gives_status_2() -> None:
    assert run(ROOT, "check", "shanxi-2025", "--format", "xml").returncode == 2


def test_check_of_the_two_texts_names_the_cells_over_two_months(texts: list[Path]) -> None:
    result = run(ROOT, "check", *map(str, texts), "--format", "json")
    findings = json.loads(result.stdout)["findings"]
    assert result.returncode == 0
    assert {each["grade"] for each in findings} == {"known"}  # to the register of the edition
    assert [(each["printed"], each["slip"]) for each in findings if each["slip"]] == [
        ("468.7", "two_months"),
        ("-251.4", "two_months"),
    ]
    assert {each["law"] for each in findings if not each["slip"]} == {"opening"}


def test_check_of_a_draft_finds_a_changed_digit(texts: list[Path], tmp_path: Path) -> None:
    for path in texts:
        text = path.read_text(encoding="utf-8").replace("\t374.3\t582.0\t", "\t374.3\t528.0\t")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    drafts = [path.name for path in sorted(tmp_path.iterdir())]
    result = run(tmp_path, "check", *drafts, "--format", "json")
    assert result.returncode == 1
    printed = {each["printed"]: each["slip"] for each in json.loads(result.stdout)["findings"]}
    assert printed["528.0"] == "exchanged"
    assert sorted(path.name for path in tmp_path.iterdir()) == drafts


# Results


def test_every_result_has_a_value_or_a_reason() -> None:
    results = json.loads(run(ROOT, "results", "shanxi-2025", "--format", "json").stdout)
    assert {name.partition(".")[0] for name in results} == set(GROUPS)
    for name, result in results.items():
        assert result["unit"], name
        assert len(result["method"]) > 20, name
        assert (result["value"] is None) == bool(result["reason"]), name
        without_inputs = result["reason"] or name.startswith("trends.limits.")
        assert result["inputs"] or without_inputs, name


@pytest.mark.parametrize("as_of", ["2024-01", "2024-05"])
def test_results_of_a_few_months_say_why_there_is_none(as_of: str) -> None:
    result = run(ROOT, "results", "shanxi-2025", "--as-of", as_of, "--format", "csv")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("\ufeffname,")
    rows = list(csv.DictReader(io.StringIO(result.stdout[1:])))
    tests = [row for row in rows if row["family"]]
    assert tests
    assert {(row["value"], row["adjusted"]) for row in tests} == {("", "")}
    assert all(row["reason"] for row in tests)


def test_results_for_people_are_a_table() -> None:
    result = run(ROOT, "results", "shanxi-2025")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.split()[:5] == ["name", "value", "lower", "upper", "unit"]


def test_results_of_what_is_not_there_give_status_2() -> None:
    result = run(ROOT, "results", "nowhere-2020", "--format", "json")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("There is no edition 'nowhere-2020'")


def test_the_version_is_told() -> None:
    ran = CliRunner().invoke(cli.app, ["--version"])
    assert (ran.exit_code, ran.output.split()[0]) == (0, "finreport")


def test_the_hook_of_pre_commit_calls_the_command() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"].split()[:2] == ["finreport", "check"]
    assert all(re.search(hook["files"], f"draft.{kind}") for kind in ("txt", "docx", "pdf"))


@pytest.mark.parametrize(
    "option", ["--quiet", "--accept", "--judgements=x.toml", "--marked=x.docx"]
)
def test_what_is_for_drafts_is_refused_for_an_edition(option: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        ran = CliRunner().invoke(cli.app, ["check", "shanxi-2025", option])
    assert ran.exit_code == 2
    assert option.partition("=")[0] in ran.output
    assert list(tmp_path.iterdir()) == []


def test_an_edition_is_checked_in_chinese() -> None:
    ran = CliRunner().invoke(cli.app, ["check", "shanxi-2025", "--language", "zh"])
    assert ran.exit_code == 0
    assert "没有新的不符" in ran.output


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--strict",), 1)])
def test_an_entry_on_other_numbers_counts_where_doubts_do(
    options: tuple[str, ...], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Outdated("entry", "retail.ytd@2024-12", ("8180.4", "8180.5"), ("1", "2"))
    report = replace(check_edition(open_edition("shanxi-2025", "2024-02")), outdated=(entry,))
    assert not report.unregistered
    monkeypatch.setattr("finreport.checks.check_edition", lambda edition: report)
    assert run(ROOT, "check", "shanxi-2025", *options).returncode == status


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_methods_of_results_are_told_in_the_language_asked_for(language: str) -> None:
    asked = ("results", "shanxi-2025", "--as-of", "2024-01", "--language", language)
    found = json.loads(run(ROOT, *asked, "--format=json").stdout)
    methods = {each["method"] for each in found.values()}
    words = open_language(language)
    assert words.text("method.levels_year_ago") in methods
    assert {bool(re.search("[一-鿿]", told)) for told in methods} == {language == "zh"}
