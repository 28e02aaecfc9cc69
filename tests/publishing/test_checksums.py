"""The sums of a site, against the programs that readers check them with."""

import shutil
import subprocess
from pathlib import Path

import pytest

from finreport.editions.folder import package_files
from finreport.publishing.checksums import SUMS, write_checksums
from finreport.publishing.record import RecordError, data_sum

EDITION = Path(__file__).parents[2] / "data" / "shanxi-2025"
CHECK = ["sha256sum", "--check", "--strict", "--quiet", SUMS]

pytestmark = pytest.mark.skipif(
    shutil.which("sha256sum") is None, reason="no sha256sum here: apt-get install coreutils"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of a few files, one of them hidden, one with a name that is not ASCII."""
    for name in ("index.html", "zh/B.html", "zh/a.html", "zh/.hidden", "zh/概览.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name, encoding="utf-8")
    write_checksums(tmp_path)
    return tmp_path


def test_sha256sum_accepts_a_finished_site(site: Path) -> None:
    subprocess.run(CHECK, cwd=site, check=True)


def test_every_file_but_the_sums_is_listed_in_the_order_of_bytes(site: Path) -> None:
    names = [line[66:] for line in (site / SUMS).read_text(encoding="utf-8").splitlines()]
    found = subprocess.run(
        "find . -type f ! -name SHA256SUMS | cut -c3- | LC_ALL=C sort",
        shell=True, cwd=site, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert names == found.stdout.splitlines()
    assert len(names) == 5


def test_a_changed_or_missing_file_is_found(site: Path) -> None:
    (site / "zh" / "a.html").write_text("other", encoding="utf-8")
    assert subprocess.run(CHECK, cwd=site, check=False, capture_output=True).returncode == 1
    (site / "zh" / "a.html").unlink()
    assert subprocess.run(CHECK, cwd=site, check=False, capture_output=True).returncode == 1


def test_writing_the_sums_again_changes_nothing(site: Path) -> None:
    before = (site / SUMS).read_bytes()
    assert write_checksums(site).read_bytes() == before


def test_the_sum_of_an_edition_is_what_the_page_of_runs_says_how_to_compute(
    tmp_path: Path,
) -> None:
    for file in package_files(EDITION):
        shutil.copy(file, tmp_path)  # as the site hands them out
    command = "LC_ALL=C sh -c 'sha256sum * | sha256sum'"
    page = EDITION.parents[1] / "chapters" / "97_execution.ipynb"
    assert command in page.read_text(encoding="utf-8")
    said = subprocess.run(command, shell=True, cwd=tmp_path, check=True, capture_output=True)
    assert said.stdout.decode().split()[0] == data_sum(EDITION)


def test_a_missing_edition_has_no_sum(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no data package"):
        data_sum(tmp_path)
