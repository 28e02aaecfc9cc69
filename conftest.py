"""Tests, and the notebooks that nbval compares, run in the environment of a chapter."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from finreport.execution.kernel import kernel_environment


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment before any kernel starts, in each worker of pytest-xdist."""
    ipython_folder = TemporaryDirectory(prefix="finreport-ipython-")
    config.add_cleanup(ipython_folder.cleanup)
    os.environ.update(kernel_environment(Path(ipython_folder.name)))
