"""The stages run one after the other over a board."""

from __future__ import annotations

from functools import lru_cache

from pipeline.extraction import actors
from pipeline.extraction.board import Board
from pipeline.extraction.stages import STAGES, check_order
from pipeline.lexicon import lexicon_folders
from pipeline.model.layout import Layout
from pipeline.segmentation import Segmenter, segmentation_of, segmenter

check_order(STAGES)


def word_segmenter() -> Segmenter:
    """The segmenter that knows the words of the lexicons in use."""
    return _segmenter(lexicon_folders())


@lru_cache(maxsize=2)
def _segmenter(_lexicons: object) -> Segmenter:
    return segmenter(actors.user_words())


def run_stages(layout: Layout, issued: str | None = None) -> Board:
    """The finished board for a layout. `issued` is the date of plans that bear none (ISO, at any precision)."""
    words = word_segmenter().cut(layout.clean.text)
    board = Board(layout=layout, segmentation=segmentation_of(words), issued=issued)
    for stage in STAGES:
        board = stage.run(board)
    return board
