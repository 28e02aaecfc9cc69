"""How chapters run: the project's chapters, their parameters, and their reference outputs."""

from finreport.execution.chapters import ChapterRun, execute_chapters, refresh_chapters
from finreport.execution.errors import ChapterError, ProjectError
from finreport.execution.project import find_project, list_chapters

__all__ = [
    "ChapterError",
    "ChapterRun",
    "ProjectError",
    "execute_chapters",
    "find_project",
    "list_chapters",
    "refresh_chapters",
]
