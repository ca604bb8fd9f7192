from __future__ import annotations

import pytest

from app.api.http.content_negotiation import best
from app.api.http.prefer import MAX_WAIT_S, wait_s
from app.api.problems import ApiProblem

OFFERED = ("application/json", "text/csv", "text/html")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("text/*, text/csv;q=0.1", "text/html"),
        ("application/json;q=0.5, text/html;q=0.9", "text/html"),
        ("text/html;level=1;q=0.3, */*;q=0.2", "text/html"),
        ("application/json;q=0, */*", "text/csv"),
        ("application/json;q=x, text/csv;q=0.1", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_the_form_that_a_client_would_rather_have(header: str | None, chosen: str) -> None:
    assert best(header, OFFERED) == chosen


@pytest.mark.parametrize("header", ["image/png", "text/csv;q=0", "*/*;q=0"])
def test_none_of_the_forms(header: str) -> None:
    with pytest.raises(ApiProblem) as caught:
        best(header, OFFERED)
    assert caught.value.status == 406


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("respond-async", None),
        ("wait=10", 10.0),
        ("respond-async, Wait = 3", 3.0),
        ("wait=0", 0.0),
        ("wait=99999", MAX_WAIT_S),
        ("wait=-1", None),
        ("wait=soon", None),
        ("await=5", None),
    ],
)
def test_how_long_a_client_would_wait(header: str | None, seconds: float | None) -> None:
    assert wait_s(header) == seconds
