"""Covering notices: short papers that announce the plan behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.lexicon import wording
from pipeline.structure.cleaning import CleanText
from pipeline.structure.parts import Part
from pipeline.structure.roles import Role

_LONGEST_NOTICE = 1600
_LINE = 200
_ANNEXES = re.compile("附件?\\s?[一二三四五六七八九十\\d]{0,3}\\s?:|附件")


class Notices:
    """Tells the covering notices of a file."""

    def __init__(self, cleaned: CleanText, roles: Sequence[Role]) -> None:
        self._text, self._paragraphs = cleaned.text.text, cleaned.paragraphs
        self._roles = roles

    def announces(self, first: int, last: int) -> bool:
        """Whether the paragraphs are a short notice that announces a paper."""
        if first >= last:
            return False
        start, end = self._paragraphs[first].start, self._paragraphs[last - 1].end
        return (
            end - start <= _LONGEST_NOTICE
            and wording.pattern("structure", "announces").search(self._text, start, end) is not None
        )

    def merged(self, parts: Sequence[Part]) -> list[Part]:
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
        named = (index for index in range(part.body, part.last) if self._names_annexes(index))
        last = next(named, part.last)  # behind it only names of annexes stand, numbered as headings are
        headed = sum(role.cue is not None for role in self._roles[part.body : last])
        return (kind is None or not kind.plan) and headed <= 2 and self.announces(part.first, part.last)

    def _names_annexes(self, index: int) -> bool:
        paragraph = self._paragraphs[index]
        return _ANNEXES.match(self._text, paragraph.start, min(paragraph.end, paragraph.start + _LINE)) is not None
