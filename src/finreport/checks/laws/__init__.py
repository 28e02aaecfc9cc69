"""General laws over the readings of any text: each finds the numbers it speaks of, by itself.

A law is a function from :class:`~.facts.Facts` to constraints. Its name is that of an entry of
``words.toml``, which says it in Chinese and English.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from finreport.checks.laws.accounts import (
    added_to_total,
    balanced,
    balanced_plan,
    balanced_totals,
    carried_on,
    fund_account,
    itemised,
    left_over,
    planned_change,
    remainder,
    revised_by_items,
    spent_of_reserve,
    totals_of_both,
    used_up,
)
from finreport.checks.laws.ages import ages
from finreport.checks.laws.beside_tables import (
    caption_retold,
    industries_in_table,
    row_retold,
    turned_without_number,
)
from finreport.checks.laws.budgets import (
    carried_out,
    growth_on_printed,
    of_budget,
    of_budget_beside,
    planned_on_outcome,
    revised,
    share_of_kind,
    within_region,
)
from finreport.checks.laws.changes import (
    change_sum,
    index_and_rise,
    levels_and_changes,
    opposites_add_up,
)
from finreport.checks.laws.columns import (
    balanced_sides,
    block_sum,
    part_in_table,
    rate_between_columns,
    share_in_table,
    shares_across,
)
from finreport.checks.laws.consensus import leads_agree, shares_agree
from finreport.checks.laws.constraints import Bounds, Constraint, Hint, Linear, Never, Strength
from finreport.checks.laws.credit import (
    flow_beyond,
    flow_passed,
    rate_kept,
    sectors_add_up,
    share_of_flow,
    within_total,
)
from finreport.checks.laws.currencies import currencies_in_prose
from finreport.checks.laws.enumerations import enumerated
from finreport.checks.laws.exact import exact_sums
from finreport.checks.laws.facts import Fact, Facts, gather
from finreport.checks.laws.grown import denied_by_list, picked_parts, rated_lists
from finreport.checks.laws.growths import (
    above_all,
    above_aside,
    change_and_growth,
    earlier_period,
    from_to,
    growth_of_levels,
    index_growth,
    lead,
    lead_aside,
    level_and_change,
    level_growth_change,
    moved_from,
    planned_growth,
    pulls,
)
from finreport.checks.laws.known import definition, order, partition, partition_of_shares
from finreport.checks.laws.levels import levels_add_up
from finreport.checks.laws.lists import (
    count_before_list,
    count_of_list,
    count_of_moves,
    count_of_points,
    count_of_ranked,
    counted_again,
    ranked,
    risen_and_fallen,
)
from finreport.checks.laws.members import listed_members
from finreport.checks.laws.missing import respectively, unit_alone
from finreport.checks.laws.months import (
    cumulated,
    currencies,
    growth_of_quarters,
    increase,
    opening,
    proved_sum,
    swing,
    unnamed_increase,
)
from finreport.checks.laws.outlines import outlined, shares_listed
from finreport.checks.laws.proved import denied_by_growth, proved_change, proved_growth, proved_move
from finreport.checks.laws.ratios import (
    average_growth,
    contribution_of_part,
    converted,
    growth_of_harvest,
    growth_of_product,
    per_head,
    pull_and_contribution,
    ratio_moved,
    share_of_counts,
    since_level,
)
from finreport.checks.laws.repeated import (
    currency_left_out,
    other_words,
    points_meant,
    points_of_shares,
    points_pulled,
    repetition,
    told_in_brackets,
)
from finreport.checks.laws.retold import (
    amount_and_growth_retold,
    beside_known_amount,
    heading_retold,
    odd_one_out,
    retold,
    share_retold,
    within_longer_name,
)
from finreport.checks.laws.shares import (
    completion,
    rate_beside,
    share_beside,
    share_of_whole,
    share_within,
    shares_to_whole,
)
from finreport.checks.laws.slips import any_slip_explains
from finreport.checks.laws.structures import structure_moved
from finreport.checks.laws.sums import part_of_whole, part_within, sum_after
from finreport.checks.laws.units import (
    rise_beside_growth,
    rise_within_level,
    unit_of_kind,
    unit_of_part,
)
from finreport.checks.laws.weighted import growth_by_shares, growth_by_structure
from finreport.checks.laws.within_paragraphs import (
    listed_below,
    named_parts,
    pairs_add_up,
    parts_elsewhere,
    rows_add_up,
    shares_of_one_whole,
    sum_across_sentences,
    surpassed,
)
from finreport.checks.laws.years import compared_year_alone, year_alone

__all__ = [
    "LAWS",
    "Bounds",
    "Constraint",
    "Fact",
    "Facts",
    "Hint",
    "Never",
    "Strength",
    "constraints",
    "gather",
]

Law = Callable[[Facts], Iterator[Constraint]]

SUMS: tuple[Law, ...] = (
    partition,
    partition_of_shares,
    added_to_total,
    left_over,
    remainder,
    used_up,
    carried_on,
    fund_account,
    totals_of_both,
    itemised,
    revised_by_items,
    spent_of_reserve,
    proved_sum,
    block_sum,
    balanced_sides,
    industries_in_table,
    balanced_plan,
    enumerated,
    sum_after,
    sum_across_sentences,
    pairs_add_up,
    rows_add_up,
    named_parts,
    parts_elsewhere,
    listed_below,
    picked_parts,
    rated_lists,
    outlined,
    levels_add_up,
)
LAWS: tuple[Law, ...] = (
    *SUMS,
    increase,
    unnamed_increase,
    currencies,
    currencies_in_prose,
    ages,
    share_in_table,
    shares_across,
    rate_between_columns,
    share_of_whole,
    share_within,
    share_beside,
    rate_beside,
    shares_agree,
    shares_of_one_whole,
    shares_to_whole,
    shares_listed,
    completion,
    carried_out,
    of_budget,
    of_budget_beside,
    revised,
    within_region,
    share_of_kind,
    definition,
    part_of_whole,
    part_in_table,
    part_within,
    order,
    level_growth_change,
    change_and_growth,
    level_and_change,
    planned_change,
    balanced,
    balanced_totals,
    growth_of_levels,
    growth_on_printed,
    planned_growth,
    planned_on_outcome,
    from_to,
    per_head,
    converted,
    share_of_counts,
    since_level,
    average_growth,
    growth_of_product,
    growth_of_harvest,
    ratio_moved,
    pull_and_contribution,
    contribution_of_part,
    surpassed,
    lead,
    lead_aside,
    leads_agree,
    earlier_period,
    moved_from,
    above_all,
    above_aside,
    count_of_list,
    count_of_moves,
    risen_and_fallen,
    ranked,
    count_of_points,
    count_before_list,
    count_of_ranked,
    counted_again,
    repetition,
    told_in_brackets,
    retold,
    share_retold,
    row_retold,
    caption_retold,
    heading_retold,
    beside_known_amount,
    amount_and_growth_retold,
    turned_without_number,
    within_longer_name,
    odd_one_out,
    index_growth,
    pulls,
    listed_members,
    growth_by_shares,
    growth_by_structure,
    structure_moved,
    currency_left_out,
    other_words,
    points_meant,
    points_pulled,
    points_of_shares,
    year_alone,
    compared_year_alone,
    respectively,
    unit_alone,
    change_sum,
    opposites_add_up,
    index_and_rise,
    unit_of_kind,
    rise_within_level,
    rise_beside_growth,
    within_total,
    share_of_flow,
    flow_beyond,
    flow_passed,
    sectors_add_up,
    rate_kept,
    opening,
    cumulated,
    growth_of_quarters,
    swing,
)
"""All laws; of two that say the same of the same numbers the first one counts."""


def constraints(facts: Facts) -> list[Constraint]:
    """What all laws say of the numbers, each thing once."""
    found: dict[_Key, Constraint] = {}
    for law in LAWS:
        for each in law(facts):
            if each.holds or each.law != "shown_sum" or not denied_by_growth(facts, each):
                found.setdefault(_same(each), _unexplained(each))
    sums = [each for each in found.values() if _adds(each)]
    shares = [each for each in found.values() if each.law == "share_of_whole"]
    limits = [
        each
        for each in found.values()
        if each.holds and each.strength == "limit" and each.law.startswith(PARTS)
    ]
    for each in (
        *unit_of_part(limits),
        *exact_sums([each for each in found.values() if _is_sum(each)]),
        *denied_by_list(facts, sums),
        *proved_growth(facts, sums),
        *proved_change(facts, sums),
        *proved_move(facts, shares),
        *levels_and_changes(facts),
    ):
        found.setdefault(_same(each), each)
    return _without_proved_apart(_without_parts_of_others(list(found.values())))


def _without_parts_of_others(found: Sequence[Constraint]) -> list[Constraint]:
    """Without known wholes whose parts are another one's, or not all that the text adds up.

    户籍人口A，其中城镇人口B、乡村人口C; 常住人口D: B and C are no parts of D.
    邮电业务总量A，其中邮政B，电信C，移动E: B and C are not all of A, nor is their growth.
    保费收入A，其中新单B，期缴E，续期C: what is known to be all of A leaves no room for E.
    """
    owners: dict[Fact, set[Fact]] = defaultdict(set)
    for each in found:
        if (each.law == "shown_sum" or "partition" in each.law) and each.holds and _adds(each):
            for part in each.facts[1:]:
                owners[part].add(each.facts[0])
    sums = [each for each in found if each.law == "shown_sum" and each.holds and _adds(each)]

    def are_of_another(each: Constraint) -> bool:
        kind = each.law.partition(".")[0]
        if each.holds or kind not in ("partition", "definition") or len(each.facts) < 3:
            return False
        parts, noun = each.facts[1:], ""
        if kind == "definition":
            if owners[each.facts[1]] & owners[each.facts[2]]:
                return False  # women are no whole of men, but the other part of all
            parts, noun = each.facts[1:2], each.facts[2].name[-2:]
        others = set.intersection(*(owners[part] for part in parts)) - {*each.facts}
        return any(other.name.endswith(noun) for other in others)

    def are_not_all(each: Constraint) -> bool:
        kind = each.law.partition(".")[0]
        names = {fact.name for fact in each.facts}
        return (
            not each.holds
            and kind in ("partition", "growth_between")
            and any(
                names < {fact.name for fact in it.facts}
                and (it.facts[0].name, it.facts[0].place)
                == (each.facts[0].name, each.facts[0].place)
                for it in sums
            )
        )

    known = [each for each in found if each.law.startswith("partition") and each.holds]

    def are_too_many(each: Constraint) -> bool:
        is_wrong = each.law == "shown_sum" and not each.holds
        told = set(each.facts)
        return is_wrong and any(
            it.facts[0] is each.facts[0] and told.issuperset(it.facts) for it in known
        )

    drops = (are_of_another, are_not_all, are_too_many)
    return [each for each in found if not any(is_dropped(each) for is_dropped in drops)]


def _without_proved_apart(found: Sequence[Constraint]) -> list[Constraint]:
    """Without those that two different numbers are one if a sum of its own holds for each.

    Nor are those of use that no slip of either makes one: they are of two things.
    """
    sums = [each for each in found if each.holds and _adds(each) and each.strength == "equality"]
    proved = {fact for each in sums for fact in each.facts}
    return [
        each
        for each in found
        if each.strength != "repetition"
        or each.holds
        or (_is_explained(each) and not proved.issuperset(each.facts))
    ]


def _is_explained(each: Constraint) -> bool:
    """Whether it holds, or a slip of one number would make it."""
    is_settled = each.holds or bool(each.hints)
    return is_settled or any_slip_explains(each)


def _unexplained(each: Constraint) -> Constraint:
    """The same, as a doubt if it fails and no slip of one number explains it.

    Then it is more likely another thing of the same name than a misprint.
    """
    is_known = "partition" in each.law or each.law == "shares_to_whole"
    is_sure = not each.is_firm or each.strength == "limit" or is_known or _is_explained(each)
    return each if is_sure else replace(each, is_sure=False)


_Key = tuple[frozenset[Fact], str]


PARTS = ("part_of_whole", "order.")
"""Laws that say of two amounts that one is a part of the other."""

SUMMED = ("table_sum", "shown_sum", "accounts")


def _adds(constraint: Constraint) -> bool:
    """Whether it says that a whole is the sum of parts, none of which is taken away."""
    relation = constraint.relation
    is_added = isinstance(relation, Linear) and all(weight < 0 for weight in relation.weights[1:])
    return _is_sum(constraint) and is_added and len(constraint.facts) > 2


def _is_sum(constraint: Constraint) -> bool:
    """Whether it is of the laws of sums and balances."""
    return constraint.law in SUMMED or "partition" in constraint.law


def _same(constraint: Constraint) -> _Key:
    """What makes two constraints one: the same numbers, bound as tightly."""
    kind = "limit" if constraint.strength == "limit" else type(constraint.relation).__name__
    return frozenset(constraint.facts), kind
