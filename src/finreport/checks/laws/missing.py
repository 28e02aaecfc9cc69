"""Numbers that are not there: fewer than the names they are told of, a unit without its digits.

What was left out cannot be known; so these are doubts, told at the number that stands nearest.
"""

from collections.abc import Iterator

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Hint, Never
from finreport.checks.laws.facts import Fact, Facts

RESPECTIVELY = re.compile(r"(?P<names>[^，。；：\d]{3,80}?)分别(?!从|由|比|[较占]?20\d\d)")
ITEM = re.compile(r"[^、，。；：\d]{0,8}?-?\d[\d.,]*[^、，。；：\d和及与]{0,10}")
JOINTS = (re.compile("、|和|及|与|以及|[:：∶︰]"), re.compile(r"，(?=-?\d)"))
"""What stands between two numbers of a list; commas only where nothing else does."""

WORDS = re.compile("[和及与]")

UNITS = (
    "(?:万|亿|万亿)元|(?<=收入)元|(?<=支出)元|万?吨|亿?千瓦时|万(?:人次?|户|亩|公顷|头|只|件|台|辆|平方米|立方米|千瓦)"
    "|个百分点|公里|公顷|个"
)
COUNTED = (
    "几数十百千万亿多余两每各这那哪一二三四五六七八九〇零半整单逐另干"
    "上近超逾破过达约足首方美港欧日币家吨人"
)
"""Characters before a unit that count, or that make another word of it."""

BARE = re.compile(rf"(?<=[\u4e00-\u9fff])(?:[%‰]|(?<![{COUNTED}])(?:{UNITS})(?=[，。；、）)]))")
"""A unit right behind a noun or verb, where its number should stand."""


def respectively(facts: Facts) -> Iterator[Constraint]:
    """甲、乙、丙分别增长…: as many numbers follow as things are named.

    和 may join two names or stand in one; where it stands either count is right.
    """
    for sentence in facts.sentences:
        words = sentence[0].sentence
        for found in RESPECTIVELY.finditer(words):
            names = re.split("其中", found["names"])[-1]
            least = names.count("、") + 1
            most = least + len(WORDS.findall(names))
            numbers = _numbers(words, found.end())
            told = [fact for fact in sentence if found.end() <= fact.at][: len(numbers)]
            is_short = len(numbers) < max(least, 2) and len(numbers) + 1 >= least
            is_long = len(numbers) == most + 1 and most > 1 and not _goes_on(words, found.start())
            if told and len(told) == len(numbers) and (is_short or is_long):
                yield _missing("respectively", told)


def _goes_on(words: str, start: int) -> bool:
    """Whether names are told before the comma that a list of names stands behind."""
    *_, clause = re.split("[，。；：]", words[:start].rstrip("，"))
    is_name = re.search("、|[和及与]", clause) and not re.search("\\d", clause)
    return words[:start].endswith("，") and bool(is_name)


MANY = 2


def _numbers(words: str, start: int) -> list[str]:
    """The numbers of a list from a place on, with their units."""
    best: list[str] = []
    for joints in JOINTS:
        items, at = [], start
        while found := ITEM.match(words, at):
            items.append(found[0])
            joint = joints.match(words, found.end())
            if joint is None:
                break
            at = joint.end()
        if len(best) < MANY:
            best = items
    return best


def unit_alone(facts: Facts) -> Iterator[Constraint]:
    """A unit behind 增长 or 总额 has its number before it."""
    for paragraph in facts.paragraphs:
        text = facts.prose.get(paragraph[0].place, "")
        for found in BARE.finditer(text):
            nearest = min(
                paragraph, key=lambda fact: abs((fact.reading.offset or 0) - found.start())
            )
            yield _missing("unit_alone", [nearest])


def _missing(law: str, told: list[Fact]) -> Constraint:
    hints = tuple(Hint(at, "missing", fact.values) for at, fact in enumerate(told))
    return Constraint(law, "repetition", tuple(told), Never(), False, hints)
