"""The finished site: executed notebooks in, pages out, and a server to read them with."""

import json
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from sphinx_external_toc.parsing import MalformedError, parse_toc_yaml

from finreport.errors import PlainError
from finreport.execution.files import alone
from finreport.execution.inputs import PACKAGE, given_data
from finreport.execution.recipe import files_digest, package_files, surroundings
from finreport.publishing.checksums import write_checksums
from finreport.publishing.clock import EPOCH, built_at

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROBLEM = re.compile(r"(WARNING|ERROR|CRITICAL): |\w+(Error|Exception): ")


SOURCE = "source"
"""What Jupyter Book reads, and what it has made so far, in the folder of a workshop."""

REPLACED = "replaced"
"""Where the old pages are for the moment."""

PDF = "book.pdf"
"""The whole book on paper, beside its pages."""

FINISHED = "finished"
"""The file in a workshop that says what the pages of the site were made from."""

CHANGES = "CHANGELOG.md"
"""The change log, which becomes a feed beside the pages."""


class BookError(PlainError):
    """The book cannot be built or shown; the message says why and what to do."""


def build_book(
    executed: Mapping[str, Path],
    site: Path,
    *,
    root: Path,
    pdf: bool = False,
    anew: bool = False,
) -> None:
    """Build the pages of several languages at a time, each from its own executed notebooks.

    Languages that the site has already stay beside them. See :func:`build_site`.
    """
    from finreport.publishing.languages import LANGUAGES

    beside = [code for code in LANGUAGES if code in executed or (site / code).is_dir()]

    def build(language: str) -> Path:
        return build_site(
            executed[language],
            site,
            language=language,
            languages=beside,
            root=root,
            pdf=pdf,
            anew=anew,
        )

    with ThreadPoolExecutor() as pool:
        list(pool.map(build, executed))
    write_doors(site, root)
    write_checksums(site)


def build_site(  # noqa: PLR0913 - what a build is told, each by its name
    chapters: Path,
    site: Path,
    *,
    language: str = "zh",
    languages: Sequence[str] = (),
    root: Path,
    pdf: bool = False,
    anew: bool = False,
) -> Path:
    """Build the pages of one language from executed notebooks, and give their folder.

    `chapters` holds the notebooks side by side, such as `20_banking.ipynb`. `languages` are all
    those that the site will have; each page leads to its twins in the others. `root` holds
    `_config.yml` (in Chinese; what differs in another language is in `_config.<language>.yml`),
    `_toc.yml` and `locale/`. The pages appear in `site/<language>/` only when all of them are
    finished, so a failed build leaves the old pages alone. Pages that would be the same are
    left as they are, unless `anew`; of the others, Sphinx reads only the notebooks that have
    changed. With `pdf` the pages are also printed as `book.pdf` beside them, which the first page
    then offers.

    Raises BookError if a file is missing, or with every warning of the build: a warning is an
    error here; PdfError if the pages cannot be printed.
    """
    site.mkdir(parents=True, exist_ok=True)
    config = configuration(language, root, languages)
    if pdf:
        config["sphinx"]["config"]["html_context"]["pdf"] = PDF
    settings = settings_digest(config, root)
    pages = site / language
    with workshop(site, language, settings, anew=anew) as (shop, lock):
        first = assemble(chapters, shop / SOURCE, config, root)
        made_from = files_digest(sources(shop / SOURCE), shop)
        finished = digest([settings, data_digest(), str(built_at(root)), made_from])
        mark = shop / FINISHED
        if anew or not is_finished(pages, mark, finished) or not (site / "index.html").is_file():
            from finreport.publishing.doors import language_door
            from finreport.publishing.naming import title_of

            made = run_jupyter_book(shop / SOURCE, built=built_at(root), lock=lock)
            (made / ".buildinfo").unlink()  # it depends on where this package is installed
            title = title_of(made / f"{first}.html")
            write_text(made / "index.html", language_door(language, first, title))
            if pdf:
                from finreport.publishing.pdf import print_book

                print_book(made, made / PDF, built_at(root))
            write_text(mark, seal(made, finished))
            with alone(shop.parent / "lock"):  # the sums are those of both languages
                swap_in(made, pages, shop / REPLACED)
                write_doors(site, root)
                write_checksums(site)
    return pages


def write_doors(site: Path, root: Path) -> None:
    """Write what leads to the pages that there are: `index.html`, `robots.txt`, `sitemap.xml`.

    A sitemap names whole addresses, so there is one only if `_config.yml` says where the site is
    published.
    """
    from finreport.publishing.doors import robots, site_door, sitemap
    from finreport.publishing.languages import LANGUAGES
    from finreport.publishing.naming import title_of

    built = [language for language in LANGUAGES if (site / language).is_dir()]
    titles = {language: title_of(site / language / "index.html") for language in built}
    write_text(site / "index.html", site_door(titles))
    address = address_of_site(root)
    write_text(site / "robots.txt", robots(address))
    if address:
        write_text(site / "sitemap.xml", sitemap(site, address, built))


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
    return files_digest(sorted(path for path in home.rglob("*") if path.is_file()), home)


def digest(parts: object) -> str:
    """Give what tells one plain value from another."""
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def sources(folder: Path) -> list[Path]:
    """Give the files of a folder, without what Sphinx makes of them."""
    files = (path for path in folder.rglob("*") if not path.is_relative_to(folder / "_build"))
    return sorted(path for path in files if path.is_file())


def seal(pages: Path, finished: str) -> str:
    """What is said of a folder of finished pages: what it was made from, and what is in it."""
    return digest([finished, files_digest(sources(pages), pages)])


def is_finished(pages: Path, mark: Path, finished: str) -> bool:
    """Whether the pages were made from this, as `mark` says, and are all as they were made."""
    return mark.is_file() and mark.read_text(encoding="utf-8") == seal(pages, finished)


def assemble(chapters: Path, source: Path, config: dict[str, Any], root: Path) -> str:
    """Lay out a flat source folder for Jupyter Book, and give the name of its first page.

    Of a chapter that the edition has nothing for, only a line is left (:func:`shown`).
    A file that would be the same is not written, because Sphinx goes by the time of change.
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


def write_changed(path: Path, contents: bytes) -> None:
    """Write a file unless it has these contents."""
    if not path.is_file() or path.read_bytes() != contents:
        path.write_bytes(contents)


def configuration(language: str, root: Path, languages: Sequence[str] = ()) -> dict[str, Any]:
    """Give the Jupyter Book configuration of one language, among those of the site."""
    config: dict[str, Any] = yaml.safe_load(read_text(root / "_config.yml"))
    if language != "zh":
        merge(config, yaml.safe_load(read_text(root / f"_config.{language}.yml")))
    config["sphinx"]["config"]["locale_dirs"] = [str((root / "locale").resolve())]
    config["sphinx"]["config"]["finreport_languages"] = list(languages)
    if address := address_of_site(root):
        config["html"]["baseurl"] = f"{address}{language}/"
    return config


def address_of_site(root: Path) -> str:
    """Give where the site is published, ending in a slash; nothing if nobody says."""
    address = yaml.safe_load(read_text(root / "_config.yml"))["html"].get("baseurl")
    return f"{address.rstrip('/')}/" if address else ""


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

    Jupyter Book runs in a process of its own: Sphinx keeps state that a second build in the
    same process would inherit.
    """
    jupyter_book = Path(sysconfig.get_path("scripts")) / "jupyter-book"
    chosen = [] if builder == "html" else ["--builder", "custom", "--custom-builder", builder]
    given_time = {EPOCH: str(int(built.timestamp()))} if built else {}
    build = subprocess.run(
        [jupyter_book, "build", source, "--quiet", "--warningiserror", "--keep-going", *chosen],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"} | given_time,
        pass_fds=() if lock is None else (lock,),
        check=False,
    )
    if build.returncode != 0:
        raise BookError(explain(build.stderr, source))
    return source / "_build" / builder


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
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

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
