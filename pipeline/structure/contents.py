"""Tables of contents: lines that only name headings which come again further on."""

from __future__ import annotations

import re

from pipeline.structure.cleaning import CleanText
from pipeline.structure.roles import Role

_LEADER = re.compile("(?:[.·…・﹒_‥-]{3,}|…{2,})\\s{0,4}[ivxIVX\\d]{1,4}$")
_NUMBER = re.compile("[\\s.·…]{1,60}\\d{1,4}$")
_HEAD = re.compile("目\\s{0,8}[录次]")
# A class first, no repeat: `re` then looks for the characters that a find begins with.
_LED = re.compile("[.·…・﹒_‥-][.·…・﹒_‥-]\\s{0,4}[ivxIVX\\d]{1,4}$", re.MULTILINE)
_HEADED = re.compile(
    "目(?<!.目)\\s{0,8}[录次]$", re.MULTILINE
)  # searched by its first character, as with ^ it would not be
_FEWEST = 3
_LONGEST = 60
_AGAIN = 0.7


def contents_lines(cleaned: CleanText, roles: list[Role], first: int, end: int, *, told: bool = False) -> set[int]:
    """Paragraphs `[first, end)` that are a table of contents; with `told` only those with page numbers or under 目录, as
    in a file whose plans are not told apart yet, where all sorts of lines come again."""
    found: set[int] = set()
    if told and not (_LED.search(cleaned.text.text) or _HEADED.search(cleaned.text.text)):
        return found
    keys = {index: _key(cleaned, roles, index) for index in range(first, end)}
    later = {key: index for index, key in keys.items() if key}
    index = first
    while index < end:
        if not keys[index]:
            index += 1
            continue
        seen: set[str] = set()
        last = index
        # The first heading of the text says again what the first line of the contents said.
        while last < end and keys[last] and keys[last] not in seen:
            seen.add(keys[last])
            last += 1
        if last - index >= _FEWEST:
            run = range(index, last)
            leaders = sum([_leads(_words(cleaned, place)) for place in run])
            headed = index > first and _HEAD.fullmatch(_words(cleaned, index - 1)) is not None
            again = (headed or not told) and _come_again(keys, later, run)
            if leaders >= _AGAIN * len(run) or again:
                found.update(run)
                if headed:
                    found.add(index - 1)
        index = last if last > index else index + 1
    return found


def _leads(words: str) -> bool:
    """Whether leaders and a page number stand at the end of a line."""
    return _ends_in_page(words) and _LEADER.search(words) is not None


def _ends_in_page(words: str) -> bool:
    """Whether a page number may end a line, quickly."""
    last = words[-1:]
    return last.isdecimal() or last in "ivxIVX\n"


def _come_again(keys: dict[int, str], later: dict[str, int], run: range) -> bool:
    """Whether most lines of a run come again further on, with text between them."""
    places = [later[keys[place]] for place in run if later[keys[place]] >= run.stop]
    return len(places) >= _AGAIN * len(run) and max(places) - min(places) > len(run)


def _key(cleaned: CleanText, roles: list[Role], index: int) -> str:
    """What a line of contents and its heading have in common: the words without blanks, leaders and page; "" for lines
    too long to be either."""
    words = _words(cleaned, index)
    if roles[index].cue is None and not _leads(words):
        return ""
    if len(words) > _LONGEST:
        return ""
    if _ends_in_page(words):
        words = _NUMBER.sub("", _LEADER.sub("", words))
    return "".join(words.split()).rstrip("。:")


def _words(cleaned: CleanText, index: int) -> str:
    paragraph = cleaned.paragraphs[index]
    return cleaned.text.text[paragraph.start : paragraph.end][: _LONGEST + 20]
