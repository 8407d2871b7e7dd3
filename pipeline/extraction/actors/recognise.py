"""Find the words that name an actor: a head word of the lexicon, extended to the left over what belongs to its name."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import compress, count

import msgspec

from pipeline.extraction.actors.behind import acts_behind
from pipeline.extraction.actors.each import each_listed, each_unknown
from pipeline.extraction.actors.frames import each_tiers, frame_places, framed
from pipeline.extraction.actors.rows import ActorLexicon, Head, actor_lexicon
from pipeline.extraction.board import Board
from pipeline.lexicon import wording
from pipeline.model.mention import ActorMention

# Names of groups may hold a whole programme (义务教育优质均衡发展工作领导小组); others stay short.
_LONGEST_OPEN = 30
_LONGEST = 14
# Words behind a head that its name is looked for in: more than the longest name with a bracket and a condition before it
# can have (a word has a character at least). Without a bound, a text of heads alone would take the square of its length.
_REACH = 160
_BRACKET = 10
_LONGEST_DISPATCH = 4
_COLLEGE_JOINTS = frozenset("与和")
_OPENING = {")": "(", "”": "“", "》": "《"}
_EACH = re.compile("各")
_NO_NAME = frozenset(" \n,;:。!?、.…—-~<>|/\\+*=%&@#^_{}[]【】→➔⇒〔〕《》“”‘’()①②③④⑤⑥⑦⑧⑨⑩·•\t\f")
_OUTER = _NO_NAME - {*_OPENING, "、"}  # what belongs to no name in any way

# Where a word ends that may be the head of a name, where the head in it ends, and the head.
Ending = tuple[int, int, Head]


def recognise(board: Board) -> tuple[ActorMention, ...]:
    """Actor mentions in all blocks, offsets into the clean text, in order, none inside another.

    A mention is one party, never a list: `教务处、总务处` gives two. Whether it acts is not said here.
    """
    lexicon = actor_lexicon()
    blocks = board.layout.blocks
    framing = frame_places(board.text)
    places = sorted([*framing, *(each.start() for each in _EACH.finditer(board.text))])
    heads = _heads(board, lexicon)
    words = list(compress(count(), board.segmentation.flags))
    # of each block; what no list knows is asked for once all of these are found
    named = [
        _mentions(board, lexicon, block.start, words, ends) if ends else []
        for block, ends in zip(blocks, heads, strict=True)
    ]
    found: list[ActorMention] = []
    for block, known in zip(blocks, named, strict=True):
        place = bisect_left(places, block.start)
        if place < len(places) and places[place] < block.end:  # as in few
            unknown = _unknown(board.text, block.start, block.end, framing, known)
            known = _merged(known, unknown) if unknown else known
        found += known
    return tuple(found)


def _unknown(text: str, start: int, end: int, framing: list[int], found: list[ActorMention]) -> list[ActorMention]:
    """The parties of a block that no list knows: behind 各, or told by a frame."""
    each = text.find("各", start, end) >= 0
    place = bisect_left(framing, start)
    frames = place < len(framing) and framing[place] < end
    unknown = each_unknown(text, start, end, found, 0) if each else []
    unknown += each_listed(text, start, end, found, 0) if each else ()
    unknown += framed(text, start, end, found, 0) if frames else ()
    unknown += each_tiers(text, start, end, found, 0) if each else ()
    return unknown


def _merged(known: list[ActorMention], unknown: list[ActorMention]) -> list[ActorMention]:
    """All in order; what stands within a party found by its frame (市县 in 市县两级) gives way."""
    tiers = {at for mention in unknown for at in range(mention.start, mention.end)}
    kept = (mention for mention in known if mention.start not in tiers)
    return sorted([*kept, *unknown], key=lambda mention: mention.start)


def _stops(board: Board, lexicon: ActorLexicon) -> list[int]:
    """Where a head may end: behind its last characters, not inside a word; a place behind any text closes the row."""
    flags = bytearray(board.segmentation.flags)
    for block in board.layout.blocks:
        flags[block.end] = 1
    found = [at for ending in lexicon.ends.finditer(board.text) if flags[at := ending.end()]]
    return [*found, sys.maxsize]


def _heads(board: Board, lexicon: ActorLexicon) -> list[list[Ending]]:
    """The heads of names in each block."""
    text, flags, pairs, singles = board.text, board.segmentation.flags, lexicon.pairs.get, lexicon.singles
    longest, stops = lexicon.longest, _stops(board, lexicon)
    found: list[list[Ending]] = []
    place = 0
    for block in board.layout.blocks:
        start, end, own = block.start, block.end, []
        while stops[place] <= start:
            place += 1
        while (at := stops[place]) <= end:
            place += 1
            stop = at
            tail = pairs(text[at - 2 : at])
            if tail is None and text[at - 1] not in singles:
                continue
            begin = at - 1
            while begin > start and not flags[begin]:
                begin -= 1
            head = (
                lexicon.head_at(text, start, at, begin)
                if tail is None or at - 2 < start
                else longest(tail, text, start, at, begin)
            )
            if head is None and at - begin == 2 and (glue := text[begin:at]) in lexicon.glued:
                stop = at - 1
                head = lexicon.head_at(text, start, stop, begin)
                head = head if head is not None and (len(head.text) > 2 or glue in lexicon.torn) else None
            if head is not None:
                own.append((at, stop, head))
        found.append(own)
    return found


def _mentions(
    board: Board, lexicon: ActorLexicon, start: int, words: list[int], heads: list[Ending]
) -> list[ActorMention]:
    """The mentions of a block that begins at `start`, with some heads; `words` begin there in the text."""
    text, flags, size = board.text, board.segmentation.flags, len(words)
    found: list[ActorMention] = []
    inner = bisect_right(words, start)  # the word of the text that is the second of the block
    for at, stop, head in heads:
        far = inner + at - start  # a word has a character at least
        index = bisect_left(words, at, inner, far if far < size else size)
        near = words[index - _REACH : index] if index - inner >= _REACH else [start, *words[inner:index]]
        mention = _mention(text, lexicon, head, near, stop, flags)
        if mention is None:
            continue
        last = found[-1] if found else None
        if last is not None and last.end >= mention.start:
            _append(found, text, _set_apart(text, lexicon, head, last, flags, mention))
        else:
            found.append(mention)
    return found


def _set_apart(
    text: str, lexicon: ActorLexicon, head: Head, last: ActorMention, flags: Sequence[int], mention: ActorMention
) -> ActorMention:
    """The mention without the body or post at its beginning that only does something with it (镇政府派出+工作组,
    县农业农村局指导+企业)."""
    if not mention.start <= last.start < last.end < mention.end:
        return mention
    begin, latest = last.end, mention.end - len(head.text)
    party = head.text in lexicon.dealt_with or not (head.tail or (head.row is not None and head.row.open))
    for stop in range(min(latest, begin + _LONGEST_DISPATCH), begin + 1, -1):
        word = text[begin:stop]
        if not flags[stop]:
            continue
        sent = not last.weak and (word in lexicon.dispatches or (party and word in lexicon.deals_with))
        if sent or lexicon.acts_on(word, head, longer=stop < latest):
            return msgspec.structs.replace(mention, start=stop, text=text[stop : mention.end])
    return mention


def _append(found: list[ActorMention], text: str, mention: ActorMention) -> None:
    """Add a mention; one that it holds gives way, one that ends where it begins is its owner (教务处+主任)."""
    while found and found[-1].end > mention.start:
        found.pop()
    owner = found[-1] if found and found[-1].end == mention.start else None
    if owner is not None and mention.end - owner.start > 2 * _LONGEST_OPEN:
        owner = None
    if owner is not None and (owner.kind in ("org", "group") or mention.kind in ("person", "post")):
        start = found.pop().start
        mention = msgspec.structs.replace(mention, start=start, text=text[start : mention.end])
    found.append(mention)


def _mention(
    text: str, lexicon: ActorLexicon, head: Head, begins: list[int], end: int, flags: Sequence[int]
) -> ActorMention | None:
    row = head.row
    assert row is not None  # head_at gives no others
    refused = lexicon.refused[row.id].at(text, end) if row.not_before else ""
    if refused and not text.startswith(lexicon.keeps, end) and not acts_behind(text, lexicon, row, refused, end, flags):
        return None
    if row.not_behind and text.endswith(row.not_behind, 0, end - len(head.text)):
        return None
    start = _extend(text, lexicon, head, begins, end)
    if row.weak and head.tail and text[start - 1 : start].isdigit():
        return None  # 迟到15+分钟者
    if head.tail and start >= end - len(head.text):
        return None
    return ActorMention(start=start, end=end, text=text[start:end], kind=row.kind, rule=row.id, weak=row.weak)


def _extend(text: str, lexicon: ActorLexicon, head: Head, begins: list[int], end: int) -> int:
    """Where the name begins: over levels and qualifiers, for growing heads over any words but verbs and particles."""
    head_start = end - len(head.text)
    if head.text[0] in lexicon.each_of and head.row is not None and head.row.open:
        return head_start  # 负责管理+各组
    begin = head_start
    index = len(begins)
    while index > 0 and begins[index - 1] >= begin:
        index -= 1
    if index > 0 and (index == len(begins) or begins[index] > begin):
        # The segmenter glued words to the head: they belong to the name, unless they end in a verb or particle.
        index -= 1
        if text[begins[index] : begin] in lexicon.stops:
            return begin
        begin = begins[index]
        if text[begin:head_start] in lexicon.qualifiers:
            return begin  # 统筹+本组
    if index > 0 and text[begins[index - 1] : begin] not in _OUTER:
        begin = _leftwards(text, lexicon, head, begins, index, begin, end)
    if begin == head_start:
        return begin
    begin = _behind_agent_mark(text, begin, head_start)
    return _without_verbs(text, lexicon, head, begins, begin, head_start)


def _behind_agent_mark(text: str, begin: int, head_start: int) -> int:
    """Behind a 由 that the segmenter glued to its neighbour (奖由学校); 自由 and 理由 keep theirs."""
    at = text.rfind("由", begin, head_start)
    return at + 1 if at >= 0 and text[at - 1 : at] not in ("自", "理", "事") else begin


def _leftwards(
    text: str, lexicon: ActorLexicon, head: Head, begins: list[int], index: int, begin: int, end: int
) -> int:
    """Word by word to the left from `begin`, where the word `index` begins, as far as the words belong to the name."""
    is_open = head.row is not None and head.row.open
    longest = _LONGEST_OPEN if is_open else _LONGEST
    while index > 0 and end - begin <= _LONGEST_OPEN:
        index -= 1
        word = text[begins[index] : begin]
        if word in _OPENING:
            back = _bracket(text, word, begins[0], begin, longest)
            if back < 0:
                return begin
            while begins[index] > back:
                index -= 1
        elif word in lexicon.condition_ends:
            return _conditional(text, lexicon, begins, index, begin)
        elif word == "、":
            inside = index > 0 and begin < end - len(head.text)
            if not (inside and _levels(text, lexicon, begins[index - 1], begins[index], begin)):
                return begin
        elif word in _COLLEGE_JOINTS and index > 0 and _of_college(text, begins[index - 1], begins[index], end):
            index -= 1
            begin = begins[index]
            continue  # 计算机与+信息工程学院
        elif word in lexicon.qualifiers:
            return begins[index] - text.startswith("每", begins[index] - 1)  # 每+一位+班主任
        elif lexicon.is_verb(word) and index > 0 and text[begins[index - 1] : begins[index]] in lexicon.each_of:
            return begins[index - 1]  # 各+承办+单位
        elif not (head.tail and word in lexicon.occupations and begin == end - len(head.text)) and (
            _ends_name(lexicon, word, is_open)
            or (is_open and _set_to_work(text, begins[index], word))
            or not (word in lexicon.levels or (head.grows and end - begins[index] <= longest))
        ):  # 征收+机构, 供餐+单位
            return _behind_particle(lexicon, word, begins[index], begin)
        begin = begins[index]
    return begin


def _of_college(text: str, before: int, joint: int, end: int) -> bool:
    """Whether 与 joins two fields in the name of one college or office (计算机与信息工程学院, 教学与科研处), rather than two
    names."""
    words = wording.words("actor", "disciplines")
    behind = text.startswith(words, joint + 1)
    if behind and text[before:joint] in words and text.find("学院", joint, end) > 0:
        return True
    fields = wording.words("actor", "office_fields")
    if text[before:joint] not in fields:
        return False
    ends = wording.words("actor", "ends_of_joined_office")
    return any(text[joint + 1 + len(field) : end] in ends for field in fields if text.startswith(field, joint + 1))


def _behind_particle(lexicon: ActorLexicon, word: str, start: int, begin: int) -> int:
    """Behind a particle that the segmenter glued to a level (由省+人民政府)."""
    if len(word) < 2 or word[0] not in lexicon.stops or word in lexicon.levels:
        return begin
    return start + 1 if word[1:] in lexicon.levels or word[1:] in lexicon.qualifiers else begin


def _without_verbs(text: str, lexicon: ActorLexicon, head: Head, begins: list[int], begin: int, head_start: int) -> int:
    """Drop verbs and adverbs at the front (严格控制+外来人员; 指导+学校), as long as what stays is a name; and a particle
    glued to the first word (由省人民政府)."""
    index = bisect_left(begins, begin)
    if index >= len(begins) or begins[index] != begin:
        return begin
    last = bisect_left(begins, head_start) - (1 if head.tail else 0)
    nouns = head.row is not None and not head.row.open and not head.tail
    while index < last and begins[index + 1 : index + 2]:
        word = text[begins[index] : begins[index + 1]]
        acts = lexicon.is_verb(word) or (nouns and _acts(lexicon, word))
        if text[begins[index + 1]] in _COLLEGE_JOINTS and word in wording.words("actor", "office_fields"):
            return begins[index]  # 计划与财务科: both are fields
        if not acts or (word in lexicon.qualifiers and head_start > begins[index + 1]):
            return _behind_particle(lexicon, word, begins[index], begins[index])
        index += 1
    return begins[index] if index < len(begins) and begins[index] <= head_start else head_start


def _acts(lexicon: ActorLexicon, word: str) -> bool:
    """Whether a word tells an act where a name follows it that has no such word in it, alone or behind an adverb (合理布局)."""
    return word in lexicon.noun_verbs or (
        len(word) == 4 and word[:2] in lexicon.verbs and word[2:] in lexicon.noun_verbs
    )


def _ends_name(lexicon: ActorLexicon, word: str, is_open: bool) -> bool:
    """Whether a word never belongs to a name; nouns that are verbs too belong to the names of groups."""
    if word in lexicon.levels:
        return False
    if word in lexicon.stops or word[0] in _NO_NAME or word[0].isdigit():
        return True
    rest = word[1:]
    if word[0] in lexicon.stops and (rest in lexicon.levels or rest in lexicon.qualifiers or lexicon.is_verb(rest)):
        return True
    return not is_open and word in lexicon.soft_stops


def _set_to_work(text: str, start: int, word: str) -> bool:
    """Whether a word tells what a party does with the group named behind it (学校组织+评议组; not 组织协调组)."""
    return word == "组织" and wording.pattern("actor", "sets_to_work").match(text, start) is not None


def _bracket(text: str, mark: str, first: int, begin: int, longest: int) -> int:
    """Where a bracket inside a name opens (区县(自治县)人民政府, “县管校聘”工作领导小组); -1 where it is none of the name."""
    if mark == ")":
        back = text.rfind("(", max(first, begin - _BRACKET), begin)
        return back if back > first and text[back - 1] in wording.signs("actor", "level_ends") else -1
    return text.rfind(_OPENING[mark], max(first, begin - longest), begin) if longest == _LONGEST_OPEN else -1


def _conditional(text: str, lexicon: ActorLexicon, begins: list[int], index: int, begin: int) -> int:
    """Over a qualifier of several words (有条件的学校, 县级以上人民政府): its start, or `begin` where there is none."""
    for back in range(index - 1, max(-1, index - 5), -1):
        if text[begins[back] : begin] in lexicon.qualifiers:
            return begins[back]
    return begin


def _levels(text: str, lexicon: ActorLexicon, before: int, mark: int, begin: int) -> bool:
    """Whether a `、` joins two levels of one name (市、区县人民政府) rather than two names."""
    word = text[before:mark]
    named = word in lexicon.levels or (word[:1] in lexicon.stops and word[1:] in lexicon.levels)
    return named and any(text[begin : begin + length] in lexicon.levels for length in (1, 2, 3))
