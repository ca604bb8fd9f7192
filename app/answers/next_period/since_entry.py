"""What changed since a plan, for programs."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field

from app.answers.next_period.since import Became, CaseSince, HoursSince, Since, Trust


class CaseSinceEntry(BaseModel):
    """One case; null stands for nobody."""

    case_id: str
    became: Became
    before: str | None = Field(description="Who had it when the plan was made.")
    adopted: str | None = Field(description="Who was to have it.")
    real: str | None = Field(description="Who has it by the export.")
    now: str | None = Field(description="Who has it in the roster of the next period.")

    @classmethod
    def of(cls, found: CaseSince) -> Self:
        """The entry of one case."""
        return cls(
            case_id=found.case_id,
            became=found.became,
            before=found.before or None,
            adopted=found.adopted or None,
            real=found.real or None,
            now=found.now or None,
        )


class HoursSinceEntry(BaseModel):
    """An officer whose hours are others now."""

    officer_id: str
    before_hours: float
    now_hours: float

    @classmethod
    def of(cls, found: HoursSince) -> Self:
        """The entry of one officer."""
        return cls(officer_id=found.officer_id, before_hours=float(found.before), now_hours=float(found.now))


class SinceEntry(BaseModel):
    """What changed since a plan."""

    trust: Trust = Field(description="Who is right where both name an officer.")
    counts: dict[Became, int] = Field(description="Cases by what became of them; together all of plan and export.")
    handed_over: int = Field(description="Cases that were to change hands and did; among `as_adopted`.")
    cases: list[CaseSinceEntry] = Field(description="All but those that are as adopted.")
    officers_left: list[str] | None = Field(description="null: the officers of the plan are not known.")
    officers_came: list[str] | None
    hours: list[HoursSinceEntry] | None
    respelled: dict[str, str] = Field(description="Officers whom the export writes otherwise, by how the plan does.")

    @classmethod
    def of(cls, found: Since) -> Self:
        """The entry of everything."""
        knows = found.knows_officers
        return cls(
            trust=found.trust,
            counts={became: len(found.those(became)) for became in Became},
            handed_over=found.handed_over,
            cases=[CaseSinceEntry.of(each) for each in found.cases if each.became is not Became.AS_ADOPTED],
            officers_left=list(found.left) if knows else None,
            officers_came=list(found.came) if knows else None,
            hours=[HoursSinceEntry.of(each) for each in found.hours] if knows else None,
            respelled=dict(found.respelled),
        )
