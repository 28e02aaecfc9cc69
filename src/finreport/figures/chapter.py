"""A chapter: an edition read in a language, and the numbers that its prose takes from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from myst_nb import glue

from finreport.editions import Edition, EditionError, Series, open_edition
from finreport.language import Language, open_language

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

WANTED = {"first", "month", "rate"}
"""What may follow the name of a number: its oldest figure, its month, the rate without a verb."""


class NotYetError(EditionError):
    """Something that the edition had not printed by the month at which it is read."""


class Figure(NamedTuple):
    """A printed number and what a sentence needs to know of it.

    ``change`` says in which words it is told: ``growth`` and ``price`` are rates of change, all
    others (empty) are amounts.
    """

    printed: str
    unit: str
    change: str
    qualifier: str
    period: str


@dataclass(frozen=True)
class Chapter:
    """One report section: its ``name`` (that of the notebook), the edition and the language."""

    name: str
    edition: Edition
    words: Language

    def glue(self, *names: str, **computed: str) -> None:
        """Offer numbers to the chapter's prose, as the words that a sentence needs.

        A name is the id of a statement of the report, or a series: ``all.loans.balance``
        (currency, indicator, measure), ``gdp.ytd_yoy`` (indicator, measure) and ``lpr.below``
        give the newest printed figure. ``.first`` behind it asks for the oldest, ``.month`` for
        its month, ``.rate`` for a change as a bare rate. ``as_of`` is the month of the edition.
        ``computed`` numbers come with their words. Raises :class:`EditionError` for a name
        that there is not.
        """
        for name, phrase in ({name: self.phrase(name) for name in names} | computed).items():
            glue(name, phrase, display=False)

    def phrase(self, name: str) -> str:
        """The words that :meth:`glue` offers under ``name``."""
        words = self.words
        if name == "as_of":
            return words.month(self.edition.as_of)
        wanted = WANTED.intersection(name.split("."))
        try:
            figure = self._figure(name)
        except NotYetError:
            return words.text("not_yet.phrase")
        if "month" in wanted:
            return words.period(figure.period)
        if figure.change and "rate" not in wanted:
            phrase = words.change(figure.printed, figure.change)
        else:
            phrase = words.amount(figure.printed, figure.unit)
        if not figure.qualifier:
            return phrase
        return words.text(f"qualifier.{QUALIFIERS[figure.qualifier]}", phrase=phrase)

    def when(self, name: str) -> str:
        """The month or year of a number that :meth:`phrase` gives, written out."""
        try:
            return self.words.period(self._figure(name).period)
        except NotYetError:
            return ""

    def printed(self, statement: str) -> str:
        """The number of a statement as printed, negative for a decline.

        Raises :class:`NotYetError` if the report prints it for a later month than is shown.
        """
        return self._figure(statement).printed

    def economy(self, indicator: str, measure: str) -> Series:
        """A series of the economy; :class:`NotYetError` where no month of it is printed yet."""
        return self._known(self.edition.series("economy", indicator=indicator, measure=measure))

    def economies(self, indicators: Iterable[str], measure: str) -> dict[str, Series]:
        """Several series of the economy, each under its name in the reader's language."""
        return {
            self.words.text(f"economy.{indicator}"): self.economy(indicator, measure)
            for indicator in indicators
        }

    def banking(self, currency: str, indicator: str, measure: str) -> Series:
        """A series of deposits or loans; :class:`NotYetError` where no month is printed yet."""
        return self._known(
            self.edition.series(
                "deposits_loans", currency=currency, indicator=indicator, measure=measure
            )
        )

    def lpr_share(self, bucket: str) -> Series:
        """The share of a bucket of interest rates in new ordinary loans, in percent."""
        return self._known(self.edition.series("lpr_buckets", bucket=bucket))

    def whole_year(self, resource: str) -> pd.DataFrame:
        """A table printed once, for the end of the year; :class:`NotYetError` before that."""
        self.need_whole_year()
        return self.edition.tables[resource]

    def need_whole_year(self) -> None:
        """Raise :class:`NotYetError` unless the edition is shown to its last month."""
        if not self.edition.is_complete:
            raise NotYetError(f"{self.edition.as_of} is before the end of the year.")

    def _known(self, series: Series) -> Series:
        if series.empty:
            raise NotYetError(f"Nothing is printed up to {self.edition.as_of}.")
        return series

    def _figure(self, name: str) -> Figure:
        keys = [key for key in name.split(".") if key not in WANTED]
        if len(keys) == 1:
            return self._statement(keys[0])
        return self._series_figure(keys, -1 if "first" not in name.split(".") else 0)

    def _statement(self, statement: str) -> Figure:
        table = self.edition.tables["statements"]
        rows = table[table["id"] == statement]
        if rows.empty and self.edition.is_complete:
            raise EditionError(f"The report has no statement {statement!r}.")
        if rows.empty:
            raise NotYetError(f"{statement} is not printed up to {self.edition.as_of}.")
        row = rows.iloc[0]
        declines = row["kind"] == "decline"
        changes = declines or row["kind"] == "growth"
        return Figure(
            printed=f"-{row['printed']}" if declines else row["printed"],
            unit=row["unit"],
            change=_kind_of_change(statement) if changes else "",
            qualifier=row["qualifier"],
            period=row["period"],
        )

    def _series_figure(self, keys: list[str], place: int) -> Figure:
        rows = self._rows(keys)
        if rows.empty:
            raise NotYetError(f"{'.'.join(keys)} is not printed up to {self.edition.as_of}.")
        row = rows.iloc[place]
        return Figure(
            printed=row["printed"],
            unit=row.get("unit", "%"),
            change="growth" if str(row.get("measure")).endswith("yoy") else "",
            qualifier="",
            period=row["month"],
        )

    def _rows(self, keys: list[str]) -> pd.DataFrame:
        match keys:
            case ["lpr", bucket]:
                return self.edition.rows("lpr_buckets", bucket=bucket)
            case [indicator, measure]:
                return self.edition.rows("economy", indicator=indicator, measure=measure)
            case [currency, indicator, measure]:
                return self.edition.rows(
                    "deposits_loans", currency=currency, indicator=indicator, measure=measure
                )
            case _:
                raise EditionError(f"{'.'.join(keys)!r} does not name a series of the report.")


def _kind_of_change(statement: str) -> str:
    return "price" if PRICES.intersection(statement.split("_")) else "growth"


def open_chapter(name: str, edition: str, as_of: str, language: str) -> Chapter:
    """Open an edition, cut after ``as_of``, to be read in ``language`` in the chapter ``name``.

    Raises an error of one sentence for an unknown edition, month or language.
    """
    words = open_language(language)
    return Chapter(name, open_edition(edition, as_of), words)
