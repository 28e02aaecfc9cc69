"""The audit of every page of the finished site, in every language, width and colour scheme.

Run as ``python -m tests.book.audit`` from the folder of the project, after ``finreport build``. It
writes ``_build/audit/report.md`` and ``report.json``, and ends with 1 if a bound is missed.
"""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from finreport.publishing.clock import built_at
from tests.book import lighthouse, queries
from tests.book.browsing import CHROMIUM, NO_CHROMIUM, chromium, served
from tests.book.rebuilding import build_elsewhere, differing
from tests.book.visits import (
    LOCALES,
    SCHEMES,
    WIDTHS,
    Look,
    Visit,
    keyboard_order,
    opened,
    visit,
)

HEAVIEST = 150_000
"""Bytes that a page may weigh with all that it loads, compressed."""

PROCESSES = 2


@dataclass
class Audit:
    """What was found out about one page in one language.

    ``visits`` are over http, one for each width and scheme; ``from_file`` is the page opened as a
    file; ``keyboard`` says where Tab leaves the order; ``marks`` are Lighthouse's, if it was asked.
    """

    page: str
    language: str
    visits: list[Visit] = field(default_factory=list)
    from_file: Visit | None = None
    keyboard: list[str] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)

    @property
    def everything(self) -> list[Visit]:
        """All visits, the one from a file last."""
        return [*self.visits, *([self.from_file] if self.from_file else [])]

    @property
    def weight(self) -> int:
        """Bytes of the page with all that it loads, at the heaviest visit."""
        return max(one.weight for one in self.visits)


def audit(site: Path, page: str, language: str) -> Audit:
    """Look at one page in all ways but Lighthouse's."""
    looks = [Look(page, language, width, scheme) for width in WIDTHS for scheme in SCHEMES]
    found = Audit(page, language)
    with served(site) as address, chromium() as browser:
        for look in looks:
            with opened(browser, look) as tab:
                found.visits.append(visit(tab, address, look))
        with opened(browser, looks[0]) as tab:
            found.from_file = visit(tab, f"{site.resolve().as_uri()}/", looks[0], with_axe=False)
        with opened(browser, looks[0]) as tab:
            found.keyboard = keyboard_order(tab, address, looks[0])
    return found


def pages_of(site: Path, language: str) -> list[str]:
    """Give the pages of a language by their file names; its door only leads on."""
    return sorted(path.name for path in (site / language).glob("*.html") if path.stem != "index")


def problems(found: Audit) -> Iterator[str]:
    """Say every bound that a page misses, and by what."""
    for one in found.everything:
        seen = one.look
        where = f"{seen.width} px, {seen.scheme}"
        yield from (f"{where}: asks outside for {url}" for url in one.outside)
        yield from (f"{where}: console {text}" for text in one.said)
        yield from (f"{where}: axe {violation}" for violation in one.axe)
        if one.overflow > 0:
            yield f"{where}: {one.overflow} px wider than the window"
        if one.tag.partition("-")[0] != found.language:
            yield f"{where}: says that it is in {one.tag!r}"
        if one.untranslated:
            yield f"{where}: {len(one.untranslated)} texts in Chinese, first {one.untranslated[0]}"
    if found.weight > HEAVIEST:
        yield f"weighs {found.weight} bytes, more than {HEAVIEST}"
    yield from found.keyboard
    for category, mark in found.marks.items():
        if mark < lighthouse.BOUNDS[category]:
            yield f"Lighthouse {category} {mark}, less than {lighthouse.BOUNDS[category]}"


def audit_all(site: Path, only: list[str]) -> list[Audit]:
    """Look at every page, or at `only` some, in all languages; two pages at a time."""
    wanted = [
        (page, language)
        for language in LOCALES
        for page in pages_of(site, language)
        if not only or Path(page).stem in only
    ]
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = pool.map(partial(audit, site), *zip(*wanted, strict=True))
        with typer.progressbar(found, len(wanted), label="Pages", file=sys.stderr) as bar:
            return list(bar)


def mark_all(site: Path, audits: list[Audit], node: Path) -> None:
    """Ask Lighthouse about each page, one at a time, so that nothing else keeps the machine busy.

    `node` is the folder with Lighthouse. The search page is no chapter.
    """
    with (
        served(site) as address,
        typer.progressbar(audits, label="Lighthouse", file=sys.stderr) as bar,
    ):
        for found in bar:
            if found.page != "search.html":
                found.marks = lighthouse.marks(f"{address}{found.language}/{found.page}", node)


def rebuild(site: Path) -> list[str]:
    """Build the site once more, in another folder, time zone, locale and order of hashes.

    Gives the files that then differ. The repository in this folder has to be what the site was
    built from, commit and all.
    """
    built = built_at(Path.cwd())
    if built is None:
        sys.exit("git tells what to build once more, and of when it is: leave it out (--no-again)")
    epoch = str(int(built.timestamp()))
    with TemporaryDirectory() as name:
        printed = ["--pdf"] if [*site.glob("*/book.pdf")] else []
        return differing(site, build_elsewhere(Path(name), *printed, epoch=epoch))


def render(
    audits: list[Audit],
    searches: list[queries.Search],
    differ: list[str] | None,
    lighthouse_note: str,
) -> str:
    """Give the report in Markdown: what was asked for and the worst of it, then each page.

    `differ` are the files that another build makes otherwise, None if there was no other build.
    """
    missed = {f"{found.language}/{found.page}": list(problems(found)) for found in audits}
    lines = ["# Audit of every page", "", *summary(audits, searches, differ, lighthouse_note), ""]
    lines += ["| page | requests | KB | outside | console | axe | Lighthouse |"]
    lines += ["|---|--:|--:|--:|--:|--:|---|"]
    lines += [row(found) for found in audits]
    lines += ["", "## What misses a bound", ""]
    lines += [f"- {page}: {text}" for page, texts in missed.items() for text in texts]
    lines += [f"- search: {one.missed_text}" for one in searches if one.fails]
    lines += [f"- built again: {name} differs" for name in differ or []]
    if not any(missed.values()) and not any(one.fails for one in searches) and not differ:
        lines += ["Nothing."]
    return "\n".join(lines) + "\n"


def summary(
    audits: list[Audit],
    searches: list[queries.Search],
    differ: list[str] | None,
    lighthouse_note: str,
) -> Iterator[str]:
    """Give the worst of everything that has a bound, line by line."""
    visits = [one for found in audits for one in found.everything]
    yield f"{len(audits)} pages in {len(visits)} visits."
    yield ""
    yield "| what | bound | worst |"
    yield "|---|--:|--:|"
    for what, worst in (
        ("requests to outside", max(len(one.outside) for one in visits)),
        ("messages on the console", max(len(one.said) for one in visits)),
        ("axe violations", max(len(one.axe) for one in visits)),
        ("pixels wider than the window", max(one.overflow for one in visits)),
        ("Chinese texts on an English page", max(len(one.untranslated) for one in visits)),
        ("places where Tab leaves the order", max(len(one.keyboard) for one in audits)),
    ):
        yield f"| {what} | 0 | {worst} |"
    again = "not built again" if differ is None else len(differ)
    yield f"| files that another build makes otherwise | 0 | {again} |"
    heaviest = max(one.weight for one in audits)
    yield f"| weight in KB | {HEAVIEST / 1000:.0f} | {heaviest / 1000:.0f} |"
    for category, bound in lighthouse.BOUNDS.items():
        marks = [one.marks[category] for one in audits if one.marks]
        yield f"| Lighthouse {category} | {bound} | {min(marks) if marks else lighthouse_note} |"
    for language in LOCALES:
        if ours := [one for one in searches if one.language == language]:
            found = f"{queries.recall(ours):.2f}"
            yield f"| recall of {len(ours)} searches ({language}) | 1.00 | {found} |"
            high = f"{queries.ranked(ours):.2f}"
            yield f"| wanted page among the first {queries.FIRST} ({language}) | 0.95 | {high} |"


def row(found: Audit) -> str:
    """Give the line of one page: the worst of its visits."""
    worst = [
        max(len(getattr(one, name)) for one in found.everything)
        for name in ("outside", "said", "axe")
    ]
    numbers = " | ".join(map(str, [found.visits[0].requests, found.weight // 1000, *worst]))
    marks = " ".join(map(str, found.marks.values())) or "–"
    return f"| {found.language}/{found.page} | {numbers} | {marks} |"


def main(
    site: Annotated[Path, typer.Option(help="the finished site")] = Path("_build/site"),
    out: Annotated[Path, typer.Option(help="folder of the report")] = Path("_build/audit"),
    node: Annotated[Path, typer.Option(help="folder with Lighthouse")] = Path("_build/node"),
    page: Annotated[list[str] | None, typer.Option(help="only this page, by its name")] = None,
    marks: Annotated[bool, typer.Option(help="ask Lighthouse too")] = True,
    again: Annotated[bool, typer.Option(help="build the site once more elsewhere")] = True,
) -> None:
    """Audit the finished site, and end with 1 if a bound is missed."""
    if CHROMIUM is None:
        sys.exit(f"the audit needs a browser; {NO_CHROMIUM}")
    if not (site / "index.html").is_file():
        sys.exit(f"there is no site in {site}: build it first with `make book`")
    differ = rebuild(site) if again else None
    audits = audit_all(site, page or [])
    searches = queries.search_all(site)
    installed = (node / lighthouse.PROGRAM).is_file()
    if marks and installed:
        mark_all(site, audits, node)
    note = "not asked" if installed else "not installed"
    out.mkdir(parents=True, exist_ok=True)
    report = render(audits, searches, differ, note)
    (out / "report.md").write_text(report, encoding="utf-8")
    plain = {
        "pages": [asdict(one) for one in audits],
        "searches": [asdict(one) for one in searches],
        "differ": differ,
    }
    (out / "report.json").write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
    print(report)
    print(f"written to {out / 'report.md'}")
    missed = any(any(problems(one)) for one in audits) or any(one.fails for one in searches)
    sys.exit(int(missed or bool(differ)))


if __name__ == "__main__":
    typer.run(main)
