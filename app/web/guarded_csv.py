"""CSV for people: a spreadsheet that opens it must not take an id for a formula.

A cell that begins with ``=``, ``+``, ``-`` or ``@`` is worked out when the file is opened, whoever wrote it. In what
the pages hand out, such a cell gets an apostrophe in front, which a spreadsheet shows as text. Programs take the same
rows raw from the interface, where nothing is changed.
"""

from __future__ import annotations

import csv
import io
import re

RISKY = re.compile(r"[=+\-@\t\r]")
"""What a cell begins with that is worked out."""
ANYWHERE = re.compile(rb"(?:^|[,\n])\"?[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def guarded(content: bytes) -> bytes:
    """A file of CSV in which no cell is a formula; the file itself where none was."""
    if ANYWHERE.search(content) is None:
        return content
    has_mark = content.startswith(b"\xef\xbb\xbf")
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([_guarded_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if has_mark else "utf-8")


def _guarded_cell(cell: str) -> str:
    return f"'{cell}" if RISKY.match(cell) and not NUMBER.fullmatch(cell) else cell
