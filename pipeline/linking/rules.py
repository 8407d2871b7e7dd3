"""The words that links rest on, from `linking.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load

Kind = Literal["due", "tag", "due_column", "measure", "not_code"]


class LinkRow(Entry, frozen=True, kw_only=True):
    """A pattern over folded text: labels and headings that tie a statement to what stands near by."""

    kind: Kind
    pattern: str


class LinkRules(msgspec.Struct, frozen=True, gc=False):
    """The patterns, one per kind."""

    due: re.Pattern[str]
    tag: re.Pattern[str]
    due_column: re.Pattern[str]
    measure: re.Pattern[str]
    not_code: re.Pattern[str]


def link_rows() -> tuple[LinkRow, ...]:
    """The rows of `linking.yaml`."""
    return load("linking", LinkRow)


def link_rules() -> LinkRules:
    """The patterns of the lexicons in force."""
    return _build(lexicon_folders())


@lru_cache(maxsize=2)
def _build(_folders: object) -> LinkRules:
    def pattern(kind: Kind) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{row.pattern})" for row in link_rows() if row.kind == kind))

    return LinkRules(pattern("due"), pattern("tag"), pattern("due_column"), pattern("measure"), pattern("not_code"))
