"""What the duty rules look at: the board with its actors and times by offset, and the candidates they give."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import msgspec

from pipeline.extraction.board import Board
from pipeline.extraction.duties.rows import DutyLexicon, duty_lexicon
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.name_forms import is_han
from pipeline.lexicon import seek
from pipeline.model.mention import ActorMention
from pipeline.model.result import ActorKind, Indicator, Membership, Modality, Part

Range = tuple[int, int]

_OPENING = {"(": ")", "“": "”", "《": "》", "〔": "〕", "[": "]", "【": "】", "‘": "’"}
_PAIRS = {sign: re.compile(f"[{re.escape(sign + mark)}]") for sign, mark in _OPENING.items()}
_LONGEST_BRACKET = 120
_LONGEST_NAME = 4
_LONGEST_OPENING = 8  # a name of four, 同志, 具体
_WIDEST_GAP = 4
_BEYOND = 256  # rules that look ahead a fixed stretch ask for offsets this far behind the text's end
_AGENT = re.compile("由")
_EACH = "每"
_PARTING = re.compile("[,(“《〔\\[【‘]")
_PAIRED = re.compile("[(“《〔\\[【‘]")


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A duty found: its words `[start, end)` of the clean text, and the actor's words or null."""

    start: int
    end: int
    actor: Range | None
    kind: ActorKind | None
    rule: str
    modality: Modality = "must"
    part: Part = "sole"
    cues: tuple[str, ...] = ()


class Scene(msgspec.Struct, frozen=True, gc=False):
    """The board and quick ways into it."""

    board: Board
    text: str
    lexicon: DutyLexicon
    actors: list[ActorMention]
    named: list[int]
    """How many mentions begin before an offset, as `ranks` gives it."""
    times: dict[int, int]
    persons: dict[int, int]
    acting: bytes
    """Where anything begins by which somebody may act: mentions, 由, persons; a 1 at each such offset."""
    charging: bytes
    """The same of words that charge persons by name."""
    ending: bytes
    """The same of the ends of mentions."""
    bound: bytes
    """The same of mentions that a modal word may follow, or how often they act (每)."""
    counted: list[tuple[int, bool]] = msgspec.field(default_factory=list)
    """Where the indicators stand, and whether each is already so."""
    ahead: dict[Range, tuple[list[Candidate], Subject | None]] = msgspec.field(default_factory=dict)
    """Sentences read before their turn, with the subject that opens them; taken out when read."""
    acts: dict[tuple[int, int, int], Subject | None] = msgspec.field(default_factory=dict)
    """Who acts in comma parts, by where they and their clauses end, looked for before their turn."""

    def actors_in(self, start: int, end: int) -> list[ActorMention]:
        """Mentions that begin in a range."""
        first, last = self.named[start], self.named[end] if end < len(self.named) else len(self.actors)
        return self.actors[first:last]

    def first_actor(self, start: int, end: int) -> ActorMention | None:
        """The first mention that begins in a range."""
        index = self.named[start]
        return self.actors[index] if index < self.named[end] else None

    def names_actor(self, start: int, end: int) -> bool:
        """Whether a mention begins in a range."""
        return self.named[start] < self.named[end]

    def may_act(self, start: int, end: int) -> bool:
        """Whether a range names an actor, or an agent behind 由, who may be a person that is no mention, or a person, or
        a list of departments by their fields."""
        return 1 in self.acting[start:end]

    def charges(self, start: int, end: int) -> bool:
        """Whether a word that charges persons by name begins in a range (分管, 负责)."""
        return 1 in self.charging[start:end]

    def reached(self, start: int, end: int) -> bool:
        """Whether all that is counted in a range is already so (走访了45户): the range tells what was done."""
        at, last = bisect_left(self.counted, (start, False)), bisect_left(self.counted, (end, False))
        return at < last and all(actual for _, actual in self.counted[at:last])

    def actor_at(self, start: int) -> ActorMention | None:
        """The mention that begins at an offset."""
        index = self.named[start]
        return self.actors[index] if index < self.named[start + 1] else None


def scene_of(board: Board) -> Scene:
    """The scene for a board."""
    lexicon = duty_lexicon()
    charging = list(_overlapping(lexicon.named_acts, board.text))
    persons = _persons(board, lexicon, charging)
    starts = [actor.start for actor in board.actors]
    agents = (found.start() for found in _AGENT.finditer(board.text))
    size = len(board.text) + _BEYOND
    ends = [actor.end for actor in board.actors]
    behind, modal = board.text + "\n", lexicon.modal.signs | {_EACH}
    find = board.layout.clean.find
    return Scene(
        board,
        board.text,
        lexicon,
        list(board.actors),
        ranks(starts, size),
        {time.start: time.end for time in board.times},
        persons,
        marked({*starts, *persons, *agents, *_lists(board, lexicon)}, size),
        marked(charging, size),
        marked(ends, size),
        marked([start for start, end in zip(starts, ends, strict=True) if behind[end] in modal], size),
        sorted((find(f.spans[0].start), f.status == "actual") for f in board.facts if isinstance(f, Indicator)),
    )


def ranks(places: Iterable[int], size: int) -> list[int]:
    """How many of some rising places lie before each offset up to `size`: what a bisection would find, by one look. Rules ask
    tens of thousands of times whether anything stands in a range.

    >>> ranks([1, 3], 5)
    [0, 0, 1, 1, 2, 2]
    """
    found: list[int] = []
    for count, place in enumerate((*places, size)):
        found += [count] * (place + 1 - len(found))
    return found


def marked(places: Iterable[int], size: int) -> bytes:
    """A 1 at each of some places: whether one lies in a range is then asked by a look at a few bytes."""
    found = bytearray(size)
    for place in places:
        found[place] = 1
    return bytes(found)


def _lists(board: Board, lexicon: DutyLexicon) -> Iterator[int]:
    """Where 等 and a word for parties close a list whose members need not be known (市场监管、物价等部门)."""
    closer = lexicon.cue["list_closer"]
    at = board.text.find("等")
    while at >= 0:
        if closer.at(board.text, at + 1, len(board.text)):
            yield at
        at = board.text.find("等", at + 1)


def _persons(board: Board, lexicon: DutyLexicon, charging: list[int]) -> dict[int, int]:
    """Where a clause may open with a person's name: before a word such as 分管, or with the name of one who sits in a group
    of the text (their end then, else 0)."""
    text, clean = board.text, board.layout.clean
    found: dict[int, int] = {}
    reached = 0
    for act in charging:
        head = act
        while head > reached and act - head <= _LONGEST_OPENING and is_han(text[head - 1]):
            head -= 1
        head = _behind_blanks(text, head, reached)
        if match := lexicon.named_opening.match(text, head):
            found[head] = 0
            reached = match.end()
    members = (fact for fact in board.facts if isinstance(fact, Membership))
    names = {text[clean.find(fact.spans[0].start) : clean.find(fact.spans[-1].end - 1) + 1] for fact in members}
    known = sorted(name for name in names if 1 < len(name) <= _LONGEST_NAME and name.isalpha())
    if known:
        opening = re.compile(seek(f"(?<![\u4e00-\u9fff])(?:{'|'.join(map(re.escape, known))})(?=[\u4e00-\u9fff])"))
        found |= {match.start(): match.end(1) for match in opening.finditer(text)}
    return found


def _behind_blanks(text: str, head: int, reached: int) -> int:
    """Where a name begins whose two characters are set apart (郑  爽); `head` where there is none."""
    at = head
    while at > reached and head - at < _WIDEST_GAP and text[at - 1] == " ":
        at -= 1
    return at - 1 if reached < at < head and is_han(text[at - 1]) else head


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Where a pattern is found, also where one find reaches into another."""
    at = 0
    while (hit := pattern.search(text, at)) is not None:
        yield hit.start()
        at = hit.start() + 1


def closing_of(text: str, opening: int, end: int) -> int:
    """Offset of the mark that closes the bracket at `opening`; -1 where there is none near by."""
    mark = _OPENING.get(text[opening])
    if not mark:
        return -1
    reach, depth = opening + _LONGEST_BRACKET, 0
    stop = reach if reach < end else end
    for sign in _PAIRS[text[opening]].finditer(text, opening, stop):
        depth += 1 if sign.group() != mark else -1
        if not depth:
            return sign.start()
    return text.find(mark, opening + 1, stop)  # a bracket inside was never closed


def parts_of(text: str, start: int, end: int) -> list[Range]:
    """The comma parts of a clause, marks left out; commas inside brackets and quotes part nothing."""
    words = text[start:end]
    found = _at_commas(text, start, end, words) if "," in words else [(start, end)]
    if " " in words or not words.isprintable():  # as all other blanks make it
        found = _all_trimmed(text, found)
    return [(a, b) for a, b in found if a < b]


def _all_trimmed(text: str, ranges: list[Range]) -> list[Range]:
    return [trimmed(text, a, b) for a, b in ranges]


def _at_commas(text: str, start: int, end: int, words: str) -> list[Range]:
    """A range, of some words, cut at its commas outside brackets and quotes."""
    found: list[Range] = []
    if _PAIRED.search(words) is None:  # as most
        for part in words.split(","):
            found.append((start, start + len(part)))
            start += len(part) + 1
        return found
    begin = behind = start
    for mark in _PARTING.finditer(text, start, end):
        at = mark.start()
        if at < behind:  # inside a bracket
            continue
        if text[at] == ",":
            found.append((begin, at))
            begin = at + 1
        else:
            behind = closing_of(text, at, end) + 1
    found.append((begin, end))
    return found


_OUTER = " \n\t,;。、:!?"


def trimmed(text: str, start: int, end: int) -> Range:
    """A range without blanks at either end."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def without_marks(text: str, start: int, end: int) -> Range:
    """A range without blanks, commas, colons and stops at either end."""
    while start < end and text[start] in _OUTER:
        start += 1
    while start < end and text[end - 1] in _OUTER:
        end -= 1
    return start, end
