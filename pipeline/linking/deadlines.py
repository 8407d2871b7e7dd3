"""Which deadline holds for a statement or a quantity: the one in its words, its row, its tag, or its heading."""

from __future__ import annotations

from pipeline.linking.places import Placed, Places
from pipeline.linking.rules import LinkRules, link_rules
from pipeline.structure.sentences import Range

# So many blocks behind a task may be tags of it (责任领导:… / 整改时限:…).
_TAG_BLOCKS = 2
_LABEL = 14
# 到、在、力争 in front of a date that opens a sentence
_OPENING = 4
_WIDEST = 500  # no clause that people write is longer


class DeadlineFinder:
    """Answers with exactly one deadline or with none."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.rules: LinkRules = link_rules()
        self._headings: dict[str, str | None] = {}
        self._tags: dict[int, list[Placed]] = {}
        self._below: dict[int, list[Placed]] = {}
        self._bare: dict[int, bool] = {}
        self._header_rows = _header_rows(places)

    def of_statement(self, start: int, end: int) -> str | None:
        """The deadline of a duty or target over `[start, end)` of the clean text.

        A date in its own words comes first, then the task's tag or column, then what recurs in its words, then a date
        earlier in its sentence, then the heading's.
        """
        index = self.places.block_index(start)
        if index < 0:
            return None
        block = self.places.blocks[index]
        if not block.cells and end <= block.end and self._is_bare(index):  # cells may be those of rows above
            return self._heading(block.section)  # as most
        own = self.places.deadlines.inside(start, end)
        dated = [item for item in own if not item.recurring]
        if len(dated) == 1:
            return dated[0].id
        tagged = self._row(index, start, end) or self._tagged(index, end)
        if tagged:
            return _only(tagged)
        if own:
            return self._rhythm(own, start, end)
        sentence = self.places.sentence(self.places.stretch(block, start), start)
        return self._opening(sentence, start) or self._heading(block.section)

    def _is_bare(self, index: int) -> bool:
        """Whether no deadline stands in a block or in those behind it that may be its tags."""
        found = self._bare.get(index)
        if found is None:
            blocks = self.places.blocks
            last = blocks[min(index + 1 + _TAG_BLOCKS, len(blocks) - 1)]
            found = self._bare[index] = not self.places.deadlines.begins_in(blocks[index].start, last.end)
        return found

    def _rhythm(self, own: list[Placed], start: int, end: int) -> str | None:
        """What recurs in a statement holds for the whole of it only if it opens it or the statement is one clause."""
        text = self.places.text
        whole = ";" not in text[start:end] and "。" not in text[start : end - 1]
        if len(own) == 1 and (whole or "," not in text[start : own[0].start]):
            return own[0].id
        return None

    def _opening(self, sentence: Range, stop: int) -> str | None:
        """The date that a sentence opens with (`到2025年:…;…;…`) holds for all of its clauses."""
        found = self.places.deadlines.inside(sentence[0], stop)
        if found and not found[0].recurring and found[0].start - sentence[0] <= _OPENING:
            return _only(found)
        return None

    def of_quantity(self, start: int, end: int) -> str | None:
        """The deadline of a quantity: the last one in front of it in its clause, the only one behind it there, its row's
        or tag's, the one its sentence opens with, its heading's."""
        index = self.places.block_index(start)
        if index < 0:
            return None
        block = self.places.blocks[index]
        stretch = self.places.stretch(block, start)
        clause = self.places.clause(stretch, start)
        near = self._near(clause, start, end)
        if near:
            return near
        sentence = self.places.sentence(stretch, start)
        tagged = self._row(index, start, end) or self._column(index, start) or self._tagged(index, sentence[1])
        if tagged:
            return _only(tagged)
        return self._opening(sentence, clause[0]) or self._heading(block.section)

    def _near(self, clause: Range, start: int, end: int) -> str | None:
        """What recurs holds within its comma-clause only, a date as far as the next one."""
        text = self.places.text
        for item in reversed(self.places.deadlines.inside(max(clause[0], start - _WIDEST), start)):
            if not item.recurring or "," not in text[item.end : start]:
                return item.id
        behind = [
            item
            for item in self.places.deadlines.inside(end, min(clause[1], end + _WIDEST))
            if not item.recurring or "," not in text[end : item.start]
        ]
        return _only(behind) if behind else None

    def _row(self, index: int, start: int, end: int) -> list[Placed]:
        """Deadlines in the other cells of a table row; a column of dates speaks for the row."""
        block = self.places.blocks[index]
        if not block.cells:
            return []
        others = [cell for cell in block.cells if not cell.start <= start < cell.end]
        columns = [cell for cell in others if cell.header and self.rules.due_column.search(cell.header)]
        found = [item for cell in columns for item in self.places.deadlines.inside(cell.start, cell.end)]
        if columns or not others or any(cell.header for cell in block.cells):
            return found
        return [item for cell in others for item in self.places.deadlines.inside(cell.start, cell.end)]

    def _column(self, index: int, start: int) -> list[Placed]:
        """The date in the header of a cell's column: 2027年."""
        block = self.places.blocks[index]
        if not block.cells:
            return []
        own = next((cell.column for cell in block.cells if cell.start <= start < cell.end), None)
        for above in reversed(self._header_rows.get(index, ())):
            for cell in self.places.blocks[above].cells:
                if cell.column == own and (found := self.places.deadlines.inside(cell.start, cell.end)):
                    return found
        return []

    def _tagged(self, index: int, end: int) -> list[Placed]:
        """Deadlines behind a label (完成时限:) in the rest of the block or in the tag lines right behind it."""
        return [item for item in self._labelled(index) if item.start >= end] or self._tagged_below(index)

    def _tagged_below(self, index: int) -> list[Placed]:
        """Those in the tag lines right behind a block, which all of its statements ask for."""
        if index not in self._below:
            self._below[index] = self._in_tags(index)
        return self._below[index]

    def _in_tags(self, index: int) -> list[Placed]:
        found: list[Placed] = []
        blocks = self.places.blocks
        for following in range(index + 1, min(index + 1 + _TAG_BLOCKS + 1, len(blocks))):
            block = blocks[following]
            if found or block.section != blocks[index].section or block.kind == "heading" or block.cells:
                break
            if self.rules.tag.search(self.places.text[block.start : block.end][:40]):
                found = self._labelled(following)
            elif following > index + _TAG_BLOCKS - 1:
                break
        return found

    def _labelled(self, index: int) -> list[Placed]:
        if index not in self._tags:
            block = self.places.blocks[index]
            text = self.places.text
            self._tags[index] = [
                item
                for item in self.places.deadlines.inside(block.start, block.end)
                if self.rules.due.search(text[max(block.start, item.start - _LABEL) : item.start])
                or _in_last_bracket(text, item, block.end)
            ]
        return self._tags[index]

    def _heading(self, section: str | None) -> str | None:
        """The date in the nearest heading above that has one (（一）2025年工作任务, 第一阶段（3月—5月）)."""
        chain: list[str] = []
        answer: str | None = None
        while section is not None and section not in chain:
            if section in self._headings:
                answer = self._headings[section]
                break
            chain.append(section)
            found = self._in_heading(section)
            if found:
                answer = _only(found)
                break
            section = self.places.parents.get(section)
        for passed in chain:
            self._headings[passed] = answer
        return answer

    def _in_heading(self, section: str) -> list[Placed]:
        """Dates in a heading's title, or right behind it on its line."""
        index = self.places.heading_at.get(section)
        if index is None:
            return []
        blocks, text = self.places.blocks, self.places.text
        heading = blocks[index]
        found = self.places.deadlines.inside(heading.start, heading.end)
        if not found and index + 1 < len(blocks) and blocks[index + 1].section == section:
            following = blocks[index + 1]
            found = [
                item
                for item in self.places.deadlines.inside(following.start, following.end)
                if not text[following.start : item.start].strip("(: ")
                and (item.end >= following.end or text[item.end] in ")。; ")
            ]
        return [item for item in found if not item.recurring]


def _in_last_bracket(text: str, item: Placed, end: int) -> bool:
    """Whether a date stands in the bracket that closes a task: `…。(县教育局牵头;2025年底前)`."""
    stop = end
    while stop > item.end and text[stop - 1] in "。; ":
        stop -= 1
    if stop <= item.end or text[stop - 1] != ")":
        return False
    opening = text.rfind("(", 0, item.start)
    closing = text.find(")", item.end, stop)
    return closing == stop - 1 and opening >= 0 and text.find(")", opening, item.start) < 0 and stop - opening > 12


def _only(found: list[Placed]) -> str | None:
    """The single candidate; of several, the single one that does not recur; else none."""
    ids = {item.id for item in found}
    if len(ids) == 1:
        return found[0].id
    dated = {item.id for item in found if not item.recurring}
    return dated.pop() if len(dated) == 1 else None


def _header_rows(places: Places) -> dict[int, tuple[int, ...]]:
    """For each row of a table the header rows above it."""
    found: dict[int, tuple[int, ...]] = {}
    heads: tuple[int, ...] = ()
    for index, block in enumerate(places.blocks):
        if not block.cells:
            heads = ()
        elif block.header_row:
            heads = (*heads, index) if index and places.blocks[index - 1].header_row else (index,)
        elif heads:
            found[index] = heads
    return found
