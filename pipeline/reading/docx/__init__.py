"""Word files (DOCX, DOCM and templates)."""

from pipeline.reading.docx.reader import read_docx

__all__ = ["read_docx"]
