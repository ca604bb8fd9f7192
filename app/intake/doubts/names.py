"""Names that nobody holds, officers who are not there, and conflicts of interest that name nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from app.intake.columns.arrays import CaseRows, Coded, FlowRows, OfficerRows
from app.intake.columns.parse import SheetData
from app.intake.doubts.families import NOTHING
from app.intake.doubts.lists import place_of
from app.intake.doubts.similar import doubt_ids, doubt_names
from app.intake.errors import Complaints, shown
from app.intake.findings import Place
from solver.analysis.spelling import Ids, did_you_mean
from solver.arrays import Ints

NO_OFFICER = NOTHING | {"x", "xx", "xxx", "unassigned", "nobody", "vacant", "tba", "n.n."}
"""What people write in place of an officer's id."""
LETTERS = 4
"""Where some ids are words of fewer letters, as initials are, a short one is nothing special."""
MANY = Fraction(1, 20)
"""Share of the cases from which on a name that nobody has is probably no skill, office or docket at all; a single case
is never so many."""
NAMED = 200
"""Names of one column that are looked at one by one."""
FEWEST_HELD = 10
"""Cases with an officer from which on it counts how many of these are there."""


def refuse_unknown_conflicts(data: SheetData, officers: OfficerRows, complaints: Complaints) -> None:
    """A conflict of interest that names nobody would silently be none."""
    column = data.columns["excluded_officers"]
    known, ids = set(officers.ids), Ids(officers.ids)
    wrong = {
        code: name
        for code, names in enumerate(column.values)
        if (name := next((name for name in names if name not in known), None)) is not None
    }
    if not wrong:
        return
    rows = np.flatnonzero(np.isin(column.numbers, list(wrong)))

    def describe(at: int) -> None:
        name = wrong[int(column.numbers[at])]
        message = (
            f"names nobody who is in the sheet officers{ids.did_you_mean(name)}, so the conflict of interest could "
            "not be kept; write the officer's id, or take it out if that officer has left (several are separated by "
            "semicolons)"
        )
        complaints.add(
            data.file, message, row=data.row(at), column="excluded_officers", value=name, code="unknown-conflict"
        )

    complaints.add_each(rows.tolist(), describe)


def doubt_names_nobody_holds(
    data: Mapping[str, SheetData], officers: OfficerRows, cases: CaseRows, complaints: Complaints
) -> None:
    """A misspelled name makes cases impossible without any error."""
    for what, column, held, needed in (
        ("skill", "skills", officers.skills, cases.skills),
        ("office", "offices", officers.offices, cases.office),
        ("docket", "dockets", officers.dockets, cases.docket),
    ):
        theirs = {"skill": "required_skills"}.get(what, what)
        supply, demand = _names_of(held), _names_of(needed)
        idle = [name for key, name in supply.items() if key not in demand]
        both = [name for key, name in demand.items() if key in supply]
        doubted = doubt_names(data["officers"], column, idle, both, complaints)
        _doubt_no_names(data["officers"], what, column, idle, complaints)
        if what != "skill" and both and bool((needed.codes >= 0).all()):
            _tell_serving_none(data["officers"], what, column, frozenset(idle).difference(doubted), complaints)
        unheld = {key: name for key, name in demand.items() if key not in supply}
        doubt_names(data["cases"], theirs, unheld.values(), supply.values(), complaints)
        _doubt_no_names(data["cases"], what, theirs, _rare(data["cases"], theirs, unheld.values()), complaints)
        serves_any = what != "skill" and bool((held.codes < 0).any())
        if unheld and not serves_any:
            _tell_unheld(data["cases"], what, theirs, unheld, list(supply.values()), complaints)


def _doubt_no_names(data: SheetData, what: str, column: str, alone: Iterable[str], complaints: Complaints) -> None:
    """An officer of the office ``N/A`` serves no other, and a case of it goes to nobody, where none was to be named."""
    strange = {name for name in alone if name.casefold() in NOTHING}
    why = "no case needs it" if data.sheet.name == "officers" else "no officer has it"
    for code, value in enumerate(data.columns[column].values if strange else ()):
        names = (value,) if isinstance(value, str) else value
        name = next((name for name in names if name in strange), None)
        if name is not None:
            complaints.findings.add(
                "no-name",
                place_of(data, column, code, name),
                f"looks like an answer and no {what}, and {why}",
                done="it is read as a name",
                todo="leave the cell empty where there is nothing to name",
            )


def doubt_marks(data: SheetData, ids: Sequence[str], complaints: Complaints) -> None:
    """A tick or an answer where an officer's id belongs is somebody who does not exist, and gets cases."""
    strange = [at for at, name in enumerate(ids) if name.casefold() in NO_OFFICER]
    is_usual = any(len(name) < LETTERS and name.isalpha() and name.casefold() not in NO_OFFICER for name in ids)
    for at in strange if not is_usual else ():
        complaints.findings.add(
            "no-name",
            Place(data.file, data.row(at), "officer_id", ids[at]),
            "looks like a tick or an answer and no officer",
            done="it is read as an officer, who may get cases",
            todo="write the officer's id, or delete the row",
        )


def _tell_serving_none(data: SheetData, what: str, column: str, idle: frozenset[str], complaints: Complaints) -> None:
    """Where every case names an office, an officer whose offices no case names is given nothing: `ditto`, a typo."""
    told = 0
    for code, value in enumerate(data.columns[column].values if idle else ()):
        strange = any(name.casefold() in NOTHING for name in value)
        if value and idle.issuperset(value) and not strange and told < NAMED:
            told += 1
            complaints.findings.add(
                "serves-nowhere",
                place_of(data, column, code, value[0]),
                f"no case is of the {what} “{shown(value[0])}”" + (" or the others named here" if value[1:] else ""),
                done="whoever serves no other can hold no case",
                todo=f"write the {what} as the cases do, or leave the cell empty for any",
            )


def _names_of(column: Coded[str] | Coded[tuple[str, ...]]) -> dict[str, str]:
    """Every single name of a column, as it is first written, by its name in small letters."""
    names: dict[str, str] = {}
    for value in column.values:
        for name in (value,) if isinstance(value, str) else value:
            names.setdefault(name.casefold(), name)
    return names


def _tell_unheld(
    data: SheetData, what: str, column: str, unheld: Mapping[str, str], known: list[str], complaints: Complaints
) -> None:
    read = data.columns[column]
    counts: Ints = np.bincount(read.numbers[read.numbers >= 0], minlength=len(read.values))
    cases: dict[str, int] = dict.fromkeys(unheld, 0)
    first: dict[str, int] = {}
    for code, value in enumerate(read.values):
        for name in (value,) if isinstance(value, str) else value:
            if name.casefold() in cases:
                cases[name.casefold()] += int(counts[code])
                first.setdefault(name.casefold(), code)
    for key, count in sorted(cases.items(), key=lambda item: -item[1])[:NAMED]:
        name = unheld[key]
        complaints.findings.add(
            "nobody-has" if _is_many(count, len(data)) else "unheld-name",
            place_of(data, column, first[key], name),
            f"no officer has the {what} “{shown(name)}”, which {_of(count, len(data))} need{'s' * (count == 1)}"
            f"{did_you_mean(name, known)}",
            done="nobody may hold them" if count > 1 else "nobody may hold it",
            todo=f"give the {what} to the officers who have it, or take it out of the cases that do not need it",
        )


def _rare(data: SheetData, column: str, names: Iterable[str]) -> list[str]:
    """Those of the names that so few cases need that it is only a note that nobody has them."""
    read = data.columns[column]
    counts: Ints = np.bincount(read.numbers[read.numbers >= 0], minlength=len(read.values))
    needed: dict[str, int] = dict.fromkeys(map(str.casefold, names), 0)
    for code, value in enumerate(read.values if needed else ()):
        for name in (value,) if isinstance(value, str) else value:
            if name.casefold() in needed:
                needed[name.casefold()] += int(counts[code])
    rare = {name for name, count in needed.items() if not _is_many(count, len(data))}
    return [name for name in names if name.casefold() in rare]


def _is_many(count: int, whole: int) -> bool:
    return count > 1 and count > MANY * whole


def _of(count: int, whole: int) -> str:
    return f"{count:,} of {whole:,} cases" if whole > 1 else "1 case"


def doubt_current_officers(data: SheetData, officers: OfficerRows, complaints: Complaints) -> None:
    """Who is not in the sheet officers has left; one who looks like somebody there probably has not."""
    read = data.columns["current_officer"]
    known = set(officers.ids)
    absent = [(code, name) for code, name in enumerate(read.values) if name not in known]
    if not absent:
        return
    ids = Ids(officers.ids)
    doubted = doubt_names(data, "current_officer", [name for _, name in absent[:NAMED]], officers.ids, complaints)
    for code, name in absent[:NAMED]:
        hint = ids.did_you_mean(name)
        if name in doubted:
            continue
        if hint:
            complaints.findings.add(
                "similar-spelling",
                place_of(data, "current_officer", code, name),
                f"is not in the sheet officers{hint}",
                done="that officer counts as having left, and the case as without one",
                todo="write the id as it stands in the sheet officers, if that one is meant",
            )
            continue
        complaints.findings.add(
            "officer-has-left",
            place_of(data, "current_officer", code, name),
            "is not in the sheet officers",
            done="that officer counts as having left",
        )
    _doubt_holders(data, absent, complaints)


def _doubt_holders(data: SheetData, absent: list[tuple[int, str]], complaints: Complaints) -> None:
    """Where most cases are with somebody who is not there, the column holds something else than ids."""
    numbers = data.columns["current_officer"].numbers
    held = int((numbers >= 0).sum())
    gone = int(np.isin(numbers, [code for code, _ in absent]).sum())
    if held >= FEWEST_HELD and 2 * gone > held:
        complaints.findings.add(
            "most-have-left",
            Place(data.file, None, "current_officer", absent[0][1]),
            f"{gone:,} of {held:,} cases are with somebody who is not in the sheet officers",
            done="all of them count as having left",
            todo="write the ids of the sheet officers here",
        )


def doubt_types(flow: SheetData, rows: FlowRows, known: Iterable[str], complaints: Complaints) -> None:
    """A misspelled type in ``flow`` would forecast nothing."""
    names = {name.casefold(): name for name in known}
    for code, name in enumerate(rows.case_type.values[:NAMED]):
        if name.casefold() not in names:
            complaints.findings.add(
                "unknown-type",
                place_of(flow, "case_type", code, name),
                f"the type “{shown(name)}” of the sheet flow is in no other sheet{did_you_mean(name, names.values())}",
                done="nothing is forecast for it",
            )


def doubt_spellings(
    data: Mapping[str, SheetData], officers: OfficerRows, cases: CaseRows, complaints: Complaints
) -> None:
    """Two ids of one sheet, or two families or types, that differ only by what is easily overlooked."""
    doubt_ids(data["officers"], "officer_id", officers.ids, complaints)
    doubt_ids(data["cases"], "case_id", cases.ids, complaints)
    for column in ("keep_together", "current_officer"):
        doubt_ids(data["cases"], column, data["cases"].columns[column].values, complaints)
    weights, types = _names_of(data["weights"].coded("case_type")), _names_of(cases.case_type)
    if weights:
        idle = [name for key, name in weights.items() if key not in types]
        both = [name for key, name in types.items() if key in weights]
        doubt_names(data["weights"], "case_type", idle, both, complaints)
        strange = [name for key, name in types.items() if key not in weights]
        doubt_names(data["cases"], "case_type", strange, weights.values(), complaints)
