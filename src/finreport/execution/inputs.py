"""What a chapter has read, and whether it is still the same."""

import json
import os
from collections.abc import Iterable
from hashlib import sha256
from importlib.util import source_from_cache
from pathlib import Path

import finreport
from finreport.execution import opened

PACKAGE = Path(finreport.__file__).resolve().parent

MISSING = "missing"
"""The state of a file that is not there, or may not be read; a chapter may have looked for it."""

LISTENER = Path("profile_default", "startup", "00-inputs.py")
"""Where IPython looks in its folder for what it runs before the first cell."""


def listen(ipython_folder: Path) -> None:
    """Make every kernel with this folder of IPython write down what it reads."""
    start_up = ipython_folder / LISTENER
    start_up.parent.mkdir(parents=True)
    # One expression, so that it leaves no name among those of the chapter.
    line = f'__import__("runpy").run_path({opened.__file__!r}, run_name="__main__")\n'
    start_up.write_text(line, encoding="utf-8")


def log_of(output: Path) -> Path:
    """Where the kernel of the chapter that is executed into ``output`` writes what it reads."""
    return output.with_suffix(".inputs")


def heard_inputs(log: Path, chapter: Path, project: Path) -> dict[str, str]:
    """The paths that the kernel of ``chapter`` has written to ``log``, with their :func:`state`.

    Only files of the project and of the folder of editions are inputs of a chapter: the code of
    this package and the versions of all others are in its recipe already. The folders of the
    chapter and of this package are listed whenever something is imported.

    Raises ``OSError`` if there is no log, and ``ValueError`` if it ends in the middle.
    """
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    read = {_source(path) for path in lines if _is_input(Path(path), project)}
    return {path: state(path) for path in sorted(read - {str(chapter.parent), str(PACKAGE.parent)})}


def state(path: str | Path) -> str:
    """What tells two contents of a file, or two lists of a folder's files, apart."""
    try:
        return sha256(Path(path).read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return MISSING
    except IsADirectoryError:
        return sha256(repr(sorted(Path(path).iterdir())).encode()).hexdigest()


def is_older(paths: Iterable[str], moment: float) -> bool:
    """Whether none of the files was changed or removed after ``moment`` (seconds since 1970)."""
    return all(_nearest(Path(path)).stat().st_ctime < moment for path in paths)


def _nearest(path: Path) -> Path:
    """The file itself, or the folder above it in which it, or the way to it, is not."""
    return next(place for place in (path, *path.parents) if place.exists())


def given_data() -> str | None:
    """The folder of editions that ``FINREPORT_DATA`` names, from the root, if it does."""
    given = os.environ.get("FINREPORT_DATA")
    return os.path.abspath(given) if given else None  # noqa: PTH100 - a link stays one


def _is_input(path: Path, project: Path) -> bool:
    given = given_data()
    homes = [project, PACKAGE.parents[1] / "data", *([Path(given)] if given else [])]
    inside = [path.relative_to(home).parts for home in homes if path.is_relative_to(home)]
    return not path.is_relative_to(PACKAGE) and any(
        not any(part.startswith(".") or part == "_build" for part in parts) for parts in inside
    )


def _source(path: str) -> str:
    """The file itself, or the module from which Python made it."""
    return source_from_cache(path) if path.endswith(".pyc") else path
