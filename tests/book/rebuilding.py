"""Building again where everything is different but the project, and what then differs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]

EPOCH = "1751321703"
"""The date of the sources that both builds are told, as seconds."""

PLAIN = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
OTHER = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "zh_CN.GBK", "PYTHONHASHSEED": "4242"}


def run(command: list[str], conditions: dict[str, str], folder: Path) -> None:
    """Run a command that builds, under these conditions, and show what it says if it fails."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("LC_", "GIT"))}
    environment = clean | {"SOURCE_DATE_EPOCH": EPOCH} | conditions
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def without_pixels(folder: Path) -> str:
    """A path for modules with which a build leaves pictures of pixels empty.

    To draw those of a language takes twelve seconds. Before the package that draws them, the path
    has a module of its name that does not.
    """
    module = folder / "undrawn" / "resvg_py.py"
    module.parent.mkdir()
    module.write_text("def svg_to_bytes(*picture, **options):\n    return b''\n", encoding="utf-8")
    return str(module.parent)


def copy_project(folder: Path) -> Path:
    """Copy the files that git would hand over."""
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


def build_elsewhere(
    folder: Path,
    *options: str,
    epoch: str = EPOCH,
    beside: Path | None = None,
    cached: Sequence[Path] = (),
    before: Sequence[str] = (),
) -> Path:
    """The site that a copy of the project makes below a folder, under other conditions.

    ``epoch`` is the date of the sources that the build is told; ``beside`` are pages of a language
    that the site has already, and ``cached`` entries of the cache of chapters: all others run. Of
    the paths ``before`` come modules in place of installed ones.
    """
    root = copy_project(folder / "另一处" / "deeper" / "copy")
    if beside:
        shutil.copytree(beside, root / "_build" / "site" / beside.name)
    (root / "_build" / "cache").mkdir(parents=True)
    for entry in cached:
        shutil.copy(entry, root / "_build" / "cache")
    build = [sys.executable, "-m", "finreport.cli", "build", *options]
    path = os.pathsep.join([*before, str(root / "src")])
    run(build, OTHER | {"PYTHONPATH": path, "SOURCE_DATE_EPOCH": epoch}, root)
    return root / "_build" / "site"


def cached_but(project: Path, executed: Sequence[Path]) -> list[Path]:
    """The entries of a project's cache of chapters that do not hold these executed notebooks."""
    entries = {path: path.read_bytes() for path in (project / "_build" / "cache").iterdir()}
    again = tuple(path.read_bytes() for path in executed)
    others = [path for path, entry in entries.items() if not entry.endswith(again)]
    assert len(others) == len(entries) - len(again)
    return others


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def differing(one: Path, other: Path) -> list[str]:
    """The files that are not the same in two folders."""
    return _differing(tree(one), tree(other))


def differing_but_for_pixels(one: Path, other: Path) -> list[str]:
    """The same where pictures of pixels must be there, but may be empty."""
    return _differing(*(dict(_without_pixels(tree(folder))) for folder in (one, other)))


def _differing(here: dict[str, bytes], there: dict[str, bytes]) -> list[str]:
    return sorted(name for name in here | there if here.get(name) != there.get(name))


def _without_pixels(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, content in files.items():
        if name == "SHA256SUMS":
            lines = content.splitlines()
            yield name, b"\n".join(line for line in lines if not line.endswith(b".png"))
        else:
            yield name, b"" if name.endswith(".png") else content
