"""Building again where everything is different but the project, and what then differs."""

import os
import subprocess
from pathlib import Path

EPOCH = "1751321703"
"""The date of the sources that both builds are told, as seconds."""

PLAIN = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
OTHER = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "zh_CN.GBK", "PYTHONHASHSEED": "4242"}


def run(command: list[str], conditions: dict[str, str], folder: Path) -> None:
    """Run a command that builds, under these conditions, and show what it says if it fails."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("LC_", "GIT"))}
    environment = clean | conditions | {"SOURCE_DATE_EPOCH": EPOCH}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def differing(one: Path, other: Path) -> list[str]:
    """The files that are not the same in two folders."""
    here, there = tree(one), tree(other)
    return sorted(name for name in here | there if here.get(name) != there.get(name))
