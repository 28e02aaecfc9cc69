"""Rules as data: all can be read, and a wrong one is named."""

from fractions import Fraction
from pathlib import Path

import pytest

from finreport.checks.rules import load_rules
from finreport.errors import PlainError

GOOD = """
[[rule]]
id = "sum"
name = "sum_{part}"
family = "sums"
expression = "{part}.ytd = exports.ytd"
cases = [{ part = "trade" }]
period = "month"
severity = "approximate"
relative = 0.01
"""


def write(folder: Path, text: str) -> Path:
    (folder / "made_up.toml").write_text(text, encoding="utf-8")
    return folder


def test_every_rule_has_a_name_of_its_own() -> None:
    rules = load_rules()
    assert len({rule.name for rule in rules}) == len(rules) > 130


def test_a_case_fills_name_and_expression(tmp_path: Path) -> None:
    [rule] = load_rules(write(tmp_path, GOOD))
    assert (rule.id, rule.name, rule.case) == ("sum", "sum_trade", {"part": "trade"})
    assert rule.text == "trade.ytd = exports.ytd"
    assert rule.difference.names == ("trade.ytd", "exports.ytd")
    assert (rule.relative, rule.absolute) == (Fraction(1, 100), Fraction(0))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('family = "sums"\n', "", "it has no family"),
        ("relative = 0.01\n", "", "an approximate rule says absolute or relative"),
        ('"approximate"', '"strict"', "an approximate rule says absolute or relative"),
        ('"approximate"', '"mild"', "severity is 'mild'; it should be one of approximate, strict"),
        ('"month"', '"week"', "period is 'week'; it should be one of month, year"),
        (
            "relative = 0.01",
            "relative = 0.01\ncolour = 1",
            "it has colour, which is none of id, name, family",
        ),
        ("exports.ytd", "", "at character 1 there should be a number"),
        (" = exports.ytd", "", "should be written as 'left = right'"),
        ("{part}.ytd = exports.ytd", "1 = 1", "names no printed number"),
        ('{ part = "trade" }', '{ other = "trade" }', "'part' is in no case"),
        ("[[rule]]", "[[rule]", "cannot be read as TOML"),
        (GOOD, GOOD + GOOD, "there are two rules 'sum_trade'"),
        (GOOD, "", "There are no rules"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(PlainError, match=message):
        load_rules(write(tmp_path, GOOD.replace(old, new)))
