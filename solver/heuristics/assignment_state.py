"""A plan while it is repaired: who holds how many of what, as dense tables, and what an exchange would do to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Ints, sum_by
from solver.formulation.cover_inequalities import keepable_at_most
from solver.model.part import Part

NO_LIMIT = np.iinfo(np.int64).max // 4


class AssignmentState:
    """A plan as dense tables of classes by officers.

    Parameters
    ----------
    planned : int64 array, shape (columns,)
    room : int64 array, shape (officers,), ticks
        The most that each officer is to carry; -1: no limit.
    move_limit : int or None
        The most moves, by weight.
    price : float64 array, shape (columns,), or None
        What a unit costs there above the cheapest.
    waiting : dict of priority to int, or None
        Nobody is one more officer, who holds what is unplaced, and may hold so many more cases of each priority.
        ``None``: who waits, waits.
    """

    def __init__(
        self,
        part: Part,
        planned: Ints,
        room: Ints,
        move_limit: int | None,
        price: NDArray[np.float64] | None = None,
        waiting: dict[int, int] | None = None,
    ) -> None:
        waits = waiting is not None and not part.placeable_all
        n = len(part.officers)
        self._nobody = n if waits else -1
        # what is looked at is one officer's column, so columns lie together in memory
        shape = (len(part.count), n + int(waits))
        at = (part.column_class, part.column_officer)
        self._part = part
        self.allowed: Flags = np.zeros(shape, np.bool_, order="F")
        self.allowed[at] = True
        self._effort = np.zeros(shape, np.int64, order="F")
        self._effort[at] = part.column_effort
        self._units = np.zeros(shape, np.int64, order="F")
        self._units[at] = planned
        self._held = np.zeros(shape, np.int64, order="F")
        self._held[at] = part.held
        self._gain = np.zeros(shape, np.int64, order="F")
        self._gain[at] = part.gain
        self._price: NDArray[np.float64] | None = None
        if price is not None:
            self._price = np.zeros(shape, order="F")
            self._price[at] = price
        self._load = part.loads(planned)
        self._caseload = part.caseloads(planned)
        self._room = np.where(room >= 0, room, NO_LIMIT)
        self._least = np.zeros(n + int(waits), np.int64)
        self._standard = np.where(part.standard >= 0, part.standard, NO_LIMIT)
        if waits:
            self.allowed[:, self._nobody] = ~part.pinned
            self._units[:, self._nobody] = part.count - part.placed(planned)
            self._load, self._caseload = np.append(self._load, 0), np.append(self._caseload, 0)
            self._room, self._standard = np.append(self._room, NO_LIMIT), np.append(self._standard, NO_LIMIT)
        self._spare = np.zeros(part.lost.shape[1], np.int64)
        for priority, cases in (waiting or {}).items():
            self._spare[priority - 1] = max(0, cases)
        # an officer who is to keep all that the hours allow must not be given one more of their own
        self._most = None if move_limit is None else np.append(keepable_at_most(part, self._room[:n]), 0)
        own = np.where(part.mixed[part.column_class], 0, np.minimum(planned, part.held) * part.gain)
        self._kept = sum_by(part.column_officer, own, len(self._room))
        self._left = None if move_limit is None else move_limit - (int(part.keepable.sum()) - part.kept(planned))

    @property
    def planned(self) -> Ints:
        """Units per column."""
        out: Ints = self._units[self._part.column_class, self._part.column_officer]
        return out

    def ask_for(self, least: Ints) -> None:
        """Let each officer carry at least so many ticks; shape (officers,)."""
        self._least[: len(least)] = least

    @property
    def missed(self) -> int:
        """Ticks above the limits and below what is asked for, all officers."""
        over, under = np.maximum(self._load - self._room, 0), np.maximum(self._least - self._load, 0)
        return int(over.sum() + under.sum())

    def _leaving(self, classes: Ints, officer: int) -> Ints:
        """What a unit of each of these classes weighs in continuity when it leaves the officer."""
        held = self._units[classes, officer] <= self._held[classes, officer]
        return np.where(held, self._gain[classes, officer], 0)

    def _arriving(self, classes: Ints, officer: int) -> Ints:
        """What a unit of each of these classes saves in continuity when it comes to the officer."""
        home = self._units[classes, officer] < self._held[classes, officer]
        return np.where(home, self._gain[classes, officer], 0)

    def _crowded(self, source: int, to: int, out: Ints, back: Ints) -> Flags:
        """Which exchanges leave an officer with more of their own than any plan within the hours can."""
        if self._most is None:
            return np.zeros((len(out), 1 + len(back)), np.bool_)
        single_out, single_back = ~self._part.mixed[out], ~self._part.mixed[back]
        comes = (self._arriving(out, to) * single_out)[:, None]
        goes = np.concatenate([[0], self._leaving(back, to) * single_back])
        left = (self._leaving(out, source) * single_out)[:, None]
        returns = np.concatenate([[0], self._arriving(back, source) * single_back])
        crowded: Flags = comes - goes > max(0, int(self._most[to] - self._kept[to]))
        return crowded | (returns - left > max(0, int(self._most[source] - self._kept[source])))

    def _covered(self, source: int, to: int, out: Ints, back: Ints) -> Flags:
        """Which exchanges leave no more cases of any priority unplaced than may be. Shape (out, 1 + back).

        The first column are moves.
        """
        fine = np.ones((len(out), 1 + len(back)), np.bool_)
        if self._nobody in (source, to):
            lost = self._part.lost
            fine[:, 0] = source == self._nobody or (lost[out] <= self._spare).all(axis=1)
            more = lost[out][:, None, :] - lost[back][None, :, :]
            more = -more if source == self._nobody else more
            # what an exchange leaves as it was needs no room, even where there is already too much
            fine[:, 1:] = ((more <= 0) | (more <= self._spare)).all(axis=2)
        return fine

    def _shift(self, k: int, source: int, to: int) -> None:
        if not self._part.mixed[k]:
            which = np.array([k])
            self._kept[source] -= self._leaving(which, source)[0]
            self._kept[to] += self._arriving(which, to)[0]
        self._units[k, source] -= 1
        self._units[k, to] += 1
        self._load[source] -= self._effort[k, source]
        self._load[to] += self._effort[k, to]
        self._caseload[source] -= self._part.size[k]
        self._caseload[to] += self._part.size[k]
        if self._nobody in (source, to):
            self._spare += self._part.lost[k] * (1 if source == self._nobody else -1)
