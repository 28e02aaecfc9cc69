"""The prose of a chapter and its numbers, which it names itself: ``{glue:text}`npl_ratio```.

A notebook cannot be asked for its own text, so it is read as it is saved: in the folder in which
it runs, as with Jupyter and nbval, or else in the project's, as where papermill is called.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from markdown_it import MarkdownIt
from myst_nb import glue

from finreport.decoding import read_json
from finreport.errors import PlainError
from finreport.narrative import ORIGIN
from finreport.narrative.chapter import Chapter
from finreport.narrative.computed import COMPUTED
from finreport.narrative.number_index import ADDRESS
from finreport.narrative.prose import NAMED, messages_in, plain

CHAPTERS = Path(__file__).resolve().parents[3] / "chapters"
"""The notebooks of the project."""

HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
"""A heading, which is bold where it would be one of the notebook."""

IN_PASSAGE = re.compile(r"\{([A-Za-z0-9_.]+)\}")
"""A number in a passage of an edition, or in a sentence that opens a chapter."""


class _Cell(msgspec.Struct):
    """A cell of a notebook, whose text is in one piece or in lines."""

    cell_type: str
    source: str | list[str] = ""


class _Notebook(msgspec.Struct):
    """A notebook as far as its prose goes; to read all of one, and check it, takes far longer."""

    cells: list[_Cell]


@dataclass(frozen=True, repr=False)
class Phrase:
    """The words of a number in the prose, and where it comes from.

    ``at`` is the anchor that tells it: of the number itself where it is printed, else of what
    computes it, with the full names of the printed ``numbers`` behind it, or with the name of the
    ``result`` that it is. A fact has none of them.
    """

    text: str
    at: str = ""
    numbers: tuple[str, ...] = ()
    result: str = ""

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, str | dict[str, object]]:
        told: dict[str, str | dict[str, object]] = {"text/plain": repr(self)}
        if self.at:
            told[ORIGIN] = self.origin()
        return told

    def origin(self) -> dict[str, object]:
        """Where it comes from, as plain data."""
        found: dict[str, object] = {"at": self.at, "numbers": list(self.numbers)}
        return found | ({"text": self.text, "result": self.result} if self.result else {})

    def __repr__(self) -> str:
        return repr(self.text)


@dataclass(frozen=True, repr=False)
class Prose:
    """What a chapter says, with its numbers, in the language of the run.

    It is for who reads the notebook without the site, where the cell's output is left out: below
    it, numbers stand in the prose by their names.
    """

    text: str

    def _repr_markdown_(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, repr=False)
class EditionText:
    """What one edition says at a place of a chapter: a few sentences or a list, in Markdown.

    Its numbers are ``phrases`` by their names, which stand in ``{}`` in the text.
    """

    text: str
    phrases: Mapping[str, Phrase]

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, list[dict[str, object]]]:
        return {ORIGIN: told} if (told := self.origins()) else {}

    def origins(self) -> list[dict[str, object]]:
        """Where those of its numbers come from that are results."""
        return [phrase.origin() for phrase in self.phrases.values() if phrase.result]

    def _repr_html_(self) -> str:
        return f'<div class="fr-passage">\n{MarkdownIt().render(self._linked())}</div>'

    def inline(self) -> str:
        """One sentence as HTML, without a paragraph around it."""
        return str(MarkdownIt().renderInline(self._linked()))

    def _linked(self) -> str:
        return IN_PASSAGE.sub(lambda name: _linked(self.phrases[name[1]]), self.text)

    def __repr__(self) -> str:
        return IN_PASSAGE.sub(lambda name: self.phrases[name[1]].text, self.text)


def _linked(phrase: Phrase) -> str:
    return f"[{phrase.text}](#{phrase.at})" if phrase.at else phrase.text


def passage(chapter: Chapter, name: str) -> EditionText | None:
    """What the edition alone says at this place of the chapter; nothing if it says nothing.

    Its numbers are named as in :func:`with_numbers`.
    """
    key = f"passage.{chapter.name}.{name}"
    if not chapter.words.has(key):
        return None
    told = chapter.words.text(key)
    return EditionText(told, {name: _phrase(chapter, name) for name in IN_PASSAGE.findall(told)})


def with_numbers(chapter: Chapter) -> Prose:
    """Glue every number that the chapter's prose names, and show all its prose with them.

    A name is that of a printed number, as in :meth:`Chapter.phrase`, or one of
    :data:`~finreport.narrative.computed.COMPUTED`. Raises :class:`EditionError` for any other.
    """
    cells = _prose(chapter.name)
    names = dict.fromkeys(name for cell in cells for name in NAMED.findall(cell))
    phrases = {name: _phrase(chapter, name) for name in names}
    for name, phrase in phrases.items():
        glue(name, phrase, display=False)
    told = {name: phrase.text for name, phrase in phrases.items()}
    messages = messages_in(chapter.words.code)
    parts = [HEADING.sub(r"**\1**", plain(cell, told, messages)) for cell in cells]
    return Prose("\n\n".join([chapter.words.text("prose.lead"), *filter(None, parts)]))


def _phrase(chapter: Chapter, name: str) -> Phrase:
    if name in COMPUTED:
        computed = COMPUTED[name]
        numbers = tuple(filter(None, map(chapter.figure, computed.numbers)))
        return Phrase(computed.tell(chapter), computed.at, numbers)
    figure = chapter.figure(name)
    return Phrase(chapter.phrase(name), f"{ADDRESS}{figure}" if figure else "")


def _prose(name: str) -> list[str]:
    """The cells of Markdown of a chapter's notebook."""
    places = [Path(f"{name}.ipynb"), CHAPTERS / f"{name}.ipynb"]
    path = next((path for path in places if path.is_file()), None)
    if path is None:
        raise PlainError(
            f"There is no {places[0]} in {Path.cwd()}, the folder in which the chapter runs, nor "
            "among the chapters of the project; open_chapter takes the name of its notebook."
        )
    return [
        "".join(cell.source)
        for cell in read_json(path, _Notebook, path.name).cells
        if cell.cell_type == "markdown"
    ]
