"""How it looks: one function a chart or table, each called with an open chapter."""

from finreport.figures.chapter import Chapter, open_chapter

__all__ = ["Chapter", "open_chapter"]
