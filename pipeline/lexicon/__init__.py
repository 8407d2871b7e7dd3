"""Language knowledge as data: loading and checking of the files in `lexicons/`."""

from pipeline.lexicon.gate import Gate, gate_of, holds_any
from pipeline.lexicon.leading import alternatives, characters, leading, longest, openings, quick, seek, seek_any
from pipeline.lexicon.loader import Entry, lexicon_folders, lexicons_pinned, load, load_folder, pinned
from pipeline.lexicon.pattern import holding_patterns, lazy, lazy_table

__all__ = [
    "Entry",
    "Gate",
    "alternatives",
    "characters",
    "gate_of",
    "holding_patterns",
    "holds_any",
    "lazy",
    "lazy_table",
    "leading",
    "lexicon_folders",
    "lexicons_pinned",
    "load",
    "load_folder",
    "longest",
    "openings",
    "pinned",
    "quick",
    "seek",
    "seek_any",
]
