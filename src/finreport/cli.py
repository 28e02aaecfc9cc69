"""The command ``finreport``: build and read the book, refresh it, read and check a report.

The status of every command is 0 if what was asked is done, 1 if it is done and something is
wrong with what it was done to (a new contradiction, a run that failed), :data:`NOT_DONE` if it
cannot be done and :data:`STOPPED` by Ctrl+C.
"""

import atexit
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from finreport.errors import PlainError
from finreport.spreadsheets import for_spreadsheets

if TYPE_CHECKING:
    from rich.progress import Progress

    from finreport.documents import Document
    from finreport.reading import Readings

NOT_DONE = 2
"""The status for bad input and for files that cannot be used; also that of wrong options."""


STOPPED = 130
UNREAD = 141
"""The statuses of a shell for what SIGINT and SIGPIPE have ended."""


class Commands(TyperGroup):
    """The commands; an error that a person can put right is told here, in one sentence."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; what passes is a mistake of the program, whose traceback is of use."""
        try:
            return super().invoke(ctx)
        except PlainError as error:
            fail(str(error))
        except (BrokenPipeError, SystemExit):  # with the latter rich ends where nobody reads on
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(UNREAD) from None
        except ModuleNotFoundError as error:
            if not error.name or error.name.partition(".")[0] == __package__:
                raise
            fail(
                f"This command needs {error.name}, which is not installed; what the book takes "
                "comes with: pip install 'finreport[book]'."
            )
        except OSError as error:
            place = f"{error.filename} cannot be used: " if error.filename else ""
            fail(f"{place}{error.strerror or error}.")
        except KeyboardInterrupt:
            fail("Stopped.", STOPPED)


def fail(message: str, status: int = NOT_DONE) -> NoReturn:
    """Tell a message on the error stream and end the command with a status."""
    typer.secho(message, fg=typer.colors.RED, err=True)
    raise typer.Exit(status) from None


app = typer.Typer(
    cls=Commands,
    help="A reproducible, self-checking edition of a regional financial operations report.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)


def tell_version(asked: bool) -> None:
    """Tell the version and end."""
    if asked:
        from importlib.metadata import version

        typer.echo(f"finreport {version('finreport')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=tell_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that stand before a command."""
    _write_utf8()


def _write_utf8() -> None:
    """Have files and pipes take UTF-8, and no terminal stumble over a character it lacks.

    Windows would give them the code page of the machine, which no reader of JSON expects.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


JOBS = 2
"""How many chapters run at a time, unless told otherwise."""

Jobs = Annotated[int, typer.Option(min=1, help="How many chapters run at a time.")]
OWN = "the project's own"

EditionName = Annotated[
    str, typer.Option(help="Name of the edition: a folder of data/.", show_default=OWN)
]


class Format(StrEnum):
    """How the result of a command is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class CheckFormat(StrEnum):
    """How the result of a check is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


@app.command()
def build(
    edition: EditionName = "",
    as_of: Annotated[
        str, typer.Option(help="Last month to show, YYYY-MM.", show_default="the last")
    ] = "",
    language: Annotated[str, typer.Option(help="Language of the book: zh, en or all.")] = "all",
    jobs: Jobs = JOBS,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Leave as it is what would be the same.")
    ] = True,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also print the book as a PDF; needs Chromium.")
    ] = False,
) -> None:
    """Run every chapter that has changed and make the site in _build/site."""
    from finreport.editions.edition import named_edition
    from finreport.execution import ChapterCache, execute_books, find_project, list_chapters
    from finreport.publishing.forking import start_forking
    from finreport.publishing.site import build_book
    from finreport.words import LANGUAGES, open_language

    project = find_project(Path.cwd())
    chapters = list_chapters(project)
    edition, as_of = named_edition(edition, as_of)
    if pdf:
        from finreport.publishing.paper import find_browser

        find_browser()  # before the minutes that it would be missing after
    languages = LANGUAGES if language == "all" else [open_language(language).code]
    executed = {code: project / "_build" / "chapters" / code for code in languages}
    site = project / "_build" / "site"
    with one_build(project):
        chapter_cache = ChapterCache(project, warn) if cache else None
        with progress_bar() as bar:
            task = bar.add_task("Running chapters", total=len(chapters) * len(executed))
            runs = execute_books(
                chapters,
                {
                    folder: {"edition": edition, "as_of": as_of, "language": code}
                    for code, folder in executed.items()
                },
                jobs=jobs,
                on_start=start_forking,  # so that it is ready when the chapters are
                on_done=lambda chapter: bar.advance(task),
                cache=chapter_cache,
            )
        if chapter_cache:
            chapter_cache.prune()
        build_book(executed, site, root=project, pdf=pdf, anew=not cache)
    ran = sum(1 for run in runs if run.seconds)
    typer.echo(f"Chapters: {len(runs)}; executed: {ran}; unchanged: {len(runs) - ran}")
    typer.echo(f"The book is ready: open {site / 'index.html'}, or run: finreport serve")


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the site on this machine until Ctrl+C."""
    from finreport.execution import find_project
    from finreport.publishing.site import serve as serve_site

    serve_site(find_project(Path.cwd()) / "_build" / "site", port)


@app.command()
def ingest(
    texts: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, help="The texts of the edition, in any order."),
    ],
    edition: EditionName = "",
    to: Annotated[
        Path | None, typer.Option(help="Where to write it.", show_default="data/EDITION")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; tell which files would change.")
    ] = False,
) -> None:
    """Make an edition that is there anew from its texts, with what a person has settled of it.

    With --check, status 0: the texts give the files as they are. 1: some differ, and are named.
    """
    from finreport.editions.folder import data_folder, own_edition
    from finreport.editions.making import drift, make_edition

    name, data = edition or own_edition(), data_folder()
    if not (data / name / "datapackage.json").is_file():
        fail(f"There is no edition {name} to make anew; finreport new makes a new one.")
    if check:
        changed = drift(name, texts, data)
        typer.echo("\n".join([*changed, f"Files that the texts do not give: {len(changed)}"]))
        raise typer.Exit(1 if changed else 0)
    made = make_edition(name, texts, data, to)
    typer.echo(f"The data package is in {made.folder}; to settle: {len(made.open)}")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the edition: a folder of data/.")],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="The report and, if there is one, the work report: text, Word, PDF or HTML.",
        ),
    ],
) -> None:
    """Make an edition's folder from its report; say what a person has to settle.

    Run it again after settling a line of its readings.csv, and it takes it.
    """
    from finreport.editions.folder import READINGS, data_folder
    from finreport.editions.making import make_edition

    made = make_edition(name, files, data_folder())
    for file in made.left_out:
        warn(f"{file} is no report on financial operations and no work report; it is left out.")
    typer.echo(f"{made.title}: {made.folder}")
    typer.echo(f"Numbers of the prose: {made.statements}; facts of the list: {made.named}")
    numbers, events = made.untranslated
    typer.echo(f"In Chinese only: {numbers} numbers, {events} events; see words/en.toml")
    for line in made.unused:
        warn(f"{READINGS}: {line.printed} in {line.file}, line {line.line}, is no longer there.")
    for line in made.open:
        typer.echo(f"{line.file}:{line.line}: {line.printed} {line.field}: {line.reason}")
        typer.echo(f"    {line.read} [{line.candidates}]")
    typer.echo(f"To settle: {len(made.open)}; see {READINGS}")


@app.command("read")
def read_numbers(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Reports: text, Word, PDF or HTML.")
    ],
    language: Annotated[str, typer.Option(help="Language of the text: zh or en.")] = "zh",
    format: Annotated[  # noqa: A002 - the option is called --format
        Format, typer.Option(help="How to write the readings.")
    ] = Format.TEXT,
) -> None:
    """Read what every number of a report says: subject, measure, direction, period, base.

    Status 0: read. 2: a file cannot be read as a text at all; the others are.
    """
    from finreport.documents import UnreadableError
    from finreport.documents import read as read_document
    from finreport.reading import read as read_document_numbers
    from finreport.reading.rendering import as_csv, as_json, as_text, open_words

    words = open_words(language)
    found: list[tuple[Document, Readings]] = []
    failed = False
    for path in files:
        try:
            document = read_document(path)
        except UnreadableError as error:
            typer.secho(error.notice.told(words), fg=typer.colors.RED, err=True)
            failed = True
            continue
        for warning in document.warnings:
            warn(warning.told(words))
        found.append((document, read_document_numbers(document, len(found) + 1)))
    match format:
        case Format.JSON:
            typer.echo(as_json([readings for _, readings in found]))
        case Format.CSV:
            typer.echo(as_csv([readings for _, readings in found]), nl=False)
        case Format.TEXT if found:
            typer.echo(as_text(found, words))
    if failed:
        raise typer.Exit(NOT_DONE)


@app.command()
def check(  # noqa: PLR0913, PLR0917 - each is an option of the command
    checked: Annotated[
        list[str],
        typer.Argument(
            metavar="EDITION|FILE...",
            help="An edition of data/, or the texts of a draft; - is standard input.",
        ),
    ],
    format: Annotated[  # noqa: A002 - the option is called --format
        CheckFormat, typer.Option(help="How to write the result.")
    ] = CheckFormat.TEXT,
    language: Annotated[
        str | None,
        typer.Option(help="zh or en.", show_default="that of the draft; en for an edition"),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let doubts count.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Write new findings only.")] = False,
    known: Annotated[
        bool, typer.Option("--known", help="Tell what is settled, too; else it is one line.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Settle all findings: write them to the judgements.")
    ] = False,
    judgements: Annotated[
        Path | None,
        typer.Option(help="What is settled.", show_default="judgements.toml beside the draft"),
    ] = None,
    marked: Annotated[
        Path | None,
        typer.Option(help="Write the first text, a Word file or PDF, with the findings in it."),
    ] = None,
) -> None:
    """Check whether the printed numbers of an edition, or of any draft, add up.

    Status 0: every contradiction is settled. 1: there is a new one. 2: a text cannot be read.
    """
    gc.disable()  # one short run makes hardly a cycle, and looking for some takes a tenth of it
    atexit.register(gc.freeze)  # nor are there any to look for where it ends
    if is_draft(checked):
        from finreport.checks.command import Asked, run

        asked = Asked(format.value, language, strict, quiet, known, accept, judgements, marked)
        answer = run(checked, asked)
        if told := answer.told:
            typer.echo(for_spreadsheets(told) if format is CheckFormat.CSV else told)
        for each in answer.warnings:
            warn(each)
        for each in answer.refused:
            typer.secho(each, fg=typer.colors.RED, err=True)
        raise typer.Exit(answer.status)
    of_drafts = {
        "--quiet": quiet,
        "--accept": accept,
        "--judgements": judgements,
        "--marked": marked,
    }
    if asked_for := [option for option, given in of_drafts.items() if given]:
        fail(f"An edition is checked without {asked_for[0]}, which is for the texts of a draft.")
    check_own(checked[0], format, language or "en", strict=strict, known=known)


def check_own(name: str, form: CheckFormat, language: str, *, strict: bool, known: bool) -> None:
    """Check an edition of the project, write what was found, and end with the status."""
    from finreport.checks import check_edition
    from finreport.checks.report_forms import as_csv, as_json
    from finreport.editions import open_edition

    edition = open_edition(name)
    list(edition.records.values())  # each table is read, and its faults told
    report = check_edition(edition)
    match form:
        case CheckFormat.JSON:
            typer.echo(as_json(report))
        case CheckFormat.CSV:
            typer.echo(for_spreadsheets(as_csv(report)), nl=False)
        case CheckFormat.TEXT:
            from rich.console import Console

            from finreport.narrative.check_listing import show
            from finreport.narrative.edition_words import words_of

            show(report, words_of(name, language), Console(), known=known)
        case _:
            fail(f"An edition is written as text, json or csv, not as {form.value}.")
    if report.unregistered or (strict and report.outdated):
        raise typer.Exit(1)


@app.command()
def results(
    edition: Annotated[
        str, typer.Argument(help="Name of the edition: a folder of data/.", show_default=OWN)
    ] = "",
    as_of: Annotated[
        str | None, typer.Option(help="Last month to use, YYYY-MM.", show_default="the last")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the methods.")] = "en",
    format: Annotated[  # noqa: A002 - the option is called --format
        Format, typer.Option(help="How to write the results.")
    ] = Format.TEXT,
) -> None:
    """Print every named result: value, bounds, unit, method and inputs."""
    from finreport.analysis.groups import compute_all
    from finreport.editions import open_edition
    from finreport.editions.folder import own_edition
    from finreport.narrative.edition_words import words_of
    from finreport.narrative.listing import as_csv, as_json, show

    opened = open_edition(edition or own_edition(), as_of)
    words = words_of(opened.name, language)
    found = compute_all(opened)
    match format:
        case Format.JSON:
            typer.echo(as_json(found, words))
        case Format.CSV:
            typer.echo(for_spreadsheets(as_csv(found, words)), nl=False)
        case Format.TEXT:
            from rich.console import Console

            show(found, words, Console())


@app.command()
def refresh(
    chapters: Annotated[
        list[Path] | None,
        typer.Argument(
            exists=True, dir_okay=False, help="Notebooks to run.", show_default="every chapter"
        ),
    ] = None,
    jobs: Jobs = JOBS,
) -> None:
    """Run chapters at their default parameters and save their reference outputs."""
    from finreport.execution import find_project, list_chapters, refresh_chapters

    chapters = chapters or list_chapters(find_project(Path.cwd()))
    with progress_bar() as bar:
        task = bar.add_task("Refreshing chapters", total=len(chapters))
        changed = refresh_chapters(chapters, jobs=jobs, on_done=lambda chapter: bar.advance(task))
    names = ", ".join(chapter.stem for chapter in changed) or "none"
    typer.echo(f"Chapters refreshed: {len(chapters)}; changed: {names}")


@app.command()
def sweep(
    grid: Annotated[
        Path,
        typer.Argument(
            metavar="GRID",
            exists=True,
            dir_okay=False,
            help="A YAML file with chapters, editions, months, languages.",
        ),
    ],
    to: Annotated[
        Path | None, typer.Option(help="Folder of results.", show_default="_build/sweeps/GRID")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Address of a Dask scheduler, such as tcp://HOST:8786."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="How many chapters run at a time here.", show_default=str(JOBS)),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep what has finished and do the rest.")
    ] = False,
) -> None:
    """Run chapters over many editions, months and languages, on this machine or a cluster.

    Status 0: every run finished. 1: a run failed. 2: the grid is wrong, or the sweep cannot be
    run.
    """
    from functools import partial

    from finreport.execution import find_project
    from finreport.execution.sweep import on_cluster, on_this_machine, read_grid, run_sweep

    if scheduler and jobs:
        raise typer.BadParameter(
            "with --scheduler the cluster's workers decide how many run at a time; "
            "leave one of the two out.",
            param_hint="--jobs",
        )
    project = find_project(Path.cwd())
    folder = to or project / "_build" / "sweeps" / grid.stem
    runs = read_grid(grid, project)
    with progress_bar() as bar:
        task = bar.add_task("Running the grid", total=len(runs))
        outcomes = run_sweep(
            runs,
            folder,
            project=project,
            place=partial(on_cluster, address=scheduler)
            if scheduler
            else partial(on_this_machine, processes=jobs or JOBS),
            resume=resume,
            on_done=lambda outcome: bar.advance(task),
        )
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    for outcome in failed:
        where = f" in cell {outcome.error_cell}" if outcome.error_cell else ""
        typer.secho(f"{outcome.run} failed{where}: {outcome.error}", fg=typer.colors.RED, err=True)
    typer.echo(f"Runs: {len(runs)}; failed: {len(failed)}. The results: {folder / 'index.html'}")
    if failed:
        raise typer.Exit(1)


def is_draft(checked: Sequence[str]) -> bool:
    """Whether these are texts; one bare word that is no file is the name of an edition."""
    first = Path(checked[0])
    is_name = first.name == checked[0] and not first.suffix and checked[0] != "-"
    return len(checked) > 1 or not is_name or first.is_file()


@contextmanager
def one_build(project: Path) -> Iterator[None]:
    """Keep other builds waiting, so that none puts its chapters among those of another."""
    from finreport.execution.files import alone

    folder = project / "_build"
    told = "Another build of this project is running; this one waits until it has ended."
    folder.mkdir(exist_ok=True)
    with alone(folder / "build.lock", lambda: warn(told)):
        yield


def warn(message: str) -> None:
    """Tell something that does not stop the command, on the error stream."""
    typer.secho(message, fg=typer.colors.YELLOW, err=True)


def progress_bar() -> "Progress":
    """A progress bar on the error stream, which shows nothing if that is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )


if __name__ == "__main__":
    app()
