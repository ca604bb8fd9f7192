"""A message that says who sent it and when: signed as Standard Webhooks has it (HMAC-SHA256 over id, time and body)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.settings import secret_bytes
from app.store.docket.notices import Due

KIND = "plan.adopted"


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted.

    Attributes
    ----------
    body : bytes
        JSON.
    headers : mapping of str to str
    """

    body: bytes
    headers: Mapping[str, str]


def message_of(due: Due, here: str, secret: str, now: datetime) -> Message:
    """The message of one attempt.

    Parameters
    ----------
    due : Due
    here : str
        Where people reach this server, without a slash at the end; empty where that is not known.
    secret : str
        ``whsec_…``.
    now : datetime
        Whoever is told refuses what was signed long ago, so each attempt is signed anew.
    """
    content = {
        "type": KIND,
        "timestamp": due.adopted_at.isoformat(),
        "data": {
            "plan_id": due.plan_id,
            "adopted_at": due.adopted_at.isoformat(),
            "adopted_by": due.adopted_by,
            "changes": f"{here}/v1/plans/{due.plan_id}/changes",
        },
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    at = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Caseload",
        "webhook-id": due.message_id,
        "webhook-timestamp": at,
        "webhook-signature": signature_of(secret, due.message_id, at, body),
    }
    return Message(body, headers)


def signature_of(secret: str, message_id: str, at: str, body: bytes) -> str:
    """The signature of a message; ``at`` is the time in whole seconds."""
    signed = f"{message_id}.{at}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(secret_bytes(secret), signed, hashlib.sha256).digest()).decode()}"
