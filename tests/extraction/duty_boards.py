"""Small boards for the tests of actors, duties and problems."""

from __future__ import annotations

from functools import lru_cache

from pipeline.extraction.board import Board
from pipeline.extraction.pipeline import run_stages
from pipeline.reading import read_text
from pipeline.structure import build_layout


@lru_cache(maxsize=512)
def board_of(text: str) -> Board:
    """The finished board for a text."""
    return run_stages(build_layout(read_text(text)))


def marked(example: str) -> tuple[str, str, int]:
    """A sentence without its [ ], the words that stood in the first pair, and where they begin."""
    start = example.index("[")
    words = example[start + 1 : example.index("]", start)]
    return example.replace("[", "").replace("]", ""), words, start
