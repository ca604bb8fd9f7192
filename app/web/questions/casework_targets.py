"""What a child process answers about single cases and days: who should take a new one, and who covers for somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.answers.advice import AdviceEntry, read_pace
from app.answers.from_sums.about_case import NewCases
from app.api.http.body import SentAs
from app.confined_child import Child
from app.intake.checks.roster_settings import with_settings
from app.intake.prepare import prepare
from app.intake.read import read_kept
from app.intake.roster import Roster
from app.jobs.query_targets import MadePlan, advise, assigned_in
from app.web.form_targets import File, Page
from app.web.guarded_csv import guarded
from app.web.questions.about import About, Fields, in_words, sentence
from app.web.questions.chosen_changes import day_of, share, whole
from app.web.questions.menus import MOST_IN_MENU, menus_of
from app.web.rendering import rendered
from solver.errors import CaseloadError, InvalidChange

if TYPE_CHECKING:
    from app.answers.rotation import RotationDocument
    from solver.problem import Problem

SHOWN = 20
"""Officers whom the answer lists."""
LISTED = 200
"""Cases that the page of a cover lists; the file has all."""
MOST_S = 20.0
"""Of a search for a cover, while somebody waits for the page."""
MOST_DAYS = 3_660
NO_COVER = "No cover was found in {seconds:g} s. Ask for fewer officers at once; `caseload rotation` has longer."
ADVICE_FIELDS = ("type", "hours", "office", "docket", "priority", "new", "others", "back", "share")
COVER_FIELDS = ("from", "days", "granted")


def begin_advice(_child: Child, about: About) -> Page:
    """Where a new case is described."""
    return _advice_page(about, read_kept(about.made.roster), {})


def new_case(child: Child, what: SentAs, about: About) -> Page:
    """Everybody who may take a new case, best first."""
    fields = Fields(child, what, about)
    filled = {name: fields.one(name) for name in ADVICE_FIELDS}
    skills = fields.several("skills")
    roster = read_kept(about.made.roster)
    try:
        (found,) = advise(child, about.made, NewCases((_row(fields, roster),), _pace(fields), _ramp(fields)))
    except CaseloadError as error:
        return _advice_page(about, roster, filled, skills=skills, error=in_words(error))
    return _advice_page(about, roster, filled, skills=skills, found=found)


def begin_cover(_child: Child, about: About) -> Page:
    """Where it is said who is away."""
    return _cover_page(about, read_kept(about.made.roster), {})


def cover(child: Child, what: SentAs, about: About) -> Page:
    """Who covers, what the others carry, and what comes back."""
    fields = Fields(child, what, about)
    roster = read_kept(about.made.roster)
    filled = {name: fields.one(name) for name in COVER_FIELDS}
    try:
        found = _covered(child, fields, about, roster)
    except CaseloadError as error:
        return _cover_page(about, roster, filled, away=fields.several("officer"), error=in_words(error))
    return _cover_page(about, roster, filled, away=fields.several("officer"), found=found)


def handovers(child: Child, what: SentAs, about: About) -> File:
    """Every handover and every return of a cover as CSV.

    Raises
    ------
    CaseloadError
    """
    from app.answers.rotation import as_csv

    found = _covered(child, Fields(child, what, about), about, read_kept(about.made.roster))
    return File(guarded(as_csv(found).encode()), "handovers.csv")


def _row(fields: Fields, roster: Roster) -> Mapping[str, Any]:
    """The new case as a row of the sheet ``cases``; it is called so that no case of the roster is."""
    there, number = frozenset(roster.cases.ids), 1
    while f"new-{number}" in there:
        number += 1
    kind, hours = fields.one("type"), fields.one("hours").removesuffix("h").strip()
    if not kind and not hours:
        raise InvalidChange("Choose the type of the case, or say how many hours it takes.")
    row = {
        "case_id": f"new-{number}",
        "case_type": kind,
        "weight_hours": hours.replace(",", "."),
        "office": fields.one("office"),
        "docket": fields.one("docket"),
        "required_skills": ";".join(fields.several("skills")),
        "priority": fields.one("priority"),
    }
    return {name: value for name, value in row.items() if value}


def _pace(fields: Fields) -> str | None:
    """At most so many new cases for so many others."""
    new, others = fields.one("new"), fields.one("others")
    if not new and not others:
        return None
    pace = f"{whole(fields, 'new', 'how many new cases')}:{whole(fields, 'others', 'for how many others')}"
    read_pace(pace)
    return pace


def _ramp(fields: Fields) -> Mapping[str, Any]:
    """Somebody who is back from leave, and with how much of their hours they count."""
    back = fields.one("back")
    return {back: share(fields, "share", "with how many percent of their hours they count")} if back else {}


def _covered(child: Child, fields: Fields, about: About, roster: Roster) -> RotationDocument:
    from app.answers import rotation  # brings the solver along: only where a cover is asked for

    who = fields.several("officer")
    if not who:
        raise InvalidChange("Choose who is away.")
    first: dt.date | None = None
    if fields.one("from"):
        first = day_of(fields.one("from"), "the first day")
    days = whole(fields, "days", "for how many days", MOST_DAYS)
    granted = whole(fields, "granted", "how many other cases may move", least=0) if fields.one("granted") else 0
    options = with_settings(about.made.options, roster.settings)
    limit_s = min(options.time_limit_s, MOST_S, about.limit_s / 2)
    options = options.model_copy(update={"time_limit_s": limit_s})
    assigned = assigned_in(about.made, _problem(about.made, roster), roster)
    found = rotation.cover(assigned, rotation.Away(",".join(who), days, first, granted), options, child.should_stop)
    if found is None:
        raise InvalidChange(NO_COVER.format(seconds=limit_s))
    return found


def _problem(plan: MadePlan, roster: Roster) -> Problem:
    return prepare(roster, plan.options, plan.scenario).problem


def _advice_page(
    about: About,
    roster: Roster,
    filled: Mapping[str, str],
    *,
    skills: list[str] | None = None,
    found: AdviceEntry | None = None,
    error: str = "",
) -> Page:
    html = rendered(
        "advice.html",
        visitor=about.visitor,
        plan=about.plan,
        error=error,
        menus=menus_of(roster),
        most_in_menu=MOST_IN_MENU,
        period=with_settings(about.made.options, roster.settings).period,
        filled={name: filled.get(name, "") for name in ADVICE_FIELDS},
        skills=skills or [],
        found=found,
        shown=SHOWN,
    )
    return Page(html, 422 if error else 200)


def _cover_page(
    about: About,
    roster: Roster,
    filled: Mapping[str, str],
    *,
    away: list[str] | None = None,
    found: RotationDocument | None = None,
    error: str = "",
) -> Page:
    period = with_settings(about.made.options, roster.settings).period
    html = rendered(
        "cover.html",
        visitor=about.visitor,
        plan=about.plan,
        error=error,
        menus=menus_of(roster),
        most_in_menu=MOST_IN_MENU,
        filled={name: filled.get(name, "") for name in COVER_FIELDS},
        away=away or [],
        found=found,
        listed=LISTED,
        **({} if found is None else _told(found, period)),
    )
    return Page(html, 422 if error else 200)


def _told(found: RotationDocument, period: str) -> dict[str, Any]:
    from app.answers import rotation
    from app.report.text.words import REASON_TITLES

    return {
        "facts": [(label, sentence(text)) for label, text in rotation.facts(found, period)],
        "carried": rotation.rows(found),
        "carrying": len(rotation.taking(found)),
        "reasons": {**REASON_TITLES, "pinned": "It is pinned"},
        "whys": rotation.WHY,
    }
