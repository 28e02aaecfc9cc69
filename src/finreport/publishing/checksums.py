"""SHA-256 sums of a folder, in the form that ``sha256sum --check`` reads."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from finreport.execution.files import files_below

SUMS = "SHA256SUMS"


def listing(folder: Path) -> str:
    """A line for every file of a folder but :data:`SUMS` itself: its sum and its path.

    The order is that of the bytes of the paths, so that it is the same on every machine.
    """
    return listing_of(files_below(folder), folder)


def listing_of(files: Iterable[Path], folder: Path) -> str:
    """The same of some files of a folder.

    What ``sha256sum * | sha256sum`` prints of them in the locale C is the sum of this text.
    """
    paths = sorted(path.relative_to(folder).as_posix().encode() for path in files)
    names = [path.decode() for path in paths if path.decode() != SUMS]
    return "".join(f"{file_sum(folder / name)}  {name}\n" for name in names)


def file_sum(path: Path) -> str:
    """The SHA-256 sum of a file."""
    return sha256(path.read_bytes()).hexdigest()


def write_checksums(site: Path) -> Path:
    """Write the sums of a finished site into its top folder, and give the file.

    It must be the last to be written: ``sha256sum --check --strict SHA256SUMS`` compares every
    other file of the site with it.
    """
    sums = site / SUMS
    sums.write_text(listing(site), encoding="utf-8", newline="\n")
    return sums
