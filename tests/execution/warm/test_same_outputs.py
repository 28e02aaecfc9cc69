"""A warm kernel gives what a cold one gives, on cells that are hard to get right."""

import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from finreport.execution import ChapterCache, execute_chapters, find_project, list_chapters
from finreport.execution.inputs import PACKAGE, _source
from finreport.execution.recipe import ABOVE
from finreport.execution.warm import NAME

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="warm parents need Linux")

PROJECT = find_project(Path(__file__).parent)

COLD = "local-provisioner"
PANDAS = ("pandas", "__init__.py")

HARD = {
    "rich displays": """
        from IPython.display import HTML, Image, JSON, Markdown, display
        import pandas as pd
        display(HTML("<b>1</b>"), Markdown("*1*"), JSON({"a": 1}))
        pd.DataFrame({"甲": [1.5, None]})""",
    "styled table": "pd.DataFrame({'a': [1]}).style.set_uuid('x')",
    "display ids": """
        handle = display("first", display_id="one")
        handle.update("second")""",
    "cleared output": """
        from IPython.display import clear_output
        print("before")
        clear_output(wait=True)
        print("after")""",
    "inline picture": """
        import matplotlib.pyplot as plt
        print(plt.get_backend(), plt.get_fignums(), plt.isinteractive())
        figure, axes = plt.subplots()
        axes.plot([1, 3, 2], label="$x^2$")
        axes.legend()
        plt.show()""",
    "missing font": """
        _ = axes.set_title("a", fontfamily="No Such Font")
        figure""",
    "settings of matplotlib": """
        import matplotlib
        changed = {k: v for k, v in matplotlib.rcParams.items()
                   if v != matplotlib.rcParamsDefault[k]}
        changed""",
    "await": """
        import asyncio
        async def double(x):
            await asyncio.sleep(0.01)
            return 2 * x
        print(await asyncio.gather(double(1), double(2)))
        await double(4)""",
    "shell": "!echo $((1 + 1)); pwd; ls /nowhere; exit 3",
    "shell result": "lines = !printf 'a\\nb'\nlines, _exit_code",
    "shell script": "%%bash\nread line || echo nothing to read\necho error >&2\nexit 4",
    "traceback": """
        def divide(a, b):
            return a / b
        divide(1, 0)""",
    "traceback through a package": "pd.DataFrame({'a': [1]})['b']",
    "syntax error": "for",
    "exit": "raise SystemExit(3)",
    "warnings": """
        import warnings
        import numpy as np
        for _ in range(2):
            warnings.warn("told once a place")
        warnings.warn("old", DeprecationWarning)
        np.array([1.0]) / 0""",
    "both streams": """
        import os, sys
        print("a"); print("b", file=sys.stderr, flush=True)
        sys.stdout.flush()
        _ = os.write(1, b"written by number\\n")""",
    "subprocess": """
        import subprocess
        code = "import signal, sys; print(sys.flags); print(signal.getsignal(signal.SIGINT))"
        print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)
        subprocess.run(["sh", "-c", "kill -TERM $$"]).returncode""",
    "fork": """
        pid = os.fork()
        if pid == 0:
            os._exit(7)
        os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])""",
    "pool": """
        from multiprocessing import get_context
        with get_context("fork").Pool(2) as pool:
            print(pool.map(abs, [-1, -2]))""",
    "thread": """
        import threading
        thread = threading.Thread(target=lambda: print("from a thread"))
        thread.start(); thread.join()
        sorted(type(t).__name__ for t in threading.enumerate())""",
    "input": "input('?')",
    "seeded numbers": """
        import random
        random.seed(1); np.random.seed(1)
        random.random(), np.random.rand(), hash("甲")""",
    "statistics": """
        import scipy.stats, statsmodels.api as sm
        x = np.arange(20.0)
        fit = sm.OLS(np.sin(x), sm.add_constant(x)).fit()
        print(repr(fit.params), repr(fit.pvalues), scipy.stats.norm.ppf(0.975))""",
    "filters of warnings": "sorted(map(str, warnings.filters))",
    "logging": """
        import logging
        logging.getLogger("a").warning("told")
        [type(handler).__name__ for handler in logging.getLogger().handlers]""",
    "names": """
        print(__name__, sorted(name for name in globals() if name.startswith("__")))
        %who function""",
    "help": "print?",
    "history": "In[1], len(In), sorted(Out)[:2]",
    "process": """
        import gc, locale, resource, signal, tempfile, time
        mask = os.umask(0); _ = os.umask(mask)
        print(sys.argv[0], sys.argv[1], sys.orig_argv[1:3], sys.executable, sys.flags)
        print(sys.path, os.getcwd(), oct(mask), time.tzname, locale.getlocale())
        print(os.getsid(0) == os.getpid() == os.getpgid(0), tempfile.gettempdir())
        print(signal.pthread_sigmask(signal.SIG_BLOCK, []), sys.getrecursionlimit())
        print([(s.name, str(signal.getsignal(s)).partition(" at ")[0])
               for s in signal.Signals])
        print(resource.getrlimit(resource.RLIMIT_NOFILE), sorted(os.sched_getaffinity(0)))
        print(gc.isenabled(), gc.get_threshold(), sys.gettrace(), sys.getprofile())
        print(sys.stdin.encoding, sys.__stdout__.encoding, sys.__stdout__.errors)
        print(sys.stdin.read())""",
    "environment": """
        own = ("JPY_", "PYTEST_")
        {k: v for k, v in os.environ.items() if not k.startswith(own)}""",
    "open files": """
        kinds = [os.readlink(f"/proc/self/fd/{n}").partition(":")[0] for n in range(3)]
        kinds, {kind for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")
                for kind in [os.readlink(f"/proc/self/fd/{n}").partition(":")[0]]} - {"pipe"}""",
}
"""What it is about, and the cell."""


def execute_hard_cells(provisioner: str, folder: Path, environment: dict[str, str]) -> list[Any]:
    """The outputs of the hard cells, without what differs between two cold kernels."""
    cells = [new_code_cell(_dedent(source)) for source in HARD.values()]
    notebook = new_notebook(cells=cells)
    KernelProvisionerFactory.instance().default_provisioner_name = provisioner
    client = NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=60)
    client.execute(cwd=str(folder), env=environment)
    return [_comparable(cell) for cell in notebook.cells]


def _dedent(source: str) -> str:
    lines = source.strip("\n").split("\n")
    margin = len(lines[0]) - len(lines[0].lstrip())
    return "\n".join(line[margin:] if not line[:margin].strip() else line for line in lines)


def _comparable(cell: Any) -> str:
    # Where an object happens to lie, and the pieces in which a stream arrives, mean nothing.
    streams = {"stdout": "", "stderr": ""}
    others = []
    for output in cell.outputs:
        if output.output_type == "stream":
            streams[output.name] += output.text
        else:
            others.append(output)
    text = repr((cell.execution_count, streams, others))
    return re.sub(r"0x[0-9a-f]+|ipykernel_\d+|(?<=cell line: )\d+", "*", text)


@pytest.mark.parametrize("backend", [None, "agg"])
def test_hard_cells(
    shared_runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: str | None
) -> None:
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", factory.default_provisioner_name)
    if backend is None:
        monkeypatch.delenv("MPLBACKEND")
    environment = dict(os.environ)
    cold = execute_hard_cells(COLD, tmp_path, environment)
    warm = execute_hard_cells(NAME, tmp_path, environment)
    for name, expected, found in zip(HARD, cold, warm, strict=True):
        assert found == expected, name


SETTINGS = """\
import matplotlib
from finreport.figures.style import house_style
with house_style():
    print(matplotlib.rcParams["xtick.direction"], matplotlib.rcParams["font.size"])
print(matplotlib.rcParams["xtick.direction"], matplotlib.rcParams["font.size"])"""
"""A cell that shows settings in the style of the book, and outside."""


@pytest.mark.parametrize("provisioner", [COLD, NAME])
def test_settings_of_matplotlib_reach_the_analyst_but_not_the_book(
    open_kernel: Any,
    shared_runtime: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    provisioner: str,
) -> None:
    (tmp_path / "matplotlib").mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("MATPLOTLIBRC")
    for direction in ("in", "inout"):  # edited after the first parent has read it
        settings = f"xtick.direction: {direction}\nfont.size: 9\n"
        (tmp_path / "matplotlib/matplotlibrc").write_text(settings, encoding="utf-8")
        with open_kernel(provisioner) as kernel:
            assert kernel.is_warm == (provisioner == NAME)
            assert kernel.run(SETTINGS) == f"out 12.0\n{direction} 9.0\n"


class Logs(ChapterCache):
    """A cache that has nothing, and keeps what kernels write down of the files that they read."""

    def __init__(self, project: Path) -> None:
        super().__init__(project, print)
        self.read: dict[str, set[Path]] = {}

    def find(self, chapter: Path, parameters: Mapping[str, object]) -> None:
        """Let every chapter run."""

    def store(
        self, chapter: Path, parameters: Mapping[str, object], output: Path, log: Path
    ) -> None:
        lines = map(json.loads, log.read_text(encoding="utf-8").splitlines())
        paths = map(_source, lines)
        self.read[chapter.stem] = {Path(path) for path in paths}


@pytest.mark.chapters
def test_every_twelfth_chapter(
    shared_runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The reference outputs come from warm kernels, and nbval holds cold ones to all of them. So
    # these are for the files that are read.
    chapters = list_chapters(PROJECT)[::12]
    logs = {name: Logs(tmp_path) for name in (COLD, NAME)}
    for name, log in logs.items():
        monkeypatch.setattr("finreport.execution.warm.NAME", name)
        execute_chapters(chapters, tmp_path / name, parameters={}, cache=log)
    for chapter in chapters:
        cold, warm = (nbformat.read(tmp_path / name / chapter.name, as_version=4) for name in logs)
        assert warm == cold, chapter.stem
        # Only a cold kernel reads the packages, and of this one nothing that builds on executed
        # chapters, which the cache relies on.
        read = {name: log.read[chapter.stem] for name, log in logs.items()}
        own = {path.relative_to(PACKAGE).parts[0] for path in read[COLD] if is_own(path)}
        assert "errors.py" in own
        assert not own & set(ABOVE)
        imported = [any(path.parts[-2:] == PANDAS for path in read[name]) for name in logs]
        assert imported == [True, False]
        # Both read the same of everything else that a chapter may depend on.
        data = [{path for path in read[name] if is_data(path)} for name in logs]
        assert data[0] == data[1] != set()


def is_own(path: Path) -> bool:
    """Whether a path is a module of this package."""
    return path.is_relative_to(PACKAGE) and path.suffix == ".py"


def is_data(path: Path) -> bool:
    """Whether a path is a file of data or a chapter's."""
    is_code = path.is_relative_to(PACKAGE) or path.is_relative_to(sys.prefix)
    return path.is_file() and path.is_relative_to(PROJECT) and not is_code
