"""Reads one file in a process of its own: ``python -m finreport.documents.confined FORMAT FILE``.

The bytes of the file come from standard input; the document goes to standard output as JSON. The
parsers of Word, HTML and PDF files can be made to use up any memory and time, so the process
limits itself before it reads a byte: by the limits of the system or, on one without (Windows), by
watching itself.
"""

import gc
import json
import logging
import os
import sys
import time
from threading import Thread
from typing import TYPE_CHECKING

from msgspec import to_builtins

from finreport.documents.document import Document
from finreport.documents.guard import EXHAUSTED, MEMORY, REFUSED, SECONDS
from finreport.documents.notices import UnreadableError

if TYPE_CHECKING:
    from psutil import Process

PAUSE = 0.01
"""Seconds between two looks of a process that watches itself."""


def main() -> None:
    """Read, write the document or the sentence that refuses it, and tell by the exit status."""
    _limit()
    gc.disable()  # it looks through all characters again and again; the limit of memory holds
    logging.disable(logging.CRITICAL)  # the parser of PDF writes a line for all that it dislikes
    form, file = sys.argv[1:]
    try:
        document = _read(form, sys.stdin.buffer.read(), file)
        answer, status = json.dumps(to_builtins(document), ensure_ascii=False), 0
    except UnreadableError as error:
        answer, status = json.dumps(error.notice), REFUSED
    except (MemoryError, RecursionError):
        os._exit(EXHAUSTED)  # there may be no memory left to leave in good order
    sys.stdout.buffer.write(answer.encode("utf-8", "surrogatepass"))
    sys.stdout.flush()
    os._exit(status)  # at once: to take a great tree of objects apart has no use


def _limit() -> None:
    try:
        import resource
    except ModuleNotFoundError:
        from psutil import Process

        Thread(target=_watch, args=(Process(),), daemon=True).start()
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _watch(own: "Process") -> None:
    """End this process once it holds more memory or has taken more time than it may."""
    while own.memory_info().rss < MEMORY and time.process_time() < SECONDS:
        time.sleep(PAUSE)
    os._exit(EXHAUSTED)


def _read(form: str, data: bytes, file: str) -> Document:
    if form == "word":
        from finreport.documents.word import read_word

        return read_word(data, file)
    if form == "pdf":
        from finreport.documents.pdf_pages import read_pdf

        return read_pdf(data, file)
    from finreport.documents.web import read_html

    return read_html(data, file)


if __name__ == "__main__":
    main()
