"""How the book is made: the Sphinx extension, the theme, the search and the finished site."""

from finreport.publishing.configuration import BookError
from finreport.publishing.site import build_book, build_site, serve

__all__ = ["BookError", "build_book", "build_site", "serve"]
