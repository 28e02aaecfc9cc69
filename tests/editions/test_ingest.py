"""From the texts to the data package: what it reproduces, what it refuses, what it is immune to.

The texts are not part of the project. Tests that need them take the folder from the environment
variable FINREPORT_SOURCES, which holds the two texts as ``*.txt``.
"""

import csv
import json
import os
import shutil
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from finreport.editions.folder import package_files
from finreport.editions.ingest import ingest
from finreport.editions.ingest.document import Document, number_after, read_documents
from finreport.editions.ingest.proofs import (
    Comparison,
    Proof,
    require,
    satisfied,
    total_and_parts,
    year_ago,
)
from finreport.errors import EditionError
from finreport.numbers import Interval, Printed

EDITION = "shanxi-2025"
DATA = Path(__file__).parents[2] / "data"
COMMITTED = DATA / EDITION
GUIDE = DATA / EDITION / "reading"

Change = Callable[[str], str]


@pytest.fixture(scope="session")
def texts() -> list[Path]:
    folder = os.environ.get("FINREPORT_SOURCES")
    if folder is None:
        pytest.skip("FINREPORT_SOURCES does not name the folder with the two source texts")
    return sorted(Path(folder).glob("*.txt"))


@pytest.fixture
def ingest_changed(texts: list[Path], tmp_path: Path) -> Callable[[Change], Path]:
    """A function that ingests the texts after a change to the report (or work report)."""

    def run(change: Change) -> Path:
        changed = []
        for number, path in enumerate(texts):
            changed.append(tmp_path / f"{number}.txt")
            changed[-1].write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        ingest(changed, EDITION, tmp_path / "package")
        return tmp_path / "package"

    return run


def descriptor(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))


def tables(folder: Path) -> dict[str, bytes]:
    found = (path for path in package_files(folder) if path.suffix == ".csv")
    return {path.name: path.read_bytes() for path in found}


def exactly(number: int) -> Interval:
    return Interval(Fraction(number), Fraction(number))


def cells(line: str) -> list[str]:
    return line.split("\t")


def replace_cell(number: int, column: int, value: str) -> Change:
    """A change of one cell (from 0) of one line (from 1) of the report."""

    def change(text: str) -> str:
        lines = text.split("\n")
        if len(lines) > number and "\t" in lines[number - 1]:
            row = cells(lines[number - 1])
            row[column] = value
            lines[number - 1] = "\t".join(row)
        return "\n".join(lines)

    return change


def line_of(texts: list[Path], start: str) -> int:
    """The number of the first line of the report that begins like this."""
    for path in texts:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if line.startswith(start):
                return number
    raise AssertionError(f"no line begins with {start!r}")


class TestReproduction:
    def test_the_committed_package_is_the_output_byte_for_byte(
        self, texts: list[Path], tmp_path: Path
    ) -> None:
        ingest(texts, EDITION, tmp_path / "out")
        found = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
        committed = {path.name: path.read_bytes() for path in package_files(COMMITTED)}
        assert found.keys() == committed.keys()
        for name, content in found.items():
            assert content == committed[name], f"{name} differs from the committed file"

    def test_the_order_of_the_texts_does_not_matter(
        self, texts: list[Path], tmp_path: Path
    ) -> None:
        ingest(texts, EDITION, tmp_path / "one")
        ingest(texts[::-1], EDITION, tmp_path / "two")
        for path in (tmp_path / "one").iterdir():
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()

    def test_an_earlier_package_is_replaced_whole(self, texts: list[Path], tmp_path: Path) -> None:
        target = tmp_path / "package"
        target.mkdir()
        (target / "datapackage.json").write_text("{}")
        (target / "old.csv").write_text("old")
        ingest(texts, EDITION, target)
        assert {path.name for path in target.iterdir()} == {
            p.name for p in package_files(COMMITTED)
        }
        assert [path.name for path in tmp_path.iterdir()] == ["package"]


class TestCommittedPackage:
    @pytest.mark.parametrize("folder", [COMMITTED, DATA / "context"], ids=lambda f: f.name)
    def test_it_is_a_valid_data_package(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder)
        assert Package("datapackage.json").validate().flatten(["title", "note"]) == []

    def test_lines_end_alike_on_every_system(self) -> None:
        for resource in descriptor(COMMITTED)["resources"]:
            assert b"\r" not in (COMMITTED / resource["path"]).read_bytes()

    @pytest.mark.parametrize("resource", ["deposits_loans", "economy", "lpr_buckets"])
    def test_every_series_has_a_proof(self, resource: str) -> None:
        keys = {
            "deposits_loans": ("currency", "indicator", "measure"),
            "economy": ("indicator", "measure"),
            "lpr_buckets": ("bucket",),
        }[resource]
        with (COMMITTED / f"{resource}.csv").open(encoding="utf-8") as file:
            series = {"/".join(row[key] for key in keys) for row in csv.DictReader(file)}
        proofs = [p for p in descriptor(COMMITTED)["proofs"] if p["resource"] == resource]
        proved = {row.removesuffix("/share") for proof in proofs for row in proof["rows"]}
        assert proved == series

    def test_only_the_two_known_cells_are_unresolved(self) -> None:
        unresolved = [
            (row, cell["where"], cell["printed"], cell["computed"])
            for proof in descriptor(COMMITTED)["proofs"]
            for row in proof["rows"]
            for cell in proof.get("unresolved", [])
        ]
        assert unresolved == [
            ("cny/deposits_household/increase", "2024-10", "468.7", "44.8"),
            ("cny/deposits_corporate/increase", "2024-10", "-251.4", "-425.4"),
        ]

    def test_what_arithmetic_does_not_decide_is_said(self) -> None:
        decided = {
            row: proof["decided_by"]
            for proof in descriptor(COMMITTED)["proofs"]
            for row in proof["rows"]
            if proof["resource"] == "deposits_loans"
        }
        assert {row for row, by in decided.items() if by == "label"} == {
            "cny/deposits_household/yoy",
            "cny/loans_consumer/yoy",
        }
        assert {row for row, by in decided.items() if by == "order"} == {
            "all/loans_short/balance",
            "all/loans_medium_long/balance",
            "cny/loans_consumer/balance",
            *(f"{c}/loans_bills/{m}" for c in ("all", "cny") for m in ("balance", "increase")),
            *(f"{c}/loans_bills/yoy" for c in ("all", "cny")),
        }

    def test_every_artefact_that_was_seen_is_found(self) -> None:
        seen = tomllib.loads(GUIDE.joinpath("artefacts.toml").read_text(encoding="utf-8"))
        listed = [artefact["id"] for artefact in descriptor(COMMITTED)["artefacts"]]
        assert len(listed) == len(set(listed))
        assert {entry["id"] for entry in seen["artefact"]} <= set(listed)

    def test_artefacts_stand_where_they_are_said_to_be(self, texts: list[Path]) -> None:
        lines = {}
        for path in texts:
            text = path.read_text(encoding="utf-8")
            name = "report" if "内容摘要" in text else "work_report"
            lines[name] = text.split("\n")
        for artefact in descriptor(COMMITTED)["artefacts"]:
            first = int(artefact["lines"].replace("-", ",").split(",")[0])
            start = artefact["printed"].split("⏎")[0].split("⇥")[-1].rstrip("…")
            place = lines[artefact["document"]][first - 1]
            assert start.replace("␠", " ") in place or start in place.replace(" ", ""), artefact

    def test_the_label_of_foreign_currency_is_known_to_stand_before_rmb_rows(self) -> None:
        drifted = {
            artefact["lines"]: artefact["reading"]
            for artefact in descriptor(COMMITTED)["artefacts"]
            if artefact["kind"] == "drifted merged cell"
        }
        assert drifted.keys() == {"391", "399"}
        assert "cny/loans/increase" in drifted["391"]
        assert "fx/loans/balance" in drifted["399"]


class TestLabelsThatDrift:
    @pytest.mark.parametrize("offset", [-26, -3, 0, 2, 6])
    def test_a_block_label_in_another_row_changes_no_table(
        self, offset: int, texts: list[Path], ingest_changed: Callable[[Change], Path]
    ) -> None:
        start = line_of(texts, "外 币\t各项贷款")

        def move(text: str) -> str:
            for number, label in ((start, ""), (start + offset, "外 币")):
                text = replace_cell(number, 0, label)(text)
            return text

        assert tables(ingest_changed(move)) == tables(COMMITTED)

    def test_no_block_label_at_all_changes_no_table(
        self, ingest_changed: Callable[[Change], Path]
    ) -> None:
        def strip(text: str) -> str:
            for label in ("本 外 币\t", "人 民 币\t", "外 币\t"):
                text = text.replace(label, "\t")
            return text

        assert tables(ingest_changed(strip)) == tables(COMMITTED)


class TestNumbersThatDisagree:
    def test_one_wrong_cell_is_kept_and_recorded(
        self, texts: list[Path], ingest_changed: Callable[[Change], Path]
    ) -> None:
        line = line_of(texts, "外 币\t各项贷款")
        package = ingest_changed(replace_cell(line, 4, "777.7"))
        before, after = tables(COMMITTED), tables(package)
        differing = [
            (old, new)
            for name in before
            for old, new in zip(before[name].split(b"\n"), after[name].split(b"\n"), strict=True)
            if old != new
        ]
        assert [new for _, new in differing] == [
            b"cny,loans,increase,100 million CNY,2024-03,777.7"
        ]
        recorded = next(
            proof
            for proof in descriptor(package)["proofs"]
            if proof["rows"] == ["cny/loans/increase"]
        )
        assert recorded["unresolved"] == [
            {"where": "2024-03", "printed": "777.7", "computed": "773.7"}
        ]

    def test_an_increase_wrong_in_many_months_is_refused(
        self, texts: list[Path], ingest_changed: Callable[[Change], Path]
    ) -> None:
        line = line_of(texts, "外 币\t各项贷款")

        def spoil(text: str) -> str:
            for column in (3, 5, 7, 9):
                text = replace_cell(line, column, "1.0")(text)
            return text

        with pytest.raises(EditionError, match=f"Line {line}: the increases of loans"):
            ingest_changed(spoil)

    @pytest.mark.parametrize(
        ("first", "second", "told"),
        [
            pytest.param(1, 3, "fx/deposits/yoy", id="foreign deposits and loans"),
            pytest.param(-21, -20, "all/loans_short/yoy", id="short-term and longer loans"),
            pytest.param(-17, -16, "beside line 381", id="households and enterprises"),
            pytest.param(-30, -9, "loans", id="loans in all currencies and in RMB"),
        ],
    )
    def test_numbers_that_changed_rows_are_refused(
        self,
        first: int,
        second: int,
        told: str,
        texts: list[Path],
        ingest_changed: Callable[[Change], Path],
    ) -> None:
        line = line_of(texts, "\t金融机构外币存款余额")

        def swap(text: str) -> str:
            lines = text.split("\n")
            if len(lines) > line and "\t" in lines[line]:
                one, two = line + first - 1, line + second - 1
                upper, lower = cells(lines[one]), cells(lines[two])
                lines[one] = "\t".join([*upper[:2], *lower[2:]])
                lines[two] = "\t".join([*lower[:2], *upper[2:]])
            return "\n".join(lines)

        with pytest.raises(EditionError, match=told):
            ingest_changed(swap)

    def test_a_missing_row_is_refused(
        self, texts: list[Path], ingest_changed: Callable[[Change], Path]
    ) -> None:
        line = line_of(texts, "\t金融机构外币存款余额")

        def remove(text: str) -> str:
            lines = text.split("\n")
            if len(lines) > line and "\t" in lines[line]:
                del lines[line]
            return "\n".join(lines)

        with pytest.raises(EditionError, match="has 2 rows deposits/yoy; it should have 3"):
            ingest_changed(remove)

    def test_a_cell_that_is_no_number_is_refused(
        self, texts: list[Path], ingest_changed: Callable[[Change], Path]
    ) -> None:
        line = line_of(texts, "固定资产投资（亿元）")
        with pytest.raises(EditionError, match=f"Line {line}: '33S.9' in the row 固定资产投资"):
            ingest_changed(replace_cell(line, 2, "33S.9"))

    @pytest.mark.parametrize(
        ("start", "told"),
        [
            ("\t金融机构外币存款余额", "has a dash for 2024-01"),
            ("LPR减点", "has a dash for 2024-0[17]"),
            ("一、大型商业银行\t", "has a dash for outlets"),
            ("地方财政收入", "has no figure for 2024-01"),
        ],
    )
    def test_a_dash_where_a_number_is_needed_is_refused(
        self, start: str, told: str, texts: list[Path], ingest_changed: Callable[[Change], Path]
    ) -> None:
        line = line_of(texts, start)
        column = 1 if start[0] in "一地" else 2
        with pytest.raises(EditionError, match=told):
            ingest_changed(replace_cell(line, column, "—"))

    @pytest.mark.parametrize("indicator", ["工业增加值", "城镇登记失业率", "房地产开发投资"])
    def test_a_missing_row_of_the_economy_is_refused(
        self, indicator: str, ingest_changed: Callable[[Change], Path]
    ) -> None:
        def remove(text: str) -> str:
            lines = text.split("\n")
            rows = [n for n, line in enumerate(lines) if line.startswith(indicator)]
            return "\n".join(line for n, line in enumerate(lines) if n not in rows[-1:])

        with pytest.raises(EditionError, match=r"The table economy has no row \w+/ytd"):
            ingest_changed(remove)

    def test_a_row_that_takes_its_unit_from_the_wrong_row_is_refused(
        self, texts: list[Path], ingest_changed: Callable[[Change], Path]
    ) -> None:
        line = line_of(texts, "进出口差额")

        def move(text: str) -> str:
            lines = text.split("\n")
            if len(lines) > line and lines[line - 1].startswith("进出口差额"):
                lines.insert(line, lines.pop(line - 1))
            return "\n".join(lines)

        with pytest.raises(EditionError, match="mixes the units"):
            ingest_changed(move)

    def test_a_total_that_its_parts_do_not_give_is_refused(
        self, texts: list[Path], ingest_changed: Callable[[Change], Path]
    ) -> None:
        line = line_of(texts, "二、国家开发银行和政策性银行\t")
        with pytest.raises(EditionError, match="outlets of institutions fails its proof"):
            ingest_changed(replace_cell(line, 1, "181"))

    def test_columns_that_changed_places_are_refused_by_the_prose(
        self, ingest_changed: Callable[[Change], Path]
    ) -> None:
        def swap(text: str) -> str:
            lines = text.split("\n")
            for number, line in enumerate(lines):
                row = cells(line)
                if len(row) == 5 and row[-1].isdigit():
                    lines[number] = "\t".join([row[0], row[2], row[1], *row[3:]])
            return "\n".join(lines)

        with pytest.raises(EditionError, match="the prose repeats the total"):
            ingest_changed(swap)

    def test_an_event_of_another_day_is_refused(
        self, ingest_changed: Callable[[Change], Path]
    ) -> None:
        with pytest.raises(EditionError, match=r"event of 2024-05-2[78] is in the"):
            ingest_changed(lambda text: text.replace("\n5月28日，", "\n5月27日，"))

    def test_two_different_prints_of_a_target_are_refused(
        self, ingest_changed: Callable[[Change], Path]
    ) -> None:
        with pytest.raises(EditionError, match="社会消费品零售总额增长 should have one number"):
            ingest_changed(lambda text: text.replace("零售总额增长5%\n", "零售总额增长6%\n"))


class TestRefusals:
    def test_an_unknown_edition(self, tmp_path: Path) -> None:
        with pytest.raises(EditionError, match="no reading guide for the edition 'henan-2025'"):
            ingest([], "henan-2025", tmp_path / "out")

    def test_a_missing_text(self, tmp_path: Path) -> None:
        with pytest.raises(EditionError, match="the report and the work_report is missing"):
            ingest([], EDITION, tmp_path / "out")

    def test_a_text_that_is_none_of_them(self, tmp_path: Path) -> None:
        other = tmp_path / "other.txt"
        other.write_text("河南省金融运行报告（2025）", encoding="utf-8")
        with pytest.raises(EditionError, match=r"other\.txt is none of the texts"):
            ingest([other], EDITION, tmp_path / "out")

    def test_a_file_that_is_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 \xff\xfe")
        with pytest.raises(EditionError, match=r"report\.pdf is not UTF-8 text \(byte 9\)"):
            ingest([tmp_path / "report.pdf"], EDITION, tmp_path / "out")

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(EditionError, match=r"none\.txt cannot be read: No such file"):
            ingest([tmp_path / "none.txt"], EDITION, tmp_path / "out")

    def test_one_text_twice(self, texts: list[Path], tmp_path: Path) -> None:
        with pytest.raises(EditionError, match="which was already given"):
            ingest([texts[0], *texts], EDITION, tmp_path / "out")

    def test_a_folder_with_other_files_is_not_replaced(
        self, texts: list[Path], tmp_path: Path
    ) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "notes.txt").write_text("keep")
        with pytest.raises(EditionError, match="it is not a data package"):
            ingest(texts, EDITION, tmp_path / "mine")
        assert (tmp_path / "mine" / "notes.txt").read_text() == "keep"

    def test_what_a_person_knows_of_the_edition_stays(
        self, texts: list[Path], tmp_path: Path
    ) -> None:
        target = tmp_path / "package"
        (target / "words").mkdir(parents=True)
        (target / "datapackage.json").write_text("{}")
        (target / "judgements.toml").write_text("# mine")
        (target / "words" / "zh.toml").write_text("# mine too")
        ingest(texts, EDITION, target)
        assert (target / "judgements.toml").read_text() == "# mine"
        assert (target / "words" / "zh.toml").read_text() == "# mine too"
        assert package_files(target)[0].read_bytes() != b"{}"
        assert len(package_files(target)) == len(package_files(COMMITTED))

    def test_a_second_guide_is_the_one_that_is_read(
        self, texts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        guide = shutil.copytree(GUIDE, tmp_path / "data" / "second" / "reading")
        lines = (guide / "statements.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith("grain_output,")]
        assert len(kept) == len(lines) - 1
        (guide / "statements.csv").write_text("".join(kept), encoding="utf-8")
        monkeypatch.setenv("FINREPORT_DATA", str(tmp_path / "data"))
        ingest(texts, "second", tmp_path / "out")
        with (tmp_path / "out" / "statements.csv").open(encoding="utf-8") as file:
            ids = [row["id"] for row in csv.DictReader(file)]
        assert "grain_output" not in ids
        assert len(ids) == len(lines) - 2

    def test_a_failure_leaves_the_earlier_package_alone(
        self, texts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "package"
        target.mkdir()
        (target / "datapackage.json").write_text("{}")

        rename = Path.rename

        def fail(path: Path, to: Path) -> Path:
            if path.name == "built":
                raise OSError("disk full")
            return rename(path, to)

        monkeypatch.setattr(Path, "rename", fail)
        with pytest.raises(OSError, match="disk full"):
            ingest(texts, EDITION, target)
        assert [path.name for path in tmp_path.iterdir()] == ["package"]
        assert (target / "datapackage.json").read_text() == "{}"


class TestDocument:
    TEXT = (
        "目录\n一、甲	4\n表 1 乙	5\n\n一、甲\n\n收入 3\n\n .5 亿元，\n**支出** 2 亿元。\n\n"
        "表 1 乙\n\n项 目\t1月\t2月\n合 计\t1.0\t—\n\n数据来源：丙。\n\n二、丁\n"
    )

    def test_prose_is_rejoined_across_breaks_inside_a_number(self) -> None:
        prose = Document("report", self.TEXT).prose("一、甲", "表1乙")
        assert prose == "收入3.5亿元，支出2亿元。"
        assert number_after(prose, "收入", "亿元") == "3.5"

    def test_a_table_stands_below_its_caption_not_below_the_contents(self) -> None:
        rows = Document("report", self.TEXT).table("表1乙")
        assert [(row.line, row.cells) for row in rows] == [
            (14, ("项目", "1月", "2月")),
            (15, ("合计", "1.0", "—")),
        ]

    def test_a_caption_that_is_not_there(self) -> None:
        with pytest.raises(EditionError, match="report has no line reading 表9"):
            Document("report", self.TEXT).table("表9")

    def test_an_anchor_that_is_there_twice(self) -> None:
        with pytest.raises(EditionError, match="stands 2 times in its section"):
            number_after("增加3亿元，增加4亿元", "增加", "亿元")

    def test_documents_are_told_apart_by_marks(self, tmp_path: Path) -> None:
        for name, text in {"a.txt": "报告 正文", "b.txt": "报告\n摘要"}.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        paths = [tmp_path / "b.txt", tmp_path / "a.txt"]
        documents = read_documents(paths, {"long": ["报告正文"], "short": ["报告摘要"]})
        assert documents["long"].text == "报告 正文"


class TestProofs:
    def test_a_sum_may_miss_its_total_by_the_rounding_of_all_its_numbers(self) -> None:
        total, parts = Printed("10.1").interval, [Printed("5.0").interval] * 2
        sums = total_and_parts("2024-01", total, parts)
        assert (sums.residual, sums.tolerance) == (Fraction("0.1"), Fraction("0.15"))
        assert sums.holds
        assert not total_and_parts("2024-01", Printed("10.2").interval, parts).holds

    def test_what_was_compared_with_nothing_is_not_proved(self) -> None:
        assert not satisfied([])
        with pytest.raises(EditionError, match="gdp/ytd of economy has too few figures"):
            require(Proof("economy", ("gdp/ytd",), "a = b"))

    def test_a_growth_that_leaves_nothing_is_said(self) -> None:
        with pytest.raises(EditionError, match="growth of -100% does not tell"):
            year_ago(Printed("0.0").interval, Printed("-100.0").interval)

    @pytest.mark.parametrize(("wrong", "passes"), [(1, True), (2, False)])
    def test_a_relation_must_hold_in_three_of_four_months(self, wrong: int, passes: bool) -> None:
        comparisons = [
            Comparison(str(n), exactly(9 if n < wrong else 1), exactly(1)) for n in range(4)
        ]
        proof = Proof("economy", ("gdp/ytd",), "a = b", tuple(comparisons), line=7)
        if passes:
            assert require(proof).descriptor()["unresolved"] == [
                {"where": "0", "printed": "9", "computed": "1"}
            ]
        else:
            with pytest.raises(EditionError, match="Line 7: gdp/ytd of economy fails its proof"):
                require(proof)
