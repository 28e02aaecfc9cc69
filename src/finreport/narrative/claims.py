"""The form of every sentence that is made from results."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from finreport.words import Language

NUMBER = re.compile(
    r"(?<![A-Za-z0-9.,−-])(?<![A-Za-z]\()(?:CNY |USD )?[−±]?(?!(?:19|20)\d\d(?!\d|[.,]\d|%|亿))"
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    r"(?:%|亿元|亿美元|个百分点|万人| percentage points| billion| trillion)?"
    r"(?![\d.]*\d|年|月|日|个月|季|至\d+月|[ -]months?|[ -]quarters?)"
)
"""A number in a sentence, with its unit; no date, nothing that is counted in months, and no order
such as that of an AR(1)."""


@dataclass(frozen=True)
class Claim:
    """A sentence made from results, how firm it is (a key and its word), and what it rests on."""

    text: str
    firmness: str
    label: str
    limits: str = ""
    """What the claim does not support, in a second sentence."""

    details: str = ""
    """The numbers behind it, which the page folds away; without them nothing is folded."""

    details_head: str = ""
    """The words that unfold them."""

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The sentence in pieces, each with whether it is a number that was computed."""
        end = 0
        for number in NUMBER.finditer(self.text):
            yield self.text[end : number.start()], False
            yield number[0], True
            end = number.end()
        yield self.text[end:], False


def claim(
    words: Language, key: str, firmness: str = "arithmetic", *, limits: str = "", **values: object
) -> Claim:
    """What ``values`` of results let one say under a ``key`` of the catalogue.

    ``firmness`` is a :class:`~finreport.analysis.firmness.Firmness`, or ``arithmetic``,
    ``assumed`` or ``open`` where nothing was tested. The sentence and its limits stand under
    ``key`` as ``shows`` and ``limits``, and beside them, where there are any, its ``details``;
    where several claims share their ``limits``, that is the key of these, such as
    ``gap.limits.growth``, ``key`` that of the sentence, and their details stand under
    ``gap.details.growth``; what has too few months has none.
    """
    shows = f"claim.{key}" if limits else f"claim.{key}.shows"
    shared = limits.replace(".limits.", ".details.")
    details = f"claim.{shared or f'{key}.details'}"
    has_details = words.has(details) and firmness != "too_few"
    return Claim(
        text=words.text(shows, **values),
        firmness=firmness,
        label=words.text(f"firmness.{firmness}"),
        limits=words.text(f"claim.{limits or f'{key}.limits'}", **values),
        details=words.text(details, **values) if has_details else "",
        details_head=words.text("claim_details") if has_details else "",
    )
