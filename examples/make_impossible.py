"""A small office in which something is wrong with everything; the rest must still be planned."""

from __future__ import annotations

README = """# Impossible: what cannot be placed is named, the rest is planned

Seven officers and 75 cases hold one of every mistake that an office makes: a language nobody speaks, a skill
misspelled, a specialist on leave all month, a family whose cases need what no single officer has, standards too small
for their docket, a conflict of interest with everybody, and pins that break a rule. `caseload plan` places everything
else, keeps the pins and lists them as breaches, and names each case that nobody can hold with its reason and what would
fix it. Everything here is made up.
"""

STANDARD = 9
INTENSIVE_CASES = 22


def roster() -> tuple[dict[str, list[dict[str, str]]], str]:
    """The sheets of the example, and its README."""
    officers = [
        _officer("A-1", "120", "general", "spanish"),
        _officer("A-2", "110", "general", "spanish; juvenile"),
        _officer("A-3", "100", "general", "creole"),
        _officer("A-4", "0", "general", "mandarin"),  # on leave all month, and the only one who speaks it
        _officer("A-5", "120", "intensive", "", STANDARD),
        _officer("A-6", "120", "intensive", "", STANDARD),
        _officer("A-7", "60", "general; intensive", "juvenile", 2),
    ]
    cases = [_case(f"routine-{n:02d}", "routine", "general", holder=f"A-{1 + n % 3}") for n in range(1, 41)]
    cases += [
        _case(f"intensive-{n:02d}", "intensive", "intensive", holder="A-5", priority=1 + n % 2)
        for n in range(1, INTENSIVE_CASES + 1)
    ]
    cases += [
        _case("language-nobody-speaks", "routine", "general", skills="mongolian"),
        _case("skill-misspelled", "routine", "general", skills="spannisch", holder="A-1"),
        _case("only-speaker-is-on-leave-1", "routine", "general", skills="mandarin", holder="A-4"),
        _case("only-speaker-is-on-leave-2", "routine", "general", skills="mandarin"),
        _case("family-mother", "routine", "general", skills="creole", holder="A-3", together="family-1"),
        _case("family-child", "routine", "general", skills="juvenile", holder="A-2", together="family-1"),
        _case("conflict-with-everybody", "routine", "general", skills="juvenile", excluded="A-2; A-7", holder="A-2"),
        _case("pinned-to-the-wrong-docket", "intensive", "intensive", holder="A-1", pinned=True),
        _case("pinned-to-somebody-on-leave", "routine", "general", holder="A-4", pinned=True),
        _case("pinned-past-the-standard-1", "routine", "general", holder="A-7", pinned=True),
        _case("pinned-past-the-standard-2", "routine", "general", holder="A-7", pinned=True),
        _case("pinned-past-the-standard-3", "routine", "general", holder="A-7", pinned=True),
        _case("holder-has-left", "routine", "general", holder="A-9"),
    ]
    weights = [
        {"case_type": name, "weight_hours": hours, "unit": "case", "source": "made up for this example"}
        for name, hours in (("routine", "3.5"), ("intensive", "9"))
    ]
    return {"officers": officers, "cases": cases, "weights": weights}, README


def _officer(name: str, hours: str, dockets: str, skills: str, standard: int | None = None) -> dict[str, str]:
    return {
        "officer_id": name,
        "available_hours": hours,
        "dockets": dockets,
        "skills": skills,
        "caseload_standard": "" if standard is None else str(standard),
    }


def _case(
    name: str,
    kind: str,
    docket: str,
    *,
    holder: str = "",
    skills: str = "",
    priority: int = 3,
    pinned: bool = False,
    excluded: str = "",
    together: str = "",
) -> dict[str, str]:
    return {
        "case_id": name,
        "case_type": kind,
        "docket": docket,
        "required_skills": skills,
        "priority": str(priority),
        "current_officer": holder,
        "pinned": "yes" if pinned else "",
        "excluded_officers": excluded,
        "keep_together": together,
    }
