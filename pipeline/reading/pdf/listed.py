"""Characters of a page that come as a list with their boxes, not from pdfium."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.glyphs import usual_characters

_LINE_STEP = 0.5


class ListedText:
    """Characters with boxes from a list (see `PageText`): each with its box and whether it stands upright."""

    def __init__(self, chars: Sequence[tuple[str, Box, bool]]) -> None:
        pieces: list[str] = []
        self._boxes: list[Box] = []
        self._upright: list[bool] = []
        last: Box | None = None
        for char, box, upright in chars:
            if last is not None and (abs(box.top - last.top) > _LINE_STEP * max(last.height, 1.0) or box.x0 < last.x0):
                pieces.append("\n")
                self._boxes.append(Box(last.x1, last.top, last.x1, last.bottom))
                self._upright.append(upright)
            pieces.append(char)
            self._boxes.append(box)
            self._upright.append(upright)
            last = box
        self.text = usual_characters("".join(pieces))

    def box(self, index: int) -> Box:
        """Where a character stands."""
        return self._boxes[index]

    def is_upright(self, index: int) -> bool:
        """Whether it stands upright."""
        return self._upright[index]

    def is_sideways(self, index: int) -> bool:
        """Not known."""
        return False

    def is_pale(self, index: int) -> bool:
        """Not known."""
        return False

    def font(self, index: int) -> str:
        """Not known."""
        return ""
