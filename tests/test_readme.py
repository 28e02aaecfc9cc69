"""Both READMEs, command by command, in a clean copy of the project with an empty home."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import docx
import pytest

from tests.book.rebuilding import (
    EPOCH,
    build_elsewhere,
    cached_but,
    copy_project,
    differing_but_for_pixels,
    tree,
    without_pixels,
)
from tests.chapters.cuts import Cut, read_outputs
from tests.synthetic.reports import write

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
MAKE_BOOK = "make book"
PORT = "8765"

FEWER_MONTHS = "months: [2024-01, 2024-12]"

OF_EACH_KIND = ("00_summary", "20_banking", "41_rates", "91_indicators", "95_checks", "96_methods")
"""Chapters that find, tell, test, list, judge and prove; the others do nothing else."""

pytestmark = pytest.mark.chapters


def blocks(readme: Path, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)\n```", readme.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a folder of its own, with a draft of an invented report beside it."""
    project = copy_project(tmp_path_factory.mktemp("clone") / "project")
    draft = docx.Document()
    for line in write(1).text.splitlines():
        draft.add_paragraph(line)
    draft.save(str(project / "draft.docx"))
    # Of a sweep over all months, the tests of the results look at those between.
    grid = project / "sweeps" / "months.yml"
    months = grid.read_text(encoding="utf-8").replace("months: all", FEWER_MONTHS)
    assert FEWER_MONTHS in months
    grid.write_text(months, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a fresh account has: a path, an empty home and the machine's certificates."""
    kept = ("PATH", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR", "PIP_CERT", "PYENV_VERSION")
    home = tmp_path_factory.mktemp("home")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    given = {"HOME": str(home), "PYTHON": sys.executable, "PORT": PORT, "SOURCE_DATE_EPOCH": EPOCH}
    # What this environment was made from is not fetched again, and compiled as it is needed.
    uv = [str(Path(sys.executable).with_name("uv")), "cache", "dir"]
    cache = subprocess.run(uv, cwd=ROOT, capture_output=True, text=True, check=True)
    quick = {"UV_CACHE_DIR": cache.stdout.strip(), "UV_COMPILE_BYTECODE": "0"}
    return found | given | quick


@pytest.fixture(scope="module")
def undrawn(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The same, with pictures of pixels left empty: ``tests/book/test_trust.py`` looks at some.

    All commands have it, so that their chapters come from one warm parent.
    """
    return environment | {"PYTHONPATH": without_pixels(tmp_path_factory.mktemp("pixels"))}


@pytest.fixture(scope="module")
def book(
    clone: Path,
    environment: dict[str, str],
    undrawn: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A copy of the site that the first command makes; later commands make another."""
    assert "uv sync" in told(f"make --dry-run {MAKE_BOOK.partition(' ')[2]}", clone, environment)
    told("make .venv/.ready", clone, environment)  # as that begins
    share_bytecode(clone / ".venv")
    told(MAKE_BOOK, clone, undrawn)
    return shutil.copytree(clone / "_build" / "site", tmp_path_factory.mktemp("book") / "site")


def share_bytecode(venv: Path) -> None:
    """Give an environment what is compiled in this one, which has the same files.

    Python takes it only for the very source that it was compiled from; to compile it again takes
    a dozen seconds.
    """
    own = Path(sys.prefix)
    give = os.link if own.stat().st_dev == venv.stat().st_dev else shutil.copyfile
    for compiled in own.glob("lib/python*/site-packages/**/__pycache__/*.pyc"):
        place = venv / compiled.relative_to(own)
        if place.parents[1].is_dir() and not place.exists():
            place.parent.mkdir(exist_ok=True)
            give(compiled, place)


def told(command: str, clone: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, shell=True, cwd=clone, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (blocks(readme, "bash") for readme in READMES)
    assert english == chinese
    assert len(english) == 14


def test_the_first_command_makes_the_book(book: Path) -> None:
    assert blocks(READMES[0], "bash")[0] == MAKE_BOOK
    assert (book / "index.html").is_file()
    assert (book / "zh/20_banking.html").is_file()


def test_chapters_give_their_reference_outputs(book: Path, clone: Path) -> None:
    assert book.is_dir()
    for executed in sorted((clone / "_build" / "chapters" / "zh").glob("*.ipynb")):
        assert read_outputs(executed) == read_outputs(ROOT / "chapters" / executed.name)


def test_a_build_elsewhere_gives_the_same_bytes(book: Path, clone: Path, tmp_path: Path) -> None:
    # The Chinese chapters were just held to their saved outputs, which are from elsewhere too.
    # All English pages are made again, but only a chapter of each kind runs again.
    executed = [clone / "_build" / "chapters" / "en" / f"{name}.ipynb" for name in OF_EACH_KIND]
    cached = cached_but(clone, executed)
    again = build_elsewhere(
        tmp_path,
        *("--language", "en"),
        beside=book / "zh",
        cached=cached,
        before=[without_pixels(tmp_path)],
    )
    assert len(tree(book)) > 300
    assert differing_but_for_pixels(book, again) == []


def test_every_other_command_works_too(
    book: Path, clone: Path, environment: dict[str, str], undrawn: dict[str, str]
) -> None:
    assert book.is_dir()
    for command in blocks(READMES[0], "bash")[1:]:
        match command:
            case _ if " pip " in command:
                pass  # tests/test_installed.py
            case "make serve":
                serve(clone, environment)
            case "make test":
                # It is running this test; here it is enough that it calls what it promises.
                calls = told("make --dry-run test", clone, environment)
                for part in ("ruff", "mypy", "lint-imports", "pytest", "--nbval", "frictionless"):
                    assert part in calls
            case _:
                told(command, clone, undrawn)


def test_the_book_at_another_month_shows_nothing_of_a_later_one(clone: Path) -> None:
    cut = Cut.read("2024-09", clone / "_build" / "chapters" / "zh")
    assert "2024年9月" in cut.chapters["00_summary"]["numbers"]
    assert cut.later_months() == {}
    assert cut.later_numbers() == {}


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
