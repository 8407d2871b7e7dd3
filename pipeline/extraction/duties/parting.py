"""The clauses of a sentence that may tell duties: their comma parts, and who acts in them."""

from __future__ import annotations

import msgspec

from pipeline.extraction.duties.hits import hits_of
from pipeline.extraction.duties.pieces import behind_label, pieces_of
from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.duties.telling import Hit
from pipeline.lexicon import wording
from pipeline.structure import clauses


class Clause(msgspec.Struct, frozen=True, gc=False):
    """A clause with its comma parts; `first`: it opens the sentence."""

    start: int
    end: int
    parts: list[Range]
    first: bool


class Parted(msgspec.Struct, frozen=True, gc=False):
    """A sentence, behind its label, with those of its clauses that are not left out."""

    start: int
    end: int
    clauses: list[Clause]


def parted(scene: Scene, start: int, end: int) -> Parted:
    """A sentence cut into the clauses that may tell duties."""
    text = scene.text
    begin = behind_label(scene, start, end)
    # a sentence is parted at semicolons only
    whole = begin == start and text.find(";", start, end) < 0
    found: list[Clause] = []
    first = True
    for at, stop in ((begin, end),) if whole else clauses(text, begin, end):
        if text.find("本", at, stop) < 0 or not _makes_this_paper(text, at, stop):
            parts = pieces_of(scene, at, stop) if scene.may_act(at, stop) else []
            found.append(Clause(at, stop, parts, first))
        first = False
    return Parted(begin, end, found)


def heard(scene: Scene, sentence: Parted) -> list[list[Hit]]:
    """Who acts in each clause of a sentence."""
    clauses_of = sentence.clauses
    if len(clauses_of) == 1:
        return [hits_of(scene, clauses_of[0].parts)]
    return [hits_of(scene, clause.parts) if clause.parts else [] for clause in clauses_of]


def _makes_this_paper(text: str, start: int, end: int) -> bool:
    """Whether a clause tells only of the making of the paper it stands in (我局制定本办法)."""
    return wording.pattern("duty", "makes_this_paper").search(text, start, end) is not None
