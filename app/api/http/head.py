"""``HEAD`` on every address that has ``GET``: the same answer without its body (RFC 9110, section 9.3.2)."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Head:
    """Has ``HEAD`` answered as ``GET`` is, up to the headers; what would be sent after them is not even made."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        is_answered = False

        async def send_head(message: Message) -> None:
            nonlocal is_answered
            if is_answered:
                return
            if message["type"] == "http.response.start":
                is_answered = True
                await send(message)
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        async def receive_or_gone() -> Message:
            # a stream goes on until its reader is gone; this one has all that it asked for
            return {"type": "http.disconnect"} if is_answered else await receive()

        inner = {**scope, "method": "GET"}
        await self.app(inner, receive_or_gone, send_head)
        scope["route"] = inner.get("route")  # for the log
