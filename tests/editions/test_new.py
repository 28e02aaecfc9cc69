"""An edition made from documents: which fact a number says, what a person settles, what is written.

The texts are this project's own, or invented; what is right is written by hand, or stands in the
data package of the first edition, whose numbers :mod:`tests.editions.test_statements` finds anew.
"""

import csv
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import rtoml

from finreport.checks import check_edition
from finreport.checks.statements import parse_rule
from finreport.documents import read as read_document
from finreport.documents import read_text
from finreport.editions.description import read_about
from finreport.editions.edition import open_edition, read_edition
from finreport.editions.figure_names import NAME, base_name, may_be_absent
from finreport.editions.folder import package_files
from finreport.editions.making import make_edition
from finreport.editions.making.fact_rules import Namer, rule_and_reason
from finreport.editions.making.headings import Sections, parts
from finreport.editions.making.listed_facts import facts_of, shared_facts, wordings
from finreport.editions.making.settled import COLUMNS
from finreport.editions.making.statement import Statement
from finreport.editions.making.units import data_unit, factor
from finreport.editions.package import read_months
from finreport.editions.schemas import SCHEMAS
from finreport.errors import EditionError, PlainError
from finreport.reading import read as read_numbers
from tests.synthetic.whole import write_whole

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"

Rows = dict[str, dict[str, str]]


def rows(folder: Path, name: str = "statements", key: str = "id") -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """A function that makes an edition of a text, with the tables of an invented report."""
    tables = write_whole(3)[1].partition("\n表")
    bare = re.sub("2030年", "2031年", tables[1] + tables[2])

    def make(text: str, *others: str, settled: str = "") -> Path:
        data, texts = tmp_path / "data", tmp_path / "texts"
        texts.mkdir(exist_ok=True)
        paths = []
        for number, each in enumerate([text + bare, *others]):
            paths.append(texts / f"{number}.txt")
            paths[-1].write_text(each, encoding="utf-8")
        if settled:
            (data / "tried" / "readings.csv").write_text(settled, encoding="utf-8")
        return make_edition("tried", paths, data).folder

    return make


# The list of facts


@pytest.mark.parametrize("edition", ["", "shanxi-2025"])
def test_every_fact_has_a_rule_that_can_be_read_and_a_chapter(edition: str) -> None:
    listed = facts_of(ROOT / "data" / edition) if edition else shared_facts()
    ids = [fact.id for fact in listed.facts]
    assert len(ids) == len(set(ids))
    chapters = {path.stem for path in (ROOT / "chapters").glob("*.ipynb")} | {"work_report"}
    [reasons] = [
        field["constraints"]["enum"]
        for field in SCHEMAS["statements"]["fields"]
        if field["name"] == "reason"
    ]
    for fact in listed.facts:
        re.compile(fact.words)
        assert fact.section in chapters, fact.id
        assert fact.reason in ("", *reasons), fact.id
        if not fact.rule:
            continue
        for expression in parse_rule(fact.rule.replace("{year}", "2031")).expressions:
            for name in expression.names:
                base = base_name(name)
                assert base in listed.by_id or ("." in base and may_be_absent(base)), (
                    fact.id,
                    name,
                )


def test_no_fact_of_every_edition_names_a_province_or_what_only_one_has() -> None:
    places = (ROOT / "data" / "rules" / "places.csv").read_text(encoding="utf-8").split("\n")[1:]
    named = [name for row in places for name in row.split(",") if name]
    own = facts_of(ROOT / "data" / "shanxi-2025").facts[len(shared_facts().facts) :]
    assert own
    for fact in shared_facts().facts:
        told = " ".join([fact.words, fact.subject_zh, fact.subject_en])
        assert not [name for name in [*named, "晋"] if name in told], fact.id


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("benchmark_projects,", "grp_total,"), "grp_total is listed already"),
        ((".*省级标杆项目", "(省级标杆项目"), "should be a pattern"),
        (("id,words,", "id,"), "words"),
    ],
)
def test_a_wrong_list_of_an_edition_s_own_facts_is_told(
    change: tuple[str, str], message: str, tmp_path: Path
) -> None:
    text = (ROOT / "data" / "shanxi-2025" / "facts.csv").read_text(encoding="utf-8")
    (tmp_path / "facts.csv").write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(PlainError, match=message):
        facts_of(tmp_path)


def test_an_approximate_rule_says_why() -> None:
    assert [f.id for f in shared_facts().facts if f.rule.startswith("~") and not f.reason] == []


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("全省固定资产投资（不含农户）", "固定资产投资"),
        ("实现社会消费品零售总额", "社会消费品零售总额"),
        ("青岭省外贸进出口总额", "外贸进出口总额"),
        ("力争城镇新增就业", "城镇新增就业"),
    ],
)
def test_words_of_place_and_deed_are_taken_off(subject: str, wanted: str) -> None:
    assert list(wordings(subject, "青岭"))[-1] == wanted


# Units


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("万亿元", "trillion CNY"),
        ("亿元", "100 million CNY"),
        ("亿美元", "100 million USD"),
        ("%", "%"),
        ("个百分点", "percentage points"),
        ("万人", "10 thousand people"),
        ("名", "people"),
        ("万人次", "10 thousand person-times"),
        ("家", "items"),
        ("亿笔", "100 million items"),
        ("万吨", "10 thousand tonnes"),
        ("位", "places"),
        ("万平方米", "万平方米"),
    ],
)
def test_units(printed: str, unit: str) -> None:
    assert data_unit(printed) == unit


def test_units_of_one_measure_have_a_factor() -> None:
    assert factor("trillion CNY", "100 million CNY") == 10_000
    assert factor("items", "10 thousand items") == factor("CNY", "10 thousand CNY")
    assert factor("%", "percentage points") is None


# Rules in the units that are printed


def stated(fact: str, unit: str, value: str = "1") -> Statement:
    """A statement of a fact for 2031, printed in a unit."""
    text = f"青岭省金融运行报告（2032）\n\n一、经济运行情况\n\n社会消费品零售总额{value}{unit}。\n"
    path = Path(os.environ["PYTEST_TEXT"])
    path.write_text(text, encoding="utf-8")
    [reading] = [r for r in read_numbers(read_document(path)).readings if r.is_quantity]
    return Statement(
        reading, "report", shared_facts().by_id[fact].section, shared_facts().by_id[fact], fact
    )


@pytest.mark.parametrize(
    ("fact", "printed", "others", "rule"),
    [
        ("retail_sales_total", "亿元", {}, "= retail.ytd@2031-12"),
        ("retail_sales_total", "万亿元", {}, "retail.ytd@2031-12 / 10000"),
        ("fai_growth", "%", {}, "= fai.ytd_yoy@2031-12"),
        ("deposits_all", "万亿元", {}, "all.deposits.balance@2031-12 / 10000"),
        ("deposits_all", "亿元", {}, "(all.deposits.balance@2031-12 / 10000) * 10000"),
        (
            "afre_stock_growth",
            "%",
            {"afre_flow": "trillion CNY", "afre_stock": "trillion CNY"},
            "~1: 100 * (afre_flow * 10000) / (10000 * afre_stock - (afre_flow * 10000))",
        ),
        ("income_per_capita", "元", {}, ""),
        (
            "income_per_capita",
            "元",
            {"income_rural": "CNY", "income_urban": "CNY"},
            "income_rural .. income_urban",
        ),
    ],
)
def test_rules_follow_the_unit(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fact: str,
    printed: str,
    others: Mapping[str, str],
    rule: str,
) -> None:
    monkeypatch.setenv("PYTEST_TEXT", str(tmp_path / "text.txt"))
    statement = stated(fact, printed)
    names = [
        name[0] for name in NAME.finditer(shared_facts().by_id[fact].rule.replace("{year}", "2031"))
    ]
    tables: dict[str, list[dict[str, str]]] = {"deposits_loans": [], "economy": []}
    for name in names:
        keys, _, month = name.partition("@")
        parts_of = keys.split(".")
        if len(parts_of) == 3:
            row = dict(zip(("currency", "indicator", "measure"), parts_of, strict=True))
            tables["deposits_loans"].append(row | {"month": month})
        elif len(parts_of) == 2:
            row = dict(zip(("indicator", "measure"), parts_of, strict=True))
            tables["economy"].append(row | {"month": month})
    namer = Namer(tables, {fact: statement.unit, **others}, shared_facts())
    assert rule_and_reason(statement, namer)[0] == rule


def test_a_rule_of_numbers_that_are_not_printed_has_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_TEXT", str(tmp_path / "text.txt"))
    statement = stated("retail_sales_total", "亿元")
    assert rule_and_reason(
        statement, Namer({}, {"retail_sales_total": statement.unit}, shared_facts())
    ) == (
        "",
        "single_figure",
    )
    statement.others = ["summary_retail_sales_total"]
    units = {"retail_sales_total": statement.unit, "summary_retail_sales_total": "trillion CNY"}
    assert rule_and_reason(statement, Namer({}, units, shared_facts())) == (
        "summary_retail_sales_total * 10000",
        "",
    )


@pytest.mark.parametrize(
    ("time", "period"),
    [("2031年", "2031"), ("2031年1—8月", "2031-08"), ("2031年上半年", "2031-06")],
)
def test_what_came_by_a_month_is_not_told_of_the_whole_year(time: str, period: str) -> None:
    told = f"{time}，社会消费品零售总额96亿元。"
    text = f"青岭省金融运行报告（2032）\n\n一、经济运行情况\n\n{told}\n"
    [reading] = [r for r in read_numbers(read_text(text, "text.txt")).readings if r.is_quantity]
    fact = shared_facts().by_id["retail_sales_total"]
    assert fact.when == "over"
    assert Statement(reading, "report", fact.section, fact, fact.id).period == period


# Sections


HEADED = """\
青岭省金融运行报告（2032）

内容摘要

开头一段。

一、经济运行情况

一段。

（一）需求稳步扩大

一段。

专栏1 五篇大文章的进展

四、优化供给，便利老人

箱内一段。

二、金融运行情况

（一）银行业稳健

一段。

（三）证券业和保险业

一段。

（四）金融生态环境

一段。

三、预测与展望

末段。

附录：

（一）2031年青岭省经济金融大事记

3月5日，平台启用。
"""


def test_sections_by_the_level_of_their_headings(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(HEADED, encoding="utf-8")
    document = read_document(path)
    sections = Sections(document.paragraphs)
    found = {
        each.text: sections[each.number]
        for each in document.paragraphs
        if "段" in each.text or "启用" in each.text
    }
    assert found["开头一段。"] == "00_summary"
    assert found["箱内一段。"] == "21_five_priorities"
    assert found["末段。"] == "30_outlook"
    assert found["3月5日，平台启用。"] == "90_events"
    under = [sections[each.number] for each in document.paragraphs if each.text == "一段。"]
    assert under == [
        "10_growth",
        "11_demand_and_trade",
        "20_banking",
        "22_securities_and_insurance",
        "24_services",
    ]
    assert sections.found["demand"].zh == "第一部分第（一）节"
    assert sections.found["demand"].en == "Part 1, Section (1)"
    assert sections.found["priorities"].en == "Box 1"
    assert sections.found["events"].zh == "附录（一）"


def test_every_part_is_of_a_known_level() -> None:
    assert {part.level for part in parts()} == {"outer", "inner", "box", "plain"}


# Ids, repetitions and doubts


REPORT = """\
青岭省金融运行报告（2032）

内容摘要

2031年，全省地区生产总值增长4.2%。绿色贷款余额增长21.5%。

一、经济运行情况

2031年，全省地区生产总值1.43万亿元，同比增长4.2%。粮食总产量达到812.4万吨。新建驿站36个。

二、金融运行情况

2031年末，绿色贷款余额同比增长21.5%。全省不良贷款率1.41%，比年初下降0.12个百分点。

专栏1 五篇大文章的进展

2031年末，全省绿色贷款余额同比增长21.5%。

三、预测与展望

2032年，预期城镇新增就业31万人。

"""


def test_a_fact_has_its_id_wherever_it_stands(make: Callable[..., Path]) -> None:
    found = rows(make(REPORT))
    assert {name: row["rule"] for name, row in found.items() if "loans_green" in name} == {
        "summary_loans_green_growth": "= loans_green_growth",
        "loans_green_growth": "= summary_loans_green_growth",
        "priorities_loans_green_growth": "= loans_green_growth",
    }
    assert found["summary_grp_growth"]["section"] == "00_summary"
    assert found["grp_growth"]["rule"] == "= gdp.ytd_yoy@2031-12"
    assert found["grain_output"] | {"reason": ""} == {
        "id": "grain_output",
        "source": "report",
        "section": "12_industries",
        "subject": "粮食总产量",
        "value": "812.4",
        "unit": "10 thousand tonnes",
        "kind": "level",
        "period": "2031",
        "rule": "",
        "qualifier": "",
        "reason": "",
    }
    assert found["target_new_urban_jobs"]["period"] == "2032"
    assert found["target_new_urban_jobs"]["reason"] == "plan"


def test_other_numbers_are_called_by_section_and_order(make: Callable[..., Path]) -> None:
    found = rows(make(REPORT))
    [stops] = [name for name, row in found.items() if row["value"] == "36"]
    assert stops == "s_10_growth_004"
    assert found[stops]["subject"].endswith("驿站")
    [fall] = [row for row in found.values() if row["value"] == "0.12"]
    assert (fall["kind"], fall["unit"]) == ("decrease", "percentage points")


def test_prints_that_differ_are_contradicted_and_a_person_is_asked(
    make: Callable[..., Path],
) -> None:
    folder = make(REPORT.replace("增长4.2%。绿", "增长4.3%。绿"))
    [asked] = rows(folder, "readings", "field").values()
    assert (asked["field"], asked["printed"]) == ("value", "4.2")
    assert asked["candidates"] == "4.3 | 4.2"
    contradicted = [each.name for each in check_edition(read_edition(folder)).contradictions]
    assert "summary_grp_growth" in contradicted


def test_numbers_of_a_section_that_say_one_fact_differently_have_none(
    make: Callable[..., Path],
) -> None:
    twice = "粮食总产量812.4万吨，粮食总产量790.1万吨。"
    folder = make(REPORT.replace("粮食总产量达到812.4万吨。", twice))
    assert "grain_output" not in rows(folder)
    asked = rows(folder, "readings", "printed")
    assert {printed: (row["field"], row["candidates"]) for printed, row in asked.items()} == {
        "812.4": ("id", "grain_output"),
        "790.1": ("id", "grain_output"),
    }


def lines(*settled: Mapping[str, str]) -> str:
    """A file of settled lines."""
    said = [dict.fromkeys(COLUMNS, "") | dict(each) for each in settled]
    return "\n".join([",".join(COLUMNS), *(",".join(row.values()) for row in said)]) + "\n"


STOPS = {"file": "report", "line": "9", "printed": "36"}


def test_what_is_settled_is_taken_and_kept(make: Callable[..., Path]) -> None:
    make(REPORT)
    settled = lines(
        STOPS | {"field": "id", "settled": "rest_stops", "reason": "asked"},
        {"file": "report", "line": "9", "printed": "812.4", "field": "unit", "read": "万吨"}
        | {"settled": "万亿元"},
    )
    folder = make(REPORT, settled=settled)
    assert rows(folder)["rest_stops"]["value"] == "36"
    assert rows(folder)["grain_output"]["unit"] == "trillion CNY"
    assert (folder / "readings.csv").read_text(encoding="utf-8") == settled


def test_a_line_that_says_what_was_read_follows_its_number(make: Callable[..., Path]) -> None:
    make(REPORT)
    settled = lines(
        {"file": "report", "line": "99", "printed": "812.4", "field": "unit", "read": "万吨"}
        | {"settled": "万亩"}
    )
    assert rows(make(REPORT, settled=settled))["grain_output"]["unit"] == "10 thousand mu"


def test_a_struck_number_states_nothing(make: Callable[..., Path]) -> None:
    make(REPORT)
    settled = lines(STOPS | {"field": "subject", "settled": "-"})
    assert "36" not in {row["value"] for row in rows(make(REPORT, settled=settled)).values()}


@pytest.mark.parametrize(
    ("settled", "said"),
    [
        (lines(STOPS | {"field": "colour"}), "row 2: the field is 'colour'"),
        (lines(STOPS | {"field": "measure", "settled": "size"}), "settled as 'size'"),
        ("a,b\n1,2\n", "row 1: the columns should be"),
        (",".join(COLUMNS) + "\n1,2\n", "row 2: the number of cells is 2"),
    ],
)
def test_a_faulty_line_is_told(make: Callable[..., Path], settled: str, said: str) -> None:
    make(REPORT)
    with pytest.raises(EditionError, match=re.escape(said)):
        make(REPORT, settled=settled)


# The folder


def test_the_folder_is_an_edition_that_says_what_it_is_about(
    make: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(REPORT)
    monkeypatch.setenv("FINREPORT_DATA", str(folder.parent))
    about = read_about("tried")
    assert about.year == 2031
    assert about.facts("zh")["place"] == "青岭"
    assert about.facts("zh")["title"] == "青岭省金融运行报告（2032）"
    opened = open_edition("tried")
    assert opened.months[-1] == "2031-12"
    assert opened.figures["grp_total"][""]
    assert {path.name for path in package_files(folder)} == {
        *(f"{name}.csv" for name in SCHEMAS),
        "datapackage.json",
    }
    for code in ("zh", "en"):
        assert about.texts(code).get("headline", {}).keys() == {"afre_stock"}
    assert about.texts("en")["subjects"].keys() == rows(folder).keys()
    assert (
        about.texts("en")["subjects"]["grain_output"]
        == shared_facts().by_id["grain_output"].subject_en
    )
    assert about.texts("en")["event"]["2031-03-05"].endswith("(in Chinese)")


def test_what_a_person_wrote_in_the_folder_stays(make: Callable[..., Path]) -> None:
    folder = make(REPORT)
    own = (folder / "edition.toml").read_text(encoding="utf-8").replace("青岭省", "青岭全省")
    (folder / "edition.toml").write_text(own, encoding="utf-8")
    (folder / "judgements.toml").write_text("# none\n", encoding="utf-8")
    english = folder / "words" / "en.toml"
    told = english.read_text(encoding="utf-8").replace("Output of grain", "Grain")
    told = re.sub("grain_output = .*", 'grain_output = "Grain"', told)
    english.write_text(told, encoding="utf-8")
    make(REPORT.replace("新建驿站36个。", "新建驿站36个。生猪存栏512万头。"))
    assert (folder / "edition.toml").read_text(encoding="utf-8") == own
    assert (folder / "judgements.toml").is_file()
    words = rtoml.loads(english.read_text(encoding="utf-8"))["subjects"]
    assert words["grain_output"] == "Grain"
    assert words["live_pigs"] == shared_facts().by_id["live_pigs"].subject_en


def test_a_report_alone_has_no_targets_and_says_so(make: Callable[..., Path]) -> None:
    folder = make(REPORT.replace("2032年，预期城镇新增就业31万人。", "展望将来。"))
    assert rows(folder, "targets", "indicator") == {}
    assert read_edition(folder).records["targets"] == {}


def test_a_report_without_a_monthly_table_is_an_edition_of_its_sentences(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    folder = make_edition("tried", [path], tmp_path / "data").folder
    edition = read_edition(folder)
    assert edition.months == ("2031-12",)
    assert read_months(folder) == edition.months
    assert {name for name, rows in edition.records.items() if rows} == {"statements", "targets"}
    assert edition.figures["grain_output"][""]
    assert check_edition(edition).contradictions == ()


PLAN = """\
2032年青岭省政府工作报告

刚刚过去的2031年，全省新建驿站88个，粮食总产量812.4万吨。

今年经济社会发展的主要预期目标是：地区生产总值增长5%左右，城镇新增就业31万人以上，居民收入增长与经济增长同步。
"""


def test_a_work_report_gives_targets_and_repeats(make: Callable[..., Path]) -> None:
    folder = make(REPORT.replace("2032年，预期城镇新增就业31万人。", "展望将来。"), PLAN)
    targets = rows(folder, "targets", "indicator")
    assert {name: (row["comparator"], row["value"]) for name, row in targets.items()} == {
        "gdp": ("about", "5"),
        "income": ("in_step_with_growth", ""),
        "urban_jobs": ("at_least", "31"),
    }
    found = rows(folder)
    assert found["work_report_grain_output"]["rule"] == "= grain_output"
    assert found["target_grp_growth"]["section"] == "30_outlook"
    [stops] = [row for row in found.values() if row["value"] == "88"]
    assert (stops["source"], stops["reason"]) == ("work_report", "outside_report")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([PLAN], "is a report on financial operations"),
        (
            ["青岭省金融运行报告（2032）\n\n一、经济运行情况\n\n形势平稳。\n"],
            "have a number of its year",
        ),
        ([REPORT, REPORT], "are both a report on financial operations"),
        ([REPORT, PLAN.replace("青岭", "山东")], "they should be about one place"),
        ([REPORT, PLAN.replace("2031", "2033").replace("2032", "2034")], "be about one year"),
    ],
)
def test_texts_that_make_no_edition_leave_nothing(
    tmp_path: Path, texts: list[str], said: str
) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    with pytest.raises(PlainError, match=said):
        make_edition("tried", paths, tmp_path / "data")
    assert not (tmp_path / "data").exists() or not any((tmp_path / "data").iterdir())


@pytest.mark.parametrize("name", ["../tried", "Hubei 2026", "context", "", "rules"])
def test_a_name_that_is_no_folder_of_an_edition(tmp_path: Path, name: str) -> None:
    with pytest.raises(EditionError, match="cannot be the name of an edition"):
        make_edition(name, [], tmp_path)


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "tried").mkdir()
    (tmp_path / "tried" / "letter.txt").write_text("mine")
    with pytest.raises(EditionError, match="it will not be replaced"):
        make_edition("tried", [], tmp_path)


# Invented reports in other wordings


@pytest.mark.parametrize("seed", range(40, 44))
def test_invented_reports_give_their_facts_and_contradict_nothing(
    tmp_path: Path, seed: int
) -> None:
    report, text = write_whole(seed)
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    folder = make_edition("invented", [path], tmp_path / "data").folder
    found = rows(folder)
    listed = [truth for truth in report.truths if truth.fact in shared_facts().by_id]
    right = [t for t in listed if t.fact in found and found[t.fact]["value"] == t.printed]
    assert len(right) >= 0.8 * len(listed)
    wrong = [t for t in listed if t.fact in found and found[t.fact]["value"] != t.printed]
    assert wrong == []
    assert check_edition(read_edition(folder)).contradictions == ()


# The first edition, made with nothing settled


@pytest.mark.skipif(
    "FINREPORT_SOURCES" not in os.environ, reason="FINREPORT_SOURCES names no folder of sources"
)
def test_the_first_edition_is_read_almost_whole_with_nothing_settled(tmp_path: Path) -> None:
    texts = sorted(Path(os.environ["FINREPORT_SOURCES"]).glob("*.txt"))
    known, folder = DATA / "shanxi-2025", make_edition("tried", texts, tmp_path).folder
    for name in SCHEMAS:
        if name not in ("statements", "events"):
            assert (folder / f"{name}.csv").read_bytes() == (known / f"{name}.csv").read_bytes()
    wanted, found = rows(known), rows(folder)
    meant = ("value", "unit", "kind", "period", "section")
    alike = [
        name
        for name, row in wanted.items()
        if name in found and all(found[name][key] == row[key] for key in meant)
    ]
    # What only its texts print has no id of its own where the folder does not list it.
    own = facts_of(known).by_id.keys() - shared_facts().by_id.keys()
    assert len(alike) >= 350 - len(own)
