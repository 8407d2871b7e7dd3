"""Word files (DOCX, DOCM and templates)."""

from pipeline.reading.docx.package import Package
from pipeline.reading.docx.reader import read_docx

__all__ = ["Package", "read_docx"]
