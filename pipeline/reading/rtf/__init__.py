"""Rich text (RTF)."""

from pipeline.reading.rtf.reader import read_rtf

__all__ = ["read_rtf"]
