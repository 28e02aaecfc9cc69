"""How chapters run: the project's chapters, their parameters, and their reference outputs."""

from finreport.errors import ChapterError, ProjectError
from finreport.execution.cache import ChapterCache
from finreport.execution.chapters import (
    ChapterRun,
    execute_books,
    execute_chapters,
    refresh_chapters,
)
from finreport.execution.project import find_project, list_chapters

__all__ = [
    "ChapterCache",
    "ChapterError",
    "ChapterRun",
    "ProjectError",
    "execute_books",
    "execute_chapters",
    "find_project",
    "list_chapters",
    "refresh_chapters",
]
