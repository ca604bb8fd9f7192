"""Roster → the problem that is asked for: built, changed as the scenario says, with weights at the percentile wanted.

Everything that plans, reports, advises or checks starts here, so that all of them speak of the same problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.intake.admission import admit
from app.intake.build.problem import Built, build_problem
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.roster import Roster
from app.intake.scenario.apply import with_changes
from solver.analysis.uncertainty.percentile import at_percentile


def prepare(
    roster: Roster, options: PlanOptions, scenario: Sequence[str] = (), there: frozenset[str] | None = None
) -> Built:
    """Make the problem that a roster, changes and options describe.

    Parameters
    ----------
    roster : Roster
    options : PlanOptions
        Those of the sheet ``settings`` hold where they were not given.
    scenario : sequence of str
        Changes that are made first (``app.intake.scenario.parse.FORMS``).
    there : frozenset of str, optional
        Cases that the changes were thought of for; all by default (:func:`app.intake.scenario.apply.with_changes`).

    Raises
    ------
    RosterRefused
        Weights depend on ages that nobody can know.
    NotAccepted
        The roster may not mean what it says, and the options do not accept that.
    InvalidChange
        A change is not understood or cannot be made.
    TooLarge
        The hours could not be added in 64 bits, or there are too many kinds of cases and officers.
    """
    options = with_settings(options, roster.settings)
    findings = admit(roster, options)
    built = build_problem(roster, options)
    problem = replace(built.problem, release_ineligible=options.release_ineligible)
    built = replace(built, problem=problem, findings=findings, warnings=tuple(map(str, findings)))
    return with_percentile(with_changes(built, scenario, options, there), options)


def with_percentile(built: Built, options: PlanOptions) -> Built:
    """The same roster with every case weight at the percentile of its own error that the options ask for.

    Parameters
    ----------
    built : Built
        With the weights as they stand; returned as it is where no percentile is asked for.
    options : PlanOptions

    Raises
    ------
    TooLarge
        The hours could not be added.
    """
    if options.percentile is None:
        return built
    problem = at_percentile(built.problem, built.weights, float(options.percentile))
    return replace(built, problem=problem, as_given=built.problem)
