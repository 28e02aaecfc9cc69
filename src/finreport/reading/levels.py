"""Whose budget a paragraph of a budget report tells: the whole place's, or that of its own level.

全市 and 市本级 have the same items. A list under a heading or paragraph on 市本级 is of that level
until another is named, though none of its items says so.
"""

from msgspec import Struct

from finreport import patterns as re

BUDGET = re.compile("预算|决算")
"""What the title of a text on budgets names."""

RANKS = (
    re.compile("[一二三四五六七八九十]{1,3}、"),
    re.compile("（[一二三四五六七八九十]{1,3}）"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
)
"""How headings begin, the highest first; a lower one (（1）) never ends what a level is told of."""

UNRANKED = len(RANKS)

_ACCOUNT = "一般公共|政府性|国有资本|社会保[险障]|财政|预算|决算|收支|收入|支出|税收|四本"
_OF = f"(?=[^，。；]{{0,6}}(?:{_ACCOUNT}))"
WHOLE = "全(?:自治区|[省市州盟区县旗])"
OWN = (
    f"(?:自治区|[省市州盟区县旗])本级{_OF}|(?<!自治)[省市州区县]级{_OF}"
    f"|(?<![省市州盟区县旗各])本级{_OF}"
)
_LIST_NUMBER = (
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[、.．](?!\d)|—+"
)
_TIME = r"20\d\d年度?|全年|当年|[上下]半年|\d{1,2}[-—~至]\d{1,2}月|前\w{1,3}月"
HEAD = re.compile(
    rf"^(?:{_LIST_NUMBER}|经?汇总，|(?:{_TIME})，?|其中[：，]?)*"
    f"(?P<both>(?:{WHOLE})[和及与、](?:[省市州盟区县旗]?本?级))?"
    f"(?P<first>{WHOLE}|{OWN})?"
)
"""How a paragraph opens that names a level: 2028年市本级一般公共预算收入."""

NAMES_ONE = re.compile(
    "全[省市州盟区县旗]|本级|[省市县区]级|中央|上级|下级|各县|[工新发范]区|县（市|县市区|乡镇"
)
"""Words of a sentence that say themselves whose a number is."""

ITEM = re.compile("[^向对总]*(?:收入|支出|税)(?:执行|安排|决算数?)?(?:$|[为占完达])")
"""What the accounts of every level have."""

AS_BUDGETED = re.compile(
    r"，(?:与[^，。；\d]{0,10}预算数?(?:相|保持)?一致|(?:年底|年末|年中|执行中|全年)?[无未](?:作|进行)?(?:变[动更化]|调整))"
)
"""What follows an amount that was asked, not one that came in: 与备案预算一致."""

SUMMED_UP = re.compile(
    "^(?:经汇总|汇总[^，。]{0,30}(?:批准|通过)的?)，?[^，。；]*(?:收入|支出)(?:预算数?)?为$"
)
"""What the congresses have approved, added up: 经汇总，全市一般公共预算收入为9亿元."""

WAS_ASKED = re.compile("(?:收入|支出)预算数?[由从为]$")
"""Before a budget that was changed within its year: 支出预算由9亿元变动为8亿元."""


class Level(Struct, frozen=True):
    """The level of paragraphs (市本级; empty: the whole place), and the rank that named it."""

    name: str = ""
    rank: int = UNRANKED


def next_level(text: str, before: Level) -> tuple[Level, str]:
    """The level that holds from a paragraph on, and that which its own subjects lack.

    It is the one with which the paragraph opens, whose subjects need no other word; else that of
    the heading or paragraph before.
    """
    rank = next((n for n, form in enumerate(RANKS) if form.match(text)), UNRANKED)
    head = HEAD.match(text)
    named = head["first"] if head and not head["both"] else None
    if named is None:
        is_other = rank < UNRANKED and rank <= before.rank
        level = Level() if is_other or (head and head["both"]) else before
        return level, level.name
    name = "" if named.startswith("全") else named
    return Level(name, min(rank, before.rank) if name == before.name else rank), ""


def at_level(name: str, level: str, words: str) -> str:
    """A subject with its level, if neither it nor the words before its number name one.

    Those are the words of its own part of the sentence, and those with which that opens.
    """
    opening = re.split(r"\d(?!\d{0,3}年)", words, maxsplit=1)[0]
    told = f"{opening} {words.rpartition('；')[2]}"
    others = re.sub(f"(?:{level[:-2]})?本级|{level}", "", told)
    is_told = NAMES_ONE.search(name) or NAMES_ONE.search(others) or not ITEM.match(name)
    return name if is_told else level + name


def was_asked(before: str, after: str) -> bool:
    """Whether the words about an amount say that it was budgeted."""
    is_asked = SUMMED_UP.match(before) or WAS_ASKED.search(before)
    return bool(is_asked or AS_BUDGETED.match(after))
