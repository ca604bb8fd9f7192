"""Works on parts of plans that other processes make, or other threads of this one, where there is a place for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.jobs.fan_out.stint import Stint
from app.jobs.fan_out.taking import TARGET, Taking
from app.settings import Settings
from app.store.db import Database


class Helping:
    """Stints of this process: as many at a time as there are parts, up to ``settings.parts``.

    Parameters
    ----------
    database : Database
    settings : Settings
    is_closing : function
        Whether this process is about to end.
    target : str
        What the children run; tests give one that needs no solver.
    """

    def __init__(
        self, database: Database, settings: Settings, is_closing: Callable[[], bool], target: str = TARGET
    ) -> None:
        self.taking = Taking(database, settings, is_closing, target)
        self._places = threading.Semaphore(settings.parts)

    def help(self) -> bool:
        """Work on parts, in this thread and others, until there are no more; False where there was none at all."""
        if not self._places.acquire(blocking=False):
            return False
        try:
            part = None if self.taking.is_closing() else self.taking.claim()
            if part is None:
                return False
            beside = _Beside(self.help)
            try:
                Stint(self.taking, beside.begin).work(part)
            finally:
                beside.join()
        finally:
            self._places.release()
        return True


class _Beside:
    """One more thread that helps, whenever there is none: it has another one beside it in turn."""

    def __init__(self, run: Callable[[], object]) -> None:
        self._run = run
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Begin, unless it is at it."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="part", daemon=True)
            self._thread.start()

    def join(self) -> None:
        """Wait for its end."""
        if self._thread is not None:
            self._thread.join()
