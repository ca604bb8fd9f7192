"""What is asked of a study beside its files, as fields of a form: the same as the options of ``caseload weights``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.intake.recognition.values.dates import Order
from solver.weights.estimate import Estimation
from solver.weights.study import Unit

MOST_SOURCE = 200
MOST_PHASES = 2_000
HOURS_OF_A_WEEK = 168


class StudyOptions(BaseModel):
    """Options of weights."""

    model_config = ConfigDict(extra="forbid")

    unit: Literal["open", "new"] = Field(
        default="open", description="Hours of an open case in the period, or of a new case from beginning to end."
    )
    period: Literal["week", "month", "quarter", "year"] = Field(
        default="month", description="Of which an open case's weight is the hours."
    )
    full_time: Annotated[float, Field(gt=0, le=HOURS_OF_A_WEEK, allow_inf_nan=False)] | None = Field(
        default=None, description="Hours a week that a full-time officer is paid for; gives the hours for cases."
    )
    shared_cv: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = Field(
        default=0.0, description="An error that all weights share and no study shows of itself, as 0.1."
    )
    source: Annotated[str, StringConstraints(max_length=MOST_SOURCE, pattern=r"^[^\x00-\x1f\x7f]*$")] = Field(
        default="", description="What the column `source` says."
    )
    dates: Order | None = Field(
        default=None,
        description="What comes first in dates such as 3/4/2026, where no other date shows it.",
    )

    phases: Annotated[str, StringConstraints(max_length=MOST_PHASES, pattern=r"^[^\x00-\x1f\x7f]*$")] = Field(
        default="",
        description="Ages in days at which later phases of a type begin, as `intake:30,180`, or `30` for all types; "
        "several with a semicolon between them. Needs a file of cases.",
    )

    @property
    def borders(self) -> tuple[str, ...]:
        """``phases``, one by one."""
        return tuple(text.strip() for text in self.phases.split(";") if text.strip())

    @property
    def estimation(self) -> Estimation:
        """What is estimated."""
        return Estimation(Unit(self.unit), self.period, self.shared_cv)
