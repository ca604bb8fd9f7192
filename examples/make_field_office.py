"""Thirty officers, 6,000 cases, and an assignment that nobody ever planned."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

README = """# Field office: thirty officers, six thousand cases

A made-up office in the situation that an inspector general described in 2017 (OIG-17-51): a few officers of the
non-detained docket hold far more cases than anybody could know, colleagues of the detained docket about a hundred
each, and two officers are away on a 45-day rotation, one all month and one from the middle of it. The cases were handed
out without regard to the work in them, so check-ins, families, documents from embassies that answer slowly and flagged
cases lie where they happened to fall, some with officers who have left or may not hold them, and a little more arrives
in a month than is closed (`flow.csv`), most of all where documents from embassies are waited for. Every number, the
case weights included, is made up for this example and is no standard to plan a real office by.
"""

SOURCE = "made up for this example, no study"


@dataclass(frozen=True)
class Kind:
    """A type of case: its weight, and how many there are.

    ``low`` and ``high`` are the 5th and 95th percentile of the weight's own error, ``cv`` how much single cases vary.
    """

    name: str
    docket: str
    count: int
    hours: str
    low: str
    high: str
    cv: str
    unit: str = "case"
    skills: str = ""
    priorities: tuple[int, ...] = (3, 3, 3, 4, 4, 5)
    spoken: float = 0.3
    """Share of the cases that need a language."""


KINDS = (
    Kind("check-in", "non-detained", 2685, "0.2", "0.15", "0.3", "0.6", priorities=(4, 4, 5)),
    Kind("order-of-supervision", "non-detained", 1050, "0.3", "0.2", "0.45", "0.6"),
    Kind("electronic-monitoring", "non-detained", 560, "0.8", "0.6", "1.1", "0.5", priorities=(2, 3, 3)),
    Kind("family-check-in", "non-detained", 430, "0.4", "0.3", "0.6", "0.8", unit="family", spoken=0.5),
    Kind("motion-pending", "non-detained", 130, "0.6", "0.4", "0.9", "0.8"),
    Kind("embassy-documents", "non-detained", 225, "1.6", "1", "2.6", "1.2", skills="embassies", spoken=0),
    Kind("flagged", "non-detained", 100, "3.25", "2", "5", "0.8", skills="high-risk", priorities=(1,), spoken=0.15),
    Kind("detained", "detained", 740, "1", "0.8", "1.2", "0.4", priorities=(2, 2, 3), spoken=0.25),
    Kind("removal-ready", "detained", 50, "1.6", "1.2", "2.2", "0.6", priorities=(2,)),
    Kind("detained-flagged", "detained", 30, "2.75", "2", "4", "0.8", skills="high-risk", priorities=(1,), spoken=0.1),
)
FLOW = (
    ("check-in", 96, 84),
    ("order-of-supervision", 30, 28),
    ("electronic-monitoring", 44, 40),
    ("family-check-in", 20, 18),
    ("motion-pending", 24, 24),
    ("embassy-documents", 19, 14),
    ("flagged", 6, 5),
    ("detained", 310, 306),
    ("removal-ready", 45, 45),
    ("detained-flagged", 8, 8),
)
"""Type, and how many cases of it arrive and are closed in a month."""
LANGUAGES = (("spanish", 14, 16), ("creole", 3, 4), ("portuguese", 3, 5), ("mandarin", 1, 3))
"""Language, how often a case needs it, and how many officers of the non-detained docket speak it."""

LEFT = ("D-31", "D-32", "D-33")
AWAY_OR_LEFT = {"D-16", *LEFT}


@dataclass
class Officer:
    """One officer, and how the cases of today came to them: ``pull`` is their share of the cases that they may hold."""

    name: str
    scheduled: float
    leave: float
    training: float
    collateral: float
    dockets: str
    skills: set[str] = field(default_factory=set)
    detail: float = 0
    standard: str = ""
    efficiency: str = ""
    pull: dict[str, float] = field(default_factory=dict)

    def may_hold(self, docket: str, skills: set[str]) -> bool:
        """Whether docket and skills allow it."""
        return docket in self.dockets.split("; ") and skills <= self.skills


def roster() -> tuple[dict[str, list[dict[str, str]]], str]:
    """The sheets of the example, and its README."""
    rng = random.Random(20170413)
    officers = _officers(rng)
    weights = [
        {
            "case_type": kind.name,
            "weight_hours": kind.hours,
            "low_hours": kind.low,
            "high_hours": kind.high,
            "case_cv": kind.cv,
            "unit": kind.unit,
            "source": SOURCE,
        }
        for kind in KINDS
    ]
    rows = [_officer_row(officer) for officer in officers]
    flow = [
        {"case_type": kind, "arrivals_per_period": str(come), "closures_per_period": str(go)} for kind, come, go in FLOW
    ]
    return {"officers": rows, "cases": _cases(rng, officers), "weights": weights, "flow": flow}, README


def _officers(rng: random.Random) -> list[Officer]:
    """D-01 to D-06 work in the detention centre, D-07 to D-12 serve both dockets, the others the non-detained one."""
    officers = []
    for number in range(1, 31):
        dockets = "detained" if number <= 6 else "detained; non-detained" if number <= 12 else "non-detained"
        officer = Officer(
            f"D-{number:02d}",
            scheduled=168,
            leave=rng.choice((8, 16, 16, 24, 32)),
            training=rng.choice((0, 4, 8)),
            collateral=rng.choice((12, 16, 20, 24, 30)),
            dockets=dockets,
        )
        pull = rng.uniform(0.5, 1.5)
        officer.pull = {"detained": float(number <= 8), "non-detained": 0.0 if number <= 8 else pull}
        officers.append(officer)
    by = {officer.name: officer for officer in officers}
    for language, _, count in LANGUAGES:
        for officer in rng.sample(officers[6:], count) + rng.sample(officers[:6], 2):
            officer.skills.add(language)
    for name in ("D-10", "D-18", "D-26"):
        by[name].skills.add("embassies")
    for name in ("D-02", "D-05", "D-08", "D-11", "D-13", "D-17", "D-20", "D-23", "D-28"):
        by[name].skills.add("high-risk")
    for name, pull in (("D-14", 24.0), ("D-17", 15.0), ("D-22", 11.0), ("D-25", 6.0)):
        by[name].pull["non-detained"] = pull
    by["D-16"].detail = by["D-16"].scheduled - by["D-16"].leave - by["D-16"].training - by["D-16"].collateral
    by["D-24"].detail = 72  # leaves in the middle of the month
    by["D-29"].efficiency, by["D-29"].standard = "0.8", "220"  # new, and still learning
    by["D-30"].efficiency, by["D-30"].standard = "0.7", "200"
    return officers


def _officer_row(officer: Officer) -> dict[str, str]:
    return {
        "officer_id": officer.name,
        "scheduled_hours": f"{officer.scheduled:g}",
        "leave_hours": f"{officer.leave:g}",
        "training_hours": f"{officer.training:g}",
        "collateral_hours": f"{officer.collateral:g}",
        "detail_hours": f"{officer.detail:g}",
        "dockets": officer.dockets,
        "skills": "; ".join(sorted(officer.skills)),
        "caseload_standard": officer.standard,
        "efficiency": officer.efficiency,
    }


def _cases(rng: random.Random, officers: list[Officer]) -> list[dict[str, str]]:
    cases = []
    for kind in KINDS:
        for _ in range(kind.count):
            skills = {kind.skills} if kind.skills else set()
            if rng.random() < kind.spoken:
                skills.add(rng.choices([name for name, _, _ in LANGUAGES], [often for _, often, _ in LANGUAGES])[0])
            cases.append(_case(rng, kind, skills, _holder(rng, officers, kind, skills)))
    rng.shuffle(cases)
    _families(rng, cases)
    for number, case in enumerate(cases, 1):
        case["case_id"] = f"FO-{number:05d}"
    return cases


def _holder(rng: random.Random, officers: list[Officer], kind: Kind, skills: set[str]) -> str:
    """Who holds a case today: as it happened to fall."""
    chance = rng.random()
    if chance < 0.012:
        return ""  # new
    if chance < 0.022:
        return rng.choice(LEFT)
    docket = [officer for officer in officers if kind.docket in officer.dockets.split("; ")]
    able = [officer for officer in docket if officer.may_hold(kind.docket, skills)]
    careless = 0.2 if kind.skills == "embassies" else 0.02
    among = docket if rng.random() < careless else able
    pulls = [officer.pull[kind.docket] + 0.02 for officer in among]
    return rng.choices(among, pulls)[0].name


def _case(rng: random.Random, kind: Kind, skills: set[str], holder: str) -> dict[str, str]:
    return {
        "case_id": "",
        "case_type": kind.name,
        "docket": kind.docket,
        "required_skills": "; ".join(sorted(skills)),
        "priority": str(rng.choice(kind.priorities)),
        "current_officer": holder,
        "pinned": "yes" if holder and holder not in AWAY_OR_LEFT and rng.random() < 0.006 else "",
        "excluded_officers": f"D-{rng.randrange(7, 31):02d}" if rng.random() < 0.004 else "",
        "keep_together": "",
    }


def _families(rng: random.Random, cases: list[dict[str, str]]) -> None:
    """Forty families and groups of co-defendants of the same needs, whose cases stay with one officer."""
    alike: dict[tuple[str, str], list[dict[str, str]]] = {}
    for case in cases:
        if case["case_type"] in {"family-check-in", "check-in"} and not case["pinned"]:
            alike.setdefault((case["docket"], case["required_skills"]), []).append(case)
    pools = [pool for pool in alike.values() if len(pool) >= 60]
    for number in range(1, 41):
        pool = rng.choice(pools)
        for case in rng.sample(pool, rng.choice((2, 2, 3, 4))):
            case["keep_together"] = case["keep_together"] or f"family-{number:02d}"
