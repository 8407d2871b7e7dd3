"""What a member of a group is charged with in the roster itself: 组长:樊大伟(校长),负责统筹协调。 A party given by its office
is charged there too, in a bracket: 副组长:总务主任(负责物资保障)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.scene import Candidate, Range, Scene, closing_of, trimmed
from pipeline.model.layout import Block
from pipeline.model.mention import ActorMention
from pipeline.model.result import Membership
from pipeline.structure import clauses

_END = re.compile(r"[。;\n]|$")
_SHORTEST = 4
_LONGEST_LINE = 120
_FEWEST_PEOPLE = 2
_SEAT = 2  # 组长 at the end of a post's name (竞赛组组长)


class Rosters:
    """The members' names by their place in the clean text."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        clean = scene.board.layout.clean
        facts = (fact for fact in scene.board.facts if isinstance(fact, Membership))
        self.names = sorted({(clean.find(f.spans[0].start), clean.find(f.spans[-1].end - 1) + 1) for f in facts})
        self.at = 0

    def read(self, block: Block, *, signed: bool) -> list[Candidate]:
        """The duties told behind the names of a block; blocks come in order. `signed`: whether it holds any sign of a label or
        charge, as a bracket."""
        found = list(self._offices(block)) if signed and self.scene.text.find("(", block.start, block.end) >= 0 else []
        if self.at < len(self.names) and self.names[self.at][0] < block.end:
            found += self._named(block)
        return found

    def _named(self, block: Block) -> Iterator[Candidate]:
        """The duties told behind the names of members."""
        while self.at < len(self.names) and self.names[self.at][0] < block.end:
            start, end = self.names[self.at]
            self.at += 1
            if start < block.start:
                continue
            if inner := self._bracketed(end, block.end):
                yield Candidate(
                    *inner, (start, end), "person", "roster", cues=(self.scene.text[inner[0] : inner[0] + 2],)
                )
            else:
                yield from self._charges(start, end, block.end)

    def _offices(self, block: Block) -> Iterator[Candidate]:
        """Parties by office that a bracket behind them charges (教务处(负责排课)、总务处(负责维修))."""
        for party in self.scene.actors_in(block.start, block.end):
            if inner := self._bracketed(party.end, block.end):
                cue = self.scene.text[inner[0] : inner[0] + 2]
                yield Candidate(*inner, (party.start, party.end), party.kind, "roster", cues=(cue,))

    def _bracketed(self, at: int, end: int) -> Range | None:
        """The charge in a bracket right behind a name, also behind a post in it ((负责物资保障), (副校长,负责疏散))."""
        text = self.scene.text
        if at >= end or text[at] != "(" or (closing := closing_of(text, at, end)) < 0:
            return None
        title = self.scene.lexicon.patterns["title_in_bracket"]
        for begin in (at + 1, text.find(",", at, closing) + 1):
            word = self.scene.lexicon.cue["named_act"].at(text, begin, closing) if begin > at else ""
            if word and closing - begin >= len(word) + _SHORTEST and not title.match(text, begin, closing):
                return begin, closing
        return None

    def _charges(self, start: int, end: int, block_end: int) -> Iterator[Candidate]:
        """What a member is charged with; what a group is charged with behind its people and a label, clause by clause
        (成员:某某 职责:负责…;协同…)."""
        if (found := self._charge(start, end, block_end)) is None:
            return
        yield found
        if found.kind == "group" and ":" in self.scene.text[end : found.start]:
            for begin, stop in clauses(self.scene.text, found.end, block_end):
                if imperative(self.scene, begin, stop):
                    yield msgspec.structs.replace(found, start=begin, end=stop)

    def _charge(self, start: int, end: int, block_end: int) -> Candidate | None:
        text = self.scene.text
        between = self.scene.lexicon.patterns["charge_label"].match(text, end, block_end)
        begin = between.end() if between else end
        word = self.scene.lexicon.cue["named_act"].at(text, begin, block_end)
        if not word:
            return None
        stop = _END.search(text, begin, block_end)
        begin, last = trimmed(text, begin, stop.end() if stop else block_end)
        last = last - 1 if text[last - 1] == ")" and "(" not in text[begin:last] else last
        if last - begin < len(word) + _SHORTEST:
            return None
        if body := self._body(start):  # 裁判组:组长沈立,组员汤小燕,负责裁判
            return Candidate(begin, last, (body.start, body.end), body.kind, "roster", cues=(word,))
        return Candidate(begin, last, (start, end), "person", "roster", cues=(word,))

    def _led(self, line: int, colon: int, name: int) -> ActorMention | None:
        """The group whose head the line's first seat names, where several of its people stand before the charge
        (竞赛组组长:沈立 副组长:汤小燕 魏铁山 负责…)."""
        scene = self.scene
        if sum(line <= start <= name for start, _ in self.names) < _FEWEST_PEOPLE:
            return None
        for actor in scene.actors_in(line, colon):
            seat = scene.lexicon.heading["roster"].at(scene.text, actor.end, colon)
            if actor.kind == "group" and actor.end + len(seat) == colon:
                return actor
            end = actor.end - _SEAT
            if actor.end == colon and scene.text.endswith("组", actor.start, end):
                return msgspec.structs.replace(actor, end=end, text=scene.text[actor.start : end], kind="group")
        return None

    def _body(self, name: int) -> ActorMention | None:
        """The group whose name opens the line before a member's, with a colon, if nobody before this one is charged."""
        scene, text = self.scene, self.scene.text
        line = text.rfind("\n", max(0, name - _LONGEST_LINE), name) + 1
        colon = text.find(":", line, name)
        body = next((each for each in scene.actors_in(line, name) if each.end == colon), None)
        if colon > 0 and (body is None or body.kind == "post"):
            body = self._led(line, colon, name)
        if body is None or body.kind != "group":
            return None
        at, act = scene.lexicon.cue["named_act"].inside(text, colon, name)
        return body if not act or text.startswith("人", at + len(act)) else None
