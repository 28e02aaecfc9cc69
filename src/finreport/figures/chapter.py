"""A chapter: an edition read in a language, and the numbers that its prose takes from it."""

from collections.abc import Iterable
from dataclasses import dataclass

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


class NotYetError(EditionError):
    """Something that the edition had not printed by the month at which it is read."""


@dataclass(frozen=True)
class Chapter:
    """One report section: its ``name`` (that of the notebook), the edition and the language."""

    name: str
    edition: Edition
    words: Language

    def glue(self, *names: str, **computed: str) -> None:
        """Offer numbers to the chapter's prose, as the words that a sentence needs.

        A name is the id of a statement of the report, or a series with what is wanted of it:
        ``all.loans.balance`` (currency, indicator, measure), ``gdp.ytd_yoy`` (indicator,
        measure) or ``lpr.below`` give the newest printed figure, with ``.first`` the oldest,
        with ``.month`` or ``.first.month`` its month. ``as_of`` is the month of the edition.
        ``computed`` numbers come with their words. Raises :class:`EditionError` for a name
        that there is not.
        """
        for name, phrase in ({name: self.phrase(name) for name in names} | computed).items():
            glue(name, phrase, display=False)

    def phrase(self, name: str) -> str:
        """The words that :meth:`glue` offers under ``name``."""
        try:
            if name == "as_of":
                return self.words.month(self.edition.as_of)
            return self._series_phrase(name) if "." in name else self._statement_phrase(name)
        except NotYetError:
            return self.words.text("not_yet.phrase")

    def when(self, name: str) -> str:
        """The month or year of a number that :meth:`phrase` gives, written out."""
        try:
            if "." in name:
                return self.words.month(self._series_row(name)[0]["month"])
            return self.words.period(self._statement(name)["period"])
        except NotYetError:
            return ""

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

    def printed(self, statement: str) -> str:
        """The number of a statement as printed, negative for a decline.

        Raises :class:`NotYetError` if the report prints it for a later month than is shown.
        """
        row = self._statement(statement)
        return f"-{row['printed']}" if row["kind"] == "decline" else row["printed"]

    def _statement(self, statement: str) -> dict[str, str]:
        table = self.edition.tables["statements"]
        rows = table[table["id"] == statement]
        if len(rows) == 1:
            return dict(rows.iloc[0])
        if self.edition.is_complete:
            raise EditionError(f"The report has no statement {statement!r}.")
        raise NotYetError(f"{statement} is not printed up to {self.edition.as_of}.")

    def _statement_phrase(self, statement: str) -> str:
        row = self._statement(statement)
        if row["kind"] in ("growth", "decline"):
            phrase = self.words.growth(self.printed(statement))
        else:
            phrase = self.words.amount(row["printed"], row["unit"])
        qualifier = row["qualifier"]
        if not qualifier:
            return phrase
        return self.words.text(f"qualifier.{QUALIFIERS[qualifier]}", phrase=phrase)

    def _series_phrase(self, name: str) -> str:
        row, wants_month = self._series_row(name)
        if wants_month:
            return self.words.month(row["month"])
        if str(row.get("measure")).endswith("yoy"):
            return self.words.growth(row["printed"])
        return self.words.amount(row["printed"], row.get("unit", "%"))

    def _series_row(self, name: str) -> tuple["pd.Series[str]", bool]:
        keys = name.split(".")
        wants_month = keys[-1] == "month" and bool(keys.pop())
        wants_first = keys[-1] == "first" and bool(keys.pop())
        rows = self._rows(keys)
        if rows.empty:
            raise NotYetError(f"{name} is not printed up to {self.edition.as_of}.")
        return rows.iloc[0 if wants_first else -1], wants_month

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


def open_chapter(name: str, edition: str, as_of: str, language: str) -> Chapter:
    """Open an edition, cut after ``as_of``, to be read in ``language`` in the chapter ``name``.

    Raises an error of one sentence for an unknown edition, month or language.
    """
    words = open_language(language)
    return Chapter(name, open_edition(edition, as_of), words)
