"""What a child process makes of the files of a study that were sent: weights, as JSON or as the sheet of a roster."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.answers.weights.answer import weights_in
from app.answers.weights.study_options import StudyOptions
from app.answers.weights.weights_sheet import sheet_text, source_of
from app.api.http.body import SentAs
from app.api.http.requests import validated
from app.api.http.unpacked import Body, Part, unpack
from app.api.problems import ApiProblem, BadField
from app.confined_child import Child
from app.intake.time_study.columns import CASES, COUNTS, LOG, PAID, PANEL, TABLES, TIME, StudyTable
from app.intake.time_study.read_study import read_sent
from app.intake.time_study.study_files import StudyFile
from solver.analysis.spelling import did_you_mean
from solver.errors import InvalidParameter

FILES = "files"
"""Parts with any file of a study: which table it is, is seen in its columns."""
PARTS: Mapping[str, Sequence[StudyTable]] = {
    "diaries": (TIME,),
    "log": (LOG,),
    "counts": (COUNTS,),
    "paid": (PAID,),
    "panel": (PANEL,),
    "cases": (CASES,),
    "workbook": TABLES,
    FILES: TABLES,
}
"""Names of parts with files, and which tables each may be."""
JSON, CSV = "application/json", "text/csv"


def weights(child: Child, what: SentAs, kind: str) -> str:
    """The document of a study as JSON, or ``weights.csv``.

    Raises
    ------
    StudyRefused, ApiProblem
    """
    body = unpack(what, child.files[0])
    options = options_in(body, frozenset(PARTS))
    read = read_sent(files_in(body), options.dates)
    try:
        document = weights_in(read, options.estimation, options.full_time, options.borders)
    except InvalidParameter as error:
        where = [BadField(where="body.phases", message=str(error))]
        raise ApiProblem(422, str(error), "invalid-request", errors=where) from None
    if kind == CSV:
        return sheet_text(document, source_of(document, options.source or None))
    return json.dumps(document, ensure_ascii=False, allow_nan=False)


def files_in(body: Body) -> list[StudyFile]:
    """The files of a study.

    Raises
    ------
    ApiProblem
        422: there is none.
    """
    found = [
        StudyFile(part.filename or part.name, part.content, tuple(PARTS[part.name]))
        for part in body.parts
        if part.name in PARTS and _holds_anything(part)
    ]
    if not found:
        raise ApiProblem(422, f"Send the files of the study as parts {', '.join(PARTS)}.", "invalid-request")
    return found


def _holds_anything(part: Part) -> bool:
    """A field of a form for files that nobody chose has neither a name nor a content."""
    return bool(part.filename or part.content)


def options_in(body: Body, ignore: frozenset[str]) -> StudyOptions:
    """The options among the parts of a body; an empty one says nothing.

    Parameters
    ----------
    ignore : set of str
        Names of all other parts that there may be.

    Raises
    ------
    ApiProblem
        422: a part that nobody knows, or one that says what cannot be.
    """
    wanted: dict[str, Any] = {}
    for part in body.parts:
        if part.name in ignore:
            continue
        if part.name not in StudyOptions.model_fields:
            hint = did_you_mean(part.name, (*ignore, *StudyOptions.model_fields))
            known = ", ".join((*sorted(ignore), *StudyOptions.model_fields))
            detail = f"The part {part.name[:100]!r} is neither a file of a study nor an option{hint}: {known}."
            raise ApiProblem(422, detail, "invalid-request")
        if text := (body.field(part.name) or "").strip():
            wanted[part.name] = text
    return validated(StudyOptions, wanted)
