"""Findings: one for a wrong number, with a fingerprint that other edits leave alone."""

from pathlib import Path

import pytest

from finreport.checks.accepted import accept, read_accepted
from finreport.checks.findings import settled
from finreport.errors import PlainError
from tests.checks.laws.checked import check

TRADE = "2022年，全省进出口总额903.4亿元。其中，出口{}亿元，进口302.2亿元。"


def test_a_fingerprint_survives_edits_elsewhere_and_not_in_its_numbers() -> None:
    [first] = check(TRADE.format("610.2")).findings
    moved = "一、开头\n\n2022年，全省新建公路31公里。\n\n" + TRADE.format("610.2")
    [second] = check(moved).findings
    [other] = check(TRADE.format("620.1")).findings
    assert first.fingerprint == second.fingerprint
    assert first.fingerprint != other.fingerprint


def test_what_is_accepted_is_known_and_a_new_error_is_not(tmp_path: Path) -> None:
    file = tmp_path / "judgements.toml"
    findings = check(TRADE.format("610.2")).findings
    assert accept(findings, file, "zh") == 1
    [known] = settled(findings, read_accepted(file))
    assert (known.grade, known.explained_by) == ("known", "judgements.toml")
    assert accept([known], file, "zh") == 0
    again = check(TRADE.format("620.1")).findings
    [new] = settled(again, read_accepted(file))
    assert new.grade == "contradiction"
    assert accept(again, file, "en") == 1
    assert len(read_accepted(file)) == 2


@pytest.mark.parametrize("text", ["accepted = 3", "[[accepted]]\nlaw = 'x'", "not toml"])
def test_judgements_that_are_none_are_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "judgements.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PlainError, match=r"is no list of judgements"):
        read_accepted(file)


def test_one_wrong_number_in_many_laws_is_one_finding() -> None:
    text = (
        "2022年，全省地区生产总值8000.0亿元。其中，第一产业增加值800.0亿元，"
        "第二产业增加值2300.0亿元，第三产业增加值4000.0亿元。"
        "三次产业增加值占地区生产总值比重分别为10.0%、40.0%、50.0%。"
    )
    [finding] = check(text).findings
    assert {each.law for each in finding.failing} == {"partition.industries", "share_of_whole"}
    assert [each.fact.reading.printed for [each] in finding.suspects] == ["2300.0"]


def test_two_wrong_numbers_are_two_findings() -> None:
    text = (
        TRADE.format("610.2")
        + "\n\n2022年末，全省常住人口2400.0万人，其中城镇常住人口1560.0万人，城镇化率为56.00%。"
    )
    assert len(check(text).findings) == 2


def test_a_hedged_number_is_as_wide_as_its_word() -> None:
    assert not check("2022年末，全省共有博物馆近200座，其中，国家级博物馆198座。").findings


def test_counts_have_no_rounding() -> None:
    text = (
        "2022年末，全省保险公司分支机构{}家。其中，财产险公司分支机构32家，寿险公司分支机构29家。"
    )
    assert not check(text.format("61")).findings
    assert check(text.format("62")).graded("contradiction")
