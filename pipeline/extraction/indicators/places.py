"""Names that are but a place or a sort: the quantity before tells what is measured there."""

from __future__ import annotations

from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.naming import Namer
from pipeline.lexicon import wording

_SHORTEST, _LONGEST = 2, 8


def of_place(namer: Namer, name: Name, previous: str, *, share: bool = False) -> Name:
    """A name that is but another place than the quantity before it was told of (城市入园率95%,农村85% → 农村入园率).
    `share`: a part of what was counted before (新增学位3000个,其中城区1800个)."""
    scopes = namer.scopes
    if _is_part(namer, name, previous):
        return Name(name.text + scopes.behind_place(previous), "other-part", name.scope)
    if not previous or not scopes.is_place(name.text) or scopes.is_place(previous):
        return name
    shared = scopes.behind_place(previous)
    if shared == previous and not (share or namer.words.is_measure(previous)):
        return name
    place = scopes.find(name.text) or (name.text,)
    return Name(name.text + shared, "other-place", place) if len(shared) > 1 else name


def _is_part(namer: Namer, name: Name, previous: str) -> bool:
    """Whether a name is but a part of the whole that the rate before was told of (接种率95%,重点人群98%)."""
    told = namer.words.is_share(previous) and not namer.words.is_measure(name.text)
    return told and wording.pattern("indicator", "part_of_whole").fullmatch(name.text) is not None


def of_which(namer: Namer, name: Name, previous: str) -> Name:
    """A sort of what the rate or average before was told of (生均设备值不低于4000元,其中+工科类专业+不低于6000元)."""
    words = namer.words
    told = words.is_share(previous) or (previous.startswith(words.average) and words.is_measure(previous))
    bare = name.rule == "words-before" and not words.is_measure(name.text) and not name.text.startswith(words.average)
    return Name(name.text + previous, "of-which", name.scope) if told and bare else name


def of_thing(namer: Namer, name: Name, previous: str, between: str) -> Name:
    """A bare size of the thing counted right before it (自然保护地1362处,面积284万公顷 → 自然保护地面积)."""
    words = namer.words
    if (
        name.text not in words.sized
        or not previous
        or words.is_measure(previous)
        or not _SHORTEST <= len(previous) <= _LONGEST
    ):
        return name
    if previous.endswith(tuple(words.sized)):
        return name
    return Name(previous + name.text, "of-thing", name.scope) if between.startswith(name.text) else name
