"""What ``study.json`` and ``POST /v1/weights`` hold, field by field; what comes back with a page is held against it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.intake.limits import MAX_ID
from app.intake.time_study.read_study import MOST_TYPES

Sentence = Annotated[str, StringConstraints(max_length=2_000)]
Note = Annotated[str, StringConstraints(max_length=20_000)]
Hours = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Figure = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
CaseType = Annotated[str, StringConstraints(max_length=2 * MAX_ID)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StudyHalving(_Strict):
    """What would make an interval half as wide; null: nothing would."""

    more_officers: Count | None = Field(description="In the same weeks.")
    more_weeks: Count | None = Field(description="Of the same officers.")


class StudyWeight(_Strict):
    """One type of cases. Null: not known."""

    case_type: CaseType
    weight_hours: Hours | None = Field(description="Hours of a case, as `unit` and `period` say.")
    low_hours: Hours | None = Field(description="5th percentile of its error.")
    high_hours: Hours | None = Field(description="95th percentile of its error.")
    case_cv: Hours | None = Field(description="Standard deviation of the hours of single cases, by their mean.")
    measured_hours: Hours | None = Field(description="Before a rare type was drawn towards its group.")
    drawn_to_group: Share | None = Field(description="How far it was.")
    hours: Hours | None = Field(description="Worked on such cases, corrected for what nobody wrote down.")
    cases: Hours | None = Field(description="Case-weeks, or new cases.")
    officers: Count = Field(description="Who had such cases.")
    weeks: Count = Field(description="In which there were such cases.")
    to_halve: StudyHalving | None
    from_age_days: Count | None = Field(default=None, description="Of a study with phases: age at which this begins.")
    phase: CaseType | None = Field(default=None, description="Of a study with phases: which one, in words.")


class StudyCaseShare(_Strict):
    """Share of the recorded time that belongs to cases, with its 90 % interval."""

    value: Share
    low: Share
    high: Share


class StudyShouldType(_Strict):
    """What a panel says of one type."""

    case_type: CaseType
    panellists: Count
    median: Hours = Field(description="Times what cases take today.")
    low: Hours = Field(description="Lower quartile.")
    high: Hours = Field(description="Upper quartile.")
    disagree: bool = Field(description="The quartiles are further apart than a quarter of the median.")
    is_hours: Hours
    should_hours: Hours
    more_hours: Figure | None = Field(description="For all open cases of the type, in the period.")


class StudyShould(_Strict):
    """What cases should take, as a panel says; in no weight."""

    types: list[StudyShouldType] = Field(max_length=MOST_TYPES)
    more_hours: Figure | None = Field(description="For all open cases, in the period.")
    more_fte: Figure | None = Field(description="In full-time officers.")


class StudyRemark(_Strict):
    """One thing that was found in the study."""

    code: Annotated[str, StringConstraints(max_length=MAX_ID)]
    weight: Literal["wrong", "note"] = Field(description="`wrong`: to be put right before the weights are used.")
    text: Sentence


class StudyDocument(_Strict):
    """Weights of a time study, with how far each may be wrong, and what was found in it."""

    unit: Literal["open", "new"] = Field(description="Hours of an open case in the period, or of a new case.")
    period: Literal["week", "month", "quarter", "year"] | None = Field(description="Null for new cases.")
    officers: Count
    weeks: Count
    entries: Count
    weights: list[StudyWeight] = Field(max_length=MOST_TYPES)
    weight_correlation: Share | None = Field(description="How far errors of different types go together.")
    shared_cv: Share
    case_share: StudyCaseShare | None
    fte_hours: Hours | None = Field(description="Hours for cases of a full-time officer in the period.")
    should: StudyShould | None
    findings: list[StudyRemark] = Field(max_length=2 * MOST_TYPES, description="What is wrong first.")
    read: list[Note] = Field(max_length=MOST_TYPES, description="Which column was taken for what.")


def document_again(text: bytes) -> dict[str, Any]:
    """The document that a page carried, if it is one.

    Raises
    ------
    pydantic.ValidationError
    """
    return StudyDocument.model_validate_json(text).model_dump(exclude_unset=True)
