"""The parties that one sentence names, for those who ask of a sentence and not of a plan."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.extraction.actors import recognise
from pipeline.extraction.board import Board
from pipeline.extraction.names import person_names
from pipeline.extraction.names_lexicon import name_lexicon
from pipeline.extraction.pipeline import word_segmenter
from pipeline.lexicon import lexicon_folders, wording
from pipeline.model.span import fold
from pipeline.reading import read_text
from pipeline.segmentation import segmentation_of
from pipeline.structure import build_layout

# A name stands at the beginning of a clause, behind a colon or in a cell of its own.
_PIECE = re.compile(r"[^\n,;。:]+")
_LONGEST = 600


def parties_in(sentence: str) -> tuple[str, ...]:
    """Names of bodies, posts, groups and people in the order of the sentence, each once; of a very long one those at its beginning.

    >>> parties_in("考务组由教务处牵头，李青老师负责装订。")
    ('教务处', '李青老师')
    """
    return _parties(fold(sentence[:_LONGEST]), lexicon_folders())


@lru_cache(maxsize=256)
def _parties(text: str, _lexicons: object) -> tuple[str, ...]:
    if not text.strip():
        return ()
    # The cells of a row are parted like sentences: one line with tabs alone is no table. A line without an end is a title.
    layout = build_layout(read_text(text.replace("\t", "。") + "。"))
    parted = layout.source.text
    board = Board(layout=layout, segmentation=segmentation_of(word_segmenter().cut(layout.clean.text)))
    found: list[tuple[int, int]] = []
    for mention in recognise(board):
        found += [(span.start, span.end) for span in layout.spans(mention.start, mention.end)[:1]]
    taken = {at for start, end in found for at in range(start, end)}
    for piece in _PIECE.finditer(parted):
        found += [one for one in _people(parted, *piece.span()) if taken.isdisjoint(range(*one))]
    return tuple(dict.fromkeys(parted[start:end].strip() for start, end in _addressed(parted, sorted(found))))


def _people(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Names that fill a stretch of a sentence, or stand at its head before what they do: in running text much looks like a name."""
    names = person_names(text, start, end)
    rest = text[names[-1][1] : end].strip() if names else ""
    return names if not rest or wording.pattern("roster", "done_by_people").match(rest) else []


def _addressed(words: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Titles with the name or the surname before them (李青老师, 肖老师)."""
    titles = wording.pattern("roster", "forms_of_address")
    whole: list[tuple[int, int]] = []
    for start, end in found:
        if titles.fullmatch(words, start, end) and start:
            if whole and whole[-1][1] == start:
                start = whole.pop()[0]
            elif words[start - 1] in name_lexicon().surnames:
                start -= 1
        whole.append((start, end))
    return whole
