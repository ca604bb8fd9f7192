"""What stands in a request's body: unpacked, taken apart and parsed, all of it in a limited child process."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, NoReturn

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.api.http.body import MULTIPART, SentAs
from app.api.http.strict_json import parse_json
from app.api.problems import ApiProblem
from app.intake.limits import MAX_UNPACK_RATIO, SMALL_PART
from app.settings import MIB

MAX_FILES = 20
MAX_FIELDS = 2_000
"""A page of bad cells sends one for each."""
MAX_FIELD_BYTES = 4 * MIB
"""Largest part of a form that is not a file."""
GZIP = 31
"""zlib's number for "a gzip header is expected"."""
CHUNK = 1 << 20


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
        return [text_of(part) for part in self.parts if part.name == name]

    def json(self) -> Any:
        """The body as JSON."""
        return parse_json(self.content, "The body")


def text_of(part: Part) -> str:
    """A part as text.

    Raises
    ------
    ApiProblem
        422: it is none.
    """
    try:
        text = part.content.decode("utf-8")
    except UnicodeDecodeError:
        raise ApiProblem(422, f"The part {part.name[:100]!r} is not UTF-8.", "invalid-request") from None
    if "\0" in text:
        raise ApiProblem(422, f"The part {part.name[:100]!r} holds a NUL, which no text does.", "invalid-request")
    return text


def unpack(what: SentAs, file: IO[bytes]) -> Body:
    """Read a body that was put aside.

    Raises
    ------
    ApiProblem
        413 too large once it is unpacked; 400 cut off or not what it says.
    """
    file.seek(0)
    pieces = _unpacked(what, file) if what.is_packed else iter(lambda: file.read(CHUNK), b"")
    if what.media_type == MULTIPART:
        return Body(what.media_type, parts=_Parts(what.content_type).read(pieces))
    return Body(what.media_type, b"".join(pieces))


def _unpacked(what: SentAs, file: IO[bytes]) -> Iterator[bytes]:
    """Pieces of a body that is packed with gzip, in one member or several; nothing beyond a limit is kept."""
    taken = given = 0
    stream = zlib.decompressobj(GZIP)
    data = file.read(CHUNK)
    while data:
        if stream.eof:  # another member follows the one that ended
            stream = zlib.decompressobj(GZIP)
        try:
            piece = stream.decompress(data, min(CHUNK, what.most_bytes - given + 1))
        except zlib.error:
            raise ApiProblem(400, _not_gzip(given), "media-type") from None
        rest = stream.unconsumed_tail or stream.unused_data
        taken += len(data) - len(rest)
        given += len(piece)
        if given > what.most_bytes:
            _too_large(f"larger than {what.most_bytes:,} bytes. Split it, or have CASELOAD_MAX_ROSTER_BYTES raised")
        if given > max(SMALL_PART, taken * MAX_UNPACK_RATIO):
            _too_large(f"more than {MAX_UNPACK_RATIO} times as large as it was sent, which no roster is")
        yield piece
        data = rest or file.read(CHUNK)
    if not stream.eof:
        raise ApiProblem(400, "The gzip data ends too early; send it again.", "media-type")


def _not_gzip(given: int) -> str:
    if given:
        return "What follows the gzip data, or a part of it, is not gzip; send it again."
    return "The body is not gzip, although Content-Encoding says so."


class _Parts:
    """The parts of a multipart body, as they come out of the parser."""

    def __init__(self, content_type: str) -> None:
        _, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        charset = options.get(b"charset", b"utf-8").decode("latin-1").lower()
        if not boundary:
            _bad_parts("The boundary is missing.")
        if charset not in ("utf-8", "utf8", "us-ascii"):
            _bad_parts(f"Its text must be UTF-8, not {charset[:40]}.")
        self._parts: list[Part] = []
        self._files = 0
        self._is_complete = False
        self._name = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._content = bytearray()
        self._called: tuple[str, str | None] = ("", None)
        callbacks: Any = {
            "on_part_begin": self._begin,
            "on_header_field": self._add_to_name,
            "on_header_value": self._add_to_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
            "on_part_data": self._add,
            "on_part_end": self._end,
            "on_end": self._complete,
        }
        self._parser = MultipartParser(boundary, callbacks)

    def read(self, pieces: Iterator[bytes]) -> list[Part]:
        try:
            for piece in pieces:
                self._parser.write(piece)
            self._parser.finalize()
        except FormParserError as error:
            _bad_parts(f"{str(error)[:200]}.")
        if not self._is_complete:  # what was cut off would silently be another request
            _bad_parts("It ends before its closing boundary; send it again.")
        return self._parts

    def _begin(self) -> None:
        if len(self._parts) >= MAX_FILES + MAX_FIELDS:
            _bad_parts(f"It has more than {MAX_FILES + MAX_FIELDS:,} parts.")
        self._headers, self._content = {}, bytearray()
        self._name = self._value = b""

    def _add_to_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _add_to_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if b"name" not in options:
            _bad_parts("A part has no name in its Content-Disposition.")
        filename = options.get(b"filename")
        self._called = (_header_text(options[b"name"]), None if filename is None else _header_text(filename))
        self._files += filename is not None
        if self._files > MAX_FILES:
            _bad_parts(f"It has more than {MAX_FILES} files.")

    def _add(self, data: bytes, start: int, end: int) -> None:
        self._content += memoryview(data)[start:end]
        if self._called[1] is None and len(self._content) > MAX_FIELD_BYTES:
            _bad_parts(f"The part {self._called[0][:100]!r} is no file, and has more than {MAX_FIELD_BYTES >> 20} MB.")

    def _end(self) -> None:
        name, filename = self._called
        self._parts.append(Part(name, filename or "", bytes(self._content)))
        if len(self._parts) - self._files > MAX_FIELDS:
            _bad_parts(f"It has more than {MAX_FIELDS:,} fields.")

    def _complete(self) -> None:
        self._is_complete = True


def _header_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _bad_parts(detail: str) -> NoReturn:
    raise ApiProblem(400, f"The multipart body cannot be read. {detail}", "media-type") from None


def _too_large(why: str) -> NoReturn:
    raise ApiProblem(413, f"The unpacked request is {why}.", "too-large", headers={"Connection": "close"})
