"""How large a roster and its cells may be. Every refusal for size names the limit that it comes from."""

from __future__ import annotations

import datetime as dt

HOUR = 10_000
"""Hours are kept as integers: this many are one hour."""
HOUR_DECIMALS = 4
COST = 1_000_000
"""Costs are kept as integers: this many are one unit of cost."""
COST_DECIMALS = 6
EFFICIENCY = 100
"""Efficiencies are kept as integers: this many are an efficiency of 1."""
EFFICIENCY_DECIMALS = 2
MAX_EFFICIENCY = 10

MAX_HOURS = 10**14
"""Largest number of hours in one cell; times ``HOUR`` it stays below 2**60."""
MAX_COST = 10**12
MAX_COUNT = 10**9

LAST_START = dt.date(9_799, 12, 31)
"""No period that somebody asks about begins later: 120 years may follow it, and dates end with the year 9999."""

MAX_ID = 64
"""Characters of an id, a name or one entry of a list."""
MAX_TEXT = 500
"""Characters of a free text (``source``)."""
MAX_LIST = 200
"""Entries of a list value."""

MAX_NUMBER = 100
"""Characters of a number."""
MAX_EXPONENT = 400
"""Of a number in scientific notation; no 64 bits hold more."""
MANY_ROWS = 10_000
LEAST_ROW_BYTES = 8
"""A text of JSON with more than ``MANY_ROWS`` lists and objects has at least so many bytes for each."""
MAX_KEYS = 1_000
"""Keys of a JSON document; there are six sheets."""
MAX_ERRORS = 1_000
"""Errors that are listed; the rest is counted."""
MAX_FIXES = 5_000
"""Things that somebody may say on a page about one roster."""
MAX_COUNTED = 100_000
"""Errors after which nothing more is read."""
MAX_BLANK_ROWS = 1_200_000
"""Rows of a CSV file that hold nothing; a spreadsheet leaves a million behind."""
SHOWN_VALUE = 64
"""Characters of a value that a message repeats."""

MAX_ROWS = 20_000_000
"""Rows of one sheet."""
MAX_COLUMNS = 200
MAX_OFFICERS = 100_000
MAX_LINE_BYTES = 4 << 20
"""Bytes of one line of a text file."""

MAX_WORKBOOK_BYTES = 256 << 20
"""Size of a workbook as it lies on the disk."""
MAX_UNPACKED_BYTES = 1 << 30
"""Size of a workbook's parts once they are unpacked, all together."""
MAX_UNPACK_RATIO = 100
"""How many times larger than packed a large part may be; a table of equal rows reaches about 20."""
SMALL_PART = 10 << 20
"""What unpacks to less may be packed as tightly as it likes."""
MAX_WORKBOOK_PARTS = 1_000
MAX_WORKBOOK_MEMORY = 3 << 30
"""Address space of the process that reads a workbook."""
WORKBOOK_DEADLINE_S = 600.0
MAX_EXPORT_ROWS = 1_000_000
"""Rows of one table of an export; a roster may have more."""
MAX_PROFILE_BYTES = 1 << 20
"""Size of the profile of an office."""
MAX_EXPORT_MEMORY = 4 << 30
"""Address space of the process that understands an export."""
MAX_HANDED_BACK_CELLS = 400_000
"""Cells of a workbook that is handed back with its bad cells marked."""
