"""The module ``re``, but that a pattern is compiled when a text first comes to it, its sets once.

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


SMALL = 6
"""So many characters, and ranges of them, are not worth a table."""


def _share_sets() -> None:
    """Have CPython bring each large set of characters into form once, and leave small ones as told.

    It spends half its time on them: each set of Chinese characters fills a table of 65,536 places.
    Hundreds of patterns have the same few, and most have so few characters that one by one they are
    looked through as fast.
    """
    compiler = vars(re).get("_compiler")  # for CPython's own use, and so known to no stub
    form = getattr(compiler, "_optimize_charset", None)
    if compiler is None or form is None:
        return
    known: dict[tuple[Any, ...], Any] = {}

    def formed(charset: list[Any], *of_case: Any) -> Any:
        if any(of_case):
            return form(charset, *of_case)
        if len(charset) <= SMALL:
            return charset, False
        key = tuple(charset)
        if key not in known:
            known[key] = form(charset)
        return known[key]

    compiler._optimize_charset = formed


_share_sets()
