"""Identifiers made from content: the same words in the same place get the same id in every run."""

from __future__ import annotations

from hashlib import blake2s

_EMPTY = blake2s(digest_size=6)


def content_id(prefix: str, *parts: object) -> str:
    """A short stable id: `prefix` and 12 hex digits over the parts' text forms."""
    digest = _EMPTY.copy()  # sooner made than a new one
    digest.update("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"))
    return prefix + digest.hexdigest()
