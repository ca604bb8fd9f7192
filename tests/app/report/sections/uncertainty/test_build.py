"""How sure it is, as the document has it: ratios to six decimals, hours to four, and whose officers are meant."""

from __future__ import annotations

from fractions import Fraction

from app.intake.options import PlanOptions
from app.report.build import analysis_options
from app.report.sections.uncertainty.build import WHY_NOT, build, chance_of, range_of
from solver.analysis import WhyNot, analyse
from solver.analysis.uncertainty.monte_carlo import Chance, Range
from tests.app.report.uncertain import uncertain


def test_rounded_half_up() -> None:
    found = range_of(Range(Fraction(1, 3), Fraction(5, 100_000), Fraction(2, 3)), 4)
    assert (found.low, found.median, found.high) == (0.3333, 0.0001, 0.6667)
    chance = chance_of(Chance(0.5, 1 / 3))
    assert (chance.probability, chance.standard_error) == (0.5, 0.333333)


def test_from_the_analysis() -> None:
    """North has 10 h of work for 10 h, south 9.5 h for 10 h; one case brings its own hour, calls have no interval."""
    built, options = uncertain(), PlanOptions(simulations=40, remedies_s=0, seed=3)
    analysis = analyse(built.problem, analysis_options(built, options))
    found = build(analysis)
    assert found is not None
    assert not isinstance(analysis.uncertainty, WhyNot)
    assert (found.simulations, found.seed, found.assignment) == (40, 3, "today")
    assert [(tier.tier, tier.cases, tier.utilization) for tier in found.tiers] == [(1, 5, 1.0), (2, 6, 0.95)]
    assert (found.certain.own_cases, found.certain.own_hours, found.certain.types_without_error) == (1, 1.0, ["call"])
    chances = [each.overloaded.both.probability for each in analysis.uncertainty.officers]
    assert [each.overloaded.both.probability for each in found.officers] == chances
    assert found.missing.tiers_held is False


def test_every_reason_for_none_has_its_words() -> None:
    assert WHY_NOT.keys() == {WhyNot.NOT_ASKED, WhyNot.CERTAIN, WhyNot.NOT_BY_TABLE}
    built = uncertain()
    assert build(analyse(built.problem, analysis_options(built, PlanOptions(simulations=0, remedies_s=0)))) is None
