"""How long ``make test`` takes: its own command, as it alone takes longer than all the others.

Run as ``python -m benchmarks.suite`` on a machine that does nothing else; writes ``suite.md``.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.results import machine
from benchmarks.tools import ROOT, time_the_same

PAGE = Path(__file__).with_name("suite.md")

BEFORE = 12.5
"""Minutes of the unit tests on such a machine, before any of the issues that asked for speed."""

GOAL = 1 / 3


def main() -> int:
    """Run the steps of ``make test`` one after the other, and write down what each took."""
    load, started = os.getloadavg()[0], time.perf_counter()
    noise, rows, statuses = [time_the_same()], [], []
    for step in ("lint", "data", "notebooks", "unit"):
        begun = time.perf_counter()
        done = subprocess.run(
            ["make", "--no-print-directory", step],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        minutes = (time.perf_counter() - begun) / 60
        sys.stdout.write(done.stdout)
        counts = re.findall(r"^=* ?(\d+ (?:passed|failed).*?) in ", done.stdout, re.MULTILINE)
        rows.append((step, minutes, done.returncode, counts[-1] if counts else ""))
        statuses.append(done.returncode)
        noise.append(time_the_same())
    unit = rows[-1][1]
    lines = [
        "# The time of the tests",
        "",
        "Written by `python -m benchmarks.suite`. `make test` runs the first three at once.",
        "",
        "| step | minutes | status | tests |",
        "|---|--:|--:|---|",
        *(f"| {step} | {took:.1f} | {status} | {count} |" for step, took, status, count in rows),
        "",
        f"The unit tests took {BEFORE} minutes on such a machine before; now {unit / BEFORE:.2f} "
        f"of that, and {GOAL:.2f} is the goal: {'met' if unit <= GOAL * BEFORE else 'missed'}.",
        "",
        machine(load, time.perf_counter() - started, noise),
    ]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())
