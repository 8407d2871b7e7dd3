"""Where each plan of a file begins and ends, and what belongs to none."""

from __future__ import annotations

import re

import msgspec

from pipeline.lexicon import wording
from pipeline.structure.cleaning import CleanText
from pipeline.structure.contents import contents_lines
from pipeline.structure.neighbours import Neighbours
from pipeline.structure.openings import Openings, counted_title
from pipeline.structure.parts import Part, Start
from pipeline.structure.roles import Role, bare_title, is_name, opens_title, outside_of, title_kind

_MOST_PIECES = 3
_LONGEST_PIECE = 40
_LONGEST_NOTICE = 1600
_FIRM_TITLE = 8
_LETTERHEAD_LINES = 4
_HEAD_LINES = 6
_SUBSTANTIAL = 3
_SUBTITLE = re.compile("[(〔\\[—–-].{1,60}")
_LETTERHEAD = re.compile(
    "附(?:件|表)?[一二三四五六七八九十\\d]{0,3}:?.{0,30}|.{0,30}文件"
    "|.{2,20}令\\s?\\(?(?:第\\s?)?\\d{1,4}\\s?号\\)?"
    "|\\(?.{1,20}[〔\\[(【]\\s?\\d{4}\\s?[〕\\])】]\\s?第?\\s?\\d{1,4}\\s?号\\)?"
)
_ANNEXES = re.compile("附件?\\s?[一二三四五六七八九十\\d]{0,3}\\s?:|附件")
_MARKED = re.compile("[,。;:!?、\t]")


class _Finder:
    """Finds the plans of one file."""

    def __init__(self, cleaned: CleanText, roles: list[Role], titled: frozenset[int]) -> None:
        self._text = cleaned.text.text
        self._paragraphs = cleaned.paragraphs
        self._roles = roles
        self._titled = titled
        self.outside = outside_of(roles)
        for index in contents_lines(cleaned, roles, 0, len(roles), told=True):
            self.outside[index] = True
        self._around = Neighbours(cleaned, roles, self.outside)
        self._openings = Openings(cleaned, roles, self._around)
        self._counted: tuple[str, int] | None = None

    def parts(self) -> list[Part]:
        """The plans in order."""
        starts = self._starts()
        if not starts:
            return self._untitled(0, len(self._roles))
        parts: list[Part] = []
        for place, start in enumerate(starts):
            last = starts[place + 1].begin if place + 1 < len(starts) else len(self._roles)
            first = start.begin
            if place == 0 and start.container is None:
                first = self._head(start.begin)
                if self._around.weight(0, first) >= _SUBSTANTIAL:
                    parts.extend(self._untitled(0, first))
            parts.append(
                Part(
                    first=first,
                    title=start.title,
                    body=start.body,
                    last=last,
                    container=start.container,
                    lead=start.lead,
                )
            )
        return self._trimmed(self._with_notices(parts))

    def _starts(self) -> list[Start]:
        starts: list[Start] = []
        index, since = 0, 0
        while index < len(self._roles):
            start = None if self.outside[index] else self._start(index, since, bool(starts))
            if start is None:
                index += 1
                continue
            starts.append(start)
            self._counted = counted_title(self._joined(start.title, start.body))
            index = since = start.body
        return starts

    def _start(self, index: int, since: int, later: bool) -> Start | None:
        if self._container(index):
            block = (
                self._title_at(self._around.next(index + 1))
                if self._around.next(index + 1) < len(self._roles)
                else None
            )
            if block is not None and self._has_body(block[1]):
                return Start(block[0], block[1], index)
            return Start(index, index + 1, index)
        block = self._title_at(index)
        if block is None or not self._has_body(block[1]):
            return None
        if later and self._annexed(block):
            return Start(*block, lead=self._around.previous(index))
        return Start(*block) if self._opens(block, since, later) else None

    def _annexed(self, block: tuple[int, int]) -> bool:
        """Whether a plan's title stands under a line that only says 附件1, in a file that begins with a covering notice."""
        kind, first = self._roles[block[1] - 1].kind, self._around.next(0)
        if kind is None or not kind.plan or kind.weak:
            return False
        annex = self._openings.first_annex(block[0])
        return annex is not None and first < annex and self._announces(first, annex)

    def _container(self, index: int) -> bool:
        cue = self._roles[index].cue
        if cue is None or not cue.kind.container:
            return self._openings.numbered_plan(index)
        rest = self._text[cue.end : self._paragraphs[index].end]
        following = self._around.next(index + 1)
        if title_kind(rest) is not None:
            return True
        return not rest and following < len(self._roles) and self._title_at(following) is not None

    def _title_at(self, index: int) -> tuple[int, int] | None:
        """The paragraphs of a title that begins at `index`: one, or up to three pieces set on lines of their own."""
        for last in range(index, min(index + _MOST_PIECES, len(self._roles))):
            role = self._roles[last]
            if self.outside[last] or role.cue is not None or role.prose or role.dated:
                return None
            if last in self._titled and last == index:
                return index, last + 1
            if role.kind is not None or (last > index and title_kind(self._joined(index, last + 1)) is not None):
                return index, self._openings.title_end(index, last + 1, self.outside)
            words = self._words(last)
            if len(words) > _LONGEST_PIECE or words.isdigit() or _MARKED.search(words) or _SUBTITLE.fullmatch(words):
                return None
            if _LETTERHEAD.fullmatch(words):
                return None
            if last > index and is_name(words):
                return None
        return None

    def _opens(self, block: tuple[int, int], since: int, later: bool) -> bool:
        """Whether a title with text below opens a plan."""
        title, body = block
        before = self._around.previous(title)
        if before is None or block[0] in self._titled or not self._around.weight(since, title):
            return True
        role = self._roles[body - 1]
        counted = counted_title(self._joined(*block))
        if role.serial or (counted and self._counted == (counted[0], counted[1] - 1)):
            return True
        weak = role.kind is not None and role.kind.weak
        words = self._joined(*block)
        length = len(bare_title(words))
        if weak and length < _FIRM_TITLE:
            return False
        if weak and opens_title(words, of_school=True) and self._openings.counts_anew(since, title, body):
            return True
        # A covering notice without numbered items stands before the paper that it announces.
        notice = not later or (not weak and self._around.label(since, title) is None)
        if self._roles[before].signs or (notice and self._announces(since, title)):
            return True
        return not weak and length >= _FIRM_TITLE and self._openings.begins_anew(since, title, body)

    def _has_body(self, body: int) -> bool:
        """Whether text of a plan stands behind a title, not just a signature or another title."""
        index = body - 1
        while (index := self._around.next(index + 1)) < len(self._roles):
            role = self._roles[index]
            if role.cue is not None:
                return not self._container(index)
            if role.prose or self._paragraphs[index].row is not None:
                return True
            if role.kind is not None and self._title_at(index) is not None:
                return False
            if index > body + _HEAD_LINES:
                return True
        return False

    def _head(self, begin: int) -> int:
        """First paragraph of what stands before the first title and belongs to it: its covering notice or letterhead."""
        inside = [index for index in range(begin) if not self.outside[index]] if begin else []
        if inside and self._announces(inside[0], begin):
            return inside[0]
        first = begin
        for index in reversed(inside[-_LETTERHEAD_LINES:]):
            words = self._words(index)
            if not _LETTERHEAD.fullmatch(words) and not self._roles[index].signs:
                break
            first = index
        return first

    def _announces(self, first: int, last: int) -> bool:
        """Whether the paragraphs are a short notice that announces a paper."""
        if first >= last:
            return False
        start, end = self._paragraphs[first].start, self._paragraphs[last - 1].end
        return (
            end - start <= _LONGEST_NOTICE
            and wording.pattern("structure", "announces").search(self._text, start, end) is not None
        )

    def _with_notices(self, parts: list[Part]) -> list[Part]:
        """Parts with each covering notice put to the plan behind it."""
        result: list[Part] = []
        for part in parts:
            before = result[-1] if result else None
            if before is not None and part.container is None and self._is_notice(before):
                result[-1] = msgspec.structs.replace(part, first=before.first, container=before.container)
            else:
                result.append(part)
        return result

    def _is_notice(self, part: Part) -> bool:
        kind = self._roles[part.body - 1].kind if part.body > part.title else None
        named = (index for index in range(part.body, part.last) if _ANNEXES.match(self._words(index)))
        last = next(named, part.last)  # behind it only names of annexes stand, numbered as headings are
        headed = sum(role.cue is not None for role in self._roles[part.body : last])
        return (kind is None or not kind.plan) and headed <= 2 and self._announces(part.first, part.last)

    def _untitled(self, first: int, last: int) -> list[Part]:
        inside = [index for index in range(first, last) if not self.outside[index]]
        if not inside:
            return []
        title = body = inside[0]
        role, words = self._roles[title], self._words(title)
        plain = role.cue is None and not role.prose and not role.signs and self._paragraphs[title].row is None
        if plain and 5 <= len(words) <= _LONGEST_PIECE and not _MARKED.search(words) and not _SUBTITLE.match(words):
            body = title + 1
        part = Part(first=inside[0], title=title, body=body, last=inside[-1] + 1)
        return [part] if body < part.last else []

    def _trimmed(self, parts: list[Part]) -> list[Part]:
        """Parts without boilerplate at their ends."""
        result: list[Part] = []
        for part in parts:
            last = part.last
            while last > part.body and self.outside[last - 1]:
                last -= 1
            result.append(msgspec.structs.replace(part, last=last))
        return result

    def _words(self, index: int) -> str:
        paragraph = self._paragraphs[index]
        return self._text[paragraph.start : paragraph.end][:200]

    def _joined(self, first: int, last: int) -> str:
        return "".join(self._words(index) for index in range(first, last))


def parts_of(cleaned: CleanText, roles: list[Role], titled: frozenset[int]) -> tuple[list[Part], list[bool]]:
    """The plans of a file in order, and for each paragraph whether it is boilerplate. `titled` are the paragraphs that
    the file itself marks as titles."""
    finder = _Finder(cleaned, roles, titled)
    return finder.parts(), finder.outside
