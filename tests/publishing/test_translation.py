"""The catalogue of the prose: complete, faithful, and kept by the tool without noise."""

import re
from collections import Counter
from pathlib import Path
from shutil import copyfile

import nbformat
import pytest
from babel.messages import Catalog, Message
from nbformat.v4 import new_markdown_cell, new_notebook

from finreport.publishing.translation import (
    catalogue_path,
    extract_messages,
    faults,
    read_catalogue,
    update_catalogue,
    written,
)

ROOT = Path(__file__).parents[2]

EAST_ASIAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Chinese characters and the full-width punctuation that goes with them."""

KEPT = {
    "role": re.compile(r"\{[a-z:]+\}`[^`]+`"),
    "link": re.compile(r"\]\(([^)]*)\)"),
    "code": re.compile(r"`[^`]+`"),
    "formula": re.compile(r"\$[^$]+\$"),
}
"""What a translation must have exactly as often as the original."""


@pytest.fixture(scope="module")
def messages() -> Catalog:
    """The messages of the book's chapters as they are now."""
    return extract_messages(ROOT)


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue."""
    return read_catalogue(catalogue_path(ROOT, "en"))


def prose(catalogue: Catalog) -> list[Message]:
    """The messages of a catalogue without its header."""
    return [message for message in catalogue if message.id]


# The catalogue of the book


def test_every_message_is_translated_and_none_is_stale(english: Catalog, messages: Catalog) -> None:
    assert len(messages) > 300
    assert faults(english, messages) == []


def test_the_messages_are_the_prose_of_the_chapters(messages: Catalog) -> None:
    """Every paragraph of one chapter, split by hand, is among them."""
    notebook = nbformat.read(ROOT / "chapters/96_methods.ipynb", as_version=4)
    prose = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    prose = re.sub(r"```.*?```", "", prose, flags=re.DOTALL)
    lines = [line for line in prose.splitlines() if line and not re.match(r"\([a-z-]+\)=", line)]
    assert len(lines) > 20
    assert {re.sub(r"^(#+|-) ", "", line) for line in lines} <= {m.id for m in messages}


def test_the_catalogue_is_as_the_tool_writes_it(english: Catalog, messages: Catalog) -> None:
    english.update(messages)
    assert written(english, "en") == catalogue_path(ROOT, "en").read_text(encoding="utf-8")


@pytest.mark.parametrize("kept", KEPT)
def test_a_translation_keeps_numbers_links_code_and_formulas(english: Catalog, kept: str) -> None:
    total = 0
    for message in prose(english):
        ours, theirs = (found(kept, str(text)) for text in (message.id, message.string))
        assert theirs == ours, message.id
        total += ours.total()
    assert total > 5


def found(kept: str, text: str) -> Counter[str]:
    """What of a kind a text has; roles are told from code by the braces before them."""
    if kept == "code":
        text = KEPT["role"].sub("", text)
    return Counter(KEPT[kept].findall(text))


def test_a_translation_has_no_chinese_characters(english: Catalog) -> None:
    messages = prose(english)
    assert [m.string for m in messages if EAST_ASIAN.search(str(m.string))] == []
    assert len([m for m in messages if EAST_ASIAN.search(str(m.id))]) > 300


def test_a_link_to_a_chapter_or_section_has_its_title(english: Catalog) -> None:
    link = re.compile(r"\[([^\]]+)\]\(#([^)]+)\)")
    links = 0
    for message in prose(english):
        there = {anchor: text for text, anchor in link.findall(str(message.string))}
        for text, anchor in link.findall(str(message.id)):
            title = english.get(text)
            assert title is not None, f"{text} is not the title of what it leads to"
            assert there[anchor] == title.string
            links += 1
    assert links > 10


def test_a_translation_types_no_digit_that_the_original_does_not(english: Catalog) -> None:
    numerals = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))
    for message in prose(english):
        ours, theirs = (
            re.sub(r"`[^`]*`|\]\([^)]*\)|\$[^$]*\$", "", str(text))
            for text in (message.id, message.string)
        )
        given = {*re.findall(r"\d+", ours), *(str(numerals[n]) for n in ours if n in numerals)}
        assert set(re.findall(r"\d+", theirs)) <= given, message.id


# The tool, on a made-up book


def write_book(root: Path, *paragraphs: str) -> Path:
    """A project of one chapter with these paragraphs."""
    (root / "chapters").mkdir(parents=True, exist_ok=True)
    copyfile(ROOT / "_config.yml", root / "_config.yml")
    (root / "_toc.yml").write_text("format: jb-book\nroot: chapters/first\n", encoding="utf-8")
    source = "\n\n".join(["(first)=\n# 标题", *paragraphs])
    notebook = new_notebook(cells=[new_markdown_cell(source, id="text")])
    nbformat.write(notebook, root / "chapters/first.ipynb")
    return root


def translate(root: Path, translations: dict[str, str]) -> None:
    """Fill in translations as a translator would."""
    path = catalogue_path(root, "en")
    catalogue = read_catalogue(path)
    for original, translation in translations.items():
        message = catalogue.get(original)
        assert message is not None
        message.string = translation
    path.write_text(written(catalogue, "en"), encoding="utf-8")


def test_the_tool_keeps_marks_and_drops(tmp_path: Path) -> None:
    root = write_book(tmp_path, "各项存款余额逐月增加。", "这一段不变。", "这一段会消失。")
    messages = extract_messages(root)
    added = update_catalogue(root, "en", messages)
    assert faults(added, messages) == sorted(
        f"untranslated: {text}"
        for text in ("标题", "各项存款余额逐月增加。", "这一段不变。", "这一段会消失。")
    )
    english = {
        "标题": "Title",
        "各项存款余额逐月增加。": "Deposits rose every month.",
        "这一段不变。": "This stays.",
        "这一段会消失。": "This goes.",
    }
    translate(root, english)
    before = catalogue_path(root, "en").read_bytes()
    assert faults(update_catalogue(root, "en", messages), messages) == []
    assert catalogue_path(root, "en").read_bytes() == before

    write_book(root, "一月", "各项存款余额逐月减少。", "这一段不变。")
    messages = extract_messages(root)
    stale = read_catalogue(catalogue_path(root, "en"))
    assert "stale: 这一段会消失。" in faults(stale, messages)
    after = update_catalogue(root, "en", messages)
    assert faults(after, messages) == ["fuzzy: 各项存款余额逐月减少。", "untranslated: 一月"]
    kept = after.get("这一段不变。")
    assert kept is not None
    assert kept.string == "This stays."
    text = catalogue_path(root, "en").read_text(encoding="utf-8")
    assert "消失" not in text
    assert text.index("标题") < text.index("一月") < text.index("不变")
    assert not re.search(r"20\d\d-\d\d|first:\d", text)
