"""How the tables were read: what decided which row is which, counted."""

import pandas as pd

from finreport.figures.charting import table
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.narrative.chapter import Chapter


@table
def proofs(chapter: Chapter) -> ExhibitTable:
    """The relations that identify the rows of each resource, by what decided in the end."""
    words = chapter.words
    heads = [
        words.text(f"column.{name}")
        for name in ("resource", "decided_by", "relations", "comparisons", "held")
    ]
    proofs = pd.DataFrame(chapter.edition.proofs)
    counted = proofs.groupby(["resource", "decided_by"], sort=False).agg(
        relations=("relation", "size"), tested=("tested", "sum"), held=("held", "sum")
    )
    return ExhibitTable(
        heads,
        [
            GridRow(
                words.text(f"resource.{resource}"),
                [words.text(f"decided_by.{decided}"), *(str(number) for number in counts)],
            )
            for (resource, decided), counts in zip(counted.index, counted.to_numpy(), strict=True)
        ],
    )
