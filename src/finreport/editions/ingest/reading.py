"""The table of deposits and loans while its rows are being identified."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from finreport.editions.ingest.proofs import Comparison, Proof, require
from finreport.editions.ingest.tables import MonthlyRow
from finreport.errors import EditionError

RESOURCE = "deposits_loans"
ALL, CNY, FX = "all", "cny", "fx"


@dataclass
class Reading:
    """The table while its rows are being identified: the currency of a row by its line."""

    rows: Sequence[MonthlyRow]
    currency: dict[int, str] = field(default_factory=dict)
    proofs: list[Proof] = field(default_factory=list)

    def name(self, row: MonthlyRow) -> str:
        """The name of an identified row, for example ``cny/loans/yoy``."""
        return f"{self.currency[row.line]}/{row.indicator}/{row.measure}"

    def find(self, currency: str, indicator: str, measure: str) -> MonthlyRow | None:
        """The identified row of that name, if there is one."""
        name = f"{currency}/{indicator}/{measure}"
        named = [row for row in self.rows if row.line in self.currency and self.name(row) == name]
        return named[0] if named else None

    def get(self, currency: str, indicator: str, measure: str) -> MonthlyRow:
        """The identified row of that name; raises :class:`EditionError` if there is none."""
        row = self.find(currency, indicator, measure)
        if row is None:
            raise EditionError(
                f"No row of the table of deposits and loans is {currency}/{indicator}/{measure} "
                "by its numbers."
            )
        return row

    def select(self, measure: str, *, totals: bool) -> list[MonthlyRow]:
        """The totals, or the parts, of one measure."""
        return [r for r in self.rows if r.measure == measure and r.is_total == totals]

    def record(
        self,
        row: MonthlyRow,
        relation: str,
        comparisons: Sequence[Comparison],
        decided_by: str = "arithmetic",
        note: str = "",
    ) -> None:
        """Keep the proof of one identified row, or raise :class:`EditionError`."""
        proof = Proof(
            RESOURCE,
            (self.name(row),),
            relation,
            tuple(comparisons),
            decided_by,
            row.line,
            note,
        )
        self.proofs.append(require(proof))
