"""What every part of report.json is: closed, and frozen once it is made."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

State = Literal["sustainable", "strained", "unsustainable"]
PlanStatus = Literal["optimal", "feasible", "unknown"]


class Entry(BaseModel):
    """Base of everything in the document: closed, and frozen once it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)
