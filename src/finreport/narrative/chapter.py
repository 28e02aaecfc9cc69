"""A chapter: an edition read in a language, and the numbers that its prose takes from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from finreport.analysis.groups import compute
from finreport.analysis.results import Results
from finreport.checks import CheckReport, check_edition, read_corrections
from finreport.checks.discrepancies import Correction
from finreport.checks.rules import Strength, Verdict, load_rules
from finreport.checks.statements import StatementCheck
from finreport.checks.strengths import Strengths
from finreport.editions import Edition, EditionError, Series, open_edition
from finreport.editions.description import Compared, Description, read_about
from finreport.editions.figure_names import MONTHLY, ONCE
from finreport.editions.figures import Figure
from finreport.editions.folder import own_edition
from finreport.editions.shared import shared
from finreport.errors import AbsentError, PlainError
from finreport.words import Language, open_language

QUALIFIERS = {
    "余": "over",
    "多": "over",
    "以上": "at_least",
    "超过": "over",
    "近": "nearly",
    "内": "within",
    "约": "about",
    "左右": "about",
    "预计": "expected",
}
"""Words that the report puts beside a number, and what they mean."""


PRICES = {"cpi", "ppi", "ppirm"}
"""Words of a statement's id that tell a change of prices, which rise and do not grow."""

FACT = "edition."
"""How the names of facts about the edition begin."""

SERIES = "series"
"""The key of ``attrs`` under which a series of :meth:`Chapter.series` keeps its name."""

ONE_OF = {"first", "lowest", "highest"}
"""Which figure of a series is meant, if not the newest."""

TIMES = {"month", "month_name", "span"}
"""What may be told of a figure's time: its month, the same without its year, the year so far."""

WANTED = {*ONE_OF, *TIMES, "rate"}
"""What may follow the name of a number: which figure, its time, the rate without a verb."""


class ParameterError(PlainError):
    """A parameter of a chapter that is not what it should be."""


class NotYetError(AbsentError):
    """Something that the edition had not printed by the month at which it is read."""


class NotPrintedError(NotYetError):
    """Something that this edition does not print at all, though another one may."""


@dataclass(frozen=True)
class Chapter:
    """One report section: its ``name`` (that of the notebook), the edition and the language.

    ``about`` is what the edition's folder says of it.
    """

    name: str
    edition: Edition
    words: Language
    about: Description
    split_month: str = ""
    """The month with which the later of two parts begins, where a chapter compares two."""
    asked: list[str] = field(default_factory=list, compare=False)
    """Names of the numbers that charts and tables have asked for, in their order."""
    _computed: dict[tuple[str, ...], Results] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def report(self) -> CheckReport:
        """Every check of the edition, up to the month that is shown."""
        return shared(self.edition, "report", lambda: check_edition(self.edition))

    @cached_property
    def strengths(self) -> Strengths:
        """The strongest check of each number, made when it is asked for: all take longer."""
        return Strengths(self.edition)

    @cached_property
    def corrections(self) -> Mapping[str, Correction]:
        """What must not be copied, by its name with its month, and what to use instead."""
        return read_corrections(self.edition)

    def verdicts_on(self, names: Collection[str]) -> list[tuple[str, Strength | None, Verdict]]:
        """Family, strength and verdict of every check of the numbers ``names``, without months.

        Only those checks are made.
        """
        rules = [rule for rule in load_rules() if not rule.numbers.isdisjoint(names)]
        told = {rule.name for rule in rules}
        return [
            (identity.family, identity.strength, identity.verdict)
            for rule in rules
            for identity in self.strengths.identities_of(rule)
        ] + [
            ("statements", each.strength, each.verdict)
            for each in self._statements("id", names)
            if each.by not in told
        ]

    def own_statements(self) -> list[StatementCheck]:
        """The checks of the numbers that the chapter's section prints in its sentences."""
        return self._statements("section", [self.name])

    def statement(self, name: str) -> StatementCheck | None:
        """The check of a number of the prose, where the edition prints it."""
        return next(iter(self._statements("id", [name])), None)

    def _statements(self, column: str, wanted: Collection[str]) -> list[StatementCheck]:
        rows = self.edition.records["statements"]
        return [
            self.strengths.statement(row) for row, cells in rows.items() if cells[column] in wanted
        ]

    def results(self, group: str, **parameters: str) -> Results:
        """The results of one of :mod:`finreport.analysis.groups`, computed once.

        ``parameters`` are those of the group, such as the ``split_month`` of ``rates``.
        """
        key = (group, *parameters.values())
        if key not in self._computed:
            self._computed[key] = compute(self.edition, group, **parameters)
        return self._computed[key]

    @property
    def page(self) -> str:
        """The chapter's page of the site."""
        return f"{self.name}.html"

    def phrase(self, name: str) -> str:
        """A printed number as the words that a sentence needs.

        A name is the id of a statement of the report, or a series: ``all.loans.balance``
        (currency, indicator, measure), ``gdp.ytd_yoy`` (indicator, measure) and ``lpr.below``
        give the newest printed figure. One of :data:`ONE_OF` behind it asks for another, one of
        :data:`TIMES` for its time, ``.rate`` for a change as a bare rate. ``as_of`` is the month of
        the edition, and ``edition.title`` a fact about it.
        Raises :class:`EditionError` for a name that there is not.
        """
        try:
            return self.told(name)
        except NotPrintedError:
            return self.words.text("not_printed_here.phrase")
        except NotYetError:
            return self.words.text("not_yet.phrase")

    def told(self, name: str) -> str:
        """The words of :meth:`phrase`; :class:`NotYetError` where nothing is printed."""
        words = self.words
        if name == "as_of" or name.startswith(FACT):
            return self._fact(name)
        wanted = WANTED.intersection(name.split("."))
        figure = self._figure(name)
        if times := TIMES & wanted:
            return self._time(figure, *times)
        change = self._change(figure)
        if change and "rate" not in wanted:
            phrase = words.change(figure.printed, change)
        else:
            phrase = words.amount(figure.printed, figure.unit)
        if not figure.qualifier:
            return phrase
        return words.text(f"qualifier.{QUALIFIERS[figure.qualifier]}", phrase=phrase)

    def _time(self, figure: Figure, told: str) -> str:
        """When a figure is of, as one of :data:`TIMES`; a year that is over goes by its number."""
        words, period = self.words, figure.period
        if told == "month_name" and "-" in period:
            return words.text(f"month.full.{period[5:]}")
        if told == "span":
            whole = period[5:] in ("", "12")
            return words.period(period[:4]) if whole else words.months(period, int(period[5:]))
        return words.period(period)

    def _fact(self, name: str) -> str:
        """What the edition is about, or the month at which it is read."""
        if name == "as_of":
            return self.words.month(self.edition.as_of)
        fact = name.removeprefix(FACT)
        if fact in self.words.facts:
            return self.words.facts[fact]
        if fact.startswith("pages."):  # not every report has all parts
            return self.words.text("not_printed_here.phrase")
        raise EditionError(f"The edition {self.edition.name} does not say {fact!r}.")

    def figure(self, name: str) -> str:
        """The name, with its month, of the printed number that :meth:`phrase` tells.

        Empty for a fact, a month and what is not printed.
        """
        if name == "as_of" or name.startswith(FACT) or TIMES.intersection(name.split(".")):
            return ""
        try:
            return self._figure(name).full_name
        except NotYetError:
            return ""

    def when(self, name: str) -> str:
        """The month or year of a number that :meth:`phrase` gives, written out."""
        try:
            return self.words.period(self._figure(name).period)
        except NotYetError:
            return ""

    def over(self, name: str) -> str:
        """The part of the year, written out, over which a number since January counts."""
        try:
            return self.told(f"{name}.span")
        except NotYetError:
            return ""

    def printed(self, statement: str) -> str:
        """The number of a statement as printed, negative for a decline.

        Raises :class:`NotYetError` if the report prints it for a later month than is shown, and
        :class:`NotPrintedError` if it does not print it.
        """
        self.asked.append(statement)
        return self._figure(statement).printed

    def series(self, name: str) -> Series:
        """A series by name: ``gdp.ytd_yoy``, ``cny.loans.balance``, ``lpr.below``.

        Raises :class:`NotYetError` where no month of it is printed yet.
        """
        self.asked.append(name)
        try:
            found = self._all_of(name)
        except EditionError as error:
            raise NotPrintedError(str(error)) from None
        if found.empty:
            raise NotYetError(f"Nothing is printed up to {self.edition.as_of}.")
        found.attrs[SERIES] = name
        return found

    def _all_of(self, name: str) -> Series:
        match name.split("."):
            case "lpr", *bucket:  # its bounds may have decimals
                return self.edition.series("lpr_buckets", bucket=".".join(bucket))
            case indicator, measure:
                return self.edition.series("economy", indicator=indicator, measure=measure)
            case currency, indicator, measure:
                return self.edition.series(
                    "deposits_loans", currency=currency, indicator=indicator, measure=measure
                )
        raise EditionError(f"{name!r} is not the name of a series.")

    def economies(self, indicators: Iterable[str], measure: str) -> dict[str, Series]:
        """Several series of the economy, each under its name in the reader's language."""
        return {
            self.words.text(f"economy.{indicator}"): self.series(f"{indicator}.{measure}")
            for indicator in indicators
        }

    def table(self, resource: str, **only: str) -> pd.DataFrame:
        """A table as far as it is printed: all of it, or the rows with these values in columns."""
        table = self.edition.tables[resource]
        for column, value in only.items():
            table = table[table[column] == value]
        form = (MONTHLY | ONCE).get(resource)
        if form:
            names = (form.format_map(row) for row in table.to_dict("records"))
            self.asked.extend(dict.fromkeys(names))
        return table

    def whole_year(self, resource: str, **only: str) -> pd.DataFrame:
        """The same of a table printed once, for the end of the year.

        Raises :class:`NotYetError` before that.
        """
        self.need_whole_year()
        table = self.table(resource, **only)
        if table.empty:
            raise NotPrintedError(f"The edition has no {resource}.")
        return table

    def compared(self, chart: str) -> Compared:
        """The statements that the edition has a chart compare.

        Raises :class:`NotPrintedError` if it names none.
        """
        if chart not in self.about.given.compared:
            raise NotPrintedError(f"The edition compares nothing in {chart}.")
        return self.about.given.compared[chart]

    def need_whole_year(self) -> None:
        """Raise :class:`NotYetError` unless the edition is shown to its last month."""
        if not self.edition.is_complete:
            raise NotYetError(f"{self.edition.as_of} is before the end of the year.")

    def _figure(self, name: str) -> Figure:
        printed = self.figures_of(name)
        wanted = name.split(".")
        if "lowest" in wanted:
            return min(printed, key=lambda figure: figure.value)
        if "highest" in wanted:
            return max(printed, key=lambda figure: figure.value)
        return printed[0 if "first" in wanted else -1]

    def figures_of(self, name: str) -> list[Figure]:
        """All printed numbers of a name up to the month that is shown, the oldest first.

        Raises :class:`NotYetError` or :class:`NotPrintedError` where there is none.
        """
        base = ".".join(key for key in name.split(".") if key not in WANTED)
        months = [month for month in self.edition.months if month <= self.edition.as_of]
        if self.edition.is_complete and base not in self.edition.figures:
            raise NotPrintedError(f"The edition has no number {base!r}.")
        printed = [found for month in months if (found := self.edition.find(base, month))]
        if not printed:
            raise NotYetError(f"{base} is not printed up to {self.edition.as_of}.")
        return printed

    def _change(self, figure: Figure) -> str:
        """In which words a rate of change is told; empty for what is no such rate."""
        if figure.resource != "statements":
            return "growth" if figure.name.endswith("yoy") else ""
        kind = self.edition.records["statements"][figure.row]["kind"]
        if kind not in ("growth", "decline"):
            return ""
        return "price" if PRICES.intersection(figure.name.split("_")) else "growth"


def open_chapter(
    name: str, edition: str, as_of: str, language: str, split_month: str = ""
) -> Chapter:
    """Open an edition, cut after ``as_of``, to be read in ``language`` in the chapter ``name``.

    An empty ``edition`` is the project's own, an empty ``as_of`` its last month. A chapter that
    compares two parts of the year says with which month the later one begins; an empty one is the
    middle of the edition. Raises an error of one sentence for an unknown edition, month or
    language, and for a parameter that is no text.
    """
    _check_texts(edition=edition, as_of=as_of, language=language, split_month=split_month)
    language_alone = open_language(language)
    opened = open_edition(edition or own_edition(), as_of or None)
    about = read_about(opened.name)
    words = language_alone.of_edition(about.texts(language), about.facts(language))
    return Chapter(name, opened, words, about, _split(opened.months, split_month))


def _check_texts(**given: object) -> None:
    for parameter, value in given.items():
        if not isinstance(value, str):
            raise ParameterError(
                f"The parameter {parameter} is {value!r}, which is not a text; "
                f"papermill keeps a text one with -r {parameter} TEXT."
            )


def _split(months: Sequence[str], given: str) -> str:
    later = months[1:]
    if given and given not in later:
        raise ParameterError(
            f"The split month {given!r} leaves no month of the edition on one side; "
            f"available: {f'{later[0]} to {later[-1]}' if later else 'none'}."
        )
    return given or months[len(months) // 2]
