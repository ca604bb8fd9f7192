"""XES, the exchange format of event logs (IEEE 1849), as a table of events with a start and an end.

Read by expat from front to back. A document type, which is where entities that blow up come from, is refused; so are
values and nesting beyond what a log has.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from xml.parsers import expat

from app.intake.columns.parse import Batch
from app.intake.errors import RosterRefused, refused
from app.intake.limits import MAX_COLUMNS, MAX_ROWS, MAX_TEXT

BLOCK_BYTES = 1 << 20
BATCH_ROWS = 300
DEEPEST = 30
"""Elements within each other; a log has about six."""
FIXED = ("org:resource", "concept:name", "start", "complete")
CASE = "case:"
"""Before the names of attributes of a trace, which is a case."""
VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})


class XesSource:
    """One XES file. A start and a completion of one activity of a case become one row, the first with the first.

    Parameters
    ----------
    file : str
        As messages name it.
    stream : binary file

    Raises
    ------
    RosterRefused
        It is no XML, has a document type, or is too large.
    """

    comma = False
    header_row = 0

    def __init__(self, file: str, stream: BinaryIO) -> None:
        self.file = file
        self._path: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._begun: defaultdict[tuple[str, str], deque[tuple[str, str]]] = defaultdict(deque)
        self._rows: list[tuple[tuple[str, str, str, str], dict[str, str]]] = []
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            while block := stream.read(BLOCK_BYTES):
                parser.Parse(block, False)
            parser.Parse(b"", True)
        except RosterRefused:
            raise
        except expat.ExpatError as error:
            raise refused(file, f"is no XES: {expat.ErrorString(error.code)}", row=error.lineno) from error
        except (LookupError, ValueError) as error:  # as Python says what expat cannot decode
            raise refused(file, "says that it is in an encoding that is not known; save it as UTF-8") from error
        names = dict.fromkeys(name for _, trace in self._rows for name in trace)
        if len(names) > MAX_COLUMNS:
            raise refused(file, f"has {len(names):,} attributes of cases; {MAX_COLUMNS} are allowed")
        self._of_cases = tuple(names)
        self.header: Sequence[str] = (*FIXED, *(CASE + name for name in self._of_cases))

    def batches(self) -> Iterator[Batch]:
        """The events, in order; their numbers stand for rows."""
        for first in range(0, len(self._rows), BATCH_ROWS):
            part = self._rows[first : first + BATCH_ROWS]
            cells: list[Sequence[str]] = [*zip(*(fixed for fixed, _ in part), strict=True)]
            cells += [[trace.get(name, "") for _, trace in part] for name in self._of_cases]
            yield Batch(range(first + 1, first + len(part) + 1), cells)

    def _refuse_document_type(self, *_: object) -> None:
        raise refused(self.file, "has a document type, which no event log needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= DEEPEST:
            raise refused(self.file, f"has more than {DEEPEST} elements within each other")
        inside = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "trace":
            self._trace, self._begun = {}, defaultdict(deque)
        elif name == "event":
            self._event = {}
        elif name in VALUES and inside in {"trace", "event"}:
            key, value = attributes.get("key", ""), attributes.get("value", "")
            if max(len(key), len(value)) <= MAX_TEXT:  # longer ones are texts that nobody counts by
                (self._trace if inside == "trace" else self._event)[key] = value

    def _end(self, name: str) -> None:
        self._path.pop()
        if name != "event":
            return
        event = self._event
        activity, who, moment = (event.get(key, "") for key in ("concept:name", "org:resource", "time:timestamp"))
        begun = self._begun[activity, event.get("concept:instance", "")]
        transition = event.get("lifecycle:transition", "complete").casefold()
        if transition == "start":
            begun.append((moment, who))
        elif transition == "complete":
            start, starter = begun.popleft() if begun else (event.get("start_timestamp", ""), "")
            self._rows.append(((who or starter, activity, start, moment), self._trace))
            if len(self._rows) > MAX_ROWS:
                raise refused(self.file, f"has more than {MAX_ROWS:,} events")
