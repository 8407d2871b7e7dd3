"""Whose duties a whole paper tells, by its title."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.actors import kind_of
from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.duties.titles import SUBJECT_MATTERS, Governor, title_governor
from pipeline.lexicon import wording
from pipeline.model.layout import Block

_REACH_OF_HEAD = 300
_LONGEST_NAME = 24
_LONGEST_PAPER = 14


def of_titles(scene: Scene) -> Iterator[tuple[str, Governor]]:
    """The actor whose duties a whole document tells (门卫岗位职责), by document."""
    clean = scene.board.layout.clean
    for document in scene.board.layout.documents:
        if (span := document.title_span) is not None and span.end - span.start <= _LONGEST_NAME:
            found = title_governor(scene, clean.find(span.start), clean.find(span.end))
            matter = scene.lexicon.cue["subject_matter"]
            actor = scene.text[slice(*found.actor)] if found is not None else ""
            parted = found is not None and _has_parties(scene, clean.find(span.start))
            if found is not None and not parted and not found.bare and "各" not in actor and not matter.ends(actor):
                yield document.id, found


def _has_parties(scene: Scene, start: int) -> bool:
    """Whether a document names the parties of an agreement at its head (甲方:某小学): its title tells the duties of none."""
    return wording.pattern("agreement", "named_behind").search(scene.text, start, start + _REACH_OF_HEAD) is not None


def names_party_of_agreement(scene: Scene, block: Block) -> bool:
    """Whether a line says no more than which party a label of an agreement stands for (乙方:校车驾驶员)."""
    named = wording.pattern("agreement", "named_behind").match(scene.text, block.start, block.end)
    return named is not None and named.end() == block.end and not imperative(scene, named.start(2), block.end)


def parties_of_papers(scene: Scene) -> Iterator[tuple[str, Governor]]:
    """The party before the word for rules or work in the title of a paper (实验室管理员管理制度, 校医室工作计划), by document:
    the duties under a bare 职责 are its own where nobody else is named before."""
    for document, (start, end) in _titles(scene):
        start = _behind_year(scene, start)
        title = scene.text[start:end].rstrip()
        for cut in range(len(title) - 2, max(1, len(title) - _LONGEST_PAPER), -1):
            row = kind_of(title[:cut])
            if row is not None and scene.lexicon.patterns["paper_of_party"].fullmatch(title, cut):
                if not row.weak and row.id not in SUBJECT_MATTERS:
                    yield document, Governor((start, start + cut), row.kind, "label")
                break


def _behind_year(scene: Scene, start: int) -> int:
    """Behind the year or term a title opens with (2025年+驾驶员安全责任书)."""
    year = scene.lexicon.patterns["year_of_title"].match(scene.text, start)
    return year.end() if year is not None else start


def _titles(scene: Scene) -> Iterator[tuple[str, Range]]:
    """Where the titles of the documents stand in the clean text."""
    clean = scene.board.layout.clean
    for document in scene.board.layout.documents:
        if (span := document.title_span) is not None:
            yield document.id, (clean.find(span.start), clean.find(span.end))
