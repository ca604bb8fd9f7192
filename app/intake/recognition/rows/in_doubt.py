"""Rows of an export that are probably not meant as they stand: closed cases, and values that only head a group."""

from __future__ import annotations

from app.intake.doubts.groups import GROUPED, filled_down, is_grouped
from app.intake.findings import Place
from app.intake.recognition.synonyms import folded, likeness
from app.intake.recognition.values.cell_values import is_nothing
from app.intake.recognition.values.dates import SERIAL, is_date
from app.intake.recognition.workbench import Work

STATUS = (
    "status|case status|state|case state|stage|disposition|status case|fallstatus|stand|bearbeitungsstand|statut"
    "|statut dossier|etat|estado|estado caso|stato|stato pratica|situacao|situatie"
)
CLOSING = (
    "closed|closed date|date closed|close date|closing date|closed on|closed at|end date|date ended|disposition date"
    "|resolved|resolved at|abgeschlossen|abgeschlossen am|abschlussdatum|geschlossen am|erledigt am|cloture le"
    "|date cloture|ferme le|fecha cierre|data chiusura|chiuso il|data encerramento|afgesloten op"
)
_CLOSED = (
    "closed close resolved completed complete done inactive terminated dismissed disposed archived cancelled canceled "
    "withdrawn expired discharged geschlossen abgeschlossen erledigt beendet eingestellt ferme fermee clos close "
    "cloture cloturee termine terminee cerrado cerrada archivado archivada terminado chiuso chiusa archiviato fechado "
    "encerrado gesloten afgesloten beeindigd"
)
CLOSED = frozenset(_CLOSED.split())
"""First words of a status that says that nothing is left to do."""


def doubt_closed(work: Work) -> None:
    """Cases whose status says that they are closed, or that have a date of closing, would be planned like open ones."""
    cases = work.sheets["cases"]
    for name, cells in cases.others.items():
        is_status, is_date_of = likeness(name, STATUS) > 0, likeness(name, CLOSING) > 0
        for at, text in enumerate(cells if is_status or is_date_of else ()):
            if (is_status and _says_closed(text)) or (is_date_of and _has_date(text)):
                file, row = cases.origin.places[at]
                work.findings.add(
                    "closed-cases",
                    Place(file, row, name, text),
                    "the case seems to be closed",
                    done="it is planned like all others",
                    todo="leave closed cases out of the export, or delete their rows",
                )


def _says_closed(text: str) -> bool:
    words = folded(text).split()
    return bool(words) and words[0] in CLOSED


def _has_date(text: str) -> bool:
    return not is_nothing(text) and (is_date(text) or bool(SERIAL.fullmatch(text)))


def fill_groups(work: Work) -> None:
    """Write the value that heads a group into each of its rows (``--fix``)."""
    for sheet, column in GROUPED:
        cells = work.sheets[sheet].cells.get(column) if sheet in work.sheets else None
        if cells is None or not is_grouped([text or None for text in cells]):
            continue
        cells[:] = filled_down(cells)
        work.findings.add(
            "mended",
            work.place(sheet, column),
            "each of its values stood once, above empty cells",
            done="each was written into the rows below it",
        )
