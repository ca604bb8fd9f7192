"""Clean rosters, and ways in which people and programs damage them: what becomes of each.

``python -m tests.app.intake.damage 2000`` (``make damage``) damages so many rosters and fails where one is misread
without a word. ``tests/app/intake/test_damage.py`` does it with some of each way.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import openpyxl

from app.intake.admission import findings_of
from app.intake.errors import RosterRefused
from app.intake.findings import Finding, Severity
from app.intake.formats.workbook_parts import look_at
from app.intake.formats.workbook_source import read_in_child
from app.intake.options import read_plan_options
from app.intake.read import WORKBOOK, read_document, read_json, read_parts
from app.intake.roster import Roster

Table = list[list[Any]]
Sheets = dict[str, Table]
TEXTUAL = ("csv", "json", "semicolon", "xlsx")
CSV = ("csv", "semicolon")
XLSX = ("xlsx",)
OFFICES, SKILLS, TYPES = ("North", "South", "Harbour"), ("Spanish", "Creole", "Juvenile", "Mediation"), ("A", "B", "C")
NAMES = ("Müller", "Okafor", "García", "Nguyen", "Novák", "Silva", "Haddad", "Lindqvist", "Petrov", "Ivers", "Tanaka")


def clean(seed: int) -> Sheets:
    """A roster as a careful office keeps it: everything of it is meant."""
    rng = random.Random(seed)
    ids = [f"D-{at:02d}" for at in range(1, rng.randint(7, 14))]
    if seed % 2:
        ids = rng.sample(NAMES, rng.randint(7, len(NAMES)))
    officers: Table = [["officer_id", "available_hours", "offices", "skills"]]
    for at, name in enumerate(ids):
        hours = rng.choice([80, 100, 120, 140.5, 151.25, 160])
        skills = ";".join(rng.sample(SKILLS, rng.randint(1, 2))) if at >= len(SKILLS) else SKILLS[at]
        offices = ";".join(rng.sample(OFFICES, 2)) if at >= len(OFFICES) else OFFICES[at]
        officers.append([name, hours, offices, skills])
    names = "case_id case_type weight_hours office required_skills priority current_officer excluded_officers"
    cases: Table = [[*names.split(), "keep_together", "opened"]]
    for at in range(rng.randint(30, 60)):
        holder = rng.choice([*ids, None])
        others = [name for name in ids if name != holder]
        cases.append(
            [
                f"2026-{at:05d}",
                TYPES[at % 3],
                rng.choice([None, None, 1.5, 2, 0.25]),
                rng.choice(OFFICES),
                rng.choice([None, None, rng.choice(SKILLS), ";".join(rng.sample(SKILLS, 2))]),
                rng.choice([None, 1, 3, 5]),
                holder,
                rng.choice([None, None, None, rng.choice(others), ";".join(rng.sample(others, 2))]),
                f"F-{at // 2}" if at % 5 < 2 else None,
                f"2026-{rng.randint(1, 9):02d}-{rng.randint(10, 28)}",
            ]
        )
    weights: Table = [["case_type", "weight_hours"], ["A", 1.5], ["B", 2], ["C", 0.75]]
    return {"officers": officers, "cases": cases, "weights": weights}


def documented(sheets: Sheets) -> dict[str, list[dict[str, Any]]]:
    """Sheets as lists of objects."""
    return {name: [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] for name, rows in sheets.items()}


def text_of(cell: Any, *, comma: bool) -> str:
    """A cell as a file of text has it."""
    text = "" if cell is None else str(cell)
    return text.replace(".", ",") if comma and isinstance(cell, float) else text


def csv_of(rows: Table, delimiter: str) -> bytes:
    """A sheet as CSV, with decimal commas where it is separated by semicolons."""
    stream = io.StringIO(newline="")
    lines = [[text_of(cell, comma=delimiter == ";") for cell in row] for row in rows]
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return stream.getvalue().encode()


def workbook_of(sheets: Sheets, change: Callable[[Any], None] | None = None) -> bytes:
    """Sheets as a workbook, changed before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    if change is not None:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@dataclass
class Damaged:
    """A roster that was damaged: sheets, and what is done to the files made of them."""

    sheets: Sheets
    rng: random.Random
    kind: str
    in_book: Callable[[Any], None] | None = None
    in_bytes: Callable[[dict[str, bytes]], dict[str, bytes]] | None = None

    def read(self) -> Roster:
        """Read it in its kind of file."""
        if self.kind == "xlsx":  # as the limited child reads it, without one for each
            data = workbook_of(self.sheets, self.in_book)
            return read_in_child(None, data, WORKBOOK, look_at(io.BytesIO(data), WORKBOOK))
        if self.kind == "json":
            return read_json(json.dumps(documented(self.sheets), ensure_ascii=False).encode())
        parts = {name: csv_of(rows, ";" if self.kind == "semicolon" else ",") for name, rows in self.sheets.items()}
        return read_parts(self.in_bytes(parts) if self.in_bytes else parts)

    def at(self, sheet: str, column: str) -> int:
        """Position of a column."""
        return self.sheets[sheet][0].index(column)

    def row(self, sheet: str) -> int:
        """Any row, from 1."""
        return self.rng.randrange(1, len(self.sheets[sheet]))

    def put(self, sheet: str, column: str, value: Any, row: int | None = None) -> None:
        """Put a value into a cell."""
        self.sheets[sheet][self.row(sheet) if row is None else row][self.at(sheet, column)] = value

    def put_many(self, sheet: str, column: str, value: Any, share: float) -> None:
        """Put a value into a share of the cells of a column, at least two."""
        rows = range(1, len(self.sheets[sheet]))
        for row in self.rng.sample(rows, max(2, round(share * len(rows)))):
            self.put(sheet, column, value, row)

    def rename(self, sheet: str, column: str, name: str) -> None:
        """Call a column otherwise."""
        self.sheets[sheet][0][self.at(sheet, column)] = name

    def swap(self, sheet: str, column: str, old: Any, change: Callable[[str], str]) -> None:
        """Change a value wherever it stands in a column, and put it there once if it does not."""
        at = self.at(sheet, column)
        rows = [row for row in self.sheets[sheet][1:] if row[at] == old]
        for row in rows or [self.sheets[sheet][-1]]:
            row[at] = change(old)

    def officer(self, number: int = 1) -> str:
        """The id of an officer."""
        return str(self.sheets["officers"][number][0])

    def several(self, separator: str) -> str:
        """The ids of two officers, who do not hold the first case."""
        holder = self.sheets["cases"][1][self.at("cases", "current_officer")]
        return separator.join([row[0] for row in self.sheets["officers"][1:] if row[0] != holder][:2])


@dataclass(frozen=True)
class Way:
    """One way to damage a roster.

    Attributes
    ----------
    name : str
        What happens, for people.
    outcome : str
        ``read``: it is read as meant. Otherwise the code of what is found.
    place : str
        Sheet, and column where there is one, that the finding must name: ``cases.office``.
    kinds : tuple of str
        Kinds of files in which it can happen.
    """

    name: str
    outcome: str
    place: str
    kinds: tuple[str, ...]
    do: Callable[[Damaged], None]


WAYS: list[Way] = []


def way(name: str, outcome: str, place: str = "", kinds: tuple[str, ...] = TEXTUAL) -> Callable[[Any], Any]:
    """Put a function among the ways."""

    def register(do: Callable[[Damaged], None]) -> Callable[[Damaged], None]:
        WAYS.append(Way(name, outcome, place, kinds, do))
        return do

    return register


def put_way(name: str, outcome: str, place: str, value: Any, kinds: tuple[str, ...] = TEXTUAL) -> None:
    """A way that puts one value into one cell."""
    sheet, _, column = place.partition(".")
    WAYS.append(Way(name, outcome, place, kinds, lambda it: it.put(sheet, column, value)))


def many_way(name: str, outcome: str, place: str, value: Any, share: float) -> None:
    """A way that puts one value into many cells."""
    sheet, _, column = place.partition(".")
    WAYS.append(Way(name, outcome, place, TEXTUAL, lambda it: it.put_many(sheet, column, value, share)))


put_way("`#N/A` in a column of names", "error-value", "cases.office", "#N/A")
put_way("`#REF!` as a family", "error-value", "cases.keep_together", "#REF!")
put_way("`#REF` without its mark, where offices stand", "error-value", "officers.offices", "#REF")
put_way("`#NV` in a column of hours", "error-value", "officers.available_hours", "#NV")
put_way("`#DIV/0!` in a column of weights", "error-value", "weights.weight_hours", "#DIV/0!")
put_way(
    "a formula as text", "formula-without-result", "officers.available_hours", "=8*10", ("csv", "json", "semicolon")
)
put_way("a formula as text, where a name stands", "formula-without-result", "cases.excluded_officers", '=A2&"x"', CSV)
put_way("a formula that was never calculated", "formula-without-result", "cases.weight_hours", "=1+1", XLSX)
put_way(
    "the same, where a conflict of interest stands", "formula-without-result", "cases.excluded_officers", "=A2", XLSX
)
put_way("an id of 19 digits as a number", "long-number", "cases.case_id", 1234567890123456789, XLSX)
put_way("an id in scientific notation", "long-number", "cases.case_id", "1.23457E+18", ("csv", "semicolon", "json"))
put_way("a conflict of interest with nobody", "unknown-conflict", "cases.excluded_officers", "Q-99")
put_way("a clock time where hours stand", "bad-value", "officers.available_hours", "7:30")
put_way("negative hours", "bad-value", "officers.available_hours", -8)
put_way("a word where hours stand", "bad-value", "officers.available_hours", "full time")
put_way("a thousands separator", "bad-value", "officers.available_hours", "1,160.5")
put_way("a decimal comma in a file with commas", "bad-value", "cases.weight_hours", "1,5", ("csv", "xlsx", "json"))
put_way("a date with two readings", "ambiguous-date", "cases.opened", "03/04/2026")
put_way("a date that never was", "bad-value", "cases.opened", "2026-02-30")
put_way("a word where the priority stands", "bad-value", "cases.priority", "High")
put_way("hours of a year in a month", "too-many-hours", "officers.available_hours", 1776.5)
put_way("`N/A` as an officer's office", "no-name", "officers.offices", "N/A")
put_way("`none` as an officer's skill", "no-name", "officers.skills", "none")
many_way("`N/A` as a family", "no-family", "cases.keep_together", "N/A", 0.2)
many_way("`no` as a family", "no-family", "cases.keep_together", "no", 0.2)
many_way("`0` as a family", "no-family", "cases.keep_together", 0, 0.2)
many_way("a family of a third of the cases", "large-family", "cases.keep_together", "F-0", 0.4)
many_way("`English` among the skills", "nobody-has", "cases.required_skills", "English", 0.4)
many_way("an office that nobody serves", "nobody-has", "cases.office", "Westend", 0.3)
many_way("a holder who is in no sheet", "most-have-left", "cases.current_officer", "Supervisor Queue", 0.9)


@way("headers with spaces, hyphens and capitals", "read")
def _(it: Damaged) -> None:
    for rows in it.sheets.values():
        rows[0] = [
            it.rng.choice([name.replace("_", " ").title(), name.replace("_", "-"), name.upper()]) for name in rows[0]
        ]


@way("a type without a weight", "missing-weight", "cases.case_type")
def _(it: Damaged) -> None:
    it.put("cases", "case_type", "Z", 3)
    it.put("cases", "weight_hours", None, 3)


@way("columns in another order", "read")
def _(it: Damaged) -> None:
    for name, rows in it.sheets.items():
        order = it.rng.sample(range(len(rows[0])), len(rows[0]))
        it.sheets[name] = [[row[at] for at in order] for row in rows]


@way("a column that is none of the sheet", "read")
def _(it: Damaged) -> None:
    at = it.rng.randrange(0, 5)
    it.sheets["cases"] = [
        [*row[:at], "County" if not number else "x", *row[at:]] for number, row in enumerate(it.sheets["cases"])
    ]


@way("empty rows, and rows of nothing but spaces", "read")
def _(it: Damaged) -> None:
    for rows in it.sheets.values():
        for _ in range(3):
            rows.insert(
                it.rng.randrange(1, len(rows) + 1), [it.rng.choice([None, " ", "\u00a0", "   "]) for _ in rows[0]]
            )


@way("spaces around names and numbers", "read")
def _(it: Damaged) -> None:
    for rows in it.sheets.values():
        for row in rows[1:]:
            row[:] = [f" {cell} " if isinstance(cell, str) else cell for cell in row]


@way("a byte order mark", "read", kinds=CSV)
def _(it: Damaged) -> None:
    it.in_bytes = lambda parts: {name: b"\xef\xbb\xbf" + content for name, content in parts.items()}


@way("decomposed letters in one sheet, composed ones in another", "read")
def _(it: Damaged) -> None:
    at = it.at("cases", "current_officer")
    for row in it.sheets["cases"][1:]:
        row[at] = row[at] and unicodedata.normalize("NFD", row[at])


@way("lists with commas", "read", kinds=("csv", "json", "xlsx"))
def _(it: Damaged) -> None:
    for sheet, column in (("cases", "required_skills"), ("cases", "excluded_officers"), ("officers", "skills")):
        at = it.at(sheet, column)
        for row in it.sheets[sheet][1:]:
            row[at] = row[at] and row[at].replace(";", it.rng.choice([", ", ",", " / ", "|"]))


@way("lists with line breaks", "read")
def _(it: Damaged) -> None:
    for sheet, column in (("cases", "required_skills"), ("cases", "excluded_officers"), ("officers", "offices")):
        at = it.at(sheet, column)
        for row in it.sheets[sheet][1:]:
            row[at] = row[at] and row[at].replace(";", "\n")


@way("lists with `and`, `&`, `+` or a dash", "read", kinds=("csv", "json", "xlsx"))
def _(it: Damaged) -> None:
    for sheet, column in (("cases", "required_skills"), ("cases", "excluded_officers"), ("officers", "offices")):
        at = it.at(sheet, column)
        for row in it.sheets[sheet][1:]:
            row[at] = row[at] and row[at].replace(";", it.rng.choice([" and ", " & ", "+", " - ", " und ", " · "]))


@way("a title of sums with a year, or of a pivot table", "total-row", "officers.officer_id")
def _(it: Damaged) -> None:
    it.sheets["officers"].append([it.rng.choice(["Total 2026", "Gesamtergebnis", "∑", "Ukupno"]), 77, None, None])


@way("a row of totals among the officers", "total-row", "officers.officer_id")
def _(it: Damaged) -> None:
    rows = it.sheets["officers"]
    rows.append(
        [it.rng.choice(["Total", "Summe", "TOTAL:", "Totale"]), sum(row[1] for row in rows[1:]) % 500, None, None]
    )


@way("a row that is the sum of the officers", "total-row", "officers.officer_id")
def _(it: Damaged) -> None:
    rows = it.sheets["officers"]
    rows.append(["Everybody", min(sum(row[1] for row in rows[1:]), 99_999), None, None])


@way("a row of totals among the cases", "total-row", "cases.case_id")
def _(it: Damaged) -> None:
    row: list[Any] = [None] * len(it.sheets["cases"][0])
    row[0], row[2] = it.rng.choice(["Total", "Suma", "Gesamt", "Somme", "Grand Total"]), 65
    it.sheets["cases"].append(row)


@way("merged cells", "merged-cells", "officers", XLSX)
def _(it: Damaged) -> None:
    row = it.rng.randrange(2, len(it.sheets["officers"]))
    column = it.rng.choice("BCD")
    it.in_book = lambda book: book["officers"].merge_cells(f"{column}{row}:{column}{row + 1}")


@way("rows that a filter hides", "hidden-rows", "cases", XLSX)
def _(it: Damaged) -> None:
    row = it.row("cases") + 1

    def hide(book: Any) -> None:
        book["cases"].row_dimensions[row].hidden = True

    it.in_book = hide


@way("an id twice", "repeated-id", "cases.case_id")
def _(it: Damaged) -> None:
    it.put("cases", "case_id", it.sheets["cases"][1][0], len(it.sheets["cases"]) - 1)


@way("an officer's id once more in capitals or small letters", "similar-spelling", "officers.officer_id")
def _(it: Damaged) -> None:
    name = it.officer()
    it.sheets["officers"].append([name.swapcase(), 100, "North", "Spanish"])


@way("a holder in small letters", "similar-spelling", "cases.current_officer")
def _(it: Damaged) -> None:
    it.put("cases", "current_officer", it.officer().lower())


@way("an office with a letter too many", "similar-spelling", "cases.office")
def _(it: Damaged) -> None:
    it.put("cases", "office", "Harrbour")


@way("a skill of an officer with two letters swapped", "similar-spelling", "officers.skills")
def _(it: Damaged) -> None:
    it.put("officers", "skills", "Spainsh")


@way("two holders in one cell", "several-in-one", "cases.current_officer")
def _(it: Damaged) -> None:
    it.put("cases", "current_officer", f"{it.officer(1)}, {it.officer(2)}")


@way("a list of skills of which one is unknown", "partly-known-list", "cases.required_skills")
def _(it: Damaged) -> None:
    it.put("cases", "required_skills", "Spanish, Klingon")


@way("a list of officers of whom one is unknown", "unknown-conflict", "cases.excluded_officers")
def _(it: Damaged) -> None:
    it.put("cases", "excluded_officers", f"{it.officer()}, Q-99")


@way("`excluded_oficers` as a header", "similar-column", "cases")
def _(it: Damaged) -> None:
    it.rename("cases", "excluded_officers", "excluded_oficers")


@way("headers as offices call them: `Assigned to`, `Type`, `Officer`, `Hours`", "read")
def _(it: Damaged) -> None:
    it.rename("cases", "current_officer", it.rng.choice(["Assigned to", "Caseworker", "Sachbearbeiter"]))
    it.rename("cases", "case_type", it.rng.choice(["Type", "Fallart", "Offense"]))
    it.rename("cases", "excluded_officers", "Excluded officer")
    it.rename("officers", "officer_id", it.rng.choice(["Officer", "Employee ID", "Name"]))
    it.rename("officers", "available_hours", it.rng.choice(["Hours", "Monthly hours", "Stunden"]))


@way("hours of a week in place of hours", "missing-column", "officers.available_hours")
def _(it: Damaged) -> None:
    it.rename("officers", "available_hours", it.rng.choice(["Hours per week", "Annual hours", "Wochenstunden"]))


@way("a formula without its sign of equality, as `@SUM(A1:A5)`", "formula-without-result", "cases.current_officer")
def _(it: Damaged) -> None:
    it.put("cases", "current_officer", it.rng.choice(["@SUM(A1:A5)", "+A1+B1", "@IF(A1>0,1,0)"]))


@way("a holder with two full stops too many", "similar-spelling", "cases.current_officer")
def _(it: Damaged) -> None:
    it.put("cases", "current_officer", f"{it.officer()}..")


@way("a header that says nothing", "missing-column", "officers.officer_id")
def _(it: Damaged) -> None:
    it.rename("officers", "officer_id", "Field 1")


@way("no column of hours", "missing-column", "officers.available_hours")
def _(it: Damaged) -> None:
    it.rename("officers", "available_hours", "Time")


@way("a column twice", "bad-value", "cases", ("csv", "semicolon", "xlsx"))
def _(it: Damaged) -> None:
    it.sheets["cases"] = [[*row, "Office" if not number else None] for number, row in enumerate(it.sheets["cases"])]


@way("a sheet called `Case list`", "missing-sheet", "", XLSX)
def _(it: Damaged) -> None:
    it.sheets = {("Case list" if name == "cases" else name): rows for name, rows in it.sheets.items()}


@way("a sheet called `Cost`", "similar-sheet", "Cost", XLSX)
def _(it: Damaged) -> None:
    it.sheets["Cost"] = [["case_id", "officer_id", "cost"], [it.sheets["cases"][1][0], it.officer(), 5]]


@way("1.776 beside decimal commas", "bad-value", "officers.available_hours", ("semicolon",))
def _(it: Damaged) -> None:
    it.put("officers", "available_hours", "1.776", 1)
    it.put("officers", "available_hours", "99,5", 2)


@way("1.776 where another file has decimal commas", "mixed-decimals", "cases.weight_hours", ("semicolon",))
def _(it: Damaged) -> None:
    at = it.at("cases", "weight_hours")
    for row in it.sheets["cases"][1:]:
        row[at] = row[at] and int(row[at] + 1)
    it.put("cases", "weight_hours", "1.776")


@way("a row with a value too many", "bad-value", "cases", CSV)
def _(it: Damaged) -> None:
    it.sheets["cases"][it.row("cases")].append("beyond")


@way("cp1252 in place of UTF-8", "bad-value", "officers", CSV)
def _(it: Damaged) -> None:
    it.put("officers", "skills", "Français")
    it.in_bytes = lambda parts: {name: content.decode().encode("cp1252", "replace") for name, content in parts.items()}


@way("UTF-16", "bad-value", "officers", CSV)
def _(it: Damaged) -> None:
    it.in_bytes = lambda parts: {name: content.decode().encode("utf-16") for name, content in parts.items()}


@dataclass(frozen=True)
class Result:
    """What became of one damaged roster. ``fault`` is empty where nothing was misread without a word."""

    way: Way
    seed: int
    kind: str
    fault: str


@cache
def meant(seed: int) -> str:
    """The hash of a clean roster."""
    return read_document(documented(clean(seed))).sha256


def damaged(way: Way, seed: int, kind: str) -> Result:
    """Damage a roster and read it."""
    it = Damaged(clean(seed), random.Random(seed * 1_000 + len(way.name)), kind)
    way.do(it)
    try:
        roster = it.read()
    except RosterRefused as refusal:
        return Result(way, seed, kind, _fault_of(way, refusal.findings, is_refused=True))
    findings = findings_of(roster, read_plan_options({}))
    if way.outcome == "read":
        asked = [found.code for found in findings if found.severity is Severity.CONFIRM]
        fault = f"false alarm: {asked}" if asked else "" if roster.sha256 == meant(seed) else "misread without a word"
        return Result(way, seed, kind, fault)
    return Result(way, seed, kind, _fault_of(way, findings, is_refused=False))


def _fault_of(way: Way, findings: tuple[Finding, ...], *, is_refused: bool) -> str:
    sheet, _, column = way.place.partition(".")
    asked = [found for found in findings if found.severity is not Severity.NOTE]
    mine = [found for found in asked if found.code == way.outcome]
    if way.outcome == "read" or (is_refused and not any(found.severity is Severity.STOP for found in mine)):
        return f"refused: {[found.code for found in asked]}"
    placed = [found for found in mine if found.file.startswith(sheet) and (not column or found.column == column)]
    return "" if placed else f"found {[(found.code, found.file, found.column) for found in asked]}"


def campaign(count: int) -> Iterator[Result]:
    """So many damaged rosters: every way in turn, in every kind of file, each time of another roster."""
    for number in range(count):
        way = WAYS[number % len(WAYS)]
        seed = number // len(WAYS)
        yield damaged(way, seed, way.kinds[seed % len(way.kinds)])


def false_alarms(seeds: range) -> list[str]:
    """What has to be accepted in clean rosters: nothing should."""
    options = read_plan_options({})
    return [
        f"seed {seed}: {found}"
        for seed in seeds
        for found in findings_of(read_document(documented(clean(seed))), options)
        if found.severity is not Severity.NOTE
    ]


def table() -> str:
    """The table of docs/findings.md."""
    kinds = {"csv": "CSV", "semicolon": "CSV with semicolons", "json": "JSON", "xlsx": "XLSX"}
    lines = ["| what happens to a roster | in | what becomes of it |", "|---|---|---|"]
    for each in WAYS:
        outcome = "read as meant" if each.outcome == "read" else f"`{each.outcome}`"
        where = "all" if len(each.kinds) == len(kinds) else ", ".join(kinds[kind] for kind in each.kinds)
        lines.append(f"| {each.name} | {where} | {outcome} |")
    return "\n".join(lines) + "\n"


def main(count: int) -> int:
    """Run a campaign, and say what came of it."""
    faults = [
        f"{each.way.name} ({each.kind}, seed {each.seed}): {each.fault}" for each in campaign(count) if each.fault
    ]
    alarms = false_alarms(range(count // 4))
    print("\n".join([*faults, *alarms]))
    outcomes = Counter("read as meant" if each.outcome == "read" else "found" for each in WAYS)
    what = f"{count:,} rosters damaged in {len(WAYS)} ways ({dict(outcomes)})"
    print(f"{what}: {len(faults)} misread, {len(alarms)} false alarms")
    return 1 if faults or alarms else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["table"]:
        print(table(), end="")
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))
