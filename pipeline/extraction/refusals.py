"""Which time expressions are no deadlines: the rows of not_deadlines.yaml over an expression and what stands around it."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.model.errors import LexiconError
from pipeline.model.expression import TimeExpression
from pipeline.model.layout import BlockKind

REACH = 60  # how many characters on either side a row can see
_PATTERNS = ("words", "before", "after", "unless_before", "unless_after", "section", "headers", "label")


class Refusal(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of not_deadlines.yaml; the file's head says what the fields mean."""

    rules: tuple[str, ...] = ()
    words: str = ""
    before: str = ""
    after: str = ""
    unless_before: str = ""
    unless_after: str = ""
    section: str = ""
    headers: str = ""
    label: str = ""
    kinds: tuple[BlockKind, ...] = ()


class Where(msgspec.Struct, frozen=True):
    """What a refusal looks at: an expression, the words of its block (or cell) on both sides, the headings above joined
    by line breaks, the kind of its block, the name of its table column, the number of its item."""

    item: TimeExpression
    before: str = ""
    after: str = ""
    headings: str = ""
    kind: BlockKind = "paragraph"
    header: str = ""
    label: str = ""


class CompiledRefusal(msgspec.Struct, frozen=True):
    """A row ready to be tried."""

    row: Refusal
    patterns: dict[str, re.Pattern[str]]

    def applies(self, where: Where) -> bool:
        """Whether all that the row states holds."""
        row, patterns = self.row, self.patterns
        if row.rules and not any(
            where.item.rule == rule or where.item.rule.startswith(rule + ".") for rule in row.rules
        ):
            return False
        if row.kinds and where.kind not in row.kinds:
            return False
        return (
            _holds(patterns, "words", where.item.text, front=True)
            and _holds(patterns, "after", where.after, front=True)
            and _holds(patterns, "before", where.before)
            and _holds(patterns, "section", where.headings)
            and _holds(patterns, "headers", where.header)
            and _holds(patterns, "label", where.label)
            and not ("unless_before" in patterns and patterns["unless_before"].search(where.before))
            and not ("unless_after" in patterns and patterns["unless_after"].match(where.after))
        )


def _holds(patterns: dict[str, re.Pattern[str]], name: str, text: str, *, front: bool = False) -> bool:
    pattern = patterns.get(name)
    if pattern is None:
        return True
    return (pattern.match(text) if front else pattern.search(text)) is not None


def refusals() -> tuple[CompiledRefusal, ...]:
    """The compiled rows of not_deadlines.yaml."""
    return _refusals(lexicon_folders())


@lru_cache(maxsize=4)
def _refusals(_folders: object) -> tuple[CompiledRefusal, ...]:
    return tuple(_compile(row) for row in load("not_deadlines", Refusal))


def _compile(row: Refusal) -> CompiledRefusal:
    try:
        patterns = {name: re.compile(getattr(row, name)) for name in _PATTERNS if getattr(row, name)}
    except re.error as error:
        raise LexiconError(f"not_deadlines.yaml {row.id} 的写法有误：{error}") from error
    return CompiledRefusal(row, patterns)


def refused_by(where: Where, rows: tuple[CompiledRefusal, ...]) -> str | None:
    """Id of the first row that refuses an expression, null where none does."""
    return next((compiled.row.id for compiled in rows if compiled.applies(where)), None)
