"""Values of ``keep_together`` that are no families: one officer gets all cases that share one."""

from __future__ import annotations

import numpy as np

from app.intake.columns.parse import SheetData
from app.intake.doubts.lists import place_of
from app.intake.errors import Complaints
from solver.arrays import Ints

COLUMN = "keep_together"
LARGE = 10
"""Cases of a family that nobody wonders at."""
NOTHING = frozenset(
    [
        "no",
        "na",
        "none",
        "nil",
        "null",
        "nan",
        "false",
        "nein",
        "kein",
        "keine",
        "keiner",
        "non",
        "aucun",
        "aucune",
        "nej",
        "nie",
        "brak",
        "niet",
        "geen",
        "ingen",
        "ei",
        "нет",
        "não",
        "nao",
        "ninguno",
        "ninguna",
        "nessuno",
        "nessuna",
        "0",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "/",
        "?",
        "unknown",
        "tbd",
        "empty",
        "blank",
        "(blank)",
        "(empty)",
        "(none)",
        "<na>",
        "k.a.",
        "ka",
        "entfällt",
        "nv",
        "n/a",
        "n.a.",
        "n/v",
        "nicht",
        "いいえ",
        "なし",
        "无",
        "없음",
    ]
) | {"not applicable", "not available", "no family", "keine angabe", "sans objet"}
"""What people write where there is no family."""
YES = frozenset(["yes", "true", "ja", "oui", "si", "sí", "sim", "tak", "да", "evet"])
"""What they write where they take the column for a question."""


WORDS = NOTHING | YES
LONGEST = max(map(len, WORDS))


def doubt_families(data: SheetData, complaints: Complaints) -> None:
    """Doubt families of strangers, and those that are larger than families are."""
    read = data.columns[COLUMN]
    if not read.values:
        return
    counts: Ints = np.bincount(read.numbers[read.numbers >= 0], minlength=len(read.values))
    named = {code for code, value in enumerate(read.values) if len(value) <= LONGEST and value.casefold() in WORDS}
    for code in sorted({*named, *np.flatnonzero(counts > LARGE).tolist()}):
        value, count = read.values[code], int(counts[code])
        if code in named and count > 1:
            complaints.findings.add(
                "no-family",
                place_of(data, COLUMN, code, value),
                f"{count:,} cases share this value, which looks like an answer and no family",
                done="one officer gets all of them",
                todo="leave the cell empty where a case belongs to no others",
            )
        elif count > LARGE:
            complaints.findings.add(
                "large-family",
                place_of(data, COLUMN, code, value),
                f"{count:,} cases share this value",
                done="one officer gets all of them",
                todo="see whether all of them belong together",
            )
