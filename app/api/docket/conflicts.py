"""What is in the way of adopting a plan, deciding otherwise, or recording what happened, and how problems name it."""

from __future__ import annotations

from app.answers.docket.entries import AlreadyOpen, NotOpen, Pinned
from app.answers.draft.overrides import DraftConflict
from app.store.docket.adoptions import InForce
from solver.errors import CaseloadError

TITLES = {
    "adopted": "The plan holds",
    "already-adopted": "The plan was adopted before",
    "not-adoptable": "The plan cannot be adopted",
    "not-adopted": "The plan was not adopted",
    "superseded": "Another plan holds",
    "no-docket": "The plan has no docket",
    "already-open": "The case is open already",
    "not-open": "The case is not open",
    "pinned": "The case is pinned",
    "not-draftable": "The plan has no draft",
    "draft-conflict": "The change cannot stand in this draft",
    "empty-draft": "The draft has no changes",
}
CONFLICTS: dict[type[CaseloadError], tuple[int, str, dict[str, str]]] = {
    InForce: (409, "adopted", {}),
    AlreadyOpen: (409, "already-open", {}),
    NotOpen: (409, "not-open", {}),
    Pinned: (409, "pinned", {}),
    DraftConflict: (409, "draft-conflict", {}),
}
