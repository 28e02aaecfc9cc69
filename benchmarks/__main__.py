"""The command: measure every goal, print the table and write it down."""

import os
import sys
import time
import traceback
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.goals import GROUPS, Findings
from benchmarks.results import as_markdown
from benchmarks.tools import Bench

RESULTS = Path(__file__).with_name("results.md")


def main() -> int:
    """Measure the groups that are named, or all of them; only all are written down.

    What cannot be measured is told, in the table and by the status, and the rest goes on.
    """
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("group", nargs="*", help=f"of {', '.join(GROUPS)}; without any, all")
    groups = parser.parse_args().group or list(GROUPS)
    if unknown := set(groups) - GROUPS.keys():
        parser.error(f"there is no {', '.join(unknown)}; groups: {', '.join(GROUPS)}")
    load, started = os.getloadavg()[0], time.perf_counter()
    found = Findings()
    with TemporaryDirectory(prefix="finreport-bench-", ignore_cleanup_errors=True) as name:
        bench = Bench(Path(name))
        try:
            for group in groups:
                print(f"Measuring {group} ...", file=sys.stderr, flush=True)
                try:
                    GROUPS[group](bench, found)
                except Exception as error:  # noqa: BLE001 - told, and the other groups are measured
                    traceback.print_exc()
                    first = (str(error).strip() or type(error).__name__).partition("\n")[0]
                    found.failures.append(f"{group}: {first}")
        finally:
            bench.end_parents()
    page = as_markdown(found, load, time.perf_counter() - started, bench.noise)
    print(page)
    if groups == list(GROUPS):
        RESULTS.write_text(page, encoding="utf-8")
    return int(bool(found.failures))


if __name__ == "__main__":
    sys.exit(main())
