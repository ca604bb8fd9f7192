"""What the server signs: cookies, and the tokens of forms. One secret in the database, the same for all its servers."""

from __future__ import annotations

import hashlib
import hmac

LONGEST = 4_000
"""Signs of a sealed text; cookies hold no more."""


class Signer:
    """Signs texts, each for one purpose: what was signed for another is worth nothing.

    Parameters
    ----------
    secret : bytes
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.public_id = self.mac("public id", "")[:8]
        """Stands in the names of cookies: two servers of one machine share its cookies, whatever their ports."""

    def mac(self, purpose: str, text: str) -> str:
        """What nobody can make who does not have the secret."""
        signed = f"{purpose}\n{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, signed, hashlib.sha256).hexdigest()

    def fits(self, purpose: str, text: str, mac: str) -> bool:
        """Whether a signature is ours, in constant time."""
        return hmac.compare_digest(self.mac(purpose, text).encode(), mac.encode("utf-8", "surrogatepass"))

    def sealed(self, purpose: str, text: str) -> str:
        """A text with its signature. It can be read by anybody, and changed by nobody."""
        return f"{text}.{self.mac(purpose, text)}"

    def opened(self, purpose: str, sealed: str) -> str | None:
        """The text of something that was sealed for this purpose; None where it was not."""
        text, _, mac = sealed.rpartition(".")
        return text if len(sealed) <= LONGEST and self.fits(purpose, text, mac) else None
