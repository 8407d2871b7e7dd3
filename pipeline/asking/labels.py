"""Names behind a label: 数据上传:吴某, 肺活量(周某、方某), where the label holds what is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.asking.standing import stands_by
from pipeline.asking.words import Term
from pipeline.extraction.names_lexicon import name_lexicon
from pipeline.lexicon import wording
from pipeline.store.records import Hit
from pipeline.store.searchtext import folded, normalised

_PARTS = re.compile(r"[、,\s]+")
_NAME = re.compile("[㐀-鿿]{2,3}")
_NOTE = re.compile(r"\([^()]{0,12}\)|等$")


def names_behind(hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """The people named behind a label of the sentence that holds a word asked for; the rest stands by the sentence."""
    if not all(stands_by(hit, term) for term in needed):
        return
    for match in wording.pattern("question", "label_of_names").finditer(folded(hit.text)):
        parts = [part for part in _PARTS.split(match["names"]) if part]
        own = [name for part in parts if (name := _behind_word(part, needed))]
        names = own or [part for part in parts if _is_name(part)]
        labelled = own or any(form in normalised(match["label"]) for term in needed for form in term.forms)
        if labelled and names and (own or len(names) == len(parts)):
            yield "、".join(names)


def are_names(words: str) -> bool:
    """Whether a line holds names of people and nothing else (吴小青 何青(摄像))."""
    parts = [part for part in _PARTS.split(_NOTE.sub(" ", folded(words)).strip()) if part]
    return bool(parts) and all(_is_name(part) for part in parts)


def _behind_word(part: str, needed: Sequence[Term]) -> str:
    """The name behind a word asked for (高二王某)."""
    for form in (form for term in needed for form in term.forms):
        if part.startswith(form) and _is_name(part[len(form) :]):
            return part[len(form) :]
    return ""


def _is_name(word: str) -> bool:
    return _NAME.fullmatch(word) is not None and word[0] in name_lexicon().surnames
