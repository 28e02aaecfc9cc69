"""How it looks: one function a chart or table, each called with an open chapter."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finreport.figures.chapter import Chapter, open_chapter

__all__ = ["EXHIBIT", "Chapter", "open_chapter"]

EXHIBIT = "application/vnd.finreport.exhibit+json"
"""MIME type of the data that a cell's output carries: a list with one plain object an exhibit."""


def __getattr__(name: str) -> Any:
    # Whoever makes pages takes the palette from here, and not what opens and draws a chapter.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from finreport.figures import chapter

    return getattr(chapter, name)
