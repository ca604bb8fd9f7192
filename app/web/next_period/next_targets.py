"""What a child process makes of a new export beside an adopted plan: the page that says what changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.access.caller import Caller
from app.answers.next_period.last_plan import read_last_plan
from app.answers.next_period.since import Became, Since, Trust, since
from app.answers.next_period.since_words import MEANINGS, TITLES, officers_of
from app.api.http.body import SentAs
from app.api.http.unpacked import Body, Part
from app.api.problems import ApiProblem
from app.confined_child import Child
from app.intake.build.window import next_start
from app.intake.recognition.profile import Profile, write_profile
from app.intake.scenario.parse import FORMS
from app.jobs.query_targets import understand
from app.web.carried import fields_of as carried_fields
from app.web.export_form import profile_of, upload_of_export
from app.web.form import DEFAULTS, Upload
from app.web.form_targets import Page, Said, said_or
from app.web.page_wording import found_on_the_page
from app.web.rendering import rendered
from solver.analysis.standards.library import LIBRARY

SHOWN = 20
"""Cases of each kind that the page lists."""
NOT_ADOPTED = "The plan was not adopted, so nobody follows it. Adopt it, or begin with the plan that holds."
ROSTER = "roster.json"


@dataclass(frozen=True, slots=True)
class AdoptedPlan:
    """A plan that was adopted, as the store has it.

    Attributes
    ----------
    plan_id : UUID
    name : str
    goals : mapping
        Those that were given.
    assignments : bytes
    officers : bytes or None
        ``officers.csv``.
    superseded_by : str or None
        The plan that was adopted since, for the same offices.
    profile : str
        How the export was read of which its roster was made; empty: it was made of none, or nobody knows.
    """

    plan_id: UUID
    name: str
    goals: Mapping[str, Any]
    assignments: bytes
    officers: bytes | None
    superseded_by: str | None = None
    profile: str = ""


def compare(child: Child, what: SentAs, visitor: Caller | None, plan: AdoptedPlan | None) -> Page | Said:
    """What changed since a plan; None: it was not adopted."""

    def shown(body: Body) -> Page:
        if plan is None:
            raise ApiProblem(409, NOT_ADOPTED, "not-adopted")
        upload, profile = upload_of_export(body), profile_of(body, plan.profile)
        trust = Trust.PLAN if body.field("trust") == Trust.PLAN else Trust.EXPORT
        return Page(rendered("next_period/since.html", visitor=visitor, **_since(child, plan, upload, profile, trust)))

    return said_or(child, what, visitor, shown)


def _since(child: Child, plan: AdoptedPlan, upload: Upload, profile: Profile, trust: Trust) -> dict[str, Any]:
    exports = tuple(upload.sheets.items())
    recognised = understand(child, exports, profile)
    values: dict[str, Any] = {
        "plan": plan,
        "questions": [each.text for each in recognised.understanding.questions],
        "found": None,
        "carried": carried_fields(upload),
        "name": upload.name,
        "profile": write_profile(profile),
        "trust": trust,
    }
    if recognised.roster is None:
        return values
    found = since(read_last_plan(plan.assignments, plan.officers), recognised.roster, trust)
    document = json.dumps(found.roster.to_document(), ensure_ascii=False).encode()
    return {
        **values,
        "found": found,
        "open": len(found.roster.cases),
        "kinds": [(became, TITLES[became], MEANINGS[became], found.those(became)) for became in TITLES],
        "people": list(officers_of(found)),
        "differ": _differ(found),
        "noticed": [found_on_the_page(each) for each in found.roster.findings],
        "shown": SHOWN,
        "roster": carried_fields(Upload({}, Part("", ROSTER, document))),
        "fields": {**DEFAULTS, **_following(plan.goals)},
        "understood": write_profile(recognised.understanding.profile),
        "standards": LIBRARY.values(),
        "changes": FORMS,
    }


def _differ(found: Since) -> int:
    """Cases that are with somebody else than was adopted."""
    return len(found.those(Became.NOT_HANDED_OVER)) + len(found.those(Became.OTHERWISE))


def _following(goals: Mapping[str, Any]) -> dict[str, str]:
    """Fields of the form for the period after that of the plan."""
    fields = {"period": str(goals["period"])} if goals.get("period") else {}
    begins = next_start(goals)
    return fields if begins is None else {**fields, "period_start": begins.isoformat()}
