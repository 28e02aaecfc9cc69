"""What a figure of any table measures and of when: the words of its row, column and caption."""

from collections.abc import Iterator, Sequence

from finreport import patterns as re
from finreport.reading.cells import PART, Span, bare_label, dated, says_how, says_how_much_more
from finreport.reading.grid import Grid, GridLine, Heads
from finreport.reading.model import Measure

RATES = re.compile(r"比(?:上年|去年|同期)|同比|增长|增速|±%|涨跌|构成|比重|占比|份额")
"""Words of heads under which everything is in percent unless another unit stands there."""

OF_PLAN = re.compile("(?:[为占]|完成)(?:年初|年度|全年|调整)?(?:预算|计划|目标)数?的?[%％（(]")
"""A head of what was reached of a plan, in percent."""

PLANS = re.compile("(?<!公共)(?<!一般)(?<!基金)(?<!经营)(?<!保险)预算(?!内|外)|计划|目标")
"""What is planned; a budget named by its kind, 一般公共预算收入, tells what came as well."""

CHANGES = re.compile("增减|增加(?!值)|新增|[多少][增减]")

YEAR_AGO = re.compile(
    "(?:上年|去年)(?:(?P<end>年?末|底)|同期)?(?:[决预]算|执行|完成|实际)?(?:数|余额)?"
)
"""A head of the same a year ago."""

MONTH_OF_ALL = re.compile(
    r"(?P<first>1[-—–~～至到])?(?P<month>1[0-2]|0?[1-9])月(?!\d{1,2}日)(?P<end>[末底])?"
)
HALVES = {"上半年": 6, "前三季度": 9, "一季度": 3}
"""Times of a caption that begin in January, with their last month."""

SHORTEST_NAME = 4
"""A name of so many characters says what it is without its whole."""

TOTALS = re.compile("总计|合计|全部|总额|总量")

BY_KIND = re.compile(r"(?:各|分|按)(?:主要)?(?:行业|产业|地区|类型|领域)(?:分的?)?(?P<noun>.+)")
KINDS = re.compile("行业|产业|行业名称|指标名称|国家和?地区|国别.*|地区")
OF_KINDS = re.compile("(?P<noun>外商直接投资|固定资产投资|对外直接投资|[^\\d年]{0,14}平均工资)")
GOODS = re.compile("主要商品(?P<noun>出口|进口)")
PRICES = re.compile("(?:居民消费|工业生产者[出购][厂进]|商品零售|农产品生产)(?P<noun>价格)")
INTEREST = re.compile("(?P<noun>(?:美元|外币)?(?:存款|贷款)?利率)(?:表|情况)?$")


def name_of(
    grid: Grid, line: GridLine, heads: Sequence[str], unit: str | None, measure: Measure
) -> str:
    """Label, noun of the caption and heads as one name, which says nothing twice."""
    noun = _noun(grid, unit, measure)
    name = "".join(dict.fromkeys(filter(None, _labels(line, is_of_kind=bool(noun)))))
    is_rate = noun.endswith("利率")
    said = name + "".join(heads)
    if name and not is_rate and not TOTALS.fullmatch(name) and noun[-2:] not in said:
        name += noun
    for head in dict.fromkeys(heads):
        name += _own_name(head, name)
    if is_rate and "利率" not in name:
        name += noun
    return name or _of_caption(grid.title)


def _own_name(head: str, name: str) -> str:
    """What a head adds to a name."""
    rest = dated(head)[1]
    if not rest or any(says_how(each) or YEAR_AGO.fullmatch(each) for each in (head, rest)):
        return ""
    if PLANS.search(rest):
        return re.sub(r"^(?:决算|执行|完成)数?(?=[为占])|数?(?:的?[%％])?$", "", rest)
    rest = re.sub("^(?:年末|期末)(?=人口)|(?<=人口)数$", "", rest)
    return "" if _is_said(rest, name) else rest


def _labels(line: GridLine, *, is_of_kind: bool) -> Iterator[str]:
    """The labels of a row; 其中 and its like have the name of the whole before them."""
    names = [_without_account(rest) for label in line.labels if (rest := dated(label)[1])]
    if line.parent:
        whole = _without_account(dated(line.parent)[1])
        is_part = PART.match(line.label) and not (is_of_kind or _names_itself(names))
        if says_how_much_more(line.label):
            names[-1:] = [whole]
        elif line.needs_whole or is_part:
            names.insert(0, whole)
    yield from names


def _without_account(label: str) -> str:
    """A label without the words that only say that it has been accounted for."""
    return re.sub("(?<=.)(?:决算|执行)数$", "", label)


def _names_itself(names: Sequence[str]) -> bool:
    return bool(names) and len(names[-1]) >= SHORTEST_NAME


def _is_said(head: str, name: str) -> bool:
    """Whether a head says no more than a name: 产量 after 发电量, 指数 after 价格指数."""
    made = head == "产量" and re.search("量$|[存出]栏$", name)
    paid = head == "金额" and re.search("额|[顺逆]差|收入|支出|资金", name)
    return bool(head in name or made or paid or head in ("完成额", "完成投资"))


def _noun(grid: Grid, unit: str | None, measure: Measure) -> str:
    """What all rows of a table are of, where its caption says it and they do not."""
    first = bare_label(grid.label_head)
    found = BY_KIND.search(grid.title) or GOODS.search(grid.title)
    if not found and KINDS.fullmatch(first):
        found = OF_KINDS.search(grid.title)
    if not found and measure in ("growth", "price_index"):
        found = PRICES.search(grid.title)
    if not found and measure == "level" and unit == "%":
        found = INTEREST.search(grid.title)
    if not found:
        return ""
    bare = re.sub(r"[（(].*?[)）]", "", found["noun"])
    return re.split("及其?|[、和比]|增长|增速|构成|情况|完成|指数|表$", bare)[0]


def _of_caption(title: str) -> str:
    """What a table is about, by its caption: of the years of one thing the rows name no more."""
    bare = re.sub(
        r"^表(?:\d\d?(?=\d{4}\D|\D)|[一二三四五六七八九十]+)?|(?:\d{4}[-—~至])?\d{4}年末?|[（(].*|(?:及|和).+$",
        "",
        title,
    )
    return re.sub("^(?:全[省市州区县国])", "", bare)


def owner_of(line: GridLine, at: int, year: int | None) -> Heads:
    """The heads of the amounts that a rate is of: of the nearest column before it of its year.

    A rate whose head has a name of its own is of no other column.
    """
    *upper, last = line.heads[at] or ("",)
    if not (says_how(last) or RATES.search(last)) or any(_own_name(head, "") for head in upper):
        return ()
    own = next((span.year for head in upper if (span := dated(head)[0])), None) or year
    for before in reversed(range(at)):
        heads = line.heads[before]
        said = "".join(heads)
        spans = [span for head in heads if (span := dated(head)[0])]
        is_older = any(span.year not in (None, own) for span in spans) or any(
            YEAR_AGO.fullmatch(bare_label(head)) for head in heads
        )
        if not (RATES.search(said) or PLANS.search(said) or CHANGES.search(said) or is_older):
            return heads
    return ()


def time_of(grid: Grid, line: GridLine, heads: Heads, year: int | None) -> Span | None:
    """When a figure is of, as its head, its labels, its whole, the corner or the caption say.

    Gives None under 本月 where no month is named.
    """
    whole = (line.parent,) if line.needs_whole or says_how_much_more(line.label) else ()
    of_all = _time_of_all(grid.title, year)
    so_far = of_all or Span(year, 1, 12)
    for head in map(bare_label, reversed(heads)):
        if (ago := YEAR_AGO.fullmatch(head)) and year:
            return so_far._replace(year=year - 1, is_end=bool(ago["end"]))
        if re.match("[本当]月(?![止末累])", head):
            return of_all and of_all._replace(first=of_all.last)
    told = (*reversed(heads), *reversed(line.labels), *whole, grid.label_head)
    spans = [dated(text)[0] for text in told]
    span = next(filter(None, spans), so_far)
    return span._replace(first=1) if any("累计" in head for head in heads) else span


def _time_of_all(title: str, year: int | None) -> Span | None:
    """The part of a year that a caption names."""
    for words, last in HALVES.items():
        if words in title:
            return Span(year, 1, last)
    found = MONTH_OF_ALL.search(title)
    if not found:
        return None
    month = int(found["month"])
    return Span(year, 1 if found["first"] else month, month, is_end=bool(found["end"]))
