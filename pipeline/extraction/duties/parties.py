"""The parties in a list that can hold nothing but parties: a tag, a table cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from pipeline.extraction.actors import kind_of
from pipeline.extraction.duties.scene import Range, Scene, trimmed
from pipeline.extraction.names import parse_piece, readable
from pipeline.lexicon import lexicon_folders, wording
from pipeline.model.result import ActorKind

_MARKS = re.compile(r"[、,;|\n]|/(?!人)")
_BRACKET = re.compile(r"\([^()]{0,40}\)|〔[^〔〕]{0,40}〕|\[[^\[\]]{0,40}\]|[<〈][^<>〈〉]{0,40}[>〉]")
_CLOSING = {"(": ")", "〔": "〕", "[": "]", "<": ">", "〈": "〉"}
_PARTING = re.compile(r"[、,;|\n/(〔\[<〈]")
_BLANKS = re.compile(r"\s+")
_EACH_OF = re.compile("^各?(?:有关|相关)?")  # 各有关区、县级市
_UNKNOWN_LONGEST = 16


class Party(msgspec.Struct, frozen=True, gc=False):
    """A named party; `known` where the lexicon or a surname says so."""

    start: int
    end: int
    kind: ActorKind
    known: bool = True


def parties(scene: Scene, start: int, end: int, *, persons: bool) -> list[Party]:
    """The parties of `[start, end)` in order. `persons`: the place asks for persons (责任人), not for units."""
    return list(each_party(scene, start, end, persons=persons))


def each_party(scene: Scene, start: int, end: int, *, persons: bool) -> Iterator[Party]:
    """As `parties`, one by one, for those who stop at the first that does not suit them."""
    for piece in _joined_tiers(scene, _pieces(scene, start, end)):
        yield from _piece(scene, *piece, persons)


def _joined_tiers(scene: Scene, pieces: Iterator[Range]) -> list[Range]:
    """The pieces, bare tiers behind 各 put together, also with the unit whose tier they share: 各区、县级市 is one party,
    市、县教育局 too; so are departments and units that no name tells apart (市直有关部门、单位)."""
    bare, tiers = scene.lexicon.cue["list_closer"].meaning, scene.lexicon.cue["tier_noun"]
    found: list[Range] = []
    for start, end in pieces:
        words = scene.text[start:end]
        before = scene.text[slice(*found[-1])] if found else ""
        listed = before.startswith("各") and _EACH_OF.sub("", re.split("[、,]", before)[-1]) in tiers.meaning
        shares = before in tiers.meaning and words[:1] in tiers.meaning and _unit(words)
        general = words in bare and scene.lexicon.patterns["units_untold"].fullmatch(before) is not None
        if (words in tiers.meaning and listed) or shares or general:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _pieces(scene: Scene, start: int, end: int) -> Iterator[Range]:
    """The list cut at its marks, outside brackets."""
    text = scene.text
    begin = behind = start
    for mark in _PARTING.finditer(text, start, end):
        at = mark.start()
        if at < behind:  # inside a bracket
            continue
        if text[at] in _CLOSING and (closing := text.find(_CLOSING[text[at]], at, min(end, at + 60))) > 0:
            behind = closing + 1
        elif _MARKS.match(text, at):
            yield trimmed(text, begin, at)
            begin = at + 1
    yield trimmed(text, begin, end)


def _piece(scene: Scene, start: int, end: int, persons: bool) -> Iterator[Party]:
    text = scene.text
    if text.startswith("由", start):
        start += 1
    if rest := scene.lexicon.patterns["rest_of_parties"].search(text, start, end):
        joint = scene.lexicon.patterns["joint_behind_rest"].search(text, rest.start(), end)
        if joint is not None and kind_of(_bare(text[joint.end() : end])) is not None:
            yield from _piece(scene, joint.end(), end, persons)  # 县财政局等部门及各乡镇政府
        end = rest.start()
    start, end = trimmed(text, start, end)
    if start >= end or text[end - 1] == ":" or text[start:end] in scene.lexicon.words["empty_cells"]:
        return  # 负责人:  校长: under a letter of responsibility, to be signed by hand
    if start in scene.times:
        return  # 责任单位:县司法局、各乡镇政府,6月底完成
    if persons or not _unit(text[start:end]):
        segments = readable(parse_piece(text, start, end))
        named = [Party(segment.start, segment.end, "person") for segment in segments if segment.kind == "name"]
        if named:
            yield from named
            return
    runs = _runs(text, start, end)
    for begin, stop in runs:
        yield from _single(text, begin, stop, persons)


def _unit(words: str) -> bool:
    row = kind_of(_bare(words))
    return row is not None and row.kind != "person"


def _bare(words: str) -> str:
    return _BLANKS.sub("", _BRACKET.sub("", words))


@lru_cache(maxsize=2)
def _runs_apart(_lexicons: object) -> re.Pattern[str]:
    return re.compile(rf"\s+|各|{wording.pattern('duty', 'joints_of_parties').pattern}")


def _runs(text: str, start: int, end: int) -> list[Range]:
    """Names parted by blanks or run together before 各 (各处室各年段), joined names (总务处和教务处), torn ones (工  会)."""
    cuts = [start]
    for mark in _runs_apart(lexicon_folders()).finditer(text[start:end]):
        at, behind = start + mark.start(), start + mark.end()
        word = mark.group()
        before = _bare(text[cuts[-1] : at])
        if kind_of(before) is None or (word == "各" and wording.pattern("duty", "tier_of_each").fullmatch(before)):
            continue
        if word == "各":
            cuts.append(at)
        elif word.isspace() or kind_of(_bare(text[behind:end])) is not None:
            cuts.append(behind)
    return [trimmed(text, a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True)]


def _single(text: str, start: int, end: int, persons: bool) -> Iterator[Party]:
    for joint in wording.words("duty", "joints_of_parties"):
        if text.endswith(joint, start, end):
            end -= len(joint)
    words = _bare(text[start:end])
    if (remark := wording.pattern("duty", "remark_on_list").search(text, start, end)) and remark.start() > start:
        end = remark.start()
    row = kind_of(words) or (kind_of(words.split("、")[0]) if words.startswith("各") else None)
    if row is not None:
        yield Party(start, end, row.kind)
    elif 1 < len(words) <= _UNKNOWN_LONGEST:
        yield Party(start, end, "post" if persons else "org", known=False)
