"""Bodies taken apart: what was cut off, packed in several pieces, or says something else than it is."""

from __future__ import annotations

import gzip
import io
import json
import zlib

import pytest

from app.api.http.body import SentAs
from app.api.http.unpacked import MAX_FIELD_BYTES, Body, unpack
from app.api.problems import ApiProblem

MIB = 1 << 20
FORM = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="goals"\r\n\r\n{}\r\n'


def packed(content: bytes, most_bytes: int = 64 * MIB) -> Body:
    return unpack(SentAs("application/json", True, most_bytes), io.BytesIO(content))


def parts(content: bytes, kind: str = FORM) -> Body:
    return unpack(SentAs(kind, False, MIB), io.BytesIO(content))


def refusal(content: bytes, kind: str = FORM) -> ApiProblem:
    with pytest.raises(ApiProblem) as caught:
        parts(content, kind)
    return caught.value


@pytest.mark.parametrize("cut", [1, 4, 8, len(PART) // 2])
def test_a_body_cut_off_inside_a_part_was_another_request(cut: int) -> None:
    whole = PART + b"--b--"
    assert parts(whole).field("goals") == "{}"
    assert parts(whole + b"\r\nepilogue").field("goals") == "{}"
    problem = refusal(whole[:-cut])
    assert problem.status == 400
    assert "before its closing boundary" in problem.detail


@pytest.mark.parametrize("charset", ["punycode", "unicode_escape", "utf-16", "none"])
def test_a_charset_that_is_not_utf_8_was_a_fault(charset: str) -> None:
    problem = refusal(PART + b"--b--", f"{FORM}; charset={charset}")
    assert (problem.status, "UTF-8" in problem.detail) == (400, True)


def test_parts_are_bounded_in_number_headers_and_size() -> None:
    assert "fields" in refusal(PART * 2_001 + b"--b--").detail
    file = PART.replace(b'"goals"', b'"cases"; filename="c.csv"')
    assert "20 files" in refusal(file * 21 + b"--b--").detail
    assert "header" in refusal(PART.replace(b"goals", b"g" * 10_000) + b"--b--").detail
    assert "4 MB" in refusal(PART.replace(b"{}", b" " * (MAX_FIELD_BYTES + 1)) + b"--b--").detail


def test_a_name_and_a_file_name_are_read_as_they_were_sent() -> None:
    named = PART.replace(b'"goals"', '"cases"; filename="Fälle.csv"'.encode())
    part = parts(named + b"--b--").parts[0]
    assert (part.name, part.filename, part.content) == ("cases", "Fälle.csv", b"{}")


def test_a_nul_in_a_field_is_refused() -> None:
    with pytest.raises(ApiProblem, match="NUL"):
        parts(PART.replace(b"{}", b"a\0b") + b"--b--").field("goals")


def test_several_members_of_gzip_are_one_body() -> None:
    content = gzip.compress(b'{"a": ') + gzip.compress(b"1}")
    assert packed(content).json() == {"a": 1}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(gzip.compress(b"{}", mtime=0)[:-3], "too early", id="cut-short"),
        pytest.param(
            gzip.compress(b"{}", mtime=0) + gzip.compress(b" ", mtime=0)[:-3], "too early", id="second-cut-short"
        ),
        pytest.param(gzip.compress(b"{}", mtime=0) + b"rest", "What follows", id="something-after-it"),
        (b"no gzip", "is not gzip"),
        (b"", "too early"),
    ],
)
def test_gzip_that_is_none_or_not_all_of_it(content: bytes, says: str) -> None:
    with pytest.raises(ApiProblem, match=says):
        packed(content)


def test_what_unpacks_to_a_hundred_times_its_size_is_refused_before_it_is_whole() -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    bomb = b"".join([*(squeeze.compress(bytes(MIB)) for _ in range(64)), squeeze.flush()])
    with pytest.raises(ApiProblem, match="100 times") as caught:
        packed(bomb)
    assert caught.value.status == 413


def test_a_small_body_may_be_packed_as_tightly_as_it_likes() -> None:
    document = {"cases": [{"case_id": "1", "source": "a" * 100}] * 40_000}
    content = gzip.compress(json.dumps(document).encode())
    assert len(json.dumps(document)) > 150 * len(content)
    assert packed(content).json() == document


def test_the_fingerprint_is_that_of_the_parts_and_not_of_the_boundary() -> None:
    other = parts((PART + b"--b--").replace(b"--b", b"--other"), FORM.replace("=b", "=other"))
    assert other.fingerprint() == parts(PART + b"--b--").fingerprint()
    assert other.fingerprint() != parts(PART.replace(b"{}", b"{ }") + b"--b--").fingerprint()
