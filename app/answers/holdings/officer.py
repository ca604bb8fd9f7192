"""One officer in a plan: what they hold of each type, what comes, what goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.answers.holdings.case_lines import CaseLine, Change


@dataclass(frozen=True, slots=True)
class TypeLine:
    """An officer's cases of one type: how many and how many hours, today and in the plan."""

    case_type: str
    caseload_before: int
    hours_before: float
    caseload: int
    hours: float


@dataclass(frozen=True, slots=True)
class OfficerFile:
    """What one officer holds.

    Attributes
    ----------
    officer_id : str
    types : tuple of TypeLine
        The most hours in the plan first.
    comes, goes : tuple of CaseLine
        Cases that the officer gets, and cases that others, or nobody, have afterwards.
    kept : int
        Cases that stay.
    """

    officer_id: str
    types: tuple[TypeLine, ...] = ()
    comes: tuple[CaseLine, ...] = ()
    goes: tuple[CaseLine, ...] = ()
    kept: int = 0


@dataclass(slots=True)
class _Held:
    caseload_before: int = 0
    hours_before: float = 0.0
    caseload: int = 0
    hours: float = 0.0


@dataclass(slots=True)
class _Types:
    held: dict[str, _Held] = field(default_factory=dict)

    def of(self, line: CaseLine) -> _Held:
        return self.held.setdefault(line.case_type, _Held())


def officer_file(lines: Sequence[CaseLine], officer_id: str) -> OfficerFile:
    """What an officer holds, comes by and hands on.

    Parameters
    ----------
    lines : sequence of CaseLine
        Of the whole plan.
    """
    types, comes, goes, kept = _Types(), [], [], 0
    for line in lines:
        if line.before == officer_id:
            held = types.of(line)
            held.caseload_before += 1
            held.hours_before += line.hours
        if line.after == officer_id:
            held = types.of(line)
            held.caseload += 1
            held.hours += line.hours
        if line.change is Change.KEPT:
            kept += line.after == officer_id
        elif line.after == officer_id:
            comes.append(line)
        elif line.before == officer_id:
            goes.append(line)
    listed = [
        TypeLine(name, each.caseload_before, each.hours_before, each.caseload, each.hours)
        for name, each in types.held.items()
    ]
    ordered = sorted(listed, key=lambda each: (-each.hours, -each.hours_before, each.case_type))
    return OfficerFile(officer_id, tuple(ordered), tuple(comes), tuple(goes), kept)
