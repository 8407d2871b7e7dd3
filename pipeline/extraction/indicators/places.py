"""Names that are but a place or a sort: the quantity before tells what is measured there."""

from __future__ import annotations

from pipeline.extraction.indicators.name import RATES, Name
from pipeline.extraction.indicators.naming import Namer
from pipeline.extraction.indicators.series import measure_of

_SHORTEST, _LONGEST = 2, 8
_BRACKET = 60
_OF_WHICH = "其中"
_PERSON = "person"
_NEXT = frozenset(",、;")
_LISTING = frozenset("、和及")


def of_before(namer: Namer, name: Name, previous: str, unit: str, places: tuple[int, int, int]) -> Name:
    """A name that leaves to the quantity before it, counted in the same `unit`, what is measured. `places`: where what is read
    together begins, where the quantity before ends, where this one begins."""
    lowest, floor, start = places
    text = namer.reader.board.text
    of_it = text.find(_OF_WHICH, floor, start) >= 0
    opened = max(lowest, start - _BRACKET)
    inside = text.rfind("(", opened, start) > text.rfind(")", opened, start)
    counted = namer.refusals.unit_kinds.get(unit) == _PERSON
    if not counted and unit not in RATES and text[floor] in _NEXT and (posted := _of_post(namer, name, previous)):
        return posted
    name = of_place(namer, name, previous, share=of_it or inside, listed=text[floor] in _LISTING)
    return of_which(namer, name, previous) if of_it else name


def _of_post(namer: Namer, name: Name, previous: str) -> Name | None:
    """A name that is but who must do so much of what was told before (校长听课不少于40节,副校长+30节)."""
    pattern = namer.words.patterns["bare_post"]
    if (
        not _SHORTEST <= len(previous) <= _LONGEST
        or name.rule != "words-before"
        or pattern.fullmatch(name.text) is None
    ):
        return None
    if pattern.search(previous) or namer.words.is_share(previous):
        return None
    return Name(previous, "other-post", (name.text,))


def of_place(namer: Namer, name: Name, previous: str, *, share: bool = False, listed: bool = False) -> Name:
    """A name that is but another place than the quantity before it was told of (城市入园率95%,农村85% → 农村入园率).
    `share`: a part of what was counted before (新增学位3000个,其中城区1800个); `listed`: the next in a list of such parts."""
    scopes = namer.scopes
    if _is_part(namer, name, previous):
        return Name(name.text + scopes.behind_place(previous), "other-part", name.scope)
    if not previous or not scopes.is_place(name.text) or scopes.is_place(previous):
        return _of_stage(namer, name, previous, listed=listed) if previous and (share or listed) else name
    shared = scopes.behind_place(previous)
    if shared == previous and not (share or namer.words.is_measure(previous)):
        return name
    place = scopes.find(name.text) or (name.text,)
    return Name(name.text + shared, "other-place", place) if len(shared) > 1 else name


def _of_stage(namer: Namer, name: Name, previous: str, *, listed: bool) -> Name:
    """A part told by nothing but its stage (学位1080个,其中小学720个、初中360个 → 小学学位, 初中学位)."""
    scopes = namer.scopes
    if not scopes.alone(name.text) or scopes.alone(previous):
        return name
    first = next(scopes.hits(previous), None)
    other = first is not None and first.start() == 0 and scopes.alone(first[0])
    rest = previous[first.end() :] if first is not None and other else "" if listed else previous
    fits = _SHORTEST <= len(rest) <= _LONGEST
    return Name(name.text + rest, "other-stage", name.scope or scopes.find(name.text)) if fits else name


def _is_part(namer: Namer, name: Name, previous: str) -> bool:
    """Whether a name is but a part of the whole that the rate before was told of (接种率95%,重点人群98%)."""
    told = namer.words.is_share(previous) and not namer.words.is_measure(name.text)
    return told and namer.words.patterns["part_of_whole"].fullmatch(name.text) is not None


def of_which(namer: Namer, name: Name, previous: str) -> Name:
    """A sort of what the rate or average before was told of (生均设备值不低于4000元,其中+工科类专业+不低于6000元)."""
    words = namer.words
    told = words.is_share(previous) or (previous.startswith(words.average) and words.is_measure(previous))
    bare = name.rule == "words-before" and not words.is_measure(name.text) and not name.text.startswith(words.average)
    if not (told and bare):
        return name
    measure = measure_of(namer, previous)
    own = name.text[-_SHORTEST:] in previous.removesuffix(measure)  # 其中骨干教师交流: it says itself what is measured
    return Name(name.text + (measure if own and measure else previous), "of-which", name.scope)


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
