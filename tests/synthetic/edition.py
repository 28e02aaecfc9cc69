"""An invented province as an edition of its own: one folder, made from its texts.

The texts are those of :mod:`tests.synthetic.province`, moved to another year. Of what the command
writes, only the English name of the province is put right by hand.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from finreport.editions.making import make_edition
from tests.synthetic.province import Province, make_numbers, write_report, write_work_report

YEAR = 2031
"""The year that the invented report is about; nothing else of the project is of that time."""

LEFT_OUT = "14_transition_finance"
"""The section that the invented report does not have."""


def write_edition(data: Path, seed: int) -> str:
    """Add the folder of an invented edition to the folder ``data``, and give its name."""
    province, name = Province(seed), f"invented-{seed}"
    numbers = make_numbers(province)
    with TemporaryDirectory() as scratch:
        texts = [Path(scratch) / "report.txt", Path(scratch) / "work_report.txt"]
        written = (write_report(province, numbers, LEFT_OUT), write_work_report(province, numbers))
        for path, text in zip(texts, written, strict=True):
            path.write_text(re.sub("202([45])(?=年|）)", _later, text), encoding="utf-8")
        folder = make_edition(name, texts, data).folder
        facts = folder / "edition.toml"
        english = facts.read_text(encoding="utf-8")
        english = english.replace(f'en = "{province.name}', f'en = "Invented Province No. {seed}')
        facts.write_text(english, encoding="utf-8")
        (folder / "words" / "en.toml").unlink()
        make_edition(name, texts, data)
    return name


def _later(year: re.Match[str]) -> str:
    return str(YEAR + int(year[1]) - 4)
