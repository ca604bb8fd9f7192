"""What a child process does with a body: look into it, and answer what it asks. The server never sees what is in it."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from app.answers.from_sums.about_case import NewCases
from app.answers.from_sums.kept import KeptFiles
from app.answers.whatif import Comparison
from app.api.http.body import SentAs
from app.api.http.requests import R, asked, roster_source, validated
from app.api.http.unpacked import unpack
from app.api.models import AdviceRequest, PlanRequest, ReportRequest, WhatIfRequest
from app.confined_child import Child
from app.intake.admission import admit
from app.intake.options import PlanOptions
from app.intake.roster import Roster
from app.jobs import query_targets
from app.jobs.query_targets import MadePlan
from app.jobs.roster_source import RosterSource, packed
from app.store.plans import NORMAL
from app.store.rosters import PackedRoster
from app.store.scope import Scope


@dataclass(frozen=True, slots=True)
class NeedsRoster:
    """The answer needs a roster that is kept: ask again, with its document."""

    roster_id: str


@dataclass(frozen=True, slots=True)
class OfDocket:
    """The roster is that of an adopted plan, with all that happened since.

    Attributes
    ----------
    plan_id : str
    entry : int or None
        The last entry that it has; None: it is not made yet.
    with_goals : bool
        Goals were given; otherwise those of the plan hold.
    """

    plan_id: str
    entry: int | None = None
    with_goals: bool = False


@dataclass(frozen=True, slots=True)
class OfDraft:
    """The roster is that of a plan, in which the changes of its draft are orders.

    Attributes
    ----------
    plan_id : str
    entry : int or None
        The last entry of the draft; None: the roster is not made yet.
    with_goals : bool
        Goals were given; otherwise those of the plan hold.
    changes : tuple of dict
        Those that stand.
    """

    plan_id: str
    entry: int | None = None
    with_goals: bool = False
    changes: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """A plan that is asked for.

    Attributes
    ----------
    roster : PackedRoster or str
        What came along, read and found good; or the id of one that is kept (empty: see ``docket`` and ``draft``).
    options : PlanOptions
    scenario : sequence of str
        Tried on the roster that came along; not yet on one that is kept.
    name : str
    priority : int
    fingerprint : str or None
        Equal for requests that ask for the same.
    docket : OfDocket or None
        The roster is that of a docket.
    draft : OfDraft or None
        The roster is that of a plan with a draft.
    profile : str
        How the export was read of which the roster was made; empty: of none.
    """

    roster: PackedRoster | str
    options: PlanOptions
    scenario: Sequence[str] = field(default=())
    name: str = ""
    priority: int = NORMAL
    fingerprint: str | None = None
    docket: OfDocket | None = None
    draft: OfDraft | None = None
    profile: str = ""


def read_roster(child: Child, what: SentAs) -> PackedRoster:
    """Read a roster that is to be kept."""
    return packed(roster_source(unpack(what, child.files[0])).read())


def ask_plan(child: Child, what: SentAs) -> PlanAsked:
    """Understand a request for a plan, and refuse what cannot be planned."""
    body = unpack(what, child.files[0])
    request, source = asked(body, PlanRequest)
    if request.adopted_plan_id is not None:
        docket = OfDocket(str(request.adopted_plan_id), with_goals="goals" in request.model_fields_set)
        asked_for = PlanAsked("", request.goals, tuple(request.scenario), docket=docket)
    elif request.draft_of is not None:
        draft = OfDraft(str(request.draft_of), with_goals="goals" in request.model_fields_set)
        asked_for = PlanAsked("", request.goals, tuple(request.scenario), draft=draft)
    elif source is None:
        asked_for = PlanAsked(str(request.roster_id), request.goals, tuple(request.scenario))
    else:
        asked_for = plan_of(source, request.goals, request.scenario)
    return replace(asked_for, name=request.name, priority=request.priority, fingerprint=body.fingerprint())


class Readable(Protocol):
    """A roster that nobody has read yet."""

    def read(self) -> Roster:
        """Read it."""
        ...


def plan_of(
    source: Readable,
    options: PlanOptions,
    scenario: Sequence[str],
    name: str = "",
) -> PlanAsked:
    """A plan of a roster that came along.

    Raises
    ------
    RosterRefused, NotAccepted, InvalidChange
    """
    roster = source.read()
    admit(roster, options)
    if scenario:
        query_targets.try_changes(roster, options, scenario)
    return PlanAsked(packed(roster), options, tuple(scenario), name)


def report(child: Child, what: SentAs, module: str, scope: Scope, kept: bytes | None) -> str | NeedsRoster:
    """report.json, without what needs a plan."""
    found: str | NeedsRoster = _about_roster(child, what, ReportRequest, f"{module}:report", scope, kept)
    return found


def compare(child: Child, what: SentAs, module: str, scope: Scope, kept: bytes | None) -> Comparison | NeedsRoster:
    """The verdict with changes beside that of the roster as it is."""
    found: Comparison | NeedsRoster = _about_roster(child, what, WhatIfRequest, f"{module}:compare", scope, kept)
    return found


def _about_roster(child: Child, what: SentAs, model: type[R], question: str, scope: Scope, kept: bytes | None) -> Any:
    request, source = asked(unpack(what, child.files[0]), model)
    if source is None and kept is None:
        return NeedsRoster(str(request.roster_id))
    module, _, name = question.partition(":")
    answer = getattr(importlib.import_module(module), name)
    found = RosterSource(kept=kept) if source is None else replace(source, scope=scope)
    return answer(child, found, request.goals, request.scenario)


def advise(child: Child, what: SentAs, module: str, plan: MadePlan | KeptFiles) -> Any:
    """Who should take the cases that were sent."""
    request = validated(AdviceRequest, unpack(what, child.files[0]).json())
    new = NewCases(tuple(request.cases), request.pace, request.shares)
    targets = importlib.import_module(module)
    if isinstance(plan, KeptFiles):
        return targets.advise_from_sums(child, plan, new)
    return targets.advise(child, plan, new)
