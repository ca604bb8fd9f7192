"""JSON, strictly and exactly: what would grow without bound, or means nothing, is refused."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from app.api.problems import ApiProblem
from app.intake.columns.numerals import decimal_of, refuse_dense, whole_of
from app.intake.errors import BadValue

ODD_TEXT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
"""Escapes that may be a NUL or half a character."""


def parse_json(text: bytes | str, what: str) -> Any:
    """Parse JSON strictly and exactly: decimals stay decimals; no NaN, no key twice, no depth beyond the stack.

    Raises
    ------
    ApiProblem
        400 it is no JSON; 413 it has far too many lists or objects for its size; 422 it holds a number that nobody
        can mean, or a text that is none.
    """
    data = text.encode() if isinstance(text, str) else text
    try:
        refuse_dense(data)
    except BadValue as error:
        raise ApiProblem(413, f"{what} {error}.", "too-large") from None
    try:
        found = json.loads(
            data.decode("utf-8-sig"),
            parse_float=decimal_of,
            parse_int=whole_of,
            parse_constant=_no_constant,
            object_pairs_hook=_unique,
        )
    except BadValue as error:
        raise ApiProblem(422, f"{what} holds a number that {error}.", "invalid-request") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, UnicodeDecodeError):
            reason = "it is not UTF-8"
        else:
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise ApiProblem(400, f"{what} is not JSON: {reason}.", "not-json") from None
    if ODD_TEXT.search(data):
        _refuse_odd_text(found, what)
    return found


def _refuse_odd_text(document: Any, what: str) -> None:
    """Neither a NUL nor half a character can be kept or written: they are refused wherever they stand."""
    left = [document]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and ("\0" in value or any("\ud800" <= one <= "\udfff" for one in value)):
            detail = f"{what} holds a text with a NUL or half a character (an escape such as \\ud800); delete it."
            raise ApiProblem(422, detail, "invalid-request")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ValueError("an object names a key twice")
    return out
