"""No request may be larger than its page can use: counted while it comes, whatever length was announced."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.web.returned_books import MOST_BYTES
from pipeline.web.settings import MIB, Settings

_UPLOADS = ("/import", "/api/import")
_BOOKS = ("/tasks/import", "/api/tasks/import")


class BodyLimit:
    """ASGI middleware: reading on past the limit raises HTTPException 413; one announced as larger is not read at all."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._uploads = settings.upload_bytes + MIB

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        most = self._uploads if path in _UPLOADS else MOST_BYTES + MIB if path in _BOOKS else MIB
        announced = Headers(scope=scope).get("content-length", "")
        too_long = announced.isascii() and announced.isdigit() and int(announced[:18]) > most
        count = 0

        async def counted() -> Message:
            nonlocal count
            if too_long:
                raise HTTPException(413, f"一次最多上传 {most // MIB} MB")
            message = await receive()
            count += len(message.get("body", b""))
            if count > most:
                raise HTTPException(413, f"一次最多上传 {most // MIB} MB")
            return message

        await self._app(scope, counted, send)
