"""How the tables were read: what decided which row is which, counted."""

from finreport.figures.charting import table
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.narrative.chapter import Chapter

WITNESSES = ("arithmetic", "place", "label")
"""What may decide which row is which."""


@table
def proofs(chapter: Chapter) -> ExhibitTable:
    """The rows of each table by what identified them, and the relations that test them."""
    words = chapter.words
    heads = [
        words.text("column.resource"),
        *(words.text(f"decided_by.{witness}") for witness in WITNESSES),
        *(words.text(f"column.{name}") for name in ("relations", "comparisons", "held")),
    ]
    edition = chapter.edition
    rows = []
    for resource in dict.fromkeys(row["resource"] for row in edition.identified):
        decided = [r["decided_by"] for r in edition.identified if r["resource"] == resource]
        tested = [proof for proof in edition.proofs if proof["resource"] == resource]
        counts = [
            *map(decided.count, WITNESSES),
            len(tested),
            *(sum(proof[count] for proof in tested) for count in ("tested", "held")),
        ]
        rows.append(
            GridRow(
                words.text(f"resource.{resource}"), [words.printed(str(each)) for each in counts]
            )
        )
    return ExhibitTable(heads, rows)
