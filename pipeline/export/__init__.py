"""What leaves the knowledge base: workbooks that an office works with."""

from pipeline.export.ledger import FileLine, write_ledger

__all__ = ["FileLine", "write_ledger"]
