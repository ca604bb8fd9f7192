"""A roster that was read and found in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from app.intake.columns.arrays import (
    NO_SETTINGS,
    CaseRows,
    Coded,
    CostRows,
    FlowRows,
    OfficerRows,
    SettingRows,
    WeightRows,
)
from app.intake.columns.cell_types import BLANK
from app.intake.findings import Finding
from app.intake.rows import document_of

SHEETS: Mapping[str, type[Any]] = {
    "officers": OfficerRows,
    "cases": CaseRows,
    "weights": WeightRows,
    "costs": CostRows,
    "flow": FlowRows,
    "settings": SettingRows,
}
"""What a roster has of each sheet, in its order."""
LATER = frozenset({("weights", "from_age"), ("weights", "phase")})
"""Columns that are hashed only where something stands in them: without, the hash is what it was before they were."""


@dataclass(frozen=True, eq=False)
class Roster:
    """All sheets, checked against each other.

    Attributes
    ----------
    costs, flow : CostRows, FlowRows
        Empty where there is no such sheet.
    findings : tuple of Finding
        What was noticed, the worst first; not part of the hash. None of them is a ``stop``.
    settings : SettingRows
        Empty where there is no such sheet.
    profile : str
        Name of the file of the profile with which it was recognised; empty where none was needed. Not part of the hash.
    """

    officers: OfficerRows
    cases: CaseRows
    weights: WeightRows
    costs: CostRows
    flow: FlowRows
    findings: tuple[Finding, ...] = ()
    profile: str = ""
    settings: SettingRows = NO_SETTINGS

    @property
    def warnings(self) -> tuple[str, ...]:
        """The findings as sentences."""
        return tuple(map(str, self.findings))

    @property
    def counts(self) -> dict[str, int]:
        """Rows of each sheet."""
        return {name: len(rows) for name, rows in self.sheets()}

    def sheets(self) -> Iterable[tuple[str, Any]]:
        """Names and rows of the sheets; settings only where there are any.

        What is told of a roster without them, its hash too, is what was told before there was such a sheet.
        """
        for name in SHEETS:
            rows = getattr(self, name)
            if name != "settings" or len(rows):
                yield name, rows

    @cached_property
    def sha256(self) -> str:
        """Hash of what was read, in its order: the same for the same roster, whatever kind of file it came in."""
        digest = hashlib.sha256()
        for name, rows in self.sheets():
            for field in fields(rows):
                if (name, field.name) in LATER and _is_empty(getattr(rows, field.name)):
                    continue
                digest.update(f"\n{name}.{field.name}:".encode())
                for part in _bytes_of(getattr(rows, field.name)):
                    digest.update(part)
        return digest.hexdigest()

    def to_document(self) -> dict[str, Any]:
        """The sheets as lists of rows for JSON, empty cells left out; ``read_document`` reads it back the same."""
        return document_of(self.officers, self.cases, self.weights, self.costs, self.flow, self.settings)


def _is_empty(column: Any) -> bool:
    numbers = column.codes if isinstance(column, Coded) else column
    return bool((numbers == BLANK).all())


def _bytes_of(column: Any) -> Iterable[bytes]:
    if isinstance(column, tuple):
        yield "\0".join(column).encode()
    elif isinstance(column, Coded):
        yield repr(column.values).encode()
        yield column.codes.astype("<i8").tobytes()
    else:
        yield column.astype("<i8").tobytes()
