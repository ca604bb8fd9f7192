"""What was noticed in the roster, as report.json has it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry


class FindingEntry(Entry):
    """One kind of thing that was noticed, with the first place where it is (docs/findings.md lists the codes)."""

    code: str
    severity: Literal["stop", "confirm", "note"] = Field(
        description="stop: it was refused. confirm: it has to be accepted. note: it was gone on with."
    )
    file: str = Field(description="File, or the name of the sheet.")
    row: int | None = Field(description="As a person sees it: the header is row 1. null: the file as a whole.")
    column: str | None
    value: str | None = Field(description="At most 64 characters of it.")
    message: str = Field(description="What is wrong.")
    done: str = Field(description="What was done with it.")
    todo: str = Field(description="What to do.")
    count: int = Field(description="How many are alike.")
