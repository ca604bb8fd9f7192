"""Makes rosters of any size: ``python -m bench.office DIR CASES OFFICERS [options]``. Standard library only.

The office is made up: ten case types, a third of the cases ask for a skill, the current assignment is arbitrary and
uneven on purpose, and 3 % of it is not even allowed. The same options give the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Callable
from dataclasses import dataclass, fields
from itertools import accumulate
from pathlib import Path

TYPES = (
    ("check-in", 0.25),
    ("atd", 0.5),
    ("review", 0.75),
    ("documents", 1),
    ("court", 1.5),
    ("criminal", 2),
    ("recalcitrant", 3),
    ("appeal", 4),
    ("flagged", 6),
    ("detained", 8),
)
SHARES = (0.25, 0.2, 0.15, 0.12, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01)
CASE_COLUMNS = ["case_id", "case_type", "weight_hours", "office", "required_skills", "priority", "current_officer"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an office looks like.

    Attributes
    ----------
    cases, officers, offices : int
    seed : int
    load : float
        Hours of all cases over hours of all officers.
    own_weights : bool
        Every case has a weight of its own, instead of that of its type.
    scarce : bool
        In each office only two officers have the first skill.
    skills : int
        How many there are.
    anywhere : float, 0 to 1
        Share of the cases that officers of every office may hold.
    new : float, 0 to 1
        Share of the cases that nobody holds yet.
    standards : float or None
        Caseload standards, as a multiple of the officer's share of the cases; below 1 they cannot all be kept.
    unrelated : bool
        Every officer takes a time of their own for every case (``costs.csv``, a row for each pair: small sizes only).
    """

    cases: int
    officers: int
    offices: int = 1
    seed: int = 0
    load: float = 0.9
    own_weights: bool = False
    scarce: bool = False
    skills: int = 8
    anywhere: float = 0.0
    new: float = 0.0
    standards: float | None = None
    unrelated: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.offices <= self.officers:
            raise ValueError(f"offices must be 1 to {self.officers}, so that each has an officer, not {self.offices}")
        if self.cases < 1 or self.skills < 1 or not self.load > 0:
            raise ValueError("cases, skills and load must be above 0")


@dataclass(slots=True)
class _Officer:
    name: str
    office: str
    skills: set[str]
    hours: float
    popular: float


def make(folder: Path, shape: Shape) -> None:
    """Write the roster of an office into a folder."""
    # A second source of chance for what was added later: the first one's numbers stay in their order.
    chance, further = random.Random(shape.seed), random.Random(f"{shape.seed} further")
    folder.mkdir(parents=True, exist_ok=True)
    skills = [f"skill-{i}" for i in range(shape.skills)]
    officers = _officers(shape, skills, chance)
    hours = _write_cases(folder, shape, skills, officers, chance, further)
    _write_officers(folder, shape, officers, hours)
    with (folder / "weights.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["case_type", "weight_hours", "low_hours", "high_hours", "source"])
        rows.writerows([name, h, round(h * 0.7, 3), round(h * 1.5, 3), "made-up office"] for name, h in TYPES)


def _officers(shape: Shape, skills: list[str], chance: random.Random) -> list[_Officer]:
    officers = [
        _Officer(
            name=f"D-{i:04d}",
            office=f"office-{i % shape.offices}",
            skills={skill for skill in skills if chance.random() < 0.3},
            hours=chance.uniform(0.5, 1),
            popular=chance.lognormvariate(0, 0.6),
        )
        for i in range(shape.officers)
    ]
    for number in range(shape.offices):
        mine = [officer for officer in officers if officer.office == f"office-{number}"]
        for skill in skills:
            chance.choice(mine).skills.add(skill)
        if shape.scarce:
            for officer in mine:
                officer.skills.discard(skills[0])
            for officer in mine[:2]:
                officer.skills.add(skills[0])
    return officers


def _write_cases(
    folder: Path,
    shape: Shape,
    skills: list[str],
    officers: list[_Officer],
    chance: random.Random,
    further: random.Random,
) -> float:
    """Write ``cases.csv`` (and ``costs.csv``). Returns the hours of all cases."""
    names = sorted({officer.office for officer in officers})
    able = {
        (office, skill): [x for x in officers if x.office == office and (skill is None or skill in x.skills)]
        for office in names
        for skill in [None, *skills]
    }
    popularity = {key: list(accumulate(x.popular for x in chosen)) for key, chosen in able.items()}
    total = 0.0
    pairs: list[list[str]] = []
    with (folder / "cases.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(CASE_COLUMNS)
        for case in range(shape.cases):
            kind, hours = chance.choices(TYPES, SHARES)[0]
            skill = chance.choice(skills) if chance.random() < 0.35 else None
            office = chance.choice(names)
            if shape.own_weights:
                hours = max(0.02, round(hours * chance.lognormvariate(0, 0.3), 2))
            total += hours
            if chance.random() < 0.03:
                holder = chance.choice(officers).name
            else:
                holder = chance.choices(able[office, skill], cum_weights=popularity[office, skill])[0].name
            priority = chance.choice([1, 2, 3, 3, 3, 4, 5])
            if shape.anywhere and further.random() < shape.anywhere:
                office = ""
            if shape.new and further.random() < shape.new:
                holder = ""
            name, weight = f"C{case:07d}", f"{hours:.2f}" if shape.own_weights else ""
            rows.writerow([name, kind, weight, office, skill or "", priority, holder])
            if shape.unrelated:
                pairs += [[name, x.name, f"{max(0.01, hours * further.uniform(0.5, 1.5)):.2f}"] for x in officers]
    if shape.unrelated:
        with (folder / "costs.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["case_id", "officer_id", "weight_hours"])
            rows.writerows(pairs)
    return total


def _write_officers(folder: Path, shape: Shape, officers: list[_Officer], hours: float) -> None:
    scale = hours / shape.load / sum(officer.hours for officer in officers)
    further = [] if shape.standards is None else ["caseload_standard"]
    with (folder / "officers.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["officer_id", "scheduled_hours", "leave_hours", "offices", "skills", *further])
        for officer in officers:
            available = max(0.25, round(scale * officer.hours, 2))
            leave = round(available * 0.1, 2)
            scheduled = f"{available + leave:.2f}"
            row = [officer.name, scheduled, f"{leave:.2f}", officer.office, ";".join(sorted(officer.skills))]
            if shape.standards is not None:
                share = shape.cases * available / (hours / shape.load)
                row.append(str(round(shape.standards * share)))
            rows.writerow(row)


def main() -> None:
    """Read the options and write the folder."""
    parser = argparse.ArgumentParser(prog="python -m bench.office", description=__doc__)
    parser.add_argument("dir", type=Path)
    parser.add_argument("cases", type=int)
    parser.add_argument("officers", type=int)
    kinds: dict[str, Callable[[str], int | float]] = {"int": int, "float": float, "float | None": float}
    for field in fields(Shape)[2:]:
        flag = "--" + field.name.replace("_", "-")
        if field.type == "bool":
            parser.add_argument(flag, action="store_true")
        else:
            parser.add_argument(flag, type=kinds[str(field.type)], default=field.default)
    given = vars(parser.parse_args())
    make(given.pop("dir"), Shape(**given))


if __name__ == "__main__":
    main()
