"""Mentions: words that name an actor, found before any fact is built."""

from __future__ import annotations

import msgspec

from pipeline.model.result import ActorKind


class ActorMention(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Words that name a party that can act. `start`/`end` are offsets into the clean text, `text` its folded words.

    `weak` marks words that name an actor only in the right place (学生, 领导, 家长): a subject or a tag, never an object.
    """

    start: int
    end: int
    text: str
    kind: ActorKind
    rule: str
    weak: bool = False
