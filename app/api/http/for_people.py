"""Problems as pages: what somebody sees in a browser where a program would read JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response

Page = Callable[[Request, int, str, str], Response]
"""Makes a page of the request, the status, a title and a sentence."""
KEPT = ("allow", "retry-after", "www-authenticate")
"""Headers that a page keeps of the problem that it shows."""


def is_of_interface(request: Request) -> bool:
    """Whether the address is one for programs."""
    return request.url.path.startswith("/v1/")


def for_whom(request: Request, answer: Response, page: Page) -> Response:
    """A problem for a program, or the page of it for a browser, which asks for HTML by name."""
    if "text/html" in request.headers.get("accept", "").lower():
        problem = json.loads(bytes(answer.body))
        shown = page(request, answer.status_code, problem["title"], problem["detail"])
        shown.headers.update({name: answer.headers[name] for name in KEPT if name in answer.headers})
        answer = shown
    answer.headers["Vary"] = "Accept"
    return answer
