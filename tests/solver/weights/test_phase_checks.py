"""What is said of phases: time without an age, few officers, and phases that do not differ."""

from __future__ import annotations

import numpy as np

from solver.weights.case_ages import Phased, in_phases
from solver.weights.checks import Weight
from solver.weights.estimate import estimate
from solver.weights.phase_checks import findings_of_phases
from solver.weights.study import NONE
from tests.solver.weights.test_case_ages import Entry, file_of, study_of


def office(young: float, old: float, *more: Entry, noise: float = 0.1, holders: bool = True) -> Phased:
    """Nine officers and three weeks; each has a young and an old case, with so many hours a week more or less."""
    rng = np.random.default_rng(3)
    rows: list[Entry] = []
    cases = []
    for officer in range(9):
        pace = float(rng.uniform(0.5, 1.5))
        for at, hours in enumerate((young, old)):
            cases.append((0, officer if holders else NONE, 0 if not at else -100, None))
            each = [(officer, 7 * w, hours * pace * float(rng.uniform(1 - noise, 1 + noise)), 0) for w in range(3)]
            rows += [(*row, 2 * officer + at) for row in each]
    study = study_of(*rows, *more, officers=9, weeks=3)
    return in_phases(study, file_of(*cases), {0: (30,)})


def codes(phased: Phased) -> dict[str, Weight]:
    return {each.code: each.weight for each in findings_of_phases(phased, estimate(phased.study))}


def test_phases_that_differ_need_no_word() -> None:
    assert codes(office(6, 1.5)) == {}


def test_phases_that_do_not_differ_are_named() -> None:
    """The pace of an officer is in both: it makes their intervals wide, and not what they differ by."""
    assert codes(office(2, 2.02, noise=0.3)) == {"phase-alike": Weight.NOTE}
    assert codes(office(2, 1.6, noise=0.05)) == {}


def test_time_without_an_age_is_told_and_wrong_where_it_is_much() -> None:
    little, much = office(6, 1.5, (0, 0, 10, 0, NONE)), office(6, 1.5, (0, 0, 90, 0, NONE), (1, 0, 5, 0, 99))
    assert codes(little) == {"age-unknown": Weight.NOTE}
    assert codes(much)["age-unknown"] is Weight.WRONG
    (text,) = [each.text for each in findings_of_phases(much, estimate(much.study)) if each.code == "age-unknown"]
    assert "of the time of intake has no age" in text
    assert "on cases that the file of cases does not have" in text


def test_cases_of_nobody_and_other_types_are_told() -> None:
    rows = [(0, 0, 1, 1, 0), (1, 0, 1, 0, 1)]
    study = study_of(*rows, types=("intake", "visit"))
    phased = in_phases(study, file_of((0, NONE, 0, None), (0, NONE, -90, None), (0, NONE, 0, None)), {0: (30,)})
    found = codes(phased)
    assert found["nobodys-cases"] is Weight.NOTE
    assert found["other-type"] is Weight.NOTE
    assert found["phase-officers"] is Weight.NOTE


def test_a_phase_without_cases_has_no_weight() -> None:
    study = study_of((0, 0, 1, 0, 0), (1, 0, 1, 0, 1))
    phased = in_phases(study, file_of((0, 0, 0, None), (0, 1, 0, None)), {0: (30,)})
    assert codes(phased)["phase-missing"] is Weight.WRONG
