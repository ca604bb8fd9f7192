"""Forms of a few short fields: read by the server itself, because they are bounded before they are looked at."""

from __future__ import annotations

from contextlib import aclosing
from urllib.parse import parse_qsl

from fastapi import Request

from app.api.http.body import Spool
from app.api.problems import ApiProblem

URLENCODED = "application/x-www-form-urlencoded"
MOST_BYTES = 8_192
MOST_FIELDS = 20
CSRF = "csrf"
"""The field with which a form proves that it is ours."""


async def small_form(request: Request, spool: Spool) -> dict[str, str]:
    """The fields of a form that was sent as browsers do without files; whoever asks again gets the same ones.

    Raises
    ------
    ApiProblem
        415, or 413 where it is larger than such a form is.
    """
    kept: dict[str, str] | None = getattr(request.state, "small_form", None)
    if kept is None:
        kept = request.state.small_form = await _read(request, spool)
    return kept


async def _read(request: Request, spool: Spool) -> dict[str, str]:
    async with aclosing(spool.receive(request, (URLENCODED,))) as bodies:
        sent = await anext(bodies)
        if sent.what.is_packed:
            raise ApiProblem(415, "A form is sent unpacked.", "media-type")
        sent.file.seek(0)
        content = sent.file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _too_large()
    try:
        return dict(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise _too_large() from None


def _too_large() -> ApiProblem:
    return ApiProblem(413, "The form is larger than one of ours.", "too-large")
