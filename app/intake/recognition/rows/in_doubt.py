"""Rows of an export that are probably not meant as they stand: closed cases, and values that only head a group."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.intake.doubts.groups import GROUPED, filled_down, is_grouped
from app.intake.doubts.lists import ANY_SEPARATOR
from app.intake.findings import Place
from app.intake.recognition.content import Content
from app.intake.recognition.holders import Holders, same_person
from app.intake.recognition.profile import LEAVE_OUT, PLAN
from app.intake.recognition.sheets import SheetText
from app.intake.recognition.synonyms import folded, likeness, normal
from app.intake.recognition.values.cell_values import is_nothing, yes_no
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
CLOSED_FLAG = (
    "closed|is closed|case closed|inactive|is inactive|archived|abgeschlossen|geschlossen|erledigt|cloture|ferme|clos"
    "|cerrado|archivado|chiuso|encerrado|gesloten|afgesloten"
)
OPEN_FLAG = (
    "open|is open|case open|active|is active|still open|aktiv|offen|laufend|actif|active|ouvert|activo|abierto|attivo"
    "|aperto|ativo|aberto|actief"
)
"""Columns that say yes or no to it."""
_CLOSED = (
    "closed close resolved completed complete done inactive terminated dismissed disposed archived cancelled canceled "
    "withdrawn expired discharged geschlossen abgeschlossen erledigt beendet eingestellt ferme fermee clos close "
    "cloture cloturee termine terminee cerrado cerrada archivado archivada terminado chiuso chiusa archiviato fechado "
    "encerrado gesloten afgesloten beeindigd"
)
CLOSED_CASES = "closed cases, as the profile says"
CLOSED = frozenset(_CLOSED.split())
"""First words of a status that says that nothing is left to do."""


BRACKETED = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]|\*+$")
"""A remark behind a name: ``Smith (PO II)``, ``Smith [inactive]``."""
HEADS = {
    "current_officer": "who holds them",
    "office": "their office",
    "docket": "their docket",
    "case_type": "their type",
}
FEWEST_ROWS = 5
"""Cases from which on a row may be unlike all others."""
FEWEST_OFFICERS = 3
HALF = 0.5
"""Share of the officers that may be odd; where there are more, they are usual."""
UNLIKE = re.compile(r"[:=<>*#|]|^[(\[]|[0-9]")
"""Signs in what is no name of a person, and digits, where the others have none."""
_SUMS = "total totals subtotal sum average avg mean count records gesamt summe anzahl moyenne somme suma promedio media"
SUMS = frozenset(_SUMS.split())
FEWEST_OTHERS = 2
"""Columns beside the id from which on a row without any of them is odd."""
FEW = 0.1
"""Share of the rows that may be odd; where there are more, they are usual."""


def doubt_closed(work: Work) -> None:
    """Cases whose status says that they are closed, or that have a date of closing, would be planned like open ones."""
    if work.profile.closed == PLAN:
        return
    cases = work.sheets["cases"]
    closed: dict[int, tuple[str, str]] = {}
    for name, cells in cases.others.items():
        seems_closed = _test_of(name, cells)
        for at, text in enumerate(cells if seems_closed is not None else ()):
            if seems_closed is not None and seems_closed(text):
                closed.setdefault(at, (name, text))
    for at, (name, text) in sorted(closed.items()):
        file, row = cases.origin.places[at]
        if work.profile.closed == LEAVE_OUT:
            work.findings.add("left-out-row", Place(file, row), f"left out: {CLOSED_CASES}", kind=CLOSED_CASES)
            work.closed.append((file, row))
            continue
        work.findings.add(
            "closed-cases",
            Place(file, row, name, text),
            "the case seems to be closed",
            done="it is planned like all others",
            todo="say what is meant, once for all exports: --closed leave-out, or --closed plan",
        )
    if work.profile.closed == LEAVE_OUT:
        cases.leave_out(set(closed))


def _test_of(name: str, cells: Sequence[str]) -> Callable[[str], bool] | None:
    """How a column says that a case is closed; None: it says nothing of it."""
    says_yes_or_no = Content.of(cells).are_yes_no
    if says_yes_or_no and likeness(name, CLOSED_FLAG):
        return lambda text: yes_no(text) is True
    if says_yes_or_no and likeness(name, OPEN_FLAG):
        return lambda text: yes_no(text) is False
    if likeness(name, STATUS):
        return _says_closed
    return _has_date if likeness(name, CLOSING) else None


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


def doubt_headings(work: Work) -> None:
    """Say which rows head the cases below; names without a label, and those over the header alone, are asked about."""
    cases = work.sheets["cases"]
    said = {normal(name): ours for name, ours in work.profile.columns.get("cases", {}).items()}
    known = {same_person(text) for text in _officers(work)}
    rows = {each.column for place, each in cases.headings if place.row is not None}
    for place, each in cases.headings:
        is_sure = (
            said.get(normal(place.column or "")) == each.column
            or (bool(each.label) and each.column in rows)
            or each.column != "current_officer"
            or (bool(each.value) and same_person(each.value) in known)
        )
        work.findings.add(
            "group-heading" if is_sure else "unsure-heading",
            place,
            f"the row heads the cases below, with {HEADS[each.column]}",
            done=f"it was taken for {each.column}",
            todo=""
            if is_sure
            else f"say so once, --column '{place.column}=current_officer', or not: --column '{place.column}='",
            kind=each.column,
        )


def _place(sheet: SheetText, column: str, at: int) -> Place:
    """Where a cell of a sheet stands in the export."""
    file, row = sheet.origin.places[at]
    return Place(file, row, sheet.origin.names[column], sheet.cells[column][at])


def _officers(work: Work) -> list[str]:
    officers = work.sheets.get("officers")
    return (
        []
        if officers is None
        else [*officers.cells["officer_id"], *(x for each in officers.others.values() for x in each)]
    )


def doubt_odd_rows(work: Work) -> None:
    """Doubt rows of a list of cases that look like none: a remark, a row of another table."""
    cases = work.sheets["cases"]
    ids = cases.cells["case_id"]
    others = [cells for name, cells in cases.cells.items() if name not in {"case_id", *_headed(cases)}]
    if len(ids) < FEWEST_ROWS:
        return
    numbered = sum(any(map(str.isdigit, text)) for text in ids)
    bare = (
        [at for at in range(len(ids)) if not any(cells[at] for cells in others)] if len(others) >= FEWEST_OTHERS else []
    )
    odd = dict.fromkeys(bare if len(bare) <= FEW * len(ids) else [], "the row has nothing but an id")
    if len(ids) > numbered >= (1 - FEW) * len(ids):
        without = [at for at, text in enumerate(ids) if text and not any(map(str.isdigit, text))]
        odd |= dict.fromkeys(without, "the id has no digit, and those of all others have")
    for at, why in sorted(odd.items()):
        if ids[at]:  # without one it is refused for that
            done, todo = "it is planned like all others", "delete the row, if it is no case"
            work.findings.add("odd-row", _place(cases, "case_id", at), why, done=done, todo=todo, kind=why)


def _headed(cases: SheetText) -> set[str]:
    return {each.column for _, each in cases.headings}


def doubt_holders(work: Work, holders: Holders) -> None:
    """Doubt a holder who is several others, or one of them with a remark behind the name; each would be an officer."""
    cases = work.sheets["cases"]
    listed = {same_person(name): name for name in _officers(work)}
    known = {same_person(name): name for name in holders.officers} | listed
    first: dict[str, int] = {}
    for at, text in enumerate(cases.cells.get("current_officer", ())):
        first.setdefault(text, at)
    for name in holders.officers:
        if same_person(name) in listed or name not in first:
            continue
        parts = [known.get(same_person(part)) for part in ANY_SEPARATOR.split(name) if part.strip()]
        plain = known.get(same_person(BRACKETED.sub("", name)), name)
        if len(set(parts)) > 1 and None not in parts:
            code, what, done = "several-in-one", f"may be {' and '.join(map(str, parts))}", "it is read as one officer"
        elif plain != name:
            code, what, done = "similar-spelling", f"looks like “{plain}”, who is there, too", "they are taken for two"
        else:
            continue
        place = _place(cases, "current_officer", first[name])
        work.findings.add(code, place, what, done=done, todo="write one of them, as elsewhere", kind=name)


def doubt_odd_officers(work: Work, holders: Holders) -> None:
    """Doubt rows of a table of officers that hold no case and look like the foot of a page: each would get cases."""
    officers = work.sheets.get("officers")
    if officers is None or len(officers) < FEWEST_OFFICERS:
        return
    names = officers.cells["officer_id"]
    held = {same_person(name) for name in holders.officers}
    beside = [cells for name, cells in (*officers.cells.items(), *officers.others.items()) if name != "officer_id"]
    bare = [at for at in range(len(names)) if not any(cells[at] for cells in beside)]
    signs = [at for at, name in enumerate(names) if UNLIKE.search(name)]
    odd = dict.fromkeys(bare if len(bare) <= HALF * len(names) else (), "the row has nothing but a name")
    odd |= dict.fromkeys(signs if len(signs) <= HALF * len(names) else (), "the name is unlike all others")
    odd |= {at: "the row is called like a sum" for at, name in enumerate(names) if SUMS & set(folded(name).split())}
    for at, why in sorted(odd.items()):
        if not names[at] or same_person(names[at]) in held:
            continue
        done, todo = "it is read as an officer, who may get cases", "delete the row, if it is none"
        work.findings.add("odd-row", _place(officers, "officer_id", at), why, done=done, todo=todo, kind=why)
