"""What is open: every alarm besides the verdict, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.document import ReportDocument
from app.report.sections.findings.show import in_words
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.one_page.said import Said
from app.report.sections.one_page.staff import NO_PLAN
from app.report.sections.percentile.build import changes_nothing, notes
from app.report.sections.summary.facts import has_only_ties_open
from app.report.text.goals import COVERAGE
from app.report.text.levels import amount
from app.report.text.numbers import hours_text
from solver.analysis.words import counted

PROVEN = "Proven: no plan beats this one."
ONLY_TIES = "What counts most is proven best; only tie-breaks are not."
NOTHING_KNOWN = "How much better a plan could be is not known."
NOTHING_OPEN = "Nothing else."
URGENT = 2
"""Priorities up to this one are urgent."""
MOST_UNPROVEN = 2


def still_open(document: ReportDocument) -> tuple[Said, ...]:
    """Cases, rules, people, the roster, the proof: what whoever signs has to know besides."""
    said = [*_conditions(document), *_cases(document), *_people(document), *_roster(document), *_proof(document)]
    return tuple(said or [Said(NOTHING_OPEN)])


def _conditions(document: ReportDocument) -> Iterator[Said]:
    """What the plan holds for, where that is not the roster as it stands."""
    changes = len(document.provenance.scenario)
    if changes:
        yield Said(
            f"This is a what-if plan: {counted(changes, 'change')} made first.",
            f"What-if plan: {counted(changes, 'change')}.",
            1,
        )
    given = document.percentile
    if given is not None:
        if changes_nothing(given):
            yield Said("A percentile was asked for, but no case weight has a range: the hours are as they stand.")
        else:
            yield Said(f"With the weights as they stand, the caseload is {given.as_given.state}.")


def _cases(document: ReportDocument) -> Iterator[Said]:
    left, kept = document.unassigned, document.nobody_else
    if left:
        verb = "has" if len(left) == 1 else "have"
        urgent = sum(case.priority <= URGENT for case in left)
        which = f", {urgent:,} of priority 1 or 2" if urgent else ""
        what = f"{counted(len(left), 'case')} ({hours_text(sum_of(case.hours for case in left))})"
        yield Said(f"{what} {verb} no officer{which}.", f"{counted(len(left), 'case')} {verb} no officer{which}.", 1)
    if kept:
        one = len(kept) == 1
        stay = f"{counted(len(kept), 'case')} {'stays' if one else 'stay'}"
        text = f"{stay} with somebody who may not hold {'it' if one else 'them'}."
        yield Said(text, f"{stay} against a rule.", 1)


def sum_of(hours: Iterator[float]) -> float:
    """Hours without the crumbs of binary fractions."""
    return round(sum(hours), 6)


def _people(document: ReportDocument) -> Iterator[Said]:
    broken = len(document.breaches)
    if broken:
        text = f"{counted(broken, 'rule')} {'is' if broken == 1 else 'are'} broken"
        yield Said(f"{text} by pins or by cases that stay.", f"{text}.", 1)
    over = sum((officer.utilization or 0) > 1 for officer in document.officers)
    if document.plan is not None and over:
        yield Said(f"{counted(over, 'officer')} {'has' if over == 1 else 'have'} more work than hours in the plan.")
    for standard in document.standards or []:
        found = standard.plan if standard.plan is not None else standard.today
        if found.officers_over:
            who = f"{counted(found.officers_over, 'officer')} {'is' if found.officers_over == 1 else 'are'} above"
            yield Said(f"{who} the published standard {standard.name}.", f"{who} a published standard.", 1)


def _roster(document: ReportDocument) -> Iterator[Said]:
    doubtful = sum(found.severity != "note" for found in document.findings)
    noted = len(document.findings) - doubtful
    if doubtful:
        verb = "was" if doubtful == 1 else "were"
        yield Said(
            f"{counted(doubtful, 'doubt')} about the roster {verb} accepted: check “Noticed in the roster”.",
            f"{counted(doubtful, 'doubt')} about the roster {verb} accepted.",
            1,
        )
    said = set(map(in_words, document.findings))
    others = noted + sum(warning not in said for warning in document.warnings)
    others += sum(note not in notes(document.percentile) for note in document.notes)
    if others:
        yield Said(f"{counted(others, 'remark')} on the roster and the plan.", f"{counted(others, 'remark')}.", 2)


def _proof(document: ReportDocument) -> Iterator[Said]:
    if document.plan is None:
        return
    if document.plan.interrupted:
        yield Said("The search was stopped early.")
    if document.status == "optimal":
        yield Said(PROVEN)
        return
    unproven = [level for level in document.levels if level.status != "optimal"]
    main = [text for level in unproven if (text := _of_main(level))]
    if not unproven:
        yield Said(NOTHING_KNOWN)
    elif has_only_ties_open(document):
        yield Said(ONLY_TIES)
    for text in main[:MOST_UNPROVEN]:
        yield Said(f"Not proven: {text}.", "Not proven best.", 1)


def _of_main(level: LevelEntry) -> str:
    """What may be better by a goal that is no tie-break, and by how much; empty for tie-breaks."""
    found, least = amount(level.best, level.unit), amount(level.bound, level.unit)
    if level.name in COVERAGE:
        return f"whether fewer than {found} of priority {level.name[-1]} must wait (no fewer than {least})"
    return {
        "fairness": f"a fairer plan may exist ({found} above fair shares, {least} at best)",
        "continuity": f"fewer moves may do ({found} found, {least} at least)",
        "cost": f"a cheaper plan may exist ({found} found, {least} at least)",
    }.get(level.name, "")


__all__ = ["NOTHING_KNOWN", "NOTHING_OPEN", "NO_PLAN", "ONLY_TIES", "PROVEN", "still_open", "sum_of"]
