"""The words that tell what a plan leaves open, and the papers that need not say it: for audits and for answers alike."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.model.result import Document
from pipeline.model.span import fold

Role = Literal[
    "degree", "state", "loose_time", "loose_owner", "each_owner", "task", "owned", "idle_section", "duty_section",
    "standing", "stretch", "staffed", "others_group", "item", "per_school", "mending",
    "leading", "leading_seat", "caption", "years_long", "measure_tail", "record", "due",
]  # fmt: skip


class AuditWords(Entry, frozen=True, kw_only=True):
    """Words that audits go by."""

    role: Role
    words: tuple[str, ...]


class AuditPapers(Entry, frozen=True, kw_only=True):
    """Papers, by kind or by words of their title, for which some kinds of findings are not looked for."""

    kinds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


def skipped(document: Document) -> frozenset[str]:
    """Kinds of findings that are not looked for in a paper of this sort."""
    found: set[str] = set()
    for row in load("audit_papers", AuditPapers):
        if document.kind in row.kinds or any(words in document.title for words in row.titles):
            found.update(row.skip)
    return frozenset(found)


def words(role: Role) -> tuple[str, ...]:
    """All words of a role."""
    return tuple(word for row in load("audit_words", AuditWords) if row.role == role for word in row.words)


def first_word(role: Role, text: str) -> str:
    """The first word of a role in a text, or ""."""
    found = _pattern(role, lexicon_folders()).search(fold(text))
    return found.group() if found else ""


def begins_with(role: Role, text: str) -> str:
    """The word of a role that a text begins with, or ""."""
    found = _pattern(role, lexicon_folders()).match(fold(text))
    return found.group() if found else ""


@lru_cache(maxsize=32)
def _pattern(role: Role, _folders: tuple[Path, ...]) -> re.Pattern[str]:
    longest_first = sorted({fold(word) for word in words(role)}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)))
