"""Language knowledge as data: loading and checking of the files in `lexicons/`."""

from pipeline.lexicon.loader import Entry, lexicon_folders, lexicons_pinned, load, load_folder

__all__ = ["Entry", "lexicon_folders", "lexicons_pinned", "load", "load_folder"]
