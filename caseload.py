"""Who takes which case: fair, proven, and within the hours that there are. This is the door for ``import caseload``.

>>> outcome = caseload.plan("roster.xlsx", policy="within-capacity")
>>> outcome.assignments["2026-00017"]
'D-01'
>>> outcome.plan.status, outcome.report.verdict.state
>>> outcome.write("plan")

``plan`` and ``report`` take a roster as people keep it. ``prepare`` makes the problem of one for ``solve``, ``check``
and the rest of ``solver``, which know arrays and no files.

Nothing costs before it is used: numpy, ortools and pydantic come with the first call.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from os import PathLike

    from app.intake.build.problem import Built
    from app.intake.options import PlanOptions
    from app.intake.roster import Roster
    from app.planning import Outcome
    from app.report.document import ReportDocument
    from solver import (
        CaseloadError,
        Frontier,
        Goals,
        InvalidGoals,
        Plan,
        Problem,
        Progress,
        SolveConfig,
        Status,
        check,
        frontier,
        solve,
    )

    AnyRoster = Roster | str | PathLike[str] | Mapping[str, Any]

__all__ = [
    "CaseloadError",
    "Frontier",
    "Goals",
    "InvalidGoals",
    "Outcome",
    "Plan",
    "Problem",
    "Progress",
    "ReportDocument",
    "Roster",
    "SolveConfig",
    "Status",
    "check",
    "frontier",
    "plan",
    "prepare",
    "report",
    "solve",
]

HOME = Path(__file__).resolve().parent
PACKAGES = ("app", "solver")
"""What this module opens the door to; they lie beside it."""
FROM_APP = {"Outcome": "app.planning", "ReportDocument": "app.report.document", "Roster": "app.intake.roster"}
REFUSED = 2
"""Exit code, as of ``docs/command-line.md``."""


def plan(
    roster: AnyRoster,
    *,
    scenario: Sequence[str] = (),
    name: str = "",
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    **options: Any,
) -> Outcome:
    """Plan a roster: give every case an officer, as fairly as can be proven.

    Parameters
    ----------
    roster : path, mapping or Roster
        A folder of CSV files, an .xlsx workbook, a .json or .ndjson file; or the sheets as a mapping of their names
        (officers, cases, weights, costs, flow, settings) to lists of rows.
    scenario : sequence of str, optional
        Changes to the roster that are made first, as ``remove officer D-07`` (``caseload whatif --help``).
    name : str, optional
        What the report calls the roster; by default the name of the file or folder.
    on_progress : callable taking Progress, optional
        Told about every better value or bound. Called from the solving threads.
    should_stop : callable returning bool, optional
        Asked often; once it says yes, the best plan so far is returned.
    **options
        As JSON has them (``docs/api.md``): policy, objective, keep_within_points, max_moves, target, period,
        time_limit_s, workers, seed, percentile, standards, frontier and so on.

    Returns
    -------
    Outcome
        ``assignments`` (names of cases to names of officers), ``plan``, ``report`` (what report.json holds) and
        ``write(folder)``. Where the time ran out before there was any plan, ``plan.status`` is ``Status.UNKNOWN``.

    Raises
    ------
    CaseloadError
        The roster, the options or a change cannot be; the message names everything that is wrong.
    ImportError
        Another package called ``app`` or ``solver`` is in the way.
    """
    given, asked = _read(roster, options)
    from app.planning import plan_roster

    return plan_roster(given, asked, on_progress, should_stop, scenario, name or _name_of(roster))


def report(roster: AnyRoster, *, scenario: Sequence[str] = (), **options: Any) -> ReportDocument:
    """Say whether a roster is sustainable, and what is missing where, without a plan: at once.

    Parameters
    ----------
    roster, scenario, **options
        As of :func:`plan`.

    Returns
    -------
    ReportDocument
        ``verdict.state``, ``verdict.gap_hours``, ``achievable``, ``remedies`` and the rest of report.json; what needs
        a plan is named in ``not_computed``.

    Raises
    ------
    CaseloadError, ImportError
        As of :func:`plan`.
    """
    given, asked = _read(roster, options)
    from app.planning import report_roster

    return report_roster(given, asked, scenario)


def prepare(roster: AnyRoster, *, scenario: Sequence[str] = (), **options: Any) -> Built:
    """The problem of a roster, for ``solve``, ``check`` and ``frontier``: ``caseload.prepare(roster).problem``.

    Parameters
    ----------
    roster, scenario, **options
        As of :func:`plan`.

    Raises
    ------
    CaseloadError, ImportError
        As of :func:`plan`.
    """
    given, asked = _read(roster, options)
    from app.intake.prepare import prepare as prepared

    return prepared(given, asked, scenario)


def main() -> None:
    """Run the command line: the script ``caseload``, and ``python -m caseload``."""
    # this process is ours alone, so whatever else is called app or solver on the path is not wanted in it
    sys.path.insert(0, str(HOME))
    for package in PACKAGES:
        import_module(package)
    sys.path.remove(str(HOME))
    try:
        _refuse_strangers()
    except ImportError as error:
        print(error, file=sys.stderr)
        sys.exit(REFUSED)
    from app.cli import main as run

    run()


def _read(roster: AnyRoster, options: Mapping[str, Any]) -> tuple[Roster, PlanOptions]:
    _refuse_strangers()
    from app.intake.options import read_plan_options
    from app.intake.read import read_roster

    asked = read_plan_options(options)
    return read_roster(roster), asked


def _refuse_strangers() -> None:
    """Refuse to go on where ``app`` or ``solver`` is somebody else's: what would be imported is not this program.

    Raises
    ------
    ImportError
        Says which one, where it is, and what to do.
    """
    for package in PACKAGES:
        place = _place_of(package)
        if place != HOME / package:
            found = f"is {place}" if place else "is not there"
            raise ImportError(
                f"caseload keeps its code in packages called app and solver beside {HOME / 'caseload.py'}, but here "
                f"{package} {found}. Run the command `caseload`, which finds its own, or import caseload where no "
                "other package of that name comes first.",
                name=package,
            )


def _place_of(package: str) -> Path | None:
    """The folder of a package, without importing it."""
    if package in sys.modules:
        places = list(getattr(sys.modules[package], "__path__", ()))
    else:
        spec = find_spec(package)
        places = list((spec and spec.submodule_search_locations) or ())
        places = places or [spec.origin] if spec and spec.origin else places
    return Path(places[0]).resolve() if places else None


def _name_of(roster: AnyRoster) -> str:
    return Path(roster).name if isinstance(roster, str) or hasattr(roster, "__fspath__") else ""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    _refuse_strangers()
    return getattr(import_module(FROM_APP.get(name, "solver")), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if __name__ == "__main__":
    main()
