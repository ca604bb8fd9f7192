"""What the sections show: the document, and behind it the cases, which only the workbook lists one by one."""

from __future__ import annotations

from dataclasses import dataclass

from app.intake.build.problem import Built
from app.report.document import ReportDocument
from solver.plan import Plan


@dataclass(frozen=True, slots=True)
class CaseList:
    """Every case of the roster and who holds it, and how much of that a workbook has room for.

    Attributes
    ----------
    built : Built
    plan : Plan
    most_cases : int
        Rosters with more cases get the summaries, and the moves that fit.
    most_rows : int
        Rows of a sheet that lists moves or cases without an officer.
    """

    built: Built
    plan: Plan
    most_cases: int = 100_000
    most_rows: int = 50_000

    @property
    def is_large(self) -> bool:
        """Whether the workbook does not list every case."""
        return len(self.built.problem.cases) > self.most_cases


@dataclass(frozen=True, slots=True)
class Source:
    """What there is to show; ``cases`` is None where only the document is there."""

    document: ReportDocument
    cases: CaseList | None = None
