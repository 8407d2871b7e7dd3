"""Language knowledge as data: loading and checking of the files in `lexicons/`."""

from pipeline.lexicon.loader import Entry, lexicon_folders, lexicons_pinned, load, load_folder
from pipeline.lexicon.pattern import lazy

__all__ = ["Entry", "lazy", "lexicon_folders", "lexicons_pinned", "load", "load_folder"]
