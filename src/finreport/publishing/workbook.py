"""An exhibit as a workbook: its table with numbers as numbers, in the units of the data."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from finreport.publishing.tidy import Printed

LONGEST = 31
"""Letters that the name of a sheet may have."""

NEVER = datetime(1980, 1, 1)  # noqa: DTZ001 - the format knows no zones
"""The time that a workbook states, the first that its format knows: the same in every build."""

WORDS = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
"""Text stays text."""

HEADS = 3
"""The row of the heads, below the title, the unit and an empty row."""

WRONG = "#B84A00"


def as_workbook(record: Mapping[str, Any], printed: Printed | None) -> bytes:
    """The workbook of one sheet; numbers that must not be copied are red and have a note."""
    file = BytesIO()
    workbook = Workbook(file, {"in_memory": True} | WORDS)
    workbook.set_properties({"title": record["title"], "created": NEVER})
    sheet = workbook.add_worksheet(record["name"][:LONGEST])
    bold = workbook.add_format({"bold": True})
    sheet.write_string(0, 0, " ".join(filter(None, (record["number"], record["title"]))), bold)
    sheet.write_string(1, 0, record["unit_in_data"])
    for column, head in enumerate(record["columns"]):
        sheet.write_string(HEADS, column, head, bold)
    at, group = HEADS + 1, ""
    formats: dict[str, Any] = {}
    for row in record["rows"]:
        if row["group"] != group:
            group = row["group"]
            sheet.write_string(at, 0, group, bold)
            at += 1
        sheet.write_string(at, 0, row["head"])
        figures = row.get("figures") or [""] * len(row["texts"])
        cells = zip(row["texts"], row["values"], figures, strict=True)
        for column, (text, value, figure) in enumerate(cells, 1):
            if value is None:
                sheet.write_string(at, column, text)
                continue
            form = _form(text)
            correction = printed.corrections.get(figure) if printed else None
            look = {"num_format": form} | (
                {"font_color": WRONG, "bold": True} if correction else {}
            )
            if str(look) not in formats:
                formats[str(look)] = workbook.add_format(look)
            sheet.write_number(at, column, value, formats[str(look)])
            if correction:
                ends = (float(correction.value.lower), float(correction.value.upper))
                sheet.write_comment(at, column, "≠ {:.2f} – {:.2f}".format(*ends))
        at += 1
    sheet.write_string(at + 1, 0, record["citation"])
    sheet.freeze_panes(HEADS + 1, 1)
    sheet.set_column(0, 0, 32)
    workbook.close()
    return file.getvalue()


def _form(text: str) -> str:
    """The format of a number with as many decimals as the page shows."""
    decimals = len(text.partition(".")[2])
    return f"0.{'0' * decimals}" if decimals else "0"
