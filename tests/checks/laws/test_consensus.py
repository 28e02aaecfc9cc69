"""What several numbers agree on, and lists that are all of a whole told above them."""

from fractions import Fraction

import pytest

from tests.checks.laws.checked import check, laws

# Each case: the law, a text in which it holds, the part of it that an error replaces, the error
# with its wrong number, and a number that only a reckoning of its own made.
CASES = {
    "shares of a whole under a short name": (
        "share_of_whole",
        "2022年，全省货物贸易进出口总值32.16亿元。其中，民营企业进出口14.98亿元，占外贸总值的46.6%。"
        "外商投资企业进出口12.44亿元，占38.7%。国有企业进出口4.61亿元，占14.3%。",
        ("占38.7%", "占58.7%"),
        "58.7",
    ),
    "shares of a list told before": (
        "share_of_whole",
        "2022年，全省研发经费2214.3亿元。\n\n分活动看，基础研究经费133.5亿元，应用研究经费249.8亿元，"
        "试验发展经费1831.0亿元。基础研究、应用研究和试验发展经费所占比重分别为6.0%、11.3%和82.7%。",
        ("11.3%", "13.1%"),
        "13.1",
    ),
    "a whole that shares deny": (
        "share_of_whole",
        "2022年，全省社会融资规模增量累计为1926亿元。其中，人民币贷款增加1567亿元；委托贷款减少161亿元；"
        "信托贷款减少690亿元；企业债券净融资248亿元。\n\n从结构看，人民币贷款占同期社会融资规模的81.4%；"
        "委托贷款占比为-8.4%；信托贷款占比为-35.8%；企业债券占比12.9%。",
        ("1926亿元", "9126亿元"),
        "9126",
    ),
    "multiples of a mean": (
        "share_of_whole",
        "2022年，全省从业人员平均工资为74318元。其中，软件业133150元，金融业122851元，"
        "科研业107815元，分别为全省平均水平的1.79倍、1.65倍和1.45倍。",
        ("1.65倍", "1.95倍"),
        "1.95",
    ),
    "leads over a rate": (
        "lead",
        "2022年末，全省人民币贷款余额同比增长20.7%。\n\n绿色贷款余额同比增长44.5%，高于同期各项贷款增速23.8个百分点。"
        "\n\n涉农贷款余额同比增长23.8%，高于各项贷款增速3.1个百分点。",
        ("44.5%", "54.5%"),
        "54.5",
    ),
    "leads over one that is not printed": (
        "lead",
        "2022年末，全省绿色贷款余额同比增长44.5%，高于各项贷款增速23.8个百分点。\n\n"
        "涉农贷款余额同比增长23.8%，高于各项贷款增速3.1个百分点。\n\n"
        "普惠贷款余额同比增长26.8%，高于各项贷款增速6.1个百分点。",
        ("6.1个", "1.6个"),
        "1.6",
    ),
    "a list of leads": (
        "lead",
        "2022年，全省规模以上工业增加值增长9.6%。高技术制造业、装备制造业增加值分别增长18.2%、12.9%，"
        "增速分别比规模以上工业快8.6个、3.3个百分点。",
        ("8.6个", "6.8个"),
        "6.8",
    ),
    "two rates aside": (
        "lead",
        "2022年，全市投资增长8.4%，比全省（7.7%）和全国（7.0%）分别高0.7、1.4个百分点。",
        ("（7.0%）", "（1.0%）"),
        "1.0",
    ),
    "done of a revised budget": (
        "completion",
        "2022年，全市支出预算由413.8亿元调整为559.9亿元，实际完成548.3亿元，为调整预算的97.9%。"
        "\n\n全市收入预算129.2亿元，实际完成139.3亿元，为预算的107.8%。"
        "\n\n全市基金收入任务为70亿元，实际完成71.4亿元，占任务的102.0%。",
        ("107.8%", "170.8%"),
        "170.8",
    ),
    "change with growth in brackets": (
        "level_growth_change",
        "2022年末，全省卫生人员1230万人，比上年增加55.1万人（增长4.7%）。",
        ("4.7%", "7.4%"),
        "7.4",
    ),
    "growth before its change": (
        "level_growth_change",
        "2022年，全县民生支出完成80055万元，占财政支出总额的79.4%，同比增长22%，增加14421万元。",
        ("增长22%", "增长82%"),
        "82",
    ),
    "a list of regions below": (
        "shown_sum",
        "2022年，全省房地产开发投资121265亿元，同比增长10.2%。\n\n东部房地产开发投资63770亿元，增长8.3%；"
        "中部投资25102亿元，增长9.7%；西部投资27455亿元，增长15.3%；北部投资4939亿元，增长8.9%。",
        ("25102亿元", "25107亿元"),
        "25107",
    ),
    "shares after a division": (
        "shares_to_whole",
        "2022年，全省入境游客按方式分，船舶占2.9%，飞机占17.4%，火车占2.6%，汽车占21.2%，徒步占55.8%。",
        ("21.2%", "26.2%"),
        "26.2",
    ),
    "a title": (
        "repetition",
        "2022年，全省从业人员年平均工资为74318元，比上年增加6749元。",
        ("74318", "73418"),
        "73418",
    ),
}


def _told(case: str) -> tuple[str, str]:
    title = "2022年从业人员年平均工资74318元\n\n" if case == "a title" else ""
    return title or "湖州省金融运行报告（2023）\n\n", CASES[case][1]


@pytest.mark.parametrize("case", CASES)
def test_numbers_that_agree_are_no_finding(case: str) -> None:
    title, text = _told(case)
    report = check(text, title=title)
    assert CASES[case][0] in laws(report)
    assert not report.findings


@pytest.mark.parametrize("case", CASES)
def test_the_one_that_does_not_agree_is_suspected(case: str) -> None:
    law, _, (right, error), wrong = CASES[case]
    title, text = _told(case)
    report = check(text.replace(right, error, 1), title=title)
    named = next(each for each in report.findings if law in {one.law for one in each.failing})
    suspects = {change.fact.reading.printed for told in named.suspects for change in told}
    assert wrong in suspects
    assert named.grade == "doubt" or law == "repetition"


def test_a_list_whose_growth_makes_that_of_its_whole_is_all_of_it() -> None:
    amounts = {"东部": ("63770", "8.3"), "中部": ("25102", "9.7"), "西部": ("27455", "15.3")}
    whole = sum(int(amount) for amount, _ in amounts.values())
    before = sum(Fraction(amount) / (1 + Fraction(up) / 100) for amount, up in amounts.values())
    growth = f"{float(100 * (whole / before - 1)):.1f}"
    told = "；".join(f"{name}投资{a}亿元，增长{up}%" for name, (a, up) in amounts.items())
    text = f"2022年，全省房地产开发投资{whole}亿元，同比增长{growth}%。\n\n{told}。"
    assert not check(text).findings
    [found] = check(text.replace("25102", "25802")).findings
    assert "25802" in {change.fact.reading.printed for told in found.suspects for change in told}
    assert not check(text.replace(f"长{growth}%", "长20.1%").replace("25102", "35102")).findings


def test_levels_and_changes_of_one_list_prove_each_other() -> None:
    text = (
        "2022年末，全市存款余额3371.37亿元，比年初增加455.19亿元，其中住户存款余额1658.18亿元，"
        "比年初增加193.68亿元；企业存款余额938.04亿元，比年初增加{}亿元；政府存款余额773.79亿元，"
        "比年初增加161.09亿元。"
    )
    assert "100.4" in f"{455.19 - 193.68 - 161.09:.2f}"
    assert not check(text.format("100.42")).findings
    [found] = check(text.format("300.42")).findings
    assert "300.42" in {change.fact.reading.printed for told in found.suspects for change in told}


def test_a_part_is_no_part_of_its_namesake_in_brackets() -> None:
    text = (
        "市级收入预算36.3亿元（其中：开发区4.6亿元），实际完成37.9亿元（其中：开发区5.9亿元），"
        "为预算的104.4%。"
    )
    assert not check(text).findings


def test_two_numbers_of_one_name_that_no_slip_makes_one_are_two_things() -> None:
    text = "2022年，台湾同胞人数{}万人次。\n\n全年过夜游客中，台湾同胞人数552万人次，下降0.2%。"
    assert not check(text.format("613")).findings
    assert check(text.format("525")).findings
