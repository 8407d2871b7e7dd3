"""A person's name with nothing but posts behind it (何淑芬 副校长; 谢文清党组成员、副局长,县教育督导室主任)."""

from __future__ import annotations

from pipeline.extraction.names import Range, may_be_name
from pipeline.lexicon import wording

_NAME_LENGTHS = (3, 2, 4)
_LONG_NAME = 3
# What a post may begin with, and a given name hardly ends on.
_BEGINS_POST = frozenset("省市县区局校院园党团工教政总办副常纪专")


def name_before_posts(text: str, start: int, end: int) -> Range | None:
    """The name that opens `text[start:end]` (folded), where only posts follow it up to the end or a colon."""
    if wording.pattern("duty", "no_name_but_post").match(text, start, end):
        return None
    for length in _NAME_LENGTHS:
        stop = start + length
        if stop >= end or text[stop - 1] == " " or not (may_be_name(text, start, stop) and are_posts(text, stop, end)):
            continue
        shorter = length == _LONG_NAME and text[stop - 1] in _BEGINS_POST and are_posts(text, stop - 1, end)
        return (start, stop - 1) if shorter else (start, stop)  # 兰文+党组成员
    return None


def are_posts(text: str, start: int, end: int) -> bool:
    """Whether a stretch holds posts and nothing else, up to its end or a colon."""
    return start < end and wording.pattern("duty", "posts_behind_name").match(text, start, end) is not None


def is_name(text: str, start: int, end: int) -> bool:
    """Whether a stretch is as long as a name and may be one."""
    return 1 < end - start <= max(_NAME_LENGTHS) and may_be_name(text, start, end)
