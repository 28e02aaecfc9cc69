"""The page of checks: how much was checked, every relation by month, and what does not add up."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from msgspec.structs import asdict

from finreport.checks.detection import (
    MeasuredDrafts,
    MeasuredReading,
    read_detection,
    read_measured_drafts,
    read_measured_reading,
    together,
)
from finreport.checks.discrepancies import Discrepancy, Kind
from finreport.checks.identities import Identity
from finreport.checks.rules import FAILS, Strength, Verdict, load_rules
from finreport.checks.strengths import STRENGTHS
from finreport.editions import INTERVAL
from finreport.editions.figures import Figure as Printed
from finreport.figures.charting import Drawing, table, text_grid, tools
from finreport.figures.drawing import dots, in_shown_unit, level_bars, month_axis, places
from finreport.figures.exhibits import Chart, ExhibitTable, Gallery, GridRow
from finreport.figures.marks import DataCell, down, find_spots
from finreport.figures.palette import BLUE, GREY, INK, PAPER, VERMILION
from finreport.figures.style import canvas, house_style
from finreport.figures.value_labels import name_labels
from finreport.narrative.alt import tell_chart, tell_texts
from finreport.narrative.chapter import Chapter
from finreport.narrative.verdicts import (
    family_name,
    rule_title,
    strength_name,
)
from finreport.words import Language, rounded, with_minus

IN_TRUTH_RIGHT = "right"
"""The group of the register whose numbers are right though they look as if they were not."""

REGISTER_GROUPS: Mapping[str, tuple[Kind, ...]] = {
    "wrong": ("report_error",),
    "other": ("scope_change", "basis_break"),
    IN_TRUTH_RIGHT: ("rounding", "extraction", "our_transcription"),
}
"""The register in three groups, by the classes of its entries."""

VISIBLE = 0.02
"""The least part of an axis that two marks may be apart for a reader to see it."""


@table
def coverage(chapter: Chapter) -> ExhibitTable:
    """How many printed numbers there are in each table, each by its strongest check."""
    words = chapter.words
    counts = pd.DataFrame(
        {words.text(f"resource.{name}"): each for name, each in chapter.report.coverage.items()}
    ).T
    total = words.text("institution.total")
    counts.loc[total] = counts.sum()
    heads = [words.text("column.resource"), words.text("column.numbers")]
    heads += [words.text(f"strength.{name}") for name in counts.columns[1:]]
    rows = [
        GridRow(str(head), [words.printed(str(cell)) for cell in cells], is_total=head == total)
        for head, *cells in counts.itertuples()
    ]
    return ExhibitTable(heads, rows)


@table
def strengths(chapter: Chapter) -> ExhibitTable:
    """How many different relations of each strength there are, and what became of their checks."""
    words = chapter.words
    report = chapter.report
    verdicts: list[tuple[Strength | None, Verdict]] = []
    verdicts += [(each.strength, each.verdict) for each in report.identities]
    verdicts += [(each.strength, each.verdict) for each in report.statements if not each.by]
    made = Counter(strength for strength, verdict in verdicts if verdict != "not_checkable")
    failed = Counter(strength for strength, verdict in verdicts if verdict in FAILS)
    heads = [words.text(f"column.{name}") for name in ("how", "different", "made", "fail")]
    rows = [
        GridRow(
            strength_name(words, strength),
            [
                words.printed(str(many))
                for many in (report.relations[strength], made[strength], failed[strength])
            ],
        )
        for strength in STRENGTHS
    ]
    return ExhibitTable(heads, rows)


@table
def statement_coverage(chapter: Chapter) -> ExhibitTable:
    """The numbers of the prose by their strongest check, and why the rest has none."""
    words, statements = chapter.words, chapter.report.statements
    counts = Counter(each.strength for each in statements)
    reasons = Counter(each.reason for each in statements if each.strength is None)
    rows = [
        GridRow(strength_name(words, strength), [str(counts[strength])]) for strength in STRENGTHS
    ]
    rows.append(GridRow(words.text("strength.reasons", count=counts[None])))
    rows += [
        GridRow(words.text(f"reason.{reason}"), [str(count)])
        for reason, count in reasons.most_common()
    ]
    return ExhibitTable([words.text("column.how"), words.text("column.numbers")], rows)


@table
def relations(chapter: Chapter) -> ExhibitTable:
    """Every relation at every month, with the sign of its verdict."""
    words = chapter.words
    months = [month for month in chapter.edition.months if month <= chapter.edition.as_of]
    titles = {rule.name: rule_title(words, rule) for rule in load_rules()}
    found = chapter.report.identities
    # The rules of a family may be spread over files; each family is shown once.
    families = list(dict.fromkeys(each.family for each in found))
    by_family = sorted(found, key=lambda each: families.index(each.family))
    rows: list[GridRow] = []
    for family, identities in groupby(by_family, lambda each: each.family):
        anchor = f"checks-{family.replace('_', '-')}"
        rows.append(GridRow(family_name(words, family), anchor=anchor))
        for rule, checked in groupby(identities, lambda each: each.rule):
            rows.append(_relation(chapter, titles[rule], list(checked), months))
    heads = [words.text("column.relation"), *(words.short_month(month) for month in months)]
    return ExhibitTable(heads, rows)


def _relation(
    chapter: Chapter, title: str, identities: list[Identity], months: list[str]
) -> GridRow:
    # What cannot be read at any month stands at the last one; it stays blank like the others.
    verdicts = {
        identity.period: identity.verdict
        for identity in identities
        if identity.verdict != "not_checkable"
    }
    cells = [
        chapter.words.text(f"sign.{verdicts[month]}") if month in verdicts else ""
        for month in months
    ]
    return GridRow(title, cells, marks=[verdicts.get(month, "") for month in months])


@table
def register(chapter: Chapter) -> ExhibitTable:
    """Each discrepancy: what was printed, what other numbers imply, how far apart, and why."""
    words = chapter.words
    columns = ("subject", "printed", "implied", "apart", "class")
    rows: list[GridRow] = []
    for group, found in _groups(chapter).items():
        rows.append(GridRow(words.text(f"register_group.{group}"), anchor=f"register-{group}"))
        rows += [
            GridRow(
                _told(chapter, each, "title"),
                [
                    words.amount(each.figure.printed, each.figure.unit),
                    _implied(words, each),
                    _apart(words, each),
                    words.text(f"class.{each.kind}"),
                ],
                figures=[each.figure.full_name, "", "", ""],
                unit=each.figure.unit,
            )
            for each in found
        ]
    return ExhibitTable([words.text(f"column.{name}") for name in columns], rows)


def _groups(chapter: Chapter) -> dict[str, list[Discrepancy]]:
    """The register in its three groups, from what is wrong to what only looks so."""
    found = {
        group: [each for each in chapter.report.discrepancies if each.kind in kinds]
        for group, kinds in REGISTER_GROUPS.items()
    }
    return {group: entries for group, entries in found.items() if entries}


def _apart(words: Language, found: Discrepancy) -> str:
    """How far the printed number is from the implied one, on the scale on which both are told."""
    difference, decimals = float(found.figure.value - found.implied), _value_decimals(found)[1]
    unit = "percentage points" if found.figure.unit == "%" else found.figure.unit
    told = words.quantity(difference, unit, decimals)
    return told if found.interval else words.text("on_assumption", told=told)


def _implied(words: Language, found: Discrepancy) -> str:
    """What other numbers imply: between which ends, or one value where it is an assumption."""
    unit = found.figure.unit
    if found.interval is None:
        return words.quantity(float(found.implied), unit, found.figure.decimals)
    low, high = (
        words.quantity(float(end), unit, _decimals(found))
        for end in (found.interval.lower, found.interval.upper)
    )
    return words.text("between", low=low, high=high)


@table
def detection(chapter: Chapter) -> ExhibitTable:
    """How many planted errors of each kind the checks find in reports of invented provinces."""
    words = chapter.words
    found = pd.DataFrame([asdict(each) for each in read_detection()]).set_index("kind")
    shown = pd.DataFrame(
        {
            "planted": found["planted"],
            "findable": found["planted"] - found["within_rounding"] - found["alone"],
            "found": found["contradicted"] + found["refused"],
            "shown": found["shown"],
            "missed": found["missed"],
        }
    )
    shown.loc["total"] = shown.sum()
    heads = [words.text("column.error"), *(words.text(f"column.{name}") for name in shown)]
    rows = [
        GridRow(
            words.text(f"error.{kind}"),
            [words.printed(str(cell)) for cell in cells],
            is_total=kind == "total",
        )
        for kind, *cells in shown.itertuples()
    ]
    return ExhibitTable(heads, rows)


@table
def measured_reading(chapter: Chapter) -> ExhibitTable:
    """How much of what numbers say is read right, first in texts that nobody had tuned it to."""
    columns = ("numbers", "quantity", "all_but_subject", "all_fields", "sentences")

    found = {
        each: [
            *(chapter.words.printed(getattr(each, column)) for column in columns),
            _read_wrong(chapter.words, each),
        ]
        for each in read_measured_reading()
    }
    return _measured(chapter, found, (*columns, "missed"))


NEWEST = 8
"""How many of the sets that no law had met stand by themselves."""


@table
def measured_drafts(chapter: Chapter) -> ExhibitTable:
    """How many planted errors the check of a draft finds, first in texts it was not tuned to.

    The newest sets stand by themselves; those before them are one row, and so is what is found of
    all sets once their kinds were told. Each stands in the file.
    """
    columns = (
        *("planted", "found", "share", "among_first_three", "one_finding"),
        *("clean_texts", "false_contradictions", "printed_contradictions"),
    )
    seen: dict[str, list[MeasuredDrafts]] = defaultdict(list)
    for each in read_measured_drafts():
        seen[each.seen].append(each)
    cold, told = seen["cold"], together("told_together", seen["kinds_told"])
    earlier = together("earlier_together", cold[:-NEWEST])
    shown = [*seen["tuned"], earlier, *cold[-NEWEST:], told]
    found = {each: [getattr(each, column) for column in columns] for each in shown}
    return _measured(chapter, found, columns)


def _read_wrong(words: Language, measured: MeasuredReading) -> str:
    """The fields that were read wrong, each with how often; a dash where they were not told."""
    told = [
        words.text("measured.wrong", field=words.text(f"read_field.{name}"), count=count)
        for name, count in measured.wrong.items()
    ]
    return words.join(told) or words.text("dash")


def _measured(
    chapter: Chapter,
    found: Mapping[MeasuredReading, list[str]] | Mapping[MeasuredDrafts, list[str]],
    columns: Sequence[str],
) -> ExhibitTable:
    """Samples of texts, those that were not looked at before apart from those that were.

    The newest come first, as each was measured by the code of its time.
    """
    words = chapter.words
    rows: list[GridRow] = []
    for seen in ("cold", "kinds_told", "tuned"):
        mine = [(each, cells) for each, cells in [*found.items()][::-1] if each.seen == seen]
        if mine:
            rows.append(GridRow(words.text(f"seen.{seen}")))
        for each, cells in mine:
            name = f"sample.{each.sample}"
            rows.append(GridRow(words.text(name) if words.has(name) else each.texts, cells))
    heads = [words.text("column.texts"), *(words.text(f"measured.{name}") for name in columns)]
    return ExhibitTable(heads, rows)


def stories(chapter: Chapter) -> Gallery:
    """Each discrepancy as a picture of what was printed and what is implied, with its story.

    Those that only look like one are folded away.
    """
    groups = {
        group: [_story(chapter, each) for each in found]
        for group, found in _groups(chapter).items()
    }
    folded = groups.pop(IN_TRUTH_RIGHT, [])
    summary = chapter.words.text("register_group.folded", count=len(folded))
    return Gallery([chart for charts in groups.values() for chart in charts], folded, summary)


def _story(chapter: Chapter, found: Discrepancy) -> Chart:
    words = chapter.words
    with house_style(words.code):
        drawing = _draw_story(chapter, found)
    title = _told(chapter, found, "title")
    place = words.text("story_place", file=f"{found.figure.resource}.csv", row=found.figure.row)
    number = words.text(f"class.{found.kind}")
    name = f"fig-story-{found.id.replace('_', '-')}"
    grid = _compared_grid(words, found, drawing.data)
    spots = find_spots(drawing.figure, drawing.data)
    name_labels(drawing.figure, spots, grid)
    return Chart(
        name=name,
        number=number,
        title=title,
        unit=words.shown_unit(found.figure.unit) if found.figure.unit else "",
        unit_in_data=words.unit(found.figure.unit) if found.figure.unit else "",
        basis="",
        told=words.sentences(
            _told(chapter, found, "evidence"), _told(chapter, found, "consequence")
        ),
        place=place,
        source=place,
        checks_head="",
        checks=(),
        checked=None,
        figure=drawing.figure,
        grid=grid,
        spots=spots,
        alt=tell_chart(words, title, drawing.alt),
        summary=words.text("chart_data"),
        tools=tools(chapter, name, number, title),
        has_own_anchor=True,
    )


def _told(chapter: Chapter, found: Discrepancy, part: str) -> str:
    told = found.words[f"{part}_zh" if chapter.words.code == "zh" else part]
    return with_minus(told)


def _decimals(found: Discrepancy) -> int:
    """The digits of bounds: they lie half a digit beside what is printed."""
    return found.figure.decimals + 1


def _value_decimals(found: Discrepancy) -> tuple[int, int]:
    """The digits of the printed and of the implied value.

    The printed one has those that were printed, the implied one as many, or one more where the
    two would look alike.
    """
    printed = found.figure.decimals
    values = (float(found.figure.value), float(found.implied))
    look_alike = len({rounded(value, printed) for value in values}) == 1
    return printed, printed + (look_alike and values[0] != values[1])


def _compared_grid(words: Language, found: Discrepancy, data: pd.DataFrame) -> ExhibitTable:
    """The printed and the implied value as text, each with its own digits; one is printed."""
    unit = found.figure.unit
    units = dict.fromkeys(map(str, data.columns), unit)
    plain = text_grid(words, data, _decimals(found))
    shown = text_grid(words, data, _decimals(found), units)
    value, low, high = data.columns
    ends = {value: (low, high)}
    of_data = _compared_rows(plain, found, data, words.number)
    in_data = replace(plain, rows=of_data, units=units, ends=ends)
    rows = _compared_rows(shown, found, data, words.writing(unit))
    return replace(shown, rows=rows, in_data=in_data, units=units, ends=ends)


def _compared_rows(
    grid: ExhibitTable, found: Discrepancy, data: pd.DataFrame, write: Callable[[float, int], str]
) -> list[GridRow]:
    """The rows of a grid whose values have each its own digits."""
    return [
        replace(row, cells=[write(float(value), decimals), *row.cells[1:]], figures=[name, "", ""])
        for row, value, decimals, name in zip(
            grid.rows,
            data.iloc[:, 0],
            _value_decimals(found),
            (found.figure.full_name, ""),
            strict=True,
        )
    ]


def _draw_story(chapter: Chapter, found: Discrepancy) -> Drawing:
    words = chapter.words
    names = [words.text("printed"), words.text("implied")]
    printed, implied = found.figure.interval, found.interval
    ends = (implied.lower, implied.upper) if implied else (found.implied, found.implied)
    compared = pd.DataFrame(
        [
            [float(found.figure.value), float(printed.lower), float(printed.upper)],
            [float(found.implied), *map(float, ends)],
        ],
        index=pd.Index(names, name=words.text("column.item")),
        columns=INTERVAL,
    )
    decimals = dict(zip(names, _value_decimals(found), strict=True))
    series = _series_around(chapter, found.figure)
    drawn = [*compared["value"], *(series.values() if len(series) >= 3 else [0.0])]
    data = compared.rename(columns=lambda bound: words.text(f"column.{bound}"))
    cells = down(data.columns[0], names)
    if abs(drawn[0] - drawn[1]) < VISIBLE * (max(drawn) - min(drawn)):
        figure = _draw_close(words, compared, decimals, cells, found.figure.unit)
    elif len(series) >= 3:
        figure, (axes,) = canvas()
        _draw_series(axes, series, found.figure.period, compared, cells)
        month_axis(axes, list(series), words)
        in_shown_unit(axes.yaxis, words, found.figure.unit)
    else:
        figure, (axes,) = canvas(height=0.4 + 0.33 * len(compared))
        write, digits = words.writing(found.figure.unit), list(decimals.values())
        level_bars(axes, compared, (VERMILION, BLUE), data.columns[0], digits, write=write)
    told = {
        name: words.quantity(compared["value"][name], found.figure.unit, digits)
        for name, digits in decimals.items()
    }
    return Drawing(figure, data, tell_texts(words, told), _decimals(found))


def _draw_close(
    words: Language,
    compared: pd.DataFrame,
    decimals: Mapping[str, int],
    cells: Sequence[DataCell],
    unit: str,
) -> Figure:
    """Two values so close that no axis from zero shows it: dots with their ranges, enlarged."""
    figure, (axes,) = canvas(height=1.7)
    at = range(len(compared) - 1, -1, -1)
    for place, (name, row), colour, cell in zip(
        at, compared.iterrows(), (VERMILION, BLUE), cells, strict=True
    ):
        axes.hlines(place, row["lower"], row["upper"], color=colour, linewidth=5, alpha=0.35)
        dots(axes, [row["value"]], [place], [cell], color=colour, markersize=7)
        axes.annotate(
            words.shown(row["value"], unit, decimals[str(name)]),
            (row["value"], place),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=11,
        )
    axes.set_yticks(at, [str(name) for name in compared.index], color=INK)
    axes.set_ylim(-0.5, len(compared) - 0.3)
    axes.margins(x=0.12)
    axes.xaxis.set_major_locator(MaxNLocator(3))
    in_shown_unit(axes.xaxis, words, unit)
    axes.grid(False, axis="y")
    axes.grid(axis="x")
    return figure


def _series_around(chapter: Chapter, figure: Printed) -> dict[str, float]:
    """The months of the same series, if it is a monthly one."""
    if "-" not in figure.period or "." not in figure.name:
        return {}
    months = [month for month in chapter.edition.months if month <= chapter.edition.as_of]
    found = {month: chapter.edition.find(figure.name, month) for month in months}
    return {month: float(each.value) for month, each in found.items() if each}


def _draw_series(
    axes: Axes,
    series: dict[str, float],
    month: str,
    compared: pd.DataFrame,
    cells: Sequence[DataCell],
) -> None:
    [at] = places([month])
    axes.plot(places(list(series)), list(series.values()), color=GREY, marker="o", linewidth=1.2)
    (printed, *_), (implied, low, high) = compared.to_numpy()
    axes.vlines(at, min(low, implied), max(high, implied), color=BLUE, linewidth=3, alpha=0.5)
    dots(axes, [at], [implied], cells[1:], "D", color=BLUE, markerfacecolor=PAPER, markersize=7)
    dots(axes, [at], [printed], cells[:1], color=VERMILION, markersize=7)
    axes.margins(y=0.14)
    # Apart even where the two values are as good as one.
    up = 1 if printed >= implied else -1
    for value, name, colour, way in zip(
        (printed, implied), compared.index, (VERMILION, BLUE), (up, -up), strict=True
    ):
        axes.annotate(
            str(name),
            (at, value),
            xytext=(8, 8 * way),
            textcoords="offset points",
            color=colour,
            va="center",
        )
