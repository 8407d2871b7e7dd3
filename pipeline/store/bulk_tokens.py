"""The tokens of many texts in one go: what `index_tokens` gives for each, for less than two thirds of the work.

A sentence is short, and most of what its tokens cost is calls. So the texts of a file are normalised as one, and the pairs
of all their characters made by laying the text over itself, moved by one place.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence

from pipeline.store.searchtext import index_tokens, normalised_letters, other_writings

# Stands between texts while they are one; a text that holds it goes alone.
_END = "\x01"
_GAP = re.compile(rf"[^\w{_END}][^\w{_END}]*")  # which begins with a class and so is looked for faster
_BLANK, _CODE = array("I", [0x20]), "utf-32-le" if array("I", [1]).tobytes()[0] else "utf-32-be"
# What comes of a gap; behind it stands the first character of the next run by itself, which is no pair.
_NO_PAIR, _FIRST = "   ", 2
# What comes of the border between two texts; behind it stands the next one's first character once more.
_BORDER = f"{_END} {_END}"
# Stands for a text without tokens.
_NOTHING = "\x02"
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
    flat = normalised_letters(joined)
    if "百分之" in flat or "年" in flat:
        texts = [_with_other_writings(one) if "年" in one or "百分之" in one else one for one in flat.split(_END)]
        flat = _END.join(texts)
    runs = _END.join([one.strip() or _NOTHING for one in _GAP.sub(" ", flat.replace("_", " ")).split(_END)])
    first, *others = _pairs(f"{_END}{runs}{_END}").split(_NO_PAIR)
    tokens = " ".join([first, *[run[_FIRST:] for run in others]])[1:].split(_BORDER)[:-1]
    return [one[_FIRST:] if one[0] != _NOTHING else "" for one in tokens]


def _with_other_writings(text: str) -> str:
    return " ".join((text, *other_writings(text)))


def _pairs(text: str) -> str:
    """Each character and the one behind it, parted by blanks."""
    signs = array("I", text.encode(_CODE, "surrogatepass"))
    out = _BLANK * (3 * len(signs))
    out[0::3] = signs
    out[1::3] = signs[1:] + _BLANK if signs else signs
    return out.tobytes().decode(_CODE, "surrogatepass")
