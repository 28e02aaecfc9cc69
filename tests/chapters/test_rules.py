"""Rules that every notebook of the book keeps."""

import ast
import json
import re
from collections import Counter
from pathlib import Path

import papermill
import rtoml
import yaml
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
EDITION = ROOT / "data" / "shanxi-2025"

PARAMETERS = ["edition", "as_of", "language"]
LONGEST_CALL = 80
"""Characters of a cell that shows an exhibit."""

HTML = "text/html"
PLAIN = "text/plain"
CSV = "text/csv"
EXHIBIT = "application/vnd.finreport.exhibit+jsonl"
ORIGIN = "application/vnd.finreport.origin+json"
GLUED = "application/papermill.record/text/plain"

NOTES = ["来源", "印出", "推算", "不可恢复"]
WITHOUT_FIGURES = {"00_summary", "92_glossary", "96_methods", "97_execution", "98_numbers"}
"""Chapters about the book itself; their notes need only name the sources."""

JUDGEMENTS = ROOT / "data" / "shanxi-2025" / "judgements.toml"

CLASSES = {
    "report_error": "印错",
    "scope_change": "范围不同",
    "basis_break": "口径不同",
    "rounding": "舍入所致",
    "extraction": "提取走样",
    "our_transcription": "本书转录有误",
}
"""What stands in the place of a number at each picture of a discrepancy."""

OWN_LABELS = {
    "book_checks.statement_coverage": "checks-statements",  # where the lines of checks lead
    "book_checks.stories": "fig-stories",  # many pictures
}
"""Labels of exhibits that are not called as their kind and name say."""

WITHOUT_LABEL = {"claims", "download", "found", "lead"}
"""Calls that show neither a chart nor a table: they belong to the heading above them."""

FIGURES = [f"图{number}" for number in range(1, 10)]
TABLES = ["表1", "表2", "附表1", "附表2"]

LABEL = re.compile(r"\(([a-z0-9-]+)\)=")
GLUE = re.compile(r"\{glue:text\}`([^`]+)`")


def code(notebook: NotebookNode) -> list[NotebookNode]:
    """The code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook: NotebookNode) -> str:
    """The markdown of a notebook."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def exhibits(notebook: NotebookNode) -> list[NotebookNode]:
    """The code cells after parameters and imports that show a chart, a table or findings."""
    others = ("numbers", "results", "numbers-index")  # the last carries data for the build alone
    return [
        cell
        for cell in code(notebook)[2:]
        if cell.id not in others and not cell.id.startswith("passage-")
    ]


# The cells


def test_the_contents_list_every_notebook_once(notebooks: dict[str, NotebookNode]) -> None:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = [contents["root"]]
    listed += [row["file"] for part in contents["parts"] for row in part["chapters"]]
    assert listed == [f"chapters/{name}" for name in notebooks]
    assert set(notebooks) == {path.stem for path in (ROOT / "chapters").glob("*.ipynb")}
    assert len(notebooks) >= 15


def test_parameters_are_in_one_cell_and_explained(chapter: str, notebook: NotebookNode) -> None:
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == code(notebook)[:1]
    found = papermill.inspect_notebook(ROOT / "chapters" / f"{chapter}.ipynb")
    assert list(found)[:3] == PARAMETERS
    assert set(found) - set(PARAMETERS) <= {"split_month"}
    for parameter in found.values():
        assert parameter["inferred_type_name"] == "str"
        assert len(parameter["help"]) > 10
    assert [found[name]["default"] for name in PARAMETERS] == ['""', '""', '"zh"']


def test_the_second_cell_imports_and_opens_the_chapter(
    chapter: str, notebook: NotebookNode
) -> None:
    *imports, opening = ast.parse(code(notebook)[1].source).body
    assert imports
    assert all(isinstance(line, ast.Import | ast.ImportFrom) for line in imports)
    # Every parameter is handed over, and so is checked before any work.
    parameters = ast.parse(code(notebook)[0].source).body
    given = ", ".join(
        ast.unparse(line.target) for line in parameters if isinstance(line, ast.AnnAssign)
    )
    assert ast.unparse(opening) == f"chapter = open_chapter('{chapter}', {given})"


def test_every_other_cell_is_one_short_call(notebook: NotebookNode) -> None:
    for cell in code(notebook)[2:]:
        if cell.id != "results":
            [line] = ast.parse(cell.source).body
            assert isinstance(line, ast.Expr)
            assert isinstance(line.value, ast.Call)
    for cell in exhibits(notebook):
        assert len(cell.source) <= LONGEST_CALL
        assert "\n" not in cell.source


def test_results_are_computed_in_a_cell_before_they_are_drawn(notebook: NotebookNode) -> None:
    computing = [cell.source for cell in notebook.cells if cell.id == "results"]
    calls = re.findall(r"(\w+) = chapter\.results\(", "".join(computing))
    drawn = [cell.source for cell in exhibits(notebook)]
    named = {"results", "levels", *calls}
    used = {name for name in named if any(f", {name}" in one for one in drawn)}
    assert used == set(calls)


def test_a_cell_that_nbval_ignores_says_why(notebook: NotebookNode) -> None:
    for cell in code(notebook):
        tags = " ".join(cell.metadata.get("tags", []))
        if re.search(r"NBVAL_|nbval-|PYTEST_VALIDATE_IGNORE", f"{cell.source} {tags}"):
            remarks = re.sub(r"#\s*(?:NBVAL_|PYTEST_VALIDATE_)\w+", "", cell.source)
            assert re.search(r"#.{10,}", remarks), f"{cell.id} ignores its output without a reason"


# The saved outputs


def test_every_exhibit_is_saved(notebook: NotebookNode) -> None:
    for cell in exhibits(notebook):
        [output] = cell.outputs
        assert output.output_type == "execute_result"
        assert {HTML, PLAIN} <= set(output.data) <= {HTML, PLAIN, CSV, EXHIBIT, ORIGIN}
        assert min(len(output.data[form]) for form in (HTML, PLAIN)) > 10


def test_outputs_tell_nothing_of_the_run(notebook: NotebookNode) -> None:
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    for cell in code(notebook):
        assert set(cell.metadata) <= {"tags"}
        assert cell.execution_count
        for output in cell.outputs:
            assert output.output_type in ("execute_result", "display_data")
            saved = json.dumps(output.data, ensure_ascii=False)
            assert not re.search(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\bUTC\b|GMT", saved)
            assert not re.search(r"(?<![\w.<*:/])/\w[\w.-]*/\w", saved)  # a path of a machine
            assert not re.search(r"\b0x[0-9a-f]{8,}|site-packages|\b[A-Z]:\\\\", saved)


def test_the_figures_and_tables_of_the_report_are_all_there(
    notebooks: dict[str, NotebookNode],
) -> None:
    numbered = Counter(
        number
        for notebook in notebooks.values()
        for cell in exhibits(notebook)
        for number in re.findall(r'class="fr-number">([^<]+)<', cell.outputs[0].data[HTML])
        if number not in CLASSES.values()
    )
    assert numbered == Counter(FIGURES + TABLES)


def test_every_discrepancy_has_a_picture_with_its_class(
    notebooks: dict[str, NotebookNode],
) -> None:
    register = rtoml.loads(JUDGEMENTS.read_text(encoding="utf-8"))["discrepancy"]
    shown = [
        re.findall(r'class="fr-number">([^<]+)<', cell.outputs[0].data[HTML])
        for cell in exhibits(notebooks["95_checks"])
        if cell.source.startswith("book_checks.stories(")
    ]
    assert shown == [[CLASSES[entry["class"]] for entry in register]]


# The prose


def test_numbers_of_the_prose_are_glued_and_used(notebook: NotebookNode) -> None:
    glued = Counter(
        output.metadata["scrapbook"]["name"].removeprefix(GLUED)
        for cell in code(notebook)
        for output in cell.outputs
        if GLUED in output.data
    )
    assert set(GLUE.findall(prose(notebook))) == set(glued)
    assert set(glued.values()) <= {1}


def test_glued_words_are_words(notebook: NotebookNode) -> None:
    for cell in code(notebook):
        for output in cell.outputs:
            if GLUED in output.data:
                assert re.fullmatch(r"'[^'〔]+'", output.data[GLUED])


def test_headings_have_labels(notebook: NotebookNode) -> None:
    lines = re.sub(r"```.*?```", "", prose(notebook), flags=re.DOTALL).splitlines()
    headings = [at for at, line in enumerate(lines) if line.startswith("#")]
    assert all(LABEL.fullmatch(lines[at - 1]) for at in headings)
    assert [at for at in headings if lines[at].startswith("# ")] == headings[:1]


def test_labels_are_unique_in_the_book(notebooks: dict[str, NotebookNode]) -> None:
    labels = Counter(
        label for notebook in notebooks.values() for label in LABEL.findall(prose(notebook))
    )
    assert set(labels.values()) == {1}


def test_exhibits_are_anchored_by_their_names(notebook: NotebookNode) -> None:
    shown = exhibits(notebook)
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        call = re.match(r"(\w+)\.(\w+)\(", cell.source)
        if cell in shown and call and call[1] != "summary" and call[2] not in WITHOUT_LABEL:
            kind = "fig" if "<svg" in cell.outputs[0].data[HTML] else "tab"
            named = f"{kind}-{call[2].replace('_', '-')}"
            label = OWN_LABELS.get(f"{call[1]}.{call[2]}", named)
            assert before.source.splitlines()[-1] == f"({label})="


def test_lines_of_checks_lead_to_the_page_of_checks(
    notebooks: dict[str, NotebookNode],
) -> None:
    page = notebooks["95_checks"]
    anchors = set(LABEL.findall(prose(page)))
    for cell in exhibits(page):
        anchors.update(re.findall(r' id="([^"]+)"', cell.outputs[0].data[HTML]))
    linked = {
        anchor
        for notebook in notebooks.values()
        for cell in exhibits(notebook)
        for anchor in re.findall(r'href="#(checks-[^"]+)"', cell.outputs[0].data[HTML])
    }
    assert "checks-statements" in linked
    assert linked <= anchors


def test_the_last_section_tells_printed_from_implied(chapter: str, notebook: NotebookNode) -> None:
    *_, last = (cell for cell in notebook.cells if not cell.id.startswith("passage-"))
    assert last.cell_type == "markdown"
    [heading] = re.findall(r"^\([a-z-]+-notes\)=\n## (.+)$", last.source, re.MULTILINE)
    assert heading == "说明"
    notes = last.source.partition("## 说明")[2]
    wanted = NOTES[:1] if chapter in WITHOUT_FIGURES else NOTES
    assert re.findall(rf"^- ({'|'.join(NOTES)})：\S", notes, re.MULTILINE) == wanted


# Typed digits

ALLOWED = {
    r"20\d\d年?": "a year",
    r"附?[图表]\d": "the number of a figure or table",
    r"专栏\d": "the number of a box of the report",
    r"“11\.0”比“11”": "how decimals are counted, not a datum",
}
"""Digits that may be typed in prose anywhere, and why."""

REMOVED = [
    GLUE.pattern,  # numbers from the data
    LABEL.pattern,
    r"\]\([^)]*\)",  # the target of a link
    r"```.*?```",  # a command
    r"`[^`]*`",  # the name of a file
    r"\$[^$]*\$",  # a formula
]


def test_no_typed_digit_stands_for_a_datum(chapter: str, notebook: NotebookNode) -> None:
    text = prose(notebook)
    for pattern in REMOVED:
        text = re.sub(pattern, "", text, flags=re.DOTALL)
    for pattern in ALLOWED:
        text = re.sub(pattern, "", text)
    assert re.findall(r".{0,12}\d.{0,12}", text) == []
