"""What a column of a roster can hold, and how one cell of it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from app.intake.columns import cells
from app.intake.limits import (
    COST_DECIMALS,
    EFFICIENCY_DECIMALS,
    HOUR_DECIMALS,
    MAX_COST,
    MAX_COUNT,
    MAX_EFFICIENCY,
    MAX_HOURS,
)

BLANK = -1
"""Number of an empty cell without a default."""
BAD = -2
"""Number of a cell that was refused, so that nothing else is said about it."""


class Kind(Enum):
    """What the cells of a column hold.

    A coded kind keeps each distinct value once and a number per row; the others are numbers already.
    """

    ID = "id"
    REFERENCE = "reference"
    NAME = "name"
    NAMES = "names"
    REFERENCES = "references"
    TEXT = "text"
    HOURS = "hours"
    RATIO = "ratio"
    COST = "cost"
    EFFICIENCY = "efficiency"
    COUNT = "count"
    PRIORITY = "priority"
    YES_NO = "yes_no"
    DATE = "date"
    SETTING = "setting"

    @property
    def is_coded(self) -> bool:
        """Whether the parsed value is a text (or several)."""
        return self in CODED

    def parser(self, *, comma: bool) -> Callable[[str], Any]:
        """The function that reads one cell; ``comma``: the file may write decimal commas."""
        if self in CODED:
            return CODED[self]
        if self in DECIMALS:
            decimals, most = DECIMALS[self]
            return partial(cells.scaled, decimals=decimals, most=most, comma=comma)
        return WHOLE[self]


CODED: dict[Kind, Callable[[str], Any]] = {
    Kind.ID: cells.reference,
    Kind.REFERENCE: cells.reference,
    Kind.NAME: cells.single_name,
    Kind.NAMES: cells.names,
    Kind.REFERENCES: cells.identifiers,
    Kind.TEXT: cells.free_text,
    Kind.SETTING: cells.free_text,
}
DECIMALS = {
    Kind.HOURS: (HOUR_DECIMALS, MAX_HOURS),
    Kind.RATIO: (HOUR_DECIMALS, MAX_COUNT),
    Kind.COST: (COST_DECIMALS, MAX_COST),
    Kind.EFFICIENCY: (EFFICIENCY_DECIMALS, MAX_EFFICIENCY),
}
WHOLE: dict[Kind, Callable[[str], int]] = {
    Kind.COUNT: cells.whole,
    Kind.PRIORITY: cells.priority,
    Kind.YES_NO: cells.yes_no,
    Kind.DATE: cells.day,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    name : str
    kind : Kind
    meaning : str
        One sentence for people: comments in the template, descriptions in OpenAPI.
    required : bool
        Whether the column must be there and every cell filled.
    default : int
        Number of an empty cell.
    example : str
        As people would write it.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    default: int = BLANK
    example: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet (or file) of a roster."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    required: bool = False

    def column(self, name: str) -> Column | None:
        """The column of that name, in any case; spaces, hyphens and other signs count for nothing."""
        wanted = bare(name)
        return next((column for column in self.columns if bare(column.name) == wanted), None)


def bare(name: str) -> str:
    """A header without what people write differently: ``Case ID``, ``case-id`` and ``CaseID`` are one."""
    return re.sub(r"[\W_]+", "", name.casefold())
