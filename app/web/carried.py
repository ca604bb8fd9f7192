"""Files that go along with a page while they are put right, and what was said of them. The server keeps neither."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from app.api.http.strict_json import parse_json
from app.api.http.unpacked import Body, Part
from app.api.problems import ApiProblem
from app.intake.mending.fixes import ALL, KINDS, Fixes
from app.web.form import DOCUMENTS, Upload, ending_of

SAID = "said"
"""Name of the field that holds what was said on the pages before."""
MAX_BYTES = 2 << 20
"""Of files that travel with a page."""
FILE = "carried:"
"""Begins the name of a field that holds a file: the sheet, ``workbook``, or the name of a JSON file."""


def fields_of(upload: Upload | None) -> Mapping[str, str] | None:
    """Names and contents of the hidden fields that carry an upload; None where it is too large to travel."""
    if upload is None:
        return None
    contents = dict(upload.sheets)
    if upload.document is not None:
        contents = {upload.document.filename: upload.document.content}
    if not contents or sum(map(len, contents.values())) > MAX_BYTES:
        return None
    carried = {FILE + name: base64.b64encode(content).decode() for name, content in contents.items()}
    return {**carried, SAID: text_of(upload.fixes)} if upload.fixes else carried


def upload_in(body: Body) -> Upload | None:
    """The upload that came back with a page; None where there is none.

    Raises
    ------
    ApiProblem
        A field does not hold what it held.
    RosterRefused
        More was said than is taken.
    """
    contents = {part.name.removeprefix(FILE): _decoded(part) for part in body.parts if part.name.startswith(FILE)}
    if not contents:
        return None
    name = body.field("name") or ""
    if len(contents) == 1:
        (filename, content) = next(iter(contents.items()))
        document = Part(FILE, filename, content)
        if ending_of(document) in DOCUMENTS:
            return Upload({}, document, name)
    return Upload(contents, None, name, said_in(body))


def _decoded(part: Part) -> bytes:
    try:
        return base64.b64decode(part.content, validate=True)
    except binascii.Error:
        raise ApiProblem(422, "The files did not come back as they were; choose them again.") from None


def said_in(body: Body) -> Fixes:
    """What was said on this page, and on those before it.

    Raises
    ------
    ApiProblem
        The field of what was said before holds something else.
    RosterRefused
        It is too much.
    """
    said = _said_before(body.field(SAID))
    for part in body.parts:
        kind, _, about = part.name.partition(":")
        if kind not in KINDS or not about:
            continue
        text = part.content.decode("utf-8", "replace")
        said[part.name] = text
        if kind == ALL:  # what was written instead of a value may be written otherwise in turn
            column, value = about.rpartition(":")[0], about.rpartition(":")[2]
            chained = [name for name, now in said.items() if name.startswith(f"{ALL}:{column}:") and now == value]
            said.update(dict.fromkeys(chained, text))
    return Fixes(said)


def _said_before(text: str | None) -> dict[str, str]:
    if not text:
        return {}
    try:
        said = parse_json(text, "What was typed")
    except ApiProblem:
        said = None
    if not isinstance(said, dict) or not all(isinstance(each, str) for each in said.values()):
        raise ApiProblem(422, "What was typed did not come back as it was; choose the files again.")
    before = {name: each for name, each in said.items() if name.partition(":")[0] in KINDS}
    return dict(Fixes(before).said)  # no more than is taken: every further word is compared with all of them


def text_of(fixes: Fixes) -> str:
    """What was said, for the field that carries it to the next page."""
    return json.dumps(dict(fixes.said), ensure_ascii=False)
