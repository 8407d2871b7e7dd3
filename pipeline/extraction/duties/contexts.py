"""Sections that hold no duties, or only such as a modal word binds; blocks that are no text of a plan."""

from __future__ import annotations

from typing import Literal

from pipeline.extraction.duties.scene import Range, Scene
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


def title_ranges(scene: Scene) -> list[Range]:
    """Where the plans' own titles stand in the clean text."""
    layout = scene.board.layout
    spans = [document.title_span for document in layout.documents if document.title_span is not None]
    return sorted((layout.clean.find(span.start), layout.clean.find(span.end)) for span in spans)


def is_roster(scene: Scene, block: Block) -> bool:
    """Whether a block lists persons (组长:…) or other particulars."""
    roster = scene.lexicon.heading["roster"]
    words = scene.text[block.start : block.start + 14]
    first = roster.at(words, 0, len(words))
    if first and words.startswith((" ", "\t"), len(first)):
        return True
    head = words.replace(" ", "")
    word = roster.at(head, 0, len(head))
    return bool(word) and head[len(word) : len(word) + 1] in (":", "")
