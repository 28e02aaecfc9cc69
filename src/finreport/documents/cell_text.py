"""What a cell of a table is: a figure, none, the head of a period, or words."""

from functools import cache

from finreport import patterns as re

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED = re.compile(
    r"[+-]?\d{1,3}(?:[,，']\d{3})+(?:\.\d+)?|[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?",
)
_NONE = re.compile(r"[-‐‑–—―─−－﹣…·/／*]+|\.{2,}|无|空|nan|n/?a", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:\d{4}年?[.\-—/]?)?(?:\d{1,2}(?:[—~～-]\d{1,2})?|[一二三四五六七八九十]{1,2})月(?:末|份)?"
    r"|\d{4}年(?:末|底|度)?"
    r"|(?:\d{4}年)?(?:第?[一二三四1-4]季度|前[二三两23]季度|[上下]半年|全年)",
)


@cache
def figure(text: str) -> str | None:
    """Give the number that a cell prints, ``""`` if it is empty or a dash, None if it has words.

    The number comes without thousands separators (``1,234``, ``1，234``, ``1 234``), the mark of
    a note, the percent sign or 个百分点; it keeps its sign and its decimals. Separators stay in
    the text of paragraphs and cells: this is the one place that reads over them. A number that
    was wrapped at its point (``1. 3``) is one; two numbers in one cell are words, as nobody can
    tell which of them holds.
    """
    cell = text.strip().rstrip("①②③④⑤⑥⑦⑧⑨⑩")
    if not cell or _NONE.fullmatch(cell):
        return ""
    cell = cell.removesuffix("%").removesuffix("个百分点").rstrip()
    if _NUMBER.fullmatch(cell):
        return cell
    if cell.startswith(("+", "-")):
        cell = cell[0] + cell[1:].lstrip()
    if _GROUPED.fullmatch(cell):
        return re.sub(r"[,，' ]", "", cell)
    whole = re.sub(r"(?<=\.)\s+(?=\d)|(?<=\d)\s+(?=\.)", "", cell)
    return whole if _NUMBER.fullmatch(whole) else None


def is_entry(text: str) -> bool:
    """Whether a cell belongs to the figures of a row: a number, a dash, or the head of a period."""
    return figure(text) is not None or _PERIOD.fullmatch(text.replace(" ", "")) is not None
