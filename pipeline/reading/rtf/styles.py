"""What the styles of an RTF file make of a paragraph, and the number printed before it."""

from __future__ import annotations

from pipeline.reading.docx.styles import heading_of_name
from pipeline.reading.rtf.state import State

BODY_LEVEL = 9
_BULLETS = frozenset("o§ØüvnlqwuþÞ")


class Styles:
    """The file's style sheet."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, int | None]] = {}

    def add(self, state: State, words: str) -> None:
        """A style as the group that ends describes it: the first of a number counts."""
        if name := words.strip().rstrip(";"):
            self._known.setdefault(state.style, (name, state.outline))

    def of(self, state: State) -> tuple[str, int | None]:
        """The name of a paragraph's style, and the level of heading that the paragraph is; null where it is none."""
        name, level = self._known.get(state.style, ("", None))
        if state.outline is not None:
            return name, _heading(state.outline)
        named = heading_of_name(name)
        return name, named if named is not None else _heading(level)


def _heading(outline: int | None) -> int | None:
    return outline + 1 if outline is not None and outline < BODY_LEVEL else None


def printed_label(text: str) -> str:
    """The number printed before a paragraph; "" for a bullet."""
    bare = text.strip()
    if not any(char.isalnum() for char in bare) or bare in _BULLETS:
        return ""
    return bare + " " if bare[-1].isalnum() and text[-1].isspace() else bare
