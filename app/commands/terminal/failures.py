"""What a person reads, and which exit code a program gets, when a command fails."""

from __future__ import annotations

import json
import os
import traceback
from typing import Any

import click

OK = 0
VIOLATED = 1
REFUSED = 2
IMPOSSIBLE_CASES = 3
NO_PLAN_IN_TIME = 4
INTERNAL = 5
INTERRUPTED = 130

SHOWN = 20
"""Bad cells that the terminal shows; ``--json`` gives up to a thousand."""
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
    from app.intake.errors import RosterRefused
    from solver.errors import CaseloadError, SolverFault

    if isinstance(error, RosterRefused):
        _tell(_problem("The roster was refused", str(error), REFUSED, errors=_cells(error), total=error.total), as_json)
        return REFUSED
    if isinstance(error, ChildCancelled):
        return nothing_yet(as_json=as_json)
    if isinstance(error, ChildTimedOut):
        detail = "the process did not end by itself long after its time limit, so it was ended; nothing was written"
        _tell(_problem("No plan in time", detail, NO_PLAN_IN_TIME), as_json)
        return NO_PLAN_IN_TIME
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        _tell(_problem("A file could not be read or written", f"{where}{error.strerror or error}", REFUSED), as_json)
        return REFUSED
    if isinstance(error, CaseloadError) and not isinstance(error, SolverFault | ConfinedFailure):
        _tell(_problem("The input was refused", str(error), REFUSED), as_json)
        return REFUSED
    text = str(error) if isinstance(error, CaseloadError) else type(error).__name__  # others may quote case data
    _tell(_problem("Internal failure, nothing was written", text, INTERNAL), as_json)
    _print_details(error)
    return INTERNAL


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


def _tell(problem: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(problem, ensure_ascii=False, indent=2))
        return
    cells = problem.get("errors")
    if not cells:
        click.echo(f"{problem['title']}: {problem['detail']}", err=True)
        return
    total = problem["total"]
    click.echo(f"{problem['title']}: {total:,} {'thing' if total == 1 else 'things'} to mend.\n", err=True)
    for cell in cells[:SHOWN]:
        click.echo("\n".join(_lines(cell)), err=True)
    if total > SHOWN:
        click.echo(f"\n... and {total - SHOWN:,} more; --json lists up to 1,000.", err=True)


def _lines(cell: dict[str, Any]) -> list[str]:
    """One bad cell: where it is and what it holds on the first line, what is wrong and what to do below it."""
    where = str(cell["file"] or "roster")
    if cell["row"] is not None:
        where += f", row {cell['row']}"
    if cell["column"]:
        where += f", {cell['column']}"
    if cell["value"] not in (None, ""):
        where += f" = {_short(str(cell['value']))}"
    return [f"  {where}", f"    {cell['message']}"]


def _short(value: str) -> str:
    shown = value if len(value) <= 60 else value[:57] + "..."
    return json.dumps(shown, ensure_ascii=False)


def _print_details(error: Exception) -> None:
    if os.environ.get(DETAILS):
        click.echo("".join(traceback.format_exception(error)), err=True)
        click.echo(getattr(error, "detail", ""), err=True)
    else:
        click.echo(
            f"This is a fault of the program. {DETAILS}=1 prints its details; they may hold case data.", err=True
        )
