"""Who gives which case to whom in a plan: pairs of officers with their cases, and the table of how many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from app.answers.holdings.case_lines import CaseLine

NOBODY = ""
"""Who gives a case that nobody had, and who gets one that nobody has afterwards."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Cases that go from one officer to another.

    Attributes
    ----------
    giver, receiver : str
        :data:`NOBODY` gives what is new, and gets what is without an officer afterwards. They differ.
    cases : tuple of CaseLine
        At least one; the most urgent first, and of equal ones as the roster has them.
    """

    giver: str
    receiver: str
    cases: tuple[CaseLine, ...]

    @property
    def count(self) -> int:
        """How many cases there are."""
        return len(self.cases)

    @property
    def hours(self) -> float:
        """That they take."""
        return hours_of([self])


def hours_of(pairs: Iterable[Pair]) -> float:
    """Hours of all cases of some pairs."""
    return fsum(line.hours for pair in pairs for line in pair.cases)


def count_of(pairs: Iterable[Pair]) -> int:
    """Cases of some pairs."""
    return sum(pair.count for pair in pairs)


def everybody(lines: Iterable[CaseLine], officers: Sequence[str]) -> list[str]:
    """The officers of a roster, then those whom only the cases name: what stands for one is the place in this list."""
    named = [name for line in lines for name in (line.before, line.after) if name]
    return list(dict.fromkeys([*officers, *named]))


def pairs_of(lines: Iterable[CaseLine], order: Sequence[str]) -> list[Pair]:
    """Every case that has another officer in the plan than today, in exactly one pair.

    Parameters
    ----------
    lines : iterable of CaseLine
        Of the whole plan.
    order : sequence of str
        Everybody, in the order in which pairs are listed; :data:`NOBODY` comes last.
    """
    found: dict[tuple[str, str], list[CaseLine]] = {}
    for line in lines:
        if line.before != line.after:
            found.setdefault((line.before, line.after), []).append(line)
    place = {name: at for at, name in enumerate(order)}
    last = len(place)
    ordered = sorted(found, key=lambda pair: (place.get(pair[0], last), place.get(pair[1], last)))
    return [Pair(*pair, tuple(sorted(found[pair], key=lambda line: (line.priority, line.number)))) for pair in ordered]


@dataclass(frozen=True, slots=True)
class Table:
    """From whom to whom: a row for each who gives, a column for each who gets.

    Attributes
    ----------
    givers, receivers : tuple of str
    rows : tuple of tuple of int
        Cases that go from the one to the other; 0: none.
    """

    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]


def table_of(pairs: Sequence[Pair], order: Sequence[str]) -> Table:
    """The table of some pairs, givers and receivers in the order of everybody; of whom nothing moves is not in it."""
    cell = {(pair.giver, pair.receiver): pair.count for pair in pairs}
    give, get = {pair.giver for pair in pairs}, {pair.receiver for pair in pairs}
    givers = tuple(name for name in (*order, NOBODY) if name in give)
    receivers = tuple(name for name in (*order, NOBODY) if name in get)
    return Table(givers, receivers, tuple(tuple(cell.get((each, to), 0) for to in receivers) for each in givers))
