"""Saved web pages (HTML and single-file MHT)."""

from pipeline.reading.html.mht import read_mht
from pipeline.reading.html.reader import read_html

__all__ = ["read_html", "read_mht"]
