"""A file as paragraphs and tables, each with its place: text, Word, PDF, HTML, Markdown."""
