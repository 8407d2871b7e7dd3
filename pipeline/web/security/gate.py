"""The gate every request passes: the name it calls us by, its session, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.web.bases import Bases
from pipeline.web.people import Person
from pipeline.web.security.accounts import Accounts
from pipeline.web.security.tokens import COOKIE, csrf_token, is_session, new_session
from pipeline.web.settings import Clock, Settings
from pipeline.web.visit import Visit

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
# Who a session belongs to, at a moment.
PersonOf = Callable[[str, datetime], Person]


class Gate:
    """ASGI middleware: refuses foreign Host headers, gives each browser a session, makes the visit, sets the headers."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        bases: Bases,
        accounts: Accounts,
        secret: bytes,
        clock: Clock,
        person_of: PersonOf,
    ) -> None:
        self._app = app
        self._settings = settings
        self._bases = bases
        self._accounts = accounts
        self._secret = secret
        self._clock = clock
        self._person_of = person_of
        self._names = frozenset(name.lower() for name in (*_OWN_NAMES, settings.host, *settings.hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _host(headers.get("host", "")) not in self._names:
            await PlainTextResponse("不认识这个主机名", status_code=400)(scope, receive, send)
            return
        session = _session(headers.getlist("cookie"), _cookie_name(self._settings.secure))
        fresh = session is None
        session = session or new_session()
        scope.setdefault("state", {})["visit"] = self._visit(scope, session)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    answer.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    answer.setdefault("cache-control", "no-store")
                    if fresh and "set-cookie" not in answer:
                        answer.append("set-cookie", cookie(session, secure=self._settings.secure))
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _visit(self, scope: Scope, session: str) -> Visit:
        now = self._clock()
        client = scope.get("client")
        return Visit(
            settings=self._settings,
            bases=self._bases,
            accounts=self._accounts,
            person=self._person_of(session, now),
            session=session,
            address=client[0] if client else "",
            now=now,
            csrf=csrf_token(self._secret, session),
        )


def cookie(session: str, *, secure: bool) -> str:
    """The header that gives a browser its session."""
    return f"{_cookie_name(secure)}={session}; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if secure else "")


def _cookie_name(secure: bool) -> str:
    """With the prefix browsers hold to: only by https, only from this very host."""
    return f"__Host-{COOKIE}" if secure else COOKIE


def _host(value: str) -> str:
    """The name of a Host header without its port."""
    name, colon, port = value.rpartition(":")
    return (name if colon and port.isdigit() else value).lower()


def _session(cookies: Iterable[str], name: str) -> str | None:
    try:
        jar = SimpleCookie("; ".join(cookies))
    except CookieError:
        return None
    found = jar.get(name)
    return found.value if found is not None and is_session(found.value) else None
