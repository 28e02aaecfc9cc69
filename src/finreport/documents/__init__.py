"""A file as paragraphs and tables, each with its place: text, Word, PDF, HTML, Markdown."""

from finreport.documents.cell_text import figure
from finreport.documents.document import Cell, Document, Paragraph, Place, Table
from finreport.documents.notices import Notice, UnreadableError
from finreport.documents.opening import read
from finreport.documents.text import read_text

__all__ = [
    "Cell",
    "Document",
    "Notice",
    "Paragraph",
    "Place",
    "Table",
    "UnreadableError",
    "figure",
    "read",
    "read_text",
]
