"""Both sides of the search cut a text in the same way."""

import json
import shutil
import subprocess

import pytest

from finreport.publishing.search import ChineseBigrams, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("专项债", ["专项", "项债", "专", "项", "债"]),
        ("债", ["债"]),
        ("2018年 LPR 45599.9。", ["2018", "年", "LPR", "45599.9"]),
        ("end.", ["end"]),
        ("，。", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert list(terms(text)) == expected


@pytest.mark.skipif(shutil.which("node") is None, reason="no node here: apt-get install nodejs")
@pytest.mark.parametrize("query", ["债", "债务", "地方专项债", "2018年不良贷款 LPR", "45599.9", ""])
def test_the_browser_asks_only_for_terms_that_are_in_the_index(query: str) -> None:
    language = ChineseBigrams({})
    indexed = {language.stem(term) for term in language.split(query)}
    script = f"{language.js_splitter_code}; console.log(JSON.stringify(splitQuery({query!r})))"
    asked = subprocess.run(["node", "-e", script], capture_output=True, check=True, text=True)
    found = json.loads(asked.stdout)
    assert set(found) <= indexed
    assert bool(found) == bool(query)
