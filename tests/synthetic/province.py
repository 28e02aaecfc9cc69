"""An invented province's report: its true values printed, as texts and as a data package.

Nothing here is taken from a report but the headings and labels that all of them share. Each
number of the prose stands in a clause of its own, in the words under which it is known.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np

from tests.synthetic import tables
from tests.synthetic.tables import Numbers
from tests.synthetic.world import Truth, simulate, tie_single_figures

PACKAGE = Path(__file__).parents[2] / "data" / "shanxi-2025"
"""The edition whose statements tell how large those of a province of usual size are."""

STEMS = "甲乙丙丁戊己庚辛壬癸"
"""What provinces are numbered by, since a digit in a name would be one more number."""

HEADINGS = {
    "00_summary": ["[内容摘要]"],
    "10_growth": ["一、经济运行情况"],
    "11_demand_and_trade": ["（一）内需持续恢复"],
    "12_industries": ["（二）三次产业协调发展"],
    "13_livelihood_and_prices": ["（三）民生领域保障有力"],
    "14_transition_finance": ["专栏1 转型金融的进展"],
    "20_banking": ["二、金融运行情况", "（一）银行业稳健运行"],
    "21_five_priorities": ["专栏2 五篇大文章的进展"],
    "22_securities_and_insurance": ["（二）证券保险业稳健发展"],
    "23_financing": ["（三）融资总量合理增长"],
    "24_services": ["（四）金融服务进一步优化"],
    "30_outlook": ["三、预测与展望"],
}
"""The parts of the report, in order."""

EVENTS = {"2024-03-05": "虚构的金融服务平台启用", "2024-09-01": "首批虚构的数据资产登记"}

FINANCING = {
    "total": "afre_flow",
    "rmb_loans": "afre_rmb_loans",
    "government_bonds": "afre_government_bonds",
    "off_balance_sheet": "afre_off_balance_sheet",
    "corporate_bonds": "afre_corporate_bonds",
    "stock": "afre_stock",
}
"""The statement that prints each component of aggregate financing."""

TARGETS = {
    "gdp": ("target_grp_growth", "equal", "%"),
    "fai": ("target_fai_growth", "at_least", "%"),
    "retail": ("target_retail_sales_growth", "at_least", "%"),
    "trade": ("", "positive", "%"),
    "income": ("", "in_step_with_growth", "%"),
    "urban_jobs": ("target_new_urban_jobs", "equal", "10 thousand people"),
    "unemployment": ("target_unemployment_rate", "about", "%"),
    "cpi": ("target_cpi_growth", "about", "%"),
}
"""The statement that prints each target, how it is meant, and its unit; two have no number."""

IN_WORDS = ["进出口总额保持正增长。", "居民收入与经济增长同步。"]

REPEATS = ("summary_", "priorities_", "work_report_")
"""What the name of a statement begins with that repeats another one."""

ALSO_REPEATS = {
    "tech_relending_drawn": "tech_relending_loans",
    "target_retail_sales_growth_second_print": "target_retail_sales_growth",
}
"""Repetitions under a name of their own."""


@dataclass(frozen=True)
class Province:
    """An invented province by its number, which is the seed that everything follows from."""

    seed: int

    @property
    def name(self) -> str:
        """Its name, which says that there is no such province."""
        return "虚构" + "".join(STEMS[int(digit)] for digit in str(self.seed))


@cache
def clauses() -> dict[str, str]:
    """The words of each statement, with ``{}`` for its number."""
    path = Path(__file__).with_name("clauses.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["clause"] for row in csv.DictReader(file)}


@cache
def usual_statements() -> dict[str, dict[str, str]]:
    """The statements of a province of usual size: how large they are, and how precise."""
    with (PACKAGE / "statements.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file) if row["id"] in clauses()}


def make_numbers(province: Province) -> Numbers:
    """All numbers of a province as it prints them."""
    return {name: printed(value, _decimals(name)) for name, value in true_values(province).items()}


def true_values(province: Province) -> Truth:
    """The true values of a province, with those of statements that nothing else determines."""
    rng = np.random.default_rng([2025, province.seed])
    truth = simulate(rng)
    statements = usual_statements()
    for name, usual in statements.items():
        if original(name) == name and name not in truth:
            truth[name] = _similar(usual, float(rng.uniform(0.8, 1.2)))
    truth |= tie_single_figures(truth)
    tables = {name: value for name, value in truth.items() if "@" in name or "." in name}
    return tables | {name: truth[original(name)] for name in statements}


def _similar(usual: Mapping[str, str], factor: float) -> float:
    """A number of the same size; a count stays at least one, and a share at most all."""
    similar = float(usual["value"]) * factor
    if usual["kind"] in {"share", "rate"}:
        return min(similar, 100.0)
    return similar if "." in usual["value"] else max(similar, 1.0)


def original(name: str) -> str:
    """The statement that a statement repeats, or itself."""
    repeated = ALSO_REPEATS.get(name, name)
    for prefix in REPEATS:
        if repeated.startswith(prefix):
            other = repeated.removeprefix(prefix)
            return original(other) if other in usual_statements() else repeated
    return repeated


def _decimals(name: str) -> int:
    if name in usual_statements():
        return len(usual_statements()[name]["value"].partition(".")[2])
    return 0 if name.startswith("institutions.") else 1


def printed(value: float, decimals: int) -> str:
    """A value as statisticians print it: half away from zero, and zero without a sign."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return str(abs(rounded) if rounded == 0 else rounded)


def write_report(province: Province, numbers: Numbers, left_out: str = "") -> str:
    """The text of the report, without the section ``left_out``."""
    prose = _prose("report", numbers)
    lines = [f"{province.name}省金融运行报告（2025）", ""]
    for section, headings in HEADINGS.items():
        if section == left_out:
            continue
        lines += [*headings, "", *prose.get(section, []), ""]
        if section == "20_banking":
            lines += [*tables.institutions(numbers), "", *tables.lending_rates(numbers), ""]
    lines += ["附录：", "", f"（一）2024年{province.name}省经济金融大事记", ""]
    for date, event in EVENTS.items():
        lines += [f"{int(date[5:7])}月{int(date[8:])}日，{event}。", ""]
    lines += [f"（二）2024年{province.name}省主要经济金融指标", ""]
    lines += [*tables.deposits_loans(numbers), "", *tables.monthly_economy(numbers), ""]
    return "\n".join(lines)


def write_work_report(province: Province, numbers: Numbers) -> str:
    """The text of the government work report: the targets, then what was done and is planned."""
    prose = _prose("work_report", numbers)
    return "\n".join(
        [
            f"2025年{province.name}省政府工作报告",
            "",
            "2025年经济社会发展的主要预期目标",
            "",
            *prose["30_outlook"],
            *IN_WORDS,
            "",
            "一、2024年工作回顾",
            "",
            *(line for line in prose["work_report"] if not line.startswith("2025年")),
            "",
            "二、2025年工作安排",
            "",
            *(line for line in prose["work_report"] if line.startswith("2025年")),
            "",
        ]
    )


def _prose(source: str, numbers: Numbers) -> dict[str, list[str]]:
    """The sentences of a source by section, a number each."""
    own = [row for row in usual_statements().values() if row["source"] == source]
    return {
        section: [f"{clauses()[row['id']].format(numbers[row['id']])}。" for row in rows]
        for section, rows in groupby(own, key=lambda row: row["section"])
    }


def package_values(numbers: Numbers) -> dict[str, list[tuple[str, ...]]]:
    """What the data package of these numbers holds: keys and values, a row a tuple."""
    return {
        **tables.records(numbers),
        "financing": [
            (part, numbers[name], "trillion CNY" if part == "stock" else "100 million CNY")
            for part, name in FINANCING.items()
        ],
        "events": list(EVENTS.items()),
        "targets": [
            (indicator, comparator, numbers.get(name, ""), unit)
            for indicator, (name, comparator, unit) in TARGETS.items()
        ],
        "statements": [
            (row["id"], row["source"], row["section"], numbers[row["id"]], row["unit"])
            for row in usual_statements().values()
        ],
    }
