"""The catalogues against each other and against the data, and the way numbers are written."""

import csv
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from finreport.checks.rules import load_rules
from finreport.narrative.edition_words import words_of
from finreport.words import LANGUAGES, Language, LanguageError, open_language, rounded

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"

ONLY_IN_TRANSLATIONS = {"event", "subjects"}
"""What stands in the data in the source language and in the catalogues of all others."""

AMOUNT_PLACES = {"value", "grouped", "tenth", "hundredth", "myriad"}
MONTH_PLACES = {"year", "number", "full"}
BILLIONS = re.compile(r"^(?:\((.*)\)|([^()]*)) / 10$")
"""An amount of the register in billions: what is 亿元 in Chinese, divided by ten."""

SPAN_PLACES = {"year", "first", "last", "first_number", "last_number"}

EAST_ASIAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Chinese characters and the full-width punctuation that goes with them."""

SCALES = {
    "万亿": 10**12,
    "亿": 10**8,
    "万": 10**4,
    "trillion": 10**12,
    "billion": 10**9,
    "million": 10**6,
}
UNIT_SCALES = {"trillion": 10**12, "100 million": 10**8, "10 thousand": 10**4}


def leaves(node: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with its dotted key."""
    for name, inner in node.items():
        if isinstance(inner, Mapping):
            yield from leaves(inner, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", inner


def texts(language: Language) -> dict[str, str]:
    """The texts of a catalogue that the other languages must have too."""
    catalogue = language.catalogue
    return dict(leaves({k: v for k, v in catalogue.items() if k not in ONLY_IN_TRANSLATIONS}))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def column(resource: str, name: str) -> list[str]:
    with (DATA / f"{resource}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


ZH, EN = (words_of(DATA.name, code) for code in LANGUAGES)


def printed_amounts() -> list[tuple[str, str]]:
    """Every printed number of the data whose unit has a text, with that unit."""
    found = {
        (value, unit)
        for resource in ("deposits_loans", "economy", "financing", "statements", "targets")
        for value, unit in zip(column(resource, "value"), column(resource, "unit"), strict=True)
        if value and unit in EN.catalogue["amount"]
    }
    return sorted(found)


def worth(text: str) -> Decimal:
    """What a written amount comes to, its scale read from the words beside the number."""
    number = re.search(r"−?[\d,]+(\.\d+)?", text)
    assert number is not None, text
    scale = next((scale for word, scale in SCALES.items() if word in text), 1)
    return Decimal(number[0].replace(",", "").replace("−", "-")) * scale


def test_the_catalogues_have_the_same_keys() -> None:
    assert texts(ZH).keys() == texts(EN).keys()


def test_a_translation_has_the_same_places() -> None:
    chinese, english = texts(ZH), texts(EN)
    pairs = {key: (places(text), places(english[key])) for key, text in chinese.items()}
    assert {key: pair for key, pair in pairs.items() if not go_together(key, *pair)} == {}


def go_together(key: str, ours: set[str], theirs: set[str]) -> bool:
    """Whether these places of a text and of its translation are filled by the same call."""
    if key.startswith("amount.") or key == "number_alone":
        return len(ours) == len(theirs) == 1 and ours | theirs <= AMOUNT_PLACES
    if key == "month.long":
        return ours | theirs <= MONTH_PLACES and "year" in ours & theirs
    if key in ("month.span", "month.short_span"):
        has_year = ("year" in ours) == ("year" in theirs) == (key == "month.span")
        return has_year and ours | theirs <= SPAN_PLACES
    if key.startswith("discrepancy."):  # 亿元 in Chinese are tenths of a billion in English
        theirs = {BILLIONS.sub(r"\1\2", place) for place in theirs}
    return ours == theirs


def test_no_translation_is_empty() -> None:
    english = texts(EN)
    assert [key for key, text in texts(ZH).items() if text and not english[key].strip()] == []


def test_english_has_no_chinese_characters() -> None:
    assert not {key: text for key, text in leaves(EN.catalogue) if EAST_ASIAN.search(text)}


def test_the_search_for_chinese_characters_finds_them() -> None:
    found = [key for key, text in texts(ZH).items() if EAST_ASIAN.search(text)]
    assert len(found) > len(texts(ZH)) / 2


def test_units_go_on_behind_a_title_in_small_letters() -> None:
    units = [
        text for key, text in texts(EN).items() if re.fullmatch(r"(chart|table)\..*\.unit", key)
    ]
    assert [unit for unit in units if re.match("[A-Z][a-z]", unit)] == []


def test_every_event_is_translated() -> None:
    assert set(EN.catalogue["event"]) == set(column("events", "date"))


def test_every_statement_has_an_english_subject() -> None:
    assert set(column("statements", "id")) <= set(EN.catalogue["subjects"])


def test_every_source_that_an_exhibit_names_exists() -> None:
    for language in (ZH, EN):
        exhibits = language.catalogue["chart"] | language.catalogue["table"]
        assert {exhibit["source"] for exhibit in exhibits.values()} <= set(
            language.catalogue["source"]
        )


@pytest.mark.parametrize("language", [ZH, EN], ids=LANGUAGES)
@pytest.mark.parametrize(
    "table", ["banking", "bucket", "component", "context", "economy", "institution", "target"]
)
def test_names_that_meet_in_a_chart_differ(language: Language, table: str) -> None:
    names = list(language.catalogue[table].values())
    assert len(names) == len(set(names))  # two lines of one name would be drawn as one


def test_texts_of_the_data_stay_in_the_source_language() -> None:
    assert ZH.translated("event.2024-05-28", "挂牌") == "挂牌"
    assert EN.translated("event.2024-05-28", "挂牌") == EN.text("event.2024-05-28") != "挂牌"


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_ties_are_rounded_away_from_zero(decimals: int) -> None:
    step = Fraction(1, 20 * 10**decimals)  # every tenth one is a tie
    for count in range(-400, 401):
        exact = count * step
        units = int(abs(exact) * 10**decimals + Fraction(1, 2))
        sign = "−" if exact < 0 and units else ""
        whole, part = divmod(units, 10**decimals)
        expected = f"{sign}{whole}" + (f".{part:0{decimals}d}" if decimals else "")
        assert rounded(float(exact), decimals) == expected


def test_a_tie_is_not_rounded_as_python_formats_it() -> None:
    assert f"{17532.5:.0f}" == "17532"
    assert rounded(17532.5, 0) == "17533"
    assert rounded(0.1 + 0.2 - 0.05, 1) == "0.3"  # 0.25 but for what binary fractions take away
    assert rounded(-0.04, 1) == "0.0"


def test_an_amount_is_worth_the_same_in_every_language() -> None:
    wrong = {}
    for printed, unit in printed_amounts():
        scale = next((scale for word, scale in UNIT_SCALES.items() if unit.startswith(word)), 1)
        told = [words.amount(printed, unit) for words in (ZH, EN)]
        if {worth(amount) for amount in told} != {Decimal(printed) * scale}:
            wrong[printed, unit] = told
    assert wrong == {}


def test_english_sets_thousands_apart_and_chinese_does_not() -> None:
    printed = ["-61126.20", "999.9", "7300", ""]
    assert [EN.printed(each) for each in printed] == ["−61,126.20", "999.9", "7,300", ""]
    assert [ZH.printed(each) for each in printed] == ["−61126.20", "999.9", "7300", ""]


def test_every_unit_of_an_amount_is_tried() -> None:
    assert {unit for _, unit in printed_amounts()} == set(EN.catalogue["amount"])


@pytest.mark.parametrize(
    ("printed", "unit", "expected"),
    [
        ("45586.8", "100 million CNY", "CNY 4,558.68 billion"),
        ("11.0", "100 million CNY", "CNY 1.10 billion"),
        ("-71.5", "100 million CNY", "CNY −7.15 billion"),
        ("20.2", "100 million USD", "USD 2.02 billion"),
        ("4200", "10 thousand CNY", "CNY 42.00 million"),
        ("6.5", "trillion CNY", "CNY 6.5 trillion"),
        ("45", "10 thousand people", "450,000 people"),
        ("1.4", "10 thousand items", "14,000"),
        ("17", "100 million items", "1.7 billion"),
        ("0.4", "percentage points", "0.4 percentage points"),
    ],
)
def test_amounts_in_english(printed: str, unit: str, expected: str) -> None:
    assert EN.amount(printed, unit) == expected


def test_a_bare_number_counts_in_the_powers_of_its_unit() -> None:
    assert EN.bare(1743.6, "100 million CNY", 1) == "174.36"
    assert EN.bare(-46.5, "10 thousand people", 1) == "−465,000"
    assert ZH.bare(1743.6, "100 million CNY", 1) == "1743.6"


def test_changes_in_words() -> None:
    rates = ("2.3", "-1.1", "0.0")
    assert [EN.change(rate, "growth") for rate in rates] == ["up 2.3%", "down 1.1%", "unchanged"]
    assert [ZH.change(rate, "growth") for rate in rates] == ["增长2.3%", "下降1.1%", "持平"]
    assert [ZH.change(rate, "price") for rate in rates] == ["上涨2.3%", "下降1.1%", "持平"]


def test_periods_of_several_months() -> None:
    assert ZH.months("2024-02", 2) == "2024年1至2月"
    assert EN.months("2024-02", 2) == "January to February 2024"
    assert [ZH.short_months("2024-09", count) for count in (1, 3)] == ["9月", "7–9月"]
    assert [EN.short_months("2024-09", count) for count in (1, 3)] == ["Sep", "Jul–Sep"]
    assert EN.months("2024-09", 1) == EN.month("2024-09")


def test_dates_and_periods() -> None:
    assert EN.day("2024-09-27") == "27 September 2024"
    assert ZH.day("2024-09-27") == "2024年9月27日"
    assert EN.short_day("2024-05-09") == "9 May"
    assert EN.year_month("2023-12") == "Dec\n2023"
    assert [EN.period(period) for period in ("2024", "2024-12")] == ["2024", "December 2024"]


def test_a_key_may_hold_dots_of_its_own() -> None:
    assert EN.text("bucket.above_0.5_1.5") == EN.catalogue["bucket"]["above_0.5_1.5"]
    assert EN.text("headline.gdp.ytd") == EN.catalogue["headline"]["gdp.ytd"]


def test_an_unknown_language_is_told_those_there_are() -> None:
    with pytest.raises(LanguageError, match=r"'fr'.*zh, en"):
        open_language("fr")


@pytest.mark.parametrize("language", [ZH, EN], ids=LANGUAGES)
@pytest.mark.parametrize("key", ["chart.nowhere.title", "chart.gdp", "nothing"])
def test_an_unknown_key_is_named_with_its_catalogue(language: Language, key: str) -> None:
    with pytest.raises(LanguageError, match=rf"{language.code}\.toml.*'{re.escape(key)}'"):
        language.text(key)


# The glossary and the rules


def test_a_term_stands_once_in_the_glossary_in_both_languages() -> None:
    chinese, english = (dict(leaves(words.section("term"))) for words in (ZH, EN))
    assert len(chinese) > 70
    assert list(chinese) == list(english)
    assert len(set(chinese.values())) == len(chinese)
    assert all(EAST_ASIAN.search(term) for term in chinese.values())


@pytest.mark.parametrize("words", [ZH, EN], ids=LANGUAGES)
def test_every_rule_is_told(words: Language) -> None:
    told = set()
    for rule in load_rules():
        assert words.text(f"relation.{rule.id}.why")
        title = words.text(f"relation.{rule.id}.title")
        labels = {
            key: words.text(f"relation_label.{value}")
            for key, value in rule.case.items()
            if f"{{{key}}}" in title
        }
        told.add(title.format_map(labels))
    assert len(told) == len(load_rules())
    assert set(words.section("relation")) == {rule.id for rule in load_rules()}
    used = {value for rule in load_rules() for value in rule.case.values()}
    assert set(words.section("relation_label")) <= used


# The words of an edition


def test_an_edition_adds_its_words_and_facts() -> None:
    texts = {"item": {"coal": "Coal of {edition.place}"}}
    words = open_language("en").of_edition(texts, {**EN.facts, "place": "Erewhon"})
    assert words.text("item.coal") == "Coal of Erewhon"
    assert words.text("chart.time_line.title").startswith(
        "Economic and financial events in Erewhon"
    )


def test_an_edition_cannot_say_otherwise_what_every_edition_says() -> None:
    with pytest.raises(LanguageError, match="has a text 'gdp', which every edition has"):
        open_language("en").of_edition({"economy": {"gdp": "output"}}, EN.facts)


def test_a_fact_that_is_not_known_is_told() -> None:
    with pytest.raises(LanguageError, match=r"needs \w+, which edition\.toml does not say"):
        open_language("en").of_edition({"item": {"a": "{edition.place}"}}, {})


def test_a_number_rounded_to_tens_gets_no_decimals_in_a_larger_unit() -> None:
    assert EN.quantity(581, "100 million CNY", -1) == "CNY 58 billion"
    assert ZH.quantity(581, "100 million CNY", -1) == "580亿元"
    assert EN.quantity(-581, "100 million CNY", -1) == "CNY −58 billion"
    assert EN.quantity(580, "100 million CNY", 0) == "CNY 58.0 billion"
    assert EN.quantity(4, "100 million CNY", -1) == "CNY 0 billion"
