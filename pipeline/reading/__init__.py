"""From a file to its source text."""

from pipeline.reading.reader import read, read_text

__all__ = ["read", "read_text"]
