"""Where duties are looked for: each block with the sources that apply to it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.duties.running import running_duties
from pipeline.extraction.duties.scene import Candidate, Scene
from pipeline.model.layout import Block


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Every duty candidate of a board, in the order of its blocks."""
    titles = {section.id: section.title for section in scene.board.layout.sections}
    for block in scene.board.layout.blocks:
        yield from _running(scene, block, titles)


def _running(scene: Scene, block: Block, titles: dict[str, str]) -> Iterator[Candidate]:
    if block.kind == "row":
        return
    yield from running_duties(scene, block.start, block.end, carry=block.kind == "item", modal_only=block.kind == "heading")
