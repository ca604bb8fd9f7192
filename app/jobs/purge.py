"""Retention: what has ended is removed once its term is over, and a record says what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.audit.actions import Action
from app.audit.chain import append
from app.audit.record import Entry
from app.store import expired, plans, rosters
from app.store.audit import subject_of
from app.store.db import Database, Session
from app.store.docket.adoptions import InForce
from app.store.history import removed
from app.store.plans import StillNeeded
from app.store.rosters import RosterInUse
from app.store.tables import PlanRow, RosterRow

AT_ONCE = 200
Terms = Mapping[str, int | None]
"""Days by casefolded office; ``""``: of all that are not named. None: no term."""
Old = PlanRow | RosterRow


@dataclass(frozen=True, slots=True)
class Purged:
    """Something that was removed, or would be.

    Attributes
    ----------
    subject : str
        ``plan:…`` or ``roster:…``.
    offices : tuple of str, or None
        That it belonged to; None: none in particular.
    since : datetime
        When its term began: a plan's when it ended, a roster's when it was sent.
    days : int
        The term.
    """

    subject: str
    offices: tuple[str, ...] | None
    since: datetime
    days: int


def term_of(terms: Terms, offices: Sequence[str] | None) -> int | None:
    """Days after which something of these offices is removed: the shortest of their terms. None: never."""
    others = terms.get("")
    found = [terms.get(each, others) for each in offices or [""]]
    return min((each for each in found if each is not None), default=None)


def past_term(database: Database, terms: Terms, now: datetime) -> Iterator[Purged]:
    """Plans whose term is over, then rosters of which there is no plan. What is removed meanwhile does no harm."""
    known = [days for days in terms.values() if days is not None]
    if not known:
        return
    latest = now - timedelta(days=min(known))
    queries: tuple[Callable[..., Sequence[Old]], ...] = (expired.plans_until, expired.rosters_until)
    for query in queries:
        after = 0
        while True:
            with database.read() as session:
                rows = query(session, latest, after=after, limit=AT_ONCE)
                found = [_old(session, row, terms) for row in rows]
                after = rows[-1].number if rows else after
            yield from (each for each in found if each is not None and each.since + timedelta(days=each.days) <= now)
            if len(rows) < AT_ONCE:
                break


def purge(database: Database, terms: Terms, now: datetime, actor: str) -> Iterator[Purged]:
    """Remove what is past its term, each in a transaction of its own with its record; yields what was removed."""
    removed = False
    for each in past_term(database, terms, now):
        with database.write() as session:
            if not _remove(session, each):
                continue
            details = {"days": each.days, "since": each.since.strftime("%Y-%m-%dT%H:%M:%SZ")}
            append(session, Entry(Action.PURGED, actor, None, each.offices, each.subject, details=details))
        removed = True
        yield each
    if removed:
        database.forget_removed()


def purge_removed(database: Database, now: datetime, actor: str) -> Iterator[str]:
    """Remove for good what can no longer be brought back, each with its record; yields what it was."""
    found = True
    while found:
        with database.write() as session:
            rows = removed.past_recall(session, now, AT_ONCE)
            subjects = [_gone(session, row, actor) for row in rows]
        found = bool(rows)
        if found:
            database.forget_removed()
        yield from subjects


def _gone(session: Session, row: PlanRow, actor: str) -> str:
    subject, offices = subject_of(row), rosters.offices_of(session, row.roster)
    plans.drop(session, row)
    named = None if offices is None else tuple(offices)
    append(session, Entry(Action.PURGED, actor, None, named, subject, details={"days": removed.STAYS.days}))
    return subject


def _old(session: Session, row: Old, terms: Terms) -> Purged | None:
    roster = row.roster if isinstance(row, PlanRow) else row
    since = row.finished_at if isinstance(row, PlanRow) else row.created_at
    offices = rosters.offices_of(session, roster)
    days = term_of(terms, offices)
    if days is None or since is None:
        return None
    return Purged(subject_of(row), None if offices is None else tuple(offices), since, days)


def _remove(session: Session, old: Purged) -> bool:
    """Remove one; False where somebody was there before, or uses it again."""
    kind, _, public_id = old.subject.partition(":")
    try:
        if kind == "roster":
            return rosters.remove(session, public_id)
        row = plans.locked(session, public_id)
        return row is not None and row.finished_at == old.since and plans.remove(session, public_id)
    except (StillNeeded, InForce, RosterInUse):
        return False
