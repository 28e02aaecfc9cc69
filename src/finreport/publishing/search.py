"""Full-text search in Chinese, in the browser, without a dictionary and without a server.

Sphinx segments Chinese while it builds but not what a reader types, so most queries find
nothing. Overlapping pairs of characters need no segmenting: both sides cut the same way.
"""

import re
from collections.abc import Iterator

from sphinx.search import SearchLanguage

HAN = r"\u3400-\u9fff"
WORDS = re.compile(rf"[{HAN}]+|[a-z0-9][a-z0-9_.]*", re.IGNORECASE)
IS_HAN = re.compile(rf"[{HAN}]")


def terms(text: str) -> Iterator[str]:
    """Give the search terms of a text.

    A run of Chinese gives its pairs and its single characters; anything else is a word or a
    number as it stands.
    """
    for word in WORDS.findall(text):
        if IS_HAN.match(word):
            yield from (word[at : at + 2] for at in range(len(word) - 1))
            yield from word
        else:
            yield word.rstrip(".")


class ChineseBigrams(SearchLanguage):
    """Sphinx's search language `zh`, by overlapping pairs of characters."""

    lang = "zh"
    language_name = "Chinese"
    js_stemmer_code = "var Stemmer = function () { this.stemWord = (word) => word; };"
    js_splitter_code = """
function splitQuery(query) {
  const words = query.toLowerCase().match(/[\\u3400-\\u9fff]+|[a-z0-9][a-z0-9_.]*/g) || [];
  const pairs = (word) =>
    Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  const isHan = (word) => /[\\u3400-\\u9fff]/.test(word);
  return words.flatMap((word) =>
    isHan(word) && word.length > 2 ? pairs(word) : [word.replace(/\\.+$/, "")]
  );
}
"""

    def split(self, input: str) -> list[str]:  # noqa: A002 (Sphinx names it)
        """Cut a text into the terms under which it can be found."""
        return list(terms(input))

    def stem(self, word: str) -> str:
        """Give the term as it stands in the index: lower case."""
        return word.lower()

    def word_filter(self, word: str) -> bool:
        """Keep every term: in Chinese one character can be a word."""
        return bool(word)
