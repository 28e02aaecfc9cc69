"""The finished site: executed notebooks in, pages out, and a server to read them with."""

import os
import re
import shutil
import subprocess
import sysconfig
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from sphinx_external_toc.parsing import MalformedError, parse_toc_yaml

from finreport.errors import PlainError
from finreport.publishing.doors import language_door, site_door

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROBLEM = re.compile(r"(WARNING|ERROR|CRITICAL): |\w+(Error|Exception): ")


class BookError(PlainError):
    """The book cannot be built or shown; the message says why and what to do."""


def build_site(chapters: Path, site: Path, *, language: str = "zh", root: Path) -> Path:
    """Build the pages of one language from executed notebooks, and give their folder.

    `chapters` holds the notebooks side by side, such as `20_banking.ipynb`. `root` holds
    `_config.yml` (in Chinese; what differs in another language is in `_config.<language>.yml`),
    `_toc.yml` and `locale/`. The pages appear in `site/<language>/` only when all of them are
    finished, so a failed build leaves the old pages alone.

    Raises BookError if a file is missing, or with every warning of the build: a warning is an
    error here.
    """
    site.mkdir(parents=True, exist_ok=True)
    config = configuration(language, root)
    with TemporaryDirectory(dir=site.resolve().parent, prefix=f".{site.name}-") as workshop:
        source = Path(workshop) / "source"
        first = assemble(chapters, source, config, root)
        pages = run_jupyter_book(source)
        write_text(pages / "index.html", language_door(language, first, config["title"]))
        swap_in(pages, site / language, Path(workshop) / "replaced")
    write_text(site / "index.html", site_door(site, configuration("zh", root)["title"]))
    return site / language


def assemble(chapters: Path, source: Path, config: dict[str, Any], root: Path) -> str:
    """Lay out a flat source folder for Jupyter Book, and give the name of its first page."""
    source.mkdir()
    contents = read_text(root / "_toc.yml")
    flat = re.sub(r"((?:root|file): )chapters/", r"\1", contents)
    write_text(source / "_toc.yml", flat)
    try:
        pages = parse_toc_yaml(source / "_toc.yml")
    except MalformedError as error:
        raise BookError(f"{root / '_toc.yml'}: {error}") from error
    for page in pages:
        copy_chapter(chapters / f"{page}.ipynb", source)
    write_text(source / "_config.yml", yaml.safe_dump(config, allow_unicode=True))
    return pages.root.docname


def copy_chapter(chapter: Path, source: Path) -> None:
    """Copy one executed notebook, or say that it is missing."""
    if not chapter.is_file():
        raise BookError(f"{chapter} is missing, but _toc.yml lists it: run the chapters first")
    shutil.copyfile(chapter, source / chapter.name)


def configuration(language: str, root: Path) -> dict[str, Any]:
    """Give the Jupyter Book configuration of one language."""
    config: dict[str, Any] = yaml.safe_load(read_text(root / "_config.yml"))
    if language != "zh":
        merge(config, yaml.safe_load(read_text(root / f"_config.{language}.yml")))
    config["sphinx"]["config"]["locale_dirs"] = [str((root / "locale").resolve())]
    return config


def merge(config: dict[str, Any], changes: dict[str, Any]) -> None:
    """Write `changes` over `config`, key by key at every depth."""
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(config.get(key), dict):
            merge(config[key], value)
        else:
            config[key] = value


def read_text(path: Path) -> str:
    """Read a file that the book needs, or say that it is missing."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BookError(f"{path} is missing: the book cannot be built without it") from error


def write_text(path: Path, text: str) -> None:
    """Write a file in UTF-8 with the same line ends on every machine."""
    path.write_text(text, encoding="utf-8", newline="\n")


def run_jupyter_book(source: Path) -> Path:
    """Build the pages of a source folder, and give the folder they are in.

    Jupyter Book runs in a process of its own: Sphinx keeps state that a second build in the
    same process would inherit.
    """
    jupyter_book = Path(sysconfig.get_path("scripts")) / "jupyter-book"
    build = subprocess.run(
        [jupyter_book, "build", source, "--quiet", "--warningiserror", "--keep-going"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    if build.returncode != 0:
        raise BookError(explain(build.stderr, source))
    return source / "_build" / "html"


def explain(log: str, source: Path) -> str:
    """Give the problems in a failed build's log, by the names the author knows the files by."""
    lines = COLOUR.sub("", log).replace(f"{source}{os.sep}", "").splitlines()
    problems = [line.strip() for line in lines if PROBLEM.search(line)]
    return "\n".join(["the book was not built:", *(problems or lines)])


def swap_in(pages: Path, place: Path, replaced: Path) -> None:
    """Put the finished pages in their place; the old ones go to `replaced`."""
    if place.exists():
        place.rename(replaced)
    pages.rename(place)


def serve(site: Path, port: int) -> None:
    """Serve the site on this machine until interrupted, and print its address.

    Raises BookError if the site is not built or the port is taken.
    """
    if not (site / "index.html").is_file():
        raise BookError(f"there is no site in {site}: build it first with `finreport build`")
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise BookError(f"port {port} cannot be used ({error.strerror}): choose another") from error
    with server:
        print(f"http://127.0.0.1:{server.server_port}/ (Ctrl+C to stop)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
