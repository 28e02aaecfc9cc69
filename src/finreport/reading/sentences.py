"""A sentence: its numbers in groups (lists, ranges, from A to B), each with the words about it."""

from itertools import pairwise

from msgspec import Struct, field

from finreport import patterns as re
from finreport.reading.lexicon import COMPARED, INTO, VERB
from finreport.reading.tokens import Number, numbers

SENTENCE = re.compile(r"[^。！？]{1,2000}[。！？]?”?|[。！？]”?")
"""A sentence; what goes on for longer is no sentence, and is cut so that it takes little time."""

CLAUSE_END = re.compile(r"[，；。：！？]")
JOINT = re.compile(r"(?:[、和及与]|以及)(?:第|每(?:人每)?[月年])?")
COLONS = re.compile(r"[:：]")
STEPS = re.compile(
    rf"(?:，(?=分别))?[^，。；\d]{{0,10}}?(?:{INTO}|(?:跃居|升居)(?=第)"
    rf"|(?:{VERB}|调整|变|变动|发展|扩容|整合|优化|下调|上调)?(?:至|到|为|成))"
    r"(?:了|第|约|近|超|预期|20\d\d年的?|目前的?|现在的?)*"
)
"""What stands between A and B in 由A调整为B."""

TURNS_INTO = re.compile(f"{INTO}(?:第|约|近)?")
FROM = re.compile(r"(?:由|从)[^，。；]*$")
RANGE = re.compile(r"[-—~～至到]{1,2}")
NEXT_CHANGE = re.compile(f"(?:[、和及，]|以及)(?:{VERB})(?:了|约|近|超)?")
LISTED_INTO = re.compile(f"[、和及][^、]+{INTO}$")
"""Several things that each reach a number of their own: 床位数、医师数增至7.8张、3.5人."""

BOTH_BASES = re.compile(
    "(?=.*分别)(?:分别)?(?:[比较与]|(?=[同环]比[和、与及][同环]比))(?P<one>[^，和与、]{1,8})[和、与及][比较与]?(?P<other>[^，]{1,8}?)"
    f"(?:分别)?(?:上升|回落|{VERB})(?:了|约|近)?$"
)
"""One thing compared with two times: 增速分别比上月末和上年同期低0.1个和0.7个百分点."""

PARENTHESES = re.compile(r"（[^（）]*）")
ON_WORDS = re.compile(
    r"（(?:预计数?|快报数?|同比|年均|同口径)?，?下同）|（(?:以下)?(?:简|统|合)称[^（）]*）"
    r"|（按照?[^（）]*(?:口径|标准|价格)(?:计算|统计)?）"
)
"""What is said aside of the words themselves: （下同）, （以下简称预算）, （按新口径）."""

BESIDE = re.compile(
    f"(?:(?:{COMPARED}|(?<![同环占对])比)(?P<other>[^，（）比]+)（"
    "|（(?P<place>全[国省市区州县](?:平均)?)为?)$"
)
"""Before a number aside of what is compared, or of a place: 高于全国（3.1%）…; （全市9%）."""


BESIDE_CLOSED = re.compile(
    f"(?:{COMPARED}|(?<![同环占对])比)[^，（）比]+（[^（）]*）[高低快慢]?出?$"
)

ALL_COMPARED = re.compile(
    "(?:^|[，；：、])(?:(?:从|按)?(?P<rate>[同环]比|[两三四五]年平均(?:增速|增长)?)(?:来)?看|[与和同较比](?P<time>[^，；]{2,14}?)相?比"
    "|相[比较]于?(?P<than>[^，；]{2,10}))(?=，)"
)
"""With what all is compared that a sentence goes on to tell: 与上年末相比，…."""

PARTED = re.compile("分别|相继|先后|依次")
"""Words by which each of several numbers is of a thing, or a time, of its own."""

ONES = ("1", "100")
"""What the second of a ratio is: 3.45:1, 105.2:100."""

CLOSING = "，；。：！？"
YEARS = re.compile(
    r"(?:20\d\d年(?:\d{1,2}月份?|[一二三四]季度)?|\d{1,2}月份?|[一二三四]季度|年)[末底]?的?"
)


class Group(Struct):
    """Numbers that stand together in a list, and the words before and after them.

    ``left`` reaches back to the number before or the start of the sentence, ``clause`` to the last
    punctuation mark after it, ``stretch`` to the last mark whatever numbers stand between;
    ``beyond`` is what follows the next number if that follows at once (出台12批260项措施),
    ``next_right`` what follows it wherever it stands. ``series`` is its place in a list of changes
    of several things, and how many there are (分别增长4%、下降3%). ``against`` is that with which
    all is compared that the sentence goes on to tell (与上年末相比，…). ``pair`` is ``from`` or
    ``to``, ``low`` or ``high``, or empty; ``is_structure`` says that its numbers are the parts of a
    whole (3.9:39.0:57.1).
    """

    numbers: list[Number]
    left: str = ""
    clause: str = ""
    right: str = ""
    beyond: str = ""
    next_right: str = ""
    stretch: str = ""
    pair: str = ""
    against: str = ""
    series: tuple[int, int] = (0, 0)
    is_structure: bool = False
    is_last: bool = False
    is_chinese_count: bool = False

    @property
    def behind(self) -> str:
        """The words that may name the thing counted."""
        return self.beyond or self.right

    @property
    def is_parted(self) -> bool:
        """Whether its numbers are said to be of several things, each its own (分别)."""
        return bool(PARTED.search(self.clause)) and not BOTH_BASES.search(self.clause)

    @property
    def beside(self) -> str:
        """What is compared, if its own number stands aside (高于全国（3.1%）); else empty."""
        found = BESIDE.search(self.clause)
        is_closed = found and self.right.startswith("）")
        return found["other"] or found["place"] if found and is_closed else ""

    @property
    def first(self) -> Number:
        """Its first number."""
        return self.numbers[0]


class Sentence(Struct):
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
    _set_aside_ones(text, said)
    sentence.names = [each for each in said if each.why]
    counts = [each for each in said if not each.why and _is_plain_count(each)]
    others = [each for each in said if not each.why and not _is_plain_count(each)]
    sentence.groups = _grouped(text, others)
    _pair(text, sentence.groups)
    _surround(text, sentence.groups)
    _number_series(sentence.groups)
    for each in counts:
        group = Group([each], is_chinese_count=True)
        _surround(text, [group])
        sentence.groups.append(group)
    return sentence


def _set_aside_ones(text: str, said: list[Number]) -> None:
    """The 1 of a ratio (3.45:1, 105.2:100) says nothing: the ratio is the number before it."""
    for first, second in pairwise(said):
        is_ratio = COLONS.fullmatch(text[first.tail : second.start]) and second.printed in ONES
        if (
            is_ratio
            and first.printed != "1"
            and not text[second.tail :].startswith((":", "："))
            and not first.unit
        ):
            second.why = "ratio"
            first.tail = second.tail


def _is_plain_count(number: Number) -> bool:
    """Chinese numerals that count never part the words of other numbers (猪牛羊禽四种肉)."""
    if number.is_spoken_share:
        return False
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
        _share_hedge(text, group.numbers)
    return groups


def _go_together(text: str, first: Number, second: Number) -> bool:
    between = text[first.tail : second.start]
    if COLONS.fullmatch(between):
        return not first.unit and not second.unit
    if not JOINT.fullmatch(between) or second.is_chinese != first.is_chinese:
        return False
    clause = clauses(text[: first.start])[-1]
    if PARTED.search(clause) or first.unit == "" or LISTED_INTO.search(clause):
        return True
    return first.unit == second.unit or first.kind == second.kind == "money"


def _share_unit(members: list[Number]) -> None:
    """The last of a list may bear the unit for all: 34.5、28.1万吨; 预计 before it is of all."""
    last = members[-1]
    if members[0].hedge == "预计":
        for number in members[1:]:
            number.hedge, number.qualifier = number.hedge or "预计", number.qualifier or "预计"
    for number in members[:-1]:
        if not number.unit and last.unit:
            number.unit, number.scale = last.unit, number.scale or last.scale


def _share_hedge(text: str, members: list[Number]) -> None:
    """A word after 分别 or its like is of every number: 分别突破3.4万亿元、2.8万亿元."""
    first = members[0]
    before = text[: first.start].removesuffix(first.hedge)
    if first.hedge and PARTED.search(before[-2:]):
        for number in members[1:]:
            if not number.hedge:
                number.hedge, number.qualifier = first.hedge, first.qualifier


def _pair(text: str, groups: list[Group]) -> None:
    for group in groups:
        if len(group.numbers) > 1 and COLONS.fullmatch(
            text[group.first.tail : group.numbers[1].start]
        ):
            group.is_structure = True
    for before, after in pairwise(groups):
        first, second = before.numbers[-1], after.first
        between = text[first.tail : second.start]
        if before.pair or second.is_chinese != first.is_chinese:
            continue
        units_agree = not first.unit or first.unit == second.unit or first.kind == second.kind
        if units_agree and RANGE.fullmatch(between):
            before.pair, after.pair = "low", "high"
        elif units_agree and _leads(text[: first.start], between):
            before.pair, after.pair = "from", "to"


def _number_series(groups: list[Group]) -> None:
    """Note for each change of a list (分别增长4%、下降3%和增长2%) its place in it."""
    at = 0
    while at < len(groups):
        end = at + 1
        if "分别" in groups[at].clause:
            while end < len(groups) and _is_next_change(groups[at], groups[end]):
                end += 1
        series = groups[at:end] if end - at > 1 else []
        before = 0
        for group in series:
            group.series = (before, sum(len(each.numbers) for each in series))
            before += len(group.numbers)
        at = end


def _is_next_change(first: Group, group: Group) -> bool:
    """Whether a change goes on with a list; after a comma one of as many others begins."""
    is_other = len(first.numbers) > 1 and group.left.startswith("，")
    return bool(NEXT_CHANGE.fullmatch(group.left)) and not is_other


def _leads(left: str, between: str) -> bool:
    """Whether the words before and between two numbers say that one became the other."""
    if not STEPS.fullmatch(YEARS.sub("", between)):
        return False
    return bool(FROM.search(YEARS.sub("", left)) or TURNS_INTO.fullmatch(between))


def clauses(words: str) -> list[str]:
    """Words parted at punctuation marks, but not within parentheses."""
    masked = PARENTHESES.sub(lambda match: "　" * len(match[0]), words)
    ends = [match.end() for match in CLAUSE_END.finditer(masked)]
    return [
        words[start:end].rstrip(CLOSING)
        for start, end in zip([0, *ends], [*ends, len(words)], strict=True)
    ]


def _with_what(compared: re.Match[str]) -> str:
    return compared["rate"] or "比" + (compared["time"] or compared["than"])


def _surround(text: str, groups: list[Group]) -> None:
    end = 0
    compared = list(ALL_COMPARED.finditer(text))
    for index, group in enumerate(groups):
        following = groups[index + 1] if index + 1 < len(groups) else None
        group.left = ON_WORDS.sub("", text[end : group.first.start])
        group.clause = clauses(group.left)[-1]
        group.stretch = clauses(ON_WORDS.sub("", text[: group.first.start]))[-1]
        if group.left.startswith("）") and BESIDE_CLOSED.search(group.stretch):
            group.clause = PARENTHESES.sub("", group.stretch)
        against = [each for each in compared if each.end() <= group.first.start]
        group.against = _with_what(against[-1]) if against else ""
        end = group.numbers[-1].tail
        group.is_last = following is None
        group.right = ON_WORDS.sub(
            "", text[end : following.first.start if following else len(text)]
        )
        if following and (group.right in ("", "的", "共", "合计", "共计") or group.pair == "low"):
            group.beyond = text[following.numbers[-1].tail :]
        group.next_right = text[following.numbers[-1].tail :] if following else ""
