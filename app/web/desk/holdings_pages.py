"""A plan's officers and cases, each on a page: looked for, sorted, and why it is so. No id stands in an address."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.access.roles import needs
from app.answers.explanation import ExplanationEntry, LoadChange
from app.answers.from_sums.kept import KeptFiles, MorePieces
from app.answers.holdings.case import MOST, CaseFile
from app.answers.holdings.case_lines import Change
from app.answers.holdings.listing import CasePage, Order, Selection
from app.api.deps import Service, TheService
from app.api.plans import LARGEST, finished, plan_of
from app.api.queries import answered, made
from app.api.trail import handed_out, note_plan
from app.audit.actions import Action
from app.audit.duties import leaves
from app.jobs.query_targets import MadePlan
from app.jobs.result import INDEX
from app.report.sections.officers.entry import OfficerEntry
from app.report.text.goals import WORDS
from app.report.text.levels import amount
from app.report.text.words import REASON_TITLES
from app.store.results import assignments, packed_file
from app.store.tables import Role
from app.web.desk.desk_targets import OfficerShown
from app.web.pages import plan_and_report, problem_page, shown
from app.web.rendering import page

router = APIRouter(prefix="/plans", include_in_schema=False)

TARGETS = "app.web.desk.desk_targets"
LONGEST = 200
"""Letters of what is looked for."""
SHOWN = 200
"""Cases that come to an officer, or go, on the officer's page; the list of cases has all."""
CHANGES = {
    Change.KEPT: "stays",
    Change.MOVES: "moves",
    Change.NEW: "new",
    Change.LOST: "loses its officer",
    Change.WAITS: "has no officer",
}
ORDERS = {
    Order.ROSTER: "as in the roster",
    Order.CASE: "case",
    Order.TYPE: "type",
    Order.OFFICE: "office",
    Order.HOURS: "hours, the longest first",
    Order.PRIORITY: "priority",
    Order.BEFORE: "officer today",
    Order.AFTER: "officer in the plan",
}
REASONS = {
    **REASON_TITLES,
    "kept": "It stays where it is",
    "pinned": "It is pinned",
    "balance": "To share the work more evenly",
    "forced": "Its officer may not hold it, or is over the hours or the standard",
    "new": "It is given out for the first time",
}


@router.get("/{plan_id}/cases")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def cases(
    plan_id: UUID,
    service: TheService,
    q: Annotated[str, Query(max_length=LONGEST)] = "",
    officer: Annotated[str, Query(max_length=LONGEST)] = "",
    change: Annotated[Change | None, Query()] = None,
    order: Annotated[Order, Query()] = Order.ROSTER,
    page: Annotated[int, Query(ge=1, le=LARGEST)] = 1,
) -> Response:
    """Cases of a plan: all, or those that are looked for."""
    return shown(service, lambda: _cases(service, plan_id, Selection(q, officer, change, order, page)))


@router.get("/{plan_id}/cases/{number}")
@needs(Role.VIEWER)
@leaves(Action.EXPLAINED)
def case(plan_id: UUID, service: TheService, number: int) -> Response:
    """One case: who has it, why, and who else could."""
    return shown(service, lambda: _case(service, plan_id, number))


@router.get("/{plan_id}/officers")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def officers(plan_id: UUID, service: TheService) -> Response:
    """Everybody, in the order of the roster."""
    return shown(service, lambda: _officers(service, plan_id))


@router.get("/{plan_id}/officers/{number}")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def officer(plan_id: UUID, service: TheService, number: int) -> Response:
    """One officer: what they hold, what comes, what goes."""
    return shown(service, lambda: _officer(service, plan_id, number))


def _nothing(service: Service, what: str) -> Response:
    return problem_page(404, f"This {what} is not here", f"The plan has no {what} of that number.", service.caller)


def _cases(service: Service, plan_id: UUID, wanted: Selection) -> Response:
    plan = plan_of(service, plan_id)
    index = index_of(service, plan_id)
    found: CasePage = (
        service.queries.ask(f"{TARGETS}:list_cases", made(service, plan_id), wanted)
        if index is None
        else service.queries.ask(f"{TARGETS}:list_indexed", index, wanted)
    )
    answer = page(
        "cases.html",
        visitor=service.caller,
        plan=plan,
        wanted=wanted,
        found=found,
        changes=CHANGES,
        orders=ORDERS,
        address=partial(_address, plan_id, wanted),
    )
    return handed_out(service, plan_id, answer, "cases")


def _address(plan_id: UUID, wanted: Selection, number: int) -> str:
    """Of another page of the same cases."""
    asked = {
        "q": wanted.text,
        "officer": wanted.officer,
        "change": wanted.change or "",
        "order": wanted.order,
        "page": number,
    }
    return f"/plans/{plan_id}/cases?{urlencode({name: value for name, value in asked.items() if value})}"


def _case(service: Service, plan_id: UUID, number: int) -> Response:
    plan = plan_of(service, plan_id)
    row = _assignment(service, plan_id, number)
    if row is None:
        return _nothing(service, "case")

    def ask(about: MadePlan | KeptFiles) -> CaseFile | MorePieces | None:
        found: CaseFile | MorePieces | None = (
            service.queries.ask(f"{TARGETS}:show_case_from_sums", about, number, row)
            if isinstance(about, KeptFiles)
            else service.queries.ask(f"{TARGETS}:show_case", about, number)
        )
        return found

    found: CaseFile | None = answered(service, plan_id, ask)
    if found is None:
        return _nothing(service, "case")
    note_plan(service, Action.EXPLAINED, plan_id)
    return page(
        "case.html",
        visitor=service.caller,
        plan=plan,
        file=found,
        others=[(each, _load(each), _difference(each)) for each in found.others],
        change=CHANGES[found.line.change],
        reason=REASONS.get(found.line.reason, found.line.reason),
        most=MOST,
    )


def _assignment(service: Service, plan_id: UUID, number: int) -> dict[str, str] | None:
    """The row of a case by its number, from 1; None: there are not so many."""
    finished(service, plan_id)
    if not 1 <= number <= LARGEST:
        return None
    with service.database.read() as session:
        rows = assignments(session, str(plan_id), after=number - 2, limit=1)
    return {name: str(value) for name, value in rows[0]._asdict().items()} if rows else None


def _load(found: ExplanationEntry) -> LoadChange:
    """What the officer who is asked about carries now, and with the case."""
    return next(each for each in found.loads if each.officer_id == found.officer_id)


def _difference(found: ExplanationEntry) -> str:
    """What it would cost if an officer had the case, in words."""
    if found.broken_rules:
        return "; ".join(found.broken_rules)
    if found.decisive_level is None:
        return "Just as good by every goal."
    level = next(each for each in found.levels if each.name == found.decisive_level)
    title, now, then = WORDS[level.name].title, amount_of(level.now, level.unit), amount_of(level.then, level.unit)
    return f"{title}: {then} instead of {now}, which is {'worse' if level.then > level.now else 'better'}."


def amount_of(value: float, unit: str) -> str:
    """The value of a level, in words."""
    return f"{value:g} points" if unit == "points" else amount(value, unit)


def _officers(service: Service, plan_id: UUID) -> Response:
    plan, report = plan_and_report(service, plan_id)
    found: list[OfficerEntry] = service.queries.ask(f"{TARGETS}:list_officers", report)
    answer = page("officers.html", visitor=service.caller, plan=plan, officers=found)
    return handed_out(service, plan_id, answer, "officers")


def _officer(service: Service, plan_id: UUID, number: int) -> Response:
    plan, report = plan_and_report(service, plan_id)
    index = index_of(service, plan_id)
    found: OfficerShown | None = (
        service.queries.ask(f"{TARGETS}:show_officer", made(service, plan_id), report, number)
        if index is None
        else service.queries.ask(f"{TARGETS}:show_indexed_officer", index, report, number)
    )
    if found is None:
        return _nothing(service, "officer")
    answer = page(
        "officer.html",
        visitor=service.caller,
        plan=plan,
        number=found.number,
        entry=found.entry,
        file=found.file,
        reasons=REASONS,
        shown=SHOWN,
    )
    return handed_out(service, plan_id, answer, "officer")


def index_of(service: Service, plan_id: UUID) -> bytes | None:
    """The index of a finished plan's cases, compressed; None: it is of a version before there were any."""
    finished(service, plan_id)
    with service.database.read() as session:
        return packed_file(session, str(plan_id), INDEX)
