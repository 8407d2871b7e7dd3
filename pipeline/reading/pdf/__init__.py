"""PDF files."""

from pipeline.reading.pdf.reader import read_pdf

__all__ = ["read_pdf"]
