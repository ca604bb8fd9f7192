"""Why a part of the analysis is not there: each reason says something else, and whoever shows it has words for it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from app.report.sections.remedies.build import WHY_NO_LIFTS
from app.report.sections.summary.build import WHY_NO_FLOOR
from solver.analysis import Analysis, AnalysisOptions, WhyNot, analyse
from tests.solver.instances import make_problem


def test_every_reason_reads_as_words() -> None:
    assert len({reason.value for reason in WhyNot}) == len(WhyNot)
    assert all(reason.value == reason.name.lower().replace("_", " ") for reason in WhyNot)


def test_what_is_not_there_is_a_field_of_the_analysis_with_its_reason() -> None:
    found = analyse(make_problem([10], [5]), AnalysisOptions(remedies_s=0.0))
    names = {each.name for each in fields(Analysis)}
    assert found.not_computed.keys() <= names
    assert found.not_computed["figures"] is WhyNot.NO_PLAN
    assert found.not_computed["standards"] is WhyNot.NOT_ASKED
    assert found.not_computed["uncertainty"] is WhyNot.CERTAIN
    assert all(getattr(found, name) is reason for name, reason in found.not_computed.items())


@pytest.mark.parametrize("words", [WHY_NO_LIFTS, WHY_NO_FLOOR])
def test_reasons_have_words_of_their_own(words: dict[WhyNot, str]) -> None:
    assert len(set(words.values())) == len(words)
    assert all(text and not text.endswith(".") for text in words.values())
