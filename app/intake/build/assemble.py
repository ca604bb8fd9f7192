"""Sheets that were read, checked against each other, become a roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.intake.checks.cases import case_rows
from app.intake.checks.officers import officer_rows
from app.intake.checks.roster_settings import setting_rows
from app.intake.checks.tables import cost_rows, flow_rows, weight_rows
from app.intake.columns.parse import SheetData, without_rows
from app.intake.columns.schema import SHEETS
from app.intake.doubts.decimals import doubt_decimals
from app.intake.doubts.families import doubt_families
from app.intake.doubts.groups import doubt_groups
from app.intake.doubts.lists import split_lists
from app.intake.doubts.names import (
    doubt_current_officers,
    doubt_marks,
    doubt_names_nobody_holds,
    doubt_spellings,
    doubt_types,
    refuse_unknown_conflicts,
)
from app.intake.doubts.totals import find_totals
from app.intake.errors import Complaints, shown
from app.intake.formats.sheet import meant_by
from app.intake.limits import MAX_OFFICERS
from app.intake.roster import Roster

MOST_NAMED = 10
"""Sheets that are listed where one is missing."""
MOST_TYPES = 10_000
"""Rows of ``weights`` and ``flow`` that are looked at for sums."""


def assemble(
    sheets: Mapping[str, SheetData], complaints: Complaints, *, whole: str, strange: Sequence[str] = ()
) -> Roster:
    """Check the sheets against each other.

    Parameters
    ----------
    sheets : mapping of name to SheetData
    complaints : Complaints
        What was found while the sheets were read; raised here together with what is found now.
    whole : str
        Name of the folder, workbook or document, for messages about sheets that are not there.
    strange : sequence of str
        Sheets and files that are there, but are none of a roster.

    Raises
    ------
    RosterRefused
    """
    readable = not complaints.total
    for sheet in SHEETS:
        if sheet.required and sheet.name not in sheets:
            message = f"the sheet {sheet.name} is missing: {sheet.meaning}{_found(sheet.name, strange)}"
            complaints.add(whole, message, code="missing-sheet")
        elif sheet.required and not len(sheets[sheet.name]) and readable:
            noun = "officer" if sheet.name == "officers" else "case"
            complaints.add(sheets[sheet.name].file, f"has no rows below the header; add at least one {noun}")
    if not {"officers", "cases"} <= sheets.keys():
        complaints.refuse_if_any()
    data = {sheet.name: sheets.get(sheet.name) or without_rows(sheet, sheet.name) for sheet in SHEETS}
    if len(data["officers"]) > MAX_OFFICERS:
        complaints.add(data["officers"].file, f"has more than {MAX_OFFICERS:,} officers")
    split_lists(data, complaints)
    officers = officer_rows(data["officers"], complaints)
    weights = weight_rows(data["weights"], complaints)
    cases = case_rows(data["cases"], officers, weights, complaints)
    costs = cost_rows(data["costs"], cases, officers, complaints)
    flow = flow_rows(data["flow"], complaints)
    settings = setting_rows(data["settings"], complaints)
    if not data["officers"].is_without_ids:
        refuse_unknown_conflicts(data["cases"], officers, complaints)
    complaints.refuse_if_any()
    roster = Roster(officers, cases, weights, costs, flow, settings=settings)
    _doubt(data, roster, complaints)
    return replace(roster, findings=complaints.findings.sorted())


def _doubt(data: Mapping[str, SheetData], roster: Roster, complaints: Complaints) -> None:
    """Note what can be read, but is probably not meant."""
    officers, cases = roster.officers, roster.cases
    find_totals(data["officers"], "officer_id", officers.ids, officers.available, complaints)
    find_totals(data["cases"], "case_id", cases.ids, cases.weight, complaints)
    for name, types in (("weights", roster.weights.case_type), ("flow", roster.flow.case_type)):
        names = [types[at] or "" for at in range(min(len(types), MOST_TYPES))]
        find_totals(data[name], "case_type", names, None, complaints)
    doubt_families(data["cases"], complaints)
    doubt_groups(data, complaints)
    doubt_marks(data["officers"], officers.ids, complaints)
    doubt_spellings(data, officers, cases, complaints)
    doubt_names_nobody_holds(data, officers, cases, complaints)
    doubt_current_officers(data["cases"], officers, complaints)
    doubt_types(data["flow"], roster.flow, (*roster.weights.case_type.values, *cases.case_type.values), complaints)
    doubt_decimals(list(data.values()), complaints)


def _found(name: str, strange: Sequence[str]) -> str:
    """What stands there in place of a missing sheet, and which of it may be meant."""
    if not strange:
        return ""
    listed = ", ".join(f"“{shown(each)}”" for each in strange[:MOST_NAMED])
    more = f" and {len(strange) - MOST_NAMED:,} more" if len(strange) > MOST_NAMED else ""
    near = next((each for each in strange if meant_by(each, [name])), None)
    hint = "" if near is None else f"; call “{shown(near)}” {name}, if that is what it is"
    return f" Found: {listed}{more}{hint}"
