"""Published caseload standards, as report.json has them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry


class StandardCategoryEntry(Entry):
    """One kind of case that a standard knows."""

    name: str
    cases: int = Field(description="Whole cases that one officer may hold if they hold no others.")
    case_hours: float | None = Field(description="Hours of one case; null where the standard gives a number of cases.")
    least_cases: int | None = Field(description="Lower end, where the standard gives a range of cases.")
    case_types: list[str] = Field(description="Case types of the roster that count in it: those of the same name.")


class StandardBreachEntry(Entry):
    """An officer who holds more than a standard allows."""

    officer_id: str
    rule: Literal["caseload", "new cases"]
    need: float = Field(description="What the cases come to, in unit; rounded to 6 decimals.")
    have: float = Field(description="What the standard allows this officer, by the share of full time.")
    unit: Literal["cases", "hours", "officers"] = Field(
        description="officers: of a mixed caseload, the shares of one officer, who has 1."
    )
    sentence: str = Field(description="With the arithmetic.")


class StandardFindings(Entry):
    """A standard beside one assignment."""

    counted_cases: int = Field(description="Cases held that the standard has a category for.")
    other_cases: int = Field(description="Cases held that it has none for; they are not counted.")
    officers_within: int = Field(description="Of those who hold a case that counts.")
    officers_over: int
    breaches: list[StandardBreachEntry] = Field(description="The furthest over first; at most 1,000.")
    breaches_total: int


class StandardEntry(Entry):
    """A published standard, applied to today's assignment and to the plan. A yardstick: the plan need not obey it."""

    name: str
    title: str
    unit: str = Field(description="What one case is.")
    period: Literal["week", "month", "quarter", "year"] = Field(description="What its figures are for.")
    basis: str = Field(description="What its figures rest on, and how they are meant.")
    source: str
    officer_hours: float | None = Field(
        description="Hours of one officer in the period, where categories are in hours."
    )
    categories: list[StandardCategoryEntry]
    not_covered: list[str] = Field(
        description="Case types of the roster that no category has the name of; at most 100."
    )
    not_covered_total: int
    full_time_hours: float | None = Field(
        description="What a quarter of the officers with hours have, or more: whoever has less is judged by the share."
    )
    supervisors: int | None = Field(description="Supervisors for all officers, where the standard has a number.")
    today: StandardFindings
    plan: StandardFindings | None
    remarks: list[str] = Field(description="What has to be known to read the figures.")
