"""Reading in a process with limits of memory and time, whatever a file does to its parser."""

import json
import subprocess
import sys
from typing import Literal

from msgspec import convert

from finreport.documents.document import Document
from finreport.documents.notices import UnreadableError

MEMORY, SECONDS = 1 << 30, 60
"""The bytes and the seconds of a processor that reading one file may take."""

REFUSED, EXHAUSTED = 3, 4
"""How the process ends if the file is refused, and if it runs out of memory."""

Form = Literal["word", "pdf", "html"]


def read_guarded(form: Form, data: bytes, file: str) -> Document:
    """Give the document of a Word file, a PDF or HTML.

    Raises :class:`UnreadableError` if it is refused, is damaged, or needs more than
    :data:`MEMORY` and :data:`SECONDS`.
    """
    # -P keeps modules of the folder that one happens to stand in from being imported.
    command = [sys.executable, "-P", "-m", "finreport.documents.confined", form, file]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _exhausted(file) from error
    if done.returncode == 0:
        return convert(json.loads(done.stdout), Document)
    if done.returncode == REFUSED:
        key, values = json.loads(done.stdout)
        raise UnreadableError(key, **values)
    if done.returncode == EXHAUSTED or done.returncode < 0:
        raise _exhausted(file)
    raise UnreadableError(f"not_{form}", file=file)


def _exhausted(file: str) -> UnreadableError:
    return UnreadableError("exhausted", file=file, memory=MEMORY >> 20, seconds=SECONDS)
