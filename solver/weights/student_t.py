"""Student's t distribution, for any degrees of freedom above 0: few officers and weeks have heavier tails."""

from __future__ import annotations

from math import exp, inf, isfinite, lgamma, log, log1p
from statistics import NormalDist

from solver.errors import InvalidParameter

TERMS = 500
TINY = 1e-300
EXACT = 1e-14
NORMAL_FROM = 1e7
"""Degrees of freedom from which the normal distribution is the same to all digits that count."""


def quantile(probability: float, df: float) -> float:
    """The value below which that probability lies.

    Parameters
    ----------
    probability : float, above 0 and below 1
    df : float, above 0
        Degrees of freedom; infinity is the normal distribution.

    Notes
    -----
    Bisection on the regularised incomplete beta function, which is a continued fraction (Press et al., Numerical
    Recipes, section 6.4).
    """
    if not 0 < probability < 1 or not df > 0:
        raise InvalidParameter(f"a probability of 0 to 1 and degrees of freedom above 0, not {probability} and {df}")
    if df >= NORMAL_FROM:
        return NormalDist().inv_cdf(probability)
    if probability < 0.5:
        return -quantile(1 - probability, df)
    low, high = 0.0, 1.0
    while upper_tail(high, df) > 1 - probability and isfinite(high):
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if upper_tail(middle, df) > 1 - probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def upper_tail(t: float, df: float) -> float:
    """Probability of a value above ``t``, for ``t`` of 0 or more."""
    if t == inf:
        return 0.0
    return 0.5 * _incomplete_beta(df / 2, 0.5, df / (df + t * t), t * t / (df + t * t))


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """Regularised; ``rest`` is 1 - x, given apart because x may be near 1."""
    if x <= 0 or rest <= 0:
        return 0.0 if x <= 0 else 1.0
    log_front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * (log(rest) if rest < 0.5 else log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return exp(log_front) * _fraction(a, b, x) / a
    return 1 - exp(log_front) * _fraction(b, a, rest) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction, by Lentz's method."""
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > TINY else TINY)
    out = d
    for m in range(1, TERMS):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + factor * d
            c = 1 + factor / c
            d = 1 / (d if abs(d) > TINY else TINY)
            c = c if abs(c) > TINY else TINY
            out *= c * d
        if abs(c * d - 1) < EXACT:
            break
    return out


def half_width(df: float, level: float = 0.9) -> float:
    """How many standard errors an interval of that level reaches to either side."""
    return quantile(0.5 + level / 2, df)
