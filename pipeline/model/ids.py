"""Identifiers made from content: the same words in the same place get the same id in every run."""

from __future__ import annotations

from hashlib import blake2s


def content_id(prefix: str, *parts: object) -> str:
    """A short stable id: `prefix` and 12 hex digits over the parts' text forms."""
    digest = blake2s("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=6)
    return prefix + digest.hexdigest()
