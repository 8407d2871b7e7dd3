"""What a member of a group is charged with in the roster itself: 组长:樊大伟(校长),负责统筹协调。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.duties.scene import Candidate, Scene, trimmed
from pipeline.lexicon import wording
from pipeline.model.layout import Block
from pipeline.model.result import Membership

_END = re.compile(r"[。;\n]|$")
_SHORTEST = 4


class Rosters:
    """The members' names by their place in the clean text."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        clean = scene.board.layout.clean
        facts = (fact for fact in scene.board.facts if isinstance(fact, Membership))
        self.names = sorted({(clean.find(f.spans[0].start), clean.find(f.spans[-1].end - 1) + 1) for f in facts})
        self.at = 0

    def read(self, block: Block) -> Iterator[Candidate]:
        """The duties told behind the names of a block; blocks come in order."""
        while self.at < len(self.names) and self.names[self.at][0] < block.end:
            start, end = self.names[self.at]
            self.at += 1
            if start >= block.start and (found := self._charge(start, end, block.end)):
                yield found

    def _charge(self, start: int, end: int, block_end: int) -> Candidate | None:
        text = self.scene.text
        between = wording.pattern("duty", "charge_label").match(text, end, block_end)
        begin = between.end() if between else end
        word = self.scene.lexicon.cue["named_act"].at(text, begin, block_end)
        if not word:
            return None
        stop = _END.search(text, begin, block_end)
        begin, last = trimmed(text, begin, stop.end() if stop else block_end)
        last = last - 1 if text[last - 1] == ")" and "(" not in text[begin:last] else last
        if last - begin < len(word) + _SHORTEST:
            return None
        return Candidate(begin, last, (start, end), "person", "roster", cues=(word,))
