"""What a server does once a day: remove what is past its term, and write the head of the audit records down.

Once an hour it removes for good what was removed on a page a day ago.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime

from app.audit.actions import SERVER
from app.audit.heads import HeadNotWritten, head_of, write_head
from app.jobs.purge import purge, purge_removed
from app.settings import Settings
from app.store.db import Database, DatabaseFault

log = logging.getLogger("caseload.jobs")

EVERY_S = 24 * 3_600.0
AGAIN_S = 3_600.0
"""When it tries again after a failure, and looks for what can no longer be brought back."""


class Housekeeping:
    """A thread that keeps house: at the start of a server, and then once a day.

    Several servers of one database may all do it: what one has removed the others do not find.

    Parameters
    ----------
    database : Database
    settings : Settings
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End, after what is being removed just now."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def keep_house(self, now: datetime) -> bool:
        """Do it now; False where something failed, and the log says what."""
        try:
            self._remove_for_good(now)
            self._remove_old(now)
            self._write_head()
        except DatabaseFault as error:
            log.error("the house was not kept: %s; trying again in an hour", type(error).__name__)  # noqa: TRY400 - no case data
            return False
        except HeadNotWritten as error:
            log.error("%s Trying again in an hour.", error)  # noqa: TRY400 - a sentence for people
            return False
        return True

    def _serve(self) -> None:
        kept_at: float | None = None
        while not self._closing.is_set():
            now = datetime.now(UTC)
            if kept_at is None or time.monotonic() - kept_at >= EVERY_S:
                kept_at = time.monotonic() if self.keep_house(now) else None
            else:
                self.clear(now)
            self._closing.wait(AGAIN_S)

    def clear(self, now: datetime) -> None:
        """Remove for good what can no longer be brought back; the log says where that failed."""
        try:
            self._remove_for_good(now)
        except DatabaseFault as error:
            log.error("nothing was removed for good: %s; trying again in an hour", type(error).__name__)  # noqa: TRY400 - no case data

    def _remove_for_good(self, now: datetime) -> None:
        count = sum(1 for _ in purge_removed(self._database, now, SERVER))
        if count:
            log.info("%d plans that were removed a day ago are gone", count)

    def _remove_old(self, now: datetime) -> None:
        count = 0
        for _ in purge(self._database, self._settings.retention, now, SERVER):
            count += 1
            if self._closing.is_set():
                break
        if count:
            log.info("%d plans and rosters were past their term and are removed", count)

    def _write_head(self) -> None:
        if self._settings.audit_heads is None:
            return
        head = head_of(self._database)
        if head is not None:
            write_head(head, self._settings.audit_heads)
