"""Which time expressions are no deadlines: the rows of not_deadlines.yaml over an expression and what stands around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import msgspec

from pipeline.lexicon import Entry, lazy, lexicon_folders, load
from pipeline.model.expression import TimeExpression
from pipeline.model.layout import BlockKind

REACH = 60  # how many characters on either side a row can see
_HAN = "\u4e00-\u9fff"
_BLANK = re.compile(rf"(?<=[{_HAN}]) (?=\d|$)|(?:(?<=\d)|^) (?=[{_HAN}])")


class Refusal(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of not_deadlines.yaml; the file's head says what the fields mean."""

    rules: tuple[str, ...] = ()
    words: str = ""
    before: str = ""
    after: str = ""
    unless_before: str = ""
    unless_after: str = ""
    section: str = ""
    unless_section: str = ""
    headers: str = ""
    label: str = ""
    kinds: tuple[BlockKind, ...] = ()


class Where(msgspec.Struct, frozen=True, gc=False):
    """What a refusal looks at: an expression, the words of its block (or cell) on both sides, the headings above joined
    by line breaks, the kind of its block, the name of its table column, the number of its item."""

    item: TimeExpression
    before: str = ""
    after: str = ""
    headings: str = ""
    kind: BlockKind = "paragraph"
    header: str = ""
    label: str = ""

    def texts(self) -> tuple[str, ...]:
        """The texts that patterns look at, in the order that `_LOOKS` counts them."""
        return closed(self.item.text), self.before, self.after, self.headings, self.header, self.label


# Which pattern looks at which text, whether at its front, and whether it must hold.
_LOOKS = {
    "after": (2, True, True),
    "before": (1, False, True),
    "section": (3, False, True),
    "headers": (4, False, True),
    "label": (5, False, True),
    "unless_before": (1, False, False),
    "unless_after": (2, True, False),
    "unless_section": (3, False, False),
}


class Check(NamedTuple):
    """One pattern of a row: at which of the texts of a `Where` it looks, from their front or anywhere, and whether it must
    be found there or must not."""

    pattern: re.Pattern[str]
    text: int
    front: bool
    wanted: bool


class CompiledRefusal(msgspec.Struct, frozen=True, gc=False):
    """A row ready to be tried."""

    row: Refusal
    words: re.Pattern[str] | None
    checks: tuple[Check, ...]

    def applies(self, where: Where) -> bool:
        """Whether all that the row states holds."""
        texts = where.texts()
        return self.concerns(where.item.rule) and self.admits(where.kind, texts[0]) and self.holds(texts)

    def concerns(self, rule: str) -> bool:
        """Whether the row speaks of expressions found by a rule."""
        rules = self.row.rules
        return not rules or rule in rules or any(rule.startswith(one + ".") for one in rules)

    def admits(self, kind: BlockKind, words: str) -> bool:
        """Whether the row speaks of such expressions in blocks of this kind."""
        if self.row.kinds and kind not in self.row.kinds:
            return False
        return self.words is None or self.words.match(words) is not None

    def holds(self, texts: tuple[str, ...]) -> bool:
        """Whether the row holds among these texts."""
        for pattern, text, front, wanted in self.checks:
            found = pattern.match(texts[text]) if front else pattern.search(texts[text])
            if (found is not None) is not wanted:
                return False
        return True


def refusals() -> tuple[CompiledRefusal, ...]:
    """The compiled rows of not_deadlines.yaml."""
    return _refusals(lexicon_folders())


@lru_cache(maxsize=4)
def _refusals(_folders: object) -> tuple[CompiledRefusal, ...]:
    return tuple(_compile(row) for row in load("not_deadlines", Refusal))


@lru_cache(maxsize=512)
def _concerning(_folders: object, rule: str) -> tuple[CompiledRefusal, ...]:
    return tuple(one for one in refusals() if one.concerns(rule))


@lru_cache(maxsize=1024)
def _left(folders: object, rule: str, kind: BlockKind, words: str) -> tuple[CompiledRefusal, ...]:
    """The rows that may hold of an expression of these words in a block of this kind: plans use few words for times."""
    return tuple(one for one in _concerning(folders, rule) if one.admits(kind, words))


def _compile(row: Refusal) -> CompiledRefusal:
    name = f"not_deadlines.yaml {row.id}"
    return CompiledRefusal(
        row,
        lazy(row.words, name) if row.words else None,
        tuple(Check(lazy(words, name), *look) for field, look in _LOOKS.items() if (words := getattr(row, field))),
    )


def closed(words: str) -> str:
    """Words without the single blanks that some papers set around numbers (至少 3 名)."""
    return _BLANK.sub("", words) if " " in words else words


def refused_by(where: Where) -> str | None:
    """Id of the first row that refuses an expression, null where none does."""
    return _first(lexicon_folders(), where.item.rule, where.kind, where.texts())


@lru_cache(maxsize=1024)
def _first(folders: object, rule: str, kind: BlockKind, texts: tuple[str, ...]) -> str | None:
    """The same words around a time say the same: tables and hostile texts repeat them many times."""
    return next((one.row.id for one in _left(folders, rule, kind, texts[0]) if one.holds(texts)), None)
