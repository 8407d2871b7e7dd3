"""The place that a question leaves open for a number (扣几分) held against the places in a sentence that may fill it: what stands
right before and behind a number tells which of several is meant (扣2分). For parties see `stretches`."""

from __future__ import annotations

import re

import msgspec

from pipeline.lexicon import wording
from pipeline.store.searchtext import flat

# So near to a party or number its words are looked for.
_NEAR = 4
_LONGEST = 4
_WHOLE_WORD = 2


class Slot(msgspec.Struct, frozen=True):
    """What stands right before the asking word of a question, and right behind it."""

    before: str
    behind: str

    def fits(self, text: str, start: int, end: int) -> float:
        """How well the words around a stretch of a text (normalised) fit the open place: 0 where none do."""
        ahead = wording.pattern("question", "charged_openly").sub("", text[end : end + 2 * _NEAR], 1)
        return _behind(self.behind, ahead) + _before(self.before, text[max(start - _NEAR, 0) : start])


def slot_of(question: str) -> Slot | None:
    """The open place of a question (normalised) for a number; null where it has none or nothing stands beside it."""
    match = wording.pattern("question", "open_place").search(question)
    if match is None:
        return None
    before = wording.pattern("question", "empty_before_place").sub("", question[: match.start()])[-_WHOLE_WORD:]
    behind = wording.pattern("question", "charged_openly").sub("", question[match.end() :], 1)
    behind = re.split("[,的]", behind)[0][:_LONGEST]
    return Slot(before, behind) if before or behind else None


def filling(slot: Slot, text: str, answer: str) -> float:
    """How well the best place at which an answer stands in a text fits; 0 where it stands nowhere."""
    told = flat(text)
    places = re.finditer(re.escape(flat(answer)), told) if answer else ()
    return max((slot.fits(told, match.start(), match.end()) for match in places), default=0.0)


def _behind(wanted: str, there: str) -> float:
    """The longest beginning of what is asked that stands close behind; a character alone counts where it ends a word (批: 审批)."""
    for length in range(len(wanted), 1, -1):
        if wanted[:length] in there[: length + 2]:
            return float(min(length, 3))
    return 1.0 if wanted and len(wanted) == 1 and wanted in there[:2] else 0.0


def _before(wanted: str, there: str) -> float:
    if len(wanted) == _WHOLE_WORD and wanted in there:
        return 1.5
    return 1.0 if wanted and there.endswith(wanted[-1]) else 0.0
