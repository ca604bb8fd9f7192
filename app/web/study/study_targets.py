"""What a child process makes of the form of a study: a page with the weights, and the files of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from app.access.caller import Caller, StaleForm
from app.answers.weights.answer import weights_in
from app.answers.weights.study_options import StudyOptions
from app.answers.weights.study_report import sections_of, study_html
from app.answers.weights.study_schema import document_again
from app.answers.weights.study_screen import next_command
from app.answers.weights.weights_sheet import sheet_text, source_of
from app.api.http.body import SentAs
from app.api.http.unpacked import Body
from app.api.problems import ApiProblem
from app.api.study.sent_study import FILES
from app.confined_child import Child
from app.intake.errors import StudyRefused, shown
from app.intake.formats.study_templates import TEMPLATES
from app.intake.time_study.read_study import read_sent
from app.intake.time_study.study_files import StudyFile
from app.report.blocks import Head
from app.web.carried import FILE, upload_in
from app.web.carried import fields_of as carried_fields
from app.web.form import Upload
from app.web.form_targets import File, Page, Said, opened, status_of
from app.web.guarded_csv import guarded
from app.web.page_wording import on_the_page
from app.web.rendering import drawn_block, rendered
from solver.errors import CaseloadError

STUDY, SOURCE = "study", "source"
"""Fields that carry the document from the page to its files."""
SHEET, REPORT, DOCUMENT = "weights.csv", "study.html", "study.json"
NOTHING_SAID = dict.fromkeys(StudyOptions.model_fields, "")
NUMBERS = {
    "full_time": "The paid hours a week must be a number above 0 and at most 168.",
    "shared_cv": "The error that all weights share must be a number from 0 to 1, as 0.1 for a tenth.",
}
"""Fields that hold a number, and what is said where they do not."""
SHOWN = 20
"""Kinds of errors, and findings, that the page lists."""
NOT_BACK = "The study did not come back as it was; choose its files again."


def weigh(child: Child, what: SentAs, visitor: Caller | None) -> Page | Said:
    """The page with the weights, or with what is to be put right first."""
    fields, upload = dict(NOTHING_SAID), None
    try:
        body = opened(child, what, visitor)
        fields = {name: (body.field(name) or "").strip() for name in NOTHING_SAID}
        upload = _upload_of(body)
        options = _options_of(fields)
        files = [StudyFile(name, content) for name, content in upload.sheets.items()]
        document = weights_in(read_sent(files, options.dates), options.estimation, options.full_time, options.borders)
    except StudyRefused as error:
        kinds = [each for each in error.findings if each.severity == "stop"]
        return Page(begin_page(visitor, fields, refused=kinds, total=error.total, upload=upload), 422)
    except StaleForm:
        raise
    except CaseloadError as error:
        return Page(begin_page(visitor, fields, error=on_the_page(str(error)), upload=upload), status_of(error))
    return Page(_found_page(visitor, document, options, fields, upload))


def _options_of(fields: Mapping[str, str]) -> StudyOptions:
    """What the form says; a decimal comma is one.

    Raises
    ------
    ApiProblem
        A field says what cannot be.
    """
    wanted = {name: text.replace(",", ".") if name in NUMBERS else text for name, text in fields.items() if text}
    try:
        return StudyOptions.model_validate(wanted)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise ApiProblem(422, NUMBERS.get(name, f"The field {name} does not say one of what it offers.")) from None


def study_file(child: Child, what: SentAs, visitor: Caller | None) -> File | Said:
    """A file of the study that the page carries: the sheet, the report or the document."""
    try:
        body = opened(child, what, visitor)
        document = document_again((body.field(STUDY) or "").encode())
        return _file(body.field("file") or "", document, body.field(SOURCE) or "")
    except ValidationError:
        return Said(NOT_BACK, 422, {})
    except CaseloadError as error:
        return Said(str(error), status_of(error), {})


def _file(name: str, document: dict[str, Any], said: str) -> File:
    source = source_of(document, said[:200] or None)
    if name == SHEET:
        return File(guarded(sheet_text(document, source).encode()), SHEET)
    if name == REPORT:
        return File(study_html(document, source).encode(), REPORT)
    if name == DOCUMENT:
        return File((json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode(), DOCUMENT)
    raise ApiProblem(404, "A study has no file of that name.", "not-found")


def _upload_of(body: Body) -> Upload:
    """The files that were chosen, else those that the page carried.

    Raises
    ------
    ApiProblem
        There are none.
    """
    files = [part for part in body.parts if part.name == FILES and (part.filename or part.content)]
    names = [part.filename for part in files]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ApiProblem(422, f"Two files are called {shown(twice[0])}; give one of them another name.")
    if files:
        return Upload({part.filename or FILES: part.content for part in files}, None, files[0].filename)
    carried = upload_in(body)
    if carried is None or not carried.sheets:
        raise ApiProblem(422, "Choose the files of the study first.")
    return carried


def begin_page(
    visitor: Caller | None,
    fields: Mapping[str, str],
    *,
    upload: Upload | None = None,
    error: str = "",
    refused: Any = (),
    total: int = 0,
) -> str:
    """The page on which a study is chosen, with what is wrong with the one that was."""
    carried = carried_fields(upload)
    return rendered(
        "weights/begin.html",
        visitor=visitor,
        fields=fields,
        error=error,
        refused=[on_the_page(str(each)) for each in refused[:SHOWN]],
        more=max(0, len(refused) - SHOWN),
        total=total,
        tables=TEMPLATES,
        carried=carried,
        names=() if carried is None else [name.removeprefix(FILE) for name in carried],
    )


def _found_page(
    visitor: Caller | None,
    document: dict[str, Any],
    options: StudyOptions,
    fields: Mapping[str, str],
    upload: Upload,
) -> str:
    source = source_of(document, options.source or None)
    sections = sections_of(document, source)
    carried = carried_fields(upload)
    return rendered(
        "weights/found.html",
        visitor=visitor,
        document=document,
        eyebrow=sections[0].eyebrow if isinstance(sections[0], Head) else source,
        fields=fields,
        title=sections[0].title,
        wrong=[each["text"] for each in document["findings"] if each["weight"] == "wrong"],
        notes=[each["text"] for each in document["findings"] if each["weight"] != "wrong"],
        head=[drawn_block(block) for block in sections[0].blocks],
        sections=[
            (each.id, each.title, [drawn_block(block) for block in each.blocks])
            for each in sections
            if each.blocks and not isinstance(each, Head) and each.id != "findings"
        ],
        has_weights=any(each["weight_hours"] is not None for each in document["weights"]),
        has_phases=any(each.get("phase") for each in document["weights"]),
        command=next_command(document),
        carried=carried,
        names=() if carried is None else [name.removeprefix(FILE) for name in carried],
        study=json.dumps(document, ensure_ascii=False, allow_nan=False),
    )
