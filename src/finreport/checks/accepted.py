"""Accepted findings: fingerprints in a file beside the draft, so that a dismissal survives."""

import json
from collections.abc import Iterable
from pathlib import Path

import rtoml

from finreport.checks.findings import Finding
from finreport.checks.wording import marked
from finreport.errors import PlainError

NAME = "judgements.toml"


def read_accepted(file: Path) -> dict[str, str]:
    """The reason for each accepted fingerprint; nothing if there is no such file.

    Raises :class:`PlainError` for a file that is no list of judgements.
    """
    if not file.exists():
        return {}
    try:
        entries = rtoml.loads(file.read_text(encoding="utf-8")).get("accepted", [])
        return {str(each["fingerprint"]): str(each.get("reason") or file.name) for each in entries}
    except (rtoml.TomlParsingError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as e:
        raise PlainError(
            f"{file} is no list of judgements: each needs [[accepted]] and a fingerprint ({e})."
        ) from e


def accept(findings: Iterable[Finding], file: Path, language: str) -> int:
    """Add the findings that are not known to the file; returns how many."""
    new = [each for each in findings if each.grade != "known"]
    entries = [
        "\n".join(
            (
                "[[accepted]]",
                f'fingerprint = "{each.fingerprint}"',
                f"law = {json.dumps(each.title(language), ensure_ascii=False)}",
                f"said = {json.dumps(marked(each.change.fact), ensure_ascii=False)}",
                'reason = ""',
            )
        )
        for each in new
    ]
    if entries:
        before = file.read_text(encoding="utf-8").rstrip() if file.exists() else ""
        file.write_text("\n\n".join(filter(None, (before, *entries))) + "\n", encoding="utf-8")
    return len(new)
