"""What would help, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.report.text.numbers import about, percent, points
from solver.analysis.remedies.condensed_problem import Outcome
from solver.analysis.remedies.rank import Kind, Remedies, Remedy, effect
from solver.analysis.scenarios.changes import MoreHours, Unpin
from solver.analysis.staffing.verdict import Staffing
from solver.analysis.words import counted, hours, named

MEANING = (
    "Peaks here are the lowest that any plan could reach if several officers could share one case; a plan of whole "
    "cases can end a little higher. Pins hold; caseload standards are not looked at. Each remedy was worked out by "
    "judging the changed roster again."
)
WITHIN_CAPACITY = " Nobody is planned above their hours here, so missing hours are work that is held back."
NOUNS = {Kind.TRAIN: ("cross-training", "cross-trainings"), Kind.LEND: ("loan", "loans")}
BRIEF = 110
"""Characters of two lines beside a label."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What remedies are for.

    Attributes
    ----------
    hours : Fraction
        Missing, and those that wait.
    waits : Fraction
        Of them, work that no hours help: it waits for somebody who may do it.
    """

    hours: Fraction
    waits: Fraction = Fraction(0)

    def __str__(self) -> str:
        if not self.waits:
            return f"{hours(self.hours)} that {_are(self.hours)} missing"
        if self.waits < self.hours:
            return f"{hours(self.hours)} that are missing or wait for somebody who may do the work"
        return f"{hours(self.hours)} that {'waits' if self.hours == 1 else 'wait'} for somebody who may do the work"


def _are(amount: Fraction) -> str:
    return "is" if amount == 1 else "are"


def nothing_helps(gap: Gap) -> str:
    """Nothing that was looked at gains any of it."""
    return f"There {_are(gap.hours)} {gap}, and nothing that was looked at gains any of them."


def subject(found: Remedy) -> str:
    """What is done: 2 cross-trainings (D-1 learns spanish; D-2 learns spanish)."""
    said = "; ".join(str(change) for change in found.changes)
    return f"{counted(len(found.changes), *NOUNS[found.kind])} ({said})" if found.kind in NOUNS else said


def certainty(found: Remedy) -> str:
    """How sure it is that no other choice of the kind does more."""
    if found.kind is Kind.HIRE:
        return "What it does is exact. Hires of every kind that the work in shortage asks for were tried."
    if found.kind in (Kind.UNPIN, Kind.HOURS):
        return (
            "What it does is exact. It is the least that was found for whoever has more pinned, or staying, than hours."
        )
    if found.proven:
        return f"Proven: no other {_so_many(found)} does more."
    least = found.least_gap_hours
    if least is None or not found.before.gap_hours:
        return f"What it does is exact; whether other {NOUNS[found.kind][1]} lower the peak further is not known."
    if least == found.after.gap_hours:
        return f"Proven: no other {_so_many(found)} gains more hours. Another one might lower the peak further."
    more = hours(found.before.gap_hours - least)
    return f"What it does is exact; no choice of that many {NOUNS[found.kind][1]} can gain more than {more}."


def _so_many(found: Remedy) -> str:
    one, several = NOUNS[found.kind]
    return one if len(found.changes) == 1 else f"choice of {len(found.changes)} {several}"


def most_useful(found: Remedies, gap: Gap, *, names: bool = True) -> str | None:
    """The best of the list; where that is to hire, also the best that needs nobody new. None where nothing helps.

    Parameters
    ----------
    gap : Gap
        What the remedies are for.
    names : bool
        Say who does what, and what would do without a hire.
    """
    best = found.best
    if best is None:
        return None
    said = _says(best, gap, names)
    if not names or best.kind is not Kind.HIRE:
        return said
    other = next((each for each in found.ranked if each.kind not in (Kind.HIRE, Kind.DROP)), None)
    if other is None:
        return said
    words = _says(other, gap, names)
    return f"{said} Without hiring: {words[0].lower()}{words[1:]}"


def _says(best: Remedy, gap: Gap, names: bool) -> str:
    does = _does(best.before, best.after, gap, several=best.kind in NOUNS and len(best.changes) > 1)
    if best.kind is Kind.HIRE:
        return f"Hiring {counted(best.people, 'officer')} {does}"
    if best.kind is Kind.UNPIN:
        (change,) = best.changes
        cases = change.cases if isinstance(change, Unpin) else ()
        return f"Taking the pin off {named(cases) if names or len(cases) == 1 else counted(len(cases), 'case')} {does}"
    if best.kind is Kind.HOURS:
        who = [change.officer for change in best.changes if isinstance(change, MoreHours)]
        more = sum((change.hours for change in best.changes if isinstance(change, MoreHours)), Fraction(0))
        return (
            f"Giving {named(who) if names or len(who) == 1 else counted(len(who), 'officer')} {hours(more)} more {does}"
        )
    return f"{_these(best, names)} {does}"


def in_brief(found: Remedies, gap: Gap) -> str:
    """The same on two lines of a terminal: who does what is said where it fits. Empty where nothing helps."""
    whole = most_useful(found, gap) or ""
    return whole if len(whole) <= BRIEF else most_useful(found, gap, names=False) or ""


def _these(best: Remedy, names: bool) -> str:
    one, several = NOUNS[best.kind]
    count = {1: "This", 2: "These two", 3: "These three"}.get(len(best.changes), f"These {len(best.changes)}")
    changes = "; ".join(str(change) for change in best.changes)
    these = f"{count} {one if len(best.changes) == 1 else several}"
    return f"{these} ({changes})" if names else these


def _does(before: Outcome, after: Outcome, gap: Gap, *, several: bool = False) -> str:
    peaks = None
    if before.peak is not None and after.peak is not None and after.peak < before.peak:
        bring = "bring" if several else "brings"
        peaks = f"{bring} the least peak from {percent(before.peak)} to {percent(after.peak)}"
    gained = before.gap_hours - after.gap_hours
    gain = "gain" if several else "gains"
    gains = f"{gain} {hours(gained)} of the {gap}" if gained else None
    does = " and ".join(text for text in (peaks, gains) if text)
    if after.peak is not None and after.peak > max(1, before.peak or 0):
        does += f"; the least peak is then {percent(after.peak)}, more work than hours"
    return f"{does}."


def no_shortage(staffing: Staffing, best: str | None) -> str:
    """Nothing is missing, and where the room is least."""
    if not staffing.tiers:
        return "Nothing is missing."
    index, closest = max(
        enumerate(staffing.tiers, 1), key=lambda each: (each[1].tier.utilization - each[1].target.value, -each[0])
    )
    used, target = closest.tier.utilization, closest.target.value
    beside = f"{points(abs(used - target))} {'above' if used > target else 'below'} its target of {percent(target)}"
    room = closest.limit_hours - closest.demand_hours
    left = about(room, 2)
    words = (
        f"Nothing is missing. The smallest reserve is that of group {index}: {percent(used)} of its hours are taken, "
        f"{beside}, and {left} h {'is' if room == 1 else 'are'} left."
    )
    return f"{words} {best}" if best else words


def searched(limit_s: float, *, is_fine: bool) -> str:
    """What was looked for; nothing where the hours are within their targets and no work waits for anybody."""
    always = "Hires, and cases to give up, are always worked out."
    if is_fine:
        return "Every group is within its target, so no remedies were looked for."
    if not limit_s:
        return f"{always} Cross-trainings and loans were not looked for, because no time was given (--remedies-time)."
    return (
        f"{always} Up to three cross-trainings, and up to three loans between offices, were chosen together in at most "
        f"{limit_s:g} s (--remedies-time)."
    )


__all__ = [
    "MEANING",
    "WITHIN_CAPACITY",
    "Gap",
    "certainty",
    "effect",
    "most_useful",
    "no_shortage",
    "nothing_helps",
    "searched",
    "subject",
]
