"""Exports with the feet of pages, sums and remarks of reports between their rows: what becomes of each.

``python -m tests.app.intake.recognition.layouts 500`` (a part of ``make damage``) makes so many and fails where one is
misread without a word; ``test_layouts.py`` makes some.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from functools import cache

from app.intake.admission import findings_of
from app.intake.errors import RosterRefused
from app.intake.findings import Severity
from app.intake.options import read_plan_options
from app.intake.recognise import recognise_in_child
from app.intake.recognition.profile import Profile, Weight
from tests.app.intake.recognition.exports import written

PROFILE = Profile(hours="120", weights={name: Weight("2") for name in ("Burglary", "Felony", "DV")})
HEAD = ("Case #", "Case Type", "Assigned To", "Open Date", "County")
STAFF: list[Sequence[str]] = [
    ("Worker", "Hours", "Skills"),
    ("Smith, Ann", "100", "DV"),
    ("Lee, Bo", "80.5", ""),
    ("Ortiz, Cy", "120", "Spanish"),
    ("Kim, Di", "90", ""),
    ("Roe, Ed", "60", "DV"),
]
TOP: Sequence[Sequence[str]] = (("County of X",), (), ("Open cases as of 11/24/2026",))
LINES = (
    "Page 3 of 9|Printed 11/24/2026 08:15|,,,Page 3|--------|Confidential - do not distribute|Report ID: RPT-0042"
    "|Run by: jdoe|* = sealed|Total,4|Subtotal,,,,4|Count: 4|4 cases|Smith Total: 4|Records: 4|(continued)"
    "|continued on next page|End of report|Note: DV cases are limited to certified officers|Total number of cases: 4"
    "|Total Cases,4|Sum:,4|Average days open,33|Avg,12|,,,|As of 11/24/2026|Page,4,of,9|User: jdoe,Date: 11/24/2026"
    "|Criteria: Status = Open|Report generated on 24 Nov 2026|Legend:,H=High,M=Medium|H=High|# of cases: 4"
    "|Grand total of all units,4|Fin du rapport|Nombre de dossiers : 4|Anzahl Fälle: 4|Seite 4/9|Ende|End|***"
    "|No. of records,4|Cases: 4|Total for unit: 4|TOTAL DV,4|Unit total,4,,,"
)
"""What stands between and below the rows of reports, each line once."""


def cases(rng: random.Random) -> list[Sequence[str]]:
    """Rows of a list of cases."""
    return [
        (
            f"24-{number:04}",
            rng.choice(("Burglary", "Felony", "DV")),
            rng.choice(("Smith, Ann", "Lee, Bo", "Ortiz, Cy")),
            f"{rng.randint(1, 12):02}/{rng.randint(13, 28)}/2026",
            rng.choice(("Kern", "Inyo")),
        )
        for number in range(rng.randint(8, 40))
    ]


@cache
def read(list_of_cases: str, staff: str) -> tuple[str, bool] | None:
    """The hash of what is read, and whether something is asked; None where it is refused or a question is left."""
    sources = [("cases.csv", list_of_cases.encode()), ("staff.csv", staff.encode())]
    try:
        roster = recognise_in_child(None, sources, PROFILE, fix=False, key=None, whole=False).roster
    except RosterRefused:
        return None
    if roster is None:
        return None
    found = findings_of(roster, read_plan_options({}))
    return roster.sha256, any(each.severity is Severity.CONFIRM for each in found)


def fault(seed: int, *, among_officers: bool) -> str:
    """What was misread without a word, or asked about where nothing is wrong; nothing where all is well."""
    rng = random.Random(seed)
    rows: list[Sequence[str]] = [HEAD, *cases(rng)]
    staff = list(STAFF)
    clean = read(written(rows), written(staff))
    damaged = staff if among_officers else rows
    lines = [rng.choice(LINES.split("|")) for _ in range(rng.randint(1, 3))]
    for line in lines:
        damaged.insert(rng.randint(2, len(damaged)), tuple(line.split(",")))
    damaged[:0] = list(TOP[: rng.randint(0, len(TOP))])
    found = read(written(rows), written(staff))
    if clean is None or clean[1]:
        return f"seed {seed}: a clean export is asked about"
    if found is not None and not found[1] and found[0] != clean[0]:
        return f"seed {seed}: misread without a word with {lines}"
    return ""


def main(count: int) -> int:
    """Run a campaign, and say what came of it."""
    faults = [text for seed in range(count) for each in (False, True) if (text := fault(seed, among_officers=each))]
    print("\n".join(faults))
    what = f"{2 * count:,} exports with lines of reports among their rows"
    print(f"{what}: {len(faults)} misread or asked about for nothing")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
