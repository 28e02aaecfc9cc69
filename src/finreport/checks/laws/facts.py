"""Facts: readings as laws compare them, by name, period, unit and place in their text."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import rtoml
from msgspec import Struct, field
from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.document import Document
from finreport.numbers import Interval
from finreport.reading.compact import in_wide
from finreport.reading.lexicon import HEDGES
from finreport.reading.model import Reading

SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8, "万亿": 10**12}
RATES = {"%": Fraction(1), "‰": Fraction(1, 10), "倍": Fraction(100)}
"""How many percent one of each unit of a rate is."""

AT_LEAST = frozenset(
    word for place in HEDGES.values() for word, kind in place.items() if kind in ("超过", "以上")
)
"""Words beside a number that leave open how much more it is."""

OWN_LEVEL = re.compile("^(?:全[省市县区州]|[省市县区州]?本级|[省市县区州]级)")
"""The words at the head of a name that say whose accounts it is of."""

CLAUSE_END = re.compile("[，；：。]")
CURRENCY = re.compile("[^/]*元")
"""What a unit says of money: 元 and 美元 are not one unit."""

COUNTED_IN = re.compile("(人民币|美元)(?:口径)?计(?:价|算|量)?")
"""Words that say in which currency what follows is told."""

SCALED = re.compile(r"(?P<few>[百千])?(?P<many>万亿|万|亿)(?P<unit>.*)", re.DOTALL)
SENTENCE = re.compile(r"[^。！？]*[。！？]?")
WEAK_ROUTES = ("earlier clause", "owner", "chinese count")
"""Routes by which a subject is guessed rather than read."""

MARKS = re.compile("(?:[跃迈站跨登踏]上|跨[越过入]|迈[入过]|越过|闯过|冲破)了?$")
STEP = re.compile("[^，。；：、\\d]{0,8}?(?:大关|台阶|关口|整数关)")
"""Words before and behind a mark that was passed: 跨越5000亿元大关."""

PLANNED = re.compile("计划(?!生育|单列)|目标(?!断面|责任|管理|考核)|预期(?!性)")
NAMED_PLAN = re.compile("计划$")
"""A thing that is counted and called a plan, such as a programme of research."""

OF_A_PLAN = re.compile("(?:年初|年度|全年|调整|变更|预期)*预算(?:收入|支出)?(?:计划|目标|任务)?数?")
"""What a reader may take for the subject of growth behind the share of a plan that was reached."""

ASKED = re.compile(
    r"(?:(?:年初|变更|收入|支出|完成年?|[占为](?:年|调整)?)预算[数额]?(?:合计)?|预算(?:调整|变更|变动)"
    "|预算由[^，。；]{0,16}(?:调整|变更|变动|调增|调减|增加|减少)|(?:^|。)调整后，[^，。；\\d]{2,16}?)"
    "[为至到是]?$"
)
"""Words before what a budget asked for, which is not what came of it: 支出预算调整为9亿元."""

KEPT = re.compile(
    "[^，。；]{0,4}，(?:(?:与|同)(?:备案|年初|批准|上报|汇总)的?预算(?:数|安排)?(?:一致|持平|相同)"
    "|(?:年[底末中]|全年|执行中|年度执行中)?(?:[无未]|没有)(?:作|做|发生)?(?:变动|调整|变更))"
)
"""Words behind it: 一般公共预算收入为9亿元，年底无变动."""

APPROVED = re.compile("汇总|批准|审议通过|备案")
DONE = re.compile("完成|执行|实现|达")
BUDGETED = re.compile("预算(?:总?[收支]入?|收入|支出)[^，。；]{0,4}$")
"""Words between an approval and what it approved: 经人大批准，全市一般公共预算收入为9亿元."""

EXPECTED = re.compile("预计|预期(?!目标|性)|拟安排|计划安排")
"""Words before what is to come, beside which another number tells what came."""

ON_OUTCOME = re.compile("[比较]上年(?:预计)?(?:完成|执行)数")
DONE_SO_FAR = re.compile("(?:完成|执行|实现|达到?)了?\\d")

NAMED = 3
"""How many letters a name must have to say by itself what is a part of it."""

AMOUNTS = ("level", "count")
MEANS = re.compile(
    "人均|户均|平均|均价|价格|单价|亩产|单产|每|[率价]$|浓度|强度|密度|寿命|工资|指数|气温|面积比"
)
"""Names of what is a mean, a price or a rate."""

MOVED_TO = re.compile("(?:调[入出]|划转|转入)(?:至|到|往)?(?:全[市省县区州])?一般公共预算")
"""Where money goes that one budget gives to another: it is told of the one that gives."""

MONEY = re.compile("收入|支出|存款|(?<!存)贷款")
"""What is done with money, which what is done otherwise with it is no part of."""

PER_HEAD = re.compile("人均|户均")
SAME_KIND = 5
"""How many last characters names of one kind of income or spending share."""


@cache
def _table() -> dict[str, Any]:
    return rtoml.load(Path(__file__).with_name("subjects.toml"))


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(old), new) for old, new in _table()["rules"])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of that name in ``subjects.toml``."""
    return re.compile(_table()[name])


TAIL = re.compile("(?:为|达到?|完成|实现|约|共)+$")


def _noun_alone(before: str) -> str:
    """The noun right before a number, if it names one thing wherever it stands; else nothing."""
    clause = TAIL.sub("", re.split("[，；。：、]|其中", before)[-1])
    noun = canonical(clause) if clause else ""
    return noun if pattern("alone").search(noun) else ""


@cache
def canonical(subject: str) -> str:
    """One name for a subject, however it is worded."""
    name = "".join(subject.split())
    for pattern, new in _rules():
        name = pattern.sub(new, name) or name
    return name


class Essence(NamedTuple):
    """A name without the nouns that a head or caption may say for it, and these nouns."""

    core: str
    nouns: tuple[str, ...]

    def may_be(self, other: "Essence") -> bool:
        """Whether both can name one thing: the nouns of one are among those of the other."""
        if self.core != other.core:
            return False
        ours, theirs = "".join(self.nouns), "".join(other.nouns)
        return all(each in theirs for each in self.nouns) or all(
            each in ours for each in other.nouns
        )


@cache
def essence(name: str) -> Essence:
    """What a canonical name is about; the whole name where nothing else would be left."""
    generic = pattern("generic")
    core = re.sub("(?<=..)[和及与、](?=..)", "", generic.sub("", name))
    nouns = tuple(noun for noun in generic.findall(name) if noun != "类")
    return Essence(core, nouns) if core else Essence(name, ())


@cache
def are_opposites(one: str, other: str) -> bool:
    """Whether two names differ by words that leave nothing between them: 城镇, 乡村."""
    if NOT + one == other or one == NOT + other:
        return True
    return any(
        first in a
        and second in b
        and _is_one_kind(a.replace(first, "", 1), b.replace(second, "", 1))
        for first, second in _table()["opposites"]
        for a, b in ((one, other), (other, one))
    )


NOT = "非"
"""What makes a name its own opposite: 非营运车辆 is no part of 营运车辆."""


def _is_one_kind(one: str, other: str) -> bool:
    """Whether what two names share is one thing, with its noun or without: 电话, 电话用户."""
    return one == other or bool(one and other and essence(one).may_be(essence(other)))


def names_part_of(name: str, whole: str) -> bool:
    """Whether a name is that of a whole and more before it, which does not deny it."""
    return name != whole and name.endswith(whole) and not name.endswith(NOT + whole)


def whole_called(name: str) -> str:
    """What a comparison means by a short name, such as 投资; the name itself where it is full."""
    bare = re.sub(
        r"^(?:全[省市区州部]|同期|全部)+|(?:平均)?(?:增长|增速|水平|速度|平均|的)+$", "", name
    )
    short = canonical(bare)
    wholes: dict[str, str] = _table()["wholes"]
    return wholes.get(bare) or wholes.get(short, short)


@cache
def split_unit(unit: str | None) -> tuple[Fraction, str]:
    """A printed unit as its scale and what is left: 万亿元 is 10^12 of 元, and ‰ a tenth of %."""
    if unit == "‰":
        return RATES[unit], "%"
    found = SCALED.fullmatch((unit or "").replace("/公里", "公里"))
    if not found:
        return Fraction(1), {"百分点": "个百分点"}.get(unit or "", unit or "")
    scale = SCALES[found["many"]] * (SCALES[found["few"]] if found["few"] else 1)
    bare = found["unit"].removesuffix("人民币")
    return Fraction(scale), bare or ("元" if found["many"] == "万亿" else "")


@cache
def span_of_period(period: str | None) -> str:
    """A period by what it covers; the day on which a year or month ends is as that itself."""
    if not period:
        return ""
    if day := re.fullmatch(r"(\d{4})-(\d\d)-\d\d", period):
        return day[1] if day[2] == "12" else f"{day[1]}-{day[2]}"
    named = {"Q1": "01/{0}-03", "H1": "01/{0}-06", "Q3": "07/{0}-09"}
    if quarter := re.fullmatch(r"(\d{4})-(Q1|H1)", period):
        return f"{quarter[1]}-" + named[quarter[2]].format(quarter[1])
    return period


PRELIMINARY = "预计"


class Fact(Struct, frozen=True, eq=False, dict=True):
    """A reading as laws compare it.

    ``values`` is its interval in ``unit``, which has no scale (元 where 亿元 is printed);
    ``text`` counts the texts from 0. ``sentence`` is the sentence that it stands in without white
    space, ``at`` its character there and ``starts`` where that sentence begins in its paragraph;
    of a number in a table they are empty. ``pair`` is ``from`` or ``to`` (由A提高到B), ``low`` or
    ``high`` (4%—5%), or empty.
    """

    reading: Reading
    text: int
    name: str
    span: str
    unit: str
    scale: Fraction
    values: Interval
    sentence: str = ""
    at: int = 0
    starts: int = 0
    pair: str = ""

    @cached_property
    def measure(self) -> str:
        """What it measures; empty where that is not known."""
        return self.reading.measure or ""

    @cached_property
    def value(self) -> Fraction:
        """Its value in ``unit``."""
        return (self.reading.value or Fraction(0)) * self.scale

    @cached_property
    def is_hedged(self) -> bool:
        """Whether a word beside it makes it less exact, or a mark that was passed.

        What a budget expects at the end of its year (预计完成) is as exact as what is added to it.
        """
        return self.reading.approx not in (None, "", PRELIMINARY) or self.is_mark

    @property
    def is_at_least(self) -> bool:
        """Whether it may be more by any amount: 超过2万亿元."""
        return (self.reading.approx or "") in AT_LEAST

    @property
    def is_mark(self) -> bool:
        """Whether it is a mark that was passed: 跃上500亿斤台阶."""
        return bool(MARKS.search(self.before) or STEP.match(self.after))

    @cached_property
    def is_goal(self) -> bool:
        """Whether it is planned: by its section, or by a word of its own subject."""
        subject = self.reading.subject or ""
        if self.measure == "count":
            subject = NAMED_PLAN.sub("", subject)
        if self.measure in ("growth", "change") and OF_A_PLAN.fullmatch(subject):
            subject = ""
        return self.reading.is_target or bool(PLANNED.search(subject))

    @cached_property
    def is_strong(self) -> bool:
        """Whether nothing about it was guessed; an owner that the name does without is no guess."""
        subject = "".join((self.reading.subject or "").split())
        is_whole = self.name != subject and subject.endswith(self.name)
        guessed = [way for way in WEAK_ROUTES if way in self.reading.route]
        return not self.reading.doubts and (not guessed or (guessed == ["owner"] and is_whole))

    @cached_property
    def is_plain(self) -> bool:
        """Whether it says what is or was, without a word that blurs it: no target, no hedge."""
        is_end = self.pair in ("from", "low", "high")
        return not (self.is_hedged or self.is_goal or is_end or self.is_asked)

    @property
    def is_rate(self) -> bool:
        """Whether it is growth in percent, plainly told."""
        return (self.measure, self.unit) == ("growth", "%") and self.is_plain

    @cached_property
    def is_asked(self) -> bool:
        """Whether it is an amount that a budget asked for, not what came of it."""
        if not self.is_amount:
            return False
        is_approved = APPROVED.search(self.before) and BUDGETED.search(self.clause)
        told = ASKED.search(self.before) or KEPT.match(self.after)
        return bool(told or (is_approved and not DONE.search(self.clause)))

    @cached_property
    def is_expected(self) -> bool:
        """Whether its clauses say that what they tell is to come: 收入预计为…，增长6%.

        So do those that tell what it grows from, 比上年完成数增长6%, and not that it was done.
        """
        before = self.before.rpartition("；")[2]
        told = before + self.reading.printed + self.after.partition("；")[0]
        is_on_outcome = ON_OUTCOME.search(told) and not DONE_SO_FAR.search(told)
        return bool(EXPECTED.search(before) or is_on_outcome)

    @cached_property
    def is_amount(self) -> bool:
        """Whether it is a level or a count in a unit other than percent."""
        return self.measure in AMOUNTS and self.unit not in ("%", "")

    @cached_property
    def is_additive(self) -> bool:
        """Whether it is an amount whose parts add up: no mean, price or rate."""
        return self.is_amount and "/" not in self.unit and not MEANS.search(self.name)

    @cached_property
    def is_per_head(self) -> bool:
        """Whether it is an amount for each person or household; those of one group add up."""
        rest = PER_HEAD.sub("", self.name)
        is_each = self.is_amount and rest != self.name
        return is_each and "/" not in self.unit and not MEANS.search(rest)

    def may_be_part_of(self, whole: "Fact") -> bool:
        """Whether it may be added up to an amount.

        What is for each adds up to what is for each, unless it is the same of another group: the
        incomes of town and country are no parts of income. Nor is what is turned out of what value
        is added in it, or what is spent or saved of what is earned.
        """
        if "产值" in self.name and "增加值" in whole.name:
            return False
        ours, theirs = (MONEY.findall(fact.name)[-1:] for fact in (self, whole))
        if ours and theirs and ours != theirs:
            return False
        is_same_kind = self.name[-SAME_KIND:] == whole.name[-SAME_KIND:]
        are_for_each = self.is_per_head and whole.is_per_head
        return self.is_additive or (are_for_each and not is_same_kind)

    @cached_property
    def place(self) -> tuple[int, int]:
        """Its text and paragraph, or table with a minus."""
        inner = self.reading.paragraph or -(self.reading.table or 0)
        return self.text, inner

    @cached_property
    def cell(self) -> tuple[int, int, int, int] | None:
        """Text, table, row and column, if it stands in a table."""
        reading = self.reading
        if reading.table is None or reading.row is None or reading.column is None:
            return None
        return self.text, reading.table, reading.row, reading.column

    @cached_property
    def before(self) -> str:
        """The words of its sentence before it."""
        return self.sentence[: self.at]

    @cached_property
    def clause(self) -> str:
        """The words of its clause before it."""
        return CLAUSE_END.split(self.before)[-1]

    @property
    def after(self) -> str:
        """The words of its sentence after its digits."""
        return self.sentence[self.at + len(self.reading.printed) :]

    @cached_property
    def depth(self) -> int:
        """Within how many brackets it stands."""
        opened, closed = (sum(map(self.before.count, each)) for each in ("（(", "）)"))
        return opened - closed

    @property
    def is_in_brackets(self) -> bool:
        """Whether it stands between brackets."""
        return self.depth > 0

    @cached_property
    def rank(self) -> Fraction:
        """How wide its interval is beside its size: the smaller, the more exact."""
        return self.values.width / abs(self.value) if self.value else Fraction(1)


def are_of_one_currency(one: Fact, other: Fact) -> bool:
    """Whether two numbers are not money of two currencies."""
    found = [CURRENCY.match(fact.unit) for fact in (one, other)]
    return len({each[0] for each in found if each}) < len(found)


SECTOR = re.compile("工业|服务业|建筑业|批发|零售|住宿|餐饮|房地产")


def are_of_one_sector(one: Fact, other: Fact) -> bool:
    """Whether the subjects of two numbers do not name different kinds of business."""
    ours, theirs = (set(SECTOR.findall(fact.reading.subject or "")) for fact in (one, other))
    return not (ours and theirs) or bool(ours & theirs)


SCOPE = re.compile("限额以上|限上|规模以上|规上|资质")
SCOPE_AHEAD = re.compile(
    f"(?:^|；)在?[^，。；\\d]{{0,6}}(?:{SCOPE.pattern})[^，。；\\d]{{0,8}}中，"
)
"""What a sentence begins with whose numbers are all of large enterprises: 在限额以上单位中，."""


def are_of_another_scope(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether parts are told of large enterprises alone, and the whole is not."""
    own, *told = (
        " ".join((fact.reading.subject or "", fact.reading.scope or "")) for fact in (whole, *parts)
    )
    if SCOPE.search(own):
        return False
    is_ahead = not SCOPE_AHEAD.search(whole.before) and any(
        SCOPE_AHEAD.search(part.before) for part in parts
    )
    return is_ahead or any(SCOPE.search(each) for each in told)


class Facts(Struct, frozen=True, dict=True):
    """The facts of some texts that are checked together, in the order in which they stand."""

    all: tuple[Fact, ...]
    prose: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """The paragraphs, and captions of tables, by the place of their facts."""

    marked: frozenset[tuple[int, int, int]] = frozenset()
    """The rows of tables that say that they are parts (其中, #), by text, table and row."""

    def may_measure_one_thing(self, one: Fact, other: Fact) -> bool:
        """Whether the caption of neither, or the head of its list, names another quantity.

        Nor may their paragraphs tell the accounts of two levels (全市, 市本级), of two places, or
        of other banks; nor growth in two currencies.
        """
        for whose in (self.level_of, self._budget, self._place, self._currency):
            ours, theirs = whose(one), whose(other)
            if ours and theirs and ours != theirs:
                return False
        if self._lenders(one) != self._lenders(other):
            return False
        told = []
        for fact in (one, other):
            caption = self.prose.get(fact.place, "") if fact.cell else fact.name
            said = caption + (fact.reading.subject or "")
            told.append(set(pattern("quantities").findall(said) or _list_of(fact)))
        return not all(told) or bool(told[0] & told[1])

    def level_of(self, fact: Fact) -> str:
        """Whose accounts it is of, as the words before it say; else what was told before."""
        if told := _level_told(self._told_before(fact)):
            return told
        return "" if fact.cell else self._carried.get(fact.place, ("", False))[0]

    def is_level_said(self, fact: Fact) -> bool:
        """Whether its paragraph says whose accounts it is of, or a heading above it."""
        is_own = pattern("accounts").search(self._told_before(fact)) is not None
        return is_own or self._carried.get(fact.place, ("", False))[1]

    @cached_property
    def _carried(self) -> dict[tuple[int, int], tuple[str, bool]]:
        """Whose accounts the text before each paragraph tells, as far as it says so.

        A heading says it for all paragraphs below it (市本级预算执行情况), until another one is
        named at the head of a clause; where a heading names two levels, neither is meant. With
        each stands whether a heading said it.
        """
        found: dict[tuple[int, int], tuple[str, bool]] = {}
        last: dict[int, tuple[str, bool]] = {}
        for text, number in sorted(place for place in self.prose if place[1] > 0):
            found[text, number] = last.get(text, ("", False))
            words = "".join(self.prose[text, number].split())
            if told := [
                "" if both else _level(named) for both, named in pattern("whose").findall(words)
            ]:
                last[text] = told[-1], "。" not in words
        return found

    def _told_before(self, fact: Fact) -> str:
        """The words of its paragraph before it; of a cell none."""
        return "" if fact.cell else self.prose.get(fact.place, "")[: fact.reading.offset or 0]

    def _currency(self, fact: Fact) -> str:
        """In which currency growth is told: as its sentence says, or as the amount before it is."""
        if fact.cell or fact.measure != "growth":
            return ""
        if said := COUNTED_IN.findall(fact.before):
            return str(said[-1])
        amount = self.before(fact)
        while amount and not amount.is_amount:
            amount = self.before(amount)
        found = CURRENCY.match(amount.unit) if amount and amount.name == fact.name else None
        return {"元": "人民币"}.get(found[0], found[0]) if found else ""

    def grow_in_one_currency(self, one: Fact, other: Fact) -> bool:
        """Whether two growths are not told in two currencies, as far as they say."""
        ours, theirs = self._currency(one), self._currency(other)
        return not (ours and theirs) or ours == theirs

    def _place(self, fact: Fact) -> str:
        """The city or county that its paragraph names before it at the head of a clause."""
        found = pattern("places").findall(self._told_before(fact))
        return found[-1] if found else ""

    def _lenders(self, fact: Fact) -> str:
        """Whose banks its paragraph tells of, if not of all: of the place (法人), 外资, 境外."""
        found = pattern("lenders").findall(self._told_before(fact))
        return found[-1] if found and found[-1][0] != "全" and found[-1] != "境内" else ""

    def _budget(self, fact: Fact) -> str:
        """Of which of the four budgets it is told, as far as the words before it say."""
        text = self._told_before(fact)
        found = pattern("budgets").findall(MOVED_TO.sub("", text))
        is_expected = re.search("预期(?:总)?[收支]", text) is not None
        return (found[-1] if found else "") + ("预期" if is_expected else "")

    def following(self, fact: Fact, most: int) -> str:
        """So many paragraphs from the digits of a fact on, a line each."""
        text, number = fact.place
        own = self.prose.get(fact.place, "")[
            (fact.reading.offset or 0) + len(fact.reading.printed) :
        ]
        rest = (self.prose.get((text, number + step), "") for step in range(1, most))
        return "\n".join((own, *rest))

    @cached_property
    def plain(self) -> tuple[Fact, ...]:
        """Those that say what is or was, without a word that blurs it."""
        return tuple(fact for fact in self.all if fact.is_plain)

    @cached_property
    def paragraphs(self) -> tuple[tuple[Fact, ...], ...]:
        """Those of each paragraph."""
        found: dict[tuple[int, int], list[Fact]] = defaultdict(list)
        for fact in self.all:
            if fact.reading.paragraph:
                found[fact.place].append(fact)
        return tuple(map(tuple, found.values()))

    @cached_property
    def sentences(self) -> tuple[tuple[Fact, ...], ...]:
        """Those of each sentence."""
        found: dict[tuple[int, int, int], list[Fact]] = defaultdict(list)
        for paragraph in self.paragraphs:
            for fact in paragraph:
                found[*fact.place, fact.starts].append(fact)
        return tuple(map(tuple, found.values()))

    @cached_property
    def _order(self) -> dict[Fact, int]:
        return {fact: at for at, fact in enumerate(self.all)}

    def next_to(self, fact: Fact) -> Fact | None:
        """The one that follows a fact in its sentence."""
        at = self._order[fact] + 1
        found = self.all[at] if at < len(self.all) else None
        return found if found and same_sentence(found, fact) else None

    def before(self, fact: Fact) -> Fact | None:
        """The one that stands before a fact in its sentence."""
        at = self._order[fact] - 1
        found = self.all[at] if at >= 0 else None
        return found if found and same_sentence(found, fact) else None

    @cached_property
    def cells(self) -> dict[tuple[int, int, int, int], Fact]:
        """Those of tables by text, table, row and column."""
        return {fact.cell: fact for fact in self.all if fact.cell}

    @cached_property
    def _rows(self) -> dict[tuple[int, int, int], list[Fact]]:
        found: dict[tuple[int, int, int], list[Fact]] = defaultdict(list)
        for (text, table, row, _), fact in self.cells.items():
            found[text, table, row].append(fact)
        return found

    def row_of(self, fact: Fact) -> list[Fact]:
        """The facts of the row of a cell, itself among them."""
        return self._rows[fact.cell[:3]] if fact.cell else []

    def is_of_next_cell(self, fact: Fact, cell: Fact) -> bool:
        """Whether a number is that of a namesake in the row of a cell: 执行数, beside it 决算数."""
        namesakes = [
            each
            for each in self.row_of(cell)
            if each is not cell
            and (each.name, each.measure, each.unit) == (cell.name, cell.measure, cell.unit)
        ]
        return fact.values != cell.values and any(each.values == fact.values for each in namesakes)

    @cached_property
    def tables(self) -> tuple[tuple[Fact, ...], ...]:
        """Those of each table."""
        found: dict[tuple[int, int], list[Fact]] = defaultdict(list)
        for fact in self.all:
            if fact.cell:
                found[fact.cell[:2]].append(fact)
        return tuple(map(tuple, found.values()))

    @cached_property
    def _by_name(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.all:
            found[fact.name].append(fact)
        return found

    @cached_property
    def _of_one_kind(self) -> dict[tuple[int, str, str], list[Fact]]:
        found: dict[tuple[int, str, str], list[Fact]] = defaultdict(list)
        for fact in self.plain:
            found[fact.text, fact.unit, fact.span].append(fact)
        return found

    def comparable(self, fact: Fact) -> list[Fact]:
        """The plain facts of the same text, unit and period."""
        return self._of_one_kind[fact.text, fact.unit, fact.span]

    @cached_property
    def _by_pattern(self) -> dict[re.Pattern[str], tuple[Fact, ...]]:
        return {}

    def matching(self, pattern: re.Pattern[str]) -> tuple[Fact, ...]:
        """The plain facts whose names a pattern finds; each name is looked at once."""
        if pattern not in self._by_pattern:
            names = set(filter(pattern.search, self._by_name))
            told = tuple(f for f in self.plain if f.name in names) if names else ()
            self._by_pattern[pattern] = told
        return self._by_pattern[pattern]

    @cached_property
    def _by_place(self) -> dict[tuple[int, int], list[Fact]]:
        found: dict[tuple[int, int], list[Fact]] = defaultdict(list)
        for fact in self.all:
            found[fact.place].append(fact)
        return found

    def beside(self, fact: Fact) -> list[Fact]:
        """The facts of the paragraph or table of one."""
        return self._by_place[fact.place]

    def named(self, name: str, *measures: str, span: str | None = None) -> list[Fact]:
        """The plain facts of a name and of some measures, in a period if one is given."""
        return [
            fact
            for fact in self._by_name.get(name, [])
            if fact.measure in measures and fact.is_plain and span in (None, fact.span)
        ]

    def best(self, near: Fact, name: str, *measures: str, span: str | None = None) -> Fact | None:
        """The most telling one of a name beside a fact: of its sentence, else the most exact."""
        found = self.named(name, *measures, span=span or near.span)
        own = [fact for fact in found if same_sentence(fact, near) and fact is not near]
        return min(own or found, key=lambda fact: fact.rank, default=None)


def _level(named: str) -> str:
    """The level that words name: 市本级 and 市级 are one."""
    return "本级" if len(named) == 1 else named[-2:]


@lru_cache
def _level_told(words: str) -> str:
    """The level that words tell of last, but where they tell of two at once; empty without one."""
    found = pattern("accounts").findall(pattern("both_accounts").sub("", words))
    return _level(found[-1]) if found else ""


def words_between(one: Fact, other: Fact) -> str:
    """The words from a number to a later one of its sentence."""
    return one.sentence[one.at + len(one.reading.printed) : other.at]


def same_sentence(one: Fact, other: Fact) -> bool:
    """Whether two facts stand in one sentence."""
    return bool(one.sentence) and one.starts == other.starts and one.place == other.place


class _Lines(Struct):
    """The sentences of a paragraph: where each starts, and without its white space."""

    text: str
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [match.start() for match in SENTENCE.finditer(self.text) if match[0]]

    def of(self, offset: int) -> tuple[str, int, int]:
        """The sentence at an offset, the place of the offset in it, and where it starts."""
        at = max(bisect_right(self.starts, offset) - 1, 0)
        start = self.starts[at] if self.starts else 0
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        inner = "".join(self.text[start:offset].split())
        return "".join(self.text[start:end].split()), len(inner), start


OWNED_PRODUCT = re.compile(
    "(?P<owner>(?![全我本各])[^人均]{1,5}?(?:[省市州盟县旗]|(?<!地)区))(?:完成|实现)?"
    "(?:地区|国内)?(?:生产总值|GDP)"
)
PLACE = re.compile("[省市州盟县区旗]")
BY_AREA = re.compile(
    "[从分按各][^，。；：\\d]{0,4}[县市区旗州](?:[（(][^）)]*[）)])?(?:看|来看|情况)?[，：:]"
)


def _part_of_area(reading: Reading, title: str, before: str) -> str:
    """The county or city whose product a subject says it is, if the report is not of that place.

    Of a report whose title names no place only the words 从县市看 before it tell.
    """
    found = OWNED_PRODUCT.match("".join((reading.subject or "").split()))
    if not found:
        return ""
    is_other = bool(PLACE.search(title)) and found["owner"][:2] not in title
    return found["owner"] if is_other or BY_AREA.search(before) else ""


NATIONAL = re.compile(r"^\s*(?:\d{4}年[^，。]{0,6})?(?:全国|我国|中国|国家|中华人民共和国)(?!际)")
"""Titles of texts that tell of the nation, whose numbers need not say so."""

AT_PRICES_OF_THE_YEAR = re.compile(
    "(?:(?:现行价格|现价|当年价格?)[^\\d；。可不]*|名义[^\\d，；。]*)$"
)
"""Words right before growth that is not in constant prices: 按现行价格计算，同比增长."""

NO_NAME = re.compile("^(?:相比|可比|(?:按)?(?:可比|同)口径|绝对值)$")
"""What a reader may take for the subject of a growth or change, and is none."""

ZONE = re.compile("高新区|开发区|示范区")
"""What is a part of a place, and the whole of a report on itself."""

TOTALLED = re.compile("总计(?:完成|为|达到?|预计)*$")
INDUSTRY_SHARE = re.compile("第([一二三])产业增加值占地区生产总值比重")
BARE_INDUSTRY = re.compile("第?[一二三](?:次?产业|产)")
OF_PRODUCT = re.compile("生产总值|GDP|增加值|经济")


def _is_of_another(reading: Reading, lines: Mapping[int, "_Lines"]) -> bool:
    """Whether a paragraph that names no product speaks of another quantity, such as investment."""
    if reading.paragraph is None or reading.paragraph not in lines:
        return False
    told = lines[reading.paragraph].text[: reading.offset]
    named = pattern("quantities").search(told)
    return bool(named) and not OF_PRODUCT.search(f"{told}{reading.subject}")


def _is_industry_of_another(reading: Reading, lines: Mapping[int, "_Lines"]) -> bool:
    """Whether 第一产业 alone is one of what was named last, such as investment: 分产业看，…."""
    is_bare = BARE_INDUSTRY.fullmatch("".join((reading.subject or "").split()))
    if not is_bare or reading.paragraph is None or reading.paragraph not in lines:
        return False
    told = lines[reading.paragraph].text[: reading.offset]
    last, of_product = (
        max((found.end() for found in each.finditer(told)), default=0)
        for each in (pattern("quantities"), OF_PRODUCT)
    )
    return last > of_product


def gather(texts: Sequence[tuple[Document, Sequence[Reading]]]) -> Facts:
    """The facts of texts that are checked together."""
    return Facts(
        tuple(each for at, text in enumerate(texts) for each in _paired(_facts(at, *text))),
        {
            (at, paragraph.number): in_wide(paragraph.text)
            for at, (document, _) in enumerate(texts)
            for paragraph in document.paragraphs
        }
        | {
            (at, -table.number): in_wide("".join(table.caption))
            for at, (document, _) in enumerate(texts)
            for table in document.tables
        },
        frozenset(
            (at, table.number, number)
            for at, (document, _) in enumerate(texts)
            for table in document.tables
            for number, row in enumerate(table.rows, 1)
            if row and MARKED.match(row[0].text)
        ),
    )


MARKED = re.compile(r"\s*(?:其\s*中|#)")


def _list_of(fact: Fact) -> list[str]:
    """The quantities that the head of a list names for all items: 利润居前的有：甲业3亿元."""
    head, colon, _ = fact.before.partition("：")
    return pattern("quantities").findall(head.rpartition("，")[2]) if colon else []


RANGE = re.compile(r"[^，。；、\d]{0,6}[-—~～]+")


def _paired(facts: Iterator[Fact]) -> Iterator[Fact]:
    """The facts of a text, those that are the ends of a range or of a move marked as such."""
    last: Fact | None = None
    for fact in facts:
        this = fact
        if last and same_sentence(last, fact):
            words = last.after[: fact.at - last.at - len(last.reading.printed)]
            ends = ("from", "to") if fact.reading.route.endswith(", pair") else ("", "")
            if RANGE.fullmatch(words):
                ends = ("low", "high")
            last = replace(last, pair=ends[0] or last.pair)
            this = replace(fact, pair=ends[1])
        if last:
            yield last
        last = this
    if last:
        yield last


PLACED = "[^\\d\\W全我各本对的和在年月省市县盟旗于]{2,9}?(?:自治[州县区旗]|[省市州盟县旗区])"
OWN = re.compile(
    f"(?:^|[\\d年月日度季、，：:《》（）()\\s于]|上半)(?:{PLACED})*?(?P<place>{PLACED})(?!{PLACED})"
)
"""The place of a title, and of several the last: 甲省乙市2024年….."""


@cache
def _own_place(title: str) -> re.Pattern[str]:
    """How the names of a report begin that say whose they are though its title does: 甲市工业."""
    found = OWN.search(title)
    own = found["place"] if found else ""
    bare = next((word for word in ("自治州", "自治县", "自治旗") if own.endswith(word)), own)
    return re.compile(
        f"^(?:{re.escape(own)}|{re.escape(bare)})(?:地方)?(?=[^区本直级属])" if own else "^(?!)"
    )


@cache
def _called(subject: str, title: str) -> str:
    """The name of a subject, with the zone that it is of unless the report is on that."""
    name = NO_NAME.sub("", canonical(_own_place(title).sub("", subject)))
    zone = ZONE.match(subject)
    return f"{zone[0]}{name}" if zone and zone[0] not in title else name


OF_TITLE = re.compile(
    "(?P<own>[^\\d，、]{2,6}?)(?:实现)?(?=(?:地区生产总值|第[一二三]产业增加值)(?:同比)?$)"
)
"""The product of what may be what the whole text is of: 甲地第一产业增加值."""


def _is_of_title(own: str, title: str) -> bool:
    """Whether a title names it, and not as one of several."""
    return own in title and not any(each in title for each in (f"{own}、", f"、{own}"))


TRADED = ("进出口总额", "出口", "进口")
FIRMS = re.compile("((?:民营|国有|外资|外商投资|私营|民企|国企)(?:企业)?)[^；。]*$")
"""Whose trade a sentence tells, however far before: 民营企业活力增强，累计进出口9亿元."""


def _named(reading: Reading, title: str, before: str, lines: Mapping[int, _Lines]) -> str:
    """The name of what a number is of, as its text, its title and the words before it say."""
    name = _called(reading.subject or "", title)
    if reading.route == "form.economy" and name == "工业增加值":
        name = "规上工业增加值"  # the form prints the growth of enterprises above its size
    if "owner" in reading.route:
        name = _noun_alone(before) or name
    if TOTALLED.search(before) and not name.endswith("总计"):
        name += "总计"  # with what was added to it
    if NATIONAL.search(title):
        name = canonical(re.sub("^[全我]国", "", name))
        if (reading.subject or "").startswith("地方") and not name.startswith("地方"):
            name = f"地方{name}"
    if (owned := OF_TITLE.match(name)) and _is_of_title(owned["own"], title):
        name = name[owned.end() :]
    if name == "地区生产总值" and (owner := _part_of_area(reading, title, before)):
        name = f"{owner}地区生产总值"
    if name in TRADED and (firms := FIRMS.search(before)):
        name = f"{firms[1]}{name}"
    is_other = INDUSTRY_SHARE.fullmatch(name) and _is_of_another(reading, lines)
    if is_other or _is_industry_of_another(reading, lines):
        name = reading.subject or ""
    if reading.measure == "growth" and AT_PRICES_OF_THE_YEAR.search(before):
        name = f"现价{name}"  # another thing than growth in constant prices
    if reading.is_target and reading.measure == "growth" and name in ("增长", "经济"):
        name = "地区生产总值"
    return name


LEFT_OUT = re.compile("[；，][^，。；：\\d]{2,14}(?<!率)为$")
"""Words before a share that leave out what it is of: 甲占总额的比重为3%；乙为4%."""


def _share_told(reading: Reading, name: str, starts: int) -> tuple[str, int | None, int] | None:
    """Of what a share is told, by its words, and where."""
    said = re.search("占.{2,}比重$", name) if reading.measure == "share" else None
    return (said[0], reading.paragraph, starts) if said and reading.unit == "%" else None


def _is_left_out(reading: Reading, before: str) -> bool:
    """Whether a number right behind such a share is another one, whose words leave out of what."""
    is_level = (reading.measure, reading.unit) == ("level", "%")
    return is_level and LEFT_OUT.search(before) is not None


def _with_supposed_units(readings: Sequence[Reading]) -> Iterator[Reading]:
    """Readings, those of a table's rows without a unit with that of the row above in the column.

    That is a guess, so that the doubt stays: 地区生产总值（万元）, below it 第一产业.
    """
    above: dict[tuple[int, int | None], Reading] = {}
    for reading in readings:
        if reading.table is None or reading.measure != "level":
            yield reading
            continue
        last = above.get((reading.table, reading.column))
        is_next = last is not None and last.row is not None and reading.row == last.row + 1
        if reading.unit is None and last and is_next and reading.doubts:
            told = replace(reading, unit=last.unit)
        else:
            told = reading
        if told.unit not in (None, "%"):
            above[reading.table, reading.column] = told
        yield told


def _facts(text: int, document: Document, readings: Sequence[Reading]) -> Iterator[Fact]:
    lines = {each.number: _Lines(in_wide(each.text)) for each in document.paragraphs}
    skipped = {each.number for each in document.paragraphs if each.kind == "contents"}
    title = next((each.text for each in document.paragraphs if each.text.strip()), "")
    last: tuple[str, int | None, int] | None = None
    last_share: tuple[str, int | None, int] | None = None
    for told in _with_supposed_units(readings):
        reading = told
        if not reading.is_quantity or reading.lower is None or reading.upper is None:
            continue
        if reading.paragraph in skipped:
            continue
        is_multiple = (reading.measure, reading.unit) == ("growth", "倍")
        scale, unit = (RATES["倍"], "%") if is_multiple else split_unit(reading.unit)
        values = Interval(reading.lower * scale, reading.upper * scale)
        sentence, at, starts = "", 0, 0
        if reading.paragraph in lines and reading.offset is not None:
            sentence, at, starts = lines[reading.paragraph].of(reading.offset)
        name = _named(reading, title, sentence[:at], lines)
        if last_share and (last_share[1:]) == (reading.paragraph, starts):
            whole = last_share[0]
            if _is_left_out(reading, sentence[:at]):
                name, reading = f"{name}{whole}", replace(reading, measure="share")
        last_share = _share_told(reading, name, starts)
        is_of_plan = reading.measure in ("growth", "change") and OF_A_PLAN.fullmatch(name)
        if is_of_plan and last and (last[1], last[2]) == (reading.paragraph, starts):
            name = last[0]
        elif reading.measure in AMOUNTS and sentence and not OF_A_PLAN.fullmatch(name):
            last = name, reading.paragraph, starts
        span = span_of_period(reading.period)
        yield Fact(reading, text, name, span, unit, scale, values, sentence, at, starts)
