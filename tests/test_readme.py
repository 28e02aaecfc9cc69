"""Both READMEs, command by command, in a clean copy of the project with an empty home."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PORT = "8765"

pytestmark = pytest.mark.chapters


def blocks(readme: Path, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)\n```", readme.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that git would hand over, in a folder of their own."""
    folder = tmp_path_factory.mktemp("clone") / "project"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a fresh account has: a path, an empty home and the machine's certificates."""
    kept = ("PATH", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR", "PIP_CERT", "PYENV_VERSION")
    home = tmp_path_factory.mktemp("home")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    return found | {"HOME": str(home), "PYTHON": sys.executable, "PORT": PORT}


def run(command: str, clone: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, shell=True, cwd=clone, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (blocks(readme, "bash") for readme in READMES)
    assert english == chinese
    assert len(english) == 10


def test_every_command_works_in_a_clean_clone(clone: Path, environment: dict[str, str]) -> None:
    for command in blocks(READMES[0], "bash"):
        match command:
            case "make serve":
                serve(clone, environment)
            case "make test":
                # It is running this test; here it is enough that it calls what it promises.
                told = run("make --dry-run test", clone, environment)
                for part in ("ruff", "mypy", "lint-imports", "pytest", "--nbval", "frictionless"):
                    assert part in told
            case _:
                run(command, clone, environment)
    assert (clone / "_build/site/index.html").is_file()
    assert (clone / "_build/site/zh/20_banking.html").is_file()


def serve(clone: Path, environment: dict[str, str]) -> None:
    with subprocess.Popen(["make", "serve"], cwd=clone, env=environment) as server:
        try:
            page = fetch(f"http://127.0.0.1:{PORT}/zh/20_banking.html")
        finally:
            # The server is a child of make and is asked to stop as Ctrl+C would.
            subprocess.run(["pkill", "-INT", "-P", str(server.pid)], check=False)
            server.terminate()
    assert "银行业" in page


def fetch(address: str) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_python_example_runs(readme: Path) -> None:
    (example,) = blocks(readme, "python")
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=True
    )
    # December 2023 as January 2024 gives it: 42838.3 less the increase of 1042.6.
    december = done.stdout.strip().splitlines()[-1].split()
    assert december[0] == "2024-12"
    assert float(december[2]) < 42838.3 - 1042.6 < float(december[3])


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_links_lead_somewhere(readme: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", readme.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
