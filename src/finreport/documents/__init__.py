"""A file as paragraphs and tables, each with its place: text, Word, PDF, HTML, Markdown."""

from finreport.documents.cell_text import figure
from finreport.documents.document import Cell, Document, Paragraph, Place, Table
from finreport.documents.opening import read
from finreport.documents.text import read_text
from finreport.errors import UnreadableError

__all__ = [
    "Cell",
    "Document",
    "Paragraph",
    "Place",
    "Table",
    "UnreadableError",
    "figure",
    "read",
    "read_text",
]
