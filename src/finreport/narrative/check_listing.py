"""A report of checks for people at a terminal, in a language of the book."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from rich.console import Console
from rich.table import Table

from finreport.checks.discrepancies import CLASSES, Outdated
from finreport.checks.report import CheckReport, Contradiction, count
from finreport.checks.strengths import STRENGTHS
from finreport.words import Language


def show(report: CheckReport, words: Language, console: Console, *, known: bool = False) -> None:
    """Print a summary for people: counts, what is new, and the conclusion.

    What the register explains is one line, unless ``known`` asks for it.
    """
    console.print(words.text("check.head", edition=report.edition, as_of=report.as_of) + "\n")
    for table in (_numbers(report, words), _families(report, words)):
        console.print(table)
    if report.claims:
        console.print(_claims(report, words))
    shown = report.contradictions if known else report.unregistered
    if shown:
        console.print(_contradictions(shown, words))
    if known and report.discrepancies:
        console.print(_register(report, words))
    for each in report.outdated:
        console.print(_changed(each, words))
    if report.discrepancies and not known:
        console.print(words.text("check.register_folded", count=len(report.discrepancies)))
    console.print(_conclusion(report, words))


def _numbers(report: CheckReport, words: Language) -> Table:
    """How many numbers there are, and of these by their strongest check, and the relations."""
    columns = [*STRENGTHS, "unchecked"]
    table = _table(
        words,
        "check.numbers",
        "column.resource",
        "column.numbers",
        *(f"strength.{name}" for name in columns),
    )
    whole = Counter[str]()
    for each in report.coverage.values():
        whole.update(each)
    named = {words.text(f"resource.{name}"): each for name, each in report.coverage.items()}
    for name, counts in {**named, words.text("institution.total"): whole}.items():
        table.add_row(name, *(str(counts[column]) for column in ("printed", *columns)))
    relations = (str(report.relations[each]) for each in STRENGTHS)
    table.add_row(words.text("column.different"), "", *relations, "")
    return table


def _families(report: CheckReport, words: Language) -> Table:
    """How often the relations of each family hold, by verdict."""
    found: dict[str, list[str]] = {}
    for each in report.identities:
        found.setdefault(each.family, []).append(each.verdict)
    verdicts = list(dict.fromkeys(verdict for each in found.values() for verdict in each))
    table = _table(
        words, "check.relations", "column.relation", *(f"verdict.{name}" for name in verdicts)
    )
    for family, given in found.items():
        counts = count(given)
        table.add_row(
            words.text(f"family.{family}"), *(str(counts.get(verdict, "")) for verdict in verdicts)
        )
    return table


def _claims(report: CheckReport, words: Language) -> str:
    """How many claims in words there are, by verdict."""
    counts = count(each.verdict for each in report.claims)
    told = [
        words.text("check.counted", name=words.text(f"judgement.{verdict}"), count=number)
        for verdict, number in counts.items()
    ]
    return words.text(
        "check.claims", count=len(report.claims), told=words.text("check.apart").join(told)
    )


def _contradictions(contradictions: Iterable[Contradiction], words: Language) -> Table:
    table = _table(
        words,
        "check.contradictions",
        "column.relation",
        "column.period",
        "column.printed",
        "column.implied",
        "check.register",
    )
    for each in contradictions:
        known = each.explained_by
        table.add_row(
            each.name,
            each.period,
            each.printed,
            _range(each.lower, each.upper, words),
            words.text(f"class.{known.kind}") if known else _in("bold red", words, "check.new"),
        )
    return table


def _register(report: CheckReport, words: Language) -> Table:
    table = _table(
        words,
        "check.register",
        "column.class",
        "column.printed",
        "column.implied",
        "check.times_rounding",
        "column.subject",
    )
    for each in sorted(report.discrepancies, key=lambda each: list(CLASSES).index(each.kind)):
        table.add_row(
            words.text(f"class.{each.kind}"),
            each.figure.printed,
            _range(each.interval.lower, each.interval.upper, words)
            if each.interval
            else words.text("on_assumption", told=each.entry.implied),
            "" if each.ratio is None else f"{float(each.ratio):.1f}",
            each.words["title_zh" if words.code == "zh" else "title"],
        )
    table.columns[-1].justify = "left"
    return table


def _range(lower: Fraction | None, upper: Fraction | None, words: Language) -> str:
    """Both ends with as many decimals, up to six, as tell them well apart."""
    if lower is None or upper is None:
        return ""
    width = upper - lower
    decimals = next((d for d in range(6) if width * 10**d >= 2), 6) if width else 1
    low, high = (f"{float(each):.{decimals}f}" for each in (lower, upper))
    return words.text("between", low=low, high=high)


def _changed(outdated: Outdated, words: Language) -> str:
    """That an entry of the register speaks of numbers which are no longer there."""
    (before, now), (implied, implied_now) = outdated.printed, outdated.implied
    values = {"before": before, "now": now, "implied": implied, "implied_now": implied_now}
    entry, number = outdated.id, outdated.name
    return _in("magenta", words, "check.changed", entry=entry, number=number, **values)


def _conclusion(report: CheckReport, words: Language) -> str:
    new, known = len(report.unregistered), len(report.contradictions) - len(report.unregistered)
    if not new:
        return _in("green", words, "check.nothing_new", known=known)
    return _in("red", words, "check.something_new", new=new, known=known)


def _in(style: str, words: Language, key: str, **values: object) -> str:
    return f"[{style}]{words.text(key, **values)}[/{style}]"


def _table(words: Language, title: str, first: str, *others: str) -> Table:
    table = Table(title=words.text(title), title_justify="left", title_style="bold", expand=False)
    table.add_column(words.text(first), overflow="fold")
    for key in others:
        table.add_column(words.text(key), justify="right", overflow="fold")
    return table
