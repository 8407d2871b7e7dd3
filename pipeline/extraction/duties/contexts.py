"""Sections that hold no duties, or only such as a modal word binds; blocks that are no text of a plan."""

from __future__ import annotations

from typing import Literal

from pipeline.extraction.actors import kind_of
from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.target_cues import target_cues
from pipeline.extraction.target_sections import stand_apart
from pipeline.model.layout import Block

_MATTERS = ("school", "territory")
_MOST_PARTIES = 12
Mood = Literal["plain", "aims", "background"]


class Moods:
    """The mood of each section, inherited from the sections above it."""

    def __init__(self, scene: Scene) -> None:
        sections = scene.board.layout.sections
        self._of: dict[str, Mood] = {}
        self._sectioned = {section.document for section in sections}
        own = {section.id: _mood(scene, section.title) for section in sections}
        apart = _apart(scene, own)
        for section in sections:  # parents come before their children
            above = self._of.get(section.parent, "plain") if section.parent else "plain"
            if "background" in (above, own[section.id]):
                self._of[section.id] = "background"
            elif above == "aims" and {section.id, section.parent} & apart:
                self._of[section.id] = own[section.id] or "plain"
            else:
                self._of[section.id] = own[section.id] or above
        self._begun: dict[
            str, int
        ] = {}  # where the numbered text of a plan begins that stands before its first heading
        for block in scene.board.layout.blocks:
            if block.section is None and block.kind == "item" and block.number:
                self._begun.setdefault(block.document, block.start)

    def of(self, block: Block) -> Mood:
        """The mood of a block; what stands before the first heading and number of a plan says why it was made."""
        if block.section is None:
            begun = block.start >= self._begun.get(block.document, block.end)
            return "aims" if block.document in self._sectioned and not begun else "plain"
        return self._of.get(block.section, "plain")


def _mood(scene: Scene, title: str) -> Mood | None:
    """What a title says of its section; null where it leaves that to the sections above."""
    heading = scene.lexicon.heading
    title = "".join(title.split())
    if heading["action"].inside(title, 0, len(title))[1]:
        return "plain"
    if heading["background"].inside(title, 0, len(title))[1]:
        return "background"
    return "aims" if heading["aims"].inside(title, 0, len(title))[1] else None


def _apart(scene: Scene, moods: dict[str, Mood | None]) -> set[str | None]:
    """The sections among whose children only the first is headed as aims: these do not reach the others."""
    children: dict[str | None, list[tuple[str, bool]]] = {}
    for section in scene.board.layout.sections:
        children.setdefault(section.parent, []).append((section.title, moods[section.id] == "aims"))
    cues = target_cues()
    return {
        parent
        for parent, kin in children.items()
        if parent is not None and stand_apart(cues, [title for title, _ in kin], [aims for _, aims in kin])
    }


def title_ranges(scene: Scene) -> list[Range]:
    """Where the plans' own titles stand in the clean text."""
    layout = scene.board.layout
    spans = [document.title_span for document in layout.documents if document.title_span is not None]
    return sorted((layout.clean.find(span.start), layout.clean.find(span.end)) for span in spans)


def is_roster(scene: Scene, block: Block) -> bool:
    """Whether a block lists persons (组长:…) or other particulars."""
    if scene.text[block.start] not in scene.lexicon.listing:
        return False  # as most
    roster = scene.lexicon.heading["roster"]
    words = scene.text[block.start : block.start + 14]
    first = roster.at(words, 0, len(words))
    if first and words.startswith((" ", "\t"), len(first)):
        return True
    head = words.replace(" ", "")
    word = roster.at(head, 0, len(head)) if head != words else first
    return bool(word) and head[len(word) : len(word) + 1] in (":", "")


def tells_duties(scene: Scene, title: str) -> bool:
    """Whether the actors named under a title are told their duties (职责分工; not 法律责任)."""
    heading = scene.lexicon.heading
    told = heading["duty_title"].inside(title, 0, len(title))[1]
    return told != "" and not heading["liability"].inside(title, 0, len(title))[1]


def party_sections(scene: Scene) -> set[str | None]:
    """The sections whose subsections are all headed by parties, one of them by a unit of its own: 学校 or 学院 is a party beside
    教务处, where alone it would be a subject matter."""
    children: dict[str | None, list[str]] = {}
    for section in scene.board.layout.sections:
        children.setdefault(section.parent, []).append("".join(section.title.split()))
    found: set[str | None] = set()
    for parent, titles in children.items():
        rows = [kind_of(title) for title in titles[:_MOST_PARTIES]] if len(titles) > 1 else []
        own = any(row is not None and not row.weak and row.kind != "person" and row.id not in _MATTERS for row in rows)
        if own and all(row is not None for row in rows):
            found.add(parent)
    return found


def closes_on_duties(scene: Scene, title: str) -> bool:
    """Whether the title of a document ends in the word for duties (各岗位工作职责; not 义务教育发展规划)."""
    title = scene.lexicon.patterns["paper_of_duties"].sub("", "".join(title.split()))
    return tells_duties(scene, title) and scene.lexicon.heading["duty_title"].ends(title)
