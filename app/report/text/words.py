"""Words and sentences that every way of showing a plan shares."""

from __future__ import annotations

from app.report.text.numbers import about, hours_text, percent
from solver.analysis.fte import State
from solver.analysis.staffing.verdict import Verdict
from solver.analysis.words import counted

REASON_TITLES = {
    "no_eligible_officer": "Nobody may hold it",
    "no_hours": "Who may hold it has no hours",
    "standards": "Caseload standards are full",
    "hours": "The hours do not carry it",
    "packing": "Whole cases do not fit the hours that are left",
    "standards_and_packing": "Caseload standards, with hours or families",
    "not_proven": "Not known whether it can be placed",
    "nobody_else": "Nobody else may hold it",
}
KEPT = "everybody keeps what the plan gives them"
BASELINE_TITLES = {
    "current": "Today's assignment",
    "round_robin": "In turn (round-robin)",
    "equal_counts": "Equal numbers of cases",
    "greedy": "Longest first to the least loaded",
    "random": "At random",
}


def cut(count: int, most: int, which: str, what: str) -> str:
    """Here are the tightest 40 of 1,234 groups; empty where all are listed."""
    if count <= most:
        return ""
    return f"Here are {which} of {count:,} {what}; all of them are in report.json and plan.xlsx."


def missing_text(hours: float, fte: float, *, is_at_least: bool = False) -> str:
    """Missing hours, and what they are in full-time officers."""
    if not hours:
        return "none"
    return f"{'at least ' if is_at_least else ''}{hours_text(hours)} ({about(fte, 2)} FTE)"


def verdict_sentence(verdict: Verdict, pinned: int) -> str:
    """The verdict in one or two sentences, the state first.

    Parameters
    ----------
    verdict : Verdict
    pinned : int
        Of the cases that no hours carry, those that are pinned to an officer without hours.
    """
    if verdict.utilization is None:
        return "No officer has hours for cases in this period."
    state = verdict.state.value.capitalize()
    if verdict.peak_utilization is None or verdict.target is None:
        nothing = "There is no work that anybody could do"
        return f"{state}. {nothing}; {_missing(verdict, pinned)}" if verdict.gap_hours else f"{nothing}."
    whole = f"The work fills {percent(verdict.utilization)} of all hours"
    tightest = f"the tightest group is at {percent(verdict.peak_utilization)}"
    target = percent(verdict.target.value)
    if verdict.state is State.SUSTAINABLE:
        return f"{state}. {whole}; {tightest}, within its target of {target}."
    if verdict.state is State.STRAINED:
        return (
            f"{state}. {whole}. The hours suffice, but {tightest}, above the {target} that leave room for what nobody "
            "foresees."
        )
    return f"{state}. {whole}; {tightest}. {_missing(verdict, pinned)}"


def _missing(verdict: Verdict, pinned: int) -> str:
    are = "is" if verdict.gap_hours == 1 else "are"
    gap = f"{hours_text(verdict.gap_hours)} {are} missing ({about(verdict.fte_gap, 2)} FTE)"
    outside = verdict.outside
    if not outside.hours:
        return f"{gap}, whoever holds what."
    carried = _outside(outside.cases - pinned, pinned)
    if outside.hours == verdict.gap_hours:
        return f"{gap}, all for {carried}."
    return f"{gap}, {hours_text(outside.hours)} of them for {carried}."


def _outside(barred: int, pinned: int) -> str:
    """Cases that no hours carry."""
    to_nobody = "pinned to somebody without hours"
    if not pinned:
        return f"{counted(barred, 'case')} that nobody with hours may hold"
    if not barred:
        return f"{counted(pinned, 'case')} {to_nobody}"
    return f"{counted(barred + pinned, 'case')}: {barred:,} that nobody with hours may hold, and {pinned:,} {to_nobody}"
