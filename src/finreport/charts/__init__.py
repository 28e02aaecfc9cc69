"""What is shown: one file a chapter, in it one function a chart or table."""

from finreport.figures.chapter import open_chapter

__all__ = ["open_chapter"]
