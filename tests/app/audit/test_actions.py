from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import String

from app.audit.actions import Action
from app.store.tables import AuditRow

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "audit.md"


def test_every_action_is_in_the_guide_and_no_other() -> None:
    table = GUIDE.read_text("utf-8").partition("| `action` | what somebody did |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `([a-z_]+)` \|", table, re.MULTILINE)
    assert rows == [str(action) for action in Action]


def test_every_action_fits_its_column() -> None:
    column = AuditRow.__table__.c.action.type
    assert isinstance(column, String)
    assert column.length is not None
    assert all(len(action) <= column.length for action in Action)
