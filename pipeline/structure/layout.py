"""Build the layout of a source."""

from __future__ import annotations

from pathlib import PurePath

from pipeline.model.ids import content_id
from pipeline.model.layout import Block, Layout
from pipeline.model.result import Document, Section
from pipeline.model.source import Source
from pipeline.structure.cleaning import CleanText, clean
from pipeline.structure.cues import labelled
from pipeline.structure.documents import Part, parts_of
from pipeline.structure.headings import covering_span, read_body, source_words
from pipeline.structure.roles import roles_of


def build_layout(source: Source) -> Layout:
    """Cut a source into plans, headings and blocks."""
    cleaned = clean(source)
    roles = roles_of(cleaned)
    titled = frozenset(index for index, paragraph in enumerate(cleaned.paragraphs) if paragraph.mark == 1)
    parts, outside = parts_of(cleaned, roles, titled)
    documents: list[Document] = []
    sections: list[Section] = []
    blocks: list[Block] = []
    for part in parts:
        document = _document(source, cleaned, part)
        documents.append(document)
        inside = [
            index
            for index in range(part.first, part.last)
            if not outside[index] and not part.title <= index < part.body
        ]
        entries = labelled(cleaned.text.text, [cleaned.paragraphs[i] for i in inside], [roles[i] for i in inside])
        body = read_body(source, cleaned.text, document, entries, [roles[i].signs for i in inside])
        sections.extend(body.sections)
        blocks.extend(body.blocks)
    return Layout(
        source=source,
        clean=cleaned.text,
        documents=tuple(documents),
        sections=tuple(sections),
        blocks=tuple(blocks),
    )


def _document(source: Source, cleaned: CleanText, part: Part) -> Document:
    paragraphs = cleaned.paragraphs
    span = covering_span(cleaned.text, paragraphs[part.first].start, paragraphs[part.last - 1].end)
    title, title_span = PurePath(source.path).stem.strip("-"), None
    if part.body > part.title:
        start, end = paragraphs[part.title].start, paragraphs[part.body - 1].end
        title, title_span = source_words(source, cleaned.text, start, end), covering_span(cleaned.text, start, end)
    return Document(id=content_id("d", source.sha256, span.start), title=title, title_span=title_span, span=span)
