"""The verdict of the one page: the word, why, its parts, and the group that decides."""

from __future__ import annotations

from app.report.document import ReportDocument
from app.report.sections.one_page.said import Said, people, short
from app.report.sections.percentile.build import changes_nothing, ordinal
from app.report.sections.summary.entry import Verdict, VerdictPart
from app.report.sections.tiers.entry import TierEntry
from app.report.text.numbers import about, hours_text, percent
from solver.analysis.words import counted

TITLES = {
    "sustainable": "This caseload is sustainable",
    "strained": "This caseload is strained",
    "unsustainable": "This caseload is not sustainable",
}
ANYBODY = "any officer"
"""What cases ask for that ask for nothing (``solver.problem.Need``)."""
LONG_NEED = 40
"""Characters of what the deciding cases ask for, which the page has room for."""


def title(document: ReportDocument) -> str:
    """The headline."""
    return TITLES[document.verdict.state]


def lead(document: ReportDocument) -> str:
    """Why it is that word, in a sentence or two."""
    text = _why(document.verdict)
    if document.percentile is None or changes_nothing(document.percentile):
        return text
    return (
        f"With case weights at their {ordinal(document.percentile.percentile)} percentile: {text[0].lower()}{text[1:]}"
    )


def _why(verdict: Verdict) -> str:
    hours, peak, target = verdict.parts.hours, verdict.peak_utilization, verdict.target_utilization
    if verdict.utilization is None:
        return "No officer has hours for cases."
    if hours.hours:
        return f"{missing(hours)} missing, whoever holds what."
    if peak is None or target is None:
        waits = "No officer with hours may do any of the work: all of it waits."
        return waits if verdict.outside_cases else "There is no work that anybody could do."
    return _of_enough(verdict.state, peak, target)


def _of_enough(state: str, peak: float, target: float) -> str:
    """Why it is that word although no hours are missing."""
    if state == "unsustainable":
        return "There are enough hours. But most cases wait for something else."
    tightest = f"The tightest group of officers is {percent(peak)} full"
    if peak > target:
        return (
            f"There are enough hours, but too little room. {tightest}. "
            f"Above {percent(target)} too little is left for sick leave or a rush of cases."
        )
    within = f"There are enough hours. {tightest}, within its target of {percent(target)}."
    return within if state == "sustainable" else f"{within} But not all is in order."


def missing(part: VerdictPart) -> str:
    """120 h (0.81 FTE) are."""
    verb = "is" if part.hours == 1 else "are"
    return f"{hours_text(part.hours or 0)} ({about(part.fte or 0, 2)} FTE) {verb}"


def parts(verdict: Verdict) -> tuple[Said, ...]:
    """Hours, skills and offices, standards: each on its own."""
    found = verdict.parts
    return (
        _of_hours(verdict),
        _of("Skills and offices", found.skills_and_offices, "with somebody who may not hold"),
        _of("Caseload standards", found.standards, "beyond a standard with who has"),
    )


def _of_hours(verdict: Verdict) -> Said:
    part, whole = verdict.parts.hours, verdict.utilization
    taken = "" if whole is None else f" Work fills {percent(whole)} of them."
    if part.hours:
        return Said(f"Hours: {missing(part)} missing.{taken}", f"Hours: {missing(part)} missing.", 1)
    if whole is None:
        return Said("Hours: nobody has any.")
    remarks = part.sentence.partition("). ")[2]  # of whole cases, behind how far the hours go in sum
    if remarks:
        pieces = "Hours: enough in all, but not every case fits into somebody's hours."
        return Said(f"{pieces}{taken}", pieces, 1)
    return Said(f"Hours: enough.{taken}", "Hours: enough.", 3)


def _of(name: str, part: VerdictPart, where: str) -> Said:
    if not part.cases:
        return Said(f"{name}: in order.")
    waiting, staying = part.cases - part.staying, part.staying
    said = []
    if waiting:
        said.append(f"{counted(waiting, 'case')} {'waits' if waiting == 1 else 'wait'}")
    if staying:
        which = f"{staying:,}" if waiting else counted(staying, "case")
        said.append(f"{which} {'stays' if staying == 1 else 'stay'} {where} {'it' if staying == 1 else 'them'}")
    work = f" ({hours_text(part.hours)})" if part.hours else ""
    both = ", ".join(said)
    counts = ", ".join(text.partition(where)[0].rstrip() for text in said)
    return Said(f"{name}: {both}{work}.", f"{name}: {counts}.", 2)


def decides(document: ReportDocument) -> tuple[Said, ...]:
    """The tightest group with its sum; nothing where nobody may hold any case."""
    if not document.tiers:
        return ()
    tier = document.tiers[0]
    cases = counted(tier.cases, "case")
    kind = tier.needs[0].needs if tier.needs_total == 1 and tier.needs else ""
    named = f" ({kind})" if kind not in ("", ANYBODY) and len(kind) <= LONG_NEED else ""
    if not tier.demand_hours:
        return (Said(f"No case takes time, so nothing does. {_who(tier)}."),)
    if not _is_plain(tier):
        return (
            Said(
                f"{cases}{named} take each officer another time. However they are shared, one of "
                f"{people(tier.officers)} is at {percent(tier.utilization)} or more. “Where it is tightest” proves it."
            ),
        )
    need, have = hours_text(tier.demand_hours), hours_text(tier.effective_hours)
    takes, has = (
        ("needs" if tier.cases == 1 else "need"),
        ("that officer has" if len(tier.officers) == 1 else "they have"),
    )
    gap = f"{missing_of(tier)}: " if tier.gap_hours else ""
    return (
        Said(
            f"{cases}{named} {takes} {need}. {_who(tier)}; {has} {have}. {gap}{need} ÷ {have} = "
            f"{percent(tier.utilization)}."
        ),
    )


def missing_of(tier: TierEntry) -> str:
    """Hours that the group is short of."""
    return f"{hours_text(tier.gap_hours)} {'is' if tier.gap_hours == 1 else 'are'} missing"


def _who(tier: TierEntry) -> str:
    them = "it" if tier.cases == 1 else "them"
    if len(tier.officers) == 1:
        return f"Only {short(tier.officers[0])} may take {them}"
    return f"Only {people(tier.officers)} may take {them}"


def _is_plain(tier: TierEntry) -> bool:
    """Whether the two sums say it; where times differ by officer, prices do."""
    return tier.effective_hours > 0 and abs(tier.demand_hours / tier.effective_hours - tier.utilization) < 1e-5
