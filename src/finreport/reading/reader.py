"""Read a document: every number of its prose as a :class:`Reading`."""

import re
from dataclasses import dataclass
from fractions import Fraction

from finreport.documents.model import Document, Paragraph
from finreport.numbers import Printed
from finreport.reading.about import About, about
from finreport.reading.compact import Compact, compact
from finreport.reading.frames import Said, understand
from finreport.reading.lexicon import STOCKS
from finreport.reading.model import Reading
from finreport.reading.periods import Clock, Spell, last_day, spells
from finreport.reading.sections import Section, next_section, opening
from finreport.reading.sentences import Group, Sentence, sentences
from finreport.reading.subjects import Found, Topic, remember, subjects
from finreport.reading.phrases import thing_after
from finreport.reading.tokens import Number, numeral_value

SIGNED = ("growth", "change", "change_pp", "contribution")
STOCK = re.compile(STOCKS)
STANDING = re.compile(
    r"(?:覆盖|普及|城镇化|通达|绿化|机械化|占有|标准化|信息化|自动化|数字化|治理|参保|入园|巩固|自给)率|总数|"
    r"(?:总?装机(?:容量)?|库存|在册|存量|保有|里程|总量|总规模|人才|党员|市值|床位)"
)
FLOWS = re.compile(r"出栏|产量|收入|支出|零售|增加值|销售|招生|毕业|成交|营收|利润|出口|进口|新增|投资|生产总值|产值|预期寿命|失业率|浓度")
REACHED = re.compile(r"(?:累计|总数|增至|增加到|达到?|共有|已有|拥有|现有|突破|超过?|总量|扩大到|壮大到|增加至|发展到|保有)(?:约|近|超过?|了)*$")
DOES = re.compile(r"(?:新增|新建|建成|引进|培育|创建|实施|完成|改造|举办|发放|签约|落地|获批|认定|新|招引|开工|投产)")


@dataclass(frozen=True, slots=True)
class Unread:
    """A number that was not read, where it stands, and why."""

    printed: str
    place: object
    why: str


@dataclass(frozen=True, slots=True)
class Readings:
    """What a document says in numbers: what it is about, its readings, and what was not read."""

    about: About
    readings: tuple[Reading, ...]
    unread: tuple[Unread, ...] = ()


@dataclass(slots=True)
class State:
    """What is carried from sentence to sentence of a paragraph."""

    topic: Topic
    spell: Spell | None = None
    is_fresh: bool = True


def read(document: Document) -> Readings:
    """Every number of the paragraphs of a document; cells of tables are left to ``tables``."""
    what = about(document)
    section = opening(what.clock, what.kind)
    found: list[Reading] = []
    for paragraph in document.paragraphs:
        if not paragraph.text.strip():
            continue
        plain = compact(paragraph.text)
        section, here = next_section(plain.text, section, what.clock)
        found.extend(_paragraph(paragraph, plain, here, what.clock))
    return Readings(what, tuple(found))


def _paragraph(
    paragraph: Paragraph, plain: Compact, section: Section, clock: Clock
) -> list[Reading]:
    state = State(Topic())
    found: list[Reading] = []
    for sentence in sentences(plain.text):
        found.extend(_sentence(sentence, paragraph, plain, section, clock, state))
    return sorted(found, key=lambda each: each.offset or 0)


def _sentence(
    sentence: Sentence,
    paragraph: Paragraph,
    plain: Compact,
    section: Section,
    clock: Clock,
    state: State,
) -> list[Reading]:
    times = spells(sentence.text, clock, section.is_plan)
    state.is_fresh = False
    found = [_name(each, sentence, paragraph, plain) for each in sentence.names]
    is_first = True
    consumed = ""
    kept = state.spell
    state.spell = None
    for group in sentence.groups:
        if consumed and group.left.startswith(consumed) and not group.is_chinese_count:
            group.left = group.left[len(consumed) :]
            if group.clause.startswith(consumed):
                group.clause = group.clause[len(consumed) :]
        number = group.first
        said = understand(group.clause, number.kind, number.unit, number.scale, group.right)
        if group.pair == "parts":
            said = Said("parts", "share", None, None)
        if group.is_chinese_count:
            thing = Found([thing_after(group.right)], "chinese count", is_new=False)
            said = Said("plain", "count", None, None)
        else:
            if group.pair in ("to", "high") and found:
                said = _like_first(group, said, last_said)
            thing = subjects(group, said, state.topic, is_first)
            remember(thing, group, said, state.topic)
            consumed = thing.used
            is_first = False
            last_said = said
        spell = next((each for each in reversed(times) if each.start < number.start), None)
        if spell:
            state.spell = spell
        for index, each in enumerate(group.numbers):
            name = thing.names[min(index, len(thing.names) - 1)]
            period, is_target = _period(group, said, name, spell, kept, section, clock, sentence)
            found.append(
                _reading(
                    each, name, said, thing, period, is_target, sentence, paragraph, plain, group
                )
            )
    return found


def _like_first(group: Group, said: Said, first: Said) -> Said:
    if group.pair == "high" or said.frame.endswith(("plain", "into", "percent", "place")):
        if group.pair == "high":
            return first
    return said


def _name(each: Number, sentence: Sentence, paragraph: Paragraph, plain: Compact) -> Reading:
    offset = plain.places[sentence.start + each.start]
    return Reading(
        id=f"p{paragraph.number}.{offset}",
        printed=each.printed,
        place=paragraph.place(offset),
        is_quantity=False,
        why=each.why,
        paragraph=paragraph.number,
        offset=offset,
        route="name",
    )


def _reading(
    each: Number,
    name: str,
    said: Said,
    thing: Found,
    period: str,
    is_target: bool,
    sentence: Sentence,
    paragraph: Paragraph,
    plain: Compact,
    group: Group,
) -> Reading:
    offset = plain.places[sentence.start + each.start]
    value, lower, upper = _value(each, said)
    return Reading(
        id=f"p{paragraph.number}.{offset}",
        printed=each.printed,
        place=paragraph.place(offset),
        value=value,
        lower=lower,
        upper=upper,
        unit=each.printed_unit or None,
        subject=name or None,
        measure=said.measure,
        is_target=is_target,
        direction=said.direction,
        period=period,
        base=said.base,
        approx=each.hedge or None,
        paragraph=paragraph.number,
        offset=offset,
        route=f"{said.frame}, {thing.route}" + (f", {group.pair}" if group.pair else ""),
    )


def _value(each: Number, said: Said) -> tuple[Fraction, Fraction, Fraction]:
    """The value with its sign, and the bounds that its digits and hedge leave."""
    digits = (
        str(numeral_value(each.printed)) if each.is_chinese else each.printed.replace(",", "")
    )
    is_exact = (
        said.measure in ("count", "rank") and "." not in digits and not each.scale
    ) or each.is_chinese
    if said.direction == "down" and said.measure in SIGNED and not digits.startswith("-"):
        digits = "-" + digits
    printed = Printed(digits, each.qualifier, is_exact and not each.qualifier)
    return printed.value, printed.lower, printed.upper


def _period(
    group: Group,
    said: Said,
    name: str,
    spell: Spell | None,
    kept: Spell | None,
    section: Section,
    clock: Clock,
    sentence: Sentence,
) -> tuple[str, bool]:
    """The period of a number, and whether it is a target."""
    period = spell.period if spell else section.period
    is_day = bool(spell and spell.is_day)
    if not spell and kept and kept.is_day and said.measure == "count" and not DOES.search(group.clause):
        period, is_day = kept.period, True
    year = int(period.rpartition("/")[2][:4])
    is_target = (section.is_plan and not (spell and year <= clock.year)) or year > clock.year
    if group.pair == "from":
        start = _start(period, section, clock, sentence, group)
        return _settled(start, False, group, said, name), False
    if group.pair == "to" and "/" in period and len(period) == 9:
        period = period.rpartition("/")[2]
    return _settled(period, is_day, group, said, name), is_target


def _start(period: str, section: Section, clock: Clock, sentence: Sentence, group: Group) -> str:
    """The period of A in 由A调整为B: the year named before it, else the one before the period."""
    named = re.findall(r"20\d\d(?=年)", sentence.text[: group.first.start])
    if named and re.search(r"(?:从|由)20\d\d年", sentence.text[: group.first.start]):
        return str(named[-1])
    if re.fullmatch(r"\d{4}/\d{4}", period):
        return str(int(period[:4]) - 1)
    return str(int(period[:4]) - 1)


def _settled(period: str, is_day: bool, group: Group, said: Said, name: str) -> str:
    """A span of years, a year or a day, by whether the number is of a flow or of what stands."""
    stands = _stands(group, said, name)
    if re.fullmatch(r"\d{4}/\d{4}", period):
        happened = said.measure in ("growth", "change", "change_pp", "contribution") or (
            said.measure in ("count", "level") and not stands and not _is_reached(group)
        )
        if happened:
            return period
        period = period[-4:]
    if is_day:
        if said.measure in ("change", "change_pp") or FLOWS.search(name) and not STOCK.search(name):
            return period[:4] if period.endswith("-12-31") else period[:7]
        return period
    return last_day(period) if stands else period


def _is_reached(group: Group) -> bool:
    return bool(REACHED.search(group.clause)) and not DOES.match(group.clause)


def _stands(group: Group, said: Said, name: str) -> bool:
    """Whether a number says what stands on a day rather than what happens in a period."""
    if said.measure in ("change", "change_pp", "contribution"):
        return False
    if STOCK.search(name):
        return True
    if said.measure == "growth" or FLOWS.search(name):
        return False
    if STANDING.search(name) and not DOES.match(group.clause):
        return True
    return said.measure == "count" and _is_reached(group)
