"""Parts of a body → a study."""

from __future__ import annotations

import pytest

from app.api.http.unpacked import Body, Part
from app.api.problems import ApiProblem
from app.api.study.sent_study import PARTS, files_in, options_in
from app.intake.time_study.columns import COUNTS, TABLES


def body(*parts: tuple[str, str, bytes]) -> Body:
    return Body("multipart/form-data", parts=[Part(*part) for part in parts])


def test_a_part_says_which_table_it_is_and_files_leave_it_to_their_columns() -> None:
    sent = body(("counts", "a.csv", b"x"), ("files", "", b"y"), ("panel", "", b""), ("unit", "", b"new"))
    first, second = files_in(sent)
    assert (first.name, first.tables) == ("a.csv", (COUNTS,))
    assert (second.name, second.tables) == ("files", tuple(TABLES))


def test_nothing_sent_is_said() -> None:
    with pytest.raises(ApiProblem, match="Send the files of the study as parts diaries, log, counts"):
        files_in(body(("unit", "", b"new")))


def test_options_are_the_other_parts_and_an_empty_one_says_nothing() -> None:
    sent = body(("unit", "", b" new "), ("full_time", "", b""), ("diaries", "d.csv", b"x"))
    found = options_in(sent, frozenset(PARTS))
    assert (found.unit, found.full_time) == ("new", None)


def test_a_part_that_nobody_knows_may_be_a_misspelt_one() -> None:
    with pytest.raises(
        ApiProblem, match=r"'perod' is neither a file of a study nor an option \(did you mean period\?\)"
    ):
        options_in(body(("perod", "", b"week")), frozenset(PARTS))
