"""The lines that make a plan's title."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.lexicon import wording
from pipeline.structure.cleaning import CleanText
from pipeline.structure.openings import Openings
from pipeline.structure.roles import Role, is_name, title_kind

_MOST_PIECES = 3
_SHORTEST, _SHORTEST_PIECE, _LONGEST_PIECE = 5, 3, 40
_LINE = 200
_ANNEX_KIND = "annex"
_SUBTITLE = re.compile("[(〔\\[—–-].{1,60}")
_LETTERHEAD = re.compile(
    "附(?:件|表)?[一二三四五六七八九十\\d]{0,3}:?.{0,30}|.{0,30}文\\s{0,3}件"
    "|.{2,20}令(?:\\s?\\(?(?:第\\s?)?\\d{1,4}\\s?[号號]\\)?)?|第\\s?\\d{1,4}\\s?[号號]"
    "|\\(?.{1,20}[〔\\[(【]\\s?\\d{4}\\s?[〕\\])】]\\s?第?\\s?\\d{1,4}\\s?[号號]\\)?"
)
_ANNEX = re.compile("附(?:件|录|表)\\s{0,3}[一二三四五六七八九十\\d]{0,3}(?:\\s{0,3}:\\s{0,3}|\\s{1,6}|$)")
_MARKED = re.compile("[,。;:!?、\t]")


class TitleLines:
    """Finds where titles stand; `titled` are the paragraphs that the file itself marks as titles."""

    def __init__(
        self, cleaned: CleanText, roles: Sequence[Role], titled: frozenset[int], outside: list[bool], openings: Openings
    ) -> None:
        self._text, self._paragraphs = cleaned.text.text, cleaned.paragraphs
        self._roles = roles
        self._titled = titled
        self._outside = outside
        self._openings = openings

    def at(self, index: int) -> tuple[int, int] | None:
        """The paragraphs of a title that begins at `index`: one, or up to three pieces set on lines of their own."""
        for last in range(index, min(index + _MOST_PIECES, len(self._roles))):
            role = self._roles[last]
            if self._outside[last] or role.cue is not None or role.prose or role.dated:
                return None
            if last in self._titled and last == index:
                return index, last + 1
            if role.kind is not None or (last > index and title_kind(self._joined(index, last + 1)) is not None):
                if last > index and self._words(last).startswith(self._words(index)):
                    return None  # a line of the letterhead: the title names the body once more
                return index, self._openings.title_end(index, last + 1, self._outside)
            words = self._words(last)
            if words.isdigit() or _SUBTITLE.fullmatch(words) or len(words) > _LONGEST_PIECE or _MARKED.search(words):
                return None
            if len(words) < _SHORTEST_PIECE or is_letterhead(words) or (last > index and is_name(words)):
                return None
        return None

    def _words(self, index: int) -> str:
        paragraph = self._paragraphs[index]
        return self._text[paragraph.start : paragraph.end][:_LINE]

    def _joined(self, first: int, last: int) -> str:
        return (
            self._words(first) if last - first == 1 else "".join([self._words(index) for index in range(first, last)])
        )


def is_letterhead(words: str) -> bool:
    """Whether a line above a title is a letterhead, a file number or the mark of an annex."""
    return _LETTERHEAD.fullmatch(wording.pattern("structure", "signs_for_issue").sub("", words)) is not None


def may_be_title(words: str) -> bool:
    """Whether the first line of a plan without any known title can be its title."""
    return _SHORTEST <= len(words) <= _LONGEST_PIECE and not _MARKED.search(words) and not _SUBTITLE.match(words)


def annex_mark(words: str) -> int:
    """How long the mark of an annex is that opens some words (附件2 收费标准); 0 where none does."""
    found = _ANNEX.match(words)
    return found.end() if found else 0


def without_opening_annex(roles: list[Role]) -> list[Role]:
    """Roles in which the mark of an annex that opens a file is no label if no other annex follows: the whole file is that
    annex, and its title that of the plan."""
    annexes = [index for index, role in enumerate(roles) if role.cue is not None and role.cue.kind.id == _ANNEX_KIND]
    if len(annexes) != 1 or any(roles[index].cue or roles[index].prose for index in range(annexes[0])):
        return roles
    first = annexes[0]
    return [*roles[:first], msgspec.structs.replace(roles[first], cue=None), *roles[first + 1 :]]
