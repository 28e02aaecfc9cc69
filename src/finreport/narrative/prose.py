"""The prose of a chapter as plain Markdown, for who reads its notebook without the site.

A notebook names a number (``{glue:text}`npl_ratio` ``), a place (``(fig-loans)=``) and a link to
it (``[贷款](#fig-loans)``) in ways that only the site can follow, and is written in Chinese; what
it says in another language is in the catalogue of messages of the project.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

NAMED = re.compile(r"\{glue:text\}`([^`]+)`")
"""A number in the prose, by its name."""

CATALOGUE = Path(__file__).resolve().parents[3] / "locale" / "{}" / "LC_MESSAGES" / "book.po"
"""Where the project keeps what its prose says in another language."""

UNSEEN = re.compile(r"\([\w-]+\)=|% .*")
"""A line that pages do not show: a place, or a remark to who reads the notebook as it is."""

BEGINNING = re.compile(r"(#+ |- |\d+\. )?(.*)")
TO_PLACE = re.compile(r"\[([^\]]+)\]\(#[^)]*\)")
TO_CHAPTER = re.compile(r"(\[[^\]]+\]\(\d\d_\w+)\)")


def plain(source: str, told: Mapping[str, str], messages: Mapping[str, str]) -> str:
    r"""A cell of Markdown with its numbers in words, in the language of the messages.

    >>> plain("(rates)=\n## 利率\n\n- 为{glue:text}`npl`，见[核对](#checks)", {"npl": "1%"}, {})
    '## 利率\n\n- 为1%，见核对'
    >>> plain("- 见[核对](95_checks)", {}, {"见[核对](95_checks)": "See [Checks](95_checks)"})
    '- See [Checks](95_checks.ipynb)'
    >>> plain("% 说明\n(rates)=\n# 利率", {}, {})
    '# 利率'
    """
    lines = [
        _plain_line(line, told, messages)
        for line in source.split("\n")
        if not UNSEEN.fullmatch(line)
    ]
    return "\n".join(lines).strip("\n")


def _plain_line(line: str, told: Mapping[str, str], messages: Mapping[str, str]) -> str:
    found = BEGINNING.fullmatch(line)
    if found is None:
        return line
    mark, text = found[1] or "", found[2]
    text = NAMED.sub(lambda name: told.get(name[1], name[0]), messages.get(text, text))
    return mark + TO_CHAPTER.sub(r"\1.ipynb)", TO_PLACE.sub(r"\1", text))


@lru_cache(maxsize=2)
def read_messages(path: Path) -> dict[str, str]:
    """What a catalogue has for each message; nothing where there is no catalogue."""
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {str(each.id): str(each.string) for each in catalogue if each.id and each.string}


def messages_in(language: str) -> dict[str, str]:
    """What the project's prose says in a language; nothing in its own."""
    return read_messages(Path(str(CATALOGUE).format(language)))
