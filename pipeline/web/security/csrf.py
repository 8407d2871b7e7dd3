"""What changes something must come from a page of ours: each form carries the session's token."""

from __future__ import annotations

from fastapi import Request

from pipeline.web.security.tokens import same
from pipeline.web.visit import Forbidden, visit_of

HEADER = "x-csrf-token"
FIELD = "csrf"


async def checked_form(request: Request) -> None:
    """Refuse a change without the token, or sent from another site. Raises Forbidden (Chinese)."""
    refuse_foreign(request)
    given = request.headers.get(HEADER)
    if given is None:
        form = await request.form()
        value = form.get(FIELD)
        given = value if isinstance(value, str) else ""
    if not same(given, visit_of(request).csrf):
        raise Forbidden("页面已过期或不是从本页面发出，请刷新后再试")


def refuse_foreign(request: Request) -> None:
    """Refuse what a page of another site sent, as far as the browser says so. Raises Forbidden (Chinese)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("这个操作不是从本页面发出的，已拒绝")
