"""The commands without the book, installed from wheels and without a network."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import docx
import pytest

from tests.book.rebuilding import copy_project
from tests.documents.test_hostile import swelling_pdf

ROOT = Path(__file__).parents[1]
GATHER = "python3 -m pip wheel --wheel-dir wheels ."
INSTALL = "python3 -m pip install --no-index --find-links wheels finreport"

LACKED_BY_WINDOWS = ("fcntl", "grp", "pwd", "resource", "termios")

WRONG = (
    "湖州省金融运行报告（2023）",
    "2022年，全省进出口总额903.4亿元。其中，出口610.2亿元，进口302.2亿元。",
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment in which the README has installed them."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert GATHER in readme
    assert INSTALL in readme
    project = copy_project(tmp_path_factory.mktemp("copy") / "project")
    environment = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    programs = environment / "bin"
    [packages] = environment.glob("lib/python*/site-packages")
    # This environment has the pip that Python brings along: `make` begins with it. To unpack and
    # compile it anew takes four seconds, as does to compile all that is installed; of that, what
    # the commands need is compiled as they run.
    pip = Path(sysconfig.get_path("purelib")) / "pip"
    shutil.copytree(pip, packages / "pip")
    given = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PIP_QUIET": "2"}
    given["PIP_NO_COMPILE"] = "1"
    for command in (GATHER, INSTALL):
        subprocess.run(command, shell=True, cwd=project, env=os.environ | given, check=True)
    # Only on Linux psutil wants one of them itself.
    shut = f"import psutil, sys; sys.modules.update(dict.fromkeys({LACKED_BY_WINDOWS}))\n"
    (packages / "windows.pth").write_text(shut, encoding="utf-8")
    return programs


def run(installed: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """A command in a folder, on a machine whose code page is that of Chinese Windows."""
    environment = os.environ | {"PYTHONIOENCODING": "gbk"}
    environment.pop("FINREPORT_DATA", None)
    command = [str(installed / "finreport"), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A Word file in which a sum is wrong."""
    word = docx.Document()
    for line in WRONG:
        word.add_paragraph(line)
    word.save(str(tmp_path / "draft.docx"))
    return tmp_path


def test_a_draft_is_checked_and_marked(installed: Path, draft: Path) -> None:
    done = run(
        installed, "check", "draft.docx", "--format", "json", "--marked", "m.docx", folder=draft
    )
    assert (done.returncode, done.stderr) == (1, b"")
    [finding] = json.loads(done.stdout.decode("utf-8"))["findings"]
    assert finding["grade"] == "contradiction"
    assert (draft / "m.docx").is_file()


def test_findings_are_settled(installed: Path, draft: Path) -> None:
    assert run(installed, "check", "draft.docx", "--accept", folder=draft).returncode == 0
    assert run(installed, "check", "draft.docx", folder=draft).returncode == 0


def test_the_edition_is_checked_as_in_the_project(installed: Path, tmp_path: Path) -> None:
    own = [sys.executable, "-m", "finreport.cli", "check", "shanxi-2025", "--format", "csv"]
    expected = subprocess.run(own, cwd=ROOT, capture_output=True, check=True).stdout
    assert expected == run(installed, *own[3:], folder=tmp_path).stdout


def test_a_file_that_swells_is_refused(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.pdf").write_bytes(swelling_pdf())
    done = run(installed, "read", "draft.pdf", folder=tmp_path)
    assert done.returncode == 2
    assert "需要超过1024 MB内存" in done.stderr.decode("utf-8")


@pytest.mark.parametrize("command", ["build", "refresh", "serve"])
def test_what_the_book_needs_is_said(installed: Path, tmp_path: Path, command: str) -> None:
    done = run(installed, command, folder=tmp_path)
    assert done.returncode == 2
    assert b"pip install 'finreport[book]'" in done.stderr
    assert b"Traceback" not in done.stderr
