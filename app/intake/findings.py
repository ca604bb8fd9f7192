"""What was noticed in a roster while it was read: each kind has a code, and says what was done and what to do.

One list of codes (:data:`CODES`) serves the reader, ``--accept``, the HTTP interface and ``docs/findings.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, NamedTuple

from app.intake.limits import SHOWN_VALUE

EXAMPLES = 5
"""Further values (or rows) that a finding of many alike names beside its first."""


class Severity(StrEnum):
    """What a finding asks for."""

    STOP = "stop"
    """The roster cannot be meant so: it is refused."""
    CONFIRM = "confirm"
    """Probably not meant: nothing is planned until a person accepts the code."""
    NOTE = "note"
    """Said, and gone on with."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    Attributes
    ----------
    name : str
        Stable, in kebab-case; what ``--accept`` takes.
    severity : Severity
    meaning : str
        One sentence for ``docs/findings.md``.
    """

    name: str
    severity: Severity
    meaning: str


STOP, CONFIRM, NOTE = Severity.STOP, Severity.CONFIRM, Severity.NOTE

CODES = (
    Code("bad-value", STOP, "A cell does not hold what its column holds, or sheets contradict each other."),
    Code("repeated-id", STOP, "An id that may occur once occurs again."),
    Code("missing-sheet", STOP, "A sheet or file that is needed is not there."),
    Code("missing-column", STOP, "A column that is needed is not there."),
    Code("missing-weight", STOP, "Cases have no hours of their own, and their type is not in the sheet weights."),
    Code("unknown-age", STOP, "A case takes hours by its age, and its date or the period's first day is missing."),
    Code("formula-without-result", STOP, "A cell holds a formula whose result was never calculated."),
    Code("error-value", STOP, "A cell holds the error of a formula, as #N/A, #NV, #REF! or #VALUE!."),
    Code("merged-cells", STOP, "Cells of several rows are merged, so all rows but the first look empty."),
    Code("long-number", STOP, "An id of more than 15 digits is kept as a number, whose last digits are lost."),
    Code("unknown-conflict", STOP, "A conflict of interest names nobody who is in the sheet officers."),
    Code("total-row", CONFIRM, "A row is called total, or its hours are the sum of all others."),
    Code("too-many-hours", CONFIRM, "An officer has more hours than the period has (744 in a month)."),
    Code("nobody-has", CONFIRM, "A skill, office or docket that nobody has takes many cases from everybody."),
    Code("large-family", CONFIRM, "More than ten cases share a value of keep_together."),
    Code("no-family", CONFIRM, "keep_together says no, n/a, none, - or 0, which would bind strangers together."),
    Code(
        "no-name",
        CONFIRM,
        "A skill, office, docket or officer is called no, n/a, none, - or 0, and nobody else names it.",
    ),
    Code("similar-spelling", CONFIRM, "Two names differ only by case, accents, spaces, composition or one letter."),
    Code("mixed-decimals", CONFIRM, "A number such as 1.776 stands in a file that writes decimal commas elsewhere."),
    Code("hidden-rows", CONFIRM, "Rows of a sheet are hidden, and are read like all others."),
    Code("ambiguous-date", CONFIRM, "A date such as 03/04/2026 can be read in two ways, and no other shows which."),
    Code("uncertain-formula", CONFIRM, "A formula has the result 0 in a workbook that still waits to be calculated."),
    Code("several-in-one", CONFIRM, "A cell that holds one value holds several known ones, as D-1, D-2."),
    Code("similar-column", CONFIRM, "A column was not read, but looks like one that is not there."),
    Code("similar-sheet", CONFIRM, "A sheet or file was not read, but looks like one that is not there."),
    Code(
        "partly-known-list", CONFIRM, "A cell may be a list, but parts of it are unknown, or only spaces divide them."
    ),
    Code("blank-below", CONFIRM, "Each value of a column stands once, above empty cells, as in a list in groups."),
    Code(
        "other-period",
        CONFIRM,
        "Hours of an export are those of a week or a year, or points, by their column's name or their size.",
    ),
    Code(
        "unsure-heading", CONFIRM, "Rows of an export that hold a name alone were taken for who holds the cases below."
    ),
    Code(
        "odd-row",
        CONFIRM,
        "A row of an export has nothing but an id or a name, or one unlike all others; or all are too narrow.",
    ),
    Code("closed-cases", CONFIRM, "Cases of an export seem to be closed, by their status or a date."),
    Code("most-have-left", CONFIRM, "Most cases are with somebody who is not in the sheet officers."),
    Code("split-list", NOTE, "A list was split by a comma, slash, bar or line break, since all its parts are known."),
    Code("unread-sheet", NOTE, "A sheet or file is none of a roster, and was not read."),
    Code("unread-column", NOTE, "A column is none of its sheet, and was not read."),
    Code("other-name", NOTE, "A column has another name than ours, which offices use for it, and was read."),
    Code("unheld-name", NOTE, "A skill, office or docket that cases need is held by no officer."),
    Code("serves-nowhere", NOTE, "An officer serves only offices or dockets that no case is of, and can hold none."),
    Code("officer-has-left", NOTE, "The officer of a case is not in the sheet officers, and counts as having left."),
    Code("read-as", NOTE, "How a file of an export was read: its encoding, or what separates its cells."),
    Code("left-out-row", NOTE, "A row of an export is no row of a roster: a total, blank, prefilled, or a remark."),
    Code("counts-as-empty", NOTE, "A cell of an export says N/A, none, - or the like, and counts as empty."),
    Code("mended", NOTE, "Something was mended that is safe to mend (caseload import --fix)."),
    Code("converted-hours", NOTE, "Hours of a week or a year were converted to those of a month, as the profile says."),
    Code("skill-columns", NOTE, "Columns of an export that say yes or no about one skill each were read as skills."),
    Code("group-heading", NOTE, "Rows of an export head the cases below with their officer, office or type."),
    Code("second-table", NOTE, "A sheet or file of an export holds more than one table; each was read by itself."),
    Code("holders-of-plan", NOTE, "A plan of ours came with an export: its officers hold the cases."),
    Code("nobody-holds", NOTE, "A holder of cases is no person, as a queue, and is taken for nobody."),
    Code("respelled", NOTE, "A name differs by case or spaces from one that is usual, and is taken for it."),
    Code("officers-made", NOTE, "Officers were made of who holds the cases of an export."),
    Code("hours-by-share", NOTE, "Officers have the hours that their share of full time gives them."),
    Code("officers-by-name", NOTE, "Cases name their officers by another column than the ids."),
    Code("skills-unread", NOTE, "Skills or languages of cases were left unread: nobody's are known."),
    Code("ordinary-skill", NOTE, "A value that most cases have is what is usual, and is taken for no skill."),
    Code("unheld-language", NOTE, "A language that no officer is known to speak was left out."),
    Code("starting-weight", NOTE, "The weight of a type is a starting value of a published standard."),
    Code("unknown-type", NOTE, "A type of the sheet flow is in no other sheet."),
)
"""Every kind, from the worst; one line each."""
BY_CODE = {code.name: code for code in CODES}
TO_CONFIRM = tuple(code.name for code in CODES if code.severity is CONFIRM)
"""What ``--accept`` takes."""


class Place(NamedTuple):
    """Where a finding is, as :class:`Finding` has it."""

    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing that was noticed, with the first place where it is.

    Attributes
    ----------
    code : str
        One of :data:`CODES`.
    severity : Severity
    file : str
        File or, for a workbook and JSON, sheet.
    row : int or None
        As a person sees it: the header is row 1. None: it belongs to the file as a whole.
    column : str or None
    value : str or None
        At most 64 characters of it.
    message : str
        What is wrong.
    done : str
        What was done with it.
    todo : str
        What to do.
    count : int
        How many are alike; this is the first of them.
    alike : tuple of Place
        Some of the others, so that a page can offer to mend them. It is nowhere written down.
    """

    code: str
    severity: Severity
    file: str
    row: int | None
    column: str | None
    value: str | None
    message: str
    done: str
    todo: str
    count: int = 1
    alike: tuple[Place, ...] = field(default=(), compare=False, repr=False)

    @property
    def places(self) -> tuple[Place, ...]:
        """The first place, and some of the others."""
        return (Place(self.file, self.row, self.column, self.value), *self.alike)

    def moved(self, move: Callable[[Place], Place]) -> Finding:
        """The same finding with each of its places where ``move`` puts it, in its message, too."""
        file, row, column, value = move(self.places[0])
        alike = tuple(map(move, self.alike))
        message = self.message.removesuffix(_also(self.alike)) + _also(alike)
        return replace(self, file=file, row=row, column=column, value=value, message=message, alike=alike)

    def to_dict(self) -> dict[str, Any]:
        """What is written down of it."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "alike"}

    @classmethod
    def of_dict(cls, written: Mapping[str, Any]) -> Finding:
        """As it was written down."""
        return cls(**{**written, "severity": Severity(written["severity"])})

    @property
    def place(self) -> str:
        """Where it is, in words; of many alike, the first."""
        where = [self.file]
        if self.row is not None:
            where.append(f"row {self.row:,}")
        if self.column is not None:
            where.append(f"column {self.column}")
        return ", ".join(where)

    def __str__(self) -> str:
        value = f", value “{self.value}”" if self.value else ""
        alike = f" ({self.count:,} alike)" if self.count > 1 else ""
        sentences = (text[:1].upper() + text[1:] + "." for text in (self.done, self.todo) if text)
        return " ".join([f"{self.place}{value}: {self.message}{alike}.", *sentences])


Key = tuple[str, str, str | None, str]


@dataclass(slots=True)
class FindingList:
    """Collects findings; those with the same code, file and column become one that counts them."""

    _found: dict[Key, Finding] = field(default_factory=dict)
    _more: dict[Key, list[Place]] = field(default_factory=dict)

    def add(self, code: str, place: Place, message: str, *, done: str = "", todo: str = "", kind: str = "") -> None:
        """Take one in: as a new one, or as one more of its kind. What a file says is shortened here.

        Parameters
        ----------
        code : str
            One of :data:`CODES`, which gives the severity.
        place : Place
        message, done, todo : str
            Without a full stop; of many alike, those of the first are kept.
        kind : str
            Findings of one code, file and column are alike where this is the same, too.
        """
        column, value = (None if text is None else shown(text) for text in (place.column, place.value))
        found = Finding(code, BY_CODE[code].severity, shown(place.file), place.row, column, value, message, done, todo)
        key = (code, found.file, found.column, kind)
        first = self._found.setdefault(key, found)
        if first is found or (found.place, found.value, message) == (first.place, first.value, first.message):
            return  # new, or found twice at one place, as an id among ids and among names
        self._found[key] = replace(first, count=first.count + 1)
        more = self._more.setdefault(key, [])
        if len(more) < EXAMPLES and (found.row is not None or found.value):
            more.append(Place(found.file, found.row, found.column, found.value))

    def __len__(self) -> int:
        return len(self._found)

    def sorted(self) -> tuple[Finding, ...]:
        """All of them, the worst first, then in the order in which they came."""
        return worst_first(self._with_examples(key, found) for key, found in self._found.items())

    def _with_examples(self, key: Key, found: Finding) -> Finding:
        more = self._more.get(key)
        if not more:
            return found
        return replace(found, message=found.message + _also(more), alike=tuple(more))


def shown(value: str) -> str:
    """A value as a message may repeat it: short, and on one line."""
    if len(value) > SHOWN_VALUE:
        value = value[: SHOWN_VALUE - 1] + "…"
    return value if value.isprintable() else "".join(c if c.isprintable() else "�" for c in value)


def _also(more: Sequence[Place]) -> str:
    """What the message of many alike ends with: some of the others."""
    return f"; also {', '.join(map(_example, more))}" if more else ""


def _example(place: Place) -> str:
    row = "" if place.row is None else f"row {place.row:,}"
    value = f"“{place.value}”" if place.value else ""
    return f"{value} in {row}" if value and row else value or row


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order in which people read them."""
    worst = list(Severity)
    return tuple(sorted(findings, key=lambda found: worst.index(found.severity)))


def those(findings: Iterable[Finding], severity: Severity) -> tuple[Finding, ...]:
    """The findings of one severity."""
    return tuple(found for found in findings if found.severity is severity)
