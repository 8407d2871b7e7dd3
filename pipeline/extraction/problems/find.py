"""Find stated shortcomings: sections and lists of problems, labels, table columns, and sentences that state one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from pipeline.extraction.board import Board
from pipeline.extraction.problems.rows import problem_words
from pipeline.lexicon import wording
from pipeline.model.layout import Block
from pipeline.structure import sentences
from pipeline.structure.sentences import clauses

Mode = Literal["all", "worded", "none"]

_LONGEST_LABEL = 10
_SHORTEST = 4
_REACH = 90


class Found(msgspec.Struct, frozen=True, gc=False):
    """A problem's words `[start, end)`, the rule and the word that decided."""

    start: int
    end: int
    rule: str
    cue: str


class Finder:
    """Reads blocks in order; knows which sections and lists hold problems."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.text = board.text
        self.words = problem_words()
        self.modes: dict[str, tuple[Mode, str]] = {}
        self.listed = ""
        sections = board.layout.sections
        for section in sections:
            above = self.modes.get(section.parent or "", ("none", ""))
            self.modes[section.id] = self._mode("".join(section.title.split()), *above)

    def read(self, block: Block) -> Iterable[Found]:
        """The problems of a block."""
        if block.kind == "row":
            return self._row(block)
        if block.kind == "heading":
            self.listed = ""
            mode, cue = self.modes.get(block.section or "", ("none", ""))
            if mode != "none" and not self._is_title(block) and self._has("shortage", block.start, block.end):
                return (Found(block.start, block.end, "title", cue),)
            return ()
        return self._words(block)

    def _mode(self, title: str, above: Mode, cue: str) -> tuple[Mode, str]:
        at, word = self.words["title"].inside(title, 0, len(title))
        if word:
            answered = self.words["answer"].inside(title, at + len(word), len(title))[1]
            return ("worded" if answered else "all"), word
        if above == "all" and self.words["answer"].inside(title, 0, len(title))[1]:
            return "none", ""
        return above, cue

    def _is_title(self, block: Block) -> bool:
        return bool(self._has("title", block.start, block.end))

    def _has(self, role: Literal["title", "shortage", "matter"], start: int, end: int) -> str:
        return self.words[role].inside(self.text, start, end)[1]

    def _words(self, block: Block) -> Iterable[Found]:
        if self.text.find(":", block.start, block.end) >= 0:
            label, begin = self._label(block)
            if label in self.words["other"].meaning:
                self.listed = ""
                return ()
            if label:
                return self._each(block, begin, "label", label)
            if lead := self._lead_in(block):
                self.listed = lead
                return ()
        mode, cue = self.modes.get(block.section or "", ("none", ""))
        if self.listed:
            mode, cue = "all", self.listed
        if mode == "all":
            return self._each(block, block.start, "section", cue)
        if mode == "worded":
            return self._worded(block)
        if not self.words["statement"].inside(self.text, block.start, block.end)[1]:
            return ()  # as most
        return self._stated(block)

    def _worded(self, block: Block) -> Iterator[Found]:
        """Sentences that name what is lacking, in a section that tells of problems and what is done about them."""
        for start, end in sentences(self.text, block.start, block.end):
            if word := self._has("shortage", start, end):
                yield Found(start, end, "shortage", word)

    def _label(self, block: Block) -> tuple[str, int]:
        """The label at the head of a block and where its words begin."""
        words, colon, _ = self.text[block.start : block.end][: _LONGEST_LABEL + 2].partition(":")
        label = words.replace(" ", "")
        known = colon and (label in self.words["label"].meaning or label in self.words["other"].meaning)
        return (label, block.start + len(words) + 1) if known else ("", block.start)

    def _lead_in(self, block: Block) -> str:
        """The words by which a block announces problems (但是,依旧存在着不足:)."""
        if self.text[block.end - 1] != ":":
            return ""
        start, end = sentences(self.text, block.start, block.end)[-1]
        return self.words["lead_in"].inside(self.text, start, end)[1]

    def _each(self, block: Block, begin: int, rule: str, cue: str) -> Iterator[Found]:
        """An item whole; running text by sentences."""
        ranges = sentences(self.text, begin, block.end)
        if block.kind == "item" and ranges:
            ranges = ((ranges[0][0], ranges[-1][1]),)
        for start, end in ranges:
            if self.words["onward"].at(self.text, start, end):
                return  # 今后,我们将…: what is to be done about it
            if end - start >= _SHORTEST and self.text[end - 1] != ":":
                yield Found(start, end, rule, cue)

    def _stated(self, block: Block) -> Iterator[Found]:
        """Sentences of running text that say what is lacking (还存在…问题)."""
        statement, matter, reverse = self.words["statement"], self.words["matter"], self.words["reverse"]
        listed = ""
        for start, end in sentences(self.text, block.start, block.end):
            if listed and self._counts(start, end):
                yield Found(start, end, "statement", listed)
                continue
            listed = ""
            at, word = statement.inside(self.text, start, end)
            if (
                not word
                or self.text.startswith("的", at + len(word))
                or self.text[start:end].rstrip("。;").endswith("的")
            ):
                continue
            place, named = matter.inside(self.text, at + len(word), min(end, at + _REACH))
            if (
                named
                and not reverse.at(self.text, start, end)
                and not reverse.inside(self.text, max(start, at - 2), at)[1]
            ):
                counted = self._behind_colon(place + len(named), end)
                listed = word if counted else ""
                for begin, stop in counted or ((start, end),):
                    yield Found(begin, stop, "statement", word)

    def _behind_colon(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The problems that a sentence counts behind its colon (存在以下问题:一是…;二是…)."""
        colon = self.text.find(":", start, min(end, start + _LONGEST_LABEL))
        counted = colon >= 0 and self._counts(colon + 1, end)
        return clauses(self.text, colon + 1, end) if counted else ()

    def _counts(self, start: int, end: int) -> bool:
        """Whether a sentence begins with a number (一是, 第二, 3.)."""
        return wording.pattern("structure", "counting_start").match(self.text, start, end) is not None

    def _row(self, block: Block) -> Iterator[Found]:
        if block.header_row:
            return
        for cell in block.cells:
            if cell.header in self.words["column"].meaning and not cell.repeated:
                ranges = sentences(self.text, cell.start, cell.end)
                if ranges and ranges[-1][1] - ranges[0][0] >= _SHORTEST:
                    yield Found(ranges[0][0], ranges[-1][1], "column", cell.header)
