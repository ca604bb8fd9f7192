"""OpenDocument sheets as small as they can be, in the words of the format."""

from __future__ import annotations

import io
import zipfile

from app.intake.formats.foreign_workbooks import ODS_SIGN

NAMES = "urn:oasis:names:tc:opendocument:xmlns"


def cell(text: str, attributes: str = "", kind: str = "table-cell") -> str:
    return f'<table:{kind} office:value-type="string" {attributes}><text:p>{text}</text:p></table:{kind}>'


def ods(*rows: str, name: str = "Cases") -> bytes:
    """A sheet of rows in the words of the format."""
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{NAMES}:office:1.0" '
        f'xmlns:table="{NAMES}:table:1.0" xmlns:text="{NAMES}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{"".join(rows)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{ODS_SIGN.decode()}"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", ODS_SIGN)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"
