"""One cell: from the text in it to a number or a name. Exact, without a float anywhere.

Every function takes trimmed text that is not empty and raises :class:`BadValue` with a message for people.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

from app.intake.errors import BadValue
from app.intake.limits import MAX_COUNT, MAX_ID, MAX_LIST, MAX_TEXT

PLAIN = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
EXCEL_WHOLE = re.compile(r"([0-9]+)\.0")
GROUPED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
"""1.500 is one and a half, but 1500 to a person who writes decimal commas."""
SCIENTIFIC = re.compile(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+")
NOT_A_NUMBER = re.compile(r"[+-]?(nan|inf|infinity|∞|#.*)", re.IGNORECASE)
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})([T ][0-9]{2}:[0-9:.]+(Z|[+-][0-9:]+)?)?")
POINTS_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
SCIENTIFIC_ID = re.compile(r"[0-9]([.,][0-9]+)?[eE]\+?[0-9]{2,3}")
"""What a spreadsheet makes of a long number: 1.23457E+18. Only such with a fraction or a sign of the exponent count."""
INVISIBLE = "\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters of no width that come along when text is copied, and make equal looks unequal; and those that turn the
direction of writing, so that a person reads another id than is there."""
LINE_BREAK = re.compile(r"[\r\n\u2028\u2029]+")
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})


def scaled(text: str, decimals: int, *, most: int, comma: bool = False, signed: bool = False) -> int:
    """A decimal number as an integer of ``10**-decimals``; more decimals are refused, never rounded.

    Parameters
    ----------
    most : int
        Largest value allowed.
    comma : bool
        Whether the file may write a decimal comma.
    """
    plain = text.replace(",", ".") if comma and text.count(",") == 1 and "." not in text else text
    match = PLAIN.fullmatch(plain)
    if match is None or not (match[2] or match[3]):
        raise BadValue(_why_not_a_number(text, comma=comma))
    whole, fraction = match[2].lstrip("0"), (match[3] or "").rstrip("0")
    if len(fraction) > decimals:
        at_most = "must be a whole number" if not decimals else f"has more than {decimals} decimals"
        raise BadValue(f"{at_most}; nothing is rounded here, so shorten it yourself")
    if len(whole) > len(str(most)):
        raise BadValue(f"must be at most {most:,}")
    unit: int = 10**decimals
    value = int(whole or "0") * unit + int(fraction.ljust(decimals, "0") or "0")
    if value > most * unit:
        raise BadValue(f"must be at most {most:,}")
    if match[1] == "-" and value and not signed:
        raise BadValue("must be 0 or more")
    return -value if match[1] == "-" else value


def _why_not_a_number(text: str, *, comma: bool) -> str:
    if NOT_A_NUMBER.fullmatch(text):
        return "must be a number; write a plain decimal, or leave the cell empty where it is optional"
    if SCIENTIFIC.fullmatch(text):
        return "is in scientific notation, which may have been rounded; format the cells as plain numbers"
    if "," in text and "." in text:
        return "has both a comma and a point; write it without a thousands separator"
    if "," in text and not comma:
        return "has a comma; write a decimal point (a decimal comma is read only in files separated by semicolons)"
    return "is not a number; write a plain decimal such as 12.5"


def whole(text: str, *, least: int = 0, most: int = MAX_COUNT) -> int:
    """A whole number; 3.0 is 3."""
    value = scaled(text, 0, most=most)
    if value < least:
        raise BadValue(f"must be {least} or more")
    return value


def priority(text: str) -> int:
    """1 (most urgent) to 5 (least)."""
    try:
        value = whole(text, least=1, most=5)
    except BadValue:
        raise BadValue("must be a whole number from 1 (most urgent) to 5 (least)") from None
    return value


def yes_no(text: str) -> int:
    """1 for yes, 0 for no."""
    folded = text.casefold()
    if folded in YES:
        return 1
    if folded in NO:
        return 0
    raise BadValue("must be yes or no")


def day(text: str) -> int:
    """A date as its ordinal (1 is 0001-01-01), so that none is negative; a timestamp counts with the date it says."""
    german, iso = POINTS_DATE.fullmatch(text), ISO_DATE.fullmatch(text)
    year, month, of_month = (german[3], german[2], german[1]) if german else (iso[1], iso[2], iso[3]) if iso else "000"
    try:
        found = dt.date(int(year), int(month), int(of_month))
    except ValueError:
        hint = " (with slashes it could be read in two ways)" if "/" in text else ""
        raise BadValue(f"is not a date; write it as 2026-11-24{hint}") from None
    return found.toordinal()


def identifier(text: str) -> str:
    """An id as written, in composed Unicode, so that equal looks are equal; 1001.0 of a spreadsheet is 1001."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if SCIENTIFIC_ID.fullmatch(text) and not text.replace("e", "").replace("E", "").isdigit():
        raise BadValue(
            "is a long number that a spreadsheet has rounded; format the column as text, and take the ids from where "
            "they come from again",
            "long-number",
        )
    match = EXCEL_WHOLE.fullmatch(text)
    if match is not None:
        text = match[1]
    if len(text) > MAX_ID:
        raise BadValue(f"has {len(text)} characters; at most {MAX_ID} are allowed")
    _refuse_control_characters(text)
    return text


def name(text: str) -> str:
    """A name of a type, office, docket or skill: as an id."""
    return identifier(text)


def reference(text: str) -> str:
    """One id where lists are written elsewhere: a semicolon is probably a second one."""
    return identifier(_single(text))


def single_name(text: str) -> str:
    """One name where lists are written elsewhere."""
    return name(_single(text))


def identifiers(text: str) -> tuple[str, ...]:
    """A list of ids, separated by semicolons or line breaks, without repeats."""
    return _several(text, reference)


def names(text: str) -> tuple[str, ...]:
    """A list of names, separated by semicolons or line breaks; repeats compare casefolded."""
    found: dict[str, str] = {}
    for entry in _several(text, name):
        found.setdefault(entry.casefold(), entry)
    return tuple(found.values())


def free_text(text: str) -> str:
    """Words for people."""
    if len(text) > MAX_TEXT:
        raise BadValue(f"has {len(text)} characters; at most {MAX_TEXT} are allowed")
    _refuse_control_characters(text)
    return text


def _single(text: str) -> str:
    if ";" in text:
        raise BadValue("holds a semicolon; one value is expected here, not a list")
    return text


def _several(text: str, one: Callable[[str], str]) -> tuple[str, ...]:
    pieces = LINE_BREAK.sub(";", text).split(";")
    entries = dict.fromkeys(one(entry.strip()) for entry in pieces if entry.strip())
    if len(entries) > MAX_LIST:
        raise BadValue(f"has {len(entries)} entries; at most {MAX_LIST} are allowed")
    return tuple(entries)


def _refuse_control_characters(text: str) -> None:
    if text.isprintable():
        return
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in INVISIBLE:
            is_break = character in "\r\n\u2028\u2029"
            sort = "a line break" if is_break else f"an invisible character (U+{ord(character):04X})"
            raise BadValue(f"holds {sort}; delete it")
