"""OFD, the Chinese standard for documents of fixed layout (GB/T 33190)."""

from pipeline.reading.ofd.reader import opened_ofd_page, read_ofd

__all__ = ["opened_ofd_page", "read_ofd"]
