"""What the cells of a column say about it, whatever its name: ids, hours, dates, yes or no, levels, lists, names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from app.intake.columns.no_values import unwrapped
from app.intake.errors import BadValue
from app.intake.formats.raw_tables import LOST_DIGITS
from app.intake.recognition.values.cell_values import SIGNS, is_nothing, priorities_of, yes_no
from app.intake.recognition.values.dates import SERIAL, is_date
from app.intake.recognition.values.hours import MOST_SHARE, is_number, share_of

MOST = 0.9
"""Share of the filled cells that must be of a kind for the column to be of it; the rest may be mistakes."""
DIFFERENT = 0.98
"""Share of different values among ids; a few repeats are mistakes that are told one by one."""
MOSTLY_DIFFERENT = 0.8
"""The same where the name of the column says that it holds ids; in a short table one repeat is not too many."""
HALF = 0.5
"""Share of the filled cells that must be of a kind where the name of the column says it: the others are mistakes, which
are told one by one, and cost less than a column that is left unread."""
MOSTLY_DATES = 0.7
"""The same for dates, without which a plan can do: a column of which a third is none is left unread, and named."""
SHORTEST_NUMBER = 4
"""Digits of a number that looks like an id and not like a count."""
LOOKED_AT = 20_000
"""Different values that are looked at; a column of ids has as many as rows."""


def is_error(text: str) -> bool:
    """Whether a cell holds the error of a formula, or a formula that nobody calculated."""
    try:
        unwrapped(text)
    except BadValue:
        return True
    return text == LOST_DIGITS


def _is_long_number(text: str) -> bool:
    return text.isdecimal() and len(text) >= SHORTEST_NUMBER


def _may_be_date(text: str) -> bool:
    return is_date(text) or bool(SERIAL.fullmatch(text))


def _is_yes_no(text: str) -> bool:
    return yes_no(text) is not None


@dataclass(frozen=True)
class Content:
    """The cells of one column below the header, and what they have in common.

    Attributes
    ----------
    cells : sequence of str
    counts : Counter
        Every different filled cell and how often it is there.
    """

    cells: Sequence[str]
    counts: Counter[str]

    @classmethod
    def of(cls, cells: Sequence[str]) -> Content:
        """Look at the cells of a column."""
        counts = Counter(cells)
        counts.pop("", None)
        return cls(cells, counts)

    @cached_property
    def filled(self) -> int:
        """Cells that hold something."""
        return sum(self.counts.values())

    @cached_property
    def is_unique(self) -> bool:
        """Whether (almost) all values differ."""
        return bool(self.filled) and len(self.counts) >= DIFFERENT * self.filled

    @cached_property
    def is_nearly_unique(self) -> bool:
        """Whether most values differ: a few repeats among ids are mistakes."""
        repeats = self.filled - len(self.counts)
        return self.is_unique or (self.filled > 2 and repeats <= max(1, (1 - MOSTLY_DIFFERENT) * self.filled))

    @cached_property
    def are_numbers(self) -> bool:
        """Hours, counts, clock times."""
        return self._mostly(is_number)

    @property
    def repeats(self) -> bool:
        """Whether some value is there more than once."""
        return len(self.counts) < self.filled

    def look_like_ids(self, *, is_called_so: bool) -> bool:
        """Whether the values may be ids: all different, with digits, and no counts unless the column says so."""
        return (
            self.filled > 1
            and self.is_unique
            and self.have_digits
            and not self.are_dates
            and (is_called_so or not self.are_numbers or self._mostly(_is_long_number))
        )

    @cached_property
    def are_dates(self) -> bool:
        """Dates in some form; numbers of days as Excel keeps them count."""
        return self._mostly(_may_be_date)

    @cached_property
    def may_be_dates(self) -> bool:
        """Whether most of them are dates, where the name of the column says that they are."""
        return self._mostly(_may_be_date, MOSTLY_DATES)

    @cached_property
    def are_yes_no(self) -> bool:
        """Yes and no in some language."""
        return self._mostly(_is_yes_no)

    @cached_property
    def are_levels(self) -> bool:
        """Priorities from 1 to 5, or words such as high and low."""
        return self._mostly(self._is_level)

    @cached_property
    def may_be_numbers(self) -> bool:
        """Whether at least half of them are numbers."""
        return self._mostly(is_number, HALF)

    @cached_property
    def may_be_yes_no(self) -> bool:
        """Whether at least half of them say yes or no."""
        return self._mostly(_is_yes_no, HALF)

    @cached_property
    def may_be_levels(self) -> bool:
        """Whether at least half of them are levels."""
        return self._mostly(self._is_level, HALF)

    @cached_property
    def _levels(self) -> frozenset[str]:
        return frozenset((*priorities_of(self.counts), *"12345"))

    def _is_level(self, text: str) -> bool:
        return text in self._levels

    @cached_property
    def are_shares(self) -> bool:
        """Shares of full time: percent, or numbers up to :data:`MOST_SHARE` that are not all 0."""
        shares = [share_of(text) for text in self.counts if not is_nothing(text)]
        return bool(shares) and any(shares) and all(share is not None and share <= MOST_SHARE for share in shares)

    @cached_property
    def have_digits(self) -> bool:
        """Whether the values look numbered."""
        return self._mostly(lambda text: any(map(str.isdigit, text)))

    def _mostly(self, test: Callable[[str], bool], share: float = MOST) -> bool:
        """Whether a test holds for most cells; those that hold no value are not judged.

        Where all are errors of formulas, the column may be of any kind: it is read, so that they are refused.
        """
        total = fitting = errors = 0
        for text, count in islice(self.counts.items(), LOOKED_AT):
            if text[0] in "#=@+-" and is_error(text):
                errors += count
            elif test(text):
                total, fitting = total + count, fitting + count
            elif not is_nothing(text):
                total += count
        return fitting >= share * total if total else bool(errors)

    @cached_property
    def words(self) -> str:
        """What the column holds, in words; no value of it, since case data is sensitive."""
        count = len(self.counts)
        said = (
            (not self.filled, "empty"),
            (self.are_dates and not self.are_numbers, "dates"),
            (self.is_unique and self.filled > 1 and not self.are_numbers, "all different"),
            (self.is_unique and self.filled > 1, "numbers, all different"),
            (count == 1, "always the same"),
            (self.are_levels, f"{count} levels"),
            (self.are_yes_no, "yes or no"),
            (self.are_numbers, "numbers"),
            (any(sign in text for text in self.counts for sign in SIGNS), f"{count:,} different, some several in one"),
        )
        return next((words for holds, words in said if holds), f"{count:,} different")
