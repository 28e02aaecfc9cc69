"""Invented budget reports, final accounts and releases that tell two levels in equal lists."""

import random
from dataclasses import dataclass

TAXES = ("增值税", "企业所得税", "个人所得税", "资源税", "城市维护建设税", "契税")
SPENDING = (
    "教育支出",
    "科学技术支出",
    "社会保障和就业支出",
    "农林水支出",
    "节能环保支出",
    "住房保障支出",
)
REGIONS = (
    ("全省", "省本级"), ("全市", "市本级"), ("全县", "县本级"), ("全区", "区本级"),
    ("全省", "省级"), ("全市", "市级"), ("全州", "州本级"),
)  # fmt: skip
FORMS = ("headings", "sentences", "numbered", "joined", "accounts", "planned")
KINDS = (*FORMS, "lenders", "places", "owners")


@dataclass(frozen=True, slots=True)
class Levels:
    """A text, a number of it that it prints twice within one level, and how that is printed."""

    text: str
    printed: str


def write(seed: int, kind: str) -> Levels:
    """The text of a kind; the same seed makes the same."""
    chance = random.Random(f"{seed} {kind}")
    if kind == "lenders":
        return _lenders(chance)
    if kind in ("places", "owners"):
        banks, cities = ("外资银行", "中资银行"), ("榆州市", "兴和市")
        return _places(chance, banks if kind == "owners" else cities)
    return _budget(chance, kind)


def _budget(chance: random.Random, kind: str) -> Levels:
    names = chance.choice(REGIONS)
    taxes = chance.sample(TAXES, chance.randint(3, 5))
    spending = chance.sample(SPENDING, chance.randint(3, 5))
    blocks, told = [], ""
    size = chance.randint(8_000_000, 40_000_000)
    for at, name in enumerate(names):
        level = _Level(chance, name, size if not at else size // chance.randint(3, 9))
        blocks.append(level.told(kind, taxes, spending, at))
        told = told or level.taxed
    title = (
        f"关于2022年{names[0]}和{names[1]}预算执行情况与2023年{names[0]}和{names[1]}预算草案的报告"
    )
    again = f"一年来，{names[0]}税收收入完成{told}万元，收入质量稳步提升。"
    if kind == "accounts":
        told = str(size)
        again = f"一年来，{names[0]}一般公共预算收入完成{told}万元，收入质量稳步提升。"
    return Levels(
        "\n\n".join((title, f"2022年{names[0]}和{names[1]}预算执行情况", *blocks, again)), told
    )


class _Level:
    """The numbers of one level: what was budgeted, what came of it, by kinds."""

    def __init__(self, chance: random.Random, name: str, size: int) -> None:
        self.chance, self.name, self.size = chance, name, size
        self.tax = size * 7 // 10 + chance.randint(0, 9999)
        self.taxed = str(self.tax)

    def line(
        self, name: str, amount: int, done: str = "完成", *, growth: float = 0, budget: int = 0
    ) -> str:
        """甲完成A万元，为预算的p%，增长g%."""
        share = 100 * amount / budget if budget else self.chance.randint(9_000, 11_900) / 100
        growth = growth or self.chance.randint(150, 2_500) / 100
        of = self.chance.choice(("为预算的", "完成预算的"))
        return f"{name}{done}{amount}万元，{of}{share:.2f}%，增长{growth:.2f}%"

    def parts(self, names: list[str], whole: int, done: str) -> str:
        """Amounts that leave some of the whole to others."""
        left = whole * 3 // 5
        told = []
        for name in names:
            amount = left * self.chance.randint(20, 45) // 100 + self.chance.randint(0, 99)
            left -= amount
            told.append(self.line(name, amount, done))
        return "；".join(told) + "。"

    def told(self, kind: str, taxes: list[str], spending: list[str], at: int) -> str:
        """The paragraphs of the level."""
        other = self.size - self.tax
        grown = [self.chance.randint(150, 2_500) / 100 for _ in range(2)]
        before = sum(a / (1 + g / 100) for a, g in zip((self.tax, other), grown, strict=True))
        growth = 100 * (self.size / before - 1)
        spent = self.size * 2 + self.chance.randint(0, 9999)
        budget = self.size * 100 // 107 + self.chance.randint(0, 99)
        of_tax = self.tax * 100 // self.chance.randint(99, 108)
        lead = f"2022年{self.name}"
        come = self.line("一般公共预算收入", self.size, growth=growth, budget=budget)
        whole = f"{lead}{come}。"
        outgo = f"{self.line('一般公共预算支出', spent, '执行')}。"
        kinds = self.parts(taxes, self.tax, "完成")
        income = (
            f"——{self.line('税收收入', self.tax, growth=grown[0], budget=of_tax)}。其中：{kinds}",
            f"——{self.line('非税收入', other, growth=grown[1], budget=budget - of_tax)}。",
        )
        used = self.parts(spending, spent, "执行")
        taxed = self.parts(taxes, self.tax, "决算数为")
        asked = f"{self.name}一般公共预算收入为{budget}万元"
        forms = {
            "headings": (
                f"{at + 1}、{self.name}一般公共预算执行情况",
                f"经汇总，{asked}，年底无变动。",
                whole + outgo,
                "（1）主要收入项目执行情况",
                *income,
                "（2）主要支出项目执行情况",
                used,
            ),
            "numbered": (
                f"（{'一二'[at]}）{self.name}预算执行情况",
                whole,
                "主要收入项目情况如下：",
                *income,
                outgo + used,
            ),
            "joined": (f"{lead}收支情况：", whole + "".join(income), outgo + used),
            "accounts": (
                f"{lead}一般公共预算收入决算数为{self.size}万元，其中：{taxed}",
                f"{lead}一般公共预算支出决算数为{spent}万元，其中：{used}",
            ),
            "planned": (
                f"{lead}{asked.removeprefix(self.name)}，与备案预算一致。",
                whole,
                *income,
                f"2023年{self.name}一般公共预算收入安排{self.size * 105 // 100}万元。"
                f"其中：税收收入安排{self.tax * 104 // 100}万元。",
            ),
            "sentences": (whole + outgo, *income, used),
        }
        return "\n\n".join(forms[kind])


def _lenders(chance: random.Random) -> Levels:
    """What all banks and what those of the place alone lend and hold."""
    told = f"{chance.randint(900_000, 4_000_000) / 100:.2f}"
    blocks = ["湖州省金融运行情况（2022）"]
    for at, name in enumerate(("全省银行业金融机构", "法人银行业金融机构")):
        size = float(told) if not at else float(told) * chance.uniform(0.2, 0.5)
        loans, more = size * 0.7, chance.uniform(3, 12)
        blocks.append(
            f"{name}经营情况。2022年末，资产总额{size * 1.4:.2f}亿元，同比增长{more:.1f}%；"
            f"各项存款余额{size:.2f}亿元，同比增长{more + 0.4:.1f}%；各项贷款余额{loans:.2f}亿元，"
            f"同比增长{more - 0.6:.1f}%。不良贷款率{chance.uniform(0.8, 1.6):.2f}%。"
        )
    blocks.append(f"2022年末，全省各项存款余额{told}亿元。")
    return Levels("\n\n".join(blocks), told)


def _places(chance: random.Random, names: tuple[str, str]) -> Levels:
    """One list for each of two places, or of two kinds of banks, in the same order."""
    told = ""
    blocks = ["湖州省金融运行情况（2022）"]
    for name in names:
        size = chance.uniform(2_000, 9_000)
        growth = chance.uniform(4, 12)
        told = told or f"{size:.2f}"
        blocks += [
            f"{name}情况",
            f"2022年末，{name}本外币各项存款余额{size:.2f}亿元，同比增长{growth:.1f}%。"
            f"其中，住户存款{size * 0.5:.2f}亿元，增长{growth + 1.2:.1f}%；"
            f"企业存款{size * 0.3:.2f}亿元，增长{growth - 2:.1f}%。",
        ]
    blocks.append(f"2022年末，{names[0]}本外币各项存款余额{told}亿元。")
    return Levels("\n\n".join(blocks), told)
