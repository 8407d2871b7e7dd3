"""Build the layout of a source."""

from __future__ import annotations

import re

from pipeline.model.ids import content_id
from pipeline.model.layout import Block, BlockKind, Layout
from pipeline.model.result import Document, Section
from pipeline.model.source import Source
from pipeline.model.span import OffsetText, Span
from pipeline.structure.cleaning import CleanText, Paragraph, clean
from pipeline.structure.numbering import Cue, cue_at
from pipeline.structure.outline import Node, build_tree
from pipeline.structure.titles import Title, looks_like_heading, title_of

_TITLE = re.compile(
    ".{2,60}(?:方案|规划|计划|责任书|办法|细则|制度|要点|意见|通知|条例|规定|报告|预案|清单|章程|纲要)$"
)


def build_layout(source: Source) -> Layout:
    """Cut a source into plans, headings and blocks."""
    cleaned = clean(source)
    text = cleaned.text.text
    if not text:
        return Layout(source=source, clean=cleaned.text, documents=(), sections=(), blocks=())
    document = _document(source, cleaned)
    cues: list[Cue | None] = [cue_at(text, p.start, p.end) if p.table is None else None for p in cleaned.paragraphs]
    nodes = build_tree([cue for cue in cues if cue is not None])
    sections, blocks = _walk(source, cleaned, document, cues, nodes)
    return Layout(source=source, clean=cleaned.text, documents=(document,), sections=sections, blocks=blocks)


def _document(source: Source, cleaned: CleanText) -> Document:
    spans = cleaned.text.spans(0, len(cleaned.text.text))
    span = Span(spans[0].start, spans[-1].end)
    title, title_span = "", None
    for paragraph in cleaned.paragraphs[:8]:
        words = cleaned.text.text[paragraph.start : paragraph.end]
        if _TITLE.fullmatch(words):
            title, title_span = words, _span(cleaned.text, paragraph.start, paragraph.end)
            break
    return Document(id=content_id("d", source.sha256, span.start), title=title, title_span=title_span, span=span)


def _span(text: OffsetText, start: int, end: int) -> Span:
    spans = text.spans(start, end)
    return Span(spans[0].start, spans[-1].end)


def _walk(
    source: Source, cleaned: CleanText, document: Document, cues: list[Cue | None], nodes: list[Node]
) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    sections: list[Section] = []
    blocks: list[Block] = []
    by_node: dict[int, Section] = {}
    text = cleaned.text.text
    place = -1
    current: Section | None = None
    for index, (paragraph, cue) in enumerate(zip(cleaned.paragraphs, cues, strict=True)):
        if cue is None:
            if document.title_span is None or not document.title_span.contains(
                _span(cleaned.text, paragraph.start, paragraph.end)
            ):
                blocks.append(_block("paragraph", document, current, paragraph.start, paragraph.end))
            continue
        place += 1
        parent = _section_above(nodes, place, by_node)
        title = title_of(text, cue, paragraph.end)
        if looks_like_heading(text, title, body_below=_below(cleaned.paragraphs, cues, index)):
            current = _section(source, cleaned.text, document, cue, title, parent)
            by_node[place] = current
            sections.append(current)
            blocks.append(_block("heading", document, current, title.start, title.end, cue, current.level))
            if not title.alone:
                blocks.append(_block("paragraph", document, current, title.body, title.stop))
        elif cue.end < paragraph.end:
            current = parent
            depth = nodes[place].depth
            blocks.append(_block("item", document, current, cue.end, paragraph.end, cue, depth))
    return tuple(sections), tuple(blocks)


def _below(paragraphs: tuple[Paragraph, ...], cues: list[Cue | None], index: int) -> bool:
    if index + 1 >= len(paragraphs):
        return False
    cue, following = cues[index], cues[index + 1]
    return following is None or (cue is not None and following.kind.id != cue.kind.id and following.value == 1)


def _section_above(nodes: list[Node], place: int, by_node: dict[int, Section]) -> Section | None:
    above = nodes[place].parent
    while above is not None:
        if above in by_node:
            return by_node[above]
        above = nodes[above].parent
    return None


def _section(
    source: Source, clean_text: OffsetText, document: Document, cue: Cue, title: Title, parent: Section | None
) -> Section:
    span = _span(clean_text, cue.start, title.end)
    return Section(
        id=content_id("s", document.id, span.start, span.end),
        document=document.id,
        number=cue.number,
        title=clean_text.text[title.start : title.end],
        level=parent.level + 1 if parent else 1,
        parent=parent.id if parent else None,
        span=span,
        page=source.page_at(span.start),
    )


def _block(
    kind: BlockKind,
    document: Document,
    section: Section | None,
    start: int,
    end: int,
    cue: Cue | None = None,
    depth: int = 0,
) -> Block:
    return Block(
        kind=kind,
        document=document.id,
        section=section.id if section else None,
        start=start,
        end=end,
        number=cue.number if cue else None,
        depth=depth,
    )
