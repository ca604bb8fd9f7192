"""What a child process says of an assignment that somebody else made: every rule of the roster that it breaks."""

from __future__ import annotations

import io

from app.answers.checking import Ruling, rule
from app.api.http.body import SentAs
from app.confined_child import Child
from app.intake.assignments import FILE, assignments_in
from app.intake.checks.roster_settings import with_settings
from app.intake.errors import RosterRefused
from app.intake.prepare import prepare
from app.intake.read import read_kept
from app.web.form_targets import Page
from app.web.questions.about import About, Fields, in_words
from app.web.rendering import rendered
from solver.analysis.words import counted
from solver.errors import CaseloadError, InvalidChange
from solver.goals import Policy

SHOWN = 500
"""Violations that the page names."""
POLICIES = {
    Policy.ASSIGN_ALL: "every case has an officer, whatever the hours carry",
    Policy.WITHIN_CAPACITY: "nobody has more work than hours",
}


def begin_check(_child: Child, about: About) -> Page:
    """Where a file is chosen."""
    return _page(about, str(about.made.options.policy))


def check_file(child: Child, what: SentAs, about: About) -> Page:
    """Every violation in a file of somebody's assignment."""
    fields = Fields(child, what, about)
    policy = fields.one("policy") or str(about.made.options.policy)
    try:
        found, last, name = _ruled(fields, about, policy)
    except RosterRefused as error:
        places = [f"{each.file}, row {each.row}: " if each.row else f"{each.file}: " for each in error.cells[:1]]
        return _page(about, policy, error="".join(places) + in_words(error))
    except CaseloadError as error:
        return _page(about, policy, error=in_words(error))
    return _page(about, policy, found=found, last=last, name=name)


def _ruled(fields: Fields, about: About, policy: str) -> tuple[Ruling, str, str]:
    chosen = fields.file()
    if chosen is None:
        raise InvalidChange(f"Choose the file first: a CSV file with the columns case_id and officer_id, as {FILE}.")
    name, content = chosen
    if policy not in [str(each) for each in Policy]:
        raise InvalidChange("Choose what the assignment must keep.")
    roster = read_kept(about.made.roster)
    options = with_settings(about.made.options, roster.settings).model_copy(update={"policy": Policy(policy)})
    problem = prepare(roster, options, about.made.scenario).problem
    found = rule(problem, assignments_in(name or FILE, io.BytesIO(content), problem), options)
    counts = f"{counted(len(problem.cases), 'case')} with {counted(len(problem.officers), 'officer')}"
    return found, f"{counts}, where {POLICIES[options.policy]}.", name or FILE


def _page(
    about: About, policy: str, *, found: Ruling | None = None, last: str = "", name: str = "", error: str = ""
) -> Page:
    html = rendered(
        "check.html",
        visitor=about.visitor,
        plan=about.plan,
        error=error,
        policies={str(each): words for each, words in POLICIES.items()},
        policy=policy,
        violations=() if found is None else found.violations,
        notes=() if found is None else found.notes,
        last=last,
        name=name,
        shown=SHOWN,
    )
    return Page(html, 422 if error else 200)
