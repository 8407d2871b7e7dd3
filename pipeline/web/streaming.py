"""How work goes, as server-sent events, until it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import msgspec
from fastapi.responses import StreamingResponse

T = TypeVar("T", bound=msgspec.Struct)
_LOOK_SECONDS = 0.5
# A browser opens the stream anew when it ends; a server that is asked to stop need not wait long.
_LOOKS = 40


def told(look: Callable[[], T], goes_on: Callable[[T], bool]) -> StreamingResponse:
    """What `look` gives, told as `progress` whenever it has changed, and as `end` once the work does not go on."""
    return StreamingResponse(_events(look, goes_on), media_type="text/event-stream")


async def _events(look: Callable[[], T], goes_on: Callable[[T], bool]) -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"
    before: T | None = None
    for _ in range(_LOOKS):
        now = look()
        if now != before:
            name = b"progress" if goes_on(now) else b"end"
            yield b"event: " + name + b"\ndata: " + msgspec.json.encode(now) + b"\n\n"
            before = now
        if not goes_on(now):
            return
        await asyncio.sleep(_LOOK_SECONDS)
