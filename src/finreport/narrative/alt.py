"""What a picture shows, in words made from its data, for those who cannot see it."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from finreport.editions import Series
from finreport.words import Language

if TYPE_CHECKING:
    import pandas as pd


def tell_chart(words: Language, title: str, shown: str) -> str:
    """The title of a chart and what it shows; a title that asks ends with its question mark."""
    kind = "asking" if title.endswith(("?", "\N{FULLWIDTH QUESTION MARK}")) else "chart"
    return words.text(f"alt.{kind}", title=title, shown=shown)


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
    return words.sentences(
        *(
            _tell_line(words, label, series, unit, decimals, names or {})
            for label, series in lines.items()
            if not series.empty
        )
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
    return words.text(f"alt.{kind}", label=without_unit(words, label), **texts)


def without_unit(words: Language, label: str) -> str:
    """A label without the unit in brackets at its end: the numbers beside it have their own."""
    named = (*words.catalogue["unit"].values(), *words.catalogue["shown_unit"].values())
    units = "|".join(map(re.escape, named))
    return re.sub(rf" ?[(（](?:{units})[)）]$", "", label)


def tell_items(words: Language, items: "pd.Series[float]", unit: str, decimals: int = 1) -> str:
    """Each item with its value, in the order of the picture."""
    return tell_texts(
        words, {str(label): words.quantity(value, unit, decimals) for label, value in items.items()}
    )


def tell_texts(words: Language, items: Mapping[str, str]) -> str:
    """Each item with what is told of it."""
    told = [words.text("alt.item", label=label, value=value) for label, value in items.items()]
    return words.text("list.pause").join(told)


def tell_groups(words: Language, groups: Mapping[str, str]) -> str:
    """What is told of each group of items, a sentence a group."""
    return words.sentences(
        *(words.text("alt.group", name=name, told=told) for name, told in groups.items())
    )


def tell_shares(words: Language, means: "pd.DataFrame") -> str:
    """Each item's share ``before`` a month and ``after``, in percent."""
    return tell_texts(
        words,
        {
            str(label): words.text(
                "alt.shares", **{part: words.quantity(row[part], "%") for part in row.index}
            )
            for label, row in means[["before", "after"]].iterrows()
        },
    )
