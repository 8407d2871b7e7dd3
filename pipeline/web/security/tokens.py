"""Session ids and the tokens that belong to them."""

from __future__ import annotations

import hmac
import secrets

COOKIE = "cetu"
_SHAPE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
_LENGTH = 43


def new_session() -> str:
    """A session id nobody can guess."""
    return secrets.token_urlsafe(32)


def is_session(value: str) -> bool:
    """Whether a cookie's value has the shape of a session id of ours."""
    return len(value) == _LENGTH and set(value) <= _SHAPE


def csrf_token(secret: bytes, session: str) -> str:
    """The token that forms of a session carry."""
    return hmac.new(secret, session.encode("ascii"), "sha256").hexdigest()


def same(given: str, wanted: str) -> bool:
    """Whether two tokens are equal, in a time that tells nothing."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))
