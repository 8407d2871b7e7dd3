"""The names by which people ask about a body: 云岭县柳溪镇第二小学 is 柳溪二小, 第二小学, 柳溪镇第二小学."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.asking.lexicons import lexicons
from pipeline.lexicon import Entry, lexicon_folders, load, wording

_NUMBER = re.compile("^第?([0-9一二三四五六七八九十]{1,3})")
# A body's own name in a title or in the name of one of its offices: 枫桥镇中心小学德育处.
_SCHOOL = "学校"
_NUMBERS = tuple("一二三四五六七八九十")
_LONGEST = 24
_SHORTEST = 2


class ShortRow(Entry, frozen=True, kw_only=True):
    """What people say for an ending of names; see body_short_names.yaml."""

    ending: str
    shorts: tuple[str, ...]
    numbered: bool = False
    not_before: str = ""
    initial: bool = False


def body_in(words: str) -> str | None:
    """The school or other body whose name a title or an issuer begins with: 枫桥镇中心小学德育处 → 枫桥镇中心小学."""
    match = _beginning(lexicon_folders()).match(words[: _LONGEST + 6])
    return match[1] if match else None


@lru_cache(maxsize=2)
def _beginning(_folders: object) -> re.Pattern[str]:
    known = lexicons()
    endings = "|".join(map(re.escape, (*known.schools, *known.bodies)))
    return re.compile(
        rf"(?:[0-9]{{4}}(?:-[0-9]{{4}})?年?)?([^,、及和与各中]{{0,12}}?[^,、]{{1,12}}?(?<!中)(?<!中小)(?:{endings}))(?!长)"
    )


def region_in(words: str) -> str | None:
    """The place whose name a title begins with: 松岭县健康县城建设方案 → 松岭县."""
    words = re.sub("^[0-9]{4}年?", "", words)
    match = (
        None
        if wording.pattern("question", "no_place").match(words)
        else wording.pattern("question", "region").match(words)
    )
    return match[0] if match and len(match[0]) > _SHORTEST else None


def short_names(name: str) -> Iterator[tuple[str, str]]:
    """The names of a body, its full one first, each with the characters that must not follow it."""
    yield name, ""
    places, rest = _places(name)
    if wording.pattern("question", "no_place").match(name) or not name.endswith(_endings(lexicon_folders())):
        return
    number = _NUMBER.match(rest)
    for row in _rows(lexicon_folders()):
        if not rest.endswith(row.ending):
            continue
        stem = rest.removesuffix(row.ending)
        if row.numbered:
            if number and stem == number[0]:
                for short in row.shorts:
                    yield from ((form, row.not_before) for form in _with_places(places, number[1] + short, bare=True))
        elif not wording.pattern("question", "kinds_of_school").fullmatch(stem):
            heads = (stem, stem[0]) if row.initial and len(stem) >= _SHORTEST else (stem,)
            for short in (head + short for head in heads for short in row.shorts):
                yield from ((form, "") for form in _with_places(places, short, bare=len(stem) >= _SHORTEST))
    if rest.endswith(_SCHOOL) and rest != _SCHOOL and _is_common(rest):  # 高岭镇九年一贯制学校: 高岭学校
        yield from ((form, "") for form in _with_places(places, _SCHOOL, bare=False))
    yield from ((form, "") for form in _with_places(places, rest, bare=not _is_common(rest)))
    yield from ((form, "") for form in _stems(places, rest))


@lru_cache(maxsize=2)
def _endings(_folders: object) -> tuple[str, ...]:
    known = lexicons()
    return (*known.schools, *known.bodies, *(row.ending for row in _rows(_folders)))


def _stems(places: list[str], rest: str) -> Iterator[str]:
    """Without 小学 behind what is its own: 白鹭洲."""
    ending = next((word for word in (*lexicons().schools, *lexicons().bodies) if rest.endswith(word)), "")
    stem = rest.removesuffix(ending)
    if (
        len(stem) >= _SHORTEST
        and ending
        and not wording.pattern("question", "kinds_of_school").fullmatch(stem)
        and not wording.pattern("question", "place_ends").search(stem)
    ):
        yield stem
        yield from _with_places(places, stem, bare=False)


def _places(name: str) -> tuple[list[str], str]:
    places: list[str] = []
    while match := wording.pattern("question", "region").match(name):
        places.append(match[0])
        name = name[match.end() :]
    return places, name


def _with_places(places: list[str], rest: str, *, bare: bool) -> Iterator[str]:
    """Behind the places above it, or the innermost one, in full or without 县 or 镇."""
    for start in range(len(places)):
        yield "".join(places[start:]) + rest
        if rest[:1] in _NUMBERS and start == len(places) - 1:
            yield places[start][-1] + rest  # 县一中
        stem = wording.pattern("question", "place_ends").sub("", places[start])
        if rest and len(stem) >= _SHORTEST:
            yield stem + rest
    if bare and len(rest) >= _SHORTEST:
        yield rest


def _is_common(rest: str) -> bool:
    """Whether what stands behind the place is no name of its own: 中心小学, 教育局, 人民政府."""
    known = lexicons()
    return rest in known.schools or rest in known.bodies or any(rest == row.ending for row in _rows(lexicon_folders()))


@lru_cache(maxsize=2)
def _rows(_folders: object) -> tuple[ShortRow, ...]:
    return load("body_short_names", ShortRow)
