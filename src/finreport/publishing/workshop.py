"""The making of the pages of a language: what is laid out, Jupyter Book, and what is kept."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from sphinx_external_toc.parsing import MalformedError, parse_toc_yaml

from finreport.execution.files import alone, files_below
from finreport.execution.inputs import PACKAGE, given_data
from finreport.execution.recipe import files_digest, package_files, surroundings
from finreport.publishing.clock import EPOCH
from finreport.publishing.configuration import BookError, read_text
from finreport.publishing.forking import run_forked

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROBLEM = re.compile(r"(WARNING|ERROR|CRITICAL): |\w+(Error|Exception): ")

SOURCE = "source"
"""What Jupyter Book reads, and what it has made so far, in the folder of a workshop."""

REPLACED = "replaced"
"""Where the old pages are for the moment."""

CHANGES = "CHANGELOG.md"
"""The change log, which becomes a feed beside the pages."""


@contextmanager
def workshop(site: Path, language: str, settings: str, *, anew: bool) -> Iterator[tuple[Path, int]]:
    """Give the folder in which the pages of a language are made, and the descriptor of its lock.

    With what Sphinx has read so far it is kept beside the site for the next build, but only after
    a build that succeeded, because Sphinx does not repeat the warnings of a page that it does not
    read again; and only for the same settings, because Sphinx does not notice changed code. A
    second build at the same time waits for the first.
    """
    kept = site.resolve().parent / ".book" / language
    kept.mkdir(parents=True, exist_ok=True)
    with alone(kept / "lock") as lock:
        mark = kept / "settings"
        if anew or not mark.is_file() or read_text(mark) != settings:
            remove(kept / SOURCE)
        remove(kept / REPLACED)
        mark.unlink(missing_ok=True)
        yield kept, lock
        remove(kept / REPLACED)
        write_text(mark, settings)


def remove(folder: Path) -> None:
    """Delete a folder, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def settings_digest(config: dict[str, Any], root: Path) -> str:
    """A digest of all that decides what pages look like, besides the notebooks."""
    words = sorted(path for path in (root / "locale").rglob("*.po") if path.is_file())
    project = files_digest([root / "_toc.yml", *words], root)
    # Of this package too what makes pages, and not only what chapters share.
    return digest([config, project, files_digest(package_files(), PACKAGE), surroundings(root)])


def data_digest() -> str:
    """A digest of the editions: pages state the sum of theirs, and its files lie beside them."""
    home = Path(given_data() or PACKAGE.parents[1] / "data")
    return files_digest(files_below(home), home)


def digest(parts: object) -> str:
    """Give what tells one plain value from another."""
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def sources(folder: Path) -> Iterator[Path]:
    """Give the files of a folder, without what Sphinx makes of them."""
    return files_below(folder, "_build")


def seal(pages: Path, finished: str) -> str:
    """What is said of a folder of finished pages: what it was made from, and what is in it."""
    return digest([finished, files_digest(sources(pages), pages)])


def is_finished(pages: Path, mark: Path, finished: str) -> bool:
    """Whether the pages were made from this, as `mark` says, and are all as they were made."""
    return mark.is_file() and mark.read_text(encoding="utf-8") == seal(pages, finished)


def assemble(chapters: Path, source: Path, config: dict[str, Any], root: Path) -> str:
    """Lay out a flat source folder for Jupyter Book, and give the name of its first page.

    Of a chapter that the edition has nothing for, only a line is left (:func:`shown`). A file that
    would be the same is not written, because Sphinx goes by the time of change.
    """
    from finreport.publishing.leaving_out import shown

    source.mkdir(exist_ok=True)
    language = config["sphinx"]["config"]["language"].partition("_")[0]
    contents = read_text(root / "_toc.yml")
    flat = re.sub(r"((?:root|file): )chapters/", r"\1", contents)
    write_changed(source / "_toc.yml", flat.encode())
    try:
        pages = parse_toc_yaml(source / "_toc.yml")
    except MalformedError as error:
        raise BookError(f"{root / '_toc.yml'}: {error}") from error
    for page in pages:
        chapter = chapters / f"{page}.ipynb"
        if not chapter.is_file():
            raise BookError(f"{chapter} is missing, but _toc.yml lists it: run the chapters first")
        write_changed(source / chapter.name, shown(chapter.read_bytes(), language))
    if (root / CHANGES).is_file():
        write_changed(source / CHANGES, (root / CHANGES).read_bytes())
    write_changed(source / "_config.yml", yaml.safe_dump(config, allow_unicode=True).encode())
    return pages.root.docname


def run_jupyter_book(
    source: Path,
    builder: str = "html",
    *,
    built: datetime | None = None,
    lock: int | None = None,
) -> Path:
    """Run a builder of Sphinx over a source folder, and give the folder of what it makes.

    `built` is the time that the pages state, if it is known. `lock` is the descriptor of the lock
    of the folder: if this process is killed, the next build waits until the builder has ended.
    """
    chosen = [] if builder == "html" else ["--builder", "custom", "--custom-builder", builder]
    options = ["--quiet", "--warningiserror", "--keep-going", *chosen]
    given_time = {EPOCH: str(int(built.timestamp()))} if built else {}
    log = run_forked(["build", str(source), *options], {**os.environ} | given_time, lock)
    if log is not None:
        raise BookError(explain(log, source))
    return source / "_build" / builder


def explain(log: str, source: Path) -> str:
    """Give the problems in a failed build's log, by the names the author knows the files by."""
    lines = COLOUR.sub("", log).replace(f"{source}{os.sep}", "").splitlines()
    problems = [line.strip() for line in lines if PROBLEM.search(line)]
    return "\n".join(["the book was not built:", *(problems or lines)])


def write_changed(path: Path, contents: bytes) -> None:
    """Write a file unless it has these contents."""
    if not path.is_file() or path.read_bytes() != contents:
        path.write_bytes(contents)


def write_text(path: Path, text: str) -> None:
    """Write a file in UTF-8 with the same line ends on every machine."""
    path.write_text(text, encoding="utf-8", newline="\n")
