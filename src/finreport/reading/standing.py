"""Whether a number says what stands on a day, or what happens in a period: stocks and flows."""

from msgspec import Struct
from msgspec.structs import replace

from finreport import patterns as re
from finreport.reading.frames import Said, bare
from finreport.reading.lexicon import alternatives, either, words
from finreport.reading.phrases import without_lead
from finreport.reading.sentences import Group

HAPPENS = ("growth", "change", "change_pp", "contribution")
STOCK = re.compile(
    alternatives("stocks")
    + "(?:数|数量|规模|总数|总额|总量|(?:预计)?执行数|预计数)?(?:（[^）]*）)?$"
)
GROWN = re.compile(alternatives("grown_stocks"))
LENT = re.compile("(?:贷款|存款)$")
"""What stands at the end of the part of a year that a text tells of, where it names none itself."""

STANDING = re.compile(alternatives("standing_nouns"))
ALL_YEAR = re.compile("全年(?![^，]*末)[^，率]{2,12}$")
"""That what follows is of the whole year, whatever it is: 全年水资源总量."""

FLOW = re.compile(alternatives("flow_nouns"))
NEW = re.compile(alternatives("new_nouns"))
PLACED_NEW = re.compile("[^，的]{2,4}新增")
"""What is new somewhere: 山湖新增上市公司."""

INSTITUTIONS = re.compile(alternatives("institutions"))
STAFF = re.compile(alternatives("staff"))
REACHED = re.compile(alternatives("reached") + "(?:约|近|超过?|了)*$")
PASSED = re.compile(alternatives("passed") + "$")
MOVED = re.compile(alternatives("moved"))
DOES = re.compile(alternatives("achieved"))
HANDLED = re.compile(alternatives("handled"))
_ACTS = either(each for each in words("doing") if each not in words("not_done"))
DONE = f"(?!{alternatives('no_acts')})(?:{_ACTS})"
DID = re.compile(f"{DONE}|{alternatives('achieved')}|{alternatives('handled')}")
"""Verbs that open a clause on what was done, not on what there is."""

LASTING = re.compile("(?:(?<!平方)公里|千瓦|[兆吉]瓦|[kMG]W|[EP]?FLOPS|P|PF|机架)$", re.IGNORECASE)
"""Units of what is built to last: lengths, power, computing."""

MADE = re.compile("[建改]|新(?!型|能源)|提[档升质]|升级|治理|释放")
"""Names of what is done to such things: 农村公路提档升级里程."""

PASSED_ON = re.compile("(?:发放|处置|投放|核销|收回|清收|化解|偿还)[^的]{0,8}(?:贷款|债务|资产)$")
"""What was lent or cleared in a period, though what is lent and owed stands: 处置不良贷款."""

OF_TOTAL = re.compile("(?<=..)占[^占]{2,}总[量额数]$")
"""Of what total a share is: 来自区外的资金占引资总量 stands no more than the money does."""

OF_GROWTH = re.compile("占[^占]*(?:增量|新增[^占的]{0,6})$")
"""What is a share of what came to be in a period: 占同期各项贷款增量."""

FOR = ("为", "向", "对", "给")
NAMED_BEHIND = re.compile("[\u4e00-\u9fa5]{2}")
"""For whom something was done: 为13万户经营主体发放贷款."""

MEAN = re.compile("(?:浓度|含量|寿命|强度|年限|标准|均价|温度)$")
"""What does not add up over several years, and is named for their end."""

TRIPS = ("次", "列")
"""Ends of units of what is counted each time that it happens."""

THERE_ARE = re.compile(
    "(?:目前[^，]{0,8}?|全年|年末|20\\d\\d年)?(?:全[省市州县区])?(?:共|现|已|实|拥)?有"
)
KEPT_UP = re.compile(r"(?:保持|稳定|维持)在")
IN_ALL = re.compile("累计|五年|总共|合计")
CLAUSE_ENDS = re.compile("[，。；、（）]|$")
IN_ALL_BY_THEN = re.compile(
    "(?:累计|总量|总面积|总长度?|总里程|面积|规模)+(?:已)?(?:达到?|超过?|突破|为|扩[大展][到至])?"
)
"""That so much is there by then: 新建绿道45公里、累计达到812公里."""

MAKES = re.compile("启动|新建|新设|设立|建设|建成|引进|获批|布局|创建|培育")
"""Verbs after which a number is of what was made, whatever it is."""

CAME = re.compile("[^，。；]{0,12}参[会展赛加与]")
"""What those do who were there for once: 50多个国家和地区参会."""

AT_THE_END = re.compile("[年月季期]末[^，]{0,6}失业率")
"""A rate that is named as that of a day."""

LISTED = re.compile("(?:[、和及与]|以及)[^，；：。]*$|[^，；：。、]{1,4}$")
"""What stands between two numbers of one list, with one verb for both."""


NEXT_OF_LIST = re.compile("[、和及与]|以及")
"""What alone stands before the next of a list of amounts of things: 8万吨钢材、3亿元设备."""

NEXT = re.compile("[，、；][^，；。\\d]*$")
"""The next of a list: a mark, and nothing but what is counted."""

OF_THE_SAME = re.compile("[，、；：（]*(?:其中|约?占)|）[、和及][^，；：。（）]*（$")
"""Openings of what is a part of what stands, or its share."""

YEARLY = re.compile(
    "(?:产量|电量|吞吐量|收入|支出|营收|增加值|零售总?额|生产总值|进出口总?[额值]|出口总?[额值]?|产值)$"
)
"""Ends of indicators of one year, also where a review of several names no year."""


class Told(Struct, frozen=True):
    """A number and its subject, with what is known of its time.

    ``stood`` says whether the number before was of what is there, ``is_open`` that no period is
    named for the number and the text does not plan, ``is_same`` that the last thing that was said
    to stand is what this number is about too, ``is_like`` that the number before has its unit,
    ``is_among_parts`` that the sentence was already telling of parts (其中…，).
    """

    group: Group
    said: Said
    name: str
    stood: bool | None = None
    is_open: bool = True
    is_same: bool = False
    is_like: bool = False
    is_among_parts: bool = False

    @property
    def clause(self) -> str:
        """The words before the number, without the comma that parts them from others."""
        return self.group.clause.strip("，、—●")

    @property
    def is_flow(self) -> bool:
        """Whether its noun, without what describes it, is of what happens."""
        return bool(FLOW.search(self.name.rpartition("的")[2]))

    @property
    def goes_on_with_what_stands(self) -> bool:
        """Whether it is the next of a list of what is there: 医院12家，诊所31家."""
        return bool(self.stood and NEXT.match(self.group.left)) and not DOES.search(self.clause)

    @property
    def becomes(self) -> bool:
        """Whether it is the end, or the start, of a way: 由A增加到B, 扩容至B."""
        return self.group.pair in ("from", "to") or self.said.frame.endswith("into")

    @property
    def is_plain_level(self) -> bool:
        """Whether it is a level that nothing led to."""
        return self.said.measure == "level" and not self.becomes

    @property
    def was_done(self) -> bool:
        """Whether its clause opens with what was done."""
        is_for = self.clause.endswith(FOR) and NAMED_BEHIND.match(self.group.right)
        return bool(is_for or DID.match(without_lead(self.clause)))

    @property
    def is_reached(self) -> bool:
        """Whether a word before it says that so many are there by then."""
        return bool(REACHED.search(self.clause)) and not DOES.match(self.clause)

    @property
    def is_listed_with_done(self) -> bool:
        """Whether it goes on with a list of what was done: 新增企业72家、车间20个."""
        if self.stood is not False or self.becomes or self.said.measure not in ("count", "level"):
            return False
        is_listed = LISTED.match(self.group.left) and bare(self.clause)
        is_next = is_listed or NEXT_OF_LIST.fullmatch(self.group.left)
        return bool(is_next) and not REACHED.search(self.clause)

    @property
    def is_part_of_what_happened(self) -> bool:
        """Whether it is a part or share of what happened: 新增装机30万千瓦，其中风电装机9万千瓦."""
        is_next = self.is_among_parts and NEXT.fullmatch(self.group.left)
        if self.stood is not False or not (is_next or OF_THE_SAME.match(self.group.left)):
            return False
        return self.said.measure == "share" or (self.is_like and not STOCK.search(self.name))


def stands(it: Told) -> bool:
    """Whether a number says what stands on a day rather than what happens in a period."""
    is_change = it.said.measure in ("change", "change_pp", "contribution")
    is_new = NEW.match(it.name) or PLACED_NEW.match(it.name)
    if is_change or is_new or it.is_listed_with_done or it.is_part_of_what_happened:
        return False
    if it.said.measure == "share":
        if OF_GROWTH.search(it.name):
            return False
        it = replace(it, name=OF_TOTAL.sub("", it.name))
    named = _by_name(it)
    return _by_clause(it) if named is None else named


def _by_name(it: Told) -> bool | None:
    """What its subject alone says; None if that leaves it open."""
    is_count = it.said.measure == "count"
    if is_count and it.group.pair in ("from", "to") and not it.is_flow:
        return True
    is_made = is_count and MAKES.match(without_lead(it.clause))
    if (STOCK.search(it.name) or PASSED_ON.search(it.name)) and not is_made:
        return not PASSED_ON.search(it.name)
    if it.said.measure == "growth":
        is_held = LENT.search(it.name) and it.is_open
        is_grown = bool(is_held or GROWN.search(it.name)) and not DOES.search(it.name)
        return it.is_same or is_grown
    if it.is_flow or (ALL_YEAR.search(it.group.left) and it.is_plain_level):
        return False
    is_paid = it.group.first.kind == "money" and MOVED.search(it.clause)
    is_named = DOES.search(it.name + it.group.clause[-2:]) or DID.match(it.name)
    is_done = is_paid or it.was_done or is_named
    if STANDING.search(it.name) and (it.name.endswith("率") or it.becomes or not is_done):
        return True
    return None


def _by_clause(it: Told) -> bool:
    """What the words about it say."""
    unit = it.group.first.unit
    if it.stood and OF_THE_SAME.match(it.group.left) and not it.was_done:
        return it.said.measure in ("level", "count", "share")
    if it.said.measure == "level":
        if it.group.first.kind == "physical" and IN_ALL_BY_THEN.fullmatch(it.clause):
            return True
        is_done = it.was_done or MADE.search(it.name)
        is_reached = PASSED.search(it.clause) or it.becomes
        return bool(LASTING.search(unit) and is_reached and not is_done)
    return it.said.measure == "count" and not unit.endswith(TRIPS) and _exists(it)


def _exists(it: Told) -> bool:
    """Whether things counted are there on a day, and not made, moved or met in a period."""
    if CAME.match(it.group.right):
        return False
    if it.is_reached or THERE_ARE.match(it.clause):
        return True
    if it.was_done or DID.match(it.name):
        return False
    if it.said.frame.endswith("into"):
        return True
    if not CLAUSE_ENDS.match(it.group.right):
        return False
    return bool(PASSED.search(it.clause)) or it.goes_on_with_what_stands or _is_named_alone(it)


def _is_named_alone(it: Told) -> bool:
    """Whether an institution, or those who are there, and their number are all that is said."""
    is_thing = INSTITUTIONS.search(it.name) or STAFF.search(it.name)
    return bool(is_thing and it.is_open and without_lead(it.clause) and not DOES.search(it.name))


def flows(it: Told, is_until: bool) -> bool:
    """Whether a number beside the name of a day is nevertheless of the period that ends on it.

    ``is_until`` says that the day ends what is counted up (截至年末).
    """
    if STOCK.search(it.name):
        return False
    if AT_THE_END.search(it.clause):
        return False
    is_part = it.stood is False and OF_THE_SAME.match(it.group.left)
    is_growth = it.said.measure == "growth" and not (stands(it) or STANDING.search(it.name))
    if it.is_flow or is_growth or (is_part and it.group.first.kind == "money"):
        return True
    if is_until or "累计" in it.group.left:
        return False
    is_paid = it.group.first.kind == "money" and MOVED.search(it.clause)
    is_handled = HANDLED.match(it.clause) or DOES.match(it.clause)
    return bool(is_paid or (it.said.measure == "count" and is_handled))


def takes_all(it: Told) -> bool:
    """Whether a number of several years is of all of them, not of their end."""
    is_rate = it.said.frame == "contribution.rate"
    if it.said.measure == "multiple" and "时期" in it.clause:
        return True
    if it.said.measure == "level" and MEAN.search(it.name):
        return False
    if (it.said.measure in HAPPENS and not is_rate) or (
        KEPT_UP.search(it.clause) and not STANDING.search(it.name)
    ):
        return True
    is_lasting = it.group.first.kind == "time" and "连续" in it.clause
    if it.said.measure not in ("count", "level") or is_lasting or stands(it):
        return False
    if IN_ALL.search(it.group.stretch) or it.is_listed_with_done:
        return True
    return not (it.said.frame.endswith("into") or it.is_reached or _passed_in_a_year(it))


def _passed_in_a_year(it: Told) -> bool:
    """Whether a flow of one year passed a mark: 进出口总额突破3000亿元."""
    is_yearly = (
        FLOW.search(it.name) or it.name.endswith("规模") or it.group.first.kind == "physical"
    )
    has_passed = PASSED.search(it.clause) or YEARLY.search(it.name)
    return it.said.measure == "level" and bool(is_yearly and has_passed) and not it.was_done


def goes_on(it: Told) -> bool:
    """Whether a year-end that was named before still holds after this number."""
    if it.said.measure in ("share", "growth"):
        return True
    is_done = DOES.search(it.clause) or HANDLED.match(it.clause)
    return it.said.measure == "count" and not is_done
