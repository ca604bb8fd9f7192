"""What the columns of an export mean: who the holders are, which skills are skills; and their cells as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.intake.columns.schema import BY_NAME
from app.intake.findings import Place
from app.intake.recognition.holders import Holders, holders_of, same_person
from app.intake.recognition.questions import Asked, Question
from app.intake.recognition.values.cell_values import is_nothing, parts_of, priorities_of
from app.intake.recognition.values.conversion import DROPPED, NUMBERS, Words, converted, known_values
from app.intake.recognition.values.dates import order_of
from app.intake.recognition.values.hours import Decimals, decimals_of
from app.intake.recognition.values.hours_in_doubt import doubt_points, settle_periods
from app.intake.recognition.values.skills import held_skills, skills_of
from app.intake.recognition.workbench import Work

LISTS = frozenset({"offices", "dockets", "skills", "required_skills", "excluded_officers"})
OF_CASES = {"offices": "office", "dockets": "docket", "skills": "required_skills"}
"""Columns of officers, and those of cases that name the same things."""
NAMES_OFFICERS = 0.9
"""Share of the holders that another column of the officers must hold to be the one by which cases name them."""


def read_holders(work: Work) -> Holders:
    """Who holds the cases, with officers called as the cases call them."""
    cases, officers = work.sheets["cases"], work.sheets.get("officers")
    counts = Counter(filter(None, cases.cells.get("current_officer", ())))
    if officers is not None:
        _name_officers_as_cases_do(work, counts)
    known = officers.cells["officer_id"] if officers is not None else ()
    holders = holders_of(counts, work.profile.holders, known)
    place = work.place("cases", "current_officer")
    for name, count in holders.nobody.items():
        work.findings.add(
            "nobody-holds",
            place._replace(value=name),
            f"holds {count:,} case{'s' * (count != 1)} and is taken for nobody",
            done="these cases are new ones",
            todo=f"if that is a person, say --holder-officer '{name}'",
            kind=name,
        )
    if holders.blank:
        message = f"{holders.blank:,} cases say that nobody holds them"
        work.findings.add("nobody-holds", place, message, done="these cases are new ones")
    for text, name in holders.respelled.items():
        message = f"is the same name as “{name}”, written differently"
        work.findings.add("respelled", place._replace(value=text), message, done="both are one officer", kind=text)
    return holders


def _name_officers_as_cases_do(work: Work, counts: Counter[str]) -> None:
    """Where cases name their officers by another column than the ids (their names, say), that one becomes the id."""
    officers = work.sheets["officers"]
    holders = {same_person(text) for text in counts if not is_nothing(text)}
    if not holders:
        return

    def share(cells: Sequence[str]) -> float:
        return len(holders & {same_person(text) for text in cells}) / len(holders)

    ids = officers.cells["officer_id"]
    if share(ids) >= NAMES_OFFICERS:
        return
    best = max(officers.others, key=lambda name: share(officers.others[name]), default=None)
    if best is None or share(officers.others[best]) < max(NAMES_OFFICERS, share(ids)):
        return
    work.findings.add(
        "officers-by-name",
        work.place("officers", "officer_id"),
        f"the cases name their officers by the column {best}",
        done="it was taken for the ids of the officers",
    )
    officers.cells["officer_id"], officers.others[best] = officers.others[best], ids
    officers.origin.names["officer_id"] = best


def settle_dates(work: Work) -> None:
    """Whether the day or the month comes first; asked where nothing tells."""
    cases = work.sheets["cases"]
    found = order_of(cases.cells.get("opened", ()), work.profile.dates)
    if found.contradicts:
        file, _ = cases.origin.places[0]
        work.complaints.add(
            file,
            "some dates have the day first and others the month; make them one form, or leave the column unread: "
            f"--column '{cases.origin.names['opened']}='",
            column=cases.origin.names["opened"],
        )
        work.leave_unread("cases", "opened", "its dates contradict each other")
    elif found.is_needed and found.order is None:
        name = cases.origin.names["opened"]
        text = f"In the column {name}, does 03/04/2026 mean the 3rd of April (day-first) or March 4th (month-first)?"
        work.questions.append(Question(Asked.DATES, text, "--dates day-first, or --dates month-first"))
        work.leave_unread("cases", "opened", "its dates have two readings")
    elif found.order is not None and found.is_needed:
        work.profile = replace(work.profile, dates=found.order)


def _words(work: Work, name: str, holders: Holders) -> Words:
    sheet = work.sheets[name]
    words = {**priorities_of(dict.fromkeys(sheet.cells.get("priority", ()))), **work.profile.priority}
    known = {column: _known(work, name, column) for column in sheet.cells if column in LISTS}
    if name == "cases" and "excluded_officers" in sheet.cells:
        every = [*work.sheets["officers"].cells["officer_id"]] if "officers" in work.sheets else []
        known["excluded_officers"] = known_values(
            sheet.cells["excluded_officers"], [*holders.officers, *every]
        ) | frozenset(map(str.casefold, [*holders.officers, *every]))
    officer_of = dict(holders.officer_of)
    if "officers" in work.sheets:
        officer_of |= {each: officer_of.get(each, each) for each in work.sheets["officers"].cells["officer_id"]}
    return Words(_decimals(work, name), work.profile.dates, words, officer_of, {}, known, sheet.is_typed)


def _known(work: Work, name: str, column: str) -> frozenset[str]:
    """What stands alone in a column, or in the one of the cases that names the same things."""
    theirs = work.sheets["cases"].cells.get(OF_CASES.get(column, ""), ())
    return known_values([*work.sheets[name].cells[column], *theirs])


def _decimals(work: Work, name: str) -> Decimals:
    """How a sheet writes decimals; where its own numbers do not show it, those of the other sheets do."""

    def shown(sheets: Iterable[str]) -> Decimals:
        return decimals_of(
            text
            for sheet in sheets
            for column in BY_NAME[sheet].columns
            if column.kind in NUMBERS
            for text in work.sheets[sheet].cells.get(column.name, ())
        )

    own = shown([name])
    return own if own.comma or own.point else shown(work.sheets)


def convert(work: Work, holders: Holders) -> None:
    """Every sheet as a list of rows."""
    for name, sheet in work.sheets.items():
        words = _words(work, name, holders)
        if name == "cases":
            words = _with_skills(work, words)
            _leave_unknown_offices_unread(work)
            if "priority" in sheet.cells and words.priority:
                work.profile = replace(work.profile, priority=dict(words.priority))
        columns = {
            column.name: converted(column, sheet.cells[column.name], words, sheet.origin, work.complaints)
            for column in BY_NAME[name].columns
            if column.name in sheet.cells
        }
        doubt_points(work, name, words.decimals)
        settle_periods(work, name, columns)
        if name == "weights":
            _leave_out_weightless(work, columns)
        names = tuple(columns)
        work.document[name] = [
            {key: value for key, value in zip(names, row, strict=True) if value is not None}
            for row in zip(*columns.values(), strict=True)
        ]


def _leave_out_weightless(work: Work, columns: dict[str, Sequence[Any]]) -> None:
    """Leave out types without hours; they are asked for where cases have them."""
    sheet = work.sheets["weights"]
    texts = sheet.cells["weight_hours"]
    without = {at for at, text in enumerate(texts) if is_nothing(text) and text != "0"}
    for at in sorted(without):
        file, row = sheet.origin.places[at]
        kind = "a type without hours"
        work.findings.add("left-out-row", Place(file, row), f"left out: {kind}", kind=kind)
    for column, values in columns.items():
        columns[column] = [value for at, value in enumerate(values) if at not in without]
    sheet.leave_out(without)


def _with_skills(work: Work, words: Words) -> Words:
    """What the column of skills means; without officers of whom skills are known it is left unread."""
    cases, officers = work.sheets["cases"], work.sheets.get("officers")
    cells = cases.cells.get("required_skills")
    if cells is None:
        return words
    place = work.place("cases", "required_skills")
    name = cases.origin.names["required_skills"]
    held = held_skills(officers.cells.get("skills", ()) if officers else (), known_values(cells))
    if not held:
        work.leave_unread("cases", "required_skills", "it is not known which officers have these skills")
        work.findings.add(
            "skills-unread",
            place,
            "it is not known which officers have these skills or speak these languages",
            done="the column was left unread, so everybody may take every case",
            todo="give a table of officers with a column “skills” beside the export, and import both",
        )
        return words
    found = skills_of(name, cells, held, work.profile.skills)
    for value, count in found.ordinary.items():
        message = f"{count:,} of {len(cells):,} cases have this value, so it is what is usual"
        work.findings.add(
            "ordinary-skill",
            place._replace(value=value),
            message,
            done="it was taken for no skill",
            todo=f"if it is one, say --skill '{value}={value}'",
            kind=value,
        )
    for value, count in found.unheld.items():
        work.findings.add(
            "unheld-language",
            place._replace(value=value),
            f"{count:,} case{'s' * (count != 1)} have this language, and no officer is known to speak it",
            done="it was left out, so everybody may take them",
            todo="add it to the skills of the officers who speak it",
            kind=value,
        )
    work.profile = replace(work.profile, skills={**work.profile.skills, **dict.fromkeys(found.ordinary, DROPPED)})
    known = {**words.known, "required_skills": known_values(cells, held)}
    return replace(words, skill_of=found.skill_of, known=known)


def _leave_unknown_offices_unread(work: Work) -> None:
    """A column called like an office whose values no officer serves would take every case from everybody."""
    cases, officers = work.sheets["cases"], work.sheets.get("officers")
    for one, several in (("office", "offices"), ("docket", "dockets")):
        if officers is None or one not in cases.cells or several not in officers.cells:
            continue
        served = officers.cells[several]
        known = known_values(served)
        names = {part.casefold() for text in set(served) for part in parts_of(text, known)}
        if names and not any(text.casefold() in names for text in set(cases.cells[one]) if text):
            work.findings.add(
                "unread-column",
                work.place("cases", one),
                f"none of its values is among the {several} of the officers",
                done="the column was not read",
            )
            work.leave_unread("cases", one, f"none of its values is among the {several} of the officers")
