"""Rules as data: all can be read and told in both languages; a wrong one is named."""

from fractions import Fraction
from pathlib import Path

import pytest

from finreport.checks.rules import LABELS, RULES, load_rules
from finreport.errors import PlainError

GOOD = """
[[rule]]
name = "sum_{part}"
family = "sums"
title_zh = "{part}之和"
title_en = "{part} add up"
expression = "{part}.ytd = exports.ytd"
cases = [{ part = "trade" }]
period = "month"
severity = "approximate"
relative = 0.01
why = "So it is."
why_zh = "如此。"
"""
WORDS = 'trade = { zh = "贸易", en = "trade" }'


def write(folder: Path, text: str) -> Path:
    (folder / LABELS).write_text(WORDS, encoding="utf-8")
    (folder / "made_up.toml").write_text(text, encoding="utf-8")
    return folder


def test_every_rule_is_told_in_both_languages() -> None:
    rules = load_rules()
    assert len({rule.name for rule in rules}) == len(rules) > 130
    for rule in rules:
        for words in (rule.title_zh, rule.title_en, rule.why, rule.why_zh):
            assert words, rule.name
            assert "{" not in words
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in rule.title_en + rule.why)
        assert any("\u4e00" <= letter <= "\u9fff" for letter in rule.title_zh), rule.name
    for titles in ([rule.title_zh for rule in rules], [rule.title_en for rule in rules]):
        assert len(set(titles)) == len(titles)


def test_every_label_is_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in RULES.glob("*.toml"))
    for line in (RULES / LABELS).read_text(encoding="utf-8").splitlines():
        name = line.partition(" = ")[0]
        assert not line or line.startswith("#") or f'"{name}"' in text, name


def test_a_case_fills_name_title_and_expression(tmp_path: Path) -> None:
    [rule] = load_rules(write(tmp_path, GOOD))
    assert (rule.name, rule.title_zh, rule.title_en) == ("sum_trade", "贸易之和", "Trade add up")
    assert rule.text == "trade.ytd = exports.ytd"
    assert rule.difference.names == ("trade.ytd", "exports.ytd")
    assert (rule.relative, rule.absolute) == (Fraction(1, 100), Fraction(0))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('why = "So it is."\n', "", "it has no why"),
        ("relative = 0.01\n", "", "an approximate rule says absolute or relative"),
        ('"approximate"', '"strict"', "an approximate rule says absolute or relative"),
        ('"approximate"', '"mild"', "severity is 'mild'; it should be one of approximate, strict"),
        ('"month"', '"week"', "period is 'week'; it should be one of month, year"),
        (
            "relative = 0.01",
            "relative = 0.01\ncolour = 1",
            "it has colour, which is none of name, family",
        ),
        ("exports.ytd", "", "at character 1 there should be a number"),
        (" = exports.ytd", "", "should be written as 'left = right'"),
        ("{part}.ytd = exports.ytd", "1 = 1", "names no printed number"),
        ('part = "trade" }', 'part = "snow" }', "'snow' is in no case, or has no label"),
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


def test_labels_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(PlainError, match=r"labels\.toml is missing"):
        load_rules(tmp_path)
