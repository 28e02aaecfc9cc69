"""Partitions and definitions are data with a source, and every law has its words."""

import re
from pathlib import Path

import pytest
import rtoml

from finreport.checks.laws.known import LAWS, definitions, orders, partitions, titles
from finreport.checks.wording import law_title
from tests.checks.laws.checked import check, failed, laws

SOURCES = Path(__file__).parents[3] / "src" / "finreport" / "checks" / "laws"


def test_everything_known_names_its_source_and_titles() -> None:
    for key in ("partition", "definition", "order"):
        file = f"{key}s.toml"
        for each in rtoml.loads((LAWS / file).read_text(encoding="utf-8"))[key]:
            assert each["source"], each["name"]
            assert each["title_zh"], each["name"]
            assert each["title_en"], each["name"]
    assert len(titles()) == len(partitions()) + len(definitions()) + len(orders())


def test_every_law_has_its_words() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    named = set(re.findall(r'Constraint\(\s*f?"([a-z_]+)', code))
    assert {"increase", "partition", "shown_sum"} <= named
    for law in (named | {"unit_differs", "period_differs"}) - {""}:
        if law not in ("partition", "definition", "growth_between", "order"):
            assert law_title(law, "zh"), law
            assert law_title(law, "en"), law
    assert law_title("partition.trade", "en").startswith("Exports")
    assert law_title("growth_between.trade", "zh").endswith("进出口总额")


@pytest.mark.parametrize(
    ("text", "law", "wrong"),
    [
        (
            "2022年，全省一般公共预算收入2310.4亿元，其中，税收收入1620.1亿元，非税收入690.3亿元。",
            "partition.revenue",
            ("690.3", "609.3"),
        ),
        (
            "2022年末，全省常住人口2400.0万人。其中，男性1224.3万人，女性1175.7万人。",
            "partition.population_by_sex",
            ("1224.3", "1242.3"),
        ),
        (
            "2022年，全省人身险保费收入612.4亿元。其中，寿险470.2亿元，健康险120.1亿元，"
            "意外险22.1亿元。",
            "partition.life_premiums",
            ("470.2", "407.2"),
        ),
        (
            "2022年末，全省人口出生率为6.42‰，死亡率为7.13‰，自然增长率为-0.71‰。",
            "partition.natural_increase",
            ("-0.71", "-0.17"),
        ),
        (
            "2022年，全省一般公共预算收入410.6亿元，税收收入251.3亿元，税比61.2%。",
            "definition.tax_share",
            ("61.2", "62.1"),
        ),
        (
            "2022年末，全省男性人口1224.3万人，女性人口1175.7万人，男女性别比（女性为100）104.13。",
            "definition.sex_ratio",
            ("104.13", "101.43"),
        ),
        (
            "2022年末，全省工业中长期贷款余额912.5亿元。其中，制造业中长期贷款余额640.3亿元；"
            "重工业中长期贷款余额701.4亿元；轻工业中长期贷款余额211.1亿元。",
            "partition.industrial_loans",
            ("211.1", "112.1"),
        ),
    ],
)
def test_known_partitions_speak_of_other_wordings(
    text: str, law: str, wrong: tuple[str, str]
) -> None:
    assert law in laws(check(text))
    assert not check(text).findings
    report = check(text.replace(*wrong))
    assert failed(report)[law] == wrong[1]
    assert len(report.findings) == 1
