"""The address that a server prints on its own machine where there are no keys yet: it signs one browser in, once."""

from __future__ import annotations

import hmac
import threading

from app.access.api_keys import hash_of, new_secret

PATH = "/sign-in/once"


class SignInAddress:
    """Holds the token of one address. Safe to share between threads; nothing of it is kept on a disk."""

    def __init__(self) -> None:
        self._hash: str | None = None
        self._lock = threading.Lock()

    @property
    def is_waiting(self) -> bool:
        """Whether an address was made that nobody has opened."""
        return self._hash is not None

    def new(self, server: str) -> str:
        """An address at a server (``http://127.0.0.1:8000``); one that was made before opens nothing any more."""
        token = new_secret()
        with self._lock:
            self._hash = hash_of(token)
        return f"{server}{PATH}?token={token}"

    def take(self, token: str) -> bool:
        """Whether this is the token; from then on it is not."""
        with self._lock:
            fits = self._hash is not None and hmac.compare_digest(self._hash, hash_of(token))
            if fits:
                self._hash = None
        return fits
