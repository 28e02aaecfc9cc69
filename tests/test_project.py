"""The project's machinery: that its files agree with one another."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import rtoml
import yaml

ROOT = Path(__file__).parents[1]


def load_toml(name: str) -> dict[str, Any]:
    """A TOML file of the project."""
    return rtoml.loads((ROOT / name).read_text(encoding="utf-8"))


def load_yaml(name: str) -> Any:
    """A YAML file of the project."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def make(*arguments: str) -> str:
    """What make prints for ``arguments``."""
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_conda_gives_the_same_dependencies() -> None:
    project = load_toml("pyproject.toml")["project"]
    *conda, pip = load_yaml("environment.yml")["dependencies"]
    assert conda == [f"python{project['requires-python']}", "pip"]
    book = project["optional-dependencies"]["book"]
    assert pip == {"pip": [*project["dependencies"], *book, "--editable ."]}


def test_make_installs_the_locked_uv() -> None:
    locked = {package["name"]: package["version"] for package in load_toml("uv.lock")["package"]}
    printed = make("--eval", "print-uv: ; @echo $(UV_VERSION)", "print-uv")
    assert printed.strip() == locked["uv"]


def test_lock_file_is_up_to_date() -> None:
    locked = load_toml("uv.lock")
    [own] = [package for package in locked["package"] if package["name"] == "finreport"]
    named = {
        re.split(r"[<>=]", text)[0]
        for text in load_toml("pyproject.toml")["project"]["dependencies"]
    }
    assert {dependency["name"] for dependency in own["dependencies"]} == named


def test_make_help_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [targets] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    explained = [line.split()[1] for line in make("help").splitlines()]
    assert sorted(explained) == sorted(targets.split())


@pytest.mark.parametrize(
    "command",
    [
        "ruff check",
        "ruff format --check",
        "mypy",
        "lint-imports",
        "pytest",
        "pytest --nbval chapters",
        "frictionless validate",
    ],
)
def test_make_test_runs_every_tool(command: str) -> None:
    assert f".venv/bin/{command}" in make("--dry-run", "test")


@pytest.mark.parametrize(
    ("refuses", "sentence"),
    [
        (
            "version_info",
            "The book needs Python 3.11 or newer; '{python}' is older or missing. "
            "Name another one: make PYTHON=python3.13",
        ),
        (
            "ensurepip",
            "This Python cannot make environments: install its venv module "
            "(on Debian: python3-venv).",
        ),
    ],
)
def test_unsuitable_python_is_told_in_one_sentence(
    refuses: str, sentence: str, tmp_path: Path
) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\ncase "$2" in *{refuses}*) exit 1;; esac\n', encoding="utf-8")
    python.chmod(0o755)
    makefile = ROOT / "Makefile"
    result = subprocess.run(
        ["make", "-f", makefile, f"VENV={tmp_path / 'venv'}", f"PYTHON={python}", "book"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in result.stderr.splitlines() if not line.startswith("make")]
    assert result.returncode != 0
    assert told == [sentence.format(python=python)]
    assert not (tmp_path / "venv").exists()


def test_both_kinds_of_ci_run_the_same_commands() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    jobs = load_yaml(".github/workflows/book.yml")["jobs"]
    steps = [step["run"] for step in jobs["test"]["steps"] if "run" in step]
    assert steps == ["make test", "make pdf"]
    assert script.read_text(encoding="utf-8").splitlines()[-2:] == steps
    assert jobs["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.13"]


def test_hooks_are_local_and_run_the_linters_of_make() -> None:
    [repository] = load_yaml(".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    tools = [hook["entry"].split()[0] for hook in repository["hooks"]]
    recipe = make("--dry-run", "lint").splitlines()
    assert tools == [line.split()[0] for line in recipe[-4:]]


def test_git_hands_notebooks_to_nbdime() -> None:
    attributes = subprocess.run(
        ["git", "check-attr", "diff", "merge", "--", "chapters/00_summary.ipynb"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.findall(r": (\w+): (\w+)", attributes) == [
        ("diff", "jupyternotebook"),
        ("merge", "jupyternotebook"),
    ]


def test_citation_and_package_tell_the_same() -> None:
    project = load_toml("pyproject.toml")["project"]
    citation = load_yaml("CITATION.cff")
    assert citation["version"] == project["version"]
    assert " AND ".join(citation["license"]) == project["license"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("LICENSE", "MIT License"),
        ("LICENSES/CC-BY-4.0.txt", "Attribution 4.0 International"),
        ("LICENSES/OFL-1.1.txt", "SIL OPEN FONT LICENSE"),
    ],
)
def test_every_licence_comes_with_its_text(path: str, words: str) -> None:
    assert words in (ROOT / path).read_text(encoding="utf-8")
