"""What report.json says about what comes next. Cases are exact to 1/10,000; hours are rounded to 4 decimals."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry
from app.report.sections.uncertainty.entry import ChanceEntry, RangeEntry

PeriodName = Literal["week", "month", "quarter", "year"]


class BandEntry(Entry):
    """What a period may really be, from the error of the weights and the variation of single cases together."""

    closing: RangeEntry
    work_hours: RangeEntry
    missing_hours: RangeEntry
    unsustainable: ChanceEntry = Field(description="That some officers' work exceeds their hours.")


class PeriodEntry(Entry):
    """One period of an office, or of the whole: opening + arrivals - closures = closing, in cases."""

    period: int = Field(description="From 1, which starts with the open cases of the roster.")
    opening: float
    arrivals: float
    closures: float
    closing: float
    work_hours: float = Field(description="Of the cases that are open at the start.")
    missing_hours: float = Field(description="Of these, what the hours do not carry.")
    utilization: float | None = Field(description="Of the tightest group of officers that has any of the work.")
    state: Literal["sustainable", "strained", "unsustainable"]
    band: BandEntry | None = Field(description="null where nothing was simulated.")


class CourseEntry(Entry):
    """One office, or the whole, period by period."""

    office: str | None = Field(description="null: cases that ask for no office; the whole.")
    unsustainable_from: int | None = Field(description="First period with more work than hours; null: none of these.")
    possibly_from: int | None = Field(description="First period in which the chance of that is at least 5%.")
    likely_from: int | None = Field(description="At least 50%.")
    surely_from: int | None = Field(description="At least 95%.")
    periods: list[PeriodEntry]


class TypeCourseEntry(Entry):
    """One case type in one office, in cases."""

    case_type: str | None
    office: str | None
    by_hours: bool = Field(description="As many are closed as the hours allow.")
    opening: float
    arrivals: list[float]
    closures: list[float]
    closing: list[float]


class ForecastEntry(Entry):
    """The caseload if cases go on arriving and being closed as the sheet flow says; nobody is hired or leaves."""

    period: PeriodName
    simulations: int = Field(description="Worlds behind the bands; 0: there are none.")
    seed: int
    whole: CourseEntry
    offices: list[CourseEntry] = Field(description="Unsustainable soonest first.")
    types: list[TypeCourseEntry]
    notes: list[str] = Field(description="What was assumed where the flow says nothing.")
    pools_held: bool = Field(
        description="In some world of the bands the officers may share their work better than was found: more may be "
        "missing there than must be."
    )
