"""Request bodies: read whole, in memory, within limits, whatever they are packed in."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from fastapi import Request
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app.api.problems import ApiProblem
from app.settings import MIB, Settings

MAX_FILES = 20
MAX_FIELDS = 2_000
"""A page of bad cells sends one for each."""
MAX_FIELD_BYTES = 4 * MIB
"""Largest part of a form that is not a file."""
DRAINED = 8
"""How many times the limit is read and thrown away before the connection is cut."""
GZIP = 31
"""zlib's number for "a gzip header is expected"."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body."""

    name: str
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """What was sent.

    Attributes
    ----------
    media_type : str
        Lower case, without parameters.
    content : bytes
        The body, unpacked; empty for multipart.
    parts : list of Part
        For multipart; empty otherwise.
    """

    media_type: str
    content: bytes = b""
    parts: list[Part] = field(default_factory=list)

    def fingerprint(self) -> str:
        """Equal for requests that ask for the same (the boundary of a multipart body does not count)."""
        digest = hashlib.sha256(self.media_type.encode())
        for text in (self.content, *(each for part in self.parts for each in (part.name.encode(), part.content))):
            digest.update(len(text).to_bytes(8, "big") + text)
        return digest.hexdigest()

    def field(self, name: str) -> str | None:
        """The last part of that name as text; None where there is none."""
        return found[-1] if (found := self.fields(name)) else None

    def fields(self, name: str) -> list[str]:
        """Every part of that name as text."""
        try:
            return [part.content.decode("utf-8") for part in self.parts if part.name == name]
        except UnicodeDecodeError:
            raise ApiProblem(422, f"The part {name!r} is not UTF-8.", "invalid-request") from None

    def json(self) -> Any:
        """The body as JSON."""
        return parse_json(self.content, "The body")


class _InMemory(MultiPartParser):
    """Case data is not spooled to a disk; the whole body has passed the limit anyway."""

    spool_max_size = 1 << 40


async def read_body(request: Request, settings: Settings, allowed: Iterable[str]) -> Body:
    """Read a request's body.

    Raises
    ------
    ApiProblem
        413 too large, as sent or unpacked; 415 another media type or packing; 400 cut off or not what it says.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in allowed:
        raise ApiProblem(
            415, f"Send {' or '.join(allowed)}, not {media_type or 'a body without a Content-Type'}.", "media-type"
        )
    stream = _limited(request, settings)
    if media_type == "multipart/form-data":
        return Body(media_type, parts=await _parts(request.headers, stream))
    return Body(media_type, b"".join([chunk async for chunk in stream]))


async def _limited(request: Request, settings: Settings) -> AsyncGenerator[bytes, None]:
    """The body's bytes, unpacked; nothing beyond a limit is kept."""
    packing = request.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip"):
        raise ApiProblem(
            415, f"Content-Encoding may be gzip, not {packing}.", "media-type", headers={"Accept-Encoding": "gzip"}
        )
    unpack = zlib.decompressobj(GZIP) if packing == "gzip" else None
    declared = request.headers.get("content-length", "")
    sent = int(declared) if declared.isdigit() and int(declared) > settings.max_upload_bytes else 0
    unpacked = 0
    chunks = request.stream()
    async for chunk in chunks:
        sent += len(chunk)
        if sent > settings.max_upload_bytes:
            await _drain(chunks, settings)
            _too_large("The request", settings.max_upload_bytes, "CASELOAD_MAX_UPLOAD_BYTES")
        if unpack is None:
            yield chunk
            continue
        room = settings.max_roster_bytes - unpacked
        try:
            piece = unpack.decompress(chunk, room + 1)
        except zlib.error:
            raise ApiProblem(400, "The body is not gzip, although Content-Encoding says so.", "media-type") from None
        unpacked += len(piece)
        if unpacked > settings.max_roster_bytes:
            await _drain(chunks, settings)
            _too_large("The unpacked request", settings.max_roster_bytes, "CASELOAD_MAX_ROSTER_BYTES")
        if unpack.unused_data:
            raise ApiProblem(400, "Something follows the end of the gzip data.", "media-type")
        yield piece
    if unpack is not None and not unpack.eof:
        raise ApiProblem(400, "The gzip data ends too early; send it again.", "media-type")


async def _drain(chunks: AsyncGenerator[bytes, None], settings: Settings) -> None:
    """Let a client send the rest: many read no answer before they have, and would only see a broken connection."""
    patience = DRAINED * settings.max_upload_bytes
    async for chunk in chunks:
        patience -= len(chunk)
        if patience < 0:
            return


async def _parts(headers: Headers, stream: AsyncGenerator[bytes, None]) -> list[Part]:
    parser = _InMemory(headers, stream, max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_BYTES)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        detail = error.message if isinstance(error, MultiPartException) else "The boundary is missing."
        raise ApiProblem(400, f"The multipart body cannot be read. {detail}", "media-type") from None
    parts = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            parts.append(Part(name, value.filename or "", await value.read()))
        else:
            parts.append(Part(name, "", value.encode()))
    await form.close()
    return parts


def parse_json(text: bytes | str, what: str) -> Any:
    """Parse JSON strictly and exactly: decimals stay decimals; no NaN, no key twice, no depth beyond the stack."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise ApiProblem(400, f"{what} is not JSON: {reason}.", "not-json") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ValueError("an object names a key twice")
    return out


def _too_large(what: str, limit: int, setting: str) -> NoReturn:
    raise ApiProblem(
        413,
        f"{what} is larger than {limit:,} bytes. Send it packed with gzip, split it, or have {setting} raised.",
        "too-large",
        headers={"Connection": "close"},
    )
