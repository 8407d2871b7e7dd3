"""Evidence facts: records that must be kept or shown (档案材料)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.extraction.board import Board
from pipeline.extraction.evidence_codes import Marker, lettered, markers, over_number, records, years_of
from pipeline.lexicon import Entry, lexicon_folders, load, seek
from pipeline.model.layout import Block
from pipeline.model.result import Evidence, Membership
from pipeline.structure.sentences import clauses, sentences

_LONGEST_RECORD = 200
_LONGEST_TITLE = 14
_TAIL = re.compile(r"(?:\([^()]{0,80}\)|[;。,、.\s(]|等|相关)+$")


class EvidenceRow(Entry, frozen=True, kw_only=True):
    """Words or a pattern by which records are told."""

    kind: Literal["heading", "record", "keep", "column", "other", "order", "paper"]
    words: str = ""
    pattern: str = ""


class _Rules(msgspec.Struct, frozen=True, gc=False):
    heading: re.Pattern[str]
    keep: re.Pattern[str]
    other: re.Pattern[str]
    order: re.Pattern[str]
    paper: re.Pattern[str]
    nouns: tuple[str, ...]
    long_nouns: tuple[str, ...]
    columns: tuple[str, ...]


def evidence_rows() -> tuple[EvidenceRow, ...]:
    """The rows of `evidence.yaml`."""
    return load("evidence", EvidenceRow)


def is_record(words: str) -> bool:
    """Whether words name a record: a noun phrase that ends in one of the record nouns."""
    return _TAIL.sub("", words).endswith(_rules(lexicon_folders()).nouns)


def announces_records(words: str) -> bool:
    """Whether a heading or label says that a list of records follows."""
    return _rules(lexicon_folders()).heading.search(words) is not None


def asks_to_keep(words: str) -> bool:
    """Whether a sentence wants something filed."""
    return _rules(lexicon_folders()).keep.search(words) is not None


def extract(board: Board) -> tuple[Evidence, ...]:
    """All evidence on a board, in the order of the text."""
    found: dict[str, Evidence] = {}
    for fact in _Finder(board).facts():
        found.setdefault(fact.id, fact)
    return tuple(found.values())


class _Finder:
    """Walks the blocks; keeps the code marker in force and whether a list of records is open."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.text = board.text
        self.rules = _rules(lexicon_folders())
        self.lettered = lettered(self.text, 0, len(self.text))
        self.titles = {section.id: section.title for section in board.layout.sections}
        self.parents = {section.id: section.parent for section in board.layout.sections}
        self.papers = {document.id: document.title for document in board.layout.documents}
        self.marker: Marker | None = None
        self.labelled: str | None = None
        find = board.layout.clean.find
        self.rosters = sorted(find(fact.spans[0].start) for fact in board.facts if isinstance(fact, Membership))
        self.passed = 0
        self.listing: dict[str | None, bool] = {}

    def facts(self) -> Iterator[Evidence]:
        document: str | None = None
        for block in self.board.layout.blocks:
            if block.document != document:
                document, self.marker, self.labelled = block.document, None, None
                self.listing = {None: self._is_list(document)}
            if block.kind == "heading":
                self._heading(block)
            elif block.cells:
                yield from self._row(block)
            else:
                yield from self._block(block)

    def _heading(self, block: Block) -> None:
        self.labelled = None
        words = self.text[block.start : block.end]
        for marker in markers(self.text, block.start, block.end):
            if marker.parent is not None:
                self.marker = marker
        if self.rules.other.search(words) and not words.endswith("组"):
            self.marker = None

    def _block(self, block: Block) -> Iterable[Evidence]:
        if self._roster(block):
            self.marker = None
        words = self.text[block.start : block.end][:40]
        if ":" in words:
            if words.rstrip().endswith(":") and self.rules.heading.search(words):
                self.labelled = block.section
                return ()
            label = words.partition(":")[0]
            if len(label) <= _LONGEST_TITLE and self.rules.heading.search(label):
                return self._stretch(block.start + len(label) + 1, block.end, True)
        listed = self.labelled is not None and self.labelled == block.section
        listed = listed or (block.kind != "heading" and self._under_list(block.section))
        if not (self.lettered and lettered(self.text, block.start, block.end)):  # as most
            return self._stretch(block.start, block.end, listed)
        return self._by_codes(block, listed)

    def _by_codes(self, block: Block, listed: bool) -> Iterator[Evidence]:
        """The evidence of a block in which codes may stand."""
        at = block.start
        for marker in markers(self.text, block.start, block.end):
            if marker.parent is None:
                continue
            yield from self._stretch(at, marker.start, listed)
            self.marker, at = marker, marker.end
        yield from self._stretch(at, block.end, listed)

    def _stretch(self, start: int, end: int, listed: bool) -> Iterable[Evidence]:
        if listed or self.marker is not None:
            return self._records(start, end)
        if self.rules.keep.search(self.text, start, end) is None:
            return ()  # as most
        return self._kept(start, end)

    def _kept(self, start: int, end: int) -> Iterator[Evidence]:
        """The sentences that want a record filed."""
        for begin, stop in sentences(self.text, start, end):
            if self._keeps(begin, stop):
                yield self._fact(begin, stop, "keep_sentence", ())

    def _records(self, start: int, end: int) -> Iterator[Evidence]:
        """The entries of a list of records."""
        for begin, stop in records(self.text, start, end):
            begin, codes = self._own_codes(begin, stop)
            if self._names_record(begin, stop):
                yield self._fact(begin, stop, "record_list", codes)
            elif self._keeps(begin, stop):
                yield self._fact(begin, stop, "keep_sentence", codes)

    def _keeps(self, begin: int, stop: int) -> bool:
        """Whether a sentence wants a record filed; it must say which."""
        words = self.text[begin:stop]
        return asks_to_keep(words) and any(noun in words for noun in self.rules.long_nouns)

    def _own_codes(self, begin: int, stop: int) -> tuple[int, tuple[str, ...]]:
        """Codes at the head of an entry (`C17-C19 课程计划、课程表`) and where its words begin; else those in force."""
        first = next(iter(markers(self.text, begin, min(stop, begin + 24))), None)
        if first is not None and first.start == begin:
            return over_number(self.text, first.end, stop), first.codes
        return begin, self.marker.codes if self.marker else ()

    def _row(self, block: Block) -> Iterator[Evidence]:
        """Cells of a column of records; the codes in the row's other cells are what they prove."""
        if block.header_row:
            return
        columns = [cell for cell in block.cells if cell.header and cell.header.endswith(self.rules.columns)]
        if not columns:
            return
        codes: tuple[str, ...] = ()
        for cell in block.cells:  # the rightmost code is the indicator's own, those left of it name its parents
            found = [code for marker in markers(self.text, cell.start, cell.end) for code in marker.codes]
            if found and cell not in columns:
                codes = tuple(dict.fromkeys(code for code in found if code[0] == found[-1][0]))
        for cell in columns:
            if cell.repeated:
                continue
            for begin, stop in clauses(self.text, cell.start, cell.end):
                begin = over_number(self.text, begin, stop)
                if stop - begin >= 2:
                    yield self._fact(begin, stop, "record_column", codes)

    def _names_record(self, begin: int, stop: int) -> bool:
        words = _TAIL.sub("", self.text[begin:stop])
        if (
            not 2 <= len(words) <= _LONGEST_RECORD
            or not words.endswith(self.rules.nouns)
            or self.rules.order.search(words)
        ):
            return False
        return not (self.rules.heading.search(words) and len(words) < _LONGEST_TITLE)

    def _fact(self, begin: int, stop: int, rule: str, codes: tuple[str, ...]) -> Evidence:
        while stop > begin and self.text[stop - 1] in ";,、. (":
            stop -= 1
        place = self.board.place("evidence", begin, stop, rule, cues=codes, key=codes)
        return Evidence(**place, codes=codes, years=years_of(self.text[begin:stop]))

    def _roster(self, block: Block) -> bool:
        """Whether a group's people are named in a block: the codes of the group before it end there."""
        while self.passed < len(self.rosters) and self.rosters[self.passed] < block.start:
            self.passed += 1
        return self.passed < len(self.rosters) and self.rosters[self.passed] < block.end

    def _under_list(self, section: str | None) -> bool:
        """Whether a section, or the nearest one above it whose title tells, is a list of records."""
        if section not in self.listing:
            self.listing[section] = self._lists(section)
        return self.listing[section]

    def _lists(self, section: str | None) -> bool:
        seen: set[str] = set()
        while section is not None and section not in seen:
            seen.add(section)
            title = self.titles.get(section, "")
            if self.rules.other.search(title):
                return False
            if self.rules.heading.search(title):
                return True
            section = self.parents.get(section)
        return self.listing[None]

    def _is_list(self, document: str) -> bool:
        """Whether a whole paper is a list of records by its title (迎检档案材料目录)."""
        title = self.papers[document]
        return bool(self.rules.heading.search(title) and self.rules.paper.search(title))


@lru_cache(maxsize=2)
def _rules(_folders: object) -> _Rules:
    rows = evidence_rows()

    def pattern(kind: str) -> re.Pattern[str]:
        return re.compile(seek("|".join(row.pattern for row in rows if row.kind == kind)))

    def words(kind: str) -> tuple[str, ...]:
        return tuple(word for row in rows if row.kind == kind for word in row.words.split())

    nouns = words("record")
    long_nouns = tuple(noun for noun in nouns if len(noun) > 1)
    return _Rules(
        pattern("heading"),
        pattern("keep"),
        pattern("other"),
        pattern("order"),
        pattern("paper"),
        nouns,
        long_nouns,
        words("column"),
    )
