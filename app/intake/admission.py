"""Whether a roster may be planned as it was read: the one place where findings stop the command line, page and HTTP."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from app.intake.build.phases import refuse_unless_dated
from app.intake.checks.roster_settings import with_settings
from app.intake.findings import Finding, FindingList, Place, Severity, those
from app.intake.limits import HOUR
from app.intake.options import PlanOptions
from app.intake.roster import Roster
from app.intake.rows import decimal
from solver.errors import CaseloadError

HOURS_IN = {"week": 7 * 24, "month": 31 * 24, "quarter": 92 * 24, "year": 366 * 24}
"""Hours of the longest period of each kind."""


class NotAccepted(CaseloadError):
    """The roster may not mean what it says, and nobody has accepted that yet; nothing was planned.

    Attributes
    ----------
    findings : tuple of Finding
        All of the roster.
    asked : tuple of Finding
        Those that must be mended, or accepted by their code.
    """

    def __init__(self, findings: tuple[Finding, ...], asked: tuple[Finding, ...]) -> None:
        self.findings = findings
        self.asked = asked
        codes = " ".join(f"--accept {code}" for code in self.codes)
        super().__init__(
            f"The roster may not mean what it says, so nothing was planned: {asked[0]} "
            f"Mend it, or, if all is meant as it stands, go on with {codes}"
            + ("" if len(asked) == 1 else f" ({len(asked)} kinds of findings)")
            + "."
        )

    def __reduce__(self) -> tuple[type[NotAccepted], tuple[tuple[Finding, ...], tuple[Finding, ...]]]:
        return NotAccepted, (self.findings, self.asked)

    @property
    def codes(self) -> tuple[str, ...]:
        """What must be accepted, each once."""
        return tuple(dict.fromkeys(found.code for found in self.asked))


def findings_of(roster: Roster, options: PlanOptions) -> tuple[Finding, ...]:
    """What was noticed in a roster, the worst first; the period of the options says how many hours there can be."""
    period = with_settings(options, roster.settings).period
    most = HOURS_IN[period]
    over = np.flatnonzero(roster.officers.available > most * HOUR).tolist()
    found = FindingList()
    for at in over:
        hours = decimal(int(roster.officers.available[at]))
        found.add(
            "too-many-hours",
            Place("officers", None, "available_hours", roster.officers.ids[at]),
            f"has {hours} hours, but a {period} has {most:,}",
            done="the hours are taken as they stand",
            todo="correct the hours, or say which period they are for",
        )
    every = (*found.sorted(), *roster.findings)
    return tuple(sorted(every, key=lambda each: list(Severity).index(each.severity)))


def admit(roster: Roster, options: PlanOptions) -> tuple[Finding, ...]:
    """Let a roster through whose findings are notes or were accepted.

    Returns
    -------
    tuple of Finding
        All of them, for whoever shows them.

    Raises
    ------
    NotAccepted
    RosterRefused
        Weights depend on ages that nobody can know.
    """
    refuse_unless_dated(roster, with_settings(options, roster.settings))
    findings = findings_of(roster, options)
    asked = not_accepted(findings, options.accept)
    if asked:
        raise NotAccepted(findings, asked)
    return findings


def not_accepted(findings: Iterable[Finding], accepted: Iterable[str]) -> tuple[Finding, ...]:
    """The findings that ask to be accepted, and were not."""
    codes = set(accepted)
    return tuple(found for found in those(findings, Severity.CONFIRM) if found.code not in codes)
