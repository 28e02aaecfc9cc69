"""What is told of a file, in Chinese or English: why it cannot be read, or what to mind of it."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import rtoml

from finreport.errors import PlainError

LANGUAGES = ("zh", "en")


class Notice(NamedTuple):
    """A sentence of ``notices.toml`` by its key, with the values (of JSON) that stand in it."""

    key: str
    values: dict[str, Any]

    def told(self, language: str) -> str:
        """The sentence in a language."""
        return _sentences()[self.key][LANGUAGES.index(language)].format(**self.values)


class UnreadableError(PlainError):
    """A file that holds no text that could be read; the notice says why, and what would help."""

    def __init__(self, key: str, **values: object) -> None:
        self.notice = Notice(key, values)
        super().__init__(self.notice.told("en"))


@cache
def _sentences() -> dict[str, list[str]]:
    groups = rtoml.load(Path(__file__).with_name("notices.toml")).values()
    return {key: told for group in groups for key, told in group.items()}
