"""The project folder and its chapters, in the order of the table of contents."""

from pathlib import Path

import yaml
from sphinx_external_toc.parsing import MalformedError, parse_toc_yaml

from finreport.errors import ProjectError

CONTENTS = "_toc.yml"
"""The file that marks the project folder and lists its chapters."""


def find_project(start: Path) -> Path:
    """The nearest folder, from ``start`` upwards, with a table of contents.

    Raises :class:`ProjectError` if there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CONTENTS).is_file():
            return folder
    raise ProjectError(
        f"There is no {CONTENTS} in {start} or in a folder above it; "
        "run finreport inside the project folder."
    )


def list_chapters(project: Path) -> list[Path]:
    """The notebooks of all chapters, in reading order.

    Raises :class:`ProjectError` if the table of contents is malformed or names a chapter that
    does not exist.
    """
    contents = project / CONTENTS
    try:
        names = list(parse_toc_yaml(contents))
    except (MalformedError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise ProjectError(f"{contents} is not a table of contents: {reason}") from error
    chapters = [project / f"{name}.ipynb" for name in names]
    for chapter in chapters:
        if not chapter.is_file():
            raise ProjectError(
                f"{CONTENTS} lists {chapter.relative_to(project)}, which does not exist; "
                "add the notebook or remove the line."
            )
    return chapters
