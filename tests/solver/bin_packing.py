"""Bin packing as offices: officers whose hours are nearly full, or full to the last tick, and cases that all fit."""

from __future__ import annotations

import random

from solver.problem import NEW, Problem
from tests.solver.instances import make_problem


def uniform(seed: int, *, cases: int = 120, hours: int = 150, fill: float = 0.99) -> Problem:
    """Efforts of 20 to 100 at random, and just so many officers of equal hours that these are ``fill`` full or more.

    As in the instances u120 of Falkenauer (1996); whether everything fits is not planted, but nearly always so.
    """
    rng = random.Random(f"uniform {seed}")
    while True:
        efforts = [rng.randint(20, 100) for _ in range(cases)]
        officers = -(-sum(efforts) // hours)
        if sum(efforts) >= fill * officers * hours:
            return make_problem([hours] * officers, efforts)


def triplets(seed: int, *, cases: int) -> Problem:
    """Three cases fill every officer to the last tick (Falkenauer 1996)."""
    rng = random.Random(f"triplets {seed}")
    efforts = []
    for _ in range(cases // 3):
        longest = rng.randint(380, 490)
        middle = rng.randint(250, max(250, (1_000 - longest) // 2))
        efforts += [longest, middle, 1_000 - longest - middle]
    rng.shuffle(efforts)
    return make_problem([1_000] * (cases // 3), efforts)


def offices(
    seed: int,
    *,
    places: int = 3,
    officers: int = 14,
    fill: float = 0.99,
    anywhere: float = 0.15,
    held: float = 0.0,
    priorities: bool = False,
    bundles: bool = False,
    standards: bool = False,
) -> Problem:
    """Officers of unequal hours in several offices; some cases may go anywhere, and all of them fit.

    Parameters
    ----------
    places : int
        Offices.
    officers : int
        In each of them.
    anywhere, held : float
        Share of the cases that any officer may hold, and that are with the officer today with whom they fit.
    bundles : bool
        Two cases of some officers are kept together.
    standards : bool
        Everybody may hold one case more than fits.
    """
    rng = random.Random(f"offices {seed}")
    hours, limits, cases = [], [], []
    for officer in range(places * officers):
        hours.append(rng.randint(100, 200))
        mine = _pieces(rng, hours[-1] - rng.randint(0, round(2 * (1 - fill) * hours[-1])))
        limits.append(len(mine) + 1)
        together = officer if bundles and len(mine) > 2 and rng.random() < 0.3 else -1
        for piece, effort in enumerate(mine):
            sign = places if rng.random() < anywhere and together < 0 else officer // officers
            today = officer if rng.random() < held else NEW
            cases.append((effort, sign, today, rng.randint(1, 3), together if piece < 2 else -1))
    rng.shuffle(cases)
    eligible = [range(place * officers, (place + 1) * officers) for place in range(places)]
    return make_problem(
        hours,
        [case[0] for case in cases],
        [*eligible, range(places * officers)],
        signature=[case[1] for case in cases],
        current=[case[2] for case in cases],
        priority=[case[3] for case in cases] if priorities else None,
        bundle=[case[4] for case in cases],
        standards=limits if standards else None,
    )


def _pieces(rng: random.Random, ticks: int) -> list[int]:
    """Efforts of 20 to 90 that add up to this."""
    out = []
    while ticks:
        whole = 20 <= ticks <= 90 and (ticks < 40 or rng.random() < 0.5)
        out.append(ticks if whole else rng.randint(20, min(90, ticks - 20)))
        ticks -= out[-1]
    return out
