"""What is shown: one file a chapter, in it one function a chart or table.

A file is named after its chapter's notebook, with a word before it where another room has a file
of that name already.
"""

from finreport.narrative.chapter import open_chapter

__all__ = ["open_chapter"]
