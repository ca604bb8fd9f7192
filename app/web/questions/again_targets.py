"""What a child process does where the roster of a plan is to be planned again, with other goals or other changes."""

from __future__ import annotations

from app.api.http.body import SentAs
from app.api.sent_targets import PlanAsked
from app.confined_child import Child
from app.intake.admission import NotAccepted, admit
from app.intake.options import PlanOptions, read_plan_options
from app.intake.read import read_kept
from app.intake.scenario.parse import FORMS
from app.jobs.query_targets import try_changes
from app.web.form import DEFAULTS, fields_from, fields_of, json_options, scenario_of
from app.web.form_targets import Page, opened
from app.web.questions.about import About, sentence
from app.web.questions.whatif_targets import CHANGE, START
from app.web.rendering import rendered
from solver.analysis.standards.library import LIBRARY
from solver.errors import CaseloadError

NOT_SO = "With these goals the roster may not mean what it says; choose others, or put the roster right and plan that."
IN_THE_FORM = DEFAULTS.keys() | {"move_freely"}
"""Options that the form of goals has a field for; all others stay as they were."""


def begin_again(_child: Child, about: About, keep_within: str = "", trace: bool = False) -> Page:
    """The goals of the plan in a form.

    Parameters
    ----------
    keep_within : str
        Points, of a point of the frontier that was picked; empty: as the plan has it.
    trace : bool
        Ask for the frontier.
    """
    fields = fields_from(about.made.options, about.made.scenario)
    if keep_within:
        fields |= {"objective": "balance", "change": "keep_within", "keep_within_points": keep_within, "max_moves": ""}
    if trace:
        fields |= {"objective": "balance", "frontier": "yes"}
    return _page(about, fields)


def again(child: Child, what: SentAs, about: About) -> PlanAsked | Page:
    """A plan of the same roster, or the form again: with changes that were collected, or with what is wrong."""
    body = opened(child, what, about.visitor)
    if body.field("look") is not None:
        fields = fields_from(about.made.options, body.fields(CHANGE))
        return _page(about, {**fields, START: body.field(START) or fields[START]})
    fields = fields_of(body)
    try:
        kept = about.made.options.model_dump(mode="json", exclude_unset=True)
        others = {name: value for name, value in kept.items() if name not in IN_THE_FORM}
        options = read_plan_options(others | json_options(fields))
        scenario = tuple(scenario_of(fields))
        _refuse(about, options, scenario)
        return PlanAsked(str(about.plan.roster_id), options, scenario, about.plan.name)
    except NotAccepted as error:
        return _page(about, fields, f"{NOT_SO} {sentence(str(error.asked[0]))}")
    except CaseloadError as error:
        return _page(about, fields, sentence(str(error)))


def _refuse(about: About, options: PlanOptions, scenario: tuple[str, ...]) -> None:
    """Refuse what cannot be planned of the roster.

    Raises
    ------
    NotAccepted, InvalidChange
    """
    roster = read_kept(about.made.roster)
    admit(roster, options)
    if scenario:
        try_changes(roster, options, scenario)


def _page(about: About, fields: dict[str, str], error: str = "") -> Page:
    html = rendered(
        "again.html",
        visitor=about.visitor,
        plan=about.plan,
        error=error,
        fields={**DEFAULTS, **fields},
        standards=LIBRARY.values(),
        changes=FORMS,
    )
    return Page(html, 422 if error else 200)
