"""Numbers that are no quantities: dates, list numbers, names, thresholds, each by a rule of a table."""

import re
from dataclasses import dataclass
from functools import cache

from finreport.reading.lexicon import DOING, VERB, either


@dataclass(frozen=True, slots=True)
class NameRule:
    """A kind of number that measures nothing.

    ``before`` is what the words before the digits end with, ``number`` the digits, ``after`` what
    the words after the digits begin with; an empty pattern agrees with all. ``example`` holds a
    number, the first of its text that agrees, for which the rule was written.
    """

    why: str
    before: str
    number: str
    after: str
    example: str


HAN = "\u4e00-\u9fa5"
NUMERAL = r"[\d.]+"

RULES = (
    NameRule("list number", r"^", r"\d{1,2}", r"(?:[.．、](?!\d)| (?!\d)|[.．](?=20\d\d年))", "3.外贸增长"),
    NameRule("list number", r"^(?:附件|附表|附图|注[:：]|[（(]|图 ?|表 ?|专栏 ?)", r"\d{1,2}", r"", "表 2 存款"),
    NameRule("list number", r"[（(、，；]", r"\d{1,2}", r"[）)]", "（3）完善"),
    NameRule("list number", r"(?:附件|附表|附图|图|表|专栏) ?", r"\d{1,2}", r"(?![\d.]*[亿万元%个])", "见表3"),
    NameRule("year", r"", r"(?:19|20)\d\d", r"年(?!均?[级生])", "2024年增长"),
    NameRule("year", r"", r"(?:19|20)\d\d", r"[-—~至到/、](?:19|20)\d\d(?:年|[）)])", "2023-2025年"),
    NameRule("year", r"(?:19|20)\d\d年?[-—~至到、]", r"(?:19|20)\d\d", r"(?:年|[）)])", "截至2021—2025年"),
    NameRule("year", r"[（(〔\[]", r"(?:19|20)\d\d", r"[）)〕\]]", "方案（2025）"),
    NameRule("date", r"", r"(?:19|20)\d\d", r"[-./]\d{1,2}[-./]\d{1,2}", "2024-03-05"),
    NameRule("date", r"(?:19|20)\d\d[-./](?:\d{1,2}[-./])?", r"\d{1,2}", r"(?:[-./]|\D|$)", "2024-03"),
    NameRule("date", r"(?:\d\d:)?", r"\d{1,2}", r":\d\d(?!:\d)(?!\.)", "08:30发布"),
    NameRule("date", r"(?:^|\D)\d{1,2}:(?:\d\d:)?", r"\d\d", r"(?!:|\d|\.)", "发布于08:30"),
    NameRule("date", r"", r"\d{1,2}", r"(?:[-—~至、]\d{1,2})?月(?!均)", "9月末余额"),
    NameRule("date", r"\d月(?:\d{1,2}日?[-—~至、])?", r"\d{1,2}", r"[日号至—\-]", "9月12日"),
    NameRule("date", r"月", r"\d{1,2}", r"", "3月5召开"),
    NameRule("date", r"", r"\d{1,2}", r"日(?![均产])", "15日起"),
    NameRule("date", r"第?", r"[1-4]", r"季度", "第3季度"),
    NameRule("date", r"前", r"\d{1,2}", r"个?(?:月|季度)", "前3季度"),
    NameRule("date", r"(?:上午|下午|凌晨|晚上|日)", r"\d{1,2}", r"[时点]", "上午9时"),
    NameRule("year", r"", r"(20\d\d)\1", r"年", "20252025年年"),
    NameRule("printed twice", r"", r"(\d\d)\1", r"(\D{2,12})\1", "1212条措施条措施"),
    NameRule("document number", r"[〕]第?", r"\d+", r"号", "〔2024〕29号"),
    NameRule("footnote", r"[" + HAN + r"]\[", r"\d{1,2}", r"\]", "总值[2]增长"),
    NameRule("name", r"[A-Za-z][-_]?", NUMERAL, r"", "PM2.5浓度"),
    NameRule("name", r"[A-Za-z]\d+[/.\-]", NUMERAL, r"", "H7/9型"),
    NameRule("name", r"[+＋]", NUMERAL, r"", "“1+2”体系"),
    NameRule("name", r"", NUMERAL, r"[+＋](?:[\dNXn]|[A-Za-z“])", "1+N方案"),
    NameRule("name", r"[×xX*]", NUMERAL, r"", "“4×4”体系"),
    NameRule("name", r"", NUMERAL, r"[×xX*](?=[\dNn])", "4×4体系"),
    NameRule("name", r"", r"\d(?:\.\d)?", r"[GgDdAaS](?![A-Za-z]{2}|B)(?!W)", "5G基站"),
    NameRule("name", r"", NUMERAL, r"(?!GWh|GW|MW|kW|TWh|TEU|PF|P(?![A-Z])|[EPT]?[Ff]lops|E?F|E?FLOPS|dB|BP|bp|GB|TB|PB|EB|Gb|Mb|km|mg|cm|mm|L|kg|m[23²³]|T(?![A-Za-z]))[A-Za-z]", "3D打印"),
    NameRule("name", r"", r"\d+", r"强(?!度)", "500强企业"),
    NameRule("name", r"(?:全国|全球|世界|中国|亚洲|百强|TOP|前)", r"\d{2,}", r"强", "前100强"),
    NameRule("name", r"", r"[\d.]+", r"(?:版(?!权)|\.\d|号楼|号线|号文|号岛|号令|号公路|国道|高速|次列车)", "3.0版"),
    NameRule("name", r"[^至到为从由达、，。比]", r"\d\.0", r"(?:$|[、”）产版时，。行平])", "服务2.0时代"),
    NameRule("name", r"[" + HAN + r"“]", r"\d\.0", r"(?=[" + HAN + r"”])(?![个万亿元倍])", "工业4.0转型"),
    NameRule("name", r"", r"1[012]\d{3}|12345|95598|110|119|120|122", r"(?:热线|便民|政务|平台|”|服务|急救|消费)", "12345热线"),
    NameRule("name", r"", r"\d+(?:\.\d+)?", r"(?:英寸|千伏|纳米|兆瓦|μm|nm)(?!以上|左右|，|。|、|；|$|时)", "8英寸晶圆"),
    NameRule("name", r"(?:国道|省道|县道|高速|线|公路|航班|热线|专线|工程)G?S?", r"\d{2,4}", r"(?![个万亿元家户人公条项.%])", "国道318线"),
    NameRule("name", r"“", r"\d{2,4}", r"”", "“321”机制"),
    NameRule("ordinal", r"第", NUMERAL, r"(?:届|个|次|批|号|期|轮|条|章|款|项|家|座|只|例|台|套|阶段|步|站|组|部|类|年|天)", "第17届大会"),
    NameRule("ordinal", r"第", NUMERAL, r"[、和]\d", "第1、2批"),
    NameRule("name", r"", r"\d+", r"(?:号|届(?!次))", "3号洞"),
    NameRule("threshold", r"", NUMERAL, r"(?:千瓦|万元|亿元|万千瓦|公里|吨|亩|万吨|平方米|兆瓦|床|户|人|头|张|米|%|万人|千米|万亩|小时|元)(?:及)?以上(?=[^，。；、：）)左右达增占为\d的]{2,})", "500万元以上项目"),
    NameRule("threshold", r"", NUMERAL, r"(?:千瓦|万元|亿元|万千瓦|公里|吨|亩|万吨|平方米|兆瓦|床|户|人|头|张|米|万人|元)及?以下(?=[" + HAN + r"]{2})", "50万元以下欠款"),
    NameRule("threshold", r"(?:单笔|单项|单体|单个|总投资|投资|营收|年产值|产值|规模|注册资本)(?:超过?|达到?|在)?", NUMERAL, r"(?:万元|亿元|千万元)(?:及?以上)?的?(?=[" + HAN + r"]{0,8}(?:项目|企业|账款|工程)\d)", "单笔50万元以下账款"),
    NameRule("threshold", r"(?:首个|首家|首座)[^，。]*(?:突破|超过?|达)", NUMERAL, r"[万亿千百]*元?的", "首个超1000亿元的市"),
    NameRule("threshold", r"(?:增幅|增速|比重|占比|降幅)(?:均?在|超过?)", NUMERAL, r"%以[上下]的", "增速在10%以上的产业"),
    NameRule("age", r"", r"\d{1,3}", r"(?:[-—~至]\d{1,3})?(?:周岁|岁)(?:及)?(?:以[上下]|[" + HAN + r"]*(?:老年|儿童|人口|妇女|女性|人群|居民))", "65岁及以上老年人"),
    NameRule("age", r"(?:\d{1,3})[-—~至]", r"\d{1,3}", r"(?:周岁|岁)", "6—14岁儿童"),
)
"""Tried in order; the first that agrees says why a number is no quantity."""

QUOTED = re.compile(r"“[^“”，。；]{0,12}$")
UNQUOTED = re.compile(r"[^“”，。；]{0,12}”")
TITLED = re.compile(r"《[^》]*$")

DURATION_KEPT = (
    rf"(?:寿命|年限|历时|时间|天数|时长|周期|用时|平均|工期|连续|提前|缩短|{VERB}|"
    rf"(?:{VERB}|压缩|缩短|控制|延长)(?:至|到|了)|达到?|为|由|从|超过?|仅用|只需|到)(?:约|近|超过?|[了至到为])?$"
)
"""Words before a duration that a text reports (连续4年, 寿命达到79岁)."""

DURATION_DROPPED = re.compile(
    r"(?:近|未来|过去|前|时隔|最近|今后|在|用|每|隔|十四五”?|下一个|第一个|这|那|上|整|[(（])$"
)
NAME_OF_TIME = re.compile(
    r"(?:钟)?(?:[^，。；、]{0,4})(?:圈|窗口期|过境免签|免签)|(?:期|制|级)|行动|计划|规划|方案|来(?!水)|一遇|长跑"
)

UNITLESS_NAME = re.compile(rf"[{HAN}]")
UNITLESS_KEPT = re.compile(
    r"(?:[和至到与及提升增降比以左]|为|调整|多|余|个|左右|以上|家|分|减少|位|上下|下降|跃|的)"
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            rule.why,
            re.compile(f"(?:{rule.before})$"),
            re.compile(rule.number),
            re.compile(rule.after),
        )
        for rule in RULES
    )


def why_named(text: str, start: int, end: int, is_opening: bool) -> str:
    """Why the digits from ``start`` to ``end`` are no quantity; empty if no rule says so.

    ``is_opening`` says that ``text`` is the first sentence of its paragraph, where list numbers
    stand.
    """
    before, digits, after = text[:start], text[start:end], text[end:]
    nearby = before[-24:] if len(before) > 24 else before
    for why, left, number, right in _patterns():
        if why == "list number" and not before and not is_opening:
            continue
        if number.fullmatch(digits) and left.search(nearby if before == nearby else "\n" + nearby):
            if right.match(after):
                return why
    if QUOTED.search(before) and UNQUOTED.match(after):
        return "name"
    if TITLED.search(before) and "》" in after:
        return "name"
    return ""


def why_duration(text: str, start: int, end: int, unit: str) -> str:
    """Why a number of years, days or hours is no quantity; empty if a text reports it."""
    before, after = text[:start], text[end:]
    if unit == "日":
        return "date"
    if NAME_OF_TIME.match(after):
        return "period"
    if unit in ("岁", "周岁"):
        return "" if re.search(r"(?:寿命|年龄)[^，]{0,10}$", before) else "age"
    if DURATION_DROPPED.search(before) and not re.search("提前$", before):
        return "period"
    if re.search(DURATION_KEPT, before) or re.search("时间[^，]{0,4}$", before):
        return ""
    if re.match(rf"(?:以上|以下)?[{HAN}]", after) and unit in ("小时", "分钟", "天"):
        return "" if re.match(r"(?:开工|投产|封顶|建成|完成|办结|内|具备)", after) else "name"
    if re.match("内|以内", after):
        return ""
    return "period" if unit in ("年", "个月", "个季度", "周") else ""


def why_bare(text: str, start: int, end: int) -> str:
    """Why a number without any unit is a name: it stands before a noun (国道318线)."""
    before, digits, after = text[:start], text[start:end], text[end:]
    if re.search(r"第$", before) or "." in digits:
        return ""
    if UNITLESS_NAME.match(after) and not UNITLESS_KEPT.match(after):
        return "name"
    return ""


DOES = re.compile(rf"(?:{either(DOING)})$")
