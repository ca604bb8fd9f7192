"""What people fill in, as options and sheets."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from app.api.http.unpacked import Body, Part
from app.intake.columns.numerals import decimal_of
from app.intake.columns.schema import SHEETS
from app.intake.errors import BadCell, BadValue, RosterRefused
from app.intake.formats.sheet import CSV
from app.intake.mending.fixes import AS_IT_STANDS, Fixes
from app.intake.options import PlanOptions
from app.intake.read import WORKBOOK, read_json, read_ndjson, read_parts
from app.intake.roster import Roster
from solver.errors import InvalidGoals

DEFAULTS: Mapping[str, str] = {
    "policy": "assign-all",
    "release_ineligible": "",
    "objective": "balance",
    "change": "keep_within",
    "keep_within_points": "1",
    "max_moves": "",
    "period": "",
    "period_start": "",
    "fte_hours": "",
    "target": "",
    "beta": "",
    "time_limit_s": "60",
    "moves": "cases",
    "coverage": "count",
    "scenario": "",
    "percentile": "",
    "frontier": "",
    "standards": "",
    "accept": "",
    "profile": "",
}
"""Fields of the form and what they hold at first. ``profile``: how the export was read of which the roster was made."""
SEVERAL = {"standards": ";", "scenario": "\n", "accept": ";"}
"""Fields that may hold, or be sent as, several values, and what stands between these."""
NUMBERS = {
    "fte_hours": "The hours of one full-time officer",
    "beta": "The slack of the target",
    "percentile": "The percentile",
}
"""Fields that hold a number or nothing, and how a message calls them."""
DOCUMENTS = (".json", ".ndjson")
"""Endings of files that hold a whole roster as text."""
NAMES = tuple(sheet.name for sheet in SHEETS)
KINDS = f"CSV files called {', '.join(f'{name}.csv' for name in NAMES)}, one .xlsx workbook, or a .json or .ndjson file"


@dataclass(frozen=True, slots=True)
class Upload:
    """The files of a form.

    Attributes
    ----------
    sheets : dict of file (or "workbook") to content
    document : Part or None
        A JSON or NDJSON file; then there are no sheets.
    name : str
        What to call the plan.
    fixes : Fixes
        What somebody has said of the sheets since they were chosen.
    """

    sheets: Mapping[str, bytes]
    document: Part | None = None
    name: str = ""
    fixes: Fixes = AS_IT_STANDS

    def read(self) -> Roster:
        """Read the roster.

        Raises
        ------
        RosterRefused
        """
        if self.document is None:
            return read_parts(self.sheets, self.fixes)
        if ending_of(self.document) == ".json":
            return read_json(self.document.content, self.document.filename)
        return read_ndjson(io.BytesIO(self.document.content), self.document.filename)


def upload_of(body: Body) -> Upload:
    """The files that came with a form, found by their names.

    Raises
    ------
    RosterRefused
        A file whose name does not say what it is, or no file at all.
    """
    files = [part for part in body.parts if part.name == "files" and (part.filename or part.content)]
    if not files:
        raise RosterRefused([_complaint("no file", f"choose the roster first: {KINDS}")])
    name = files[0].filename if len(files) == 1 else ""
    if len(files) == 1 and ending_of(files[0]) in DOCUMENTS:
        return Upload({}, files[0], name)
    sheets: dict[str, bytes] = {}
    complaints: list[BadCell] = []
    for part in files:
        ending = ending_of(part)
        file = WORKBOOK if ending == ".xlsx" else part.filename
        if ending not in {".xlsx", CSV}:
            complaints.append(_complaint(part.filename, f"does not say by its name what it is; a roster is {KINDS}"))
        elif file in sheets:
            complaints.append(_complaint(part.filename, "is the second file of this name; choose one"))
        else:
            sheets[file] = part.content
    if WORKBOOK in sheets and len(sheets) > 1:
        complaints.append(_complaint("the upload", "holds a workbook and CSV files; choose one or the other"))
    if complaints:
        raise RosterRefused(complaints)
    return Upload(sheets, None, name)


def ending_of(part: Part) -> str:
    """``.csv``, in lower case."""
    return PurePosixPath(part.filename).suffix.lower()


def _complaint(file: str, message: str) -> BadCell:
    return BadCell(file or "a file", None, None, None, message)


def fields_of(body: Body) -> dict[str, str]:
    """The fields of the form as they were filled in."""
    return {name: _field(body, name, default) for name, default in DEFAULTS.items()}


def _field(body: Body, name: str, default: str) -> str:
    sent = body.fields(name)
    return SEVERAL[name].join(sent) if name in SEVERAL else sent[-1] if sent else default


def scenario_of(fields: Mapping[str, str]) -> list[str]:
    """The changes to the roster, one a line."""
    return [line.strip() for line in fields["scenario"].splitlines() if line.strip()]


def fields_from(options: PlanOptions, scenario: Sequence[str]) -> dict[str, str]:
    """The form as it would have been filled in for these options; what the roster's own settings say stays empty."""
    given = options.model_fields_set
    changed = {"change": "move_freely"} if options.move_freely else {}
    if options.max_moves is not None:
        changed = {"change": "max_moves", "max_moves": _plain(options.max_moves)}
    elif options.keep_within_points is not None:
        changed = {"keep_within_points": _plain(options.keep_within_points)}
    return {
        **DEFAULTS,
        **changed,
        "policy": str(options.policy),
        "objective": str(options.objective),
        "moves": options.moves,
        "coverage": options.coverage,
        "release_ineligible": "yes" if options.release_ineligible else "",
        "frontier": "yes" if options.frontier else "",
        "period": options.period if "period" in given else "",
        "period_start": "" if options.period_start is None else options.period_start.isoformat(),
        "fte_hours": "" if options.fte_hours is None else _plain(options.fte_hours),
        "target": "" if options.target is None else _plain(options.target * 100),
        "beta": _plain(options.beta) if "beta" in given else "",
        "percentile": "" if options.percentile is None else _plain(options.percentile),
        "time_limit_s": _plain(Decimal(repr(options.time_limit_s))),
        "standards": SEVERAL["standards"].join(options.standards),
        "accept": SEVERAL["accept"].join(options.accept),
        "scenario": SEVERAL["scenario"].join(scenario),
    }


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def json_options(fields: Mapping[str, str]) -> dict[str, Any]:
    """The fields as options, as the interface takes them in JSON.

    Raises
    ------
    InvalidGoals
        A field that should hold a number does not, or what is filled in can be meant in two ways.
    """
    options: dict[str, Any] = {name: fields[name] for name in ("policy", "objective", "moves", "coverage")}
    # empty: what the sheet settings of the roster says, or the default
    options |= {name: fields[name].strip() for name in ("period", "period_start") if fields[name].strip()}
    options["time_limit_s"] = _number(fields["time_limit_s"] or DEFAULTS["time_limit_s"], "The time for the search")
    if fields["target"].strip():
        options["target"] = _target(fields["target"].strip())
    options |= {name: _number(fields[name], what) for name, what in NUMBERS.items() if fields[name].strip()}
    options |= {name: True for name in ("release_ineligible", "frontier") if fields[name]}
    if chosen := [key for key in fields["standards"].split(";") if key]:
        options["standards"] = chosen
    if accepted := [code for code in fields["accept"].split(";") if code]:
        options["accept"] = accepted
    most = fields["max_moves"].strip()
    if most and fields["change"] != "max_moves":
        raise InvalidGoals(
            f"Is the number of moves to be at most {most[:20]}? Then choose “At most a number”; else empty that field."
        )
    if fields["change"] == "max_moves":
        options["max_moves"] = _number(fields["max_moves"], "The most moves")
    elif fields["change"] == "move_freely":
        options["move_freely"] = True
    elif fields["keep_within_points"].strip() and fields["objective"] != "cost":
        options["keep_within_points"] = _number(fields["keep_within_points"], "The number of points")
    return options


def _target(text: str) -> Decimal:
    """A target in per cent; below 1 without its sign it may as well be meant as a fraction.

    Raises
    ------
    InvalidGoals
        It is, or it is no number.
    """
    value = _number(text.replace("%", ""), "The target")
    if 0 < value <= 1 and "%" not in text:
        percent = value * 100
        raise InvalidGoals(
            f"Is the target {value:f}% or {percent.normalize():f}%? Type it with its sign: “{percent.normalize():f}%”."
        )
    return value / 100


def _number(text: str, what: str) -> Decimal:
    try:
        return decimal_of(text.replace(",", "."))
    except BadValue:
        raise InvalidGoals(f"{what} must be a number, not “{text.strip()[:20]}”.") from None
