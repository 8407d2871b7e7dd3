"""The tokens of many texts in one go: what `index_tokens` gives for each, for less than two thirds of the work.

A sentence is short, and most of what its tokens cost is calls. So the texts of a file are normalised as one, and the pairs
of all their characters made by laying the text over itself, moved by one place.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence

from pipeline.store.searchtext import index_tokens, normalised, other_writings

# Stands between texts while they are one; a text that holds it goes alone.
_END = "\x01"
_GAP = re.compile(rf"[^\w{_END}][^\w{_END}]*")  # which begins with a class and so is looked for faster
_BLANK, _CODE = array("I", [0x20]), "utf-32-le" if array("I", [1]).tobytes()[0] else "utf-32-be"
# What comes of a gap and the character behind it, which is no pair.
_NO_PAIR = re.compile("   . ")
# Four bytes a character, three characters a place: longer files go in parts.
_MOST = 50_000


def index_tokens_of(texts: Sequence[str]) -> list[str]:
    """`index_tokens` of each text.

    >>> index_tokens_of(["工会负责", "", "A级、二级"])
    ['工会 会负 负责 责', '', 'a级 级 二级 级']
    """
    return [tokens for part in _parts(texts) for tokens in _tokens(part)]


def _parts(texts: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for text in texts:
        if part and size + len(text) > _MOST:
            yield part
            part, size = [], 0
        part.append(text)
        size += len(text)
    if part:
        yield part


def _tokens(texts: list[str]) -> list[str]:
    joined = _END.join(texts)
    if joined.count(_END) != len(texts) - 1 or _BLANK.itemsize != 4:
        return [index_tokens(text) for text in texts]
    flat = normalised(joined)
    if "百分之" in flat or "年" in flat:
        flat = _END.join([_with_other_writings(one) for one in flat.split(_END)])
    runs = [one.strip() for one in _GAP.sub(" ", flat.replace("_", " ")).split(_END)]
    pairs = _pairs(" ".join(runs))
    tokens: list[str] = []
    at = 0
    for one in runs:
        end = at + 3 * len(one)
        made = pairs[at:end]
        tokens.append(_NO_PAIR.sub(" ", made).rstrip() if " " in one else made.rstrip())
        at = end + 3
    return tokens


def _with_other_writings(text: str) -> str:
    return " ".join((text, *other_writings(text))) if "年" in text or "百分之" in text else text


def _pairs(text: str) -> str:
    """Each character and the one behind it, parted by blanks."""
    signs = array("I", text.encode(_CODE, "surrogatepass"))
    out = _BLANK * (3 * len(signs))
    out[0::3] = signs
    out[1::3] = signs[1:] + _BLANK if signs else signs
    return out.tobytes().decode(_CODE, "surrogatepass")
