"""The feed of changes, against what RFC 4287 demands."""

from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from finreport.publishing.feed import ChangesError, feed, read_changes

CHANGES = Path(__file__).parents[2] / "CHANGELOG.md"
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BUILT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
LOG = """\
# Changelog

Words before the first version.

## [Unreleased]

- New: `a < b`.

## [0.2.0] - 2026-02-01

### Added

- Second.

## [0.1.0] - 2025-12-24

- First.
"""


def entries(
    log: str, built: datetime | None, address: str = "", language: str = "zh"
) -> list[ElementTree.Element]:
    top = ElementTree.fromstring(feed(list(read_changes(log, built)), language, address))
    return [top, *top.findall(f"{ATOM}entry")]


def text(parent: ElementTree.Element, name: str) -> str:
    found = parent.findtext(f"{ATOM}{name}")
    assert found
    return found


def test_each_version_is_an_entry_with_what_atom_demands() -> None:
    top, *versions = entries(LOG, BUILT)
    names = ["Unreleased", "0.2.0", "0.1.0"]
    assert [text(entry, "title") for entry in versions] == [f"finreport {name}" for name in names]
    assert [text(entry, "updated") for entry in versions] == [
        "2026-03-04T05:06:07Z",
        "2026-02-01T00:00:00Z",
        "2025-12-24T00:00:00Z",
    ]
    assert text(top, "updated") == "2026-03-04T05:06:07Z"
    assert text(top, "title")
    assert top.findtext(f"{ATOM}author/{ATOM}name")
    ids = [text(element, "id") for element in (top, *versions)]
    assert len(set(ids)) == 4
    assert all(name.startswith("urn:uuid:") for name in ids)


def test_an_entry_holds_its_own_changes_as_html() -> None:
    _, unreleased, second, first = entries(LOG, BUILT)
    assert "<code>a &lt; b</code>" in text(unreleased, "content")
    assert "<li>Second.</li>" in text(second, "content")
    assert "Second" not in text(first, "content")


def test_what_is_not_released_has_no_date_of_its_own() -> None:
    _, *versions = entries(LOG, None)
    assert [text(entry, "title") for entry in versions] == ["finreport 0.2.0", "finreport 0.1.0"]
    assert list(read_changes("## [Unreleased]\n\n- New.\n", None)) == []


def test_ids_stay_when_the_site_moves_and_time_passes() -> None:
    here, there = entries(LOG, BUILT), entries(LOG, None, "https://example.org/zh/")
    assert [text(one, "id") for one in here if text(one, "title") != "finreport Unreleased"] == [
        text(one, "id") for one in there
    ]
    links = {link.get("rel"): link.get("href") for link in there[0].findall(f"{ATOM}link")}
    assert links["self"] == "https://example.org/zh/changes.atom"
    assert links["alternate"] == "https://example.org/zh/index.html"
    links = {link.get("rel"): link.get("href") for link in here[0].findall(f"{ATOM}link")}
    assert links == {"self": "./changes.atom", "alternate": "./index.html"}


def test_each_language_has_a_feed_of_its_own() -> None:
    feeds = {language: entries(LOG, BUILT, language=language) for language in ("zh", "en")}
    ids = [text(element, "id") for feed in feeds.values() for element in feed]
    assert len(set(ids)) == len(ids) == 8
    for (top, *versions), tag in zip(feeds.values(), ("zh-CN", "en"), strict=True):
        assert top.get(LANG) == tag
        assert text(top, "title").isascii() == (tag == "en")
        [page] = {
            (link.get("hreflang"), link.get("type"))
            for element in (top, *versions)
            for link in element.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        }
        assert page == (tag, "text/html")
        for entry in versions:  # the change log is in English
            content = entry.find(f"{ATOM}content")
            assert content is not None
            assert content.get(LANG) == "en"


def test_a_date_that_is_none_is_named() -> None:
    with pytest.raises(ChangesError, match=r"version 0\.1\.0 has the date '1'"):
        list(read_changes("## [0.1.0] - 1\n", BUILT))


def test_the_change_log_of_the_project_has_its_form() -> None:
    log = CHANGES.read_text(encoding="utf-8")
    found = list(read_changes(log, BUILT))
    assert len(found) == log.count("\n## [")
    assert all(change.text for change in found)
