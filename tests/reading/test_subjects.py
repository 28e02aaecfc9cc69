"""Whose number it is: carried, listed, owned, counted, compared, of what follows."""

import pytest

from finreport.documents import read_text
from finreport.reading import read


def subjects(text: str) -> list[str | None]:
    """The subjects of the quantities of a text, in order."""
    document = read_text(f"某省2024年统计公报\n\n{text}\n", "draft.txt")
    return [each.subject for each in read(document).readings if each.is_quantity]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年全省进出口总额812亿元，增长4.2%。", ["进出口总额"] * 2),
        (
            "其中，出口505亿元，同比增长6.3%，占进出口总额的62.2%。",
            ["出口", "出口", "出口占进出口总额"],
        ),
        (
            "绿色贷款、涉农贷款余额同比分别增长21.4%、9.8%。",
            ["绿色贷款余额", "涉农贷款余额"],
        ),
        ("城乡居民收入分别增长4.4%和6.2%。", ["城镇居民收入", "农村居民收入"]),
        (
            "三次产业增加值分别增长3.1%、5.2%、4.9%。",
            ["第一产业增加值", "第二产业增加值", "第三产业增加值"],
        ),
        ("三次产业结构为6.2:41.3:52.5。", ["第一产业结构", "第二产业结构", "第三产业结构"]),
        ("刑事、治安案件分别下降7.1%、3.9%。", ["刑事案件", "治安案件"]),
        (
            "城镇、农村常住居民消费支出分别增长4%、5%。",
            ["城镇常住居民消费支出", "农村常住居民消费支出"],
        ),
        (
            "规模以上工业增加值增长6.4%。集体企业下降2.2%。",
            ["规模以上工业增加值", "集体企业增加值"],
        ),
        (
            "全省有高等学校27所，招生8.4万人，在校生31万人。",
            ["高等学校", "高等学校招生", "高等学校在校生"],
        ),
        ("推出36个数字政务平台。", ["数字政务平台"]),
        ("新增45家专精特新企业。", ["新增专精特新企业"]),
        ("新增专精特新企业45家。", ["新增专精特新企业"]),
        ("近七成的乡镇通了公交。", ["乡镇通了公交"]),
        (
            "工业投资增长8.1%，拉动全部投资增长2.9个百分点。",
            ["工业投资", "工业投资拉动全部投资增长"],
        ),
        (
            "民间投资增长3.7%，高于全部投资1.2个百分点。",
            ["民间投资", "民间投资高于全部投资"],
        ),
        ("城镇新增就业21万人，完成全年目标的105%。", ["城镇新增就业", "城镇新增就业完成全年目标"]),
        ("铁路营业里程由4100公里增加到4560公里。", ["铁路营业里程", "铁路营业里程"]),
        ("总投资96亿元的抽水蓄能电站开工。", ["抽水蓄能电站总投资"]),
        ("固定资产投资（不含农户，下同）增长3.3%。", ["固定资产投资（不含农户，下同）"]),
        ("高速公路通车里程突破5600公里、居全国第8位。", ["高速公路通车里程", "高速公路通车里程"]),
        ("连续6年实施河道清淤行动。", ["实施河道清淤行动"]),
        ("向42家地方法人银行发放激励资金1.7亿元。", ["地方法人银行", "发放激励资金"]),
    ],
)
def test_the_subject_is_made_whole(sentence: str, expected: list[str]) -> None:
    assert subjects(sentence) == expected


def test_a_guess_from_an_earlier_clause_is_a_doubt() -> None:
    document = read_text("全省旅游市场回暖，达3.4亿人次。\n", "draft.txt")
    (found,) = read(document).readings
    assert found.doubts == (("subject", (found.subject or "",)),)


def test_a_number_without_words_about_it_is_unread() -> None:
    found = read(read_text("综合说明如下。\n\n3.4亿元。\n", "draft.txt"))
    assert [each.printed for each in found.unread] == ["3.4"]
