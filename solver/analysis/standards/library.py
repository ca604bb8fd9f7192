"""The standards that come with the program: figures that their publishers have stated, and no others.

Every figure stands in ``docs/standards.md`` with its source; a test holds the two together.
"""

from __future__ import annotations

from fractions import Fraction

from solver.analysis.fte import BUDGET_HOURS, Period
from solver.analysis.standards.standard import Category, Standard
from solver.errors import InvalidGoals


def _hours(**case_hours: str) -> tuple[Category, ...]:
    return tuple(Category(name.replace("_", "-"), case_hours=Fraction(each)) for name, each in case_hours.items())


def _cases(**most: int) -> tuple[Category, ...]:
    return tuple(Category(name.replace("_", "-"), each) for name, each in most.items())


CWLA_CHILD_PROTECTION = Standard(
    "cwla-child-protection",
    "Child protective services",
    "family",
    Period.MONTH,
    "Active cases of one social worker in a month. Ongoing cases: at most 1 new one for every 6 open. A worker with "
    "both has at most 10 ongoing cases and 4 investigations.",
    "Child Welfare League of America, Standards of Excellence for Services to Abused or Neglected Children and their "
    "Families, revised 1999",
    _cases(investigation=12, ongoing=17),
    together=(("investigation", 4), ("ongoing", 10)),
    open_per_new=("ongoing", 6),
    supervised=5,
)
CWLA_FOSTER_CARE = Standard(
    "cwla-foster-care",
    "Family foster care",
    "child",
    Period.MONTH,
    "Children of one social worker: 12 to 15. What is above 15 is a breach.",
    "Child Welfare League of America, Standards of Excellence for Family Foster Care Services, revised 1995",
    (Category("foster-care", 15, least=12),),
    supervised=5,
)
NPDWS_2023 = Standard(
    "npdws-2023",
    "Public defence of adults",
    "case",
    Period.YEAR,
    "Average hours of one attorney for one case, by consensus of an expert panel; 2,080 paid hours a year. Counts the "
    "cases of a year, so the roster must hold those.",
    "Pace, Brink, Lee and Hanlon, National Public Defense Workload Study, RAND Corporation, 2023",
    _hours(
        felony_high_lwop="286",
        felony_high_murder="248",
        felony_high_sex="167",
        felony_high_other="99",
        felony_mid="57",
        felony_low="35",
        dui_high="33",
        dui_low="19",
        misdemeanor_high="22.3",
        misdemeanor_low="13.8",
        probation_violation="13.5",
    ),
    officer_hours=BUDGET_HOURS,
)
NAC_1973 = Standard(
    "nac-1973",
    "Public defence, the standard of 1973",
    "case",
    Period.YEAR,
    "Cases of one attorney in a year, of one category each; set without data, and superseded. For comparison.",
    "National Advisory Commission on Criminal Justice Standards and Goals, Courts, 1973, Standard 13.12",
    _cases(felony=150, misdemeanor=400, juvenile=200, mental_health=200, appeal=25),
)
APPA = Standard(
    "appa",
    "Probation and parole, ratios",
    "case",
    Period.MONTH,
    "Cases of one officer who has one kind of supervision only.",
    "American Probation and Parole Association, Caseload Standards for Probation and Parole, issue paper, 2006",
    _cases(intensive=20, moderate_to_high=50, low=200),
)
PROBATION_HOURS = Standard(
    "probation-hours",
    "Probation and parole, by workload",
    "case",
    Period.MONTH,
    "Hours of one case in a month, by level of supervision; 120 hours of an officer's month are for cases.",
    "Rule of thumb of the probation literature: 120 hours a month at 4, 2 or 1 hours a case",
    _hours(maximum="4", medium="2", minimum="1"),
    officer_hours=Fraction(120),
)

LIBRARY = {
    standard.key: standard
    for standard in (CWLA_CHILD_PROTECTION, CWLA_FOSTER_CARE, NPDWS_2023, NAC_1973, APPA, PROBATION_HOURS)
}
"""All standards by their keys."""


def standard_named(key: str) -> Standard:
    """The standard of that key, however it is spelled; refused with the list of all where there is none."""
    found = LIBRARY.get("-".join(key.casefold().replace("_", " ").replace("-", " ").split()))
    if found is None:
        raise InvalidGoals(f"there is no standard {key}; there are {', '.join(LIBRARY)}")
    return found
