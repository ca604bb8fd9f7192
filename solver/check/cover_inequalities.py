"""What whole cases can make of a load, worked out again from single units.

A unit whose time with an officer is longer than what the officer may carry at a step does not go there, and the officer
holds at most as many cases as fit if they are the shortest. Only for parts with times that are listed by officer.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from solver.arrays import Flags, Ints
from solver.check.choices import Choices


def without_long(choices: Choices, part: int, officers: Ints, load: list[int | None], n: int) -> Choices:
    """The choices of a part without listed times that are longer than what the officer may carry.

    Parameters
    ----------
    officers : int64 array
        Of the part, in the order of ``load``.
    n : int
        Officers of the problem.
    """
    most = np.full(n, np.iinfo(np.int64).max)
    for officer, room in zip(officers.tolist(), load, strict=True):
        if room is not None:
            most[officer] = room
    pairs, keeps = choices.pairs_of_part[part], choices.keeps_of_part[part]
    fits = choices.pair_time[pairs] <= most[choices.pair_officer[pairs]]
    stays = ~choices.paired[choices.keep_unit[keeps]] | (choices.keep_time[keeps] <= most[choices.keep_officer[keeps]])
    return replace(
        choices,
        pairs_of_part=_with(choices.pairs_of_part, part, pairs[fits]),
        keeps_of_part=_with(choices.keeps_of_part, part, keeps[stays]),
    )


def _with(positions: tuple[Ints, ...], part: int, mine: Ints) -> tuple[Ints, ...]:
    return (*positions[:part], mine, *positions[part + 1 :])


def fits_nowhere(choices: Choices, part: int, placed: Flags) -> bool:
    """Whether some unit that every plan places has no officer left.

    Parameters
    ----------
    choices : Choices
        From :func:`without_long`.
    placed : bool array, shape (units,)
    """
    mine = choices.units_of_part[part]
    has = np.zeros(len(choices.part), np.bool_)
    has[choices.pair_unit[choices.pairs_of_part[part]]] = True
    stuck = choices.paired[mine] & (placed | choices.pinned)[mine] & ~has[mine]
    return bool(stuck.any())


def most_cases(choices: Choices, allowed: Flags, part: int, officers: Ints, load: list[int | None]) -> list[int | None]:
    """How many cases fit into each officer's load if they are the shortest; ``None`` without a load.

    A bundle counts as many cases as it has, each as long as its average.
    """
    mine = choices.units_of_part[part]
    plain = mine[~choices.paired[mine]]
    pairs = choices.pairs_of_part[part]
    pairs = pairs[np.argsort(choices.pair_officer[pairs], kind="stable")]
    of = choices.pair_officer[pairs]
    out: list[int | None] = []
    for officer, room in zip(officers.tolist(), load, strict=True):
        if room is None:
            out.append(None)
            continue
        own = plain[allowed[choices.row[plain], officer]]
        here = pairs[np.searchsorted(of, officer) : np.searchsorted(of, officer, side="right")]
        time = np.concatenate([choices.effort[own], choices.pair_time[here]])
        size = np.concatenate([choices.size[own], choices.size[choices.pair_unit[here]]])
        out.append(_shortest(time, size, room))
    return out


def _shortest(time: Ints, size: Ints, room: int) -> int:
    if int(size.max(initial=1)) == 1:
        return int(np.searchsorted(np.cumsum(np.sort(time)), room, side="right"))
    total, left = 0, room
    for each, cases in sorted((Fraction(t, s), s) for t, s in zip(time.tolist(), size.tolist(), strict=True)):
        if each * cases <= left:
            total, left = total + cases, left - int(each * cases)
        else:
            return total + int(left / each)
    return total
