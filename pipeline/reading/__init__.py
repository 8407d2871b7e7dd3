"""From a file to its source text.

`read` takes a file of any known format, `read_text` text that is already decoded, `decode` bytes of a text file.
"""

from pipeline.reading.encoding import decode
from pipeline.reading.limits import Limits
from pipeline.reading.reader import read, read_bytes, read_text

__all__ = ["Limits", "decode", "read", "read_bytes", "read_text"]
