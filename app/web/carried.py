"""Files that go along with a page while a person looks at what was noticed in them. Nothing is kept on the server."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from app.api.http.unpacked import Body, Part
from app.api.problems import ApiProblem
from app.web.corrections import MAX_BYTES
from app.web.form import DOCUMENTS, Upload, ending_of

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
    return {FILE + name: base64.b64encode(content).decode() for name, content in contents.items()}


def upload_in(body: Body) -> Upload | None:
    """The upload that came back with a page; None where there is none.

    Raises
    ------
    ApiProblem
        A field holds no file.
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
    return Upload(contents, None, name)


def _decoded(part: Part) -> bytes:
    try:
        return base64.b64decode(part.content, validate=True)
    except binascii.Error:
        raise ApiProblem(422, "The files did not come back as they were; choose them again.") from None
