"""Build a source text piece by piece and know where each piece came to stand."""

from __future__ import annotations

from pipeline.model.span import Span


class TextBuilder:
    """A growing text; `add` returns the span of what was added."""

    __slots__ = ("_pieces", "length")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0

    def add(self, text: str) -> Span:
        """Append a piece."""
        start = self.length
        self._pieces.append(text)
        self.length += len(text)
        return Span(start, self.length)

    def put(self, text: str) -> None:
        """Append a piece whose place nobody asks for."""
        self._pieces.append(text)
        self.length += len(text)

    def add_line(self, text: str) -> Span:
        """Append a piece with a line break behind it; the span is that of the piece."""
        start = self.length
        end = start + len(text)
        self._pieces += (text, "\n")
        self.length = end + 1
        return Span(start, end)

    def since(self, start: int) -> Span:
        """From an earlier length to the end."""
        return Span(start, self.length)

    def text(self) -> str:
        """All pieces joined."""
        return "".join(self._pieces)
