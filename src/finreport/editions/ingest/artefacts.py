"""What the extraction from the page left in a text, and how each such place is read.

Three kinds are found by rule: block labels that stand in front of the wrong rows, paragraphs cut
at the end of a page, headlines whose characters are all doubled. The others someone saw and wrote
into the edition's ``artefacts.toml`` with a pattern; what a text does not have is not listed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, TypeAlias

from finreport.editions.ingest.document import Document, compact
from finreport.editions.ingest.proofs import Proof
from finreport.editions.ingest.reading import Reading

Artefact: TypeAlias = dict[str, str]
"""``id, kind, document, lines, printed, reading, evidence``, all text; lines as 24-28, 32."""

LONG = 30
"""A line of fewer characters can be a heading or a label, which end without a stop."""

STOPS = tuple("。：；！”》）")
"""What a paragraph can end with."""

CONTEXT = 5
"""Characters shown on each side of a cut."""

DOUBLED = re.compile(r"(.+?)\1")
DOUBLED_LINE = re.compile(r"(?:(.+?)\1\s*)+")


def find_artefacts(
    documents: Mapping[str, Document],
    seen: Iterable[Mapping[str, Any]],
    reading: Reading,
    blocks: Mapping[str, str],
    proofs: Sequence[Proof],
) -> list[Artefact]:
    """Every artefact of the texts, by document and line.

    ``seen`` are the patterns of the edition, ``blocks`` the labels of the merged cells of the
    table of deposits and loans with the currency that each names.
    """
    evidence = _evidence(proofs)
    found = [*_block_labels(reading, blocks, evidence)]
    for document in documents.values():
        found += _cut_paragraphs(document)
        found += _doubled_headlines(document)
    for entry in seen:
        found += _seen(documents, entry, evidence)
    order = list(documents)
    return sorted(found, key=lambda a: (order.index(a["document"]), _first_line(a), a["id"]))


def _first_line(artefact: Artefact) -> int:
    return int(re.split("[-,]", artefact["lines"])[0])


def _evidence(proofs: Sequence[Proof]) -> dict[str, str]:
    """The proofs of each row as text, by the row's name."""
    sentences: dict[str, list[str]] = {}
    for proof in proofs:
        for row in proof.rows:
            sentences.setdefault(row, []).append(proof.sentence())
    return {row: "; ".join(clauses) for row, clauses in sentences.items()}


def _block_labels(
    reading: Reading, blocks: Mapping[str, str], evidence: Mapping[str, str]
) -> Iterator[Artefact]:
    """Merged cells that are not in front of the first row of the block they name."""
    firsts: dict[str, int] = {}
    for row in reading.rows:
        firsts.setdefault(reading.currency[row.line], row.line)
    for row in reading.rows:
        if not row.block or firsts.get(blocks.get(row.block, "")) == row.line:
            continue
        currency = reading.currency[row.line]
        yield {
            "id": f"report-block-label-line-{row.line}",
            "kind": "drifted merged cell",
            "document": "report",
            "lines": str(row.line),
            "printed": row.block,
            "reading": f"the row is {reading.name(row)}; the label is not used, because the "
            f"block of {currency} begins in line {firsts[currency]}",
            "evidence": evidence[reading.name(row)],
        }


def _cut_paragraphs(document: Document) -> Iterator[Artefact]:
    """Paragraphs that end without a stop and go on below the empty lines of a page break."""
    lines = list(enumerate(document.lines, start=1))
    filled = [(number, line.strip()) for number, line in lines if line.strip()]
    for (number, line), (following, rest) in pairwise(filled):
        if following == number + 1 or "\t" in line + rest:
            continue
        if len(line) < LONG or line.endswith(STOPS) or DOUBLED_LINE.fullmatch(line):
            continue
        doubled = line[-1] == rest[0]
        joined = compact(line)[-CONTEXT:] + compact(rest[1:] if doubled else rest)[:CONTEXT]
        yield {
            "id": _identifier(document, "cut", number),
            "kind": "character doubled at a cut" if doubled else "paragraph cut in two",
            "document": document.name,
            "lines": f"{number}-{following}",
            "printed": f"{line[-CONTEXT:]}⏎{rest[:CONTEXT]}",
            "reading": joined,
            "evidence": f"line {number} ends without a stop and line {following} goes on"
            + (f", with the {line[-1]} that ends line {number} once more" if doubled else ""),
        }


def _doubled_headlines(document: Document) -> Iterator[Artefact]:
    """Headlines printed with a shadow, which the extraction read as text twice."""
    for number, line in enumerate(document.lines, start=1):
        if not line.strip() or not DOUBLED_LINE.fullmatch(line):
            continue
        yield {
            "id": _identifier(document, "doubled", number),
            "kind": "doubled headline",
            "document": document.name,
            "lines": str(number),
            "printed": line if len(line) <= LONG else f"{line[:LONG]}…",
            "reading": DOUBLED.sub(r"\1", line),
            "evidence": "every run of characters in the line stands twice",
        }


def _seen(
    documents: Mapping[str, Document], entry: Mapping[str, Any], evidence: Mapping[str, str]
) -> Iterator[Artefact]:
    if entry["document"] not in documents:
        return
    document = documents[entry["document"]]
    matches = list(re.finditer(entry["find"], document.text, re.MULTILINE))
    if not matches:
        return
    places = [
        line
        for match in matches
        for line in range(document.line_at(match.start()), document.line_at(match.end()) + 1)
    ]
    yield {
        "id": entry["id"],
        "kind": entry["kind"],
        "document": entry["document"],
        "lines": _ranges(places),
        "printed": _visible(matches[0]),
        "reading": entry["reading"],
        "evidence": entry["evidence"].format_map({**evidence, "count": len(matches)}),
    }


def _visible(match: re.Match[str]) -> str:
    """The first group of a match, or all of it, on one line and with its white space shown."""
    text = match[match.lastindex or 0]
    if not text.strip():
        return text.replace("\n", "⏎").replace(" ", "␠")
    return re.sub(r"\n\s*", "⏎", text).replace("\t", "⇥")


def _identifier(document: Document, kind: str, line: int) -> str:
    return f"{document.name.replace('_', '-')}-{kind}-line-{line}"


def _ranges(numbers: Iterable[int]) -> str:
    """Line numbers as text, runs as ranges: 24-28, 32."""
    runs = groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0])
    ends = [[line for _, line in run] for _, run in runs]
    return ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in ends)
