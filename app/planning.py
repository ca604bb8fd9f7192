"""The job itself: roster → problem → plan → report. The command line and the service's child call these functions."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from app.intake.build.problem import Built
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.roster import Roster
from app.output_folder import draft_beside, publish, refuse_unless_free
from app.report.build import ReportDocument, analysis_options, build_document
from solver.analysis.ahead import Ahead
from solver.errors import CaseloadError
from solver.goals import Objective
from solver.plan import Plan, Progress, Status

if TYPE_CHECKING:
    from solver.solve import Helpers

FILES = ("assignments.csv", "officers.csv", "report.json", "report.html", "plan.xlsx")
"""What a plan leaves behind, as :func:`write_file` writes it."""

PLAN_SHARE = 0.8
"""Of the time limit, for the plan, where the frontier is to be traced in the rest."""


class NoPlan(CaseloadError):
    """No plan was found in time: give the search longer (time_limit_s)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What planning a roster gives.

    Attributes
    ----------
    built : Built
        The problem that was solved, beside the warnings that came up on the way.
    plan : Plan
        Checked. Its status is ``unknown`` where the time ran out, or a stop was asked for, before there was any.
    report : ReportDocument
        What report.json holds.
    """

    built: Built
    plan: Plan
    report: ReportDocument

    @property
    def assignments(self) -> dict[str, str | None]:
        """Who holds each case, by names, in the roster's order; None: nobody (``plan.reason`` says why)."""
        cases, officers = self.built.problem.cases.ids, self.built.problem.officers.ids
        holders = [officers[officer] if officer >= 0 else None for officer in self.plan.officer.tolist()]
        return dict(zip(cases, holders, strict=True))

    def write(self, folder: str | PathLike[str], *, force: bool = False) -> None:
        """Write every one of :data:`FILES` into a folder, all or none.

        Parameters
        ----------
        folder : path
            Made where it is not there.
        force : bool
            Also into a folder that holds something: files of the same names are replaced, others stay.

        Raises
        ------
        NoPlan
            The time ran out before there was any.
        FolderTaken
            The folder holds something, or is a file.
        """
        if self.plan.status is Status.UNKNOWN:
            raise NoPlan
        out = Path(folder)
        refuse_unless_free(out, force=force)
        with draft_beside(out) as draft:
            self.write_files(draft)
            publish(draft, out)

    def write_files(self, folder: Path) -> None:
        """Write every one of :data:`FILES` into a folder that is there, one after the other."""
        for name in FILES:
            with (folder / name).open("wb") as stream:
                write_file(name, self, stream)


def plan_roster(
    roster: Roster,
    options: PlanOptions,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    scenario: Sequence[str] = (),
    name: str = "",
    helpers: Helpers | None = None,
) -> Outcome:
    """Plan a roster.

    Parameters
    ----------
    roster : Roster
    options : PlanOptions
    on_progress : function
        Told how far the search is. Called from the solving threads.
    should_stop : function
        Asked again and again; once it is true the best plan so far is returned.
    scenario : sequence of str
        Changes to the roster that are made first (``app.intake.scenario.parse.FORMS``).
    name : str
        What the roster is called, without a path.
    helpers : Helpers, optional
        Who may plan parts of it besides (``solver.solve``).

    Raises
    ------
    CaseloadError
        The roster or the options contradict themselves, or a change cannot be made.
    CheckFailed
        The independent checker refused the plan: a fault of the program, and no plan.
    """
    from solver.solve import NOBODY, Occupied, solve  # 0.65 s and pandas: only where a plan is wanted

    options = with_settings(options, roster.settings)
    built = prepare(roster, options, scenario)
    goals, config = options.to_solver(built.problem)
    with_frontier = options.frontier and goals.objective is Objective.BALANCE
    search = replace(config, time_limit_s=config.time_limit_s * PLAN_SHARE) if with_frontier else config
    ahead = Ahead(built.problem, analysis_options(built, options))
    beside = NOBODY if helpers is None else Occupied(helpers, ahead.work)
    plan = solve(built.problem, goals, search, on_progress, should_stop, helpers=beside)
    traced = None
    if with_frontier and plan.status is not Status.UNKNOWN and not plan.interrupted:
        from solver.frontier import frontier

        if on_progress is not None:
            on_progress(Progress("frontier", None, None, None, plan.wall_s, built.problem.tick_hours))
        # what the plan left over is not added: how much that is depends on the clock
        rest = replace(config, time_limit_s=config.time_limit_s * (1 - PLAN_SHARE))
        traced = frontier(built.problem, goals, rest, should_stop=should_stop, plan=plan)
    return Outcome(built, plan, build_document(built, options, plan, traced=traced, name=name, ahead=ahead))


def report_roster(roster: Roster, options: PlanOptions, scenario: Sequence[str] = ()) -> ReportDocument:
    """Say whether a roster is sustainable, and what is missing where, without a plan: at once."""
    options = with_settings(options, roster.settings)
    return build_document(prepare(roster, options, scenario), options, None)


def write_file(name: str, outcome: Outcome, stream: BinaryIO) -> None:
    """Write one of :data:`FILES`.

    Parameters
    ----------
    name : str
    outcome : Outcome
        With a plan.
    stream : binary file
        Left open.
    """
    from app.report.render import csv as assignment_tables
    from app.report.render import html as report_html  # templates and workbooks: only where files are wanted
    from app.report.render import xlsx
    from app.report.source import CaseList

    built, plan, report = outcome.built, outcome.plan, outcome.report
    match name:
        case "assignments.csv":
            with _text(stream) as text:
                assignment_tables.write_assignments(text, built, plan)
        case "officers.csv":
            with _text(stream) as text:
                assignment_tables.write_officers(text, built, plan)
        case "report.json":
            stream.write(as_json(report).encode())
        case "report.html":
            stream.write(report_html.render(report).encode())
        case "plan.xlsx":
            xlsx.write(stream, report, CaseList(built, plan))
        case _:
            raise ValueError(f"{name} is none of {', '.join(FILES)}")


def as_json(report: ReportDocument) -> str:
    """The text of report.json."""
    return report.model_dump_json(indent=2) + "\n"


@contextmanager
def _text(stream: BinaryIO) -> Iterator[TextIO]:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    yield text
    text.detach()  # flushes, and leaves the stream open
