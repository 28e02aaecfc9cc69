"""A piece of a line between the gaps of columns."""

from msgspec import Struct
from msgspec.structs import replace

from finreport.documents.cell_text import is_entry
from finreport.documents.document import Place


class Token(Struct, frozen=True):
    """A piece of a row and how far it reaches, in columns of display or in points."""

    text: str
    left: float
    right: float
    place: Place

    @property
    def is_entry(self) -> bool:
        """Whether it is a figure, a dash or the head of a period."""
        return is_entry(self.text)

    def joined(self, other: "Token") -> "Token":
        """This and the rest of it from the next line."""
        left, right = min(self.left, other.left), max(self.right, other.right)
        return replace(self, text=self.text + other.text, left=left, right=right)

    def overlap(self, left: float, right: float) -> float:
        """How much of a stretch it covers; negative is the gap between them."""
        return min(self.right, right) - max(self.left, left)


Row = list[Token]
