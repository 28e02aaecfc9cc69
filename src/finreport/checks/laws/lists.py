"""The count of a list: 三市, 四项, 4大类 beside the names that they count; and its order."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear, Risen, Same, at_most
from finreport.checks.laws.facts import Fact, Facts, words_between
from finreport.reading.lexicon import VERB

UNITS = frozenset({"大", "项", "类", "种", "市", "省", "县", "区", "大类"})
"""Classifiers that a count of names has, and other counts hardly ever."""

OTHER_UNITS = frozenset({"个", "条", "家", "所", "处", "座", "件", "方面", "个方面", "支", "户"})
LIST = re.compile(r"(?:^|[，。；：\d])(?P<list>[^，。；：\d]{4,150}?)(?P<open>等)?$")
LONGEST_NAME = 9
LONGEST_OF_DIGITS = 16
MANY = 5
"""How many names of a list are more than examples."""

NEAREST = 2
"""By how many a list may be off for the count to be meant for it."""

LONG_VERB = re.compile("|".join(verb for verb in VERB.split("|") if len(verb) > 1) + "|达到|均")
"""What a name does not have: of one character, such as 高 or 新, it may be a part of the name."""

QUOTED = re.compile("“[^“”]*”|[（(][^（()）]*[）)]|[“”]")


def count_of_list(facts: Facts) -> Iterator[Constraint]:
    """A number right behind a list says how many names the list has.

    After 等 there may be more things than names, but no fewer. A long name with 和 may be two.
    """
    for fact in facts.all:
        if fact.measure != "count" or fact.values.width or fact.unit not in UNITS | OTHER_UNITS:
            continue
        found = LIST.search(QUOTED.sub("引", fact.before))
        if not found or "、" not in found["list"] or found["list"].endswith("、"):
            continue  # 甲、乙、三大板块丙: one of the list itself
        if OF_EACH.search(fact.before):
            continue  # 甲院、乙院、丙院各1所
        if WITHIN.match(fact.after.removeprefix(fact.reading.unit or "")):
            continue  # 甲矿、乙3个项目、丙厂: of one of the list alone
        names = found["list"].split("、")
        names = [*names[:-1], *_joined(names[-1])]
        said, count = int(fact.value), Fraction(len(names))
        fewest = 3 if found["open"] or fact.unit in UNITS else 2
        if min(said, len(names)) < fewest and not (len(names) >= fewest and said <= count):
            continue
        if not (_is_meant(fact, said, len(names), found["open"]) and _are_names(names, fact)):
            continue
        most = count + any(JOINED.search(name) for name in (names[0], names[-1]))
        relation = Linear((1,), count, most)
        yield Constraint("count_of_list", "equality", (fact,), relation, is_sure=False)


OF_EACH = re.compile("(?:各|均|分别)(?:拥?有|为|设有?|建有?|达到?)?$")
"""What stands before a number that each of several has."""

NUMERALS = "一二三四五六七八九十"
SAID = f"\\d{{1,2}}|[{NUMERALS}]"
MOVED = re.compile(
    rf"[^，。；：、\d“]{{0,24}}“?(?P<up>{SAID})[升涨增](?P<down>{SAID})[降跌减]"
    rf"(?:(?P<even>{SAID})(?:持?平))?(?=[”，。；：、（(]|态势|格局)"
)
"""How many of those counted rose, fell, and stayed: 八大类价格“五涨二降一平”."""


def count_of_moves(facts: Facts) -> Iterator[Constraint]:
    """八大类价格“七涨一降”: as many as rose, fell and stayed are what was counted before."""
    for fact in facts.all:
        if fact.measure != "count" or fact.values.width or fact.is_hedged or fact.cell:
            continue
        found = MOVED.match(fact.after.removeprefix(fact.reading.unit or ""))
        if found:
            count = Fraction(sum(_number(said) for said in found.groups() if said))
            relation = Linear((1,), count, count)
            yield Constraint("count_of_list", "equality", (fact,), relation, is_sure=False)


def risen_and_fallen(facts: Facts) -> Iterator[Constraint]:
    """价格“五涨三降”，甲上涨a%…: of as many rates behind it so many rose and so many fell."""
    for paragraph in facts.paragraphs:
        for at, fact in enumerate(paragraph):
            found = MOVED.search(fact.after.split("。")[0])
            if not found or found["even"] or not at:
                continue
            up, down = _number(found["up"]), _number(found["down"])
            rates = [each for each in paragraph[at + 1 :] if each.unit == "%"][: up + down]
            if len(rates) == up + down and all(each.is_rate and each.value for each in rates):
                told = tuple(rates)
                yield Constraint("risen_and_fallen", "limit", told, Risen(up), is_sure=False)


DESCENDING = re.compile(
    r"(?:从高到低|由高到低|从大到小)[^，。；\d]{0,8}"
    r"|(?:居|排名?|排在|位列)前[^，。；]{1,3}?[位名的][^，。；\d]{0,12}(?:为|是)：?"
)
"""What opens a list whose first is the largest: 排在前五位的城区为：甲区9亿元、乙区7亿元…."""

BETWEEN_RANKED = re.compile(r"[^，。；\d]{0,6}[、，][^。；\d]{1,14}")
FEWEST_RANKED = 4


def ranked(facts: Facts) -> Iterator[Constraint]:
    """从高到低依次为甲（9亿元）、乙（7亿元）…: none is more than the one before it.

    A list in which more than one is so is ranked by something else.
    """
    for sentence in facts.sentences:
        for opened in DESCENDING.finditer(sentence[0].sentence):
            run = _run_behind(sentence, opened.end())
            told = [
                Constraint("ranked", "limit", (after, before), at_most(), is_sure=False)
                for before, after in pairwise(run)
            ]
            wrong = sum(not each.holds for each in told)
            if len(run) >= FEWEST_RANKED and wrong <= 1:
                yield from told


def _run_behind(sentence: Sequence[Fact], start: int) -> list[Fact]:
    """Numbers of one unit behind a place of a sentence, each behind the name of its own."""
    run: list[Fact] = []
    for fact in sentence:
        if fact.at < start:
            continue
        is_one = not run or (fact.unit, fact.measure) == (run[0].unit, run[0].measure)
        is_next = not run or BETWEEN_RANKED.fullmatch(words_between(run[-1], fact))
        if not (is_one and is_next and fact.is_plain):
            break
        run.append(fact)
    return run


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else NUMERALS.index(said) + 1


WITHIN = re.compile("[^，。；：、\\d和及与]{1,10}、[^，。；：\\d]{2,}?等")
"""Words behind a count that go on with the list that it stands in."""

JOINED = re.compile("(?<=..)[和及与](?=..)")
SHORT = 8
"""How many characters two names and what joins them have at the most to be surely two."""


def _is_meant(fact: Fact, said: int, listed: int, is_open: str | None) -> bool:
    """Whether a count is near enough to that of the names to be of them.

    Of an open list it may be more; of a closed one of three names or more it is that of the list
    if it has one digit, for what is counted besides a list is mostly more.
    """
    if said <= listed:
        return is_open is not None or listed >= MANY - 2 or listed - said <= 1
    if is_open:
        return False
    nearest = NEAREST if fact.unit in UNITS or listed >= MANY else 1
    return said - listed <= nearest or (listed > NEAREST and said <= ONE_DIGIT)


ONE_DIGIT = 9


def _joined(name: str) -> list[str]:
    """The last of a list, or the two that 和 makes of it."""
    return re.split("(?<=..)[和及](?=..)", name) if len(name) <= SHORT else [name]


INLINE = ("{0}是", "{0}要", "第{0}[，、]")
"""How the points of a list are numbered within a paragraph."""

HEADED = ("[（(]{0}[）)]", "{1}[.．、](?!\\d)", "[（(]{1}[）)]", "{0}是", "第{0}[，、]")
"""How they are where each has a paragraph of its own."""

INTRODUCED = re.compile(r"[^。！？\n]{0,30}(?:[：:。\n]|——)\s*")
"""What stands between a count and the first of the points that it counts."""

ASPECTS = re.compile(
    r"^[个项件]?(?:方面|措施|工作|任务)?[^，。\d一二三四五六七八九十]{0,8}[：:]\s*$"
)
"""A count, at most a noun and a colon: no doubt is left of what is counted."""

FARTHEST = 700
"""How many characters apart two points of one paragraph stand at the most."""

PARAGRAPHS = 160
MOST_POINTS = 29


def count_of_points(facts: Facts) -> Iterator[Constraint]:
    """A number before points that are numbered (一是…二是…) says how many they are."""
    for fact in facts.all:
        if fact.measure != "count" or fact.values.width or fact.cell or fact.unit == "%":
            continue
        text = facts.following(fact, PARAGRAPHS)
        opened = INTRODUCED.match(text)
        points = _points(text[opened.end() :]) if opened else 0
        is_meant = opened and ASPECTS.search(opened[0])
        if points > 1 and (is_meant or abs(points - fact.value) <= NEAREST):
            count = Fraction(points)
            relation = Linear((1,), count, count)
            yield Constraint("count_of_list", "equality", (fact,), relation, is_sure=False)


def _points(text: str) -> int:
    """How many points a text opens with, numbered from one on; 0 where it opens with none."""
    for style in INLINE:
        if re.match(_mark(style, 1), text):
            return _numbered(text, style)
    lines = text.split("\n")
    for style in HEADED:
        if re.match(_mark(style, 1), lines[0].lstrip()):
            told = 0
            for line in lines:
                if re.match(r"\s*[一二三四五六七八九十]+、", line):
                    break
                told += re.match(_mark(style, told + 1), line.lstrip()) is not None
            return told
    return 0


def _numbered(text: str, style: str) -> int:
    """The points of one numbering that follow one another, in a paragraph or in several."""
    told, at = 1, 0
    while told < MOST_POINTS:
        found = re.compile(rf"(?:^|[，。；：\s]){_mark(style, told + 1)}").search(text, at)
        own_lines = "\n" in text[at : found.start() + 1] if found else False
        if found is None or (found.start() - at > FARTHEST and not own_lines):
            break
        told, at = told + 1, found.end()
    return told


def _mark(style: str, number: int) -> str:
    tens, ones = divmod(number, 10)
    numeral = "十" * bool(tens) + "一二三四五六七八九"[ones - 1 : ones]
    return style.format(("二" if tens > 1 else "") + numeral, number)


BEHIND = re.compile(r"[^，。；：、\n]{0,12}(?:[：:]|——)(?P<list>[^。；：\n]{6,400})")


def count_before_list(facts: Facts) -> Iterator[Constraint]:
    """A number before a colon says how many names follow it, all parted by one mark."""
    for fact in facts.all:
        if fact.measure != "count" or fact.values.width or fact.cell or fact.value < 3:
            continue
        found = BEHIND.match(facts.following(fact, 1))
        marks = [mark for mark in "，、" if found and mark in found["list"]]
        is_bare = found and not re.search(r"\d|等$", found["list"]) and not _points(found["list"])
        if found and is_bare and len(marks) == 1:
            count = Fraction(len(re.split(f"{marks[0]}|以及", found["list"])))
            is_near = abs(count - fact.value) <= NEAREST or (fact.unit == "件" and count >= MANY)
            if is_near and count > NEAREST:
                relation = Linear((1,), count, count)
                yield Constraint("count_of_list", "equality", (fact,), relation, is_sure=False)


RANKED = re.compile(r"[位名][^，。；：、]{0,10}[：:](?P<list>[^。：\n]{12,})")


def count_of_ranked(facts: Facts) -> Iterator[Constraint]:
    """居前N位的行业有：甲a亿元；乙b亿元… has as many items as it says, each with its number."""
    for fact in facts.all:
        if fact.measure not in ("rank", "count") or fact.cell or fact.value < MANY - 2:
            continue
        found = RANKED.match(facts.following(fact, 1))
        items = [each for each in found["list"].split("；") if each.strip()] if found else []
        if len(items) >= MANY - 2 and all(re.search(r"\d", each) for each in items):
            count = Fraction(len(items))
            relation = Linear((1,), count, count)
            yield Constraint("count_of_list", "equality", (fact,), relation, is_sure=False)


NOUN = re.compile(r"[^，。；：、（）()“”\d]{4,24}")
ADDED = re.compile("(?:新增|新建|新获批|再|另|前|首批|其余|增加|净增|新认定)[^，。；、]{0,4}$")
"""Words before a count of some of the things, which another count need not agree with."""

LIST_BEFORE = re.compile("、[^，。；：\\d]+$|等$")
"""A list, of which a count behind it is that of its names alone."""

ALIKE = 5
"""How many characters what is counted must have, or its end, to be one set wherever it stands."""


def counted_again(facts: Facts) -> Iterator[Constraint]:
    """What is counted twice under one long noun behind the number is as many both times."""
    told: dict[tuple[int, str], list[tuple[Fact, str]]] = defaultdict(list)
    for fact in facts.all:
        is_exact = fact.measure == "count" and not fact.values.width and not fact.is_hedged
        if not is_exact or fact.cell or not fact.unit or ADDED.search(fact.before):
            continue
        if LIST_BEFORE.search(fact.before):
            continue
        if noun := _noun(fact):
            told[fact.text, fact.unit].append((fact, noun))
    for group in told.values():
        for (one, first), (other, second) in combinations(group, 2):
            is_one = _is_one_set(first, second) or _is_one_thing(one, other, first, second)
            is_one = is_one or (
                first == second and bool(DISTRICTS.fullmatch(first)) and _are_all(one, other)
            )
            if one.place != other.place and is_one:
                facts_told = (one, other)
                yield Constraint("repetition", "repetition", facts_told, Same(), is_sure=False)


def _noun(fact: Fact) -> str:
    found = NOUN.match(fact.after.removeprefix(fact.reading.unit or ""))
    if place := DISTRICTS.match(fact.after.removeprefix(fact.reading.unit or "")):
        return place[0]
    return re.split(f"{LONG_VERB.pattern}|[和与及的]", found[0])[0] if found else ""


def _is_one_set(one: str, other: str) -> bool:
    """Whether two nouns begin alike for as long as the shorter one is."""
    return min(len(one), len(other)) >= ALIKE and one[:ALIKE] == other[:ALIKE]


DISTRICTS = re.compile("设区市|市州|州市|地市|盟市|地级市|市地|县市区|省辖市")
"""Places that a text counts as a whole, if it counts many of them."""


def _are_all(one: Fact, other: Fact) -> bool:
    """Whether two counts of places are so many, and so near, that both are of all."""
    low, high = sorted((one.value, other.value))
    is_exchanged = sorted(str(low)) == sorted(str(high))
    is_near = high - low <= NEAREST or is_exchanged
    return low > MANY and is_near and one.sentence != other.sentence


def _is_one_thing(one: Fact, other: Fact, first: str, second: str) -> bool:
    """Whether the same words stand before both: 工商业电价机制12条举措."""
    is_long = len(one.before) >= ALIKE and one.before[-ALIKE:] == other.before[-ALIKE:]
    return is_long and first[:2] == second[:2]


def _are_names(names: list[str], fact: Fact) -> bool:
    """Whether they are names; before the first one there may be what is done with them."""
    lengths = [len(name) for name in names[1:]]
    longest = LONGEST_NAME if "chinese" in fact.reading.route else LONGEST_OF_DIGITS
    is_short = max(lengths) <= longest and min(lengths) > 1 and len(names[0]) > 1
    return is_short and not any(LONG_VERB.search(name) for name in names[1:]) and bool(fact.name)
