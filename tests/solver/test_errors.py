"""Refusals and faults: what they say, what they are, and that they come whole through a pipe."""

from __future__ import annotations

import pickle

import pytest

from solver import errors
from solver.errors import (
    CaseloadError,
    CheckFailed,
    InvalidChange,
    InvalidGoals,
    InvalidParameter,
    InvalidProblem,
    SolverFault,
    TooLarge,
)

ALL = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, CaseloadError)]
REFUSALS = [InvalidProblem, TooLarge, InvalidGoals, InvalidParameter, InvalidChange]
FAULTS = [SolverFault, CheckFailed]


def test_every_error_is_a_refusal_or_a_fault() -> None:
    assert set(ALL) == {CaseloadError, *REFUSALS, *FAULTS}


@pytest.mark.parametrize("kind", ALL)
def test_without_a_message_it_says_what_it_is(kind: type[CaseloadError]) -> None:
    assert str(kind()) == (kind.__doc__ or "").strip()
    assert str(kind()).endswith(".")
    assert str(kind("case C-1 has no type")) == "case C-1 has no type"


@pytest.mark.parametrize("kind", REFUSALS)
def test_what_is_refused_is_a_wrong_value(kind: type[CaseloadError]) -> None:
    with pytest.raises(ValueError, match="no"):
        raise kind("no")


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_not_the_inputs(kind: type[CaseloadError]) -> None:
    assert issubclass(kind, SolverFault)
    assert not issubclass(kind, ValueError)
    assert str(kind()).endswith("This is a fault of the program, not of the input.")


def test_hours_that_are_too_large_are_a_problem_that_is_refused() -> None:
    assert issubclass(TooLarge, InvalidProblem)


@pytest.mark.parametrize("kind", ALL)
def test_it_comes_whole_through_a_pipe(kind: type[CaseloadError]) -> None:
    for error in (kind(), kind("what was known")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))
