"""What a cell of a chapter shows: a chart, a table, tiles or a notice.

Each gives Jupyter a ``text/html`` form for the page and a ``text/plain`` form with the same
numbers. Neither is a bitmap, so that nbval compares every plotted number and every path.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from finreport.figures.svg import inline_svg

_TEMPLATES = Environment(
    loader=PackageLoader("finreport.figures"), autoescape=True, undefined=StrictUndefined
)


@dataclass(frozen=True)
class Row:
    """A row of a table: its head, indented by ``depth``, and its cells; a group has none.

    ``marks`` say for each cell which verdict it shows, so that the page can colour it;
    ``anchor`` is the row's address on the page.
    """

    head: str
    cells: Sequence[str] = ()
    depth: int = 0
    marks: Sequence[str] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Grid:
    """A table as readers see it: the heads of the columns and the rows, all as text."""

    heads: Sequence[str]
    rows: Sequence[Row]

    @classmethod
    def of(cls, data: pd.DataFrame) -> "Grid":
        """The grid of a table whose index is the first column and whose cells are text."""
        rows = [Row(str(head), list(cells)) for head, *cells in data.itertuples(name=None)]
        return cls([str(data.index.name), *map(str, data.columns)], rows)

    def to_text(self) -> str:
        """The table in plain text, a line a row, the cells apart by tabs."""
        lines = [self.heads, *([row.head, *row.cells] for row in self.rows)]
        return "\n".join("\t".join(line) for line in lines)


@dataclass(frozen=True)
class CheckNote:
    """What one family of checks says of the numbers of an exhibit, and where to read more."""

    text: str
    link: str


@dataclass(frozen=True, repr=False)
class Exhibit:
    """What charts and tables have in common: the words around them."""

    name: str
    number: str
    title: str
    unit: str
    basis: str
    source: str
    checks_head: str
    checks: Sequence[CheckNote]

    def _heading(self) -> str:
        return " ".join(part for part in (self.number, self.title, self.unit) if part)

    def _footing(self) -> list[str]:
        """The line of checks, none where nothing was checked."""
        if not self.checks:
            return []
        return [" ".join([self.checks_head, *(note.text for note in self.checks)])]


@dataclass(frozen=True, repr=False)
class Chart(Exhibit):
    """A picture, the data that it was drawn from (as text), and what it shows in words."""

    figure: Figure = field(compare=False)
    grid: Grid
    alt: str
    summary: str

    def _repr_html_(self) -> str:
        svg = inline_svg(self.figure, self.name, self.alt)
        return _render("chart.html", chart=self, svg=svg, grid=self.grid, summary=self.summary)

    def __repr__(self) -> str:
        return "\n".join([self._heading(), self.alt, self.grid.to_text(), *self._footing()])


@dataclass(frozen=True, repr=False)
class Table(Exhibit):
    """A table as printed, or made from what was printed."""

    grid: Grid

    def _repr_html_(self) -> str:
        return _render("table.html", table=self)

    def __repr__(self) -> str:
        return "\n".join([self._heading(), self.grid.to_text(), *self._footing()])


@dataclass(frozen=True, repr=False)
class Gallery:
    """Charts one below the other."""

    charts: Sequence["Chart"]

    def _repr_html_(self) -> str:
        return "\n".join(chart._repr_html_() for chart in self.charts)

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.charts))


@dataclass(frozen=True)
class Tile:
    """A headline figure with its growth, when it was, and the page that tells more."""

    name: str
    value: str
    growth: str
    when: str
    link: str


@dataclass(frozen=True, repr=False)
class Tiles:
    """The headline figures of the landing page."""

    tiles: Sequence[Tile]

    def _repr_html_(self) -> str:
        return _render("tiles.html", tiles=self.tiles)

    def __repr__(self) -> str:
        return "\n".join(
            f"{tile.name}\t{tile.value}\t{tile.growth}\t{tile.when}" for tile in self.tiles
        )


@dataclass(frozen=True, repr=False)
class Notice:
    """A sentence in the place of an exhibit that cannot be shown yet."""

    text: str

    def _repr_html_(self) -> str:
        return _render("notice.html", text=self.text)

    def __repr__(self) -> str:
        return self.text


def _render(template: str, **values: object) -> str:
    return _TEMPLATES.get_template(template).render(**values)
