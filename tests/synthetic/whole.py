"""An invented report as a branch would send it: prose in one of many wordings, and its tables.

Prose and tables print the numbers of one invented world, so that they agree as far as they round.
"""

import re
from collections.abc import Iterator

import numpy as np

from tests.synthetic import province, reports, tables
from tests.synthetic.world import simulate


def write_whole(seed: int) -> tuple[reports.Report, str]:
    """The report of a seed as :func:`tests.synthetic.reports.write` has it, and its whole text."""
    report = reports.write(seed)
    world = simulate(np.random.default_rng(seed))
    numbers = {
        name: province.printed(value, 0 if name.startswith("institutions.") else 1)
        for name, value in world.items()
        if "." in name or "@" in name
    }
    printed = "\n".join(_tables(report, numbers))
    return report, f"{report.text}\n{re.sub('2024(?=年)', str(report.year), printed)}\n"


def _tables(report: reports.Report, numbers: tables.Numbers) -> Iterator[str]:
    yield from tables.institutions(numbers)
    yield from ("", *tables.lending_rates(numbers), "", "附录：", "")
    yield from (f"（一）{report.year}年{report.place}经济金融大事记", "")
    yield from ("3月5日，全省金融服务平台启用。", "", "9月1日，首批数据资产完成登记。", "")
    yield from (f"（二）{report.year}年{report.place}主要经济金融指标", "")
    yield from (*tables.deposits_loans(numbers), "", *tables.monthly_economy(numbers))
