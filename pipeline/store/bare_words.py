"""Wordings as they are held against one another: without what changes from one year's plan to the next."""

from __future__ import annotations

import re

from pipeline.store.searchtext import normalised

# Numbers and dates say nothing of what is meant.
_CHANGING = re.compile(r"[0-9.:%‰]+|百分之[〇零一二三四五六七八九十百点]{1,8}")
_MARKS = re.compile(r"[^\w]|_")


def bare_words(words: str) -> str:
    """A wording without numbers, marks and blanks."""
    return _MARKS.sub("", _CHANGING.sub("", normalised(words)))
