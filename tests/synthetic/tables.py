"""The standard tables of an invented report, as the reports of the branches print them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from tests.synthetic.world import MONTHS, WITHOUT_GROWTH

Numbers: TypeAlias = dict[str, str]
"""Every printed number by its name; what is not in it is a dash in its table."""

SOURCE = "数据来源：虚构。"

COLUMNS = ("outlets", "employees", "assets", "legal_entities")

CATEGORIES = {
    "large_commercial": "一、大型商业银行",
    "policy": "二、国家开发银行和政策性银行",
    "joint_stock": "三、股份制商业银行",
    "city_commercial": "四、城市商业银行",
    "urban_credit_cooperatives": "五、城市信用社",
    "small_rural": "六、小型农村金融机构",
    "finance_companies": "七、财务公司",
    "trust_companies": "八、信托公司",
    "postal_savings": "九、邮政储蓄",
    "foreign": "十、外资银行",
    "new_rural": "十一、新型农村机构",
    "other": "十二、其他",
    "total": "合计",
}

BUCKETS = {
    "total": "合计",
    "below": "LPR减点",
    "at": "LPR",
    "above": "LPR加点 小计",
    "above_0_0.5": "(LPR，LPR+0.5%)",
    "above_0.5_1.5": "[LPR+0.5%，LPR+1.5%)",
    "above_1.5_3": "[LPR+1.5%，LPR+3%)",
    "above_3_5": "[LPR+3%，LPR+5%)",
    "above_5": "LPR+5%及以上",
}

CURRENCIES = {"all": "本外币", "cny": "人民币", "fx": "外币"}

ACCOUNTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "all": {
        "deposits": ("deposits_household", "deposits_corporate"),
        "loans": ("loans_short", "loans_medium_long", "loans_bills"),
    },
    "cny": {
        "deposits": ("deposits_household", "deposits_corporate"),
        "loans": ("loans_consumer", "loans_bills"),
    },
    "fx": {"deposits": (), "loans": ()},
}
"""The totals of each currency with their parts."""

PARTS = {
    "deposits_household": "住户存款",
    "deposits_corporate": "非金融企业存款",
    "loans_short": "短期",
    "loans_medium_long": "中长期",
    "loans_bills": "票据融资",
    "loans_consumer": "个人消费贷款",
}

MEASURES = {"balance": "余额", "increase": "余额比上月增加", "yoy": "同比增长"}

INDICATORS = {
    "gdp": "地区生产总值",
    "gdp_primary": "第一产业",
    "gdp_secondary": "第二产业",
    "gdp_tertiary": "第三产业",
    "industry": "工业增加值",
    "fai": "固定资产投资",
    "real_estate": "房地产开发投资",
    "retail": "社会消费品零售总额",
    "trade": "外贸进出口总额",
    "imports": "进口",
    "exports": "出口",
    "trade_balance": "进出口差额",
    "fdi": "实际使用外资",
    "fiscal_balance": "地方财政收支差额",
    "fiscal_revenue": "地方财政收入",
    "fiscal_expenditure": "地方财政支出",
    "unemployment": "城镇登记失业率",
}

PANELS = {"ytd": "绝对值（自年初累计）", "ytd_yoy": "同比累计增长率（%）"}

PRINTED = {"100 million CNY": "亿元", "100 million USD": "亿美元", "%": "%"}


def unit(series: str) -> str:
    """The unit of a monthly series, in the words of the data."""
    if series.endswith("yoy") or series.startswith("unemployment"):
        return "%"
    return "100 million USD" if series.startswith(("fx.", "fdi.")) else "100 million CNY"


def accounts() -> Iterator[str]:
    """The series of deposits and loans in the order in which they are printed."""
    for currency, totals in ACCOUNTS.items():
        for total, parts in totals.items():
            for measure in MEASURES:
                if (currency, measure) == ("fx", "increase"):
                    continue
                yield f"{currency}.{total}.{measure}"
                if (currency, total) != ("all", "deposits") or measure == "balance":
                    yield from (f"{currency}.{part}.{measure}" for part in parts)


def economy() -> Iterator[str]:
    """The series of the economy in the order in which they are printed."""
    for measure in PANELS:
        for indicator in INDICATORS:
            if measure == "ytd" or indicator not in (*WITHOUT_GROWTH, "unemployment"):
                yield f"{indicator}.{measure}"


def institutions(numbers: Numbers) -> Iterator[str]:
    """The table of institutions."""
    yield "表1 2024年银行业金融机构情况表"
    yield _row("机构类别", "营业网点", "", "", "法人机构(个)")
    yield _row("", "机构个数(个)", "从业人数(人)", "资产总额(亿元)")
    for category, label in CATEGORIES.items():
        yield _row(label, *(numbers[f"institutions.{each}.{category}"] for each in COLUMNS))
    yield SOURCE


def lending_rates(numbers: Numbers) -> Iterator[str]:
    """The table of loans by interest rate, in two halves of the year."""
    yield "表2 2024年金融机构一般贷款各利率区间占比情况表"
    for months in (MONTHS[:6], MONTHS[6:]):
        yield _row("项目", "", *_heads(months))
        for bucket, label in BUCKETS.items():
            yield _row(label, "", *_cells(numbers, f"lpr.{bucket}", months))
    yield SOURCE


def deposits_loans(numbers: Numbers) -> Iterator[str]:
    """The monthly table of deposits and loans; a currency stands before its first row."""
    yield "表1 2024年主要存贷款指标"
    yield _row("", "", *_heads(MONTHS))
    before = ""
    for series in accounts():
        currency, indicator, measure = series.split(".")
        label = PARTS.get(indicator)
        if label is None:
            what = "存款" if indicator == "deposits" else "贷款"
            of = "外币" if currency == "fx" else "各项"
            label = f"金融机构{of}{what}{MEASURES[measure]}（{PRINTED[unit(series)]}）"
        block = CURRENCIES[currency] if currency != before else ""
        yield _row(block, label, *_cells(numbers, series))
        before = currency
    yield SOURCE


def monthly_economy(numbers: Numbers) -> Iterator[str]:
    """The monthly table of the economy: levels, then rates of growth."""
    yield "表2 2024年主要经济指标"
    yield _row("", *_heads(MONTHS))
    panel = ""
    for series in economy():
        indicator, measure = series.split(".")
        if measure != panel:
            yield _row("", PANELS[measure])
            panel = measure
        stated = f"（{PRINTED[unit(series)]}）" if measure == "ytd" else ""
        yield _row(f"{INDICATORS[indicator]}{stated}", *_cells(numbers, series))
    yield SOURCE


def records(numbers: Numbers) -> dict[str, list[tuple[str, ...]]]:
    """What the data package has of the tables: keys and values, a row a tuple."""
    return {
        "institutions": [
            (category, *(numbers[f"institutions.{column}.{category}"] for column in COLUMNS))
            for category in CATEGORIES
        ],
        "lpr_buckets": [
            (month, bucket, numbers[f"lpr.{bucket}@{month}"])
            for bucket in BUCKETS
            for month in MONTHS
        ],
        **{
            resource: [
                (*series.split("."), unit(series), month, numbers.get(f"{series}@{month}", ""))
                for series in listed
                for month in MONTHS
            ]
            for resource, listed in (("deposits_loans", accounts()), ("economy", economy()))
        },
    }


def _row(*cells: str) -> str:
    return "\t".join(cells)


def _cells(numbers: Mapping[str, str], name: str, months: Iterable[str] = MONTHS) -> list[str]:
    return [numbers.get(f"{name}@{month}", "—") for month in months]


def _heads(months: Iterable[str]) -> list[str]:
    return [f"{int(month[5:])}月" for month in months]
