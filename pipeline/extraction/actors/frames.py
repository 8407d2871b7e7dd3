"""Parties that no list knows, by where they stand: a name in -者, -人, -员 and the like that opens a clause right before a
modal word (投保人须…) or an adverb of promptness, a bare word for parties behind the clause that tells which (…的人员,应当…),
and tiers of administration named together (县、乡、村三级)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from pipeline.extraction.actors.each import no_part_of_name
from pipeline.extraction.actors.rows import ActorLexicon, ActorRow, actor_lexicon
from pipeline.lexicon import lexicon_folders, pinned, quick, seek_any, wording
from pipeline.model.mention import ActorMention

_SHORTEST_DONE_TO = 2
# what a clause opens behind
_OPENS = frozenset(",。;:\n ")
_BY_SIGNS = (("acted_on", "被"), ("behind_agent", "由"), ("doer", "者"))
_BY_FORM = (
    "bracketed_post",
    "head_behind_bracket",
    "bare_tier",
    "school_class",
    "tiers_together",
    "acted_on",
    "behind_agent",
    "bare_unit",
    "each_person",
    "doer_ends",
)


def frame_places(text: str) -> list[int]:
    """Where anything stands by which a party may be told by its frame, in order: most blocks hold nothing of the kind, and need
    not be asked each by each."""
    frames = _framing(pinned() or lexicon_folders())
    return sorted(found.start() for frame in frames for found in frame.finditer(text))


@lru_cache(maxsize=4)
def _framing(_folders: object) -> tuple[re.Pattern[str], ...]:
    """What each of the frames stands by. A text is run through sooner for each by its own first two characters than for
    all at once."""
    frames = actor_lexicon().frames
    ways = [wording.pattern("actor", name).pattern for name in _BY_FORM]
    if (row := frames.get("unknown_agent")) is not None:
        ways.append(_bound(row.tails).pattern)
    if (row := frames.get("relative_head")) is not None:
        ways.append(_relative(row.words).pattern)
    return tuple(re.compile(seek_any([way])) for way in ways)


def framed(text: str, start: int, end: int, known: Sequence[ActorMention], first: int) -> Iterator[ActorMention]:
    """Such parties of a block, where none of the `known` mentions from `first` on stands."""
    lexicon = actor_lexicon()
    yield from _before_modals(lexicon, text, start, end, known, first)
    yield from _behind_relative(lexicon, text, start, end, known, first)
    for name, sign in _BY_SIGNS:
        if (row := lexicon.frames.get(name)) is not None and text.find(sign, start, end) >= 0:
            yield from _by_place(lexicon, row, text, start, end, known, first)
    yield from _tiers(lexicon, text, start, end, known, first)


def each_tiers(text: str, start: int, end: int, known: Sequence[ActorMention], first: int) -> Iterator[ActorMention]:
    """Tiers of administration behind 各, which stands in the block."""
    if (row := actor_lexicon().frames.get("tiers")) is not None:
        for match in wording.pattern("actor", "each_tiers").finditer(text, start, end):
            if not _overlaps(known, first, *match.span(), inside=True):
                yield _mention(row, text, *match.span())


def _before_modals(
    lexicon: ActorLexicon, text: str, start: int, end: int, known: Sequence[ActorMention], first: int
) -> Iterator[ActorMention]:
    """Names in -者, -人 and the like that open a clause right before a modal word."""
    if (row := lexicon.frames.get("unknown_agent")) is not None and _bound(row.tails).search(text, start, end):
        opening = wording.pattern("actor", "unknown_at_head").match(text, start, end)
        for match in chain(
            (opening,) if opening else (), wording.pattern("actor", "unknown_behind_mark").finditer(text, start, end)
        ):
            if not _overlaps(known, first, *match.span(1)) and _is_agent(lexicon, row, match[1]):
                yield _mention(row, text, *match.span(1))


def _behind_relative(
    lexicon: ActorLexicon, text: str, start: int, end: int, known: Sequence[ActorMention], first: int
) -> Iterator[ActorMention]:
    """Bare words for parties behind the clause that tells which."""
    if (row := lexicon.frames.get("relative_head")) is not None and _relative(row.words).search(text, start, end):
        for match in wording.pattern("actor", "behind_relative").finditer(text, start, end):
            inside = len(match[1]) > 2  # 单位、个人; 组织和个人
            if text.endswith(row.not_behind, start, match.start(1)):
                continue  # 地势低洼的地方要设置警示牌: a place
            if match[1] in row.words and not _overlaps(known, first, *match.span(1), inside=inside):
                yield _mention(row, text, *match.span(1))


def _by_place(
    lexicon: ActorLexicon, row: ActorRow, text: str, start: int, end: int, known: Sequence[ActorMention], first: int
) -> Iterator[ActorMention]:
    """Parties told by the word before them: 被 and what is done to them (被考核+单位), 由 before an act (由车队+统一调度); or by what
    they do (未按时报名者+不得参加)."""
    for match in wording.pattern("actor", row.id).finditer(text, start, end):
        if row.tails and not _is_agent(lexicon, row, match[1]):
            continue
        if not row.tails and wording.pattern("actor", "comes_upon_doer").search(match[1]):
            continue  # 门卫发现可疑者,应立即盘查
        whole = any(
            known[at].end == match.end(1) and known[at].start == match.start(1) for at in range(first, len(known))
        )
        if not whole and not _overlaps(known, first, *match.span(1), inside=not row.tails):
            yield _mention(row, text, *match.span(1))


def _bare_names(
    lexicon: ActorLexicon, text: str, start: int, end: int, known: Sequence[ActorMention], first: int
) -> Iterator[ActorMention]:
    """Tiers and sorts of units by their bare names, and whoever 每位 counts, at the head of a clause before a word that binds
    them."""
    for name in ("bare_tier", "bare_unit", "each_person"):
        row = lexicon.frames.get(name)
        if row is None or not wording.gate("actor", name).search(text, start, end):
            continue
        for match in wording.pattern("actor", name).finditer(text, start, end):
            opens = match.start() == start or text[match.start() - 1] in _OPENS
            counted = name == "each_person" and _begins_there(known, first, match.start())  # 每位教师+还可…
            if opens and not counted and not _overlaps(known, first, *match.span()):
                yield _mention(row, text, *match.span())


def _tiers(
    lexicon: ActorLexicon, text: str, start: int, end: int, known: Sequence[ActorMention], first: int
) -> Iterator[ActorMention]:
    """Tiers by their bare names, and heads of offices of which a bracket names another (乡(镇)长)."""
    row = lexicon.frames.get("bracketed_post") if text.find(")", start, end) >= 0 else None
    if row is not None and wording.gate("actor", "bracketed_post").search(text, start, end):
        for match in wording.pattern("actor", "bracketed_post").finditer(text, start, end):
            if not text.startswith(row.not_before, match.end()):
                yield _mention(row, text, *match.span())
    if row is not None:
        for match in wording.pattern("actor", "head_behind_bracket").finditer(text, start, end):
            office = next((one for one in known[first:] if one.end == match.start()), None)
            if office is not None:  # 实训中心(实训室)负责人
                yield _mention(row, text, office.start, match.end())
    yield from _bare_names(lexicon, text, start, end, known, first)
    row = lexicon.frames.get("school_class")
    if row is not None and wording.gate("actor", "school_class").search(text, start, end):
        for match in wording.pattern("actor", "school_class").finditer(text, start, end):
            yield _mention(row, text, *match.span())
    if (row := lexicon.frames.get("tiers")) is not None and text.find("级", start, end) >= 0:
        for match in wording.pattern("actor", "tiers_together").finditer(text, start, end):
            if not _overlaps(known, first, *match.span(), inside=True) and not text.startswith(
                row.not_before, match.end()
            ):
                yield _mention(row, text, *match.span())


@lru_cache(maxsize=4)
def _bound(tails: tuple[str, ...]) -> re.Pattern[str]:
    """The end of such a name with what binds it: most blocks hold none."""
    signs = "".join(sorted({tail[-1] for tail in tails if tail}))
    binding = wording.pattern("actor", "binding").pattern
    return re.compile(f"[{re.escape(signs)}](?={quick(binding)})" if signs else "(?!)")


@lru_cache(maxsize=4)
def _relative(words: tuple[str, ...]) -> re.Pattern[str]:
    """A bare word for parties behind 的: most blocks hold none."""
    return re.compile(f"的(?:{'|'.join(map(re.escape, words))})" if words else "(?!)")


def _mention(row: ActorRow, text: str, start: int, end: int) -> ActorMention:
    return ActorMention(start=start, end=end, text=text[start:end], kind=row.kind, rule=row.id, weak=row.weak)


def _overlaps(known: Sequence[ActorMention], first: int, start: int, end: int, *, inside: bool = False) -> bool:
    """Whether a known mention stands there; with `inside` those that lie within do not count."""
    index = bisect_left(known, start + 1, lo=first, key=lambda mention: mention.end)
    while index < len(known) and known[index].start < end:
        within = start <= known[index].start and known[index].end <= end
        opens = known[index].start == start and known[index].end < end  # 物业+服务人
        if not (within and (inside or opens)):
            return True
        index += 1
    return False


def _begins_there(known: Sequence[ActorMention], first: int, start: int) -> bool:
    """Whether a known mention begins at an offset."""
    index = bisect_left(known, start, lo=first, key=lambda mention: mention.start)
    return index < len(known) and known[index].start == start


def _is_agent(lexicon: ActorLexicon, row: ActorRow, name: str) -> bool:
    """Whether a name is one of somebody who acts: it ends as such names do, is no thing, holds no particle, and no verb
    but one right before its ending (举办+者), which does not open a longer phrase (落实+责任+人)."""
    tail = next((tail for tail in row.tails if name.endswith(tail)), "")
    if not tail or len(name) == len(tail) or name.endswith(row.not_whole) or _points(name):
        return False
    stem = name[: -len(tail)]
    if len(stem) > _SHORTEST_DONE_TO and stem[:2] in lexicon.soft_stops:
        return False  # 培养教学名师
    pairs = (stem[at : at + 2] for at in range(len(stem) - 2))
    return not any(pair in lexicon.stops or lexicon.is_verb(pair) for pair in pairs)


def _points(name: str) -> bool:
    return no_part_of_name(name) or not wording.signs("actor", "pointing_in_name").isdisjoint(name)
