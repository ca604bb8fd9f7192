from __future__ import annotations

import json

import pytest

from app.api.http.unpacked import Body, Part
from app.api.problems import ApiProblem
from app.intake.errors import RosterRefused
from app.intake.limits import MAX_FIXES
from app.intake.mending.fixes import Fixes
from app.web.carried import FILE, MAX_BYTES, SAID, fields_of, said_in, text_of, upload_in
from app.web.form import Upload

NOT_SAID = ("no JSON", "[]", '{"fix:officers:2:skills": 1}', "[" * 100_000)


def part(name: str, content: str) -> Part:
    return Part(name, "", content.encode())


def body(**parts: str) -> Body:
    return Body("multipart/form-data", parts=[part(name, content) for name, content in parts.items()])


def test_files_come_back_as_they_were_with_what_was_said() -> None:
    upload = Upload({"officers": "ä".encode(), "cases": b"\x00"}, None, "May", Fixes({"out:officers:2": "yes"}))
    fields = fields_of(upload)
    assert fields is not None
    assert upload_in(body(**fields, name="May")) == upload
    assert upload_in(body(name="May")) is None
    assert FILE + "officers" in fields


def test_files_that_are_too_large_do_not_travel() -> None:
    assert fields_of(Upload({"officers": b"x" * (MAX_BYTES + 1)})) is None
    assert fields_of(None) is None


def test_what_was_said_goes_along_and_the_last_word_counts() -> None:
    first = said_in(body(**{"fix:officers:2:skills": "x", "all:cases:office:a": "b", "strange": "y", "fix": "z"}))
    assert first.said == {"fix:officers:2:skills": "x", "all:cases:office:a": "b"}
    again = {SAID: text_of(first), "fix:officers:2:skills": "y", "all:cases:office:b": "c"}
    assert said_in(body(**again)).said == {
        "fix:officers:2:skills": "y",
        "all:cases:office:a": "c",
        "all:cases:office:b": "c",
    }


@pytest.mark.parametrize("text", [*NOT_SAID, '{"fix:cases:2:office": "\\ud800"}'])
def test_what_does_not_come_back_as_it_was_is_refused(text: str) -> None:
    with pytest.raises(ApiProblem, match="did not come back"):
        said_in(body(**{SAID: text}))


def test_more_than_is_taken_does_not_come_back_either() -> None:
    many = {f"fix:cases:{row}:office": "x" for row in range(MAX_FIXES + 1)}
    with pytest.raises(RosterRefused, match="was told more than"):
        said_in(body(**{SAID: json.dumps(many)}))
