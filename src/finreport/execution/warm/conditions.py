"""What a kernel takes from the process that starts it, and nobody can change afterwards.

A parent and the kernels that it forks share all of it, so each combination has a parent of its
own. What can be changed after the start (the folder, other variables, the standard streams) is
part of a request instead.
"""

import hashlib
import json
import os
import resource
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import finreport
from finreport.errors import PlainError

FROZEN = {
    *("LANG", "LANGUAGE", "TZ", "HOME", "TMPDIR", "MATPLOTLIBRC"),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS"),
}
"""Variables that Python, the C library and the warmed packages read as they start."""

FROZEN_PREFIXES = (
    *("PYTHON", "PYDEVD_", "DEBUGPY_", "LC_", "LD_", "MALLOC_", "GLIBC_"),
    *("MPL", "FONTCONFIG_", "NPY_", "NUMPY_", "PANDAS_", "SCIPY_", "NUMEXPR_"),
    *("OMP_", "GOMP_", "KMP_", "OPENBLAS_", "GOTO_", "BLIS_", "MKL_", "VECLIB_"),
)
"""Beginnings of the names of more such variables, among them the numbers of BLAS threads."""

NAMESPACES = ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")
"""The namespaces of Linux; a container has its own."""

LIMITS = sorted({getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")})
"""What ``ulimit`` limits."""


class PrivacyError(PlainError):
    """A folder for sockets that another user could read or has made."""


def frozen_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The part of ``environment`` that a parent starts with; it knows no other variable."""
    return {
        name: value
        for name, value in sorted(environment.items())
        if name in FROZEN or name.startswith(FROZEN_PREFIXES)
    }


def socket_path(environment: Mapping[str, str]) -> Path:
    """Where the parent for kernels with ``environment``, started by this process, listens.

    Raises :class:`PrivacyError` if its folder is not this user's alone, and ``OSError`` if the
    folder cannot be made.
    """
    frozen = frozen_environment(environment)
    package = sorted(_files(os.path.dirname(finreport.__file__)))  # noqa: PTH120 - as below
    conditions = json.dumps([*_interpreter(), package, *_process(), *_settings(frozen), frozen])
    return private_folder() / f"{hashlib.sha256(conditions.encode()).hexdigest()[:16]}.sock"


def private_folder() -> Path:
    """The folder for the sockets of this user, which is made if it does not exist.

    Raises :class:`PrivacyError` if it is not this user's alone.
    """
    home = os.environ.get("XDG_RUNTIME_DIR")
    user = os.geteuid()
    folder = Path(home or tempfile.gettempdir()) / f"finreport-warm-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user or found.st_mode & 0o077:
        raise PrivacyError(
            f"{folder} should be a folder that belongs to user {user} and that nobody else may "
            "enter (mode 700); remove it."
        )
    return folder


def _interpreter() -> list[object]:
    # Installing or removing any package changes the time of its folder.
    folders = [Path(entry) for entry in sys.path if entry.endswith("-packages")]
    installed = [(str(path), path.stat().st_mtime_ns) for path in folders if path.is_dir()]
    script = Path(__file__).with_name("parent.py").read_text(encoding="utf-8")
    return [sys.executable, sys.version, installed, script]


def _files(folder: str) -> Iterator[tuple[str, int]]:
    """The files of this package with the times of their last changes.

    A kernel is not slower for it: paths as objects take five times as long.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield entry.path, entry.stat().st_mtime_ns
            elif entry.name != "__pycache__":
                yield from _files(entry.path)


def _process() -> list[object]:
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return [
        [line for line in status if line.startswith("Umask")],
        [str(Path("/proc/self/ns", name).readlink()) for name in NAMESPACES],
        Path("/proc/self/cgroup").read_text(encoding="utf-8"),
        [resource.getrlimit(limit) for limit in LIMITS],
        sorted(os.sched_getaffinity(0)),
        os.getpriority(os.PRIO_PROCESS, 0),
        os.getgroups(),
    ]


def _settings(environment: Mapping[str, str]) -> list[str]:
    """The settings for matplotlib that the user may have, which it reads as it is imported."""
    get = environment.get
    files = [
        Path(get("MATPLOTLIBRC", "")),
        Path(get("MATPLOTLIBRC", ""), "matplotlibrc"),
        Path(get("MPLCONFIGDIR", ""), "matplotlibrc"),
        Path(get("XDG_CONFIG_HOME", ""), "matplotlib", "matplotlibrc"),
        Path(get("HOME", ""), ".config", "matplotlib", "matplotlibrc"),
    ]
    return [path.read_text("utf-8", "replace") if path.is_file() else "" for path in files]
