"""Heading or item: how far a label's title goes and whether it is one."""

from __future__ import annotations

import re

import msgspec

from pipeline.structure.numbering import Cue

_TITLE_END = re.compile("[。:;!?]|\\s")
_LAST_DATE = re.compile("\\s*\\([^()]{0,30}(?:年|月|日|周|天)[^()]{0,30}\\)$")
_MARKS = re.compile("[,。;!?:]")


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """The words behind a label: the title `[start, end)`, where the text behind it begins (`body`), and the end of all
    that the label opens on its line."""

    start: int
    end: int
    body: int
    stop: int

    @property
    def alone(self) -> bool:
        """Whether nothing stands behind the title."""
        return self.body >= self.stop


def title_of(text: str, cue: Cue, stop: int) -> Title:
    """The title that a label would have as a heading: up to `。`, `:`, a blank or the end of its line."""
    start, end = cue.end, stop
    found = _TITLE_END.search(text, start, stop)
    if found and not _whole_line(text, start, stop):
        end = found.start()
    body = end
    while body < stop and (text[body].isspace() or (text[body] in "。:;" and body == end)):
        body += 1
    dated = _LAST_DATE.search(text, start, end)
    if dated and dated.start() > start:
        end = dated.start()
    return Title(start=start, end=end, body=body, stop=stop)


def _whole_line(text: str, start: int, stop: int) -> bool:
    """Whether a line with a blank in it is one title: short, without any mark."""
    return stop - start <= 40 and not _MARKS.search(text, start, stop)


def looks_like_heading(text: str, title: Title, *, body_below: bool) -> bool:
    """A first judgement by shape alone."""
    words = text[title.start : title.end]
    if not words or len(words) > 40:
        return False
    if title.alone:
        return body_below
    return len(words) <= 24 and words.count(",") <= 2
