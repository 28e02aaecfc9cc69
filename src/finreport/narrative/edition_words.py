"""The words of a language with those of one edition, for who needs nothing else of the book."""

from finreport.editions.description import read_about
from finreport.words import Language, open_language


def words_of(edition: str, language: str) -> Language:
    """The catalogue of a language with the words and facts of an edition."""
    about = read_about(edition)
    return open_language(language).of_edition(about.texts(language), about.facts(language))
