"""A check needs no package for numbers or charts, so that it starts at once and runs anywhere."""

import subprocess
import sys

HEAVY = {"frictionless", "matplotlib", "numpy", "pandas", "scipy"}
CODE = f"""
import sys
import finreport.checks, finreport.documents, finreport.numbers, finreport.reading
from finreport.checks import check_edition
from finreport.editions import open_edition
report = check_edition(open_edition("shanxi-2025"))
print(len(report.contradictions), sorted({HEAVY} & set(sys.modules)))
"""


def test_an_edition_is_checked_without_heavy_packages() -> None:
    ran = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert ran.stdout == "4 []\n"
