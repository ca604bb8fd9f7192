"""Fair shares by trying every subset of cases, or by an exact linear program where efforts differ by officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from tests.solver.exact_lp import minimise

Work = tuple[set[int], Mapping[int, int]]
"""Who may take it, and the ticks that it takes of each officer."""


def fairest_loads(work: Sequence[Work], limit: Sequence[int]) -> dict[int, Fraction]:
    """Utilization of every officer with hours in the lexicographically fairest split of the work.

    What is pinned to an officer without hours is carried by no hours and left out.
    """
    carried = [({o for o in allowed if limit[o] > 0}, takes) for allowed, takes in work]
    carried = [(allowed, takes) for allowed, takes in carried if allowed]
    if all(len({takes[o] for o in allowed}) == 1 for allowed, takes in carried):
        same = [(allowed, takes[min(allowed)]) for allowed, takes in carried]
        return by_subsets(same, limit)
    return by_linear_programs(carried, limit)


def by_subsets(work: Sequence[tuple[set[int], int]], limit: Sequence[int]) -> dict[int, Fraction]:
    """The set of cases that overloads its officers most gives the tightest tier; take it out and go on."""
    out: dict[int, Fraction] = {}
    rest = list(work)
    while rest:
        worst, tier = Fraction(-1), set[int]()
        for size in range(1, len(rest) + 1):
            for chosen in combinations(rest, size):
                officers = set().union(*(allowed for allowed, _ in chosen))
                load = Fraction(sum(effort for _, effort in chosen), sum(limit[o] for o in officers))
                if load > worst:
                    worst, tier = load, officers
                elif load == worst:
                    tier = tier | officers
        out.update(dict.fromkeys(tier, worst))
        rest = [(allowed - tier, effort) for allowed, effort in rest if allowed - tier]
    return out


def by_linear_programs(work: Sequence[Work], limit: Sequence[int]) -> dict[int, Fraction]:
    """Minimise the largest utilization, fix the officers who are at it in every optimum, go on with the others."""
    officers = sorted(set().union(*(allowed for allowed, _ in work))) if work else []
    fixed: dict[int, Fraction] = {}
    while len(fixed) < len(officers):
        peak = _least(work, limit, fixed, {}, [o for o in officers if o not in fixed])
        at_most = {o: peak for o in officers if o not in fixed}
        tight = [
            o for o in at_most if _least(work, limit, fixed, {p: at_most[p] for p in at_most if p != o}, [o]) == peak
        ]
        assert tight, "somebody is at the peak in every optimum"
        fixed.update(dict.fromkeys(tight, peak))
    return fixed


def _least(
    work: Sequence[Work],
    limit: Sequence[int],
    fixed: Mapping[int, Fraction],
    at_most: Mapping[int, Fraction],
    least: Sequence[int],
) -> Fraction:
    """Smallest value that no officer in ``least`` exceeds while the others stay at theirs."""
    pairs = [(k, o) for k, (allowed, _) in enumerate(work) for o in sorted(allowed)]
    column = {pair: j for j, pair in enumerate(pairs)}
    rows: list[tuple[dict[int, Fraction], Fraction]] = []
    top, slack = len(pairs), len(pairs) + 1
    for k, (allowed, _) in enumerate(work):
        rows.append(({column[k, o]: Fraction(1) for o in allowed}, Fraction(1)))
    for o in sorted({o for _, o in pairs}):
        row = {column[k, p]: Fraction(work[k][1][p], limit[o]) for k, p in pairs if p == o}
        row[slack] = Fraction(1)
        slack += 1
        cap = fixed.get(o, at_most.get(o))
        if o in least:
            row[top] = Fraction(-1)
            cap = Fraction(0)
        assert cap is not None
        rows.append((row, cap))
    cost = {top: Fraction(1)}
    return minimise(cost, rows, slack)
