"""A column of ids: all of them differ, so they are tested together, and only an unusual batch one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from unicodedata import is_normalized

from app.intake.columns.cell_types import Column
from app.intake.columns.no_values import REFUSED, unwrapped
from app.intake.errors import BadValue, Complaints
from app.intake.limits import MAX_ID

EXPONENT = re.compile(r"[eE]rr:|(?<=[0-9])[eE]\+?[0-9]{2}")
"""What may be an error of LibreOffice or a rounded number, and wants a closer look."""


def read_ids(
    column: Column, texts: Sequence[str], rows: Sequence[int], file: str, complaints: Complaints
) -> Sequence[str]:
    """Ids are all different, so they are tested together; only a batch with something unusual is read one by one."""
    trimmed = list(map(str.strip, texts))
    joined = ";".join(trimmed)
    usual = (
        joined.isprintable()
        and (joined.isascii() or is_normalized("NFC", joined))
        and joined.count(";") == len(trimmed) - 1
        and ".0;" not in joined + ";"
        and REFUSED not in joined
        and "#" not in joined  # the error of a formula
        and not any(sign in joined for sign in "=(+")  # a formula
        and (("e" not in joined and "E" not in joined) or EXPONENT.search(joined) is None)
        and max(map(len, trimmed)) <= MAX_ID
        and all(trimmed)
    )
    return trimmed if usual else [_one_id(column, *cell, file, complaints) for cell in zip(trimmed, rows, strict=True)]


def _one_id(column: Column, text: str, row: int, file: str, complaints: Complaints) -> str:
    parse: Callable[[str], str] = column.kind.parser(comma=False)
    if text == REFUSED:
        return ""
    try:
        text = unwrapped(text)
        if not text:
            raise BadValue("is empty, but every row needs a value here")  # noqa: TRY301 - told like the others
        return parse(text)
    except BadValue as error:
        complaints.add(file, str(error), row=row, column=column.name, value=text, code=error.code)
        return ""
