"""Patterns of time atoms: macros, the characters a find may begin with, compiling."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from pipeline.expressions.dates.atom_rows import Atom
from pipeline.lexicon import holding_patterns, lazy
from pipeline.model.errors import LexiconError

_DIGIT = "一二三四五六七八九"
NUMBER_STARTS = "0123456789〇○零两十百廿卅元正" + _DIGIT
_YEAR_DIGIT = "[0-9Oo〇○零一二三四五六七八九]"
MACROS = {
    "{y}": f"(?:(?:19|20)\\d\\d|[一二][九〇○零Oo0]{_YEAR_DIGIT}{{2}})",
    "{m}": "(?:1[0-2]|0?[1-9](?!\\d)|十[一二]?|[一二三四五六七八九](?!十)|元(?=月)|正(?=月))",
    "{d}": "(?:3[01]|[12]\\d|0?[1-9](?!\\d)|三十一?|廿[一二三四五六七八九]?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九](?!十))",
    "{n}": "(?:\\d{1,3}|[一二三四五六七八九两十百廿卅]{1,5})",
    "{w}": "[一二三四五六日天]",
    "{to}": "(?:[-‐‑‒–—―─~～∼〜﹣−]{1,2}|至|到)",
}
_GROUP = re.compile(r"\(\?P<\w+>")
_BACK_REFERENCE = re.compile(r"\\[1-9]|(?<!\\)\(\?(?:\(|P=)")
_HEAD = re.compile(
    r"(?:\(\?(?:P<\w+>|:))*(?:(?P<number>\{[nymd]\}|\\d)|\[(?P<set>[^\]]+)\]|(?P<char>[^\\(\[{]))(?![?*])"
)


class Compiled(msgspec.Struct, frozen=True, gc=False):
    """An atom ready to be matched."""

    row: Atom
    regex: re.Pattern[str]
    behind: re.Pattern[str] | None


def gate_of_rows(rows: tuple[Compiled, ...]) -> re.Pattern[str]:
    """One pattern that finds whatever any of the rows does."""
    if len(rows) == 1:
        return rows[0].regex
    try:
        return re.compile("|".join(_GROUP.sub("(?:", compiled.regex.pattern) for compiled in rows))
    except re.error:
        for compiled in rows:
            compiled.regex.match("")  # the row that is no pattern says so itself
        raise


def alternatives_of(words: Iterable[str]) -> str:
    """A group of any of some words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"


def starts(row: Atom) -> str:
    """The characters that an atom can begin with; raises LexiconError where its pattern does not say."""
    if row.words:
        return "".join(dict.fromkeys(word[0] for word in row.words))
    if row.starts:
        return "".join(dict.fromkeys(row.starts.replace("#", NUMBER_STARTS)))
    head = _HEAD.match(row.pattern)
    if head is None:
        raise LexiconError(f"时间词表 {row.id}：请用 starts 写明可能的首字")
    if head["number"]:
        return NUMBER_STARTS
    return "".join(dict.fromkeys(head["set"] or head["char"]))


def compile_row(row: Atom, macros: dict[str, str]) -> Compiled:
    """A row with its patterns; raises LexiconError where one is none."""
    pattern = row.pattern or alternatives_of(row.words)
    if _BACK_REFERENCE.search(pattern):
        raise LexiconError(f"时间词表 {row.id}：写法中不能用反向引用")
    unless = f"(?!{row.unless})" if row.unless else ""
    for name, body in macros.items():
        pattern, unless = pattern.replace(name, body), unless.replace(name, body)
    name = f"时间词表 {row.id}"
    behind = lazy(f"[{row.unless_after}]", name) if row.unless_after else None
    return holding_patterns(Compiled(row, lazy(f"(?:{pattern}){unless}", name), behind))
