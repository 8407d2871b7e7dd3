"""Mentions of parties that can act."""

from __future__ import annotations

from pipeline.extraction.actors.kinds import kind_of
from pipeline.extraction.actors.recognise import recognise
from pipeline.extraction.actors.rows import actor_lexicon
from pipeline.lexicon import wording

__all__ = ["kind_of", "recognise", "user_words"]


def user_words() -> tuple[str, ...]:
    """Words of the actor lexicon for the segmenter's dictionary."""
    lexicon = actor_lexicon()
    torn = wording.words("actor", "ends_that_act_too")
    words = (word for word, head in lexicon.heads.items() if len(word) > 1 and head.row)
    return tuple(sorted(word for word in words if not word.endswith(torn)))
