"""Files as typed data: what does not fit is told with its place and what would be right."""

from pathlib import Path
from typing import Any, Literal

import pytest
from msgspec import Struct

from finreport.decoding import decode, read_csv, read_json, read_records, read_toml
from finreport.errors import PlainError


class Fruit(Struct, forbid_unknown_fields=True):
    name: str
    colour: Literal["red", "green"] = "red"
    weight: float = 0
    places: dict[str, int] = {}


class Basket(Struct):
    fruit: list[Fruit]
    best: dict[str, Fruit] = {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, "list: it has no fruit."),
        (5, "list: it is 5; it should be a table of keys and values."),
        ({"fruit": "apple"}, "list: fruit is 'apple'; it should be a list."),
        ({"fruit": {}}, "list: fruit should be a list."),
        ({"fruit": [{}]}, "list, fruit 1: it has no name."),
        (
            {"fruit": [{"name": "plum"}, {"name": 3}]},
            "list, fruit 2: name is 3; it should be a text.",
        ),
        (
            {"fruit": [{"name": "plum", "color": "red"}]},
            "list, fruit 'plum': it has color, which is none of name, colour, weight, places.",
        ),
        (
            {"fruit": [{"name": "plum", "colour": "blue"}]},
            "list, fruit 'plum': colour is 'blue'; it should be one of green, red.",
        ),
        (
            {"fruit": [{"name": "plum", "weight": "much"}]},
            "list, fruit 'plum': weight is 'much'; it should be a number.",
        ),
        (
            {"fruit": [{"name": "plum", "places": {"shop": "few"}}]},
            "list, fruit 'plum': a value of places should be a whole number.",
        ),
        ({"fruit": [], "best": {"first": {}}}, "list: a value of best has no name."),
        ({"fruit": [], "best": {"first": {"name": 3}}}, "list: name should be a text."),
    ],
)
def test_what_does_not_fit_is_told(content: Any, message: str) -> None:
    with pytest.raises(PlainError) as caught:
        decode(content, Basket, "list")
    assert str(caught.value).endswith(message)


def test_files_are_read_as_what_they_hold(tmp_path: Path) -> None:
    expected = [Fruit("plum", weight=0.5), Fruit("pear", "green", 2)]
    texts = {
        "toml": '[[fruit]]\nname = "plum"\nweight = 0.5\n[[fruit]]\nname = "pear"\n'
        'colour = "green"\nweight = 2\n',
        "json": '{"fruit": [{"name": "plum", "weight": 0.5}, '
        '{"name": "pear", "colour": "green", "weight": 2}]}',
        "csv": "\ufeffname,colour,weight\r\nplum,red,0.5\r\npear,green,2\r\n",
    }
    for form, text in texts.items():
        (tmp_path / f"fruit.{form}").write_text(text, encoding="utf-8", newline="")
    assert read_toml(tmp_path / "fruit.toml", Basket, "").fruit == expected
    assert read_json(tmp_path / "fruit.json", Basket, "").fruit == expected
    assert read_records(tmp_path / "fruit.csv", Fruit, "") == expected


def test_a_row_that_does_not_fit_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,weight\nplum,1\npear,much\n", encoding="utf-8")
    with pytest.raises(PlainError, match=r"^a\.csv, row 3: weight is 'much'; it should be a num"):
        read_records(tmp_path / "a.csv", Fruit, "a.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfea", "place is not UTF-8 text: it cannot be read as TOML"),
        (b"a = ", "place cannot be read as TOML: .* at line 1 column 5"),
    ],
)
def test_what_is_no_toml_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(PlainError, match=message):
        read_toml(tmp_path / "a.toml", Basket, "place")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlainError, match=r"^place is missing\.$"):
        read_toml(tmp_path / "a.toml", Basket, "place")
    with pytest.raises(PlainError, match=r"^place cannot be read: Is a directory\.$"):
        read_toml(tmp_path, Basket, "place")
    with pytest.raises(PlainError, match=r"^place cannot be read: No such file or directory\.$"):
        read_csv(tmp_path / "a.csv", "place")
