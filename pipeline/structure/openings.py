"""How plans begin: with their purpose, with numbering that starts again, under a line that numbers whole plans."""

from __future__ import annotations

import re

from pipeline.structure.cleaning import CleanText
from pipeline.structure.neighbours import Neighbours
from pipeline.structure.numerals import ordinal
from pipeline.structure.roles import Role, title_kind

_PURPOSE = re.compile(
    "(?:特|现)?(?:制定|制订|拟定|提出|拟订)(?:了|出|如下|以下|本|此|我|该|[^。,]{0,24}(?:方案|计划|规划|办法|制度|意见|预案|细则))"
    "|结合[^。,]{0,16}实际"
)
# Said of the paper itself, and of no measure in it.
_THIS_PAPER = re.compile("(?:制定|制订|拟定|拟订|编制)(?:了|出)?(?:本|此|如下)(?!校|县|市|区|镇|乡|单位|措施|目标)")
_ANNEX = re.compile("附件\\s?[一二三四五六七八九十\\d]{1,3}\\s?:?")
_SHORTEST_NUMBERED = 5
_COUNTED = re.compile("(.{4,60}[\\u4e00-\\u9fff])\\s{0,3}[(]?(\\d{1,2}|(?<=[(])[一二三四五六七八九十]{1,3})[)]?")
_PASSED_ON = re.compile("关于(?:印发|转发|批转|公布|发布|下发|颁发)(?!.{0,60}的(?:通知|函|决定|公告)$)")
_NOTICE_END = re.compile("(?:[(].{1,24}[)])?.{0,12}的(?:通知|函|决定|公告)")


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
        purpose = _PURPOSE.search(self._words(following)) is not None
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
        return _THIS_PAPER.search(self._words(following)) is not None

    def title_end(self, index: int, body: int, outside: list[bool]) -> int:
        """Where the body begins if the title of a covering notice goes on: 关于印发某某计划 / (2024—2027年)的通知."""
        title = "".join(self._words(line) for line in range(index, body))
        if body >= len(self._roles) or outside[body] or not _PASSED_ON.search(title):
            return body
        return body + 1 if _NOTICE_END.fullmatch(self._words(body)) else body

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
