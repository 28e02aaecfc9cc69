"""Notebooks to take away read as the page does, without the site."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from finreport.charts import open_chapter
from finreport.narrative import paragraphs
from finreport.publishing.handout import glued, handout
from finreport.words import open_language

ROOT = Path(__file__).parents[2]
PROSE = "率为{glue:text}`npl`，见[核对](#checks)。"
ENGLISH = {"银行业": "Banking", PROSE: "At {glue:text}`npl`; see [Checks](#checks)."}


def ran(*markdown: str) -> NotebookNode:
    """A notebook with this prose, the number that it names and a chart, as they are executed."""
    number = new_output(
        "display_data",
        {"application/papermill.record/text/plain": "'1.3%'"},
        metadata={"scrapbook": {"mime_prefix": "application/papermill.record/", "name": "npl"}},
    )
    prose = new_output("execute_result", {"text/markdown": "1.3%"}, execution_count=1)
    chart = new_output(
        "execute_result",
        {"text/html": "<svg/>", "application/vnd.finreport.exhibit+jsonl": "{}"},
        execution_count=2,
    )
    cells = [
        *(new_markdown_cell(text) for text in markdown),
        new_code_cell("numbers", outputs=[prose, number], metadata={"tags": ["remove-output"]}),
        new_code_cell("draw", outputs=[chart]),
    ]
    notebook: NotebookNode = new_notebook(cells=cells)
    return notebook


def handed(notebook: NotebookNode, language: str = "en") -> NotebookNode:
    text = handout(notebook, "../20.html", open_language(language), ENGLISH)
    assert text is not None
    read: NotebookNode = nbformat.reads(text.decode(), as_version=4)
    return read


def test_prose_has_its_numbers_in_the_language_of_the_page() -> None:
    title, prose, numbers, chart = handed(
        ran("(banking)=\n# 银行业", f"{PROSE}\n\n(fig-loans)=")
    ).cells
    assert title.source == "# Banking\n\nAs a page: [../20.html](../20.html)"
    assert prose.source == "At 1.3%; see Checks."
    assert numbers.outputs == []
    assert dict(chart.outputs[0].data) == {"text/html": "<svg/>"}


def test_the_parameters_are_those_of_the_run_in_the_cell_that_explains_them() -> None:
    notebook = ran("# 银行业")
    notebook.cells[1:1] = [
        new_code_cell(
            'as_of: str = ""  # Last month\nlanguage: str = "zh"  # Language, zh or en',
            metadata={"tags": ["parameters"]},
        ),
        new_code_cell(
            '# Parameters\nlanguage = "en"\n', metadata={"tags": ["injected-parameters"]}
        ),
    ]
    title, given, numbers, chart = handed(notebook).cells
    assert (
        given.source == 'as_of: str = ""  # Last month\nlanguage: str = "en"  # Language, zh or en'
    )
    assert (title.cell_type, numbers.source, chart.source) == ("markdown", "numbers", "draw")


def test_a_page_that_only_the_site_can_make_is_not_handed_out() -> None:
    assert handout(ran("```{chapter-runs}\n```"), "", open_language("zh"), {}) is None


@pytest.mark.parametrize("path", sorted((ROOT / "chapters").glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_stored_chapter_hands_out_every_number(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    text = handout(notebook, "", open_language("zh"), {})
    if text is None:
        assert path.stem == "97_execution"
        return
    prose = [
        cell.source
        for cell in nbformat.reads(text.decode(), as_version=4).cells
        if cell.cell_type == "markdown"
    ]
    assert not any("{glue" in part or ")=" in part for part in prose)
    told = glued(notebook)
    assert all(words in " ".join(prose) for words in told.values())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_the_site_a_chapter_tells_all_its_prose(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paragraphs, "glue", lambda *_, **__: None)  # it wants a notebook around it
    told = repr(paragraphs.with_numbers(open_chapter("11_demand_and_trade", "", "", language)))
    stored = nbformat.read(ROOT / "chapters" / "11_demand_and_trade.ipynb", as_version=4)
    headings = [
        line.lstrip("# ")
        for cell in stored.cells
        if cell.cell_type == "markdown"
        for line in cell.source.split("\n")
        if line.startswith("#")
    ]
    lead, *rest = told.split("\n\n")
    assert lead == open_language(language).text("prose.lead")
    assert len([part for part in rest if part.startswith("**")]) == len(headings)
    assert "{glue" not in told
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in "".join(rest))
    assert is_chinese == (language == "zh")
