"""What a server does once a day: remove what is past its term, and write the head of the audit records down."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

from app.audit.actions import SERVER
from app.audit.heads import HeadNotWritten, head_of, write_head
from app.jobs.purge import purge
from app.settings import Settings
from app.store.db import Database, DatabaseFault

log = logging.getLogger("caseload.jobs")

EVERY_S = 24 * 3_600.0
AGAIN_S = 3_600.0
"""When it tries again after a failure."""


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
        """Begin, where there is anything to do."""
        if self._settings.retention or self._settings.audit_heads is not None:
            self._thread.start()

    def close(self) -> None:
        """End, after what is being removed just now."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def keep_house(self, now: datetime) -> bool:
        """Do it now; False where something failed, and the log says what."""
        try:
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
        while not self._closing.is_set():
            is_kept = self.keep_house(datetime.now(UTC))
            self._closing.wait(EVERY_S if is_kept else AGAIN_S)

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
