"""Forms in which findings are handed on: for people, for programs, for editors and for CI."""

from collections.abc import Callable

from finreport.checks.draft import DraftReport
from finreport.checks.forms import annotations, junit, plain, sarif, table, whole

Form = Callable[[DraftReport, str], str]

FORMS: dict[str, Form] = {
    "text": plain.write,
    "json": whole.write,
    "csv": table.write,
    "sarif": sarif.write,
    "junit": junit.write,
    "github": annotations.write,
}
"""What writes each form, from a report and a language."""
