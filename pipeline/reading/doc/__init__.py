"""Old Word files (.doc of Word 97 to 2003, .wps)."""

from pipeline.reading.doc.reader import read_doc
from pipeline.reading.doc.streams import OlderWordError

__all__ = ["OlderWordError", "read_doc"]
