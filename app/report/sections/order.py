"""The sections, one line each, in the order of the page.

One page to sign; behind it what one acts on, then the plan, what comes and how sure it is, what can be carried, and
where it is from. Sheets of one name become one sheet of the workbook, one below the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from app.report.blocks import Section, Sheet
from app.report.sections.achievable.show import show as achievable
from app.report.sections.baselines.show import show as baselines
from app.report.sections.breaches.show import show as breaches
from app.report.sections.cases.show import show as cases
from app.report.sections.figures.show import show as figures
from app.report.sections.findings.show import show as findings
from app.report.sections.forecast.show import show as forecast
from app.report.sections.frontier.show import show as frontier
from app.report.sections.goals.show import show as goals
from app.report.sections.groups.show import show as groups
from app.report.sections.notes.show import show as notes
from app.report.sections.officers.show import show as officers
from app.report.sections.one_page.show import show as one_page
from app.report.sections.percentile.show import show as percentile
from app.report.sections.provenance.show import show as provenance
from app.report.sections.remedies.show import show as remedies
from app.report.sections.standards.show import show as standards
from app.report.sections.summary.show import show as summary
from app.report.sections.tiers.show import show as tiers
from app.report.sections.unassigned.show import show as unassigned
from app.report.sections.uncertainty.show import show as uncertainty
from app.report.source import Source


class Line(NamedTuple):
    """A section, and the place of its sheets among those of the workbook."""

    show: Callable[[Source], Section]
    sheets: int = 0


SECTIONS = (
    Line(one_page, sheets=1),
    Line(findings, sheets=5),
    Line(unassigned, sheets=6),
    Line(breaches, sheets=7),
    Line(remedies, sheets=9),
    Line(tiers, sheets=11),
    Line(officers, sheets=2),
    Line(cases, sheets=3),
    Line(summary),
    Line(figures),
    Line(goals, sheets=17),
    Line(forecast, sheets=16),
    Line(uncertainty, sheets=15),
    Line(frontier, sheets=10),
    Line(achievable, sheets=13),
    Line(groups, sheets=12),
    Line(standards, sheets=14),
    Line(percentile),
    Line(baselines, sheets=18),
    Line(notes, sheets=8),
    Line(provenance, sheets=19),
)


def sections_of(source: Source) -> list[Section]:
    """Every section, in the order of the page; some have nothing to show."""
    return [line.show(source) for line in SECTIONS]


def sheets_of(source: Source) -> list[Sheet]:
    """Every sheet, in the order of the workbook; what shares a sheet stands together, where the first of it stands."""
    every = [sheet for line in sorted(SECTIONS, key=lambda line: line.sheets) for sheet in line.show(source).sheets]
    place: dict[str, int] = {}
    return sorted(every, key=lambda sheet: place.setdefault(sheet.sheet, len(place)))
