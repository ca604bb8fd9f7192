"""Request bodies as they come: counted, put aside unread, and handed to a child process that may look into them.

The server itself reads nothing of a body: whatever is packed, nested or long in it meets the limits of the child
(:mod:`app.api.http.unpacked`). What is small waits in memory, what is large in a file without a name, in the data
folder.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from fastapi import Request

from app.api.problems import ApiProblem
from app.confined_process import anonymous_file
from app.settings import MIB, Settings

JSON = "application/json"
NDJSON = "application/x-ndjson"
MULTIPART = "multipart/form-data"
IN_MEMORY_BYTES = MIB
"""A body up to this size touches no disk."""
STALL_S = 30.0
"""A client that sends nothing for so long is told to try again."""
LOOK_EVERY_S = 0.5
"""How often a body that is waited for looks whether the server is about to end."""
DRAINED = 8
"""How many times the limit is read and thrown away before the connection is cut."""
MOST_WAITING = 200
"""Bodies that may wait for their turn; they hold no thread meanwhile."""
PATIENCE_S = 20.0
"""How long one waits for its turn."""
TURNS, MOST_TURNS = 5, 20
"""Bodies that are in threads for each question that may run, and at most: the threads of the server are forty."""
AT_ONCE = 16
"""Bodies of the largest size that may be put aside at the same time."""


@dataclass(frozen=True, slots=True)
class SentAs:
    """What is known of a body before anybody looks into it.

    Attributes
    ----------
    content_type : str
        The whole header, with its parameters.
    is_packed : bool
        With gzip.
    most_bytes : int
        Of the body once it is unpacked.
    """

    content_type: str
    is_packed: bool
    most_bytes: int

    @property
    def media_type(self) -> str:
        """In lower case, without parameters."""
        return media_type_of(self.content_type)


@dataclass(frozen=True, slots=True)
class Sent:
    """A body that was put aside, and the file that holds it."""

    what: SentAs
    file: IO[bytes]


class Spool:
    """Where bodies wait until a child reads them; all together they are bounded. Safe to share between threads.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self.is_closing = threading.Event()
        """Set when the server is about to end: who waits is told to come back."""
        self._settings = settings
        self._most_bytes = AT_ONCE * settings.max_upload_bytes
        self._held_bytes = 0
        self._turns = asyncio.Semaphore(min(TURNS * settings.questions_at_once, MOST_TURNS))
        self._waiting = 0
        self._lock = threading.Lock()

    def hold(self, size: int) -> None:
        """Count bytes that are put aside; below 0: that are given up.

        Raises
        ------
        ApiProblem
            503: too much is being sent at the same time.
        """
        with self._lock:
            if size > 0 and self._held_bytes + size > self._most_bytes:
                raise _busy()
            self._held_bytes += size

    async def receive(self, request: Request, allowed: Iterable[str]) -> AsyncGenerator[Sent, None]:
        """Put a body aside for as long as its request is answered.

        Raises
        ------
        ApiProblem
            413 too large; 415 another media type or packing; 408 nothing came for a while; 503 too much at once.
        """
        what = _described(request, self._settings, tuple(allowed))
        kept = _Kept(self, self._settings.data_dir)
        try:
            async for chunk in self._limited(request):
                kept.write(chunk)
            kept.file.flush()
            await self._turn()
            try:
                yield Sent(what, kept.file)
            finally:
                self._turns.release()
        finally:
            kept.close()

    async def _turn(self) -> None:
        """Wait until this body may be looked into.

        Raises
        ------
        ApiProblem
            503: too many others wait, or it took too long.
        """
        if self._waiting >= MOST_WAITING:
            raise _busy()
        self._waiting += 1
        waited_s = 0.0
        try:
            while True:
                try:
                    await asyncio.wait_for(self._turns.acquire(), LOOK_EVERY_S)
                except TimeoutError:
                    waited_s += LOOK_EVERY_S
                    if self.is_closing.is_set():
                        raise about_to_end() from None
                    if waited_s >= PATIENCE_S:
                        raise _busy() from None
                else:
                    return
        finally:
            self._waiting -= 1

    async def _limited(self, request: Request) -> AsyncIterator[bytes]:
        most = self._settings.max_upload_bytes
        declared = request.headers.get("content-length", "")
        sent = int(declared) if declared.isdecimal() and len(declared) < 20 and int(declared) > most else 0
        chunks = request.stream()
        while (chunk := await self._next(chunks)) is not None:
            sent += len(chunk)
            if sent > most:
                await self._drain(chunks, DRAINED * most)
                _too_large(most)
            yield chunk

    async def _next(self, chunks: AsyncIterator[bytes]) -> bytes | None:
        """The next piece; None at the end."""
        coming = asyncio.ensure_future(anext(chunks, None))
        waited_s = 0.0
        try:
            while not (await asyncio.wait((coming,), timeout=LOOK_EVERY_S))[0]:
                waited_s += LOOK_EVERY_S
                if self.is_closing.is_set():
                    raise about_to_end()
                if waited_s >= STALL_S:
                    detail = f"Nothing of the request came for {STALL_S:g} s. Send it again."
                    raise ApiProblem(408, detail, "too-slow", headers={"Connection": "close"})
            return await coming
        finally:
            coming.cancel()

    async def _drain(self, chunks: AsyncIterator[bytes], patience: int) -> None:
        """Let a client send the rest: many read no answer before they have, and would only see a broken connection."""
        while patience >= 0 and (chunk := await self._next(chunks)) is not None:
            patience -= len(chunk)


class _Kept:
    """A body as it grows: in memory first, then in a file that has no name, so that nothing of it is ever left over."""

    def __init__(self, spool: Spool, folder: Path) -> None:
        self.file = anonymous_file()
        self._spool = spool
        self._folder = folder
        self._size = 0

    def write(self, chunk: bytes) -> None:
        self._spool.hold(len(chunk))
        before, self._size = self._size, self._size + len(chunk)
        try:
            if before <= IN_MEMORY_BYTES < self._size:
                self._move_to_disk()
            self.file.write(chunk)
            if self._size > IN_MEMORY_BYTES:
                self.file.flush()  # an error shows here, where it can be told
        except OSError as error:
            detail = f"There is no room for the request: {os.strerror(error.errno or 0)}. Try again later."
            raise ApiProblem(503, detail, "no-room", headers={"Retry-After": "60"}) from error

    def _move_to_disk(self) -> None:
        in_memory = self.file
        in_memory.seek(0)
        on_disk = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed with the body
        self.file = on_disk
        on_disk.write(in_memory.read())
        in_memory.close()

    def close(self) -> None:
        self._spool.hold(-self._size)
        self.file.close()


def _busy() -> ApiProblem:
    detail = "Too much is being sent to this server at the same time. Send it again in a few seconds."
    return ApiProblem(503, detail, "busy", headers={"Retry-After": "5", "Connection": "close"})


def media_type_of(content_type: str) -> str:
    """``Application/JSON; charset=utf-8`` → ``application/json``."""
    return content_type.partition(";")[0].strip().lower()


def about_to_end() -> ApiProblem:
    """What is said to whoever waits while the server is told to end."""
    detail = "The server is about to end. Ask again when it is back."
    return ApiProblem(503, detail, "not-ready", headers={"Retry-After": "30"})


def _described(request: Request, settings: Settings, allowed: tuple[str, ...]) -> SentAs:
    content_type = request.headers.get("content-type", "")
    media_type = media_type_of(content_type)
    if media_type not in allowed:
        shown = media_type[:100] or "a body without a Content-Type"
        raise ApiProblem(415, f"Send {' or '.join(allowed)}, not {shown}.", "media-type")
    packing = request.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip"):
        raise ApiProblem(
            415,
            f"Content-Encoding may be gzip, not {packing[:100]}.",
            "media-type",
            headers={"Accept-Encoding": "gzip"},
        )
    return SentAs(content_type, packing == "gzip", settings.max_roster_bytes)


def _too_large(limit: int) -> NoReturn:
    raise ApiProblem(
        413,
        f"The request is larger than {limit:,} bytes. Send it packed with gzip, split it, or have "
        "CASELOAD_MAX_UPLOAD_BYTES raised.",
        "too-large",
        headers={"Connection": "close"},
    )
