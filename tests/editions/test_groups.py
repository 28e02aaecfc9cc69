"""The groups of an edition: its own file over what all share, none, and one that does not fit."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from finreport.analysis.groups import compute_all
from finreport.editions import open_edition
from finreport.editions.compared import read_groups
from finreport.errors import PlainError


def test_an_edition_has_the_groups_of_its_folder() -> None:
    groups = open_edition("shanxi-2025").groups
    assert groups.borrowers["household"] == "loans_household_change"
    assert "gdp" in groups.other_basis
    assert groups.parts["cny.deposits"] == ("deposits_household", "deposits_corporate")


def test_an_edition_without_a_file_compares_what_all_do(tmp_path: Path) -> None:
    shared, own = read_groups(tmp_path), open_edition("shanxi-2025").groups
    assert shared.quarter_ends == own.quarter_ends
    assert shared.other_basis == ()


def test_a_file_says_otherwise_only_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "groups.toml").write_text("quarter_ends = []", encoding="utf-8")
    assert read_groups(tmp_path) == replace(read_groups(tmp_path.parent), quarter_ends=())


def test_what_is_named_beforehand_is_few_and_there() -> None:
    """Two to four tests a family at most, each of which the edition makes."""
    edition = open_edition("shanxi-2025")
    found = compute_all(edition)
    for family, names in edition.groups.primary.items():
        assert 1 <= len(names) <= 4
        assert {found[name].family for name in names} == {family}


@pytest.mark.parametrize(
    "text", ["quarter_ends = 3", 'part = ["a"]', "[parts]\na = 3", "quarter_ends = ["]
)
def test_a_file_that_does_not_fit_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "groups.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PlainError) as refused:
        read_groups(tmp_path)
    assert str(refused.value).startswith(f"{tmp_path.name}/groups.toml")
    assert str(refused.value).endswith(".")
