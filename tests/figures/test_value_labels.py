"""Which number of the data a label of a picture writes, on pictures of two invented ranges."""

import pytest

from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import Spot
from finreport.figures.style import canvas
from finreport.figures.value_labels import name_labels

RANGES = ExhibitTable(
    ["项目", "值", "下界", "上界"],
    [GridRow("茶叶", ["5.0", "4.0", "6.0"]), GridRow("蚕丝", ["6.0", "5.0", "7.0"])],
    numbers=[[5.0, 4.0, 6.0], [6.0, 5.0, 7.0]],
    ends={"值": ("下界", "上界")},
)


def labelled(text: str, place: float, row: int, *, is_upright: bool) -> str | None:
    """The cell of a label at this place along a row's range, as the picture has it."""
    figure, (axes,) = canvas(height=5.0)
    axes.set_xlim(-1, 9)
    axes.set_ylim(-1, 9)
    spots = [
        Spot(axes, *_at(along, across, is_upright=is_upright), across, 0)
        for across, along in enumerate((5.0, 6.0))
    ]
    label = axes.annotate(text, _at(place, row, is_upright=is_upright))
    name_labels(figure, spots, RANGES)
    return label.get_gid()


def _at(along: float, across: float, *, is_upright: bool) -> tuple[float, float]:
    return (across, along) if is_upright else (along, across)


@pytest.mark.parametrize("is_upright", [False, True])
@pytest.mark.parametrize(
    ("text", "place", "row", "cell"),
    [
        ("5.0", 5.0, 0, "cell 0 0"),
        ("6.0", 6.0, 0, "cell 0 2"),  # where the other row has its value, but beside it
        ("6.0", 6.0, 1, "cell 1 0"),
        ("5.0", 5.0, 1, "cell 1 1"),
        ("7.0", 7.0, 1, "cell 1 2"),
        ("8.0", 8.0, 1, None),
    ],
)
def test_a_label_at_the_end_of_a_range_writes_that_end(
    text: str, place: float, row: int, cell: str | None, *, is_upright: bool
) -> None:
    assert labelled(text, place, row, is_upright=is_upright) == cell
