"""The paragraphs and the clauses below an amount that ends with a colon are what it is made of."""

import pytest

from tests.checks.laws.checked import check

ITEMS = (
    "2023年市本级决算草案",
    "一般公共预算总收入完成{}万元，为调整预算的96.4%，其中：",
    "1.一般公共预算收入218450万元，其中：税收收入140020万元，非税收入78430万元。",
    "2.上级补助收入306115万元，为预算的88.2%。",
    "3.上年结余{}万元。",
    "支出情况另行说明。",
)
CLAUSES = (
    "2023年市本级决算草案",
    "一般公共预算支出{}万元，为预算的91.3%。分项情况是：",
    "教育支出52318万元，为预算的97.2%，主要是校舍维修增加640万元；公共安全支出30441万元；"
    "农林水支出{}万元；住房保障支出9207万元。",
)


def outline(lines: tuple[str, ...], *printed: str) -> str:
    return "\n".join(lines).format(*printed) + "\n"


@pytest.mark.parametrize(
    ("lines", "whole", "part"), [(ITEMS, "532952", "8387"), (CLAUSES, "120122", "28156")]
)
def test_the_items_below_a_colon_add_up(lines: tuple[str, ...], whole: str, part: str) -> None:
    held = [each for each in check(outline(lines, whole, part)).constraints if each.holds]
    assert any(each.law == "shown_sum" and len(each.facts) > 3 for each in held)


@pytest.mark.parametrize(
    ("lines", "whole", "part", "right"),
    [
        (ITEMS, "532952", "8837", "8387"),
        (ITEMS, "535952", "8387", "532952"),
        (CLAUSES, "120122", "21856", "28156"),
        (CLAUSES, "121022", "28156", "120122"),
    ],
)
def test_an_item_that_is_misprinted_is_a_doubt(
    lines: tuple[str, ...], whole: str, part: str, right: str
) -> None:
    found = check(outline(lines, whole, part)).findings
    assert [each.grade for each in found] == ["doubt"]
    assert any(
        right in str(change) for each in found for changes in each.suspects for change in changes
    )


@pytest.mark.parametrize(
    "lines",
    [
        (*ITEMS[:2], *ITEMS[3:]),
        (ITEMS[0], ITEMS[1].replace("其中", "主要项目有"), *ITEMS[2:]),
        (*CLAUSES[:1], CLAUSES[1].replace("：", "。"), *CLAUSES[2:]),
    ],
)
def test_what_is_left_out_or_selected_is_no_error(lines: tuple[str, ...]) -> None:
    texts = "\n".join(lines)
    assert not check(texts.format(*("532952", "8837")[: texts.count("{}")]) + "\n").findings
