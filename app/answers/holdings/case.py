"""One case in a plan: who has it, why, who else could, and what each of them would do to the goals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.answers.advice import AdviceEntry, advice, advice_entry
from app.answers.assigned_roster import AssignedRoster
from app.answers.explanation import ExplanationEntry, explanation, explanation_entry
from app.answers.holdings.case_lines import CaseLine
from app.intake.options import PlanOptions

MOST = 8
"""Other officers whose effect on every goal is worked out."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that there is to know of one case.

    Attributes
    ----------
    line : CaseLine
    together_with : tuple of str
        Cases that go where it goes.
    others : tuple of ExplanationEntry
        Who else may hold it, the best first: what every goal would be then.
    could : int
        How many may hold it, whoever has it now among them.
    nobody : tuple of (str, list of str)
        Where nobody may: why each officer may not.
    """

    line: CaseLine
    together_with: tuple[str, ...]
    others: tuple[ExplanationEntry, ...]
    could: int
    nobody: tuple[tuple[str, list[str]], ...]


def case_file(line: CaseLine, advised: AdviceEntry, explained: Callable[[str], ExplanationEntry]) -> CaseFile:
    """What there is to know of a case.

    Parameters
    ----------
    line : CaseLine
    advised : AdviceEntry
        Who should take it, as if nobody had it.
    explained : function
        What would change if an officer, by name, held it.
    """
    others = [each.officer_id for each in advised.candidates if each.officer_id != line.after][:MOST]
    return CaseFile(
        line=line,
        together_with=tuple(advised.together_with),
        others=tuple(map(explained, others)),
        could=len(advised.candidates),
        nobody=tuple((each.officer_id, each.reasons) for each in advised.nobody),
    )


def case_file_in(assigned: AssignedRoster, lines: Sequence[CaseLine], case: int, options: PlanOptions) -> CaseFile:
    """The same, from the whole roster.

    Parameters
    ----------
    case : int
        Its number, from 1; of a case that there is.
    """
    line = lines[case - 1]

    def explained(officer: str) -> ExplanationEntry:
        return explanation_entry(assigned.problem, explanation(assigned, line.case_id, officer, options))

    return case_file(line, advice_entry(assigned.problem, advice(assigned, [line.case_id], options)[0]), explained)
