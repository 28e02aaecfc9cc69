"""What a report printed: printed numbers, an edition's tables, and reading them from a text."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finreport.editions.edition import INTERVAL, Edition, Series, open_edition
    from finreport.editions.errors import EditionError
    from finreport.editions.printed import PrintedNumber

__all__ = ["INTERVAL", "Edition", "EditionError", "PrintedNumber", "Series", "open_edition"]

HOMES = {"EditionError": "errors", "PrintedNumber": "printed"}
"""The modules of what is not in that of editions."""


def __getattr__(name: str) -> Any:
    # Whoever only asks where the editions are need not wait for what reads them.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES.get(name, 'edition')}"), name)
