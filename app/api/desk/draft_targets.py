"""What a child process does for a draft: it reads what was sent, and works out what it does to the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.assigned_roster import AssignedRoster
from app.answers.draft.around import around
from app.answers.draft.effect import DraftEffect, draft_effect
from app.answers.draft.overrides import Change, DraftConflict, Kind, refuse_contradictions
from app.api.desk.draft_models import DraftRequest
from app.api.http.body import SentAs
from app.api.http.requests import validated
from app.api.http.unpacked import unpack
from app.api.sent_targets import PlanAsked
from app.confined_child import Child
from app.intake.admission import admit
from app.intake.options import PlanOptions
from app.intake.read import read_document
from app.jobs.query_targets import MadePlan, assigned_in, try_changes
from app.jobs.roster_source import packed
from solver.analysis.casework.decisions import together_with
from solver.plan import UNPLACED


@dataclass(frozen=True, slots=True)
class Weighed:
    """A change that can stand, and what it does.

    Attributes
    ----------
    change : Change
    together_with : tuple of str
        Cases that go where it goes.
    effect : DraftEffect
        Beside the changes that stand already.
    """

    change: Change
    together_with: tuple[str, ...]
    effect: DraftEffect


def read_change(child: Child, what: SentAs) -> DraftRequest:
    """What is decided."""
    return validated(DraftRequest, unpack(what, child.files[0]).json())


def weigh(_child: Child, plan: MadePlan, standing: Sequence[Change], wanted: DraftRequest) -> Weighed:
    """Look whether a change can stand beside those that do, and what it does.

    Raises
    ------
    DraftConflict, UnknownName
    """
    assigned = _assigned(plan)
    case = assigned.case(wanted.case_id)
    officer_id = wanted.officer_id
    if officer_id is None:
        holder = int(assigned.officer[case])
        if holder == UNPLACED:
            raise DraftConflict(f"Nobody has {wanted.case_id} in this plan, so there is nobody to pin it to. Give it.")
        officer_id = assigned.problem.officers.ids[holder]
    ids = assigned.problem.cases.ids
    named = assigned.problem.officers.ids[assigned.officer_named(officer_id)]
    change = Change(0, Kind(wanted.kind), ids[case], named)
    refuse_contradictions(assigned, standing, change)
    family = tuple(ids[each] for each in together_with(assigned.problem, case) if each != case)
    return Weighed(change, family, draft_effect(assigned, plan.options, standing, [*standing, change]))


def total(_child: Child, plan: MadePlan, standing: Sequence[Change]) -> DraftEffect:
    """What all changes that stand do together."""
    return draft_effect(_assigned(plan), plan.options, (), standing)


def roster_around(
    _child: Child, plan: MadePlan, standing: Sequence[Change], options: PlanOptions | None, scenario: Sequence[str]
) -> PlanAsked:
    """The roster of a plan in which the changes are orders.

    Parameters
    ----------
    plan : MadePlan
    standing : sequence of Change
    options : PlanOptions or None
        None: those of the plan.
    scenario : sequence of str
        Changes to the roster that are to be made first.

    Raises
    ------
    RosterRefused, NotAccepted, InvalidChange
    """
    problem, was = plan.opened()
    assigned = assigned_in(plan, problem, was)
    ids = assigned.problem.cases.ids
    families = {
        each.case_id: [ids[case] for case in together_with(assigned.problem, assigned.case(each.case_id))]
        for each in standing
    }
    roster = read_document(around(was.to_document(), standing, families))
    wanted = plan.options if options is None else options
    admit(roster, wanted)
    if scenario:
        try_changes(roster, wanted, scenario)
    return PlanAsked(packed(roster), wanted, tuple(scenario))


def _assigned(plan: MadePlan) -> AssignedRoster:
    return assigned_in(plan, *plan.opened())
