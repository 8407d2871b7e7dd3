"""The board that the stages of extraction write on, one after the other; each stage gets it and gives a fuller one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TypedDict

import msgspec

from pipeline.model.expression import Quantity, TimeExpression
from pipeline.model.ids import content_id
from pipeline.model.layout import Block, Layout
from pipeline.model.mention import ActorMention
from pipeline.model.result import Document, Fact
from pipeline.model.span import Span
from pipeline.segmentation import Segmentation
from pipeline.structure.sentences import marks_of

_STOPS = frozenset("。;!?\n")


class Place(TypedDict):
    """The common fields of a fact; `Duty(**board.place(...), actor=...)`."""

    id: str
    document: str
    section: str | None
    spans: tuple[Span, ...]
    page: int | None
    rule: str
    cues: tuple[str, ...]


class Board(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """All that is known so far. Mentions and expressions have offsets into `layout.clean.text`, in order, none inside
    another of its kind; facts are final but for the links between them."""

    layout: Layout
    segmentation: Segmentation
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    facts: tuple[Fact, ...] = ()
    issued: str | None = None
    text: str = ""
    """The clean, folded text. A field, as the two lists: a property that is kept costs ten times a field's look, and each stage
    makes a new board, which takes them over."""
    starts: list[int] = []
    """Where the blocks begin."""
    stops: list[int] = []
    """Where the marks stand that end a sentence or clause of one (。;!?, a line break)."""
    known: Layout | None = None
    """The layout of which text and lists are."""

    def __post_init__(self) -> None:
        if self.known is self.layout:
            return
        text = self.layout.clean.text
        msgspec.structs.force_setattr(self, "known", self.layout)
        msgspec.structs.force_setattr(self, "text", text)
        msgspec.structs.force_setattr(self, "starts", [block.start for block in self.layout.blocks])
        msgspec.structs.force_setattr(self, "stops", [at for at in marks_of(text)[:-1] if text[at] in _STOPS])

    def behind_stop(self, lowest: int, start: int) -> int:
        """Behind the last mark that ends a sentence or clause of one (。;!?, a line break) in `[lowest, start)`; `lowest` where
        none stands there."""
        stops = self.stops
        index = bisect_left(stops, start) - 1
        return stops[index] + 1 if index >= 0 and stops[index] >= lowest else lowest

    def block_at(self, offset: int) -> Block | None:
        """The block that holds an offset of the clean text; null for noise and text of no plan."""
        blocks = self.layout.blocks
        index = bisect_right(self.starts, offset) - 1
        return blocks[index] if index >= 0 and offset < blocks[index].end else None

    def place(
        self,
        kind: str,
        start: int,
        end: int,
        rule: str,
        *,
        cues: tuple[str, ...] = (),
        key: tuple[object, ...] = (),
    ) -> Place:
        """Common fields for a fact over `[start, end)` of the clean text. `key` sets facts over the same words apart
        (an actor, a value). Raises ValueError if the range lies in no block or holds only blanks."""
        block = self.block_at(start)
        spans = self.layout.spans(start, end)
        if block is None or not spans:
            raise ValueError(f"no words of a plan at {start}:{end}")
        return self._place(kind, block.document, block.section, spans, rule, cues, key)

    def title(self, document: Document) -> tuple[int, int]:
        """The range of a plan's title in the clean text; empty where it has none, repeats an earlier plan, or its title
        stands in a block and is read there."""
        span = document.title_span
        if span is None or document.duplicate_of:
            return (0, 0)
        start, end = self.layout.clean.find(span.start), self.layout.clean.find(span.end)
        return (0, 0) if self.block_at(start) is not None else (start, end)

    def place_in_title(
        self, kind: str, document: Document, start: int, end: int, rule: str, cues: tuple[str, ...]
    ) -> Place | None:
        """Common fields for a fact in a plan's title, which stands in no block; null where the range holds only blanks."""
        spans = self.layout.clean.spans(start, end)
        return self._place(kind, document.id, None, spans, rule, cues, ()) if spans else None

    def _place(
        self,
        kind: str,
        document: str,
        section: str | None,
        spans: tuple[Span, ...],
        rule: str,
        cues: tuple[str, ...],
        key: tuple[object, ...],
    ) -> Place:
        return {
            "id": content_id("f", document, kind, *[f"({span.start}, {span.end})" for span in spans], *key),
            "document": document,
            "section": section,
            "spans": spans,
            "page": self.layout.source.page_at(spans[0].start),
            "rule": rule,
            "cues": cues,
        }
