"""Where the words of an RTF file gather until what they belong to ends."""

from __future__ import annotations

from collections import defaultdict


class Parts:
    """Words by the part they go to (`State.into`)."""

    def __init__(self) -> None:
        self._words: defaultdict[str, list[str]] = defaultdict(list)
        self._outside: list[str] = []

    def put(self, part: str, text: str) -> None:
        """More words of a part."""
        self._words[part].append(text)

    def holds(self, part: str) -> bool:
        """Whether a part has words."""
        return bool(self._words[part])

    def take(self, part: str) -> str:
        """The words of a part, which is empty from then on."""
        return "".join(self._words.pop(part, ()))

    def open_box(self) -> None:
        """A text box begins: the body's words wait outside."""
        self._outside = self._words.pop("body", [])

    def close_box(self) -> None:
        """A text box ends: the body goes on where it was."""
        self._words["body"], self._outside = self._outside, []
