"""Keys made from content: the same rows get the same keys in whatever order files are added.

The key of a file's content is 43 bits of a hash; its documents, sections, passages and facts are numbered behind it in
20 bits, so that what belongs to one file lies together. Rows that files share (actors) are keyed by a hash alone.
"""

from __future__ import annotations

from hashlib import blake2b

from pipeline.model.errors import StoreError

ROW_BITS = 20
_CONTENT_BITS = 43
ROWS_PER_CONTENT = 1 << ROW_BITS


def content_key(sha256: str) -> int:
    """The key of a file's content, before a collision is looked for."""
    return _hash(sha256) >> (64 - _CONTENT_BITS)


def next_content_key(key: int) -> int:
    """The key to try where `key` is taken by another content."""
    return (key + 1) % (1 << _CONTENT_BITS)


def row_key(content: int, number: int) -> int:
    """The key of a content's row `number`. Raises StoreError where a file has more rows than can be numbered."""
    if number >= ROWS_PER_CONTENT:
        raise StoreError(f"一个文件的内容超过 {ROWS_PER_CONTENT} 条，无法写入知识库")
    return content << ROW_BITS | number


def row_keys(content: int, count: int) -> range:
    """The keys of a content's first rows. Raises StoreError as `row_key` does."""
    first = row_key(content, 0)
    return range(first, row_key(content, count - 1) + 1) if count else range(0)


def content_of(key: int) -> int:
    """The content that a row belongs to."""
    return key >> ROW_BITS


def actor_key(scope: str, kind: str, name: str) -> int:
    """The key of an actor; two schools' actors of one name differ by `scope`."""
    return _hash(f"{scope}\x1f{kind}\x1f{name}") >> 1


def _hash(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
