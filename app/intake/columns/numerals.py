"""Numbers as texts write them, bounded before anything is worked out: 1e-999999999 has 12 characters, and no end."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from app.intake.errors import BadValue
from app.intake.limits import LEAST_ROW_BYTES, MANY_ROWS, MAX_EXPONENT, MAX_NUMBER

EXPONENT = re.compile(r"[eE][+-]?0*([0-9_]*)\s*$")


def bounded(text: str) -> str:
    """A number as it stands, where it has neither too many characters nor too large an exponent.

    Raises
    ------
    BadValue
    """
    if len(text) > MAX_NUMBER:
        raise BadValue(f"has {len(text):,} characters; at most {MAX_NUMBER} are read")
    exponent = EXPONENT.search(text)
    if exponent is not None and (len(exponent[1]) > 4 or int(exponent[1] or "0") > MAX_EXPONENT):
        raise BadValue(f"has an exponent beyond {MAX_EXPONENT}; write it as a plain decimal")
    return text


def decimal_of(text: str) -> Decimal:
    """A decimal number, exactly.

    Raises
    ------
    BadValue
        It is none, is not finite, or cannot be meant.
    """
    try:
        value = Decimal(bounded(text.strip()))
    except InvalidOperation:
        raise BadValue("is not a number; write a plain decimal such as 12.5") from None
    if not value.is_finite():
        raise BadValue("is not a number; write a plain decimal such as 12.5")
    return value


def whole_of(text: str) -> int:
    """A whole number of JSON."""
    return int(bounded(text))


def refuse_dense(data: bytes) -> None:
    """Refuse a text of JSON that has far more lists and objects than rows of a table could fill.

    Raises
    ------
    BadValue
        Before it is parsed: an empty object takes two bytes of text and seventy of memory.
    """
    count = data.count(b"{") + data.count(b"[")
    if count > MANY_ROWS and count * LEAST_ROW_BYTES > len(data):
        raise BadValue(f"has {count:,} lists and objects in {len(data):,} bytes, which are no rows of a roster")
