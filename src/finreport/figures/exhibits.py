"""What a cell of a chapter shows: a chart, a table, tiles or a notice.

Each gives Jupyter a ``text/html`` form for the page and a ``text/plain`` form with the same
numbers. Neither is a bitmap, so that nbval compares every plotted number and every path. Charts
and tables also carry their data (:data:`~finreport.figures.EXHIBIT`), of which the build makes
files to take away.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from finreport.figures import NUMBERS, as_output
from finreport.figures.marks import Numbers, Spot, place_marks, write_marks
from finreport.figures.svg import inline_svg
from finreport.narrative.claims import Claim
from finreport.narrative.listing import written
from finreport.narrative.paragraphs import EditionText
from finreport.narrative.verdicts import CheckNote
from finreport.words import MINUS

TEMPLATES = Environment(
    loader=PackageLoader("finreport.figures"), autoescape=True, undefined=StrictUndefined
)
"""What exhibits are written with."""

YEAR = 12
"""Columns of a table up to which a row of it can stand as a card."""

PHONE, FIRST_COLUMN, PADDING = 23.0, 8.5, 0.7
"""The width of a phone, of the names in a table on it, and of what surrounds a cell, in ems."""

HEAD, SENTENCE = 2.6, 40
"""Ems of a Chinese head, which breaks anywhere, and letters from which on a cell is a sentence."""

LONG = 12
"""Rows of a table up to which readers find theirs without sorting and filtering."""


@dataclass(frozen=True)
class GridRow:
    """A row of a table: its head, indented by ``depth``, and its cells; a group has none.

    ``marks`` say for each cell which verdict it shows, so that the page can colour it;
    ``figures`` name the printed number that it shows, empty for none, and ``instead`` says what
    one that must not be copied would have to be; ``results`` name the result that a cell shows
    in words, in which its digits cannot be found. ``anchor`` is the row's address on the page,
    ``anchors`` those of its cells. A total stays below the rows that it sums up. ``unit`` is
    that of the data where each row of a table has its own.
    """

    head: str
    cells: Sequence[str] = ()
    depth: int = 0
    marks: Sequence[str] = ()
    anchor: str = ""
    anchors: Sequence[str] = ()
    figures: Sequence[str] = ()
    instead: Sequence[str] = ()
    results: Sequence[str] = ()
    is_total: bool = False
    unit: str = ""

    def to_text(self) -> list[str]:
        """Its cells in plain text; one that must not be copied says what it would have to be."""
        return [f"{cell['text']} {cell['instead']}".strip() for cell in self.shown()]

    def shown(self) -> Iterator[dict[str, str]]:
        """Each cell with all that is known of it, for the page."""
        parts = {
            "mark": self.marks,
            "anchor": self.anchors,
            "figure": self.figures,
            "instead": self.instead,
        }
        for at, text in enumerate(self.cells):
            yield {"text": text} | {name: part[at] if part else "" for name, part in parts.items()}


@dataclass(frozen=True)
class ExhibitTable:
    """A table as readers see it: the heads of the columns and the rows, all as text.

    ``numbers`` are those of the cells, None where there is none; without them the text tells.
    ``tongues`` are the languages of the columns (BCP 47) where they are not that of the page.
    ``months`` are those of the rows (YYYY-MM) where rows are months; ``units`` the units of the
    columns, as in the data, where one goes for all of a column; ``ends`` name for a column those
    that hold the lower and the upper ends of its numbers. ``in_data`` is the same table with its
    heads and texts in the units of the data, where the language shows others.
    """

    heads: Sequence[str]
    rows: Sequence[GridRow]
    numbers: Numbers = ()
    tongues: Sequence[str] = ()
    months: Sequence[str] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    in_data: "ExhibitTable | None" = None

    @property
    def is_long(self) -> bool:
        """Whether readers need help to find a row."""
        return len(self.rows) > LONG

    @property
    def is_wide_for_phones(self) -> bool:
        """Whether its columns are wider together than a phone, by the letters that stay on a line.

        A year of months keeps its columns all the same, because they are read across.
        """
        columns = list(zip(*(row.cells for row in self.rows if row.cells), strict=True))
        if not columns or not 2 < len(self.heads) <= YEAR:
            return False
        if any(len(text) > SENTENCE for cells in columns for text in cells):
            return True
        widths = [
            max(_widest(head) if head.isascii() else HEAD, *map(_widest, cells))
            for head, cells in zip(self.heads[1:], columns, strict=True)
        ]
        return FIRST_COLUMN + sum(width + PADDING for width in widths) > PHONE

    @property
    def places_of_ends(self) -> str:
        """A column and those of the ends of its numbers, by their places, for the page."""
        at = {head: place for place, head in enumerate(self.heads)}
        return ";".join(
            f"{at[column]} {at[low]} {at[high]}" for column, (low, high) in self.ends.items()
        )

    def records(self) -> list[dict[str, Any]]:
        """The rows as plain data: their group, head, texts, numbers and the figures they show."""
        numbers = self.numbers or [[_number(cell) for cell in row.cells] for row in self.rows]
        months = self.months or [""] * len(self.rows)
        found, group = [], ""
        for row, values, month in zip(self.rows, numbers, months, strict=True):
            if row.cells:
                cells: dict[str, Any] = {
                    "texts": list(row.cells),
                    "values": list(map(written, values)),
                }
                cells |= {"month": month} if month else {}
                cells |= {"figures": list(row.figures)} if any(row.figures) else {}
                cells |= {"results": list(row.results)} if any(row.results) else {}
                found.append({"group": group, "head": row.head, **cells})
            else:
                group = row.head
        return found

    @classmethod
    def of(cls, data: pd.DataFrame) -> "ExhibitTable":
        """The grid of a table whose index is the first column and whose cells are text."""
        rows = [GridRow(str(head), list(cells)) for head, *cells in data.itertuples(name=None)]
        return cls([str(data.index.name), *map(str, data.columns)], rows)

    def to_text(self) -> str:
        """The table in plain text, a line a row, the cells apart by tabs."""
        lines = [self.heads, *([row.head, *row.to_text()] for row in self.rows)]
        return "\n".join("\t".join(line) for line in lines)


@dataclass(frozen=True)
class Tools:
    """The words below an exhibit: its files, how to cite it, its address, how to read it.

    The labels tell what a control is about to who hears it without the exhibit beside it.
    """

    data: str
    csv: str
    picture: str
    more: str
    more_label: str
    files: str
    labels: Mapping[str, str]
    citation: str
    link: str
    link_label: str
    address: str
    read: str
    filter: str
    filter_label: str
    expand: str
    sideways: str

    @property
    def anchor(self) -> str:
        """The address on the page itself."""
        return self.address[self.address.index("#") :]


@dataclass(frozen=True, repr=False)
class Exhibit:
    """What charts and tables have in common: the words around them."""

    name: str
    number: str
    title: str
    unit: str
    basis: str
    place: str
    source: str
    checks_head: str
    checks: Sequence[CheckNote]
    checked: CheckNote | None
    tools: Tools
    grid: ExhibitTable
    unit_in_data: str = field(default="", kw_only=True)
    """The line of the unit as files have it, where their numbers are in another one."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return as_output([self.record()])

    def record(self) -> dict[str, Any]:
        """All that the exhibit says as plain data, for files beside the page.

        Its numbers are in the units of the data in every language.
        """
        grid = self.grid.in_data or self.grid
        return {
            "name": self.name,
            "number": self.number,
            "title": self.title,
            "unit": self.unit,
            "unit_in_data": self.unit_in_data or self.unit,
            "method": self.basis,
            "source": self.source,
            "verdicts": [note.text for note in self.checks],
            "citation": self.tools.citation,
            "address": self.tools.address,
            "columns": list(grid.heads),
            "units": dict(grid.units),
            "ends": {column: list(ends) for column, ends in grid.ends.items()},
            "rows": grid.records(),
        }

    def _heading(self) -> str:
        return " ".join(part for part in (self.number, self.title, self.unit) if part)

    def _footing(self) -> list[str]:
        """The line of checks, none where nothing was checked."""
        if not self.checks:
            return []
        return [" ".join([self.checks_head, *(note.text for note in self.checks)])]


@dataclass(frozen=True, repr=False)
class Chart(Exhibit):
    """A picture, the data that it was drawn from (as text), and what it shows in words.

    It stands at the label of its cell, or else ``has_own_anchor``.
    """

    figure: Figure = field(compare=False)
    alt: str
    summary: str
    spots: Sequence[Spot] = field(compare=False)
    told: str = ""
    """What is told below the picture, in sentences that stay in sight."""
    is_by_month: bool = False
    """Whether its rows are months side by side, whose numbers are read together."""
    has_own_anchor: bool = False
    finding: EditionText | None = None
    """The title with its numbers, where they are known one by one."""

    def record(self) -> dict[str, Any]:
        """The same, what the picture shows in words, and the results that its title tells."""
        told = {"told": self.finding.origins()} if self.finding else {}
        return super().record() | {"method": self.basis or self.told, "alt": self.alt} | told

    def _repr_html_(self) -> str:
        svg = inline_svg(self.figure, self.name, self.alt)  # lays the figure out
        marks = write_marks(place_marks(self.figure, self.spots))
        return _render("chart.html", chart=self, svg=svg, marks=marks)

    def __repr__(self) -> str:
        return "\n".join([self._heading(), self.alt, self.grid.to_text(), *self._footing()])


@dataclass(frozen=True, repr=False)
class DataTable(Exhibit):
    """A table as printed, or made from what was printed.

    It stands at the label of its cell, or else ``has_own_anchor``.
    """

    has_own_anchor: bool = False

    def _repr_html_(self) -> str:
        return _render("table.html", table=self)

    def __repr__(self) -> str:
        return "\n".join([self._heading(), self.grid.to_text(), *self._footing()])


@dataclass(frozen=True, repr=False)
class Gallery:
    """Charts one below the other, the last of them folded away under a ``summary``."""

    shown: Sequence["Chart"]
    folded: Sequence["Chart"] = ()
    summary: str = ""

    @property
    def charts(self) -> Sequence["Chart"]:
        """All of them."""
        return [*self.shown, *self.folded]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return as_output(chart.record() for chart in self.charts)

    def _repr_html_(self) -> str:
        shown, folded = (
            "\n".join(chart._repr_html_() for chart in charts)
            for charts in (self.shown, self.folded)
        )
        return _render("gallery.html", shown=shown, folded=folded, summary=self.summary)

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.charts))


@dataclass(frozen=True)
class Tile:
    """A headline figure with its growth, when it was, and the page that tells more.

    ``figure`` and ``growth_figure`` name the printed numbers, empty for what is not printed.
    """

    name: str
    value: str
    growth: str
    when: str
    link: str
    figure: str = ""
    growth_figure: str = ""
    spark: str = ""
    """The points of a line of its growth through the year, in a box of 100 by 24."""
    spark_ends: Sequence[str] = ()
    """Its first and its last month with their growth, in words."""


@dataclass(frozen=True, repr=False)
class Tiles:
    """The headline figures of the landing page, and what is said of all of them."""

    tiles: Sequence[Tile]
    note: str = ""

    def _repr_html_(self) -> str:
        return _render("tiles.html", tiles=self.tiles, note=self.note)

    def __repr__(self) -> str:
        lines = [f"{tile.name}\t{tile.value}\t{tile.growth}\t{tile.when}" for tile in self.tiles]
        return "\n".join(filter(None, [*lines, self.note]))


@dataclass(frozen=True)
class Card:
    """A finding of the edition in a few words, what stands behind it, and where it is shown."""

    headline: str
    text: str
    firmness: str
    label: str
    link: str


@dataclass(frozen=True, repr=False)
class Cards:
    """The chart of the landing page, its findings, and the cells that must not be copied.

    Below the chart stand how firm its finding is, and why, with the place that tells more.

    A cell is what it is, what is printed, and what it should be in words.
    """

    cards: Sequence[Card]
    cells: Sequence[tuple[str, str, str]] = ()
    cells_head: str = ""
    cells_link: str = ""
    chart: "Chart | None" = None
    chart_label: str = ""
    chart_reason: str = ""
    chart_link: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return as_output([self.chart.record()]) if self.chart else {}

    def _repr_html_(self) -> str:
        drawn = self.chart._repr_html_() if self.chart else ""
        return _render("cards.html", **vars(self) | {"drawn": drawn})

    def __repr__(self) -> str:
        told = [repr(self.chart)] if self.chart else []
        told += [f"[{card.label}] {card.headline} {card.text}" for card in self.cards]
        return "\n".join([*told, *("\t".join(cell) for cell in self.cells)])


@dataclass(frozen=True, repr=False)
class Claims:
    """The claims of a section, each marked with its firmness; ``instead`` where there are none."""

    claims: Sequence[Claim]
    instead: "Notice | None" = None

    def _repr_html_(self) -> str:
        if self.instead:
            return self.instead._repr_html_()
        return _render("claims.html", claims=self.claims)

    def __repr__(self) -> str:
        if self.instead:
            return repr(self.instead)
        return "\n".join(
            " ".join(part for part in (f"[{one.label}]", one.text, one.limits, one.details) if part)
            for one in self.claims
        )


@dataclass(frozen=True, repr=False)
class Download:
    """A file of data that the book offers beside the page, carried in the cell's output.

    The link leads to ``downloads/`` beside the page, where the build writes every ``text/csv``
    output under the ``filename`` of its metadata. nbval compares the whole text.
    """

    filename: str
    text: str
    label: str

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        page = _render("download.html", filename=self.filename, label=self.label)
        data = {"text/html": page, "text/plain": self.label, "text/csv": self.text}
        return data, {"text/csv": {"filename": self.filename}}


@dataclass(frozen=True, repr=False)
class NumberIndex:
    """What is known of each printed number, carried in the cell's output.

    The build writes it as a script beside the pages, which loads when a reader opens a number.
    """

    index: Mapping[str, Any]

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, Mapping[str, Any] | str]:
        return {NUMBERS: self.index, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return str(sum(map(len, self.index["numbers"].values())))


@dataclass(frozen=True, repr=False)
class Notice:
    """A sentence in the place of an exhibit that cannot be shown yet; if ``is_final``, never."""

    text: str
    is_final: bool = False

    def _repr_html_(self) -> str:
        return _render("notice.html", text=self.text, is_final=self.is_final)

    def __repr__(self) -> str:
        return self.text


def _render(template: str, **values: object) -> str:
    return TEMPLATES.get_template(template).render(**values)


def _widest(text: str) -> float:
    """The widest word of a text in ems, about: a Chinese letter has a whole, others half."""
    return max(
        (sum(1.0 if ord(letter) > 0x2E80 else 0.55 for letter in word) for word in text.split()),
        default=0.0,
    )


def _number(text: str) -> float | None:
    """The number that a cell prints, if it is one."""
    try:
        return float(text.replace(MINUS, "-").replace(",", ""))
    except ValueError:
        return None
