"""What a person reads, and which exit code a program gets, when a command fails."""

from __future__ import annotations

import json
import os
import traceback
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from app.intake.admission import NotAccepted
    from app.intake.errors import RosterRefused

OK = 0
VIOLATED = 1
REFUSED = 2
IMPOSSIBLE_CASES = 3
NO_PLAN_IN_TIME = 4
INTERNAL = 5
INTERRUPTED = 130

SHOWN = 20
"""Kinds of errors that the terminal shows; ``--json`` gives up to a thousand places."""
DETAILS = "CASELOAD_DEBUG"
"""Environment variable that has the traceback of an internal failure printed. It may hold case data."""


def exit_code_of(error: Exception, *, as_json: bool = False) -> int:
    """Tell the person about a failure (on standard error, or as a problem document on standard output).

    Parameters
    ----------
    error : Exception
        Anything that a command can raise.
    as_json : bool
        Print a problem document (RFC 9457) on standard output instead.

    Returns
    -------
    int
        The exit code.
    """
    from app.confined import ChildCancelled, ChildTimedOut, ConfinedFailure
    from app.intake.admission import NotAccepted
    from app.intake.errors import RosterRefused
    from solver.errors import CaseloadError, SolverFault

    if isinstance(error, RosterRefused | NotAccepted):
        _tell_of_roster(error, as_json)
        return REFUSED
    if isinstance(error, ChildCancelled):
        return nothing_yet(as_json=as_json)
    if isinstance(error, ChildTimedOut):
        detail = "the process did not end by itself long after its time limit, so it was ended; nothing was written"
        _tell(_problem("No plan in time", detail, NO_PLAN_IN_TIME), as_json)
        return NO_PLAN_IN_TIME
    is_ours = isinstance(error, CaseloadError) and not isinstance(error, SolverFault | ConfinedFailure)
    if isinstance(error, OSError) or is_ours:
        _tell(_refusal(error), as_json)
        return REFUSED
    text = str(error) if isinstance(error, CaseloadError) else type(error).__name__  # others may quote case data
    _tell(_problem("Internal failure, nothing was written", text, INTERNAL), as_json)
    _print_details(error)
    return INTERNAL


def _refusal(error: Exception) -> dict[str, Any]:
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return _problem("A file could not be read or written", f"{where}{error.strerror or error}", REFUSED)
    return _problem("The input was refused", str(error), REFUSED)


def no_plan_in_time(time_limit_s: float, *, as_json: bool) -> int:
    """Say that the time limit passed before there was any plan."""
    detail = f"{time_limit_s:g} s passed before any plan was found; try a longer --time-limit"
    _tell(_problem("No plan in time", detail, NO_PLAN_IN_TIME), as_json)
    return NO_PLAN_IN_TIME


def nothing_yet(*, as_json: bool) -> int:
    """Say that there was no plan yet when a stop was asked for."""
    _tell(_problem("Interrupted", "there was no plan yet, so nothing was written", INTERRUPTED), as_json)
    return INTERRUPTED


def _problem(title: str, detail: str, code: int, **more: Any) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "detail": detail, "exit_code": code, **more}


def _cells(error: Any) -> list[dict[str, Any]]:
    return [
        {"file": cell.file, "row": cell.row, "column": cell.column, "value": cell.value, "message": cell.message}
        for cell in error.cells
    ]


def _tell_of_roster(error: RosterRefused | NotAccepted, as_json: bool) -> None:
    from app.commands.terminal.remarks import as_data
    from app.intake.errors import RosterRefused

    if isinstance(error, RosterRefused):
        if not as_json:
            _tell_refused(error)
            return
        cells = {"errors": _cells(error), "total": error.total, "findings": as_data(error.findings)}
        _tell(_problem(f"The {error.subject} was refused", str(error), REFUSED, **cells), as_json)
    elif as_json:
        more = {"findings": as_data(error.findings), "accept": list(error.codes)}
        _tell(_problem("The roster may not mean what it says", str(error), REFUSED, **more), as_json)
    else:
        _tell_not_accepted(error)


def _tell_refused(error: RosterRefused) -> None:
    """Every kind of error once, with its first places, then what was noticed besides."""
    from app.commands.terminal.remarks import BESIDES, lines_of

    found = error.findings
    kinds = [each for each in found if each.severity == "stop"]
    things = "1 thing" if len(kinds) == 1 else f"{len(kinds):,} things"
    places = "" if error.total <= len(kinds) else f", in {error.total:,} places"
    click.echo(f"The {error.subject} was refused: {things} to mend{places}.\n", err=True)
    said = {"similar-sheet", "unread-sheet"} if any(each.code == "missing-sheet" for each in kinds) else set()
    besides = [each for each in found if each.severity != "stop" and each.code not in said]
    for line in lines_of([*kinds[:SHOWN], *besides[:BESIDES]]):
        click.echo(line, err=True)
    if len(kinds) > SHOWN or error.total > len(kinds):
        rest = f"... and {len(kinds) - SHOWN:,} more; " if len(kinds) > SHOWN else ""
        click.echo(f"\n{rest}--json lists up to 1,000 places.", err=True)


def _tell_not_accepted(error: NotAccepted) -> None:
    from app.commands.terminal.remarks import BESIDES, lines_of

    things = "1 thing" if len(error.asked) == 1 else f"{len(error.asked):,} things"
    click.echo(f"The roster may not mean what it says, so nothing was planned: {things} to look at.\n", err=True)
    others = [found for found in error.findings if found not in error.asked]
    for line in lines_of([*error.asked[:SHOWN], *others[:BESIDES]]):
        click.echo(line, err=True)
    more = max(0, len(error.asked) - SHOWN) + max(0, len(others) - BESIDES)
    if more:
        click.echo(f"  ... and {more:,} more; --json lists them.", err=True)
    codes = " ".join(f"--accept {code}" for code in error.codes)
    click.echo(f"\nMend them; or, if all is meant as it stands, go on with: {codes}", err=True)


def _tell(problem: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(problem, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{problem['title']}: {problem['detail']}", err=True)


def _print_details(error: Exception) -> None:
    if os.environ.get(DETAILS):
        click.echo("".join(traceback.format_exception(error)), err=True)
        click.echo(getattr(error, "detail", ""), err=True)
    else:
        click.echo(
            f"This is a fault of the program. {DETAILS}=1 prints its details; they may hold case data.", err=True
        )
