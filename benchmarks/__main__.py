"""The command: measure every goal, print the table and write it down."""

import os
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.goals import GROUPS, Findings
from benchmarks.results import as_markdown
from benchmarks.tools import Bench

RESULTS = Path(__file__).with_name("results.md")


def main() -> None:
    """Measure the groups that are named, or all of them; only all are written down."""
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("group", nargs="*", help=f"of {', '.join(GROUPS)}; without any, all")
    groups = parser.parse_args().group or list(GROUPS)
    if unknown := set(groups) - GROUPS.keys():
        parser.error(f"there is no {', '.join(unknown)}; groups: {', '.join(GROUPS)}")
    load, started = os.getloadavg()[0], time.perf_counter()
    found = Findings()
    with TemporaryDirectory(prefix="finreport-bench-") as name:
        bench = Bench(Path(name))
        try:
            for group in groups:
                print(f"Measuring {group} ...", file=sys.stderr, flush=True)
                GROUPS[group](bench, found)
        finally:
            bench.end_parents()
    page = as_markdown(found, load, time.perf_counter() - started)
    print(page)
    if groups == list(GROUPS):
        RESULTS.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
