"""Words and sentences that every way of showing a plan shares."""

from __future__ import annotations

from app.report.text.numbers import about, hours_text, percent
from solver.analysis.fte import State
from solver.analysis.staffing.verdict import Verdict
from solver.analysis.staffing.verdict_parts import PartName

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
VERDICTS = {"sustainable": "sustainable", "strained": "strained", "unsustainable": "not sustainable"}
"""A caseload is …"""
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


def verdict_sentence(verdict: Verdict) -> str:
    """The verdict in a few sentences: the state first, then the hours, then what waits for anything else."""
    waits = " ".join(part.sentence for part in verdict.parts if part.cases and part.name is not PartName.HOURS)
    if verdict.utilization is None:
        return f"No officer has hours for cases in this period. {waits}".rstrip()
    state = verdict.state.value.capitalize()
    if verdict.peak_utilization is None or verdict.target is None:
        nothing = "There is no work that anybody could do."
        return f"{state}. {nothing} {waits}" if waits else nothing
    if verdict.state is State.UNSUSTAINABLE and not verdict.part(PartName.HOURS).hours:
        state = f"{state}. Most cases wait"  # why it is red although the hours suffice
    return f"{_of_hours(verdict, state)} {waits}".rstrip()


def _of_hours(verdict: Verdict, state: str) -> str:
    part, peak, target = verdict.part(PartName.HOURS), verdict.peak_utilization, verdict.target
    whole = f"work fills {percent(verdict.utilization)} of all hours"
    tightest = f"the tightest group is {percent(peak)} full"
    if part.hours:
        gap = f"{hours_text(part.hours)} {'is' if part.hours == 1 else 'are'} missing ({about(part.fte or 0, 2)} FTE)"
        return f"{state}. The {whole}; {tightest}. {gap}, whoever holds what."
    remarks = part.sentence.partition("). ")[2]  # behind how far the hours go
    left_out = f" {remarks}" if remarks else ""
    if peak is not None and target is not None and not target.allows(peak):
        return (
            f"{state}. The {whole}. There are enough hours, but {tightest}. Above {percent(target.value)} too little "
            f"is left for sick leave or a rush of cases.{left_out}"
        )
    within = f"{tightest}, within its target of {percent(None if target is None else target.value)}."
    if verdict.state is State.SUSTAINABLE:
        return f"{state}. The {whole}; {within}"
    return f"{state}. The hours suffice: the {whole}; {within}{left_out}"
