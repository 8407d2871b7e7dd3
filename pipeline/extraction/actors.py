"""Mentions of parties that can act."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.model.mention import ActorMention


def user_words() -> tuple[str, ...]:
    """Words of the actor lexicon for the segmenter's dictionary."""
    return ()


def recognise(board: Board) -> tuple[ActorMention, ...]:
    """Actor mentions in all blocks, offsets into the clean text, in order, none inside another."""
    return ()
