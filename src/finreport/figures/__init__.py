"""How it looks: what charts and tables are made of."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

EXHIBIT = "application/vnd.finreport.exhibit+jsonl"
"""MIME type of the data that a cell's output carries: a line of JSON, an object, for each exhibit.

As text, because papermill writes the notebook before and after each cell: one by one, the values
took more than half of that time.
"""

NUMBERS = "application/vnd.finreport.numbers+json"
"""MIME type of what is known of printed numbers, of which the build makes a script."""


def as_output(exhibits: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What an output carries of ``exhibits``, which can be written as JSON."""
    lines = (json.dumps(each, ensure_ascii=False, sort_keys=True) for each in exhibits)
    return {EXHIBIT: "\n".join(lines)}


def exhibits_of(output: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The exhibits that the data of an output carry."""
    return [json.loads(line) for line in output.get(EXHIBIT, "").split("\n") if line]
