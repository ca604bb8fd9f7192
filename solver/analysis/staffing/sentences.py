"""Each shortage as a sentence that a person can check with a calculator."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solver.analysis.words import NAMED, counted, decimal, hours, named, percent
from solver.problem import Problem
from solver.tiers import Tier

LEGIBLE = 10**6
"""Prices above this are left to the data: nobody multiplies by them on paper."""


def tier_sentence(problem: Problem, tier: Tier) -> str:
    """Why nobody can do better for these cases: the two sums, and who may take them."""
    ids = [problem.officers.ids[officer] for officer in tier.officers.tolist()]
    if tier.prices is not None:
        return _priced_sentence(problem, tier, ids)
    demand, limit = problem.hours(tier.demand), problem.hours(tier.limit)
    one = len(tier.cases) == 1
    if not tier.demand:
        return (
            f"{_these(len(tier.cases))} {'takes' if one else 'take'} no hours. "
            f"{_takers(tier, ids)}; {_have(ids, limit)}."
        )
    return (
        f"{_these(len(tier.cases))} {'needs' if one else 'need'} {hours(demand)}. "
        f"{_takers(tier, ids)}; {_have(ids, limit)}. {_missing(demand - limit)}"
        f"{hours(demand)} ÷ {hours(limit)} = {percent(tier.utilization)}."
    )


def shortage_sentence(cases: int, ids: Sequence[str], need: Fraction, have: Fraction, stranded: Fraction) -> str:
    """Of a group's cases: those whose hours are missing, and what nobody with hours may take at all.

    Parameters
    ----------
    cases, ids, need, have
        The cases that are short of hours, whoever may take any of them, and the two sums; 0 cases: there are none.
    stranded : Fraction
        Hours of cases that no officer with hours may take.
    """
    words = []
    if cases:
        one = cases == 1
        words.append(
            f"{_these(cases)} {'needs' if one else 'need'} {hours(need)}. Only {_people(ids)} may take "
            f"{'it' if one else 'them'}, with {hours(have)}: {hours(need)} − {hours(have)} = {hours(need - have)} "
            f"{'is' if need - have == 1 else 'are'} missing."
        )
    if stranded:
        words.append(f"Cases of {hours(stranded)} can be taken by nobody who has hours.")
    return " ".join(words)


def _priced_sentence(problem: Problem, tier: Tier, ids: Sequence[str]) -> str:
    prices = tier.prices or ()
    worth = sum(
        price * limit for price, limit in zip(prices, problem.officers.limit[tier.officers].tolist(), strict=True)
    )
    have, need = problem.hours(worth), problem.hours(tier.utilization * worth)
    start = (
        f"{_these(len(tier.cases))} take different officers different times. {_takers(tier, ids)}; "
        f"{_have(ids, problem.hours(tier.limit))}. However the cases are shared, somebody is at "
        f"{percent(tier.utilization)} or more: "
    )
    if max(prices) >= LEGIBLE or len(prices) > NAMED:
        return f"{start}the proof is a price for an hour of each officer, which is listed with the tier."
    each = ", ".join(f"{name} {price:,}" for name, price in zip(ids, prices, strict=True))
    return (
        f"{start}counting an hour at the price of its officer ({each}), the cases come to at least {decimal(need)}, "
        f"whoever takes them, and all hours to {decimal(have)}."
    )


def _these(cases: int) -> str:
    return "This case" if cases == 1 else f"These {counted(cases, 'case')}"


def _people(ids: Sequence[str]) -> str:
    return f"the officer {ids[0]}" if len(ids) == 1 else f"these {len(ids):,} officers ({named(ids)})"


def _takers(tier: Tier, ids: Sequence[str]) -> str:
    them = "it" if len(tier.cases) == 1 else "them"
    if tier.closed:
        return f"Only {_people(ids)} may take {them}"
    return f"Everybody else who may take {them} is in a tighter group, which leaves {_people(ids)}"


def _have(ids: Sequence[str], limit: Fraction) -> str:
    return f"{'the officer has' if len(ids) == 1 else 'they have'} {hours(limit)}"


def _missing(hours_missing: Fraction) -> str:
    return f"{hours(hours_missing)} {'is' if hours_missing == 1 else 'are'} missing: " if hours_missing > 0 else ""
