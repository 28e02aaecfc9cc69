"""All groups of results: the same numbers on every run, in other processes too."""

import json
import os
import subprocess
import sys

import pytest

from finreport.analysis.groups import GROUPS, compute
from finreport.analysis.results import Result
from finreport.editions import open_edition

SCRIPT = """
import json
from finreport.analysis.groups import compute
from finreport.editions import open_edition
found = compute(open_edition("shanxi-2025"), "{group}")
print(json.dumps({{name: [r.value, r.lower, r.upper, r.adjusted] for name, r in found.items()}}))
"""


def written(numbers: list[float | None]) -> list[str]:
    """Four significant digits."""
    return ["" if number is None else f"{number:.4g}" for number in numbers]


def numbers_of(result: Result) -> list[float | None]:
    return [result.value, result.lower, result.upper, result.adjusted]


@pytest.mark.parametrize("group", GROUPS)
def test_another_process_finds_the_same_to_four_digits(group: str) -> None:
    """With another order of sets, and linear algebra on one thread."""
    output = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(group=group)],
        env={**os.environ, "PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    there = {name: written(numbers) for name, numbers in json.loads(output).items()}
    here = compute(open_edition("shanxi-2025"), group)
    assert there == {name: written(numbers_of(result)) for name, result in here.items()}
