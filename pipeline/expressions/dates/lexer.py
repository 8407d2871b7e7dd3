"""From a text to runs of adjacent atoms, in one pass over the characters that can open one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.expressions.dates.atoms import LONGEST_NUMBER, Atoms, Token, token_at

_MAX_GAP = 2  # blanks that typesetting leaves inside an expression (2016 年 9 月)
_PREFIX_REACH = 6


def runs(text: str, table: Atoms) -> Iterator[list[Token]]:
    """Maximal runs of atoms that stand side by side in a folded text, each with at least one core atom."""
    at = 0
    for candidate in table.opening.finditer(text):
        start = candidate.start()
        if start < at:
            if candidate.end() <= at or not _is_number(text[at]):
                continue
            start = at
        core = table.core.get(text[start])
        if core is not None and core.seconds is not None and text[start + 1 : start + 2] not in core.seconds:
            continue
        if core is not None and core.alone is not None and _ends_number(text, candidate, table):
            core = core.alone
            if not core.rows:
                continue
        token = token_at(text, start, core, table.unit_of, chained=False)
        if token is None or _cut_number(text, token):
            continue
        if token.atom == "none":
            at = token.end
            continue
        run = [*_prefix(text, start, at, table), token]
        _extend(run, text, table)
        at = run[-1].end
        yield run


def _ends_number(text: str, number: re.Match[str], table: Atoms) -> bool:
    """Whether nothing that belongs to an atom stands behind a number: then only what is nothing but a number may be one."""
    end = number.end()
    return end - number.start() < LONGEST_NUMBER and table.behind_number.match(text, end) is None


def _extend(run: list[Token], text: str, table: Atoms) -> None:
    while True:
        at = run[-1].end
        while at < len(text) and at - run[-1].end < _MAX_GAP and text[at] == " ":
            at += 1
        if at >= len(text):
            return
        char = text[at]
        core = token_at(text, at, table.core.get(char), table.unit_of, chained=True)
        suffix = token_at(text, at, table.suffix.get(char), table.unit_of, chained=True)
        if at > run[-1].end and core is None and suffix is not None and suffix.atom == "list":
            return
        best = suffix if core is None or (suffix is not None and suffix.end > core.end) else core
        if best is None or best.atom == "none":
            return
        run.append(best)


def _prefix(text: str, start: int, floor: int, table: Atoms) -> list[Token]:
    """The longest prefix atom that ends where a core atom starts (one blank between them allowed)."""
    end = start - 1 if start > floor and text[start - 1] == " " else start
    best: Token | None = None
    for word, compiled in table.prefix.get(text[end - 1], ()) if end > floor else ():
        at = end - len(word)
        if at < floor or not text.endswith(word, at, end) or (best is not None and best.start <= at):
            continue
        if compiled.behind and at > 0 and compiled.behind.match(text[at - 1]):
            continue
        best = Token(compiled.row.atom, at, end, {})
    return [best] if best is not None else []


def _is_number(char: str) -> bool:
    return char.isdigit() or char in "〇零一二三四五六七八九十百"


def _cut_number(text: str, token: Token) -> bool:
    """Whether an atom that begins with a number begins inside a longer one (0598-2016 …)."""
    before = text[token.start - 1] if token.start else ""
    if not text[token.start].isdigit():
        return _is_number(text[token.start]) and bool(before) and before in "第点" and token.atom not in {"none"}
    if before.isdigit() and before.isascii():
        return True
    return before in ("-", "/") and token.start > 1 and text[token.start - 2].isdigit()
