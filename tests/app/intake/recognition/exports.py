"""Exports as offices make them, for tests: a system in English with slashes in its dates, one in German with commas."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence

from app.intake.formats.raw_tables import RawTable, text_tables

PEOPLE = [f"{family}, {given}" for family in ("Smith", "Jones", "Lee", "Ortiz", "Nowak") for given in "ABCDE"]
ENGLISH = ("Case #", "Case Type", "Assigned To", "Open Date", "Risk Level", "Language", "County")
GERMAN = (
    "Aktenzeichen",
    "Fallart",
    "Sachbearbeiter/in",
    "Eröffnet am",
    "Risiko",
    "Sprache",
    "Landkreis",
    "Aufwand (Std.)",
)


def english(rows: int = 3_000) -> str:
    """A list of open cases below a title, with a queue among the holders and a row of totals at its end."""
    rng = random.Random(1)
    types = ("Burglary", "Felony", "Misdemeanor", "Foster Care", "Investigation")
    table: list[Sequence[str]] = [("Open cases as of 11/24/2026",), (), ENGLISH]
    for number in range(rows):
        date = f"{rng.randint(1, 12):02}/{rng.randint(1, 28):02}/{rng.choice((2025, 2026))}"
        holder = "Supervisor Queue" if rng.random() < 0.02 else rng.choice(PEOPLE)
        language = "Spanish" if rng.random() < 0.04 else "English"
        risk = rng.choice(("High", "Medium", "Low"))
        table.append(
            (f"24-{number:05}", rng.choice(types), holder, date, risk, language, rng.choice(("Kern", "Inyo", "Mono")))
        )
    table += [("Total", f"{rows:,} cases"), ("",) * len(ENGLISH)]
    return written(table)


def german(rows: int = 3_000) -> str:
    """The same from a German system: semicolons, decimal commas, dates with points."""
    rng = random.Random(2)
    table: list[Sequence[str]] = [GERMAN]
    for number in range(rows):
        date = f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.{rng.choice((2025, 2026))}"
        effort = f"{rng.choice((0.5, 0.75, 1.25, 1.5))}".replace(".", ",")
        holder = "nicht zugewiesen" if rng.random() < 0.02 else rng.choice(("Müller, Jörg", "Weiß, Anna", *PEOPLE))
        kind, risk = rng.choice(("Einbruch", "Betrug")), rng.choice(("hoch", "mittel", "gering"))
        table.append(
            (f"12 Js {number}/26", kind, holder, date, risk, "Deutsch", rng.choice(("Görlitz", "Bautzen")), effort)
        )
    table.append(("Gesamt", "", "", "", "", "", "", f"{rows}"))
    return written(table, ";")


def written(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def table(text: str, file: str = "export.csv") -> RawTable:
    """The only table of a text."""
    (found,) = text_tables(text.encode(), file)
    return found
