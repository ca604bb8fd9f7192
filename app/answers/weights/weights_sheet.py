"""Weights of a study as the sheet ``weights`` of a roster, and for people."""

from __future__ import annotations

import csv
import io
from typing import Any

from app.intake.columns.schema import WEIGHTS

UNIT = "case"


def sheet_text(document: dict[str, Any], source: str) -> str:
    """``weights.csv`` with every column of the sheet; types without a weight are left out.

    Parameters
    ----------
    document : dict
        As :func:`app.answers.weights.study_document.document_of` makes it.
    source : str
        The study, as people call it.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [column.name for column in WEIGHTS.columns], lineterminator="\n")
    writer.writeheader()
    for row in document["weights"]:
        if row["weight_hours"] is None:
            continue
        cells = {name: decimal(row[name]) for name in ("weight_hours", "low_hours", "high_hours", "case_cv")}
        writer.writerow({"case_type": row["case_type"], **cells, "unit": UNIT, "source": source})
    return out.getvalue()


def decimal(value: float | None) -> str:
    """A number of at most four decimals without an exponent; nothing where it is not known."""
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def source_of(document: dict[str, Any], said: str | None) -> str:
    """What the column ``source`` says: what somebody said, and how large the study was."""
    size = f"{document['officers']} officers, {document['weeks']} weeks"
    per = "a new case" if document["period"] is None else f"an open case a {document['period']}"
    return f"{said or 'time study'} ({size}; hours of {per}; 90 % interval)"
