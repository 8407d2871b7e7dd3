"""Build the layout of a source."""

from __future__ import annotations

import re
from pathlib import PurePath

import msgspec

from pipeline.lexicon import lexicons_pinned
from pipeline.model.ids import content_id
from pipeline.model.layout import Block, Layout
from pipeline.model.result import Document, Section
from pipeline.model.source import Source
from pipeline.structure.cleaning import CleanText, clean
from pipeline.structure.contents import contents_lines
from pipeline.structure.copies import Copies, Fingerprint
from pipeline.structure.cues import labelled
from pipeline.structure.documents import parts_of
from pipeline.structure.headings import covering_span, read_body, source_words
from pipeline.structure.metadata import metadata_of
from pipeline.structure.parts import Part
from pipeline.structure.roles import Role, bare_title, roles_of
from pipeline.structure.rows import Rows, rows_of
from pipeline.structure.styles import styled
from pipeline.structure.title_lines import annex_mark, without_opening_annex

_BETWEEN_HAN = re.compile("(?<=[\u4e00-\u9fff])\\s+(?=[\u4e00-\u9fff])")


def build_layout(source: Source) -> Layout:
    """Cut a source into plans, headings and blocks.

    Spans of sections and documents lie in the source text; blocks lie in `Layout.clean`. Boilerplate, tables of contents
    and plans that repeat an earlier one have no blocks. Any text gives a layout, the same one each time.
    """
    with lexicons_pinned():
        return _Builder(source).build()


class _Builder:
    """Gathers the parts of one layout."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._cleaned: CleanText = clean(source)
        self._roles: list[Role] = without_opening_annex(roles_of(self._cleaned))
        self._rows: Rows = rows_of(self._cleaned)
        self._levels = styled(source, self._cleaned)
        self._sections: list[Section] = []
        self._blocks: list[Block] = []
        self._labels: set[str] = set()

    def build(self) -> Layout:
        """The layout."""
        titled = frozenset(index for index, level in self._levels.items() if not level and not self._roles[index].cue)
        parts, outside = parts_of(self._cleaned, self._roles, titled)
        documents: list[Document] = []
        copies: Copies[Document] = Copies()
        for part in parts:
            document = self._document(part, outside)
            if len(parts) == 1:
                self._fill(part, document, outside)
                documents.append(document)
                break
            mark = Fingerprint([self._words(index) for index in range(part.body, part.last) if not outside[index]])
            first = copies.first(mark)
            if first is None or _of_others(document, first):
                near = first or copies.nearest(mark)
                document = msgspec.structs.replace(document, similar_to=near.id if near else None)
                copies.add(mark, document)
                self._fill(part, document, outside)
            else:
                document = msgspec.structs.replace(document, duplicate_of=first.id)
            documents.append(document)
        return Layout(
            source=self._source,
            clean=self._cleaned.text,
            documents=tuple(documents),
            sections=tuple(self._sections),
            blocks=tuple(self._blocks),
            labels=frozenset(self._labels),
        )

    def _fill(self, part: Part, document: Document, outside: list[bool]) -> None:
        """Sections and blocks of a plan."""
        if part.container is not None:
            self._container(part.container, document)
        contents = contents_lines(self._cleaned, self._roles, part.body, part.last)
        inside = [
            index
            for index in range(part.first, part.last)
            if not outside[index]
            and index not in contents
            and index not in (part.container, part.lead)
            and not part.title <= index < part.body
        ]
        paragraphs = [self._cleaned.paragraphs[index] for index in inside]
        entries = labelled(
            self._cleaned.text.text,
            paragraphs,
            [self._roles[index] for index in inside],
            [self._levels.get(index) for index in inside],
        )
        body = read_body(self._source, self._cleaned.text, document, entries, self._rows)
        self._sections.extend(body.sections)
        self._blocks.extend(body.blocks)
        self._labels.update(body.labels)

    def _container(self, index: int, document: Document) -> None:
        """The section of a 第一篇 line that holds whole plans: level 0, above all headings."""
        cue, paragraph = self._roles[index].cue, self._cleaned.paragraphs[index]
        if cue is None:
            return
        span = covering_span(self._cleaned.text, paragraph.start, paragraph.end)
        section = Section(
            id=content_id("s", document.id, span.start, span.end),
            document=document.id,
            number=cue.number,
            title=source_words(self._source, self._cleaned.text, cue.end, paragraph.end),
            level=0,
            parent=None,
            span=span,
            page=self._source.page_at(span.start),
        )
        self._sections.append(section)
        start = cue.end if cue.end < paragraph.end else paragraph.start
        self._blocks.append(
            Block(
                kind="heading",
                document=document.id,
                section=section.id,
                start=start,
                end=paragraph.end,
                number=cue.number,
            )
        )

    def _document(self, part: Part, outside: list[bool]) -> Document:
        text, paragraphs = self._cleaned.text, self._cleaned.paragraphs
        span = covering_span(text, paragraphs[part.first].start, paragraphs[part.last - 1].end)
        title, title_span, folded = PurePath(self._source.path).stem.strip("-"), None, ""
        if part.body > part.title:
            cue = self._roles[part.title].cue
            start = cue.end if cue and part.title == part.container else paragraphs[part.title].start
            end = paragraphs[part.body - 1].end
            start += annex_mark(text.text[start:end])
            if text.text[start] == "【" and text.text.find("】", start, end) == end - 1:
                start, end = start + 1, end - 1
            title_span = covering_span(text, start, end)
            title = "".join(
                source_words(self._source, text, max(start, piece.start), min(end, piece.end))
                for piece in paragraphs[part.title : part.body]
            )
            folded = bare_title(_BETWEEN_HAN.sub("", text.text[start:end].replace("\n", "")))
        known = metadata_of(self._cleaned, self._roles, part, outside, folded)
        return Document(
            id=content_id("d", self._source.sha256, span.start),
            title=title,
            title_span=title_span,
            span=span,
            issuer=known.issuer,
            issued=known.issued,
            number=known.number,
            kind=known.kind,
            level=known.level,
            school_types=known.school_types,
        )

    def _words(self, index: int) -> str:
        paragraph = self._cleaned.paragraphs[index]
        return self._cleaned.text.text[paragraph.start : paragraph.end]


def _of_others(document: Document, other: Document) -> bool:
    """Whether two plans of the same words are those of two bodies: each is then a plan of its own."""
    one, two = ("".join((issuer or "").split()) for issuer in (document.issuer, other.issuer))
    return bool(one and two) and one not in two and two not in one
