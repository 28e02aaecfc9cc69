"""A sentence: its numbers in groups (lists, ranges, from A to B), each with the words about it."""

import re
from dataclasses import dataclass, field

from finreport.reading.lexicon import INTO, VERB
from finreport.reading.tokens import Number, numbers

SENTENCE = re.compile(r"[^。！？]*[。！？]?”?")
STRETCH_END = "；。！？"
CLAUSE_END = re.compile(r"[，；。：！？]")
JOINT = re.compile(r"[、和及与]|以及")
COLONS = re.compile(r"[:：]")
STEPS = re.compile(
    rf"[^，。；\d]{{0,10}}?(?:{INTO}|(?:{VERB}|调整|变|变动|发展|扩容|整合|优化|下调|上调)?(?:至|到|为|成))"
    r"(?:了|第|约|近|超|预期|20\d\d年的?|目前的?|现在的?)*"
)
"""What stands between A and B in 由A调整为B."""

FROM = re.compile(r"(?:由|从)[^，。；]*$")
RANGE = re.compile(r"[-—~～至到]{1,2}")
YEARS = re.compile(r"20\d\d年(?:末|底)?的?")


@dataclass(slots=True)
class Group:
    """Numbers that stand together in a list, and the words before and after them.

    ``left`` reaches back to the number before or the start of the sentence, ``clause`` to the last
    punctuation mark. ``pair`` is ``from`` or ``to``, ``low`` or ``high``, ``parts`` of a structure,
    or empty.
    """

    numbers: list[Number]
    left: str = ""
    clause: str = ""
    right: str = ""
    pair: str = ""
    is_chinese_count: bool = False

    @property
    def first(self) -> Number:
        """Its first number."""
        return self.numbers[0]


@dataclass(slots=True)
class Sentence:
    """A sentence of a paragraph from ``start``: its names set aside and its groups of numbers."""

    text: str
    start: int
    names: list[Number] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def sentences(paragraph: str) -> list[Sentence]:
    """The sentences of a paragraph in compact form."""
    found = []
    for match in SENTENCE.finditer(paragraph):
        if match[0]:
            found.append(parse(match[0], match.start()))
    return found


def parse(text: str, start: int = 0) -> Sentence:
    """One sentence; ``start`` is where it begins in its paragraph."""
    sentence = Sentence(text, start)
    said = numbers(text, is_opening=start == 0)
    sentence.names = [each for each in said if each.why]
    counts = [each for each in said if not each.why and _is_plain_count(each)]
    others = [each for each in said if not each.why and not _is_plain_count(each)]
    sentence.groups = _grouped(text, others)
    _pair(text, sentence.groups)
    _surround(text, sentence.groups)
    for each in counts:
        group = Group([each], is_chinese_count=True)
        _surround(text, [group])
        sentence.groups.append(group)
    return sentence


def _is_plain_count(number: Number) -> bool:
    """Chinese numerals that count never part the words of other numbers (猪牛羊禽四种肉)."""
    return number.is_chinese and number.kind in ("count", "") and number.printed[-1] not in "万亿"


def _grouped(text: str, said: list[Number]) -> list[Group]:
    groups: list[Group] = []
    for number in said:
        last = groups[-1].numbers[-1] if groups else None
        if last and _go_together(text, last, number):
            groups[-1].numbers.append(number)
        else:
            groups.append(Group([number]))
    for group in groups:
        _share_unit(group.numbers)
    return groups


def _go_together(text: str, first: Number, second: Number) -> bool:
    between = text[first.tail : second.start]
    if COLONS.fullmatch(between):
        return not first.unit and not second.unit
    if not JOINT.fullmatch(between) or second.is_chinese != first.is_chinese:
        return False
    return first.unit in ("", second.unit) or first.kind == second.kind == "money"


def _share_unit(members: list[Number]) -> None:
    """The last of a list may bear the unit for all: 34.5、28.1万吨."""
    last = members[-1]
    for number in members[:-1]:
        if not number.unit and last.unit:
            number.unit, number.scale = last.unit, number.scale or last.scale


def _pair(text: str, groups: list[Group]) -> None:
    for group in groups:
        if len(group.numbers) > 1 and COLONS.fullmatch(
            text[group.first.tail : group.numbers[1].start]
        ):
            group.pair = "parts"
    for before, after in zip(groups, groups[1:], strict=False):
        first, second = before.numbers[-1], after.first
        between = text[first.tail : second.start]
        if before.pair in ("from", "low", "parts") or second.is_chinese != first.is_chinese:
            if not (before.pair == "parts" and after.pair == "parts"):
                continue
        left = YEARS.sub("", text[: first.start])
        units_agree = not first.unit or first.unit == second.unit or first.kind == second.kind
        if units_agree and RANGE.fullmatch(between):
            before.pair, after.pair = "low", "high"
        elif units_agree and STEPS.fullmatch(YEARS.sub("", between)):
            if FROM.search(left) or re.fullmatch(rf"{INTO}(?:第|约|近)?", between):
                if before.pair != "parts":
                    before.pair, after.pair = "from", "to"


def _surround(text: str, groups: list[Group]) -> None:
    end = 0
    for index, group in enumerate(groups):
        following = groups[index + 1] if index + 1 < len(groups) else None
        group.left = text[end : group.first.start]
        group.clause = CLAUSE_END.split(group.left)[-1]
        end = group.numbers[-1].tail
        group.right = text[end : following.first.start if following else len(text)]
