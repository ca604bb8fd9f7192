"""docs/reading-the-report.md explains the page that there is, with the numbers that it shows."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from app.intake.options import PlanOptions
from app.intake.prepare import with_percentile
from app.report.build import build_document
from app.report.document import ReportDocument
from app.report.render.html import render
from app.report.sections.forecast import words as forecast_words
from app.report.sections.frontier import show as frontier_show
from app.report.sections.order import sections_of
from app.report.sections.standards import show as standards_show
from app.report.sections.summary.entry import Verdict
from app.report.sections.uncertainty import show as uncertainty_show
from app.report.source import Source
from app.report.text.numbers import about, hours_text, percent, points
from solver.frontier import frontier
from solver.goals import SolveConfig
from tests.app.report.planned import example, field_office, impossible, probation

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "reading-the-report.md").read_text("utf-8")
FLAT = " ".join(GUIDE.replace("\n> ", " ").split())


def test_every_section_of_the_page_is_explained() -> None:
    explained = set(re.findall(r"^## (.+)$", GUIDE, re.MULTILINE))
    for made in (field_office(), impossible()):
        titles = set(re.findall(r"<h2 id=\"\w+\">(.+?)</h2>", render(made.document)))
        titles = {re.sub(r"^\d+ cases without", "Cases without", title) for title in titles}
        # what the roster reader warns of explains itself
        assert titles - {"What to look at in the roster"} <= explained


def test_what_it_quotes_is_what_the_report_says() -> None:
    document = field_office().document
    assert document.verdict.sentence in FLAT
    assert document.tiers[0].certificate in FLAT
    assert len(impossible().document.unassigned) == 7
    assert "`examples/impossible` has seven" in FLAT
    assert len(impossible().document.nobody_else) == 4
    assert "with what would let somebody hold it. `examples/impossible` has four." in FLAT


def numbers() -> dict[str, str]:
    document = field_office().document
    before = [officer.utilization_before for officer in document.officers if officer.utilization_before is not None]
    tightest = document.achievable.tiers[0]
    away = next(officer for officer in document.officers if officer.officer_id == "D-16")
    half = next(officer for officer in document.officers if officer.officer_id == "D-24")
    return {
        "peak today": f"Peak utilization {percent(max(before))} →",
        "range today": f"from {percent(min(before))} to {percent(max(before))}",
        "target": f"{percent(document.verdict.target_utilization)} for the 2.4 officers' load",
        "load": f"the {about(360 / document.verdict.fte_basis_hours)} officers' load",
        "hours of an FTE": f"{about(document.verdict.fte_basis_hours, 2)} a month",
        "shares": f"{percent(document.tiers[0].utilization)} for the three, {percent(document.tiers[1].utilization)}",
        "achievable": f"could hold {tightest.cases}, because",
        "target then": f"at that size its target is {percent(tightest.utilization)}",
        "away": f"their {away.caseload_before} cases go to others",
        "half": f"the {hours_text(half.available_hours).removesuffix(' h')} hours that are left",
        **risk_numbers(),
        **forecast_numbers(),
        **record_numbers(),
        "equal counts": f"a peak of {percent(document.baselines['equal_counts'].peak_utilization)}",
    }


def record_numbers() -> dict[str, str]:
    """The floor of the spread, what officers can hold, chance, and a standard."""
    document = field_office().document
    plan, kept, tightest = document.plan, document.record, document.achievable.tiers[0]
    assert plan is not None
    assert kept is not None
    assert plan.spread_floor is not None
    first = tightest.officers[0]
    standard = (yardstick().standards or [])[0]
    return {
        "floor": f"what no assignment can be below: {points(plan.spread_floor)}",
        "ends": f"is at {percent(document.tiers[0].utilization)} or more whoever holds what, and somebody of the other "
        f"at {percent(document.tiers[1].utilization)} or less",
        "spread today": f"Today it is {points(plan.spread_before or 0)}",
        "chance": f"its peak is between {percent(kept.random.peak_least)} and {percent(kept.random.peak_most)}, and "
        "not once as low",
        "multiple": f"that is {about(tightest.multiple, 2)} times today's mix",
        "one officer": f"{first.officer_id} holds {first.cases_today} cases today, which leaves "
        f"{about(first.hours_per_case_today or 0, 2)} hours for each, and could hold {first.cases} of",
        "standard": standards_show.says(standard),
        "breach": next(standards_show.officers_over(standard)).today,
    }


def yardstick() -> ReportDocument:
    """examples/probation beside a standard."""
    made = probation()
    return build_document(made.built, PlanOptions(standards=("probation-hours",)), made.plan)


def test_it_follows_the_page() -> None:
    explained = re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    for document in (field_office().document, impossible().document, yardstick()):
        titles = re.findall(r"<h2 id=\"\w+\">(.+?)</h2>", render(document))
        titles = [re.sub(r"^\d+ cases without", "Cases without", title) for title in titles]
        places = [explained.index(title) for title in titles if title in explained]
        assert len(places) > 8
        assert places == sorted(places)


def test_sections_that_must_be_asked_for_are_explained_too() -> None:
    titles = {section.title for section in sections_of(Source(probation().document)) if not section.is_in_head}
    titles = {re.sub(r"^\d+ cases without", "Cases without", title) for title in titles}
    assert {frontier_show.TITLE, standards_show.TITLE} <= titles
    # what the roster reader warns of explains itself; every case stands in the workbook alone
    assert titles - {"What to look at in the roster", "Cases"} <= set(re.findall(r"^## (.+)$", GUIDE, re.MULTILINE))


def test_the_right_end_of_the_frontier() -> None:
    """As few moves as there can be, proven: the members of families that are with several officers today."""
    problem = example("field-office").problem
    end = frontier(problem, config=SolveConfig(60, workers=2), points=2).points[-1]
    assert end.moves == end.bound
    assert f"{end.moves} moves in the field office" in FLAT
    assert f"a peak of {percent(end.peak)}." in FLAT


def risk_numbers() -> dict[str, str]:
    """How sure it is: what is missing does not depend on who holds what."""
    document = field_office().document
    found = document.uncertainty
    assert found is not None
    ranges = found.missing.range_hours
    return {
        "missing": next(uncertainty_show.sentences(found)),
        "by source": f"the weights alone give {uncertainty_show.between(ranges.weights, 'h')}, single cases alone "
        f"{uncertainty_show.between(ranges.single_cases, 'h')}",
        "groups": "{} for the tightest, {} for the other".format(
            *(percent(tier.unsustainable.both.probability) for tier in found.tiers)
        ),
        "percentile": f"{percent(at_the_80th().utilization)} of all hours instead of {percent(as_they_stand())}",
    }


def at_the_80th() -> Verdict:
    built = example("field-office")
    goals = PlanOptions(percentile=Decimal(80), simulations=0, forecast_periods=0, remedies_s=0)
    return build_document(with_percentile(built, goals), goals, None).verdict


def as_they_stand() -> float | None:
    return field_office().document.verdict.utilization


def forecast_numbers() -> dict[str, str]:
    document = field_office().document
    assert document.forecast is not None
    last = document.forecast.whole.periods[-1]
    assert last.band is not None
    return {
        "after a year": next(forecast_words.sentences(document)).partition(". ")[0],
        "from when": f"In the field office that is month {document.forecast.whole.unsustainable_from}:",
        "in the end": f"in the last month {hours_text(last.missing_hours)} are missing with the weights as they stand, "
        f"and {uncertainty_show.between(last.band.missing_hours, 'h')} in nine worlds of ten",
    }


def test_its_numbers_are_those_of_the_field_office() -> None:
    assert {name: words for name, words in numbers().items() if words not in FLAT} == {}


def test_square_root_staffing_by_hand() -> None:
    """83 % for a load of 25 and 91 % for 100, as the guide says: 5 ÷ 6 and 10 ÷ 11."""
    assert percent(25**0.5 / (25**0.5 + 1)).startswith("83.3")
    assert percent(10 / 11).startswith("90.9")
    assert "83% for a load of 25, 91% for 100" in FLAT
