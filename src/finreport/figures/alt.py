"""What a picture shows, in words made from its data, for those who cannot see it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from finreport.editions import Series
from finreport.language import Language

if TYPE_CHECKING:
    import pandas as pd


def tell_series(
    words: Language,
    lines: Mapping[str, Series],
    unit: str,
    decimals: int = 1,
    *,
    names: Mapping[str, str] | None = None,
) -> str:
    """Where each line starts and ends, and its highest and lowest month.

    ``unit`` is a unit of the data, such as ``100 million CNY``; ``names`` are those of the index
    where it does not hold months.
    """
    return " ".join(
        _tell_line(words, label, series, unit, decimals, names or {})
        for label, series in lines.items()
        if not series.empty
    )


def _tell_line(
    words: Language,
    label: str,
    series: Series,
    unit: str,
    decimals: int,
    names: Mapping[str, str],
) -> str:
    values = series["value"]
    spots = {
        "first": values.index[0],
        "last": values.index[-1],
        "top": values.idxmax(),
        "bottom": values.idxmin(),
    }
    texts: dict[str, str] = {}
    for name, month in spots.items():
        texts[f"{name}_month"] = names.get(str(month)) or words.month(str(month))
        texts[name] = words.quantity(float(values[month]), unit, decimals)
    kind = "series" if len(values) > 2 else "pair" if len(values) == 2 else "point"
    return words.text(f"alt.{kind}", label=label, **texts)


def tell_items(words: Language, items: "pd.Series[float]", unit: str, decimals: int = 1) -> str:
    """Each item with its value, in the order of the picture."""
    return words.join(
        [f"{label} {words.quantity(value, unit, decimals)}" for label, value in items.items()]
    )
