"""File names for results: safe on any system, one per input whatever the order."""

from __future__ import annotations

import re
from hashlib import blake2s

# Below the folder of results: whole exports that the workbench has prepared.
EXPORTS = ".exports"
_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffd]')
_LONGEST = 200  # bytes of UTF-8; file systems allow 255, and a suffix comes behind


def result_name(relative: str) -> str:
    """The JSON file's name for an input: its relative path with `__` for `/`.

    Where that loses something (unsafe characters, a `__` of its own, too long) a short hash of the path sets it apart.

    >>> result_name("计划.txt"), result_name("一中/计划.txt")
    ('计划.txt.json', '一中__计划.txt.json')
    """
    flat = _UNSAFE.sub("_", relative).replace("/", "__")
    lossy = _UNSAFE.search(relative) is not None or "__" in relative or relative[:1] in "-. "
    encoded = flat.encode("utf-8")
    if len(encoded) > _LONGEST:
        flat, lossy = encoded[:_LONGEST].decode("utf-8", "ignore"), True
    if lossy:
        flat = f"{flat.lstrip('-. ')}.{blake2s(relative.encode('utf-8'), digest_size=4).hexdigest()}"
    return f"{flat}.json"
