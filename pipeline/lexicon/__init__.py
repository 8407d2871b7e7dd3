"""Language knowledge as data: loading and checking of the files in `lexicons/`."""

from pipeline.lexicon.gate import Gate, alternatives, gate_of
from pipeline.lexicon.loader import Entry, lexicon_folders, lexicons_pinned, load, load_folder
from pipeline.lexicon.pattern import lazy

__all__ = [
    "Entry",
    "Gate",
    "alternatives",
    "gate_of",
    "lazy",
    "lexicon_folders",
    "lexicons_pinned",
    "load",
    "load_folder",
]
