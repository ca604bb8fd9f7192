"""Sheets that were read, checked against each other, become a roster."""

from __future__ import annotations

from collections.abc import Mapping

from app.intake.checks.cases import case_rows
from app.intake.checks.officers import officer_rows
from app.intake.checks.tables import cost_rows, flow_rows, weight_rows
from app.intake.columns.parse import SheetData, without_rows
from app.intake.columns.schema import SHEETS
from app.intake.errors import Complaints
from app.intake.limits import MAX_OFFICERS
from app.intake.roster import Roster
from app.intake.warnings import warn_of_names_nobody_holds, warn_of_types_nobody_has


def assemble(sheets: Mapping[str, SheetData], complaints: Complaints, *, whole: str) -> Roster:
    """Check the sheets against each other.

    Parameters
    ----------
    sheets : mapping of name to SheetData
    complaints : Complaints
        What was found while the sheets were read; raised here together with what is found now.
    whole : str
        Name of the folder, workbook or document, for messages about sheets that are not there.

    Raises
    ------
    RosterRefused
    """
    readable = not complaints.total
    for sheet in SHEETS:
        if sheet.required and sheet.name not in sheets:
            complaints.add(whole, f"the sheet {sheet.name} is missing: {sheet.meaning}")
        elif sheet.required and not len(sheets[sheet.name]) and readable:
            noun = "officer" if sheet.name == "officers" else "case"
            complaints.add(sheets[sheet.name].file, f"has no rows below the header; add at least one {noun}")
    if not {"officers", "cases"} <= sheets.keys():
        complaints.refuse_if_any()
    data = {sheet.name: sheets.get(sheet.name) or without_rows(sheet, sheet.name) for sheet in SHEETS}
    if len(data["officers"]) > MAX_OFFICERS:
        complaints.add(data["officers"].file, f"has more than {MAX_OFFICERS:,} officers")
    officers = officer_rows(data["officers"], complaints)
    weights = weight_rows(data["weights"], complaints)
    cases = case_rows(data["cases"], officers, weights, complaints)
    costs = cost_rows(data["costs"], cases, officers, complaints)
    flow = flow_rows(data["flow"], complaints)
    complaints.refuse_if_any()
    warn_of_names_nobody_holds(officers, cases, complaints)
    warn_of_types_nobody_has(flow, (*weights.case_type.values, *cases.case_type.values), complaints)
    return Roster(officers, cases, weights, costs, flow, tuple(complaints.warnings))
