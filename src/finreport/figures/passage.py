"""What one edition says at a place of a chapter, beside the prose that holds for every edition."""

from dataclasses import dataclass

from markdown_it import MarkdownIt


@dataclass(frozen=True, repr=False)
class Passage:
    """A few sentences or a list, in Markdown."""

    text: str

    def _repr_html_(self) -> str:
        return f'<div class="fr-passage">\n{MarkdownIt().render(self.text)}</div>'

    def __repr__(self) -> str:
        return self.text
