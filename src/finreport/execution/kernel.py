"""The environment of a kernel whose outputs are the same on every machine."""

import os
from pathlib import Path

from finreport.execution import warm

KERNEL_NAME = "python3"


def kernel_environment(ipython_folder: Path) -> dict[str, str]:
    """Environment variables for the process that starts kernels.

    ``ipython_folder`` is an empty folder that IPython may use for its profile: the profile of
    the person who runs the book may have start-up files that change outputs.
    """
    return {
        # Forked from a warm parent where that can be done, else started as Jupyter does.
        "JUPYTER_DEFAULT_PROVISIONER_NAME": warm.NAME,
        # The kernel "python3" is the one of this environment, not one installed by the user.
        "JUPYTER_PATH": "",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(ipython_folder),
        # Sets in the same order, dates in the same zone, pictures without a screen.
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "MPLBACKEND": "agg",
        # Settings for matplotlib are nobody's, and so its own.
        "MATPLOTLIBRC": os.devnull,
        # Threads change the order of additions, and so the last digits of a sum.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
