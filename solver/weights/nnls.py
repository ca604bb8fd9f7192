"""Least squares without negative coefficients (Lawson and Hanson 1974, Solving Least Squares Problems, chapter 23)."""

from __future__ import annotations

import numpy as np

from solver.arrays import Flags, Floats
from solver.errors import SolverFault

ROUNDS = 50
"""Times the number of columns; the method ends long before."""
RELATIVE = 1e-10


def nonnegative_least_squares(a: Floats, b: Floats) -> Floats:
    """The x of 0 or more that makes the squares of ``a x - b`` least. Shape (columns,).

    Columns are added one by one, that with the steepest descent first; one whose coefficient would become negative on
    the way is taken out again.

    Parameters
    ----------
    a : float array, shape (rows, columns)
    b : float array, shape (rows,)

    Raises
    ------
    SolverFault
        It went round in circles, which it cannot.
    """
    gram, target = a.T @ a, a.T @ b
    columns = len(target)
    x, inside = np.zeros(columns), np.zeros(columns, np.bool_)
    tolerance = RELATIVE * max(float(np.abs(target).max(initial=0.0)), 1e-300)
    for _ in range(ROUNDS * max(columns, 1)):
        slope = target - gram @ x
        candidates = np.where(inside, -np.inf, slope)
        if inside.all() or candidates.max(initial=-np.inf) <= tolerance:
            return x
        new = int(candidates.argmax())
        inside[new] = True
        solution = _solved(gram, target, inside)
        if solution[new] <= 0:  # the column is one that others make up already
            inside[new] = False
            return x
        while bool((solution[inside] <= 0).any()):
            falling = inside & (solution <= 0)
            step = float((x[falling] / (x[falling] - solution[falling])).min())
            x += step * (solution - x)
            inside &= x > tolerance * 1e-6
            x[~inside] = 0.0
            solution = _solved(gram, target, inside)
        x = solution
    raise SolverFault("non-negative least squares did not end")


def _solved(gram: Floats, target: Floats, inside: Flags) -> Floats:
    out = np.zeros(len(target))
    at = np.flatnonzero(inside)
    out[at] = np.linalg.lstsq(gram[np.ix_(at, at)], target[at], rcond=None)[0]
    return out
