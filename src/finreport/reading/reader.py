"""Read a document: every number of its prose as a :class:`Reading`."""

from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.document import Document, Paragraph
from finreport.numbers import Printed
from finreport.numbers.printed import QUALIFIED
from finreport.reading.about import about
from finreport.reading.compact import Compact, compact
from finreport.reading.counted import counted_in_words
from finreport.reading.frames import (
    KINDS,
    Said,
    bases,
    plain_measure,
    said_base,
    understand,
)
from finreport.reading.levels import BUDGET, Level, at_level, next_level, was_asked
from finreport.reading.model import Reading, Readings, Unread
from finreport.reading.periods import Spell, last_day, spells
from finreport.reading.phrases import CUT, RATES_ONLY, scope_of
from finreport.reading.sections import Section, next_section, opening
from finreport.reading.sentences import Group, Sentence, sentences
from finreport.reading.standing import (
    CLAUSE_ENDS,
    HAPPENS,
    NEXT,
    NEXT_OF_LIST,
    OF_THE_SAME,
    goes_on,
    stands,
)
from finreport.reading.subjects import subjects
from finreport.reading.tables import read_tables
from finreport.reading.timing import (
    OPENS,
    Moment,
    added_up,
    base_of,
    before_group,
    each_its_own,
    in_force,
    when,
)
from finreport.reading.tokens import Number
from finreport.reading.topics import Found, Topic, begin, name_headline, next_sentence, remember

PART_OF = re.compile("其中|(?:分|从)[^，]{1,10}看|按[^，：]{1,10}(?:分|划分)[：，]")
"""Openings of a sentence that goes on with the sentence before, and with its period."""

BY_PARTS = re.compile("(?:分|从)[^，]{1,10}看|按[^，：]{1,10}(?:分|划分)[：，]")
"""Openings of a sentence on parts: of the time with which the sentence before opened."""

NEWLY = re.compile("(?:其中|，|当年|本年|今年|全年)*(?:新增|净增)(?:了|约|近)?")
ADDED = re.compile("(?:^|[月度])新增(?:约|近|了)?$")
"""Before a part of what was new: 新增贷款9亿元，其中3月新增4亿元."""

STEP = re.compile("^(?:[十百千]?[万亿]{1,2}元?)?(?:的)?新?(?:台阶|大关|关口)")
IN_NAME = re.compile(
    r"[①-⑳]|[\[［〔]\d{1,2}[\]］〕]|（[^（）]*[=为]100?(?:，[^（）]*)?）|（(?:20\d\d年)?\d{1,2}[-—~至]\d{1,2}月份?）|(?<=..)共有(?!产权|住房|权|制)|(?<=..)(?:占|年均)$"
)
"""Marks of notes, and verbs within or behind a name: 乡镇共有卫生院."""

HEDGED_SHARE = re.compile("(?:大?约|将?近|接近|超过?|逾)(?=占)")
"""A hedge of a share, which is of its number: 小微贷款约占全部贷款."""

OF_PLACE = re.compile("[、和与及委级属内外场辖直本的]|政府|人大|政协|人民|[东西南北]部")
"""What goes on with the name of a place as one word: 某省级, 某市场."""

AMONG_THEM = re.compile("^中，?(?:有|只有|共有)?")
"""Behind what was counted, before how many of them: 31个省份中有28个."""

DAY = re.compile(r"\d{4}-\d\d-\d\d")
STATES = ("level", "share", "count", "contribution")
"""What a number that became another may measure, and the other does too."""

WHOLE = re.compile("(?:占|为|完成|达到?)[^，]*?(预算|计划|任务|目标)?[数额]?$")
"""Before an amount of which a share follows: 为调整预算数9亿元的98%."""

SAME_PERIOD = re.compile("(?:上年|去年|20\\d\\d年)同期(?:仅|只)?[为是]?$")
"""Before the number of a year ago of what was told of this year."""

RATES = ("growth", "share", "level")
PERCENT = ("level.percent", "level.into")
MOVES = ("change", "change_pp")
COMPARED = ("growth", *MOVES)
EARLIER = ("year_start", "previous_month", "previous_period")
"""Bases that the parts of what changed share with it: 比年初增加9亿元，其中住户存款增加5亿元."""

NO_SUBJECT = "No words near it say what it measures."


class Passage(Struct):
    """A paragraph as it is read: where it stands, and what its sentences have spoken of so far."""

    paragraph: Paragraph
    plain: Compact
    moment: Moment
    prefix: str
    place: str = ""
    level: str = ""
    topic: Topic = field(default_factory=Topic)

    def named(self, name: str, words: str) -> str:
        """A subject without marks of notes and without the place that the whole text is about.

        In a budget report it has the level that the words before its number do not name.
        """
        name = self._unmarked(name)
        return at_level(name, self.level, words) if self.level else name

    def _unmarked(self, name: str) -> str:
        name = HEDGED_SHARE.sub("", IN_NAME.sub("", name)).strip("、，的")
        for opened, closed in ("“”", "（）"):
            name = name if opened in name else name.replace(closed, "")
        rest = name.removeprefix(self.place)
        return name if len(rest) < 2 or OF_PLACE.match(rest) else rest

    def reading(self, number: Number, sentence: Sentence) -> Reading:
        """The record of a number with its place, and nothing else as yet."""
        offset = self.plain.places[sentence.start + number.start]
        return Reading(
            id=f"{self.prefix}.{self.paragraph.number}.{offset}",
            printed=number.printed,
            place=self.paragraph.place(offset),
            paragraph=self.paragraph.number,
            offset=offset,
        )


def read(document: Document, number: int = 1) -> Readings:
    """Every number of a document, its prose first; ``number`` counts the documents of a run.

    Paragraphs of a table of contents hold no quantities: their numbers are names.
    """
    what = about(document)
    section, level = opening(what.clock, what.kind), Level()
    found: list[Reading] = []
    unread: list[Unread] = []
    for paragraph in document.paragraphs:
        plain = compact(paragraph.text)
        if not plain.text:
            continue
        if paragraph.kind == "text":
            section, here = next_section(plain.text, section, what.clock)
        else:
            here = section
        own_level = ""
        if BUDGET.search(what.title):
            level, own_level = next_level(plain.text, level)
        moment = Moment(here, what.clock)
        passage = Passage(paragraph, plain, moment, str(number), what.place, own_level)
        for each in _passage(passage):
            if each.is_quantity and not each.subject:
                unread.append(Unread(each.printed, each.place, NO_SUBJECT))
            else:
                found.append(each)
    tables = read_tables(document, what.clock.year if what.clock.is_known else None)
    found += [replace(each, id=f"{number}.{each.id}") for each in tables.readings]
    unread += tables.unread
    return Readings(
        document.file,
        what.title,
        what.place,
        what.year,
        what.kind,
        what.clock.shown(what.clock.default) or "",
        tuple(found),
        tuple(unread),
        tables.forms,
    )


def _passage(passage: Passage) -> list[Reading]:
    found: list[Reading] = []
    if passage.paragraph.kind == "contents":
        for sentence in sentences(passage.plain.text):
            every = [*sentence.names, *(n for group in sentence.groups for n in group.numbers)]
            found += [_named(each, sentence, passage, each.why or "list number") for each in every]
    else:
        _open(passage)
        for sentence in sentences(passage.plain.text):
            found += _sentence(sentence, passage)
    return sorted(found, key=lambda each: each.offset or 0)


def _open(passage: Passage) -> None:
    """A paragraph of a report on part of a year keeps the period that it opens with (1—9月，…)."""
    moment = passage.moment
    is_coming = moment.section.is_of(moment.clock.coming)
    times = spells(passage.plain.text[:24], moment.clock, is_coming)
    is_opened = times and times[0].start <= OPENS and not times[0].is_day
    if is_opened and times[0].period == str(moment.clock.coming) and not is_coming:
        moment.section = Section(True, times[0].period)
    elif is_opened and times[0].start <= 3 and _holds(times[0].period, moment):
        moment.section = replace(moment.section, period=times[0].period)


def _holds(period: str, moment: Moment) -> bool:
    """Whether a time that opens a paragraph is that of all of it: a part of a year, not a month.

    A report on part of a year holds on to any but what is to come.
    """
    if last_day(period) > last_day(moment.clock.default):
        return False
    is_part = re.fullmatch(r"\d{4}-(?:Q\d|H\d|\d\d/.*)", period) and not moment.section.is_plan
    return bool(is_part) or not moment.clock.default.isdigit()


def _named(number: Number, sentence: Sentence, passage: Passage, why: str) -> Reading:
    record = passage.reading(number, sentence)
    return replace(record, is_quantity=False, why=why, route="name")


def _sentence(sentence: Sentence, passage: Passage) -> list[Reading]:
    found = [_named(each, sentence, passage, each.why) for each in sentence.names]
    moment = passage.moment
    begin(passage.topic)
    if not sentence.groups:
        name_headline(passage.topic, sentence.text)
    times = _times(sentence.text, moment)
    if not PART_OF.match(sentence.text):
        moment.last = moment.stood = None
        moment.standing = ()
        moment.against = None
        next_sentence(passage.topic)
    used, last, rate, before, is_asked = "", None, None, None, False
    for group in sentence.groups:
        _leave_out(group, used)
        said = _beside(group, rate) or _a_year_ago(group, last)
        said = said or _said(group, last, before)
        said = _goes_on(group, said, last, before) or _grown(group, said, moment) or said
        rate = said if said.measure in RATES and group.first.kind in KINDS["figure"] else rate
        thing = _thing(group, said, passage.topic, is_first=last is None)
        said = _measured_as(said, thing, group)
        said = _compared(group, said)
        said = _like_whole(said, moment.against)
        is_earlier = said.base in EARLIER or moment.against is None
        if said.has_base and said.measure in MOVES and is_earlier:
            moment.against = said
        if not group.is_chinese_count:
            used, last, before = thing.used, said, group
        times = [added_up(each, group) for each in times]
        in_time = before_group(times, group, sentence.text)
        _set_clock(moment, in_time, group)
        own_times = each_its_own(in_time, group, sentence.text)
        is_asked = (is_asked and group.pair == "to") or was_asked(group.left, group.right)
        each_says = bases(group, said)
        each_has = zip(_names(thing, group), group.numbers, each_says, strict=True)
        for index, (name, number, says) in enumerate(each_has):
            moment.spell = own_times[index] if own_times else moment.spell
            at = when(group, says, name, moment)
            at = replace(at, is_target=at.is_target or is_asked)
            record = passage.reading(number, sentence)
            record = replace(record, period=moment.clock.shown(at.period), is_target=at.is_target)
            based = replace(says, base=base_of(group, says, name, at, moment))
            if says.frame == "plain" and number.unit != group.first.unit:
                based = replace(based, measure=plain_measure(name, number))
            told = passage.named(name, sentence.text[: number.start])
            found.append(_quantity(record, number, told, thing, based))
            moment.last = at
        _note_what_stands(moment, group, said, _names(thing, group))
        if moment.spell:
            moment.kept = moment.spell if moment.spell.is_day else None
        elif moment.kept and not goes_on(moment.told(group, said, name)):
            moment.kept = None
    return found


def _times(text: str, moment: Moment) -> list[Spell]:
    """The times that a sentence names, after that with which it goes on (其中)."""
    named = spells(text, moment.clock, moment.section.is_of(moment.clock.coming))
    times = in_force(named, text, moment.section)
    going_on = moment.opened if BY_PARTS.match(text) else moment.spell
    if PART_OF.match(text) and going_on:
        times.insert(0, replace(going_on, start=-1))
    moment.opened = next((each for each in times if each.start <= OPENS), None)
    return times


def _compared(group: Group, said: Said) -> Said:
    """What changed without a base of its own is against that with which the sentence compares."""
    base = said_base(group.against) if group.against and said.measure in COMPARED else None
    if base is None or said.has_base or said.other:
        return said
    return replace(said, base=base, has_base=True)


def _like_whole(said: Said, whole: Said | None) -> Said:
    """The change of a part without a base of its own is against what that of the whole is."""
    is_open = said.base == "previous_year" and not said.has_base
    if whole and is_open and said.measure == whole.measure and whole.base in EARLIER:
        return replace(said, base=whole.base)
    return said


def _note_what_stands(moment: Moment, group: Group, said: Said, names: list[str]) -> None:
    """Note whether a number was of what is there, and of what; how it grew changes neither."""
    is_next = moment.in_parts and NEXT.fullmatch(group.left)
    moment.in_parts = bool(is_next or OF_THE_SAME.match(group.left))
    if said.measure not in ("count", "level", "change") or said.base == "year_start":
        return
    name = names[-1]
    if said.measure == "change" and name in moment.standing:
        return
    is_dated = moment.last and DAY.fullmatch(moment.last.period)
    moment.stood = bool(is_dated) or stands(moment.told(group, said, name))
    is_joined = group.left in JOINTS
    moment.units = (*(moment.units if is_joined else ()), group.first.printed_unit)
    moment.standing = tuple(names) if moment.stood else ()


def _set_clock(moment: Moment, before: list[Spell], group: Group) -> None:
    """The periods named before a group; what is named for A in 由A调整为B is not B's."""
    start = group.first.start
    if group.pair == "to" and moment.own:
        before = [each for each in before if each != moment.own]
    moment.spell = before[-1] if before else None
    is_own = group.pair == "from" and before and before[-1].start >= start - len(group.clause)
    moment.own = before[-1] if is_own else None


def _names(thing: Found, group: Group) -> list[str]:
    """A subject for each number; the last holds for those that are more."""
    more = len(group.numbers) - len(thing.names)
    return [*thing.names, *thing.names[-1:] * more][: len(group.numbers)]


def _leave_out(group: Group, used: str) -> None:
    """What the number before counts is no subject of this one, nor the step that it reached."""
    if STEP.match(group.left):
        if group.clause == group.left:
            group.clause = STEP.sub("", group.clause)
        group.left = STEP.sub("", group.left)
    if used and not group.is_chinese_count:
        is_whole = group.clause == group.left
        group.left = AMONG_THEM.sub("", group.left.removeprefix(used))
        if group.left.endswith("、") and group.left.count("、") == 1 and CUT.match(group.left):
            group.left = "、"
        if is_whole:
            group.clause = group.left


def _said(group: Group, last: Said | None, before: Group | None) -> Said:
    """What the numbers of a group measure; the second of a pair measures what the first does."""
    number = group.first
    if group.is_structure or "/" in number.digits:
        return Said("structure" if group.is_structure else "fraction", "share", None, None)
    if group.is_chinese_count:
        return Said("plain", plain_measure(group.clause, number), None, None)
    if group.pair == "high" and last:
        return last
    if group.left == "的" and before and number.kind in KINDS["figure"]:
        whole = WHOLE.match(before.clause.strip("，、（"))
        if whole:
            return Said("share.of whole", "share", None, "target" if whole[1] else None)
    said = understand(group.clause, number, group.right)
    return _like_first(said, last) if group.pair == "to" and last else said


JOINTS = ("、", "和", "及")
"""What stands between an amount and the same in another unit: 隧道880处、92.6万米."""


def _goes_on(group: Group, said: Said, last: Said | None, before: Group | None) -> Said | None:
    """What the next of a list measures whose verb stands before the first alone.

    压减会议费12%、培训费8%; 净增企业90户，其中外资企业12户, which are no more than the whole;
    比上年增加2万座、50万米, the same in another unit.
    """
    if last is None or before is None or group.is_chinese_count:
        return None
    if last.measure == "change" and said.frame == "plain" and group.left in JOINTS:
        return last if group.first.printed_unit != before.first.printed_unit else None
    if last.frame == "growth.act" and said.frame == "level.percent":
        return last if NEXT_OF_LIST.match(group.left) else None
    if last.frame != "change.net" or said.frame != "plain" or "其中" not in group.left:
        return None
    whole, part = before.first, group.first
    is_part = whole.printed_unit == part.printed_unit and Fraction(part.digits) <= Fraction(
        whole.digits
    )
    return last if is_part else None


def _grown(group: Group, said: Said, moment: Moment) -> Said | None:
    """That what stands grew by so much: 公路里程1200公里，新增12公里."""
    is_alone = NEWLY.fullmatch(group.clause.strip("，、")) and CLAUSE_ENDS.match(group.right)
    if not (is_alone and said.frame == "plain" and moment.stood):
        return None
    if group.first.printed_unit not in moment.units:
        return None
    return Said("change.verb", "change", "up", "previous_year", has_verb=True)


def _beside(group: Group, rate: Said | None) -> Said | None:
    """What the number aside of what is compared measures: the same as the number compared."""
    if not group.beside or rate is None or group.first.kind not in KINDS["figure"]:
        return None
    if rate.measure != "growth":
        return replace(rate, frame="beside")
    falls = group.first.printed.startswith("-")
    return replace(rate, frame="beside", direction="down" if falls else "up", has_verb=False)


def _a_year_ago(group: Group, last: Said | None) -> Said | None:
    """What the number of a year before measures, which is that of this year: 上年同期为5.3%."""
    if last is None or not SAME_PERIOD.search(group.clause) or last.measure in MOVES:
        return None
    is_down = group.first.printed.startswith("-")
    way = last.direction and ("down" if is_down else "up")
    return replace(last, frame="a year ago", direction=way, has_verb=False)


def _measured_as(said: Said, thing: Found, group: Group) -> Said:
    """What a number measures by a noun that does not stand in its own clause.

    其中铁路0.4亿人 is of the whole's 客运量, 占比较高，为41% of a share.
    """
    name, number = thing.names[0], group.first
    if thing.route == "carried" and ADDED.search(group.clause) and name.startswith("新增"):
        return Said("plain", plain_measure(name, number), None, None)
    if thing.route == "part" and said.frame == "plain":
        return replace(said, measure=plain_measure(name, number))
    if thing.route == "carried" and said.frame in PERCENT and RATES_ONLY.search(name):
        return Said(said.frame, "growth", "up", "previous_year")
    if thing.route in ("earlier clause", "carried", "pull") and said.frame in PERCENT:
        by_noun = understand(name, number, "")
        is_told = by_noun.measure in ("share", "contribution")
        return replace(said, measure=by_noun.measure) if is_told else said
    return said


def _like_first(said: Said, first: Said) -> Said:
    """B of 由A调整为B: the level is of the kind of A, the rank is among the same."""
    if said.measure == "rank":
        return replace(said, base=first.base)
    is_same = said.frame.endswith("into") or (said.measure in STATES and first.measure in STATES)
    return replace(said, measure=first.measure) if is_same else said


def _thing(group: Group, said: Said, topic: Topic, is_first: bool) -> Found:
    if group.is_chinese_count:
        return counted_in_words(group, topic)
    thing = subjects(group, said, topic, is_first)
    remember(thing, group, said, topic)
    return thing


def _quantity(record: Reading, number: Number, name: str, thing: Found, said: Said) -> Reading:
    """A record that has its place and time, with all else that its number says."""
    value, lower, upper = _value(number, said)
    direction = None if said.measure == "contribution" else said.direction  # its sign says it
    doubts: list[tuple[str, tuple[str, ...]]] = [] if record.period else [("period", ())]
    if name and not thing.is_sure:
        doubts.append(("subject", (name, *thing.others)))
    return replace(
        record,
        value=value,
        lower=lower,
        upper=upper,
        unit=number.printed_unit or None,
        subject=name or None,
        measure=said.measure,
        direction=direction,
        base=said.base,
        approx=number.hedge or None,
        scope=scope_of(name),
        route=f"{said.frame}, {thing.route}",
        doubts=tuple(doubts),
    )


def _value(number: Number, said: Said) -> tuple[Fraction, Fraction, Fraction]:
    """The value with its sign, and the bounds that its digits and the word beside it leave."""
    digits = number.digits
    if "/" in digits:
        part = Fraction(digits)
        if not number.is_chinese:
            return part, part, part
        values = QUALIFIED[number.qualifier or "约"](part, Fraction(1, 2 * part.denominator))
        return part, values.lower, values.upper
    is_counted = said.measure in ("count", "rank") and not number.scale
    is_exact = number.is_chinese or (is_counted and "." not in digits)
    if said.direction == "down" and said.measure in HAPPENS and not digits.startswith("-"):
        digits = "-" + digits
    printed = Printed(digits, number.qualifier, is_exact and not number.qualifier)
    return printed.value, printed.lower, printed.upper
