"""The place that a question leaves open for a number (扣几分) held against the places in a sentence that may fill it: what stands
right before and behind a number tells which of several is meant (扣2分). For parties see `stretches`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.lexicon import wording
from pipeline.store.searchtext import flat

# So near to a party or number its words are looked for.
_NEAR = 4
_LONGEST = 4
# What the words right before are worth, a word and more.
_WORD_BEFORE, _LONG_BEFORE = 1.5, 2.5
_WHOLE_WORD = 2
# A label is at most so long, and shares so many pairs more with the question than any other.
_LABEL = 14
_CLEARLY = 2


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
    before = wording.pattern("question", "empty_before_place").sub("", question[: match.start()])[-_NEAR:]
    behind = wording.pattern("question", "charged_openly").sub("", question[match.end() :], 1)
    behind = re.split("[,的]", behind)[0][:_LONGEST]
    return Slot(before, behind) if before or behind else None


def filling(slot: Slot, text: str, answer: str) -> float:
    """How well the best place at which an answer stands in a text fits; 0 where it stands nowhere."""
    told = flat(text)
    places = re.finditer(re.escape(flat(answer)), told) if answer else ()
    return max((slot.fits(told, match.start(), match.end()) for match in places), default=0.0)


def labelled(asked: str, text: str, answers: Sequence[str]) -> str:
    """Of several numbers of a sentence, each right behind what it is said of (整齐度(3分)、精神面貌(2分)), the one said of what the
    question names; empty where that is not clear."""
    told, pairs = flat(text), {asked[at : at + _WHOLE_WORD] for at in range(len(asked) - 1)}
    shared: dict[str, int] = {}
    for answer in dict.fromkeys(map(flat, answers)):
        for match in re.finditer(re.escape(answer), told):
            label = wording.pattern("question", "label_right_before").search(
                told, max(match.start() - _LABEL, 0), match.start()
            )
            words = label["label"] if label else ""
            count = sum(words[at : at + _WHOLE_WORD] in pairs for at in range(len(words) - 1))
            shared[answer] = max(shared.get(answer, 0), count)
    best = sorted(shared.items(), key=lambda one: -one[1])
    clear = len(best) > 1 and best[0][1] >= max(_CLEARLY, best[1][1] + _CLEARLY)
    return best[0][0] if clear else ""


def _behind(wanted: str, there: str) -> float:
    """The longest beginning of what is asked that stands close behind; a character alone counts where it ends a word (批: 审批)."""
    for length in range(len(wanted), 1, -1):
        if wanted[:length] in there[: length + 2]:
            return float(min(length, 3))
    return 1.0 if wanted and len(wanted) == 1 and wanted in there[:2] else 0.0


def _before(wanted: str, there: str) -> float:
    """The longest end of what is asked that stands right before; two characters of it close before count too."""
    length = next((n for n in range(min(len(wanted), _NEAR), 0, -1) if there.endswith(wanted[-n:])), 0)
    if length > _WHOLE_WORD:
        return _LONG_BEFORE
    return _WORD_BEFORE if wanted[-_WHOLE_WORD:] in there and len(wanted) >= _WHOLE_WORD else float(length > 0)
