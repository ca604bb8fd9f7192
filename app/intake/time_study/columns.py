"""The tables of a time study, and what offices call their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from app.intake.recognition.assignment_problem import assignment
from app.intake.recognition.synonyms import likeness

OFFICER = (
    "officer id|officer|worker|caseworker|employee|staff|staff id|name|person|who|user|resource|org resource|attorney"
    "|mitarbeiter|sachbearbeiter|agent|funcionario|operatore|medewerker"
)
TYPE = "case type|type|category|kind|kind of case|case category|fallart|falltyp|type dossier|tipo caso|tipo|zaaktype"
CASE = "case id|case|case number|file number|matter number|case concept name|aktenzeichen|fallnummer"
DATE = "date|day|work date|entry date|datum|tag|fecha|data|jour"
WEEK = "week|week of|week starting|date|woche|kalenderwoche|semaine|semana|settimana"
ACTIVITY = "activity|concept name|task|what|activity code|work code|tatigkeit|activite|actividad|attivita|activiteit"
NAME_ADDS = 60
"""Score of a file that is called like the table."""


@dataclass(frozen=True, slots=True)
class StudyTable:
    """One table of a study.

    Attributes
    ----------
    name : str
    called : str
        What files of it are called, as ``a|b|c``.
    columns : dict of str to str
        Our name of each column to what offices call it.
    needed : tuple of tuples of str
        Of each, one must be there.
    """

    name: str
    called: str
    columns: dict[str, str]
    needed: tuple[tuple[str, ...], ...]


TIME = StudyTable(
    "time",
    "time|time study|diary|diaries|entries|timesheet|time log|zeiten|zeiterfassung",
    {
        "officer_id": OFFICER,
        "date": DATE,
        "minutes": "minutes|min|mins|duration minutes|duration|time spent|minuten|dauer|duree|duracion|durata|minutos",
        "hours": "hours|duration hours|hours spent|stunden|heures|horas|ore|uren",
        "case_type": TYPE,
        "case_id": CASE,
        "activity": ACTIVITY,
    },
    (("officer_id",), ("date",), ("minutes", "hours")),
)
COUNTS = StudyTable(
    "counts",
    "counts|caseload|caseloads|case counts|cases|bestand|fallzahlen",
    {
        "officer_id": OFFICER,
        "week": WEEK,
        "case_type": TYPE,
        "open": "open|open cases|active|active cases|pending|caseload|offen|offene falle|bestand|ouverts|abiertos",
        "new": "new|new cases|opened|arrivals|intake|filings|neu|zugange|nouveaux|nuevos",
        "closed": "closed|closed cases|closures|dispositions|abgange|erledigt|clos|cerrados",
        "group": "group|case group|gruppe|groupe|grupo",
    },
    (("case_type",), ("open", "new", "closed")),
)
PAID = StudyTable(
    "paid",
    "paid|paid hours|payroll|schedule|arbeitszeit",
    {
        "officer_id": OFFICER,
        "week": WEEK,
        "paid_hours": "paid hours|hours|scheduled hours|contract hours|hours paid|payroll hours|sollstunden",
    },
    (("officer_id",), ("paid_hours",)),
)
LOG = StudyTable(
    "log",
    "log|event log|events|eventlog|ereignisse",
    {
        "officer_id": OFFICER,
        "start": "start|start time|start timestamp|started|begin|began|time start|beginn|debut|inicio|inizio",
        "complete": "complete|complete time|complete timestamp|end|end time|end timestamp|completed|finished"
        "|time complete|time timestamp|ende|fin|fine",
        "case_type": TYPE,
        "case_id": CASE,
        "activity": ACTIVITY,
    },
    (("officer_id",), ("start",), ("complete",), ("case_id",), ("case_type",)),
)
PANEL = StudyTable(
    "panel",
    "panel|delphi|votes|should|multipliers",
    {
        "panellist": "panellist|panelist|panel member|expert|voter|rater|experte",
        "case_type": TYPE,
        "multiplier": "multiplier|factor|should|vote|adjustment|faktor|facteur",
        "round": "round|delphi round|runde|tour",
    },
    (("panellist",), ("case_type",), ("multiplier",)),
)
CASES = StudyTable(
    "cases",
    "cases|case file|case list|files|akten|fallliste|dossiers|casos",
    {
        "case_id": CASE,
        "case_type": TYPE,
        "date_opened": "opened|open date|date opened|opening date|opened on|filed|filing date|date filed|received"
        "|eroffnet|eingang|eingangsdatum|ouvert|date ouverture|apertura|fecha apertura",
        "date_closed": "closed|close date|date closed|closing date|closed on|disposed|disposition date|geschlossen"
        "|abschluss|erledigt am|ferme|date cloture|cierre|fecha cierre",
        "officer_id": OFFICER,
    },
    (("case_id",), ("case_type",), ("date_opened",)),
)
TABLES = (TIME, COUNTS, PAID, LOG, PANEL, CASES)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which table a file is, and where its columns are.

    Attributes
    ----------
    table : StudyTable
    at : dict of str to int
        Our name of each column that was recognised to its position.
    unread : tuple of str
        Names of all others.
    """

    table: StudyTable
    at: dict[str, int]
    unread: tuple[str, ...]


def recognise(file: str, header: Sequence[str], tables: Sequence[StudyTable] = TABLES) -> Recognised | None:
    """The table whose columns fit the header best; None where every one lacks a column that it needs.

    Each column is taken once, and the best whole wins, as for the export of a roster
    (:mod:`app.intake.recognition.matching`).
    """
    best: Recognised | None = None
    most = 0
    for table in tables:
        names = list(table.columns)
        scores = [[likeness(cell, table.columns[name]) for name in names] for cell in header]
        chosen = assignment(scores)
        at = {names[target]: place for place, target in enumerate(chosen) if target is not None}
        if any(not at.keys() & set(one_of) for one_of in table.needed):
            continue
        total = sum(scores[place][names.index(name)] for name, place in at.items())
        total += NAME_ADDS * (likeness(PurePath(file).stem, table.called) > 0)
        if total > most:
            unread = tuple(cell for place, cell in enumerate(header) if place not in at.values())
            best, most = Recognised(table, at, unread), total
    return best
