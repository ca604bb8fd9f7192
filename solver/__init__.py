"""The science alone: who takes which case, with a proof. Knows numpy and ortools, and nothing of files or people.

``solve(problem, goals)`` plans, ``check`` verifies a plan whoever made it, ``frontier`` shows what fairness costs in
moves, and ``fair_shares`` says what the fairest load is without any plan.

Nothing costs before it is used: a name of this door is looked up when it is asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.baselines import baselines
    from solver.certificate import Certificate
    from solver.check.verify import Checked, Violation, check
    from solver.eligibility import eligibility
    from solver.errors import CaseloadError, CheckFailed, InvalidGoals, InvalidParameter, InvalidProblem, SolverFault
    from solver.fair_shares.decomposition import fair_shares
    from solver.frontier import Frontier, frontier
    from solver.goals import Goals, Measure, Objective, Policy, SolveConfig
    from solver.lexicographic.search_params import SearchParams
    from solver.plan import Plan, Progress, Reason, Status
    from solver.problem import Cases, Need, Officers, Pairs, Problem
    from solver.solve import solve
    from solver.tiers import FairShares

__all__ = [
    "CaseloadError",
    "Cases",
    "Certificate",
    "CheckFailed",
    "Checked",
    "FairShares",
    "Frontier",
    "Goals",
    "InvalidGoals",
    "InvalidParameter",
    "InvalidProblem",
    "Measure",
    "Need",
    "Objective",
    "Officers",
    "Pairs",
    "Plan",
    "Policy",
    "Problem",
    "Progress",
    "Reason",
    "SearchParams",
    "SolveConfig",
    "SolverFault",
    "Status",
    "Violation",
    "baselines",
    "check",
    "eligibility",
    "fair_shares",
    "frontier",
    "solve",
]

_MODULES = {
    "solver.baselines": ("baselines",),
    "solver.certificate": ("Certificate",),
    "solver.check.verify": ("Checked", "Violation", "check"),
    "solver.eligibility": ("eligibility",),
    "solver.errors": (
        "CaseloadError",
        "CheckFailed",
        "InvalidGoals",
        "InvalidParameter",
        "InvalidProblem",
        "SolverFault",
    ),
    "solver.fair_shares.decomposition": ("fair_shares",),
    "solver.frontier": ("Frontier", "frontier"),
    "solver.goals": ("Goals", "Measure", "Objective", "Policy", "SolveConfig"),
    "solver.lexicographic.search_params": ("SearchParams",),
    "solver.plan": ("Plan", "Progress", "Reason", "Status"),
    "solver.problem": ("Cases", "Need", "Officers", "Pairs", "Problem"),
    "solver.solve": ("solve",),
    "solver.tiers": ("FairShares",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


class _Door(ModuleType):
    """The package itself: names that are looked up late, and stay when a submodule is called like one of them.

    ``solver.solve`` is the function, also after ``import solver.solve``: the import system binds every submodule to
    its package, and would put the module in the function's place. The modules are where they always are:
    ``from solver.solve import solve`` and ``sys.modules`` know nothing of this.
    """

    def __getattr__(self, name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOME[name]), name)
        setattr(self, name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _HOME and isinstance(value, ModuleType):
            return  # the import system binds a submodule
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Door
