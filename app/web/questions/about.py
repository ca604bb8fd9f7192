"""What every question about a finished plan is about, and how a child process opens the form that asks it."""

from __future__ import annotations

from dataclasses import dataclass

from app.access.caller import Caller
from app.api.http.body import SentAs
from app.api.models import PlanOut
from app.api.problems import ApiProblem
from app.confined_child import Child
from app.intake.errors import RosterRefused
from app.jobs.query_targets import MadePlan
from app.web.form_targets import opened
from solver.errors import CaseloadError, InvalidChange

FILE = "assignments"
"""The one field that is a file."""
LONGEST = 2_000
"""Letters of one field: a change names a hundred officers with fewer."""
MOST_WRONG = 5
"""Cells that do not fit which one message names."""


@dataclass(frozen=True, slots=True)
class About:
    """A finished plan, and who asks about it.

    Attributes
    ----------
    plan : PlanOut
    made : MadePlan
        What it was made of, and who holds what.
    visitor : Caller or None
    limit_s : float
        Seconds that an answer may take.
    """

    plan: PlanOut
    made: MadePlan
    visitor: Caller | None
    limit_s: float


class Fields:
    """The fields of a form that asks something: short texts, without spaces around them.

    Raises
    ------
    StaleForm, ApiProblem
        Also where a field is longer than one of our pages makes it.
    """

    def __init__(self, child: Child, what: SentAs, about: About) -> None:
        self._body = opened(child, what, about.visitor)
        if any(len(part.content) > LONGEST and part.name != FILE for part in self._body.parts):
            raise ApiProblem(422, f"A field of the form holds more than {LONGEST:,} letters. Send less.")

    def one(self, name: str) -> str:
        """The last field of that name; empty where there is none."""
        return (self._body.field(name) or "").strip()

    def several(self, name: str) -> list[str]:
        """Every field of that name that holds something."""
        return [text for each in self._body.fields(name) if (text := each.strip())]

    def file(self) -> tuple[str, bytes] | None:
        """The file that came along and what it is called; None where none was chosen."""
        found = [part for part in self._body.parts if part.name == FILE and (part.filename or part.content)]
        return (found[-1].filename, found[-1].content) if found else None


def in_words(error: CaseloadError) -> str:
    """What is wrong with a form, as one or a few sentences above it."""
    if isinstance(error, RosterRefused):
        cells = [_cell(each.column, each.message) for each in error.cells[:MOST_WRONG]]
        more = error.total - len(cells)
        return " ".join([*cells, *([f"And {more:,} more."] if more > 0 else [])])
    text = str(error)
    if isinstance(error, InvalidChange) and text.startswith("change "):
        text = text.partition(": ")[2] or text
    return sentence(text)


def sentence(text: str) -> str:
    """The same, begun like a sentence and ended like one."""
    text = text.partition("; write it as: ")[0].strip()
    end = "" if text.endswith((".", "?", "!")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"


def _cell(column: str | None, message: str) -> str:
    name = (column or "").replace("_", " ")
    return sentence(f"{name} {message}".strip())
