"""The characters that whatever a pattern finds begins with: asked for first, they spare trying its alternatives.

`re` looks for a first character quickly only where all alternatives begin with a literal; behind a class, a nested group or
a lookbehind it tries each alternative at each character of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_ITEM = re.compile(
    r"(?P<around>\(\?<?[=!])|(?P<group>\((?:\?:|\?P<\w+>|(?!\?)))|(?P<zero>[\^$]|\\[bBAZ])"
    r"|\[(?P<set>(?!\^)(?:\\.|[^\]\\])+)\]|(?P<sign>\\[^\w]|\\[dsw]|[^\\.()\[\]{}*+?|^$])",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^\\-]+")
_DOUBTFUL = re.compile(r"^\^|(?<!\\)\[|--|&&|\|\||~~")  # what `re` may read as something else one day
_MAY_LACK = re.compile(r"[?*]|\{0?[,}]|\{0,")


def quick(pattern: str) -> str:
    """A pattern that finds the same, and asks for its first character first where that can be told.

    >>> quick("(?<!不)能[力量]|[一二]是")
    '(?=[能一二])(?:(?<!不)能[力量]|[一二]是)'
    >>> quick(".{2}|a"), quick("a?b*")
    ('.{2}|a', 'a?b*')
    """
    signs = leading(pattern)
    return f"(?=[{signs}])(?:{pattern})" if signs else pattern


def seek(pattern: str) -> str:
    """A pattern to be searched, whose first group finds what the given one finds, sooner where that is rare.

    `re` runs through a text quickly for a pattern that begins with a class it takes in. So the class of all first characters is
    taken in, and the pattern is asked for from before it: a lookahead within a lookbehind of that one character.

    >>> re.search(seek("(?<!不)能[力量]|[一二]是"), "不能量，有能力").group(1)
    '能力'
    """
    signs = leading(pattern)
    return f"[{signs}](?<=(?=({pattern})).)" if signs else f"({pattern})"


def seek_any(patterns: Iterable[str]) -> str:
    """As `seek`, for any of some patterns, told by two characters where what stands behind the first can be told.

    >>> re.search(seek_any(["学[校生]要", "[各每]处"]), "学习是学校和各处的事").group(1)
    '各处'
    """
    patterns = tuple(patterns)
    whole = "|".join(f"(?:{pattern})" for pattern in patterns)
    signs = leading(whole)
    # what must follow stands behind the first character as what is taken in does
    open_to = [pattern.replace("(?=", "(?:") for pattern in patterns]
    behind = [leading(pattern, "".join(characters(leading(pattern)) or ())) for pattern in open_to]
    if not signs or not all(behind):
        return seek(whole)
    return f"[{signs}](?=[{''.join(behind)}])(?<=(?=({whole})).)"


def openings(words: Iterable[str]) -> str:
    """A pattern that takes in one character wherever one of some words may begin: told by two characters, or by the one that
    the word has.

    >>> re.findall(openings(["学校", "学生", "要"]), "学习要求学生")
    ['要', '学']
    """
    words = sorted(set(words))
    if not words:
        return "(?!)"
    singles = "".join(sorted({word for word in words if len(word) == 1}))
    firsts = "".join(sorted({word[0] for word in words}))
    seconds = "".join(sorted({word[1] for word in words if len(word) > 1}))
    ways = [f"(?<=[{re.escape(singles)}])"] if singles else []
    ways += [f"(?=[{re.escape(seconds)}])"] if seconds else []
    return f"[{re.escape(firsts)}](?:{'|'.join(ways)})"


def longest(words: Iterable[str]) -> str:
    """A pattern that takes in one character wherever some words begin; its first group is the longest word there.

    >>> re.findall(longest(["学校", "学校里", "校里", "要"]), "学校里要学习")
    ['学校里', '校里', '要']
    """
    words = sorted(set(words), key=lambda word: (-len(word), word))
    tails: dict[str, list[str]] = {}
    for word in words:
        tails.setdefault(word[0], []).append(re.escape(word[1:]))
    whole = "|".join(re.escape(first) + (f"(?:{'|'.join(rest)})" if any(rest) else "") for first, rest in tails.items())
    return f"{openings(words)}(?<=(?=({whole})).)" if words else "(?!)()"


@lru_cache(maxsize=1024)
def leading(pattern: str, through: str = "") -> str:
    """The inside of a class of all characters that a find can begin with; empty where that cannot be told. With `through`
    those, and some of these perhaps, that can stand first behind any number of the characters of `through`.

    >>> leading("[一二]{1,2}十?[年月]", "一二十")
    '一二十年月'
    """
    signs = _signs(pattern, through)
    if signs is None or None in signs:
        return ""
    inside = "".join(dict.fromkeys(part for part in signs if part is not None))
    return "" if _DOUBTFUL.search(inside) else inside


def characters(inside: str) -> frozenset[str] | None:
    """The characters of the inside of a class; null where it does not name each of them (`\\d`), and for none.

    >>> sorted(characters("一二1-3") or ())
    ['1', '2', '3', '一', '二']
    """
    found: set[str] = set()
    for sign in _CLASS_SIGN.finditer(inside):
        first, last = sign["escaped"] or sign["first"], sign["last"]
        if first is None or (last and ord(last) - ord(first) > _WIDEST):
            return None
        found.update(map(chr, range(ord(first), ord(last or first) + 1)))
    return frozenset(found) or None


_CLASS_SIGN = re.compile(r"\\(?P<escaped>\W)|\\\w|(?P<first>[^\\])(?:-(?P<last>[^\\]))?", re.DOTALL)
_WIDEST = 100


def _signs(pattern: str, through: str) -> list[str | None] | None:
    """Parts of that class; null stands for a find of nothing. Null altogether where a find may begin with anything."""
    found: list[str | None] = []
    for way in alternatives(pattern):
        at = 0
        while at < len(way):
            item = _ITEM.match(way, at)
            if item is None:
                return None
            at = item.end() if item["around"] is None and item["group"] is None else _closing(way, at)
            lacks = item["around"] is not None or item["zero"] is not None
            if item["group"] is not None:
                inner = _signs(way[item.end() : at - 1], through)
                if inner is None:
                    return None
                found += [signs for signs in inner if signs is not None]
                lacks = None in inner
            elif inside := item["set"] or item["sign"]:
                found.append(_part(inside))
                lacks = through != "" and _may_be_of(inside, through)
            if not (lacks or _MAY_LACK.match(way, at)):
                break
            at = _behind_repeat(way, at)
        else:
            found.append(None)
    return found


def _may_be_of(inside: str, signs: str) -> bool:
    """Whether one of some signs may be in a class."""
    if _PLAIN.fullmatch(inside):
        return any(sign in signs for sign in inside)
    named = characters(_part(inside))
    return named is None or not named.isdisjoint(signs)


def _part(inside: str) -> str:
    """A part of a class that goes with others: a stroke at its edge joins nothing."""
    if inside in ("^", "[", "]", "-"):
        return "\\" + inside
    inside = "\\" + inside if inside[0] == "-" else inside
    return inside[:-1] + "\\-" if inside[-1] == "-" and inside[-2] != "\\" else inside


def _closing(pattern: str, opening: int) -> int:
    """Behind the bracket that closes the one at `opening`."""
    depth = 0
    for found in _TOKEN.finditer(pattern, opening):
        depth += (found.group() == "(") - (found.group() == ")")
        if not depth:
            return found.end()
    return len(pattern)


_REPEAT = re.compile(r"(?:[?*+]|\{\d*,?\d*\})?[?+]?")


def _behind_repeat(pattern: str, at: int) -> int:
    repeat = _REPEAT.match(pattern, at)
    return repeat.end() if repeat else at


def alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, parted at each `|` outside brackets and classes.

    >>> list(alternatives("^a(?:b|c)|[|)]|d"))
    ['^a(?:b|c)', '[|)]', 'd']
    """
    begin = depth = 0
    for found in _TOKEN.finditer(pattern):
        sign = found.group()
        if sign == "|" and depth == 0:
            yield pattern[begin : found.start()]
            begin = found.end()
        depth += (sign == "(") - (sign == ")")
    yield pattern[begin:]


# an escaped character, a class, or a sign that parts or nests
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[|()]", re.DOTALL)
