"""Lists that are grouped: each officer or office stands once, above empty cells that mean the same one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from app.intake.columns.parse import SheetData
from app.intake.doubts.lists import place_of
from app.intake.errors import Complaints

GROUPED = (
    ("cases", "current_officer"),
    ("cases", "office"),
    ("cases", "docket"),
    ("cases", "case_type"),
    ("officers", "offices"),
    ("officers", "dockets"),
)
"""Columns by which lists are grouped; an empty cell means nobody, or any, in them."""
FEWEST_VALUES, FEWEST_ROWS = 2, 6
"""Below these it may be chance that each value stands once."""


def is_grouped(values: Sequence[Hashable | None]) -> bool:
    """Whether each value stands once, the first in the first row, above as many empty cells (None) or more."""
    filled = [at for at, value in enumerate(values) if value is not None]
    count, blank = len(filled), len(values) - len(filled)
    return (
        count >= FEWEST_VALUES
        and len(values) >= FEWEST_ROWS
        and filled[0] == 0
        and blank >= count
        and len({values[at] for at in filled}) == count
        and 2 * sum(at + 1 < len(values) and values[at + 1] is None for at in filled) > count
    )


def filled_down(cells: Sequence[str]) -> list[str]:
    """The cells with each value in the empty ones below it."""
    out: list[str] = []
    for cell in cells:
        out.append(cell or (out[-1] if out else ""))
    return out


def doubt_groups(data: Mapping[str, SheetData], complaints: Complaints) -> None:
    """Doubt a column whose empty cells probably mean what stands above them."""
    for sheet, column in GROUPED:
        read = data[sheet].columns.get(column)
        # A code stands for each value: only where there are no more filled cells than codes does each stand once.
        if read is None or len(read.values) < FEWEST_VALUES or int((read.numbers >= 0).sum()) != len(read.values):
            continue
        if not is_grouped([None if code < 0 else code for code in read.numbers.tolist()]):
            continue
        value = read.values[0]
        first = value if isinstance(value, str) else "; ".join(value)
        complaints.findings.add(
            "blank-below",
            place_of(data[sheet], column, 0, first),
            f"each of its {len(read.values):,} values stands once, above empty cells, as in a list in groups",
            done="an empty cell is read as nobody" if column == "current_officer" else "an empty cell is read as any",
            todo="write the value into each row that it is meant for (caseload import --fix does)",
        )
