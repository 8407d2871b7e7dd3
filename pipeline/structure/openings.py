"""How plans begin: with their purpose, with numbering that starts again, under a line that numbers whole plans."""

from __future__ import annotations

import re

from pipeline.lexicon import wording
from pipeline.structure.cleaning import CleanText
from pipeline.structure.neighbours import Neighbours
from pipeline.structure.numerals import ordinal
from pipeline.structure.roles import Role, title_kind

_ANNEX = re.compile("附件\\s?[一二三四五六七八九十\\d]{1,3}\\s?:?")
_SHORTEST_NUMBERED = 5
_COUNTED = re.compile("(.{4,60}[\\u4e00-\\u9fff])\\s{0,3}[(]?(\\d{1,2}|(?<=[(])[一二三四五六七八九十]{1,3})[)]?")


class Openings:
    """What stands behind a title or a number, as far as it tells that a plan begins there."""

    def __init__(self, cleaned: CleanText, roles: list[Role], around: Neighbours) -> None:
        self._text, self._paragraphs = cleaned.text.text, cleaned.paragraphs
        self._roles, self._around = roles, around
        self._first_annex: int | None = None

    def begins_anew(self, since: int, title: int, body: int) -> bool:
        """Whether the text behind a title begins as plans do: a purpose, and numbering that starts again."""
        following = self._around.next(body)
        if following >= len(self._roles):
            return False
        purpose = wording.pattern("structure", "purpose").search(self._words(following)) is not None
        old = self._around.label(since, title)
        if old is None:
            return purpose
        return self.counts_anew(since, title, body) and (self._roles[following].cue is not None or purpose)

    def counts_anew(self, since: int, title: int, body: int) -> bool:
        """Whether the first labels before and behind a title are of one kind, and the latter begins with 1."""
        fresh, old = self._around.label(body, len(self._roles)), self._around.label(since, title)
        return fresh is not None and old is not None and fresh.value == 1 and fresh.kind.id == old.kind.id

    def numbered_plan(self, index: int) -> bool:
        """Whether a numbered line ((一)安全工作方案) is the title of a whole plan: the paper's own purpose stands behind
        it, and a count of its own."""
        cue, following = self._roles[index].cue, self._around.next(index + 1)
        if cue is None or following >= len(self._roles) or self._roles[following].cue is not None:
            return False
        rest = self._text[cue.end : self._paragraphs[index].end]
        kind = title_kind(rest)
        if kind is None or kind.weak or not kind.plan or len(rest) < _SHORTEST_NUMBERED:
            return False
        fresh = self._around.label(index + 1, len(self._roles))
        if fresh is None or fresh.value != 1 or fresh.kind.id == cue.kind.id:
            return False
        return wording.pattern("structure", "this_paper").search(self._words(following)) is not None

    def title_end(self, index: int, body: int, outside: list[bool]) -> int:
        """Where the body begins if the title of a covering notice goes on: 关于印发某某计划 / (2024—2027年)的通知."""
        title = "".join(self._words(line) for line in range(index, body))
        if body >= len(self._roles) or outside[body] or not wording.pattern("structure", "passed_on").search(title):
            return body
        return body + 1 if wording.pattern("structure", "notice_end").fullmatch(self._words(body)) else body

    def _words(self, index: int) -> str:
        paragraph = self._paragraphs[index]
        return self._text[paragraph.start : paragraph.end]

    def first_annex(self, title: int) -> int | None:
        """The first line of the file that only says 附件1, if such a line stands above a title."""
        before = self._around.previous(title)
        if before is None or not self._is_annex(before):
            return None
        if self._first_annex is None:
            self._first_annex = next(index for index in range(before + 1) if self._is_annex(index))
        return self._first_annex

    def _is_annex(self, index: int) -> bool:
        paragraph = self._paragraphs[index]
        return _ANNEX.fullmatch(self._text, paragraph.start, paragraph.end) is not None


def counted_title(words: str) -> tuple[str, int] | None:
    """The name and number of one of several plans of one name.

    >>> counted_title("学校工作方案 2"), counted_title("学校工作方案(三)"), counted_title("学校工作方案")
    (('学校工作方案', 2), ('学校工作方案', 3), None)
    """
    found = _COUNTED.fullmatch(words)
    if found is None or title_kind(found.group(1)) is None:
        return None
    return found.group(1), ordinal(found.group(2))
