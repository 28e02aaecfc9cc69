"""How well numbers are read: readings against what people say that the numbers mean.

``python -m tests.reading.measure LABELS.csv`` scores hand labels of real texts (their texts lie
where ``FINREPORT_CORPUS`` says, those of ``labels_set_aside_4.csv`` to
``labels_set_aside_18.csv`` where ``FINREPORT_COLD`` does),
``python -m tests.reading.measure --guide`` the statements of the first edition (texts in
``FINREPORT_SOURCES``). Printed are the rate of every field, of all fields but the subject, of all,
of whole sentences, and each miss under the fields that it misses.
"""

import argparse
import csv
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from msgspec.structs import replace

from finreport.documents import Document, read
from finreport.reading import read as read_numbers
from finreport.reading.model import Reading

FIELDS = (
    "quantity", "value", "unit", "measure", "target", "direction", "period", "base", "approx",
    "subject",
)  # fmt: skip
GUIDE = Path(__file__).with_name("anchors")
"""Where the first edition's hand-written meanings of its numbers stand."""

GUIDE_UNITS = {
    "trillion CNY": "万亿元", "100 million CNY": "亿元", "10 thousand CNY": "万元", "CNY": "元",
    "%": "%", "percentage points": "个百分点", "10 thousand tonnes": "万吨",
    "10 thousand head": "万头", "10 thousand mu": "万亩", "10 thousand km": "万公里",
    "100 million kWh": "亿千瓦时", "micrograms per cubic metre": "微克/立方米", "years": "年",
    "days": "个自然日", "places": "位",
}  # fmt: skip
GUIDE_MEASURES = {
    "level": {"level", "count"}, "count": {"count", "level"}, "growth": {"growth"},
    "decline": {"growth"}, "change": {"change", "change_pp"}, "decrease": {"change", "change_pp"},
    "share": {"share"}, "rate": {"share", "level"}, "contribution": {"contribution"},
    "target": {"level", "count", "growth", "share"},
}  # fmt: skip


@dataclass
class Score:
    """Numbers compared, by field: how many there were and which were read right."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    sentences: dict[tuple[object, ...], bool] = field(default_factory=dict)

    def add(self, wrong: list[str], where: tuple[object, ...], told: str) -> None:
        """Note one number: the fields that are wrong, its sentence, and the line to show."""
        for name in FIELDS:
            self.total[name] += 1
            self.right[name] += name not in wrong
        self.total["all"] += 1
        self.right["all but subject"] += not set(wrong) - {"subject"}
        self.right["all"] += not wrong
        self.sentences[where] = self.sentences.get(where, True) and not wrong
        if wrong:
            self.misses.append((tuple(wrong), told))

    @property
    def missed(self) -> str:
        """The fields that were read wrong and how often, the worst first: ``period 14, base 4``."""
        wrong = {name: self.total[name] - self.right[name] for name in FIELDS}
        ranked = sorted(wrong.items(), key=lambda each: (-each[1], FIELDS.index(each[0])))
        return ", ".join(f"{name} {count}" for name, count in ranked if count)

    @property
    def whole_sentences(self) -> float:
        """The share of sentences that were read without a fault."""
        return sum(self.sentences.values()) / max(1, len(self.sentences))

    def show(self, title: str, with_misses: bool) -> None:
        """Print the rates, and the misses by kind."""
        print(f"== {title}: {self.total['all']} numbers")
        for name in FIELDS:
            print(f"  {name:<16}{self.right[name] / max(1, self.total[name]):7.1%}")
        for name in ("all but subject", "all"):
            print(f"  {name:<16}{self.right[name] / max(1, self.total['all']):7.1%}")
        print(f"  {'sentences':<16}{self.whole_sentences:7.1%}  of {len(self.sentences)}")
        print(f"  {'missed':<16} {self.missed}")
        if with_misses:
            for wrong, told in sorted(self.misses):
                print(f"  {'+'.join(wrong)}: {told}")


LEFT_OFF = re.compile(
    r"[“”，、（）《》的了]|全省|全市|全区|我省|我市|同比|增速|增幅|涨幅|涨跌幅|幅度|降幅|较前三季度.*|较年初.*|比重|占比|"
    r"(?:上升|下降|增加|提高|回升|收窄|加快)$|数(?!据|字)|额|率$|量$"
)


def same_subject(wanted: str, got: str | None, needed: float = 0.75) -> bool:
    """Whether two subjects say the same thing in other words.

    Words that say only how something changed, places of the text itself and signs are left off;
    of the wanted characters ``needed`` must stand in what was read in their order, and what
    was read may be at most twice as long and four characters.
    """
    want, have = LEFT_OFF.sub("", wanted), LEFT_OFF.sub("", got or "")
    if not want:
        return True
    common = _common(want, have)
    return common >= needed * len(want) and len(have) <= 2 * len(want) + 4


def _common(first: str, second: str) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(second) + 1)
    for one in first:
        previous = 0
        for index, other in enumerate(second, 1):
            kept = row[index]
            row[index] = previous + 1 if one == other else max(row[index], row[index - 1])
            previous = kept
    return row[-1]


def labels(path: Path, *folders: Path) -> Score:
    """The score of a file of hand labels, whose texts lie in these folders."""
    score = Score()
    rows: dict[str, dict[int, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows[row["file"]][int(row["line"])].append(row)
    for name, lines in rows.items():
        document = read(next(text for folder in folders for text in folder.glob(name + ".*")))
        by_line: dict[int, list[Reading]] = defaultdict(list)
        for each in read_numbers(document).readings:
            by_line[_line(each)].append(each)
        for line, wanted in lines.items():
            for row, got in _aligned(wanted, by_line[line]):
                _compare(score, name, row, got, document)
    return score


def _line(reading: Reading) -> int:
    """The line of a text, or the number of the paragraph in a Word file."""
    if reading.place.line is not None:
        return reading.place.line
    number = re.search(r"\d+", reading.place.element)
    return int(number[0]) if number else 0


def _aligned(
    wanted: list[dict[str, str]], got: list[Reading]
) -> Iterator[tuple[dict[str, str], Reading | None]]:
    """Rows and readings that are of one number, in order: digits first, then Chinese numerals.

    A fraction is one reading (1/3) and two rows, of which the second is no quantity.
    """
    got = [part for each in got for part in _parts_of_fraction(each)]
    for is_digit in (True, False):
        rows = [row for row in wanted if row["printed"][:1].isdigit() == is_digit]
        left = [each for each in got if each.printed.lstrip("-")[:1].isdigit() == is_digit]
        yield from _paired(rows, left)


def _paired(
    rows: list[dict[str, str]], got: list[Reading]
) -> Iterator[tuple[dict[str, str], Reading | None]]:
    """The pairs in order that are the most, and of them those that agree on being quantities."""
    best = [[0] * (len(got) + 1) for _ in range(len(rows) + 1)]
    for i in reversed(range(len(rows))):
        for j in reversed(range(len(got))):
            together = best[i + 1][j + 1] + _alike(rows[i], got[j])
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    j = 0
    for i, row in enumerate(rows):
        while j < len(got) and best[i][j] == best[i][j + 1]:
            j += 1
        is_pair = j < len(got) and best[i][j] > best[i + 1][j]
        yield row, got[j] if is_pair else None
        j += is_pair


def _alike(row: dict[str, str], got: Reading) -> int:
    if not _same_print(got.printed, row["printed"]):
        return 0
    return 1000 + (row["quantity"] == str(got.is_quantity).lower())


def _parts_of_fraction(got: Reading) -> list[Reading]:
    part, is_fraction, whole = got.printed.partition("/")
    if not is_fraction:
        return [got]
    return [replace(got, printed=part), replace(got, printed=whole, is_quantity=False)]


def _same_print(got: str, wanted: str) -> bool:
    return got.lstrip("-").replace(",", "") == wanted.lstrip("-").replace(",", "")


def _compare(
    score: Score, name: str, row: dict[str, str], got: Reading | None, document: Document
) -> None:
    is_digit = row["printed"][:1].isdigit()
    if got is None and row["quantity"] == "false" and not is_digit:
        return
    if got is None or row["quantity"] != str(got.is_quantity).lower():
        wrong = ["quantity"]
    elif not got.is_quantity:
        wrong = []
    else:
        said = {
            "unit": got.unit or "",
            "measure": got.measure or "",
            "target": str(got.is_target).lower(),
            "direction": got.direction or "",
            "period": got.period or "",
            "base": got.base or "",
            "approx": got.approx or "",
        }
        wrong = [key for key, value in said.items() if value not in row[key].split("|")]
        if got.value not in [Fraction(value) for value in row["value"].split("|")]:
            wrong.insert(0, "value")
        if not any(same_subject(each, got.subject) for each in row["subject"].split("|")):
            wrong.append("subject")
    told = " ".join(
        [name[-12:], row["line"], row["printed"], "wanted", *(f"{key}={row[key]}" for key in wrong)]
    )
    if got is None:
        told += " got nothing"
    else:
        told += f" got {shown(got)} << {around(document, got)}"
    sentence = (name, row["line"], sentence_number(document, got) if got else row["nth"])
    score.add(wrong, sentence, told)


def shown(got: Reading) -> str:
    """A reading on one line."""
    if not got.is_quantity:
        return f"no quantity: {got.why}"
    said = (got.unit, got.subject, got.measure, got.direction, got.period, got.base, got.approx)
    return f"{said} target={got.is_target} [{got.route}]"


def around(document: Document, got: Reading) -> str:
    """The words about a number."""
    text, at = _text(document, got), got.offset or 0
    return text[max(0, at - 30) : at + 16]


def sentence_number(document: Document, got: Reading) -> int:
    """Which sentence of its paragraph a number stands in."""
    return len(re.findall("[。！？]", _text(document, got)[: got.offset]))


def _text(document: Document, got: Reading) -> str:
    return document.paragraphs[(got.paragraph or 1) - 1].text


def guide(sources: Path) -> Score:
    """The score of the first edition's statements, in both of its texts."""
    score = Score()
    with (GUIDE / "statements.csv").open(encoding="utf-8") as file:
        statements = list(csv.DictReader(file))
    with (GUIDE / "sections.csv").open(encoding="utf-8") as file:
        sections = list(csv.DictReader(file))
    with Path(__file__).with_name("guide_subjects.csv").open(encoding="utf-8") as file:
        subjects = {row["id"]: row["subject"] for row in csv.DictReader(file)}
    texts = sorted(each for each in sources.iterdir() if each.suffix == ".txt")
    for source, path in zip(("report", "work_report"), texts, strict=True):
        document = read(path)
        by_place = {(r.paragraph, r.offset): r for r in read_numbers(document).readings}
        flat, where = _flat(document)
        starts, at = [], 0
        for each in [row for row in sections if row["source"] == source]:
            at = flat.index(re.sub(r"\s", "", each["heading"]), at)
            starts.append((at, each["section"]))
        for index, (start, section) in enumerate(starts):
            end = starts[index + 1][0] if index + 1 < len(starts) else len(flat)
            for row in statements:
                if row["source"] == source and row["section"] == section:
                    place = _anchored(flat, where, row, start, end)
                    _compare_statement(score, document, row, by_place.get(place), subjects)
    return score


def _flat(document: Document) -> tuple[str, list[tuple[int, int]]]:
    """The prose without spaces and marks, and the paragraph and offset of each character."""
    flat, where = [], []
    for paragraph in document.paragraphs:
        if paragraph.kind == "contents":
            continue
        for offset, character in enumerate(paragraph.text):
            if not character.isspace() and character != "*":
                flat.append(character)
                where.append((paragraph.number, offset))
    return "".join(flat), where


def _anchored(
    flat: str, where: list[tuple[int, int]], row: dict[str, str], start: int, end: int
) -> tuple[int, int]:
    at = flat.find(row["anchor"], start, end)
    if at < 0:
        return (0, 0)
    after = at + len(row["anchor"])
    numbers = list(re.finditer(r"\d+(?:\.\d+)?", flat[after : after + 400]))
    return where[after + numbers[int(row["nth"]) - 1].start()]


def _periods(period: str, measure: str | None) -> set[str]:
    """The periods that are right: of a share or a count the year and its last day alike."""
    year = period.removesuffix("-12-31")
    is_either = measure in ("share", "count") and year.isdigit()
    return {year, f"{year}-12-31"} if is_either else {period}


def _compare_statement(
    score: Score,
    document: Document,
    row: dict[str, str],
    got: Reading | None,
    subjects: dict[str, str],
) -> None:
    wrong = []
    if got is None or not got.is_quantity:
        wrong = ["quantity"]
    else:
        if not _unit_agrees(row["unit"], got.unit):
            wrong.append("unit")
        measures = GUIDE_MEASURES[row["kind"]]
        if "增量" in row["subject"]:
            measures = measures | {"change"}
        if got.measure not in measures:
            wrong.append("measure")
        if got.is_target != (row["kind"] == "target"):
            wrong.append("target")
        falls = row["kind"] in ("decline", "decrease")
        if (falls and got.direction != "down") or (
            row["kind"] == "growth" and got.direction != "up"
        ):
            wrong.append("direction")
        period = row["period"] + ("-31" if row["period"].endswith("-12") else "")
        if got.period not in _periods(period, got.measure):
            wrong.append("period")
        if (got.approx or "") != row["qualifier"] and row["qualifier"]:
            wrong.append("approx")
        names = [row["subject"], *subjects.get(row["id"], "").split("|")]
        if not any(same_subject(each, got.subject, needed=0.6) for each in filter(None, names)):
            wrong.append("subject")
    said = f"{shown(got)} << {around(document, got)}" if got else "nothing"
    wanted = [row[key] for key in ("id", "subject", "unit", "kind", "period", "qualifier")]
    where = (row["source"], got.paragraph, sentence_number(document, got)) if got else (row["id"],)
    score.add(wrong, where, f"wanted {wanted} got {said}")


def _unit_agrees(wanted: str, got: str | None) -> bool:
    if wanted in GUIDE_UNITS:
        return got == GUIDE_UNITS[wanted]
    scale = {"10 thousand": "万", "100 million": "亿"}.get(" ".join(wanted.split()[:2]), "")
    return got is not None and (got.startswith(scale) if scale else got[:1] not in "万亿")


def main() -> None:
    """Print the scores that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", nargs="*", type=Path, help="files of hand labels")
    parser.add_argument("--guide", action="store_true", help="the first edition's statements")
    parser.add_argument("--quiet", action="store_true", help="rates only, no line of a text")
    chosen = parser.parse_args()
    named = (os.environ.get(each) for each in ("FINREPORT_CORPUS", "FINREPORT_COLD"))
    folders = [Path(folder) for folder in named if folder]
    for path in chosen.labels:
        labels(path, *folders).show(path.stem, with_misses=not chosen.quiet)
    if chosen.guide:
        sources = Path(os.environ["FINREPORT_SOURCES"])
        guide(sources).show("guide", with_misses=not chosen.quiet)


if __name__ == "__main__":
    main()
