"""Sections that hold no duties, or only such as a modal word binds; blocks that are no text of a plan."""

from __future__ import annotations

from typing import Literal

from pipeline.extraction.duties.scene import Scene
from pipeline.model.layout import Block

Mood = Literal["plain", "aims", "background"]


class Moods:
    """The mood of each section, inherited from the sections above it."""

    def __init__(self, scene: Scene) -> None:
        sections = scene.board.layout.sections
        self._of: dict[str, Mood] = {}
        self._sectioned = {section.document for section in sections}
        for section in sections:  # parents come before their children
            above = self._of.get(section.parent, "plain") if section.parent else "plain"
            own = _mood(scene, section.title)
            self._of[section.id] = "background" if "background" in (above, own) else own if own != "plain" else above

    def of(self, block: Block) -> Mood:
        """The mood of a block; what stands before the first heading of a plan says why it was made."""
        if block.section is None:
            return "aims" if block.document in self._sectioned else "plain"
        return self._of.get(block.section, "plain")


def _mood(scene: Scene, title: str) -> Mood:
    heading = scene.lexicon.heading
    title = "".join(title.split())
    if heading["action"].inside(title, 0, len(title))[1]:
        return "plain"
    if heading["background"].inside(title, 0, len(title))[1]:
        return "background"
    return "aims" if heading["aims"].inside(title, 0, len(title))[1] else "plain"


def is_title(scene: Scene, block: Block) -> bool:
    """Whether a block is (part of) a plan's own title."""
    spans = scene.board.layout.spans(block.start, block.end)
    return any(
        document.title_span is not None and any(document.title_span.overlaps(span) for span in spans)
        for document in scene.board.layout.documents
    )
