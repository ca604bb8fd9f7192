"""A small plan whose hand-over the tests of this folder know by heart, and plans that are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from app.answers.holdings.case_lines import CaseLine, Change
from tests.app.answers.holdings.plans import lines

ORDER = ["Ann", "Bo"]
NAMES = ["Ann", "Bo", "Cy, of Court", "<script>", "@cmd()", "אבי", "D 😀", ""]

__all__ = ["NAMES", "ORDER", "drawn", "line", "lines"]


def line(number: int, before: str, after: str, *, hours: float = 1.0, priority: int = 3) -> CaseLine:
    """A case of an officer, or of nobody, that another one has in the plan."""
    change = Change.KEPT if before == after else Change.MOVES
    return CaseLine(number, f"C-{number}", "", "", hours, priority, before, after, change, "balance")


def drawn() -> st.SearchStrategy[Sequence[CaseLine]]:
    """Plans of a few cases among people with names of all kinds."""
    who = st.sampled_from(NAMES)
    quarters = st.integers(0, 400).map(lambda number: number / 4)
    cases = st.lists(st.tuples(who, who, quarters, st.integers(1, 5)), max_size=25)
    return cases.map(
        lambda rows: [
            line(number, before, after, hours=hours, priority=priority)
            for number, (before, after, hours, priority) in enumerate(rows, 1)
        ]
    )
