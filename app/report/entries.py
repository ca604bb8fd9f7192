"""The parts of report.json that come from a plan: levels, officers, moves, shortages, breaches, baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.report import document
from app.report.sections.provenance.entry import BaselineEntry
from app.report.text import goals as goal_words
from app.report.text.numbers import counted, hours_text, number, ratio
from app.report.text.words import named
from solver.analysis.fte import Target
from solver.analysis.loads import loads_of, peak, spread
from solver.analysis.moves import held_back, moved, moves_by_officer
from solver.analysis.staffing.breakdowns import OfficerRow
from solver.arrays import Flags, Indices
from solver.goals import GRID, Goals, Measure
from solver.plan import UNPLACED, LevelResult, Plan, Reason, Shortage, Status
from solver.problem import Problem


def levels(problem: Problem, plan: Plan, goals: Goals) -> list[document.LevelEntry]:
    """The ranked goals, in people's units."""
    return [_level(problem, level, goals) for level in plan.levels]


def _level(problem: Problem, level: LevelResult, goals: Goals) -> document.LevelEntry:
    unit, size = _unit(problem, level, goals)
    return document.LevelEntry(
        name=level.name,
        meaning=goal_words.meaning(level, goals.moves, goals.coverage),
        unit=unit,
        best=number(level.best * size),
        value=number(level.value * size),
        bound=number(level.bound * size),
        slack=number(level.slack * size),
        gap=level.gap,
        gap_unit="points" if level.name == "fairness" else "fraction",
        status=level.status.value,
        certificate=goal_words.certificate(level),
    )


def _unit(problem: Problem, level: LevelResult, goals: Goals) -> tuple[document.LevelUnit, Fraction]:
    """What a level counts in, and how much of it one of its integers is."""
    if level.name == "fairness":
        return "utilization", Fraction(1, GRID)
    if level.name == "cost":
        return "cost", problem.pairs.cost_unit if problem.pairs is not None else Fraction(1)
    measure = goals.moves if level.name == "continuity" else goals.coverage
    if level.name == "evenness" or measure is Measure.HOURS:
        return "hours", problem.tick_hours
    return "cases", Fraction(1)


def officers(problem: Problem, rows: Sequence[OfficerRow], plan: Plan | None) -> list[document.OfficerEntry]:
    """Every officer before and after.

    Parameters
    ----------
    rows : sequence of OfficerRow
        Of the staffing report, in roster order.
    """
    before = loads_of(problem, problem.cases.current)
    after = loads_of(problem, plan.officer) if plan is not None else None
    moves = moves_by_officer(problem, plan.officer) if plan is not None else None
    used_before = before.utilization(problem)
    used = after.utilization(problem) if after is not None else None

    def hours(ticks: int) -> float:
        return number(problem.hours(ticks))

    return [
        document.OfficerEntry(
            officer_id=name,
            caseload_before=int(before.count[o]),
            caseload=None if after is None else int(after.count[o]),
            workload_before_hours=hours(int(before.load[o])),
            workload_hours=None if after is None else hours(int(after.load[o])),
            available_hours=hours(int(problem.officers.available[o])),
            effective_hours=hours(int(problem.officers.limit[o])),
            utilization_before=ratio(used_before[o]),
            utilization=None if used is None else ratio(used[o]),
            fair_share=ratio(rows[o].fair_share),
            target=None if (target := rows[o].target) is None else ratio(target.value),
            state_before=_state(rows[o], used_before[o]),
            state=None if used is None else _state(rows[o], used[o]),
            tier_state=None if (state := rows[o].state) is None else state.value,
            tier=None if (tier := rows[o].tier) is None else tier + 1,
            moves_in=None if moves is None else int(moves[0][o]),
            moves_out=None if moves is None else int(moves[1][o]),
        )
        for o, name in enumerate(problem.officers.ids)
    ]


def _state(row: OfficerRow, used: Fraction | None) -> document.State | None:
    """Of a utilization beside the officer's target; beside all hours where no group has one for them."""
    return None if used is None else (row.target or Target(Fraction(1))).state(used).value


def figures(problem: Problem, plan: Plan, spread_floor: Fraction | None) -> document.PlanFigures:
    """Peak, spread and moves, recounted from the cases."""
    reached = plan.part_of_officer >= 0
    used_before = loads_of(problem, problem.cases.current).utilization(problem)
    used = loads_of(problem, plan.officer).utilization(problem)
    return document.PlanFigures(
        peak_utilization=ratio(peak(used)),
        peak_before=ratio(peak(used_before)),
        spread=ratio(spread(used, reached)),
        spread_before=ratio(spread(used_before, reached)),
        spread_floor=ratio(spread_floor),
        moves=_moves(problem, plan),
        unassigned_cases=int((plan.officer == UNPLACED).sum()),
        wall_s=round(plan.wall_s, 3),
        interrupted=plan.interrupted,
    )


def _moves(problem: Problem, plan: Plan) -> document.Moves:
    is_moved = moved(problem, plan.officer)
    return document.Moves(
        cases=int(is_moved.sum()),
        hours=number(problem.hours(int(problem.cases.effort[is_moved].sum()))),
        forced=int((is_moved & (plan.reason == Reason.FORCED)).sum()),
        held_back=int(held_back(problem, plan.officer).sum()),
    )


def shortages(problem: Problem, plan: Plan) -> list[document.ShortageEntry]:
    """The sums that show why cases stay unassigned."""
    return [_shortage(problem, shortage) for shortage in plan.shortages]


def _shortage(problem: Problem, shortage: Shortage) -> document.ShortageEntry:
    names = [problem.officers.ids[o] for o in shortage.officers.tolist()]
    of_standards = shortage.reason is Reason.STANDARDS
    size = Fraction(1) if of_standards else problem.tick_hours
    need, have = shortage.need * size, shortage.have * size
    one = len(shortage.cases) == 1
    cases = "This case needs" if one else f"These {counted(len(shortage.cases), 'case')} need"
    who = f"{f'only {named(names)}' if names else 'nobody'} may hold {'it' if one else 'them'}"
    return document.ShortageEntry(
        reason="standards" if of_standards else "hours",
        unit="cases" if of_standards else "hours",
        cases=len(shortage.cases),
        officers=names,
        need=number(need),
        have=number(have),
        sentence=(
            f"{cases} {counted(int(need), 'place')}; {who}, whose standards leave {have}: {need - have} too few."
            if of_standards
            else f"{cases} {hours_text(need)}; {who}, whose hours leave {hours_text(have)}: "
            f"{hours_text(need - have)} too few."
        ),
    )


def breaches(problem: Problem, plan: Plan) -> list[document.BreachEntry]:
    """Rules that pins break."""
    entries = []
    for breach in plan.breaches:
        who = problem.officers.ids[breach.officer]
        case = None if breach.case is None else problem.cases.ids[breach.case]
        if breach.rule == "eligibility":
            sentence = f"{case} is pinned to {who}, who may not hold it."
            entry = document.BreachEntry(
                rule="eligibility", officer_id=who, case_id=case, need=None, have=None, unit=None, sentence=sentence
            )
        elif breach.rule == "standard":
            sentence = f"{counted(breach.need, 'case')} are pinned to {who}, whose caseload standard is {breach.have}."
            entry = document.BreachEntry(
                rule="standard",
                officer_id=who,
                case_id=case,
                need=breach.need,
                have=breach.have,
                unit="cases",
                sentence=sentence,
            )
        else:
            need, have = problem.hours(breach.need), problem.hours(breach.have)
            sentence = f"Cases pinned to {who} need {hours_text(need)}; {who} has {hours_text(have)}."
            entry = document.BreachEntry(
                rule="hours",
                officer_id=who,
                case_id=case,
                need=number(need),
                have=number(have),
                unit="hours",
                sentence=sentence,
            )
        entries.append(entry)
    return entries


def baselines(problem: Problem, found: Mapping[str, Indices], reached: Flags) -> dict[str, BaselineEntry]:
    """What people do today, on the same roster."""
    return {name: _baseline(problem, officer, reached) for name, officer in found.items()}


def _baseline(problem: Problem, officer: Indices, reached: Flags) -> BaselineEntry:
    used = loads_of(problem, officer).utilization(problem)
    return BaselineEntry(
        peak_utilization=ratio(peak(used)),
        spread=ratio(spread(used, reached)),
        moves=int(moved(problem, officer).sum()),
        unassigned_cases=int((officer < 0).sum()),
    )


def status(plan: Plan | None) -> document.PlanStatus:
    """Of the plan; unknown where there is none."""
    return Status.UNKNOWN.value if plan is None else plan.status.value
