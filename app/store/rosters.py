"""Rosters that were read and found good."""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.store.tables import PlanRow, RosterRow
from solver.errors import CaseloadError

FINDINGS = "findings"
"""Beside the sheets in a kept document: what was noticed in the roster."""


class RosterInUse(CaseloadError):
    """Plans were made from this roster: remove them first."""


def add(
    session: Session,
    *,
    document: dict[str, Any],
    sha256: str,
    counts: dict[str, int],
    warnings: list[str],
    inline: bool,
    findings: Sequence[dict[str, Any]] = (),
) -> RosterRow:
    """Keep a roster. ``inline``: it came with a plan and goes with it."""
    packed = {**document, FINDINGS: list(findings)}
    row = RosterRow(
        id=str(uuid.uuid4()),
        created_at=datetime.now(UTC),
        sha256=sha256,
        counts=counts,
        warnings=warnings,
        findings=list(findings),
        inline=inline,
        document=zlib.compress(json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode(), 1),
    )
    session.add(row)
    session.flush()
    return row


def get(session: Session, roster_id: str) -> RosterRow | None:
    """The roster of that id."""
    return session.scalar(select(RosterRow).where(RosterRow.id == roster_id))


def hold(session: Session, roster_id: str) -> RosterRow | None:
    """The roster of that id, which nobody can remove until the transaction ends."""
    return session.scalar(select(RosterRow).where(RosterRow.id == roster_id).with_for_update(read=True, key_share=True))


def unpack(packed: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The sheets of a kept document as they were read, and what was noticed then."""
    document: dict[str, Any] = json.loads(zlib.decompress(packed))
    return document, document.pop(FINDINGS, [])


def remove(session: Session, roster_id: str) -> bool:
    """Forget a roster; False where there is none.

    Raises
    ------
    RosterInUse
    """
    row = session.scalar(select(RosterRow).where(RosterRow.id == roster_id).with_for_update())
    if row is None:
        return False
    if session.scalar(select(exists().where(PlanRow.roster_number == row.number))):
        raise RosterInUse
    session.execute(delete(RosterRow).where(RosterRow.number == row.number))
    return True
