"""A roster that was read and may be planned; what was noticed in it is told before any result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.commands.terminal.remarks import remarks
from app.intake.admission import admit
from app.intake.options import PlanOptions
from app.intake.roster import Roster
from app.intake.roster_file import RosterFile

Tell = Callable[[str], Any]


def read_admitted(roster: RosterFile, options: PlanOptions, tell: Tell) -> Roster:
    """Read a roster, and tell what was noticed in it.

    Parameters
    ----------
    tell : callable taking str
        Called with all that is to be told, where there is anything.

    Raises
    ------
    RosterRefused, NotAccepted
    """
    read = roster.read()
    findings = admit(read, options)
    if findings:
        tell(remarks(findings))
    return read


def to_parent(send: Callable[[Any], None]) -> Tell:
    """Tell the parent process, which prints it (``app.commands.targets.run_job``)."""
    return lambda text: send({"remarks": text})
