"""Patterns that are compiled when a text comes to them, and are as good as compiled ones."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import finreport
from finreport import patterns

ROOMS = ("finreport.documents", "finreport.reading", "finreport.checks")
MODULES = [
    module.name
    for module in walk_packages(finreport.__path__, "finreport.")
    if module.name.startswith(ROOMS)
]


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    amount, compiled = (each.compile(r"(\d+)万元", re.ASCII) for each in (patterns, re))
    text = "收入12万元，支出9万元"
    assert amount.findall(text) == compiled.findall(text) == ["12", "9"]
    assert amount.sub("X", text) == compiled.sub("X", text)
    assert amount.fullmatch(text) is None
    assert (amount.pattern, amount.flags) == (compiled.pattern, compiled.flags)


def test_a_mistake_in_a_pattern_is_told_at_its_first_use() -> None:
    broken = patterns.compile("(增长|下降")
    with pytest.raises(re.error):
        broken.search("增长1%")


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_of_a_module_can_be_compiled(name: str) -> None:
    for each in vars(import_module(name)).values():
        if type(each) is type(patterns.compile("")):
            assert each.flags >= 0
