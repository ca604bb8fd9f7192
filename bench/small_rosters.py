"""Random rosters of a handful of cases, and how a plan of each is asked for: the same again from its seed.

Fine hours and coarse ones, families of mixed priorities, pins, standards, conflicts of interest, officers without hours
or who have left, costs, and every way to rank moves and fairness.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bench.stated import Asked

Document = dict[str, list[dict[str, Any]]]


def random_roster(seed: int) -> tuple[Document, Asked]:
    """A roster of a handful of cases, and how a plan of it is asked for.

    In two of five nothing but the hours keeps anybody from anything: there the goals that only refine a plan decide.
    """
    rng = random.Random(f"stated {seed}")
    is_open = rng.random() < 0.4
    n, m = rng.choice([(3, 6), (4, 5)]) if is_open else (rng.choice([1, 2, 2, 3, 3, 3]), rng.choice([2, 3, 4, 5, 6, 6]))
    weights = _weights(rng, m)
    work = sum(weights, Fraction(0))
    offices = [] if is_open else rng.choice([[], [], ["north", "south"]])
    officers = [_officer(rng, f"D-{o + 1}", work / n, offices, m) for o in range(n)]
    names = [row["officer_id"] for row in officers]
    rates = {
        "pinned": rng.choice([0, 0, 0.15, 0.35]),
        "family": rng.choice([0, 0, 0.4, 0.7]),
        "skill": rng.choice([0, 0.3]),
        "held": rng.choice([0.2, 0.7, 0.9]),
        "excluded": 0.12,
    }
    if is_open:
        rates.update(pinned=0, family=rng.choice([0, 0.4]), skill=0, excluded=0, held=rng.choice([0.4, 0.6, 0.8]))
        for officer in officers:
            officer.pop("caseload_standard", None)
    urgent = rng.random() < 0.6
    cases = []
    for c, hours in enumerate(weights):
        row: dict[str, Any] = {"case_id": f"C-{c + 1}", "weight_hours": str(float(hours))}
        row["priority"] = rng.randint(1, 4) if urgent else 3
        if rng.random() < rates["skill"]:
            row["required_skills"] = [rng.choice(["x", "y"])]
        if offices and rng.random() < 0.6:
            row["office"] = rng.choice(offices)
        if rng.random() < rates["held"]:
            row["current_officer"] = rng.choice([*names, *names, *names, "Z-9"])
        if row.get("current_officer") in names and rng.random() < rates["pinned"]:
            row["pinned"] = True
        if rng.random() < rates["excluded"]:
            row["excluded_officers"] = [rng.choice(names)]
        if rng.random() < rates["family"]:
            row["keep_together"] = rng.choice(["f", "f", "g"])
        cases.append(row)
    _mend(cases)
    document: Document = {"officers": officers, "cases": cases}
    if rng.random() < 0.15:
        pairs = [(row["case_id"], name) for row in cases if rng.random() < 0.7 for name in names if rng.random() < 0.8]
        document["costs"] = [{"case_id": c, "officer_id": o, "cost": str(rng.randint(0, 5))} for c, o in pairs]
    return document, _asked(rng, work)


def _weights(rng: random.Random, m: int) -> list[Fraction]:
    kind = rng.randrange(5)
    if kind == 0:
        return [Fraction(rng.randint(1, 9)) for _ in range(m)]
    if kind == 1:
        return [Fraction(rng.choice([1, 2, 4]))] * m
    if kind == 2:
        return [Fraction(rng.randint(1, 12), 4) for _ in range(m)]
    if kind == 3:
        return [Fraction(rng.choice([10, 10, 20, 40])) for _ in range(m)]
    return [Fraction(rng.randint(1, 99_999), 10_000) for _ in range(m)]


def _officer(rng: random.Random, name: str, share: Fraction, offices: list[str], m: int) -> dict[str, Any]:
    scale = float(share) * rng.choice([0.5, 0.8, 1.0, 1.25, 2.0])
    hours = 0.0 if rng.random() < 0.06 else max(0.5, round(2 * scale) / 2)
    row: dict[str, Any] = {"officer_id": name, "available_hours": str(hours)}
    row["skills"] = [skill for skill in ("x", "y") if rng.random() < 0.6]
    if offices and rng.random() < 0.7:
        row["offices"] = [rng.choice(offices)]
    if rng.random() < 0.25:
        row["efficiency"] = rng.choice(["0.5", "0.8", "1.25"])
    if rng.random() < 0.3:
        row["caseload_standard"] = rng.randint(0, m)
    return row


def _mend(cases: list[dict[str, Any]]) -> None:
    """Take off pins that would be refused: to two officers of one family, or to one whom a case of it excludes."""
    holder: dict[str, str] = {}
    for row in cases:
        if row.get("pinned") and "keep_together" in row:
            family, to = row["keep_together"], row["current_officer"]
            siblings = [other for other in cases if other is not row and other.get("keep_together") == family]
            conflict = any(to in other.get("excluded_officers", ()) for other in siblings)
            if conflict or holder.setdefault(family, to) != to:
                row["pinned"] = False


def _asked(rng: random.Random, work: Fraction) -> Asked:
    asked = Asked(
        within_capacity=rng.random() < 0.4,
        moves_in_hours=rng.random() < 0.15,
        coverage_in_hours=rng.random() < 0.15,
        release_ineligible=rng.random() < 0.15,
        keep_within=rng.choice([100, 100, 100, 0, 7, 500, 2_000]),
    )
    how = rng.random()
    if how < 0.08:
        return replace(asked, by_cost=True)
    if how < 0.3:
        most = Fraction(rng.randint(0, int(work)) if asked.moves_in_hours else rng.randint(0, 3))
        return replace(asked, max_moves=most)
    return replace(asked, move_freely=True) if how < 0.45 else asked
