"""Read a file of any known format."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from pipeline.model.source import Source


def read(path: str | Path) -> Source:
    """Read one file."""
    return read_text(Path(path).read_text("utf-8-sig"), path=str(path))


def read_text(text: str, path: str = "-") -> Source:
    """A source from text that is already decoded; line ends become `\\n`."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(path=path, sha256=digest, media_type="text/plain", text=text)
