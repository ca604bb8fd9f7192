"""What a report tells that no plan decides, worked out while others still make the last parts of the plan.

What would help (cross-trainings, loans, hires) depends on officers and cases alone, and takes most of the time of a
report. It is the same whenever it is worked out.
"""

from __future__ import annotations

from solver.analysis.options import AnalysisOptions
from solver.analysis.remedies.rank import TOGETHER, Remedies, remedies
from solver.analysis.staffing.verdict import needs_no_remedies, staffing
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Problem
from solver.tiers import FairShares


class Ahead:
    """Remedies of a roster, before there is a plan.

    Parameters
    ----------
    problem : Problem
    options : AnalysisOptions
        Of the report.

    Attributes
    ----------
    remedies : Remedies or None
        None: not worked out (yet), or there was no need.
    """

    def __init__(self, problem: Problem, options: AnalysisOptions) -> None:
        self._problem, self._options = problem, options
        self.remedies: Remedies | None = None

    def work(self) -> None:
        """Work it out."""
        problem, options = self._problem, self._options
        if not len(problem.officers):
            return
        shares = fair_shares(problem)
        staffed = staffing(problem, shares, basis=options.basis, target=options.target, beta=options.beta)
        if not needs_no_remedies(staffed):
            self.remedies = remedies_of(problem, options, shares)


def remedies_of(problem: Problem, options: AnalysisOptions, shares: FairShares) -> Remedies:
    """What would help a roster that needs it, as far as the options ask for it."""
    return remedies(
        problem,
        shares,
        basis=options.basis,
        together=TOGETHER if options.remedies_s else 0,
        time_limit_s=options.remedies_s,
        seed=options.config.seed,
    )
