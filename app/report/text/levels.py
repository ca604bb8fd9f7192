"""The levels of a plan in words: what each counts, how well it is met, and whether better is possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from app.report.sections.goals.entry import LevelEntry
from app.report.sections.summary.entry import Moves
from app.report.text.goals import CONTINUITY, COVERAGE, WORDS
from app.report.text.numbers import about, as_fraction, hours_text, percent, points
from solver.analysis.words import counted
from solver.goals import Unit
from solver.plan import LevelResult, Proof, Status

UnitName = Literal["cases", "hours", "points", "cost"]
UNITS: dict[Unit, UnitName] = {
    Unit.CASES: "cases",
    Unit.HOURS: "hours",
    Unit.GRAINS: "hours",
    Unit.STEPS: "points",
    Unit.COST: "cost",
}
"""What the numbers of a level count, where a utilization is told in points."""


def meaning(level: LevelResult) -> str:
    """What a level counts, in a sentence. Smaller is better for all of them."""
    what = "Hours of cases" if level.unit is Unit.HOURS else "Cases"
    return WORDS[level.name].counts.format(what=what)


def certificate(level: LevelResult) -> str:
    """What the bound of a level rests on."""
    if level.set_aside and level.status is Status.OPTIMAL and level.proof is Proof.TRIVIAL:
        return "Proven: nobody can hold these cases, see their reasons; every other case has an officer."
    aside = "Counts cases that nobody can hold, see their reasons. For the others: " if level.set_aside else ""
    return aside + _bound_rests_on(level)


def _bound_rests_on(level: LevelResult) -> str:
    if level.status is not Status.OPTIMAL:
        return "Not proven: a better plan may exist, but none below what it cannot be below."
    return {
        Proof.ARITHMETIC: "Proven: sums of whole numbers, which the checker has repeated.",
        Proof.SEARCH: "Proven: the program (CP-SAT) ruled out every better plan. No short sum shows it.",
        Proof.TRIVIAL: "Proven: nothing can be below 0.",
    }[level.proof]


def amount(value: float, unit: str) -> str:
    """A level's number with its unit."""
    if unit == "utilization":
        return points(value)
    if unit == "hours":
        return hours_text(value)
    if unit == "cases":
        return counted(int(value), "case")
    return about(value, 2)


def part_of_hours(value: float | Fraction, hours: float | Fraction) -> str:
    """Hours above fair shares beside the hours of everybody who has one: 1% of the officers' 100 h."""
    return f"{share_of(value, hours)} of the officers' {hours_text(hours)}"


def in_plan(level: LevelEntry) -> str:
    """A level's value with its unit; hours above fair shares also as a share of everybody's hours."""
    told = amount(level.value, level.unit)
    return told if not level.of_hours or not level.value else f"{told} ({share_of(level.value, level.of_hours)})"


def share_of(value: float | Fraction, hours: float | Fraction) -> str:
    """1.2%; of less than 0.1% no more than that."""
    share = as_fraction(value) / as_fraction(hours)
    return "less than 0.1%" if 0 < share < Fraction(1, 1_000) else percent(share)


def goal_sentences(levels: Sequence[LevelEntry], moves: Moves) -> Iterator[str]:
    """All goals in their order; coverage is one of them where every case has an officer."""
    coverage = [level for level in levels if level.name in COVERAGE]
    is_whole = not any(level.value for level in coverage)
    if coverage and is_whole:
        yield "Every case has an officer. Nothing can be better."
    for level in levels:
        if not (is_whole and level in coverage):
            yield level_sentence(level, moves)


def level_sentence(level: LevelEntry, moves: Moves) -> str:
    """A goal, how well it is met, and whether better is possible.

    Parameters
    ----------
    level : LevelEntry
    moves : Moves
        Of the same plan: what the level of continuity counts is not all that changes hands.
    """
    none_left = f"{WORDS[level.name].none_left} Nothing can be better."
    said = f"{_met(level, moves)} {_proven(level)}" if level.value else none_left
    return f"{said}{_all_moves(moves)}" if level.name == CONTINUITY else said


def _met(level: LevelEntry, moves: Moves) -> str:
    value = amount(level.value, level.unit)
    cases = value if level.unit == "cases" else f"{value} of cases"
    sentence = WORDS[level.name].met_with(level.value)
    share = "" if level.of_hours is None else f", {part_of_hours(level.value, level.of_hours)}"
    return sentence.format(value=value, cases=cases, where=_where_to(level, moves), share=share)


def _where_to(level: LevelEntry, moves: Moves) -> str:
    """Those that leave an officer who may keep them: to whom. Said where not all of them change hands."""
    if level.unit == "cases" and not moves.held_back:
        return ""
    chosen = moves.cases - moves.forced
    noun = "" if level.unit == "cases" else f" {'case' if (chosen or moves.held_back) == 1 else 'cases'}"
    if not chosen:
        return f": {moves.held_back:,}{noun} to nobody"
    nobody = f", {moves.held_back:,} to nobody" if moves.held_back else ""
    return f": {chosen:,}{noun} {'goes' if chosen == 1 else 'go'} to somebody else{nobody}"


def _all_moves(moves: Moves) -> str:
    """What else changes hands: the cases that nobody had a choice about."""
    if not moves.forced:
        return ""
    if moves.forced == moves.cases:
        one = moves.forced == 1
        return (
            f" {counted(moves.forced, 'case')} {'changes' if one else 'change'} hands, because "
            f"{'its' if one else 'their'} officer has left or may not keep {'it' if one else 'them'}."
        )
    whose = f"whose officer has left or may not keep {'it' if moves.forced == 1 else 'them'}"
    return f" With {counted(moves.forced, 'other case')}, {whose}, {moves.cases:,} change hands in all."


def _proven(level: LevelEntry) -> str:
    best = amount(level.best, level.unit)
    allowed = ""
    if level.value > level.best:
        was = "was" if amount(level.slack, level.unit) in {"1 case", "1 point"} else "were"
        allowed = f" Up to {amount(level.slack, level.unit)} more {was} allowed {WORDS[level.name].sake}."
    if level.status == "optimal":
        if level.value == level.best:
            return f"{'Fewer' if level.unit == 'cases' else 'Less'} is impossible: proven."
        return f"At best it could be {best}; that is proven.{allowed}"
    found = f"The least found is {best}.{allowed} " if allowed else ""
    return f"{found}Whether less is possible is not proven; less than {amount(level.bound, level.unit)} is not."
