"""An invented province as an edition of its own: one folder, with all that is known of it.

The numbers are those of :mod:`tests.synthetic.province`, moved to another year. The words of the
folder are this project's own for the same statements, with the invented names in them.
"""

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

from tests.synthetic.detect import read_province
from tests.synthetic.province import EDITION, Province, make_numbers

DATA = Path(__file__).parents[2] / "data"

YEAR = 2031
"""The year that the invented report is about; nothing else of the project is of that time."""

OLD_YEAR = 2024

LEFT_OUT = "14_transition_finance"
"""The section that the invented report does not have."""

ABOUT = """\
year = "{year}"
place = {{ zh = "{zh}", en = "{en}" }}
province = {{ zh = "{zh}省", en = "{en}" }}
title = {{ zh = "{zh}省金融运行报告（{next}）", en = "{en} Financial Operations Report ({next})" }}
work_report = {{ zh = "{zh}省政府工作报告", en = "government work report of {en}" }}
branch = {{ zh = "{zh}省分行", en = "{en} branch" }}
statistics = {{ zh = "{zh}省统计局", en = "{en} statistics bureau" }}
supervisors = {{ zh = "{zh}监管局", en = "{en} supervisors" }}

[pages]
{pages}

[compared.prices]
statements = ["cpi_food_decline", "cpi_growth", "cpi_health_growth"]
marked = ["cpi_growth"]

[headlines]
afre_stock = "afre_stock_growth"

[results]
gdp = "grp_growth"
cpi = "cpi_growth"
"""

PAGES = (
    *("institutions", "lpr", "banking", "economy", "events", "indicators", "growth", "demand"),
    *("industries", "livelihood", "banks", "priorities", "securities", "financing", "services"),
    "outlook",
)


def write_edition(data: Path, seed: int) -> str:
    """Add the folder of an invented edition to the folder ``data``, and give its name."""
    province = Province(seed)
    name = f"invented-{seed}"
    scratch = data / "scratch"
    scratch.mkdir(parents=True)
    read_province(province, make_numbers(province), scratch)
    folder = data / name
    (scratch / name).rename(folder)
    shutil.rmtree(scratch)
    for path in folder.iterdir():
        path.write_text(_moved(path.read_text(encoding="utf-8")), encoding="utf-8")
    statements = folder / "statements.csv"
    lines = statements.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if f",{LEFT_OUT}," not in line]
    statements.write_text("".join(kept), encoding="utf-8")
    english = f"Invented Province No. {seed}"
    pages = "\n".join(f'{page} = {{ zh = "第{page}页", en = "page {page}" }}' for page in PAGES)
    about = ABOUT.format(year=YEAR, next=YEAR + 1, zh=province.name, en=english, pages=pages)
    (folder / "edition.toml").write_text(about, encoding="utf-8")
    (folder / "words").mkdir()
    for code, named in (("zh", province.name), ("en", english)):
        words = _words(code, named)
        (folder / "words" / f"{code}.toml").write_text(words, encoding="utf-8")
    return name


def _moved(text: str) -> str:
    """A text whose years are as much later as the invented year, and whose ids are invented."""

    def later(match: re.Match[str]) -> str:
        return str(int(match[0]) + YEAR - OLD_YEAR)

    return re.sub(r"(?<![\d.])202[345](?![\d.])", later, text).replace("shanxi", "invented")


def _words(code: str, named: str) -> str:
    """The names of statements and events in a language; nothing else is said of the edition."""
    text = (DATA / EDITION / "words" / f"{code}.toml").read_text(encoding="utf-8")
    known: dict[str, Any] = tomllib.loads(text)
    tables = [table for table in ("headline", "item", "event", "subjects") if table in known]
    lines = []
    for table in tables:
        lines.append(f"[{table}]")
        for key, value in known[table].items():
            told = re.sub("Shanxi|山西", named, value).replace('"', '\\"')
            lines.append(f'"{_moved(key)}" = "{told}"')
    return "\n".join(lines) + "\n"
