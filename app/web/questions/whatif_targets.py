"""What a child process answers where somebody asks what would be if the office were different."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.answers import whatif
from app.api.http.body import SentAs
from app.api.sent_targets import PlanAsked
from app.confined_child import Child
from app.intake.build.window import window_of
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.read import read_kept
from app.intake.roster import Roster
from app.intake.scenario.apply import MOST_CHANGES
from app.jobs.query_targets import try_changes
from app.report.text.numbers import about as rounded
from app.report.text.numbers import percent
from app.report.text.words import VERDICTS, verdict_sentence
from app.web.form_targets import Page
from app.web.questions.about import About, Fields, in_words, sentence
from app.web.questions.chosen_changes import KINDS, day_of, written
from app.web.questions.menus import MOST_IN_MENU, menus_of
from app.web.rendering import rendered
from solver.analysis.scenarios.changes import Change, Detail
from solver.analysis.scenarios.whatif import WhatIf
from solver.analysis.words import named
from solver.errors import CaseloadError, InvalidChange

CHANGE, OFF, KIND, START = "change", "off", "kind", "period_start"
"""Fields: changes that were collected before, one to be taken off, a kind of change, the first day of the period."""
DAYS = re.compile(r"from=(\S+) until=(\S+)")
NO_START = "Say on which day the {period} begins that the hours of the roster are for: the field stands in the form."
LABELS = {
    "State": "Is it sustainable?",
    "Wait for somebody": "Cases for which somebody with the skill or the office is missing",
    "Not to be held": "Cases whose officer may not hold them",
    "Wait for a place": "Cases above a caseload standard",
    "Above a standard": "Cases that stay above a caseload standard",
    "Demand": "Hours of work",
    "Available": "Hours of the officers",
    "Utilization": "All work, of all hours",
    "Least peak": "The fullest officer, at best",
    "Missing FTE": "Missing full-time officers (FTE)",
    "Work that waits": "Work that waits for somebody who may do it",
}
"""What the page calls a figure, where the command line is shorter."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody has said so far: options with the first day of the period, changes, and what is still in a form."""

    options: PlanOptions
    changes: list[str]
    filled: Mapping[str, str] = field(default_factory=dict)


def begin(_child: Child, about: About) -> Page:
    """The page before anything was asked; a plan with changes begins with these."""
    roster = read_kept(about.made.roster)
    asked = _Asked(about.made.options, list(about.made.scenario))
    return _answered(about, roster, asked, _compared(roster, asked))


def compare(child: Child, what: SentAs, about: About) -> Page:
    """Both sides, with what was added or taken off; a change that cannot be made leaves those before it."""
    fields = Fields(child, what, about)
    roster = read_kept(about.made.roster)
    before = _Asked(about.made.options, fields.several(CHANGE))
    try:
        before = replace(before, options=_started(fields, before.options))
        asked = _next(fields, before, roster)
        return _answered(about, roster, asked, _compared(roster, asked))
    except CaseloadError as error:
        kept = replace(before, filled={name: fields.one(name) for name in FORM_FIELDS})
        return _answered(about, roster, kept, _still_compared(roster, kept), in_words(error))


FORM_FIELDS = (KIND, START, "officer", "from", "until", "days", "count", "hours", "skill", "office", "type", "way",
               "amount", "unit")  # fmt: skip
"""What a form of one change may hold, besides what is ticked: it comes back where the change cannot be made."""


def plan_of_it(child: Child, what: SentAs, about: About) -> PlanAsked:
    """A plan of the same roster with the changes and the same goals.

    Raises
    ------
    InvalidChange
    """
    fields = Fields(child, what, about)
    changes = fields.several(CHANGE)
    options = _started(fields, about.made.options)
    try_changes(read_kept(about.made.roster), options, changes)
    return PlanAsked(str(about.plan.roster_id), options, tuple(changes), about.plan.name)


def _next(fields: Fields, before: _Asked, roster: Roster) -> _Asked:
    """What was said before, with what this form says.

    Raises
    ------
    InvalidChange
    """
    changes = before.changes
    if off := fields.one(OFF):
        changes = [text for at, text in enumerate(changes, 1) if str(at) != off]
    elif kind := fields.one(KIND):
        text, known = written(fields, kind), with_settings(before.options, roster.settings)
        if KINDS[kind].has_days and window_of(known) is None:
            raise InvalidChange(NO_START.format(period=known.period))
        changes = [*changes, text]
    if len(changes) > MOST_CHANGES:
        raise InvalidChange(f"At most {MOST_CHANGES} changes are made at once. Take one off first.")
    return replace(before, changes=changes)


def _compared(roster: Roster, asked: _Asked) -> WhatIf | None:
    return whatif.compare(roster, asked.options, asked.changes) if asked.changes else None


def _still_compared(roster: Roster, asked: _Asked) -> WhatIf | None:
    """What was there before; None where that cannot be made either: then the page says so once, and shows the texts."""
    try:
        return _compared(roster, asked)
    except InvalidChange:
        return None


def _started(fields: Fields, options: PlanOptions) -> PlanOptions:
    """The options with the first day of the period, where somebody has said it."""
    start = fields.one(START)
    if not start:
        return options
    return options.model_copy(update={START: day_of(start, "the first day of the period")})


def _answered(about: About, roster: Roster, asked: _Asked, found: WhatIf | None, error: str = "") -> Page:
    """The page: what was changed, both sides, and what else can be changed."""
    options = with_settings(asked.options, roster.settings)
    sides: dict[str, Any] = {} if found is None else _both(found, options)
    changes = asked.changes
    if found is not None:
        changes = [_in_words(text, change) for text, change in zip(asked.changes, found.changes, strict=True)]
    html = rendered(
        "whatif.html",
        visitor=about.visitor,
        plan=about.plan,
        error=error,
        changes=list(zip(asked.changes, changes, strict=True)),
        menus=menus_of(roster),
        most_in_menu=MOST_IN_MENU,
        kinds=KINDS,
        filled={name: asked.filled.get(name, "") for name in FORM_FIELDS},
        period=options.period,
        start=options.period_start,
        is_said=about.made.options.period_start != asked.options.period_start,
        sides=sides,
    )
    return Page(html, 422 if error else 200)


def _in_words(text: str, change: Change) -> str:
    """A change as a sentence; one that lasts for some days with these, which the change itself no longer has."""
    days = DAYS.search(text)
    if not isinstance(change, Detail) or change.share is None or days is None:
        return sentence(str(change))
    first, last = days.groups()
    return f"{named(change.officers)} away from {first} until {last}: {percent(change.share)} of the hours."


def _both(found: WhatIf, options: PlanOptions) -> dict[str, Any]:
    """Figures of both sides, and what becomes of what is missing."""
    basis = f"one FTE is {rounded(found.basis.productive_hours, 2)} hours a {options.period}"
    states = [each.verdict.state.value for each in (found.base, found.changed)]
    rows = [
        (LABELS.get(label, label), *(VERDICTS.get(text, text) for text in texts))
        for label, *texts in whatif.rows(found.base, found.changed)
    ]
    return {
        "rows": rows,
        "states": [VERDICTS[state] for state in states],
        "tone": {"sustainable": "good", "strained": "warn", "unsustainable": "bad"}[states[1]],
        "verdict": verdict_sentence(found.changed.verdict),
        "difference": list(whatif.difference(found.base.verdict, found.changed.verdict, basis)),
    }
