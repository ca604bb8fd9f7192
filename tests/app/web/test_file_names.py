from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.file_names import UNSAFE, disposition, file_name

AT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "is_hypothetical", "called"),
    [
        ("Office of Ashford", False, "Office of Ashford 2026-11-29 plan.xlsx"),
        ("", False, "2026-11-29 plan.xlsx"),
        ("May", True, "HYPOTHETICAL May 2026-11-29 plan.xlsx"),
        ('../../etc/passwd <script>"\r\nX: y', False, "etc passwd script X y 2026-11-29 plan.xlsx"),
        ("fdp.\u202exslx", False, "fdp. xslx 2026-11-29 plan.xlsx"),
        ("CON..", False, "CON 2026-11-29 plan.xlsx"),
    ],
)
def test_a_file_says_for_whom_and_when(name: str, is_hypothetical: bool, called: str) -> None:
    assert file_name(name, "plan.xlsx", AT, is_hypothetical=is_hypothetical) == called


@given(st.text(max_size=300))
def test_no_name_of_a_plan_gets_out_of_the_header(name: str) -> None:
    called = file_name(name, "plan.xlsx", AT, is_hypothetical=False)
    assert not UNSAFE.search(called)
    header = disposition(called)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert unquote(header.partition("filename*=UTF-8''")[2]) == called.encode("utf-8", "replace").decode()


def test_a_page_is_shown_and_not_saved() -> None:
    assert disposition("a.html", inline=True) == "inline; filename=\"a.html\"; filename*=UTF-8''a.html"
