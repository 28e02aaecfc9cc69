"""Where a printed number comes from, in words: what it is, and the part of the report it is in."""

from finreport.editions.figures import Figure
from finreport.narrative.chapter import Chapter

TABLES = {
    "institutions": "institutions",
    "lpr_buckets": "lpr",
    "deposits_loans": "banking",
    "economy": "economy",
}
"""The printed tables, and under which fact of the edition their name stands."""

SECTIONS = {
    "10_growth": "growth",
    "11_demand_and_trade": "demand",
    "12_industries": "industries",
    "13_livelihood_and_prices": "livelihood",
    "14_transition_finance": "transition",
    "20_banking": "banks",
    "21_five_priorities": "priorities",
    "22_securities_and_insurance": "securities",
    "23_financing": "financing",
    "24_services": "services",
    "30_outlook": "outlook",
}
"""The sections of the report by the chapters that show them; the rest stand before the first."""


def title(chapter: Chapter, figure: Figure) -> str:
    """What a printed number is, without its month: ``住户存款比上月增加（人民币）``."""
    words = chapter.words
    if figure.resource == "statements":
        subject = chapter.edition.records["statements"][figure.row]["subject"]
        return words.translated(f"subjects.{figure.name}", subject)
    if figure.resource == "lpr_buckets":  # its bounds may have decimals
        bucket = figure.name.partition(".")[2]
        return words.text("number.share", bucket=words.text(f"bucket.{bucket}"))
    keys = figure.name.split(".")
    if figure.resource == "deposits_loans":
        currency, indicator, measure = keys
        row = words.text(f"banking_row.{measure}", name=words.text(f"banking.{indicator}"))
        name, of = row, words.text(f"relation_label.{currency}")
    elif figure.resource == "economy":
        indicator, measure = keys
        name, of = words.text(f"economy.{indicator}"), words.text(f"number.{measure}")
    elif figure.resource == "institutions":
        _, measure, category = keys
        name, of = words.text(f"institution.{category}"), words.text(f"number.{measure}")
    elif figure.resource == "financing":
        name, of = words.text("number.financing"), words.text(f"number.component.{keys[1]}")
    else:
        name, of = words.text(f"target.{keys[1]}"), words.text("number.target")
    return words.text("number.of", name=name, of=of)


def unit(chapter: Chapter, figure: Figure) -> str:
    """The unit as the report prints it behind the number, or its name in another language."""
    words = chapter.words
    if words.has(f"unit.{figure.unit}"):
        return words.unit(figure.unit)
    form = words.text(f"amount.{figure.unit}") if words.has(f"amount.{figure.unit}") else ""
    is_printed = form.startswith("{value}") or not figure.unit
    return form.removeprefix("{value}").strip() if is_printed else figure.unit


def place(chapter: Chapter, figure: Figure) -> str:
    """The part of the report, or of the other source, that prints a number."""
    words = chapter.words
    if figure.resource in TABLES:
        return words.facts[f"pages.{TABLES[figure.resource]}"]
    if figure.resource == "financing":
        return words.facts.get(f"pages.{SECTIONS['23_financing']}", "")
    cells = chapter.edition.records[figure.resource][figure.row]
    if cells.get("source", "work_report") != "report":
        return words.facts["work_report"]
    section = SECTIONS.get(cells["section"], "")
    return words.facts.get(f"pages.{section}", words.text("number.opening"))
