"""The options that say what is wanted, shared by the commands that need them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from app.intake.command_line import OPTION_OF, option_of

if TYPE_CHECKING:
    from app.intake.options import PlanOptions

F = TypeVar("F", bound=Callable[..., Any])


def _day(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        today = datetime.now().astimezone().date().isoformat()
        raise click.BadParameter(f"{text!r} is not a date; write it as {today}.") from None


def ROSTER(function: F) -> F:  # noqa: N802 - an option like those below, although it is two
    """The argument ROSTER and the option --profile; the command is given one :class:`RosterFile`."""

    @wraps(function)
    def with_file(*args: Any, roster: str, profile: str | None, **given: Any) -> Any:
        from app.intake.roster_file import RosterFile

        return function(*args, roster=RosterFile(roster, profile), **given)

    wrapped = click.option(
        "--profile",
        type=click.Path(exists=True, dir_okay=False, path_type=str),
        metavar="FILE",
        help="ROSTER is an export of your office, and this is what `caseload import` remembered of an earlier one.",
    )(with_file)
    return cast("F", click.argument("roster", type=click.Path(path_type=str))(wrapped))


PLAN = click.option(
    "--plan",
    type=click.Path(exists=True, path_type=str),
    metavar="DIR",
    help="Who holds what: the folder of a plan, or its assignments.csv.  [default: today's officers]",
)
CHANGE = click.option(
    "--change",
    "changes",
    multiple=True,
    metavar="TEXT",
    help="Change the roster first, as 'remove officer D-07' (see caseload whatif --help); may be given again.",
)
AS_JSON = click.option("--json", "json_only", is_flag=True, help="Print report.json and nothing else.")
POLICY = click.option(
    "--policy",
    type=click.Choice(["assign-all", "within-capacity"]),
    help="Every case gets an officer and overload is shown, or hours are hard and the rest is held back.  "
    "[default: assign-all]",
)
RELEASE = click.option(
    "--release-ineligible",
    is_flag=True,
    help="Take a case that nobody may hold from the officer who has it; otherwise it stays there, and is listed.",
)
ACCEPT = click.option(
    "--accept",
    multiple=True,
    metavar="CODE",
    help="A finding that is as it should be, by its code, as total-row; may be given several times. docs/findings.md "
    "lists them, and a roster with a finding that must be accepted is answered with its code.",
)
PERIOD = (
    click.option(
        "--period",
        type=click.Choice(["week", "month", "quarter", "year"]),
        help="What the hours of the roster are for.  [default: month]",
    ),
    click.option("--period-start", metavar="DATE", callback=_day, help="First day, as 2026-12-01."),
)
BASIS = (
    click.option(
        "--target",
        type=float,
        metavar="U",
        help="Utilization that counts as sustainable, as a fraction (0.85).  [default: depends on the pool]",
    ),
    click.option(
        "--beta",
        type=float,
        metavar="B",
        help="Slack of the target that depends on the pool: R officers' work may fill them to √R / (√R + B).  "
        "[default: 1]",
    ),
    click.option(
        "--fte-hours",
        type=float,
        metavar="H",
        help="Productive hours of one full-time officer in the period.  [default: 1,776.5 a year, or the roster's own "
        "where they differ by more than a tenth]",
    ),
    *PERIOD,
)
GOALS = (
    click.option(
        "--objective",
        type=click.Choice(["balance", "cost"]),
        help="Fair shares first, or lowest cost first (sheet costs).  [default: balance]",
    ),
    click.option(
        "--keep-within",
        type=float,
        metavar="POINTS",
        help="How many points of utilization the fairest plan may be missed by to move fewer cases.  [default: 1]",
    ),
    click.option("--max-moves", type=float, metavar="N", help="The fairest plan that moves at most N cases."),
    click.option("--move-freely", is_flag=True, help="The fairest plan, however many cases move."),
    click.option("--moves", type=click.Choice(["cases", "hours"]), help="How moves are counted.  [default: cases]"),
    click.option(
        "--coverage",
        type=click.Choice(["count", "hours"]),
        help="How cases without an officer are counted.  [default: count]",
    ),
)
BUDGET = (
    click.option(
        "--time-limit",
        type=float,
        metavar="S",
        help="Seconds; then the best plan so far is taken.  [default: 60]",
    ),
    click.option("--workers", type=int, metavar="N", help="Threads.  [default: as many as there are cores]"),
    click.option("--seed", type=int, metavar="N", help="The same seed gives the same plan again.  [default: 0]"),
)
SECTIONS = (
    click.option(
        "--percentile",
        type=float,
        metavar="P",
        help="Take every case weight at this percentile of its own error (sheet weights).  [default: as it stands]",
    ),
    click.option(
        "--standard",
        multiple=True,
        metavar="NAME",
        help="Hold the caseloads against a published standard, too, as probation-hours; may be given several times. "
        "docs/standards.md lists them, and a name that is not known is answered with the list.",
    ),
    click.option(
        "--simulations",
        type=int,
        metavar="N",
        help="Possible worlds behind the chances of overload; 0: none.  [default: 1000]",
    ),
    click.option(
        "--weight-correlation",
        type=float,
        metavar="R",
        help="How far the errors of different weights go together there, 0 to 1.  [default: 0.5]",
    ),
    click.option(
        "--forecast-periods", type=int, metavar="N", help="Periods to look ahead (sheet flow); 0: none.  [default: 12]"
    ),
    click.option(
        "--remedies-time",
        type=float,
        metavar="S",
        help="Seconds to look for the best cross-trainings and loans; 0: none.  [default: 5]",
    ),
)
"""What the report shall say beside the verdict and the plan."""
FRONTIER = click.option(
    "--frontier", is_flag=True, help="Show the fewest moves for each fairness, too: a chart in the report."
)


def takes(*groups: Any) -> Callable[[F], F]:
    """Put several options on a command, in the order given."""

    def decorate(function: F) -> F:
        for option in reversed(groups):
            function = option(function)
        return function

    return decorate


def json_options(given: dict[str, Any]) -> dict[str, Any]:
    """The options as the interface takes them in JSON; what was not given is left out, and the defaults apply there."""
    names = {option[2:].replace("-", "_"): field for field, option in OPTION_OF.items()}
    return {
        names.get(name, name): value
        for name, value in given.items()
        if value is not None and value is not False and value != ()
    }


def read_options(given: dict[str, Any]) -> PlanOptions:
    """Options from what :func:`json_options` gave, with messages that call them as the command line does.

    Raises
    ------
    InvalidGoals
    """
    from app.intake.options import PlanOptions, read_plan_options
    from solver.errors import InvalidGoals

    try:
        return read_plan_options(given)
    except InvalidGoals as error:
        message = str(error)
        for field in PlanOptions.model_fields:
            option = option_of(field)
            message = re.sub(rf"goals\.{field}\b", option, message)
            if "_" in field:  # a name that is no word of its own
                message = re.sub(rf"\b{field}\b", option, message)
        raise InvalidGoals(message) from error
