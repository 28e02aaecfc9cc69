"""The grid of a sweep: a YAML file that says which runs there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from finreport.editions import open_edition
from finreport.editions.folder import OTHER_PACKAGES, data_folder
from finreport.execution.project import list_chapters
from finreport.execution.sweep.errors import SweepError
from finreport.words import LANGUAGES

KEYS = ("chapters", "editions", "months", "languages")
"""What a grid has to name, each as a list or as ``all``."""


@dataclass(frozen=True)
class Run:
    """One run of a sweep: a chapter, and the parameters that it gets."""

    chapter: str
    edition: str
    as_of: str
    language: str

    @property
    def parameters(self) -> dict[str, str]:
        """What the chapter is run with."""
        return {"edition": self.edition, "as_of": self.as_of, "language": self.language}

    def __str__(self) -> str:
        return f"{self.chapter} ({self.edition}, {self.as_of}, {self.language})"


def read_grid(path: Path, project: Path) -> list[Run]:
    """The runs of the grid in the file ``path``: every combination of what its lists name.

    ``all`` stands for every chapter of the book in ``project``, every edition of the data
    folder, every month of each edition, every language. Raises :class:`SweepError`, which names
    the file and the key, unless each name is there, once; a grid that names an edition which
    cannot be opened raises that edition's error.
    """
    grid = _load(path)
    chapters = [chapter.stem for chapter in list_chapters(project)]
    editions = _pick(path, "editions", grid["editions"], _available_editions())
    months = {
        edition: _pick(path, "months", grid["months"], open_edition(edition).months, edition)
        for edition in editions
    }
    chosen = _pick(path, "chapters", grid["chapters"], chapters)
    languages = _pick(path, "languages", grid["languages"], LANGUAGES)
    return [
        Run(chapter, edition, month, language)
        for edition in editions
        for month in months[edition]
        for language in languages
        for chapter in chosen
    ]


def _load(path: Path) -> dict[str, Any]:
    try:
        grid = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SweepError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SweepError(f"{path} cannot be read: the text is not UTF-8.") from None
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise SweepError(f"{path} is not YAML: {reason}.") from None
    if not isinstance(grid, dict) or set(grid) != set(KEYS):
        found = ", ".join(map(str, grid)) if isinstance(grid, dict) else "no keys"
        raise SweepError(f"{path} has {found or 'no keys'}; it should have {', '.join(KEYS)}.")
    return grid


def _pick(
    path: Path, key: str, given: object, available: Sequence[str], edition: str = ""
) -> list[str]:
    if given == "all":
        return list(available)
    for fault in _faults(given, available, edition):
        raise SweepError(f"{path}, {key}: {fault}.")
    return list(given) if isinstance(given, list) else []


def _faults(given: object, available: Sequence[str], edition: str) -> Iterator[str]:
    if not isinstance(given, list) or not given:
        yield f"{given!r} should be a list of names, or the word all"
        return
    where = f" in {edition}" if edition else ""
    for place, name in enumerate(given):
        if name not in available:
            yield f"there is no {name!r}{where}; available: {', '.join(available) or 'none'}"
        if name in given[:place]:
            yield f"{name!r} is listed twice; once is enough"


def _available_editions() -> list[str]:
    packages = (path.parent.name for path in data_folder().glob("*/datapackage.json"))
    return sorted(set(packages).difference(OTHER_PACKAGES))
