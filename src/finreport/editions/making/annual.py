"""What is printed once a year and has a table of its own: financing, targets and events."""

import re
from collections.abc import Iterator, Mapping, Sequence

from finreport.documents import Document
from finreport.editions.making.headings import Sections
from finreport.editions.making.table_records import Record

FINANCING = {
    "total": "afre_flow",
    "rmb_loans": "afre_rmb_loans",
    "government_bonds": "afre_government_bonds",
    "off_balance_sheet": "afre_off_balance_sheet",
    "corporate_bonds": "afre_corporate_bonds",
    "stock": "afre_stock",
}
"""The fact that prints each component of aggregate financing."""

TARGETS = {
    "gdp": "target_grp_growth",
    "fai": "target_fai_growth",
    "retail": "target_retail_sales_growth",
    "trade": "进出口[^。；\n]{0,10}正增长",
    "income": "居民(?:人均可支配)?收入(?:增长|增速)?[与和同]?(?:经济|GDP)[^。；\n]{0,8}同步",
    "urban_jobs": "target_new_urban_jobs",
    "unemployment": "target_unemployment_rate",
    "cpi": "target_cpi_growth",
}
"""The fact that prints each target, or the words of one without a number."""

IN_WORDS = {"trade": "positive", "income": "in_step_with_growth"}

COMPARATORS = {
    "以上": "at_least",
    "超过": "at_least",
    "余": "at_least",
    "多": "at_least",
    "左右": "about",
    "约": "about",
    "预计": "about",
    "近": "about",
    "内": "about",
    "": "equal",
}
"""How the outcome is to compare with a target, by the word beside its number."""

DATED = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日[，,](.+)")
EVENTS = "90_events"


def financing(rows: Sequence[Mapping[str, str]], units: Sequence[str]) -> Iterator[Record]:
    """The components of aggregate financing that are printed in one of ``units``."""
    stated = {row["id"]: row for row in rows}
    for component, fact in FINANCING.items():
        row = stated.get(fact)
        if row and row["unit"] in units:
            yield {"component": component, "value": row["value"], "unit": row["unit"]}


def targets(
    rows: Sequence[Mapping[str, str]], plans: Sequence[Document], units: Sequence[str]
) -> Iterator[Record]:
    """The targets of the coming year; of two prints the one with a word beside it says more."""
    text = "".join(
        re.sub(r"\s", "", paragraph.text) + "\n" for plan in plans for paragraph in plan.paragraphs
    )
    for indicator, fact in TARGETS.items():
        if indicator in IN_WORDS:
            if re.search(fact, text):
                yield _target(indicator, IN_WORDS[indicator], "", "%")
            continue
        prints = [row for row in rows if row["id"] == fact or row["id"].startswith(f"{fact}_")]
        prints.sort(key=lambda row: not row["qualifier"])
        if prints and prints[0]["unit"] in units:
            row = prints[0]
            yield _target(indicator, COMPARATORS[row["qualifier"]], row["value"], row["unit"])


def _target(indicator: str, comparator: str, value: str, unit: str) -> Record:
    return {"indicator": indicator, "comparator": comparator, "value": value, "unit": unit}


def events(
    report: Document, sections: Sections, year: int, own_words: Mapping[str, str]
) -> list[Record]:
    """The dated events of the report's chronicle, in a person's own words or as printed."""
    found: dict[str, list[str]] = {}
    for paragraph in report.paragraphs:
        match = DATED.match(re.sub(r"\s", "", paragraph.text))
        if not match or sections[paragraph.number] != EVENTS:
            continue
        own_year, month, day, said = match.groups()
        date = f"{own_year or year}-{int(month):02d}-{int(day):02d}"
        found.setdefault(date, []).append(said.rstrip("。"))
    return [
        {"date": date, "event": own_words.get(date) or "；".join(said)}
        for date, said in sorted(found.items())
    ]
