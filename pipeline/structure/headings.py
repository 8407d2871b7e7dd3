"""The headings and blocks of one plan."""

from __future__ import annotations

import msgspec

from pipeline.lexicon import wording
from pipeline.model.ids import content_id
from pipeline.model.layout import Block, BlockKind
from pipeline.model.result import Document, Section
from pipeline.model.source import Source
from pipeline.model.span import OffsetText, Span, words_at
from pipeline.structure.cleaning import Paragraph
from pipeline.structure.cues import Labelled
from pipeline.structure.judging import Place, judge
from pipeline.structure.labels import is_label
from pipeline.structure.numbering import Cue
from pipeline.structure.outline import Node, build_tree
from pipeline.structure.rows import Rows, TableRow
from pipeline.structure.slogans import with_slogans
from pipeline.structure.titles import Title, title_of

# So many labels in one line show a text poured into it, as do fewer that headings of the outermost kinds bear.
_POURED_LABELS, _POURED_TITLES = 5, 2
_OUTERMOST = 50
_COLUMNS = 2  # so many tabs part the cells of a row


class Body(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the body of a plan holds."""

    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    labels: frozenset[str] = frozenset()


def covering_span(text: OffsetText, start: int, end: int) -> Span:
    """One source span from the first to the last character of a range of the clean text."""
    while start < end - 1 and text.text[start].isspace():
        start += 1
    while start < end - 1 and text.text[end - 1].isspace():
        end -= 1
    return Span(text.origin[start], text.origin[end - 1] + 1)


def source_words(source: Source, text: OffsetText, start: int, end: int) -> str:
    """The source words of a range, without line breaks; blanks set between single characters are taken out."""
    words = words_at(source.text, text.spans(start, end))
    pieces = words.split()
    if len(pieces) > 1 and all(len(piece) == 1 for piece in pieces):
        return "".join(pieces)
    return " ".join(pieces)


def read_body(source: Source, text: OffsetText, document: Document, labelled: list[Labelled], rows: Rows) -> Body:
    """Sections and blocks of the paragraphs of a plan; `rows` are the rows of the file's tables."""
    nodes = build_tree([cue for entry in labelled for cue in entry.cues])
    titles = [
        title_of(text.text, cue, stop, poured=poured)
        for entry in labelled
        if entry.cues
        for poured in (_is_poured(entry),)
        for cue, stop in zip(entry.cues, _stops(entry), strict=True)
    ]
    places = _places(text.text, labelled, nodes, _celled(source, text, titles))
    titles = with_slogans(text.text, nodes, titles, [place.text_below for place in places])
    verdicts = judge(text.text, nodes, titles, places)
    return _Writer(source, text, document, nodes, titles, verdicts, rows).write(labelled)


def _celled(source: Source, text: OffsetText, titles: list[Title]) -> list[bool]:
    """For each label whether tabs part what stands behind it on its line into cells."""
    if "\t" not in source.text:
        return [False] * len(titles)
    origin = text.origin
    return [
        title.stop > title.start and source.text.count("\t", origin[title.start], origin[title.stop - 1]) >= _COLUMNS
        for title in titles
    ]


def _is_poured(entry: Labelled) -> bool:
    if len(entry.cues) >= _POURED_LABELS:
        return True
    return len([cue for cue in entry.cues if cue.inline and cue.kind.rank == _OUTERMOST]) >= _POURED_TITLES


def _stops(entry: Labelled) -> list[int]:
    """Where the stretch of each label of a paragraph ends: at the next label or the end of the line."""
    return [cue.start for cue in entry.cues[1:]] + [entry.paragraph.end] if entry.cues else []


def _places(text: str, labelled: list[Labelled], nodes: list[Node], celled: list[bool]) -> list[Place]:
    """What stands below each label."""
    below = [False] * len(nodes)
    marked = [entry.marked and not place for entry in labelled for place in range(len(entry.cues))]
    last, sentence = -1, False
    for entry in labelled:
        if not entry.cues:
            annexes = text.startswith(wording.words("structure", "annexes"), entry.paragraph.start)
            if last >= 0 and not (entry.signs or annexes or (sentence and _is_tag(text, entry))):
                below[last] = True
            continue
        sentence = text[entry.paragraph.end - 1] == "。"
        if last >= 0 and text[entry.paragraph.start : entry.cues[0].start].strip():
            below[last] = True
        last += len(entry.cues)
    parents = {node.parent for node in nodes}
    return [
        Place(text_below=below[index], labels_below=index in parents, marked=marked[index], celled=celled[index])
        for index in range(len(nodes))
    ]


def _is_tag(text: str, entry: Labelled) -> bool:
    """Whether a line only tells who does the sentence above it, or by when (1.生产总值增长6%。/ 责任单位:…): no text below a
    title."""
    start, end = entry.paragraph.start, entry.paragraph.end
    return wording.pattern("structure", "task_tag").match(text, start, end) is not None


def _signature(labelled: list[Labelled]) -> int:
    """Where the signature at the end of a plan begins: it stands under no heading."""
    first = len(labelled)
    while first and labelled[first - 1].signs and not labelled[first - 1].cues:
        first -= 1
    return first


class _Writer:
    """Walks through the paragraphs of a plan and writes its sections and blocks."""

    def __init__(
        self,
        source: Source,
        text: OffsetText,
        document: Document,
        nodes: list[Node],
        titles: list[Title],
        verdicts: list[bool],
        rows: Rows,
    ) -> None:
        self._source, self._text, self._document = source, text, document
        self._nodes, self._titles, self._verdicts = nodes, titles, verdicts
        self._rows = rows
        self._sections: list[Section] = []
        self._blocks: list[Block] = []
        self._of_node: dict[int, Section] = {}
        self._current: Section | None = None
        self._labels: set[str] = set()

    def write(self, labelled: list[Labelled]) -> Body:
        """The body."""
        place = -1
        signature = _signature(labelled)
        for number, entry in enumerate(labelled):
            paragraph = entry.paragraph
            if number >= signature:
                self._current = None
            if paragraph.row is not None:
                self._row(paragraph)
                continue
            first = entry.cues[0].start if entry.cues else paragraph.end
            self._put("paragraph", paragraph.start, first)
            for cue in entry.cues:
                place += 1
                self._label(place, cue)
        return Body(sections=tuple(self._sections), blocks=tuple(self._blocks), labels=frozenset(self._labels))

    def _row(self, paragraph: Paragraph) -> None:
        assert paragraph.row is not None
        row = self._rows.get(paragraph.row, TableRow())
        self._blocks.append(
            Block(
                kind="row",
                document=self._document.id,
                section=self._current.id if self._current else None,
                start=paragraph.start,
                end=paragraph.end,
                cells=row.cells,
                header_row=row.header,
            )
        )

    def _label(self, place: int, cue: Cue) -> None:
        title, above = self._titles[place], self._above(place)
        if self._verdicts[place]:
            self._current = self._of_node[place] = self._section(cue, title, above)
            self._put("heading", title.start, title.end, cue.number or None, self._current.level)
            between = self._text.text[title.end : title.body].strip(" 。:;!?" + (")】]" if title.enclosed else ""))
            self._put("paragraph", title.end if between else title.body, title.stop)
        else:
            self._current = above
            depth = (above.level if above else 0) + 1 + self._items_above(place)
            self._put("item", cue.end, title.stop, cue.number, depth)

    def _above(self, place: int) -> Section | None:
        parent = self._nodes[place].parent
        while parent is not None:
            if parent in self._of_node:
                return self._of_node[parent]
            parent = self._nodes[parent].parent
        return None

    def _items_above(self, place: int) -> int:
        count, parent = 0, self._nodes[place].parent
        while parent is not None and parent not in self._of_node:
            count += 1
            parent = self._nodes[parent].parent
        return count

    def _section(self, cue: Cue, title: Title, above: Section | None) -> Section:
        span = covering_span(self._text, cue.start, title.end)
        section = Section(
            id=content_id("s", self._document.id, span.start, span.end),
            document=self._document.id,
            number=cue.number or None,
            title=source_words(self._source, self._text, title.start, title.end),
            level=above.level + 1 if above else 1,
            parent=above.id if above else None,
            span=span,
            page=self._source.page_at(span.start),
        )
        self._sections.append(section)
        # light marks (##) in plain text make no heading of a line without a number; styles of Word and letters of a page do
        if is_label(cue) or not (cue.number or self._source.hints):
            self._labels.add(section.id)
        return section

    def _put(self, kind: BlockKind, start: int, end: int, number: str | None = None, depth: int = 0) -> None:
        text = self._text.text
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            section = self._current.id if self._current else None
            self._blocks.append(
                Block(
                    kind=kind,
                    document=self._document.id,
                    section=section,
                    start=start,
                    end=end,
                    number=number,
                    depth=depth,
                )
            )
