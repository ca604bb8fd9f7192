"""What every part of report.json is: closed, and frozen once it is made."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """Base of everything in the document: closed, and frozen once it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)
