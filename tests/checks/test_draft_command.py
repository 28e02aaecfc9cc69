"""``finreport check FILE...``: status, forms, judgements, and what it needs to start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from finreport import cli
from finreport.checks.draft import check_texts

RIGHT = (
    "湖州省金融运行报告（2023）\n\n"
    "2022年，全省进出口总额903.4亿元。其中，出口601.2亿元，进口302.2亿元。\n"
)
WRONG = RIGHT.replace("601.2", "610.2")
DOUBTFUL = RIGHT + "\n2022年，在青川、白河、红山、蓝田三市开展了试点。\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return tmp_path / "draft.txt"


def check(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, ["check", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        (RIGHT, [], 0),
        (WRONG, [], 1),
        (DOUBTFUL, [], 0),
        (DOUBTFUL, ["--strict"], 1),
        ("Nothing of a report.", [], 0),
    ],
)
def test_the_status_says_whether_there_is_a_new_contradiction(
    draft: Path, text: str, options: list[str], status: int
) -> None:
    draft.write_text(text, encoding="utf-8")
    assert check(draft, *options)[0] == status


@pytest.mark.parametrize("form", ["text", "json", "csv", "sarif", "junit", "github"])
def test_every_form_is_written_at_every_status(draft: Path, form: str) -> None:
    draft.write_text(WRONG, encoding="utf-8")
    status, told = check(draft, "--format", form)
    assert status == 1
    assert "610.2" in told
    status, told = check(draft, draft.with_name("missing.txt"), "--format", form)
    assert status == 2
    assert told
    assert "missing.txt" in told or form in ("text", "csv")


def test_accepted_findings_are_known_the_next_time(draft: Path) -> None:
    draft.write_text(WRONG, encoding="utf-8")
    assert check(draft, "--accept")[0] == 0
    assert (draft.parent / "judgements.toml").exists()
    draft.write_text(WRONG + "\n2022年，全省新建公路31公里。\n", encoding="utf-8")
    status, told = check(draft, "--format", "json")
    assert status == 0
    assert [each["grade"] for each in json.loads(told)["findings"]] == ["known"]
    draft.write_text(RIGHT.replace("601.2", "620.1"), encoding="utf-8")
    assert check(draft)[0] == 1


def test_quiet_says_nothing_where_nothing_is_new(draft: Path) -> None:
    draft.write_text(RIGHT, encoding="utf-8")
    assert check(draft, "--quiet") == (0, "")


def test_the_language_is_that_of_the_draft_unless_one_is_asked_for(draft: Path) -> None:
    draft.write_text(WRONG, encoding="utf-8")
    assert "不符" in check(draft)[1]
    assert "It is at odds with" in check(draft, "--language", "en")[1]
    assert check(draft, "--language", "fr")[0] == 2


def test_python_gives_the_same_report(draft: Path) -> None:
    draft.write_text(WRONG, encoding="utf-8")
    assert check_texts([draft]).status() == 1


def test_a_draft_is_checked_without_pandas() -> None:
    code = "import sys, finreport.checks.command as _; print(*map(sys.modules.get, {names}))"
    code = code.format(names=["pandas", "numpy", "matplotlib"])
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["None"] * 3
