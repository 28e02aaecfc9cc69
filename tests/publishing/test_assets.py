"""What is left of the theme's style sheets."""

import pytest

from finreport.publishing.assets import without_unused_rules

NAMES = {"used", "also"}


@pytest.mark.parametrize(
    ("styles", "expected"),
    [
        (".used{a:b}.other{c:d}", ".used{a:b}"),
        (".used,.other{a:b}", ".used{a:b}"),
        (".used .other{a:b}", ""),
        (".used:not(.other){a:b}", ".used:not(.other){a:b}"),
        (":is(.other,.also) p{a:b}", ":is(.other,.also) p{a:b}"),
        (":is(.other,p:not(.also)) p{a:b}", ":is(.other,p:not(.also)) p{a:b}"),
        ("@media print{.other{a:b}}p{c:d}", "p{c:d}"),
        ("@media print{.other{a:b}.used{c:d}}", "@media print{.used{c:d}}"),
        ("@keyframes turn{from{a:b}}", "@keyframes turn{from{a:b}}"),
        ('@font-face{font-family:"Icons"}p{a:b}', "p{a:b}"),
        ("/* .used{ */p{a:b}", "p{a:b}"),
    ],
)
def test_only_rules_for_classes_in_use_stay(styles: str, expected: str) -> None:
    assert without_unused_rules(styles, NAMES) == expected
