"""The module ``re``, but that a pattern is compiled when a text first comes to it.

The rooms that read and check know over a thousand patterns. To compile them all takes as long as to
read a report of twenty pages, and a short text comes to a third of them.
"""

import re
from functools import cached_property
from re import (
    DOTALL,
    IGNORECASE,
    Match,
    Pattern,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from typing import Any, AnyStr, cast

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "Match",
    "Pattern",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]


def compile(pattern: AnyStr, flags: int = 0) -> Pattern[AnyStr]:  # noqa: A001 - that of ``re``
    """What does all that the compiled pattern does; a mistake in it is raised at its first use."""
    return cast(Pattern[AnyStr], _Uncompiled(pattern, flags))


class _Uncompiled:
    """Stands for a pattern, and keeps each of its methods once it was asked for."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> Pattern[Any]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
