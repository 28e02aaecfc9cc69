"""The groups of an edition: its own file, none, and one that does not fit."""

from pathlib import Path

import pytest

from finreport.editions import open_edition
from finreport.editions.groups import Groups, read_groups
from finreport.errors import PlainError


def test_an_edition_has_the_groups_of_its_folder() -> None:
    groups = open_edition("shanxi-2025").groups
    assert groups.borrowers["household"] == "loans_household_change"
    assert set(groups.without_january) < set(groups.quarter_ends)
    assert groups.parts["cny.deposits"] == ("deposits_household", "deposits_corporate")


def test_without_a_file_all_are_empty(tmp_path: Path) -> None:
    assert read_groups(tmp_path) == Groups()


@pytest.mark.parametrize(
    "text", ["quarter_ends = 3", 'part = ["a"]', "[parts]\na = 3", "quarter_ends = ["]
)
def test_a_file_that_does_not_fit_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "groups.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PlainError) as refused:
        read_groups(tmp_path)
    assert str(refused.value).startswith(f"{tmp_path.name}/groups.toml")
    assert str(refused.value).endswith(".")
