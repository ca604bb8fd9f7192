"""A forecast as the document has it: cases and hours, with a band only where something was simulated."""

from __future__ import annotations

from typing import Any

from app.intake.options import PlanOptions
from app.report.build import analysis_options
from app.report.sections.forecast.build import WHY_NOT, build
from app.report.sections.forecast.entry import ForecastEntry
from solver.analysis import WhyNot, analyse
from tests.app.report.uncertain import uncertain


def ahead(**wanted: Any) -> ForecastEntry | None:
    built, options = uncertain(), PlanOptions(remedies_s=0, **wanted)
    return build(analyse(built.problem, analysis_options(built, options)), "month")


def test_two_offices_by_hand() -> None:
    """North has 5 visits of 2 h for 10 h and gets one more a month: 2, 4, 6 h are missing from month 2 on."""
    found = ahead(forecast_periods=4, simulations=0)
    assert found is not None
    north, south = found.offices
    assert (found.period, north.office, south.office) == ("month", "north", "south")
    assert [row.missing_hours for row in north.periods] == [0, 2, 4, 6]
    assert [(row.period, row.opening, row.closing) for row in north.periods[:2]] == [(1, 5, 6), (2, 6, 7)]
    assert (north.unsustainable_from, north.possibly_from, south.unsustainable_from) == (2, None, None)
    assert all(row.band is None for row in found.whole.periods)


def test_with_worlds_there_is_a_band() -> None:
    found = ahead(forecast_periods=2, simulations=40)
    assert found is not None
    band = found.whole.periods[0].band
    assert found.simulations == 40
    assert band is not None
    assert band.work_hours.low < band.work_hours.median < band.work_hours.high
    assert 0 <= band.unsustainable.probability <= 1


def test_every_reason_for_none_has_its_words() -> None:
    assert WHY_NOT.keys() == {WhyNot.NOT_ASKED, WhyNot.NO_FLOW}
    assert ahead(forecast_periods=0) is None
