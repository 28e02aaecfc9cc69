"""The form of every sentence that is made from results."""

from dataclasses import dataclass

from finreport.words import Language


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
