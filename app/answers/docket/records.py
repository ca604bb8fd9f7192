"""One case of a docket, and what it, and all that is kept together with it, adds to the sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.answers.docket.summary import OFFICER, Amount, Standings, Sums, key_of

HOLDER = "current_officer"
"""The column that a docket does not keep with a row: who has a case is said beside it."""


ORDER = "pinned_to"
"""The column that says who is to have a case: once that officer has it, it is pinned."""


@dataclass(frozen=True, slots=True)
class Record:
    """A case as the docket has it.

    Attributes
    ----------
    row : dict
        Its row of the sheet ``cases``, as it is kept: without empty cells and without ``current_officer``.
    officer : str
        Who holds it; empty: nobody.
    effort : int, ticks
    need : int
        What it asks for, as :class:`app.answers.docket.summary.Standings` numbers it.
    fresh : bool
        Nobody held it before.
    is_open : bool
    """

    row: dict[str, Any]
    officer: str
    effort: int
    need: int
    fresh: bool
    is_open: bool = True

    @property
    def case_id(self) -> str:
        """Its pseudonym."""
        return str(self.row["case_id"])

    @property
    def family(self) -> str:
        """What it shares with those that are kept together with it; empty: nothing."""
        return str(self.row.get("keep_together") or "")

    @property
    def pinned(self) -> bool:
        """Whether it stays with who has it."""
        return bool(self.row.get("pinned")) and bool(self.officer)

    def to_list(self) -> list[Any]:
        """For JSON."""
        return [self.row, self.officer, self.effort, self.need, self.fresh, self.is_open]

    @classmethod
    def from_list(cls, found: Sequence[Any]) -> Record:
        """What :meth:`to_list` wrote."""
        return cls(*found)


def kept_row(row: Mapping[str, Any], holder: str) -> dict[str, Any]:
    """A row of a plan's roster as the docket of that plan keeps it, where ``holder`` (empty: nobody) has the case."""
    kept = {name: cell for name, cell in row.items() if name not in (HOLDER, ORDER)}
    if holder and row.get(ORDER) == holder:
        kept["pinned"] = True
    return kept


def families(records: Iterable[Record]) -> list[list[Record]]:
    """Open cases, those that are kept together in one list."""
    together: dict[str, list[Record]] = defaultdict(list)
    alone = []
    for record in records:
        if record.is_open and record.family:
            together[record.family].append(record)
        elif record.is_open:
            alone.append([record])
    return [*together.values(), *alone]


def added(standings: Standings, records: Iterable[Record], sign: int = 1) -> Sums:
    """The sums with these cases, and all that is kept together with them; ``sign`` -1: without them."""
    sums, officer_of = standings.sums, standings.basis.officer_of
    loads, counts, fresh = sums.loads.copy(), sums.counts.copy(), sums.fresh.copy()
    work, waiting = dict(sums.work), dict(sums.waiting)
    for unit in families(records):
        for key, amount in work_of(standings, unit):
            _add(work, key, amount, sign)
        free = [each for each in unit if not each.officer]
        if free:
            _add(waiting, key_of(each.need for each in free), _amount(free), sign)
        for each in unit:
            if each.officer:
                o = officer_of[each.officer]
                loads[o] += sign * each.effort
                counts[o] += sign
                fresh[o] += sign * each.fresh
    return replace(sums, loads=loads, counts=counts, fresh=fresh, work=work, waiting=waiting)


def work_of(standings: Standings, unit: Sequence[Record]) -> list[tuple[str, Amount]]:
    """What cases that are kept together are to the fair shares, as ``solver.model.units`` sees them.

    A pin binds all of them to its officer. Where nobody may hold them, each stays with who has it, unless the plan was
    made to release such cases, or who has it is excluded from it.
    """
    officer_of = standings.basis.officer_of
    pins = [each.officer for each in unit if each.pinned]
    if pins:
        return [(f"{OFFICER}{officer_of[pins[0]]}", _amount(unit))]
    if bool(np.any(standings.may(each.need for each in unit))):
        return [(key_of(each.need for each in unit), _amount(unit))]
    if standings.basis.options.release_ineligible:
        return []
    holders = [(officer_of[each.officer], each) for each in unit if each.officer]
    return [(f"{OFFICER}{o}", _amount([each])) for o, each in holders if o not in standings.needs[each.need].excluded]


def _amount(records: Sequence[Record]) -> Amount:
    return sum(each.effort for each in records), len(records)


def _add(sums: dict[str, Amount], key: str, amount: Amount, sign: int) -> None:
    ticks, cases = sums.get(key, (0, 0))
    ticks, cases = ticks + sign * amount[0], cases + sign * amount[1]
    if cases:
        sums[key] = ticks, cases
    else:
        sums.pop(key, None)
