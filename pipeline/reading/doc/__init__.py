"""Old Word files (.doc of Word 97 to 2003, .wps)."""

from pipeline.reading.doc.reader import read_doc

__all__ = ["read_doc"]
