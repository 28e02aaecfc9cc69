"""The finished site: executed notebooks in, pages out, and a server to read them with."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from finreport.execution.files import alone
from finreport.execution.recipe import files_digest
from finreport.publishing.checksums import write_checksums
from finreport.publishing.clock import built_at
from finreport.publishing.configuration import BookError, address_of_site, configuration
from finreport.publishing.languages import LANGUAGES
from finreport.publishing.workshop import (
    REPLACED,
    SOURCE,
    assemble,
    data_digest,
    digest,
    is_finished,
    run_jupyter_book,
    seal,
    settings_digest,
    sources,
    workshop,
    write_text,
)

PDF = "book.pdf"
"""The whole book on paper, beside its pages."""

FINISHED = "finished"
"""The file in a workshop that says what the pages of the site were made from."""


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
    changed. With `pdf` the pages are also printed, as `book.pdf` beside them, which the first page
    then offers, and each chapter as a file among its downloads.

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
            from finreport.publishing.doors import language_door, title_of

            made = run_jupyter_book(shop / SOURCE, built=built_at(root), lock=lock)
            (made / ".buildinfo").unlink()  # it depends on where this package is installed
            title = title_of(made / f"{first}.html")
            write_text(made / "index.html", language_door(language, first, title))
            if pdf:
                from finreport.publishing.downloads import FOLDER
                from finreport.publishing.paper import print_book, print_chapters

                print_book(made, made / PDF, built_at(root))
                print_chapters(made, made / FOLDER, built_at(root))
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
    from finreport.publishing.doors import robots, site_door, sitemap, title_of

    built = [language for language in LANGUAGES if (site / language).is_dir()]
    titles = {language: title_of(site / language / "index.html") for language in built}
    write_text(site / "index.html", site_door(titles))
    address = address_of_site(root)
    write_text(site / "robots.txt", robots(address))
    if address:
        write_text(site / "sitemap.xml", sitemap(site, address, built))


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
