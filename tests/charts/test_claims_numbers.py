"""Which parts of a finding's sentence are numbers that open."""

import pytest

from finreport.narrative.claims import Claim


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "由2024年1月的11.0%到2024年12月的9.1%，每月−0.12个百分点",
            ["11.0%", "9.1%", "−0.12个百分点"],
        ),
        ("12项增速中有2项，p<0.001；12个月", ["12", "2", "0.001"]),
        ("四季度下降9.0%（舍入之内−9.3%至−8.8%）", ["9.0%", "−9.3%", "−8.8%"]),
        ("up 18.7% in December 2024, CNY 46.18 billion", ["18.7%", "CNY 46.18 billion"]),
        ("Up to December 2024: 1,600 people over 12 months in Q4", ["1,600"]),
        ("errors of an AR(1), p 0.03 (12%)", ["0.03", "12%"]),
        ("the target for 2025. 2024 as a whole", []),
        ("average 243.0亿元", ["243.0亿元"]),
        ("在2024年10至12月少增613亿元，加3至5", ["613亿元", "3", "5"]),
    ],
)
def test_numbers_of_a_sentence(text: str, numbers: list[str]) -> None:
    pieces = list(Claim(text, "firm", "").pieces())
    assert [piece for piece, is_number in pieces if is_number] == numbers
    assert "".join(piece for piece, _ in pieces) == text
