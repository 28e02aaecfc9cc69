"""Whole readings: values and bounds, places, invented reports in other wordings, the command."""

import csv
import io
import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from finreport.cli import app
from finreport.documents import read_text
from finreport.reading import Reading, read, rendering
from finreport.reading.rendering import IN_CHINESE, KEYS, as_text

REPORT = """湖北省金融运行报告（2025）

一、经济运行情况

2024 年，全省地区生产总值 1.82 万亿元，同比增长 5.4%。\
其中，第二产业增加值增长 6.1%，占地区生产总值的 39.8%。

全年城镇新增就业 26.3 万人，完成年度计划的 105.2%。\
居民消费价格同比下降 0.1%，降幅较前三季度收窄 0.2 个百分点。

二、金融运行情况

2024 年末，本外币各项贷款余额 2.94 万亿元，同比增长 8.6%，比年初增加 2331 亿元，同比少增 105 亿元。

三、展望

2025 年，预计贷款增长 8% 左右。
"""


def quantities(text: str) -> list[Reading]:
    """The quantities of a text."""
    return [each for each in read(read_text(text, "draft.txt")).readings if each.is_quantity]


def told(reading: Reading) -> tuple[object, ...]:
    """What a reading says, but for where."""
    return (
        reading.printed,
        reading.unit,
        reading.subject,
        reading.measure,
        reading.direction,
        reading.period,
        reading.base,
        reading.is_target,
    )


def test_an_invented_report_is_read_in_full() -> None:
    day, year = "2024-12-31", "2024"
    gdp, price = "地区生产总值", "居民消费价格"
    loans = "本外币各项贷款余额"
    second, jobs = "第二产业增加值", "城镇新增就业"
    assert [told(each) for each in quantities(REPORT)] == [
        ("1.82", "万亿元", gdp, "level", None, year, None, False),
        ("5.4", "%", gdp, "growth", "up", year, "previous_year", False),
        ("6.1", "%", second, "growth", "up", year, "previous_year", False),
        ("39.8", "%", f"{second}占{gdp}", "share", None, year, None, False),
        ("26.3", "万人", jobs, "count", None, year, None, False),
        ("105.2", "%", f"{jobs}完成年度计划", "share", None, year, "target", False),
        ("0.1", "%", price, "growth", "down", year, "previous_year", False),
        ("0.2", "个百分点", f"{price}降幅", "change_pp", "down", year, "previous_period", False),
        ("2.94", "万亿元", loans, "level", None, day, None, False),
        ("8.6", "%", loans, "growth", "up", day, "previous_year", False),
        ("2331", "亿元", loans, "change", "up", year, "year_start", False),
        ("105", "亿元", loans, "change", "down", year, "previous_year", False),
        ("8", "%", "贷款", "growth", "up", "2025", "previous_year", True),
    ]


def test_spaces_and_half_width_signs_change_nothing() -> None:
    plain = REPORT.replace("2024 年", "2024年").replace(" ", "")
    other = plain.replace("，", ",").replace("%", "％").replace("（", "(").replace("）", ")")
    assert [told(each) for each in quantities(plain)] == [told(each) for each in quantities(REPORT)]
    assert [told(each) for each in quantities(other)] == [told(each) for each in quantities(REPORT)]


def test_a_heading_that_runs_into_its_paragraph_is_of_no_subject() -> None:
    text = "2022年湖州市统计公报\n\n财政收入 全年财政总收入8.3亿元，增长4.2%。\n"
    assert {each.subject for each in quantities(text)} == {"财政总收入"}


def test_the_order_of_sentences_changes_nothing() -> None:
    head, *blocks = REPORT.strip().split("\n\n")
    first, second, third = blocks[:3], blocks[3:5], blocks[5:]
    moved = "\n\n".join([head, *second, *first, *third])
    before = sorted(map(str, map(told, quantities(REPORT))))
    assert sorted(map(str, map(told, quantities(moved)))) == before


def test_a_place_leads_back_to_the_digits() -> None:
    document = read_text(REPORT, "draft.txt")
    for each in read(document).readings:
        paragraph = document.paragraphs[(each.paragraph or 0) - 1]
        at = each.offset or 0
        assert paragraph.text[at : at + len(each.printed)] == each.printed
        assert each.printed in REPORT.split("\n")[(each.place.line or 0) - 1]


@pytest.mark.parametrize(
    ("sentence", "value", "lower", "upper"),
    [
        ("产值达到3.40亿元。", "3.40", "3.395", "3.405"),
        ("产值下降3.4%。", "-3.4", "-3.45", "-3.35"),
        ("全省有博物馆38个。", "38", "38", "38"),
        ("受益群众38万人。", "38", "37.5", "38.5"),
        ("培训职工1200余人。", "1200", "1200", "1300"),
        ("投资增长6%以上。", "6", "6", "12"),
        ("产量接近80万吨。", "80", "75", "80"),
        ("建成三大园区。", "3", "3", "3"),
        ("苹果产量约占全国1/8。", "1/8", "1/8", "1/8"),
    ],
)
def test_value_and_bounds(sentence: str, value: str, lower: str, upper: str) -> None:
    found = quantities(sentence)[-1]
    bounds = (found.value, found.lower, found.upper)
    assert bounds == (Fraction(value), Fraction(lower), Fraction(upper))


def test_a_range_is_two_readings() -> None:
    low, high = quantities("2026年某省政府工作报告\n\n今年主要预期目标是：经济增长4.5%—5%。")
    assert (low.value, high.value) == (Fraction("4.5"), Fraction(5))
    assert low.is_target
    assert high.is_target
    assert (low.measure, low.unit) == (high.measure, high.unit) == ("growth", "%")


def test_the_command_prints_json_csv_and_text(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="gb18030")
    run = CliRunner().invoke
    printed = json.loads(run(app, ["read", str(path), "--format", "json"]).stdout)
    assert printed["documents"] == [
        {
            "file": str(path),
            "title": "湖北省金融运行报告（2025）",
            "place": "湖北省",
            "year": 2025,
            "kind": "operations_report",
        }
    ]
    assert all(list(each) == list(KEYS) for each in printed["readings"])
    assert len({each["id"] for each in printed["readings"]}) == len(printed["readings"])
    rows = list(
        csv.DictReader(io.StringIO(run(app, ["read", str(path), "--format", "csv"]).stdout))
    )
    assert [row["id"] for row in rows] == [each["id"] for each in printed["readings"]]
    assert "地区生产总值 · 增长 · 升 · 2024" in run(app, ["read", str(path)]).stdout
    english = run(app, ["read", str(path), "--language", "en"]).stdout
    assert "地区生产总值 · growth · up · 2024 · on the previous year" in english


def test_the_command_reads_on_after_a_bad_file(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    missing = str(tmp_path / "none.txt")
    result = CliRunner().invoke(app, ["read", missing, str(path), "--format", "json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["readings"]
    assert "none.txt" in result.stderr


def test_text_names_what_is_no_quantity() -> None:
    document = read_text("2024年，T300级碳纤维产量3吨。", "draft.txt")
    shown = as_text([(document, read(document))], "en")
    assert "2024  no quantity: year" in shown
    assert "300  no quantity: name" in shown
    assert "2024  不是数量：年份" in as_text([(document, read(document))], "zh")


def test_every_kind_of_a_number_that_is_no_quantity_has_a_name_in_chinese() -> None:
    folder = Path(rendering.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.*"))
    assert set(re.findall(r'\bwhy ?= ?"([^"]+)"', source)) | {"list number"} <= set(IN_CHINESE)
