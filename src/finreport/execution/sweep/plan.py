"""The grid of a sweep: a YAML file that says which runs there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import yaml
from msgspec import Meta, Struct, ValidationError, convert

from finreport.editions import open_edition
from finreport.editions.folder import OTHER_PACKAGES, data_folder
from finreport.errors import SweepError
from finreport.execution.project import list_chapters
from finreport.words import LANGUAGES

Names: TypeAlias = Literal["all"] | Annotated[list[str], Meta(min_length=1)]
"""Those that are meant, or everything there is."""


class ParameterGrid(Struct, forbid_unknown_fields=True):
    """What a grid names."""

    chapters: Names
    editions: Names
    months: Names
    languages: Names


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
    editions = _pick(path, "editions", grid.editions, _available_editions())
    months = {
        edition: _pick(path, "months", grid.months, open_edition(edition).months, f" in {edition}")
        for edition in editions
    }
    chosen = _pick(path, "chapters", grid.chapters, chapters)
    languages = _pick(path, "languages", grid.languages, LANGUAGES)
    return [
        Run(chapter, edition, month, language)
        for edition in editions
        for month in months[edition]
        for language in languages
        for chapter in chosen
    ]


def _load(path: Path) -> ParameterGrid:
    try:
        # Each name as it was written: YAML would take 2024-12-01 for a date, and no for false.
        written = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        return convert(written, ParameterGrid)
    except OSError as error:
        raise SweepError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SweepError(f"{path} cannot be read: the text is not UTF-8.") from None
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise SweepError(f"{path} is not YAML: {reason}.") from None
    except ValidationError as error:
        raise SweepError(
            f"{path} is not a grid ({error}); it should have "
            f"{', '.join(ParameterGrid.__struct_fields__)}, "
            "each with a list of names, or the word all."
        ) from None


def _pick(
    path: Path, key: str, given: Names, available: Sequence[str], where: str = ""
) -> list[str]:
    if given == "all":
        return list(available)
    for place, name in enumerate(given):
        if name not in available:
            names = ", ".join(available) or "none"
            raise SweepError(f"{path}, {key}: there is no {name!r}{where}; available: {names}.")
        if name in given[:place]:
            raise SweepError(f"{path}, {key}: {name!r} is listed twice; once is enough.")
    return list(given)


def _available_editions() -> list[str]:
    packages = (path.parent.name for path in data_folder().glob("*/datapackage.json"))
    return sorted(set(packages).difference(OTHER_PACKAGES))
