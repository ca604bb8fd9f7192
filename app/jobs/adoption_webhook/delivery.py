"""Tells an address that a plan was adopted: again and again until it was taken, a bounded number of times.

That it is to be told is kept in the transaction of the adoption, which waits for nobody. A thread of each server looks
for what is due; an attempt belongs to whoever took it, and is due again later where that process dies. So the message
comes at least once, and every time with the same id.
"""

from __future__ import annotations

import http.client
import logging
import ssl
import threading
from datetime import UTC, datetime, timedelta

from app.audit.actions import SERVER, Action, Outcome
from app.audit.chain import append
from app.audit.record import Entry
from app.jobs.adoption_webhook.signed_message import message_of
from app.one_request import Bounds, request
from app.settings import Settings
from app.store import plans, rosters
from app.store.audit import subject_of
from app.store.db import Database, DatabaseFault, Session
from app.store.docket import notices
from app.store.docket.notices import Due, Notice

log = logging.getLogger("caseload.jobs")

BOUNDS = Bounds(seconds=10.0, most_bytes=65_536)
LOOK_EVERY_S = 2.0
CLOSING_S = 3.0
"""How long the end of a server waits for an answer."""
WAITS_S = (5, 60, 300, 1_800, 7_200, 18_000, 36_000)
"""Between one attempt and the next: eight attempts within eighteen hours."""
MOST_ATTEMPTS = len(WAITS_S) + 1
GONE = 410
"""Whoever is told wants to hear nothing more."""
INTERRUPTED = "interrupted"


class Delivery:
    """A thread that delivers what is due.

    Parameters
    ----------
    database : Database
    settings : Settings
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._url = settings.adoption_webhook_url
        self._secret = settings.adoption_webhook_secret
        self._here = (settings.public_url or "").rstrip("/")
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="adoption-webhook", daemon=True)

    def start(self) -> None:
        """Begin, where an address is named."""
        if self._url is not None:
            self._thread.start()

    def begin_to_close(self) -> None:
        """Take nothing more. Returns at once."""
        self._closing.set()

    def close(self) -> None:
        """End; what is being sent just now, and takes longer, is sent again later."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(CLOSING_S)

    def deliver_one(self, now: datetime) -> bool:
        """Make the attempt that has been due for longest; False: nothing is due."""
        with self._database.read() as session:
            if not notices.is_due(session, now):
                return False
        with self._database.write() as session:
            due = notices.take(session, now, timedelta(seconds=WAITS_S[-1]))
        if due is None:
            return False
        if due.attempt > MOST_ATTEMPTS:  # the last one died with its process
            self._settle(due, Notice.GIVEN_UP, INTERRUPTED, now)
            return True
        answer, state = self._sent(due, now)
        if state is Notice.WAITING and due.attempt == MOST_ATTEMPTS:
            state = Notice.GIVEN_UP
        self._settle(due, state, answer, now)
        return True

    def _sent(self, due: Due, now: datetime) -> tuple[str, Notice]:
        """What was answered, or why nothing was, and what that means."""
        assert self._url is not None  # noqa: S101 - without an address there is no thread
        assert self._secret is not None  # noqa: S101 - the settings refuse one without the other
        message = message_of(due, self._here, self._secret.get_secret_value(), now)
        try:
            status, _ = request(self._url, BOUNDS, message.body, message.headers)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return _why(error), Notice.WAITING
        if 200 <= status < 300:
            return str(status), Notice.DELIVERED
        return str(status), Notice.GIVEN_UP if status == GONE else Notice.WAITING

    def _settle(self, due: Due, state: Notice, answer: str, now: datetime) -> None:
        waits = timedelta(seconds=WAITS_S[due.attempt - 1] if state is Notice.WAITING else 0)
        with self._database.write() as session:
            is_ours = notices.settle(session, due, state, answer, now + waits)
            if is_ours and state is not Notice.WAITING:
                _record(session, due, state, answer)
        log.info("that a plan was adopted was told: %s (attempt %d: %s)", state, due.attempt, answer)

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                found = self.deliver_one(datetime.now(UTC))
            except DatabaseFault as error:
                log.error("nobody was told of an adoption: %s", type(error).__name__)  # noqa: TRY400 - no case data
                found = False
            if not found:
                self._closing.wait(LOOK_EVERY_S)


def _record(session: Session, due: Due, state: Notice, answer: str) -> None:
    row = plans.get(session, due.plan_id)
    assert row is not None  # noqa: S101 - the notice goes with its plan, and is there in this transaction
    offices = rosters.offices_of(session, row.roster)
    entry = Entry(
        Action.NOTIFIED,
        SERVER,
        None,
        None if offices is None else tuple(offices),
        subject_of(row),
        Outcome.DONE if state is Notice.DELIVERED else Outcome.REFUSED,
        details={"attempts": due.attempt, "answer": answer},
    )
    append(session, entry)


def _why(error: Exception) -> str:
    """Why there was no answer, in a word that holds no address."""
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "tls"
    return "refused" if isinstance(error, ConnectionRefusedError) else type(error).__name__.lower()
