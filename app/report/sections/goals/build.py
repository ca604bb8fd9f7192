"""The ranked goals of a plan, in the units of people."""

from __future__ import annotations

from fractions import Fraction

from app.report.sections.goals.entry import LevelEntry, LevelUnit
from app.report.text.goals import certificate, meaning
from app.report.text.numbers import number
from solver.analysis import Analysis
from solver.goals import GRID
from solver.plan import LevelResult
from solver.problem import Problem


def build(analysis: Analysis) -> list[LevelEntry]:
    """Every ranked goal; none without a plan."""
    return [] if analysis.plan is None else [_level(analysis, level) for level in analysis.plan.levels]


def _level(analysis: Analysis, level: LevelResult) -> LevelEntry:
    goals = analysis.options.goals
    unit, size = _unit(analysis.problem, level)
    return LevelEntry(
        name=level.name,
        meaning=meaning(level, goals.moves, goals.coverage),
        unit=unit,
        best=number(level.best * size),
        value=number(level.value * size),
        bound=number(level.bound * size),
        slack=number(level.slack * size),
        gap=level.gap,
        gap_unit="points" if level.name == "fairness" else "fraction",
        status=level.status.value,
        certificate=certificate(level),
    )


def _unit(problem: Problem, level: LevelResult) -> tuple[LevelUnit, Fraction]:
    """What a level counts in, and how much of it one of its integers is."""
    match level.unit:
        case "steps":
            return "utilization", Fraction(1, GRID)
        case "cost":
            return "cost", problem.pairs.cost_unit if problem.pairs is not None else Fraction(1)
        case "hours":
            return "hours", problem.tick_hours
        case _:
            return "cases", Fraction(1)
