"""The messages of the prose: taken from the chapters and kept in the catalogue of a language.

``make translations`` runs this module after a chapter has changed. The catalogue is then complete
and in reading order: a new message has no translation yet, a changed one has that of the message
it was before and the mark ``fuzzy``, and a message that no chapter has any more is gone.
"""

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from finreport.errors import PlainError
from finreport.execution import find_project
from finreport.publishing.configuration import configuration
from finreport.publishing.workshop import assemble, run_jupyter_book, write_text
from finreport.words import LANGUAGES

DOMAIN = "book"
"""The one catalogue of all chapters: ``gettext_compact`` in ``_config.yml``."""

HEADER = """\
# The prose of the chapters. Update it with: make translations
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""Without the dates and tool names of a usual header, which would differ every time."""


def catalogue_path(root: Path, language: str) -> Path:
    """Give the catalogue of a language in the project folder ``root``."""
    return root / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def update_catalogue(root: Path, language: str, messages: Catalog) -> Catalog:
    """Bring the catalogue of a language up to date with the messages there are, and give it."""
    path = catalogue_path(root, language)
    catalogue = read_catalogue(path) if path.is_file() else Catalog(language)
    catalogue.update(messages)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, written(catalogue, language))
    return read_catalogue(path)


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue of messages; a malformed one raises babel's ``PoFileError``."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def extract_messages(root: Path) -> Catalog:
    """Give the messages of all chapters, each with the chapters that it is in.

    A message is a paragraph, a heading or an item of a list, as its author wrote it, or the title
    of a part of the book. Raises :class:`BookError` if the chapters cannot be read.
    """
    with TemporaryDirectory(prefix="finreport-") as folder:
        source = Path(folder) / "source"
        assemble(root / "chapters", source, configuration("zh", root), root)
        made = run_jupyter_book(source, "gettext")
        messages = read_catalogue(made / f"{DOMAIN}.pot")
    for message in messages:
        message.locations = [(Path(file).stem, line) for file, line in message.locations]
        message.auto_comments = []
    return messages


def written(catalogue: Catalog, language: str) -> str:
    """Give the file of a catalogue: chapter by chapter in reading order, without line numbers.

    Line numbers, line breaks and dates would change where no message has.
    """
    for message in catalogue:
        message.flags &= {"fuzzy"}  # what looks like a place of a Python format is a role of MyST
    file = BytesIO()
    write_po(
        file,
        catalogue,
        width=0,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return HEADER.format(language=language) + file.getvalue().decode("utf-8")


def faults(catalogue: Catalog, messages: Catalog) -> list[str]:
    """Say what is wrong with a catalogue: a line for each message that is not as it should be."""
    wanted = {message.id for message in messages if message.id}
    there = {message.id: message for message in catalogue if message.id}
    done = {text for text, message in there.items() if message.string}
    found = [f"untranslated: {text}" for text in wanted - done]
    found += [f"fuzzy: {text}" for text, message in there.items() if message.fuzzy]
    found += [f"stale: {text}" for text in there.keys() - wanted]
    return sorted(found)


def main() -> None:
    """Bring every catalogue up to date, and tell what is left to translate."""
    try:
        root = find_project(Path.cwd())
        messages = extract_messages(root)
    except PlainError as error:
        sys.exit(str(error))
    for language in LANGUAGES[1:]:
        for fault in faults(update_catalogue(root, language, messages), messages):
            print(fault)


if __name__ == "__main__":
    main()
