"""An invented province's report: its true values printed, as texts and as a data package.

Nothing here is taken from a report but what a reading guide knows: labels, headings and the few
characters in front of a number. The rest of the prose is made of units and stops.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import numpy as np

from finreport.editions.ingest.guide import Guide, find_guide, read_guide, read_guide_table
from tests.synthetic.world import MONTHS, Truth, simulate, tie_single_figures

EDITION = "shanxi-2025"
"""The edition whose reading guide fits the invented texts."""

PACKAGE = Path(__file__).parents[2] / "data" / EDITION

Numbers: TypeAlias = dict[str, str]
"""Every printed number by its name; what is not in it is a dash in its table."""

Line: TypeAlias = Mapping[str, str]

UNITS = {
    "trillion CNY": "万亿元",
    "100 million CNY": "亿元",
    "10 thousand CNY": "万元",
    "CNY": "元",
    "%": "%",
    "percentage points": "个百分点",
    "people": "人",
    "10 thousand people": "万人",
    "person-times": "人次",
    "10 thousand person-times": "万人次",
    "items": "个",
    "10 thousand items": "万个",
    "100 million items": "亿个",
    "10 thousand tonnes": "万吨",
    "10 thousand head": "万头",
    "10 thousand mu": "万亩",
    "10 thousand km": "万公里",
    "100 million kWh": "亿千瓦时",
    "micrograms per cubic metre": "微克每立方米",
    "years": "年",
    "days": "天",
    "places": "位",
}
"""How the unit of a statement is printed behind its number."""

JOINED = {
    ("23_financing", "社会融资规模存量"): "为",
    ("23_financing", "社会融资规模增量累计"): "为",
    ("23_financing", "发放的人民币贷款"): "增加",
    ("23_financing", "表外融资"): "增加",
    ("20_banking", "企（事）业单位贷款"): "余额",
}
"""What stands between an anchor and its number, where another part of the guide needs it."""

BEFORE = ("约", "近", "超过", "预计")
"""Words that stand in front of a number that is not exact."""

BEFORE_UNIT = ("余", "多")
"""Words that stand between such a number and its unit; the others stand behind both."""

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
    "gdp": "target_grp_growth",
    "fai": "target_fai_growth",
    "retail": "target_retail_sales_growth",
    "urban_jobs": "target_new_urban_jobs",
    "unemployment": "target_unemployment_rate",
    "cpi": "target_cpi_growth",
}
"""The statement that prints each target."""

COMPARATORS = {
    "gdp": "equal",
    "fai": "at_least",
    "retail": "at_least",
    "trade": "positive",
    "income": "in_step_with_growth",
    "urban_jobs": "equal",
    "unemployment": "about",
    "cpi": "about",
}
"""How each target is meant; those of trade and income have no number."""

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
        return f"虚构{self.seed}号"

    @property
    def renamed(self) -> dict[str, str]:
        """What stands in its texts for the names in the guide."""
        english = f"Invented Province No. {self.seed}"
        return {"山西": self.name, EDITION: f"invented-{self.seed}", "Shanxi": english}

    @property
    def guide(self) -> Guide:
        """How its texts are read."""
        return read_guide(find_guide(EDITION), self.renamed)

    def table(self, name: str) -> list[dict[str, str]]:
        """A table of the guide to its statements."""
        return read_guide_table(find_guide(EDITION) / name, self.renamed)


@cache
def usual_statements() -> dict[str, dict[str, str]]:
    """The statements of a province of usual size: how large they are, and how precise."""
    with (PACKAGE / "statements.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


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


def _similar(usual: Line, factor: float) -> float:
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


def write_report(province: Province, numbers: Numbers) -> str:
    """The text of the report."""
    guide = province.guide
    clauses = _clauses(province, numbers, "report")
    titles = {
        "20_banking": [_literal(guide["institutions"]["prose"][0])],
        "22_securities_and_insurance": [_literal(guide["institutions"]["prose"][1])],
        "23_financing": [_literal(guide["financing"]["prose"][0])],
        "24_services": [_literal(guide["financing"]["prose"][1])],
        "90_events": ["附录：", _literal(guide["events"]["prose"][0])],
    }
    lines = [guide["documents"]["report"]["title"], ""]
    for place in province.table("sections.csv"):
        if place["source"] != "report":
            continue
        section = place["section"]
        # The guide may know a heading in full; if so, the section begins with that.
        heads = titles.get(section, [])
        if not heads or not heads[0].startswith(place["heading"]):
            heads = [place["heading"], *(h for h in heads if h != place["heading"])]
        lines += [*heads, "", *clauses.get(section, []), ""]
        if section == "20_banking":
            lines += [*_institutions(guide, numbers), "", *_lpr_buckets(guide, numbers), ""]
    lines += [*_events(guide), "", _literal(guide["events"]["prose"][1]), ""]
    lines += [*_deposits_loans(guide, numbers), "", *_economy(guide, numbers), ""]
    return "\n".join(lines)


def write_work_report(province: Province, numbers: Numbers) -> str:
    """The text of the government work report's summary: targets, then what was done."""
    guide = province.guide
    marks = guide["documents"]["work_report"]["marks"]
    first, last = (_literal(heading) for heading in guide["targets"]["prose"])
    clauses = _clauses(province, numbers, "work_report")
    targets = [_target(guide, item, numbers) for item in guide["targets"]["indicators"]]
    again = next(item for item in guide["targets"]["indicators"] if item["indicator"] == "retail")
    second = numbers["target_retail_sales_growth_second_print"]
    targets.append(f"{again['anchor']}{second}{again['unit']}")
    others = [mark for mark in marks if mark != first]
    return "\n".join([first, "", *targets, "", last, "", *others, *clauses["work_report"], ""])


def _target(guide: Guide, item: Mapping[str, str], numbers: Numbers) -> str:
    if "comparator" in item:
        return item["anchor"]
    word = next(
        word
        for word, comparator in guide["targets"]["comparators"].items()
        if comparator == COMPARATORS[item["indicator"]]
    )
    return f"{item['anchor']}{numbers[TARGETS[item['indicator']]]}{item['unit']}{word}"


def _literal(pattern: str) -> str:
    """A line that a pattern of the guide fits."""
    return re.sub(r"\\(.)", r"\1", pattern.replace(r"\d{4}", "2024").replace(r"\d", "1"))


def _clauses(province: Province, numbers: Numbers, source: str) -> dict[str, list[str]]:
    """The prose by section: a short line an anchor, with the numbers that follow it."""
    prose: dict[str, list[str]] = {}
    lines = [line for line in province.table("statements.csv") if line["source"] == source]
    before = ""
    for (section, anchor), group in groupby(lines, key=lambda r: (r["section"], r["anchor"])):
        items = list(group)
        joined = JOINED.get((section, anchor), "")
        # An anchor may be the end of the one before it: then it is in print already.
        start = "" if anchor in before else anchor + joined
        gaps = int(items[0]["nth"]) - 1 - (anchor in before)
        known = prose.setdefault(section, [])
        known.append(f"{start}{'第1项、' * gaps}{_figures(items, numbers)}。")
        before = anchor
    return prose


def _figures(items: Sequence[Line], numbers: Numbers) -> str:
    text = ""
    for before, item in zip([None, *items], items, strict=False):
        if before is not None:
            grows = before["kind"] == "level" and item["kind"] == "growth"
            text += "，同比增长" if grows else "、"
            text += "第1项、" * (int(item["nth"]) - int(before["nth"]) - 1)
        text += _qualified(numbers[item["id"]], item)
    return text


def _qualified(number: str, item: Line) -> str:
    """A number with its unit and the word that says it is not exact."""
    word, unit = item["qualifier"], UNITS[item["unit"]]
    if item["anchor"].endswith(word):
        return f"{number}{unit}"
    if word in BEFORE:
        return f"{word}{number}{unit}"
    return f"{number}{word}{unit}" if word in BEFORE_UNIT else f"{number}{unit}{word}"


def _table_row(*cells: str) -> str:
    return "\t".join(cells)


def _cells(numbers: Numbers, name: str, months: Iterable[str] = MONTHS) -> list[str]:
    return [numbers.get(f"{name}@{month}", "—") for month in months]


def _month_heads(months: Iterable[str]) -> list[str]:
    return [f"{int(month[5:])}月" for month in months]


def _labels(names: Mapping[str, str]) -> dict[str, str]:
    """The label of each name; of several the first."""
    return {name: label for label, name in reversed(list(names.items()))}


def _institutions(guide: Guide, numbers: Numbers) -> Iterator[str]:
    place = guide["institutions"]
    kind, outlets, employees, assets, group, entities = place["header"]
    yield _literal(place["caption"])
    yield _table_row(kind, group, "", "", entities)
    yield _table_row("", outlets, employees, assets)
    for label, category in place["categories"].items():
        columns = place["columns"]
        yield _table_row(label, *(numbers[f"institutions.{c}.{category}"] for c in columns))
    yield "数据来源：虚构。"


def _lpr_buckets(guide: Guide, numbers: Numbers) -> Iterator[str]:
    place = guide["lpr_buckets"]
    yield _literal(place["caption"])
    for months in (MONTHS[:6], MONTHS[6:]):
        yield _table_row(place["header"], "", *_month_heads(months))
        for label, bucket in place["buckets"].items():
            yield _table_row(label, "", *_cells(numbers, f"lpr.{bucket}", months))
    yield "数据来源：虚构。"


def _events(guide: Guide) -> Iterator[str]:
    for date, event in guide["events"]["descriptions"].items():
        yield f"{int(date[5:7])}月{int(date[8:])}日，{event}。"


def _deposits_loans(guide: Guide, numbers: Numbers) -> Iterator[str]:
    place = guide["deposits_loans"]
    parts, blocks = _labels(place["parts"]), _labels(place["blocks"])
    yield _literal(place["caption"])
    yield _table_row("", "", *_month_heads(MONTHS))
    before = ""
    for row in place["rows"]:
        currency, indicator, measure = row.split("/")
        if indicator in parts:
            label = parts[indicator]
        else:
            unit = {"fx": "亿美元"}.get(currency, "亿元") if measure != "yoy" else "%"
            measured = _labels(place["measures"])[measure]
            label = f"金融机构{_total(place['totals'], currency, indicator)}{measured}（{unit}）"
        block = "" if currency == before else blocks[currency]
        yield _table_row(block, label, *_cells(numbers, f"{currency}.{indicator}.{measure}"))
        before = currency
    yield "数据来源：虚构。"


def _total(totals: Mapping[str, str], currency: str, indicator: str) -> str:
    foreign = currency == "fx"
    return next(
        label
        for label, name in totals.items()
        if name == indicator and label.startswith("外币") == foreign
    )


def _economy(guide: Guide, numbers: Numbers) -> Iterator[str]:
    place = guide["economy"]
    units = {"fdi": "亿美元", "unemployment": "%"}
    yield _literal(place["caption"])
    yield _table_row("", *_month_heads(MONTHS))
    for title, measure in place["panels"].items():
        yield _table_row("", title)
        for label, indicator in place["indicators"].items():
            if measure == "ytd_yoy" and indicator in place["without_growth"]:
                continue
            unit = f"（{units.get(indicator, '亿元')}）" if measure == "ytd" else ""
            yield _table_row(f"{label}{unit}", *_cells(numbers, f"{indicator}.{measure}"))
    yield "数据来源：虚构。"


def package_values(province: Province, numbers: Numbers) -> dict[str, list[tuple[str, ...]]]:
    """What the data package of these numbers holds: keys and values, a row a tuple."""
    guide = province.guide
    values: dict[str, list[tuple[str, ...]]] = {}
    place = guide["institutions"]
    values["institutions"] = [
        (category, *(numbers[f"institutions.{column}.{category}"] for column in place["columns"]))
        for category in place["categories"].values()
    ]
    values["lpr_buckets"] = [
        (month, bucket, numbers[f"lpr.{bucket}@{month}"])
        for bucket in guide["lpr_buckets"]["buckets"].values()
        for month in MONTHS
    ]
    values["deposits_loans"] = [
        (*row.split("/"), _unit(row), month, numbers[f"{row.replace('/', '.')}@{month}"])
        for row in guide["deposits_loans"]["rows"]
        for month in MONTHS
    ]
    values["economy"] = [
        (indicator, measure, _unit(f"{indicator}/{measure}"), month, numbers.get(name, ""))
        for measure in guide["economy"]["panels"].values()
        for indicator in guide["economy"]["indicators"].values()
        if measure == "ytd" or indicator not in guide["economy"]["without_growth"]
        for month in MONTHS
        for name in [f"{indicator}.{measure}@{month}"]
    ]
    values["financing"] = [
        (component, numbers[name], "trillion CNY" if component == "stock" else "100 million CNY")
        for component, name in FINANCING.items()
    ]
    values["events"] = list(guide["events"]["descriptions"].items())
    values["targets"] = [
        (
            item["indicator"],
            COMPARATORS[item["indicator"]],
            numbers.get(TARGETS.get(item["indicator"], ""), ""),
            guide["units"][item["unit"]],
        )
        for item in guide["targets"]["indicators"]
    ]
    values["statements"] = [
        (line["id"], line["source"], line["section"], numbers[line["id"]], line["unit"])
        for line in province.table("statements.csv")
    ]
    return values


def _unit(row: str) -> str:
    if row.endswith("yoy") or row.startswith("unemployment"):
        return "%"
    return "100 million USD" if row.startswith(("fx/", "fdi/")) else "100 million CNY"
