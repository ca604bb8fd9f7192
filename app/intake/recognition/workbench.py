"""An export while it is being understood: its sheets as text, what is asked and noticed, and the roster so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.intake.errors import Complaints
from app.intake.findings import FindingList, Place
from app.intake.recognition.profile import Profile
from app.intake.recognition.questions import Question
from app.intake.recognition.sheets import SheetText
from app.intake.recognition.values.conversion import Origin
from app.intake.recognition.values.shares import Shares


@dataclass(slots=True)
class Work:
    """What is known of an export so far.

    Attributes
    ----------
    sheets : dict of sheet to SheetText
    profile : Profile
        What was given, and then what was recognised, too.
    complaints : Complaints
    findings : FindingList
    questions : list of Question
    document : dict
        The roster, as far as it is made.
    unread : dict of (sheet, column) to reason
        Columns that were recognised and are left unread all the same.
    shares : Shares or None
        Of full time, where a table of officers has them.
    used : dict of (sheet, name in the export) to reason
        Columns that are none of a roster, but of use.
    closed : list of (file, row)
        Cases that were left out because they seem closed.
    made : dict of sheet to Origin
        Where the rows of a sheet are from that the export does not have.
    """

    sheets: dict[str, SheetText]
    profile: Profile
    complaints: Complaints
    findings: FindingList
    questions: list[Question] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=dict)
    unread: dict[tuple[str, str], str] = field(default_factory=dict)
    shares: Shares | None = None
    used: dict[tuple[str, str], str] = field(default_factory=dict)
    closed: list[tuple[str, int]] = field(default_factory=list)
    made: dict[str, Origin] = field(default_factory=dict)

    def leave_unread(self, sheet: str, column: str, why: str) -> None:
        """Take a column out that was recognised, but cannot be used."""
        del self.sheets[sheet].cells[column]
        self.unread[sheet, column] = why

    def use_of(self, sheet: str | None, name: str) -> str | None:
        """What a column of the export is used for although it is none of a roster; None: for nothing."""
        if sheet == "officers" and self.shares is not None and self.shares.name == name:
            return "shares of full time, by which their hours are made"
        return self.used.get((sheet or "", name))

    def place(self, sheet: str, column: str, value: str | None = None) -> Place:
        """Where a column begins, for findings."""
        origin = self.sheets[sheet].origin
        file, _ = origin.places[0] if origin.places else (sheet, 0)
        return Place(file, None, origin.names.get(column, column), value)
