"""Where each plan of a file begins and ends, and what belongs to none."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from pipeline.structure.cleaning import CleanText
from pipeline.structure.contents import contents_lines
from pipeline.structure.neighbours import Neighbours
from pipeline.structure.notices import Notices
from pipeline.structure.openings import Openings, counted_title
from pipeline.structure.parts import Part, Start
from pipeline.structure.roles import Role, bare_title, opens_title, outside_of, title_kind
from pipeline.structure.title_lines import TitleLines, annex_mark, is_letterhead, may_be_title

_FIRM_TITLE = 8
_LETTERHEAD_LINES = 4
_HEAD_LINES = 6
_SHORTEST_NAME = 4
_SUBSTANTIAL = 3


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
        self._titles = TitleLines(cleaned, roles, titled, self.outside, self._openings)
        self._notices = Notices(cleaned, roles)
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
        return self._trimmed(self._notices.merged(parts))

    def _starts(self) -> list[Start]:
        starts: list[Start] = []
        index, since = 0, 0
        while index < len(self._roles):
            role = self._roles[index]
            if self.outside[index] or (role.cue is None and (role.prose or role.dated)):
                index += 1  # neither a title nor the head of a part, as most paragraphs are
                continue
            start = self._start(index, since, bool(starts))
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
                self._titles.at(self._around.next(index + 1))
                if self._around.next(index + 1) < len(self._roles)
                else None
            )
            if block is not None and self._has_body(block[1]):
                return Start(block[0], block[1], index)
            return Start(index, index + 1, index)
        block = self._titles.at(index)
        if block is None or not self._has_body(block[1]):
            return None
        if later and self._annexed(block):
            return Start(*block, lead=self._around.previous(index))
        return self._first_of_two(block, since) if self._opens(block, since, later) else None

    def _first_of_two(self, block: tuple[int, int], since: int) -> Start:
        """A title that stands twice in a row (the web page's and the plan's own): the first is the plan's, the second
        belongs to nothing."""
        before = self._around.previous(block[0])
        if before is None or before < since or self._words(before) != self._joined(*block):
            return Start(*block)
        self.outside[block[0] : block[1]] = [True] * (block[1] - block[0])
        return Start(before, before + 1)

    def _annexed(self, block: tuple[int, int]) -> bool:
        """Whether a plan's title stands under a line that only says 附件1, in a file that begins with a covering notice."""
        kind, first = self._roles[block[1] - 1].kind, self._around.next(0)
        if kind is None or not kind.plan or kind.weak:
            return False
        annex = self._openings.first_annex(block[0])
        return annex is not None and first < annex and self._notices.announces(first, annex)

    def _container(self, index: int) -> bool:
        cue = self._roles[index].cue
        if cue is None or not cue.kind.container:
            return self._openings.numbered_plan(index)
        rest = self._text[cue.end : self._paragraphs[index].end]
        following = self._around.next(index + 1)
        if title_kind(rest) is not None:
            return True
        return not rest and following < len(self._roles) and self._titles.at(following) is not None

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
        if self._roles[before].signs or (notice and self._notices.announces(since, title)):
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
            if role.kind is not None and self._titles.at(index) is not None:
                return False
            if index > body + _HEAD_LINES:
                return True
        return False

    def _head(self, begin: int) -> int:
        """First paragraph of what stands before the first title and belongs to it: its covering notice or letterhead."""
        inside = [index for index in range(begin) if not self.outside[index]] if begin else []
        if inside and self._notices.announces(inside[0], begin):
            return inside[0]
        first = begin
        for index in reversed(inside[-_LETTERHEAD_LINES:]):
            if not is_letterhead(self._words(index)) and not self._roles[index].signs:
                break
            first = index
        return first

    def _untitled(self, first: int, last: int) -> list[Part]:
        inside = [index for index in range(first, last) if not self.outside[index]]
        if not inside:
            return []
        title = body = self._below_letterhead(inside)
        role, words = self._roles[title], self._words(title)[annex_mark(self._words(title)) :]
        plain = role.cue is None and not role.prose and not role.signs and self._paragraphs[title].row is None
        if plain and may_be_title(words):
            body = title + 1
        part = Part(first=inside[0], title=title, body=body, last=inside[-1] + 1)
        return [part] if body < part.last else []

    def _below_letterhead(self, inside: list[int]) -> int:
        """The first paragraph that the next one does not begin with: a body's name or a short title stands above the full
        title in the letterhead."""
        for index, following in pairwise(inside[:_LETTERHEAD_LINES]):
            words = self._words(index)
            if annex_mark(words) == len(words):
                continue
            if len(words) < _SHORTEST_NAME or not self._words(following).startswith(words):
                return index
        return inside[0]

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
