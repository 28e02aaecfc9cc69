"""Which tables stand as cards on a phone."""

import pytest

from finreport.figures.exhibits import ExhibitTable, GridRow

HEADS = ["指标", "印出", "推算", "类别"]


@pytest.mark.parametrize(
    ("rows", "is_wide"),
    [
        ([], False),
        ([GridRow("一组没有条目的记录")], False),
        ([GridRow("贷款", ["1.2", "1.3", "误"])], False),
        ([GridRow("贷款", ["1.2", "1.3", "两个数不能同时正确，因为各部分之和大于总计"])], True),
    ],
)
def test_a_table_is_wide_by_its_cells_alone(rows: list[GridRow], is_wide: bool) -> None:
    assert ExhibitTable(HEADS, rows).is_wide_for_phones == is_wide
