"""In which encoding the bytes of an RTF file are meant: its own code page, or that of the font in force."""

from __future__ import annotations

from pipeline.reading.rtf.words import CHARSETS, CODE_PAGES


class Codecs:
    """`default`: that of the file; `named`: the same where the file says one that is known."""

    def __init__(self) -> None:
        self.default = "cp1252"
        self.named: str | None = None
        self._fonts: dict[int, str] = {}
        self._font = 0

    def font(self, number: int) -> str:
        """The encoding of a font, which is in force, or described, from here on; "" where it says none."""
        self._font = number
        return self._fonts.get(number, "")

    def charset(self, number: int) -> None:
        """The font described has this character set."""
        self._fonts[self._font] = CHARSETS.get(number, "")

    def page(self, number: int) -> None:
        """The file's code page."""
        self.default = CODE_PAGES.get(number, self.default)
        self.named = self.default if number in CODE_PAGES else None
