"""The three best things to do, each with the hours that it buys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.report.document import ReportDocument
from app.report.sections.one_page.said import NAMED, Said, short
from app.report.sections.remedies.entry import RemediesEntry, RemedyEntry
from app.report.sections.summary.entry import Verdict
from app.report.text.numbers import about, hours_text, percent
from solver.analysis.words import counted
from solver.analysis.words import named as listed_names

MOST = 3
NONE_NEEDED = "None is needed."
NONE_HELPS = "Nothing that was looked at helps."
JOINING = re.compile(r"add (\d+) officers?(.*)")
FIELD = re.compile(
    r"\s(hours|skills|offices|dockets|standard|efficiency)=(.*?)(?=\s(?:hours|skills|offices|dockets|standard|efficiency)=|$)"
)
FORMS = (
    (re.compile(r"train officer (.+) skills=(.+)"), "Train {0} in {1}"),
    (re.compile(r"lend officer (.+) office=(.+)"), "Let {0} also serve {1}"),
    (re.compile(r"standard of officer (.+) =none"), "Lift the standard of {0}"),
    (re.compile(r"standard of officer (.+) =(.+)"), "Raise the standard of {0} to {1} cases"),
    (re.compile(r"hours of officer (.+) \+(.+)"), "Give {0} {1} h more"),
    (re.compile(r"unpin cases (.+)"), "Take the pin off {0}"),
)
"""Changes as ``app.intake.scenario.text`` writes them, and as one says to somebody who should make them."""


MANY = {
    "Train": "Make {count:,} cross-trainings",
    "Let": "Make {count:,} loans",
    "Raise": "Raise {count:,} standards",
    "Take": "Take {count:,} pins off",
}
"""Several changes of one kind, by the word that each begins with."""


class Action(NamedTuple):
    """One thing to do.

    Attributes
    ----------
    kind : str
        Of each kind the best one is named first.
    changes : tuple of str
        As ``caseload whatif --change`` takes them.
    text, brief : str
        What to do, with as much detail as there is room for.
    buys : str
    """

    kind: str
    changes: tuple[str, ...]
    text: str
    brief: str
    buys: str


def actions(document: ReportDocument) -> tuple[Said, ...]:
    """At most three, the best of each kind before further ones; or that nothing is needed, or helps."""
    found = chosen(list(_every(document)))
    if not found:
        return (Said(NONE_NEEDED if is_in_order(document) else NONE_HELPS),)
    return tuple(
        Said(f"{at}. {each.text}: {each.buys}.", f"{at}. {each.brief}: {each.buys}.", 7)
        for at, each in enumerate(found, 1)
    )


def is_in_order(document: ReportDocument) -> bool:
    """Whether there is nothing that an action would be for."""
    return document.verdict.state == "sustainable" and not (document.unassigned or document.breaches)


def chosen(every: Sequence[Action]) -> list[Action]:
    """The best of each kind, then what is left, without those that say again what another one says."""
    picked: list[Action] = []
    for again in (False, True):
        for each in every:
            kinds = {one.kind for one in picked}
            parts = {change for one in picked for change in one.changes}
            is_new = each not in picked and not parts.issuperset(each.changes)
            if is_new and len(picked) < MOST and (again or each.kind not in kinds):
                picked.append(each)
    return sorted(picked, key=every.index)


def _every(document: ReportDocument) -> Iterator[Action]:
    """Everything that would help, what gains most first."""
    found, basis = document.remedies, document.verdict.fte_basis_hours
    if found is not None:
        yield from _ranked(found, document.verdict)
    placing = [fix for fix in document.fixes if fix.verified and fix.changes]
    for fix in sorted(placing, key=lambda each: -each.cases_placed):
        hours = fix.hours if fix.cases_placed == fix.cases else None
        yield Action("fix", tuple(fix.changes), *_words(fix.changes), _places(fix.cases_placed, hours, basis))
    if found is None:
        return
    for lift in found.lifts:
        yield Action(
            "lift", (lift.change,), *_words([lift.change]), _places(lift.cases_placed, lift.hours_placed, basis)
        )
    if found.drop is not None:
        text = f"Give up {counted(found.drop.cases, 'case')}, the least urgent first"
        buys = f"frees {_amount(found.drop.hours, basis)}"
        yield Action("drop", ("drop",), text, f"Give up {counted(found.drop.cases, 'case')}", buys)


def _ranked(found: RemediesEntry, verdict: Verdict) -> Iterator[Action]:
    ranked = list(found.ranked)
    if found.enough is not None:
        ranked = sorted([found.enough, *ranked], key=lambda each: -each.hours_gained)
    for each in ranked:
        yield Action(each.kind, tuple(each.changes), *_words(each.changes), _buys(each, verdict))


def _buys(found: RemedyEntry, verdict: Verdict) -> str:
    """What it gains of what is missing; where nothing is, the hours that it adds and what that does to the tightest."""
    basis, peak = verdict.fte_basis_hours, ""
    if found.peak_before is not None and found.peak_after is not None and found.peak_after != found.peak_before:
        peak = f"tightest group {percent(found.peak_before)} → {percent(found.peak_after)}"
    if found.hours_gained:
        missing = verdict.parts.hours.hours or 0
        what = "work that waits" if not missing else "what is missing"
        what += " or waits" if 0 < missing < verdict.gap_hours else ""
        buys = f"buys {_amount(found.hours_gained, basis)} of {what}"
        is_worse = found.peak_after is not None and found.peak_after > max(1, found.peak_before or 0)
        return f"{buys}; {peak}" if is_worse and peak else buys
    added = sum(_added(change, basis) for change in found.changes)
    adds = f"adds {_amount(added, basis)}" if added else "adds no hours (0 FTE)"
    return f"{adds}; {peak}" if peak else adds


def _places(cases: int, hours: float | None, basis: float) -> str:
    amount = "" if hours is None else f" of {_amount(hours, basis)}"
    return f"gives {counted(cases, 'case')}{amount} an officer"


def _amount(hours: float, basis: float) -> str:
    """120 h (0.81 FTE)."""
    return f"{hours_text(round(hours, 2))} ({about(hours / basis, 2)} FTE)" if basis else hours_text(hours)


def _words(changes: Sequence[str]) -> tuple[str, str]:
    """What to do: in full, and without whom and what."""
    hires = [found for change in changes if (found := JOINING.fullmatch(change))]
    if len(hires) == len(changes):
        people = sum(int(found[1]) for found in hires)
        plain = f"Hire {counted(people, 'officer')}"
        text = f"{plain}{_with(hires[0][2])}" if len(hires) == 1 else plain
        return text, text
    texts = [_said(change) for change in changes]
    if len(texts) == 1:
        return texts[0], texts[0]
    joined = "; ".join(texts[:1] + [text[0].lower() + text[1:] for text in texts[1:]])
    return joined, _in_all(changes, texts)


def _in_all(changes: Sequence[str], texts: Sequence[str]) -> str:
    """Several changes of one kind without whom they are about."""
    (first, *others), count = {text.split(" ", 1)[0] for text in texts}, len(texts)
    if not others and first == "Give":
        return f"Give {count:,} officers {hours_text(round(sum(_added(change, 0) for change in changes), 2))} more"
    if not others and first in MANY:
        return MANY[first].format(count=count)
    return f"Make {count:,} changes"


def _with(fields: str) -> str:
    given = dict(FIELD.findall(fields))
    words = [f" with {_names(given['skills'])}"] if "skills" in given else []
    words += [f" in {_names(given['offices'])}"] if "offices" in given else []
    words += [f" for {_names(given['dockets'])} cases"] if "dockets" in given else []
    return "".join(words)


def _added(change: str, basis: float) -> float:
    """Hours for cases that a change brings."""
    if found := JOINING.fullmatch(change):
        given = dict(FIELD.findall(found[2]))
        return int(found[1]) * float(given.get("hours", basis)) * float(given.get("efficiency", 1))
    more = FORMS[4][0].fullmatch(change)
    return float(more[2]) if more else 0.0


def _said(change: str) -> str:
    for form, words in FORMS:
        if found := form.fullmatch(change):
            return words.format(*map(_names, found.groups()))
    hire = JOINING.fullmatch(change)
    return f"Hire {counted(int(hire[1]), 'officer')}{_with(hire[2])}" if hire else change


def _names(listed: str) -> str:
    given = [name.strip() for name in listed.split(";")]
    names = list(map(short, given if len(given) <= NAMED else given[: NAMED - 1]))
    names += [f"{len(given) - len(names):,} more"] if len(given) > NAMED else []
    return listed_names(names)
