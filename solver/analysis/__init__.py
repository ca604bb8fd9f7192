"""What the numbers mean: the whole analysis, and each part of it by itself.

``from solver.analysis import analyse, AnalysisOptions`` loads it when it is first asked for: whoever wants one part
(``solver.analysis.fte``, for example) does not pay for the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.analysis.analysis import Analysis, analyse
    from solver.analysis.options import AnalysisOptions
    from solver.analysis.why_not import WhyNot

__all__ = ["Analysis", "AnalysisOptions", "WhyNot", "analyse"]

_HOME = {"Analysis": "analysis", "AnalysisOptions": "options", "WhyNot": "why_not", "analyse": "analysis"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
