"""Tests, and the notebooks that nbval compares, run in the environment of a chapter."""

import atexit
import gc
import os
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from finreport.editions.shared import FOLDER
from finreport.execution.kernel import kernel_environment


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment before any kernel starts, in each worker of pytest-xdist.

    Workers share the results of the analyses, which are computed once for each edition and month.
    """
    ipython_folder = TemporaryDirectory(prefix="finreport-ipython-")
    config.add_cleanup(ipython_folder.cleanup)
    os.environ.update(kernel_environment(Path(ipython_folder.name)))
    if FOLDER not in os.environ:
        results = TemporaryDirectory(prefix="finreport-results-")
        config.add_cleanup(results.cleanup)
        os.environ[FOLDER] = results.name


SELDOM = (20_000, 20, 20)
"""How much is made before garbage is looked for: what tests draw and share stays to the end, and
each search would go through hundreds of pictures."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Gather the tests without looking for garbage: modules and tests all stay to the end.

    Afterwards it is looked for among what the tests make alone, and seldom, until modules unload at
    the exit.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*SELDOM)
        gc.enable()
        atexit.register(gc.unfreeze)
