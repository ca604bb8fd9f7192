"""Weights of a study as the sheet ``weights`` of a roster, and for people."""

from __future__ import annotations

import csv
import io
from typing import Any

from app.intake.columns.schema import WEIGHTS

UNIT = "case"
OF_PHASES = frozenset({"from_age_days", "phase"})
"""Columns that only a study with phases has."""


def sheet_text(document: dict[str, Any], source: str) -> str:
    """``weights.csv`` with the columns of the sheet; types without a weight, also of one phase alone, are left out.

    Parameters
    ----------
    document : dict
        As :func:`app.answers.weights.study_document.document_of` makes it.
    source : str
        The study, as people call it.
    """
    out = io.StringIO(newline="")
    has_phases = any(row.get("phase") for row in document["weights"])
    columns = [column.name for column in WEIGHTS.columns if has_phases or column.name not in OF_PHASES]
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    unknown = [row["case_type"] for row in document["weights"] if row["weight_hours"] is None]
    for row in document["weights"]:
        if row["case_type"] in unknown:
            continue
        cells = {name: decimal(row[name]) for name in ("weight_hours", "low_hours", "high_hours", "case_cv")}
        if row.get("phase"):
            cells |= {"from_age_days": str(row["from_age_days"]), "phase": row["phase"]}
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
