"""A file as paragraphs and tables, each with its place: text, Word, PDF, HTML, Markdown."""

from finreport.documents.errors import UnreadableError
from finreport.documents.figures import figure
from finreport.documents.files import read
from finreport.documents.model import Cell, Document, Paragraph, Place, Table
from finreport.documents.text import read_text

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
