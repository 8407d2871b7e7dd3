"""The spaCy pipeline: jieba words, then one component per stage, each writing on the board kept with the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from spacy.lang.zh import Chinese
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction import actors
from pipeline.extraction.board import Board
from pipeline.extraction.stages import STAGES, check_order
from pipeline.lexicon import lexicon_folders
from pipeline.model.layout import Layout
from pipeline.segmentation import JiebaTokenizer, segmentation_of

_BOARD = "cetu.board"


def _component(run: Callable[[Board], Board]) -> Callable[[Doc], Doc]:
    def component(doc: Doc) -> Doc:
        doc.user_data[_BOARD] = run(doc.user_data[_BOARD])
        return doc

    return component


for _stage in STAGES:
    Language.component(_stage.name, func=_component(_stage.run))


def build_pipeline() -> Language:
    """A spaCy `Chinese` pipeline with Cetu's tokenizer and one component per stage, in their order."""
    check_order(STAGES)
    nlp = Chinese()
    nlp.tokenizer = JiebaTokenizer(nlp.vocab, actors.user_words())
    nlp.max_length = 1 << 30  # our components are linear and need no parser
    for stage in STAGES:
        nlp.add_pipe(stage.name)
    return nlp


@lru_cache(maxsize=2)
def _pipeline(_lexicons: object) -> Language:
    return build_pipeline()


def run_stages(layout: Layout, issued: str | None = None) -> Board:
    """The finished board for a layout. `issued` is the date of plans that bear none (ISO, at any precision)."""
    nlp = _pipeline(lexicon_folders())
    doc = nlp.make_doc(layout.clean.text)
    doc.user_data[_BOARD] = Board(layout=layout, segmentation=segmentation_of(doc), issued=issued)
    board = nlp(doc).user_data[_BOARD]
    assert isinstance(board, Board)
    return board
