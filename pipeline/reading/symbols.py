"""Signs of the symbol fonts Wingdings and Symbol, which files write as private characters U+F020 to U+F0FF."""

from __future__ import annotations

SYMBOLS: dict[int, str] = {
    0xF052: "☑",
    0xF053: "☒",
    0xF06C: "●",
    0xF06E: "■",
    0xF06F: "□",
    0xF070: "□",
    0xF071: "□",
    0xF072: "□",
    0xF075: "◆",
    0xF076: "◆",
    0xF0A8: "□",
    0xF0A3: "□",
    0xF0A7: "▪",
    0xF0B2: "◇",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0FB: "×",
    0xF0FC: "√",
    0xF0FD: "☒",
    0xF0FE: "☑",
    **{0xF081 + n: chr(0x2460 + n) for n in range(10)},
}
