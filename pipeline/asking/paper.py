"""A page of a PDF as it looks on paper, with all the facts that stand on it framed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from pipeline.asking.document_view import document_by_id
from pipeline.asking.picturing import file_content
from pipeline.model.errors import ReadError, UsageError
from pipeline.model.span import Span
from pipeline.reading import Frame, draw_page, framed_page, page_size
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredDocument

_PDF = "application/pdf"
_LABEL = 60
_TOLD = (
    "CASE WHEN f.type = 'duty' AND f.actor IS NOT NULL THEN f.actor || '：' || f.words "
    "WHEN f.type = 'indicator' THEN f.name || ' ' || f.words "
    "WHEN f.type = 'membership' THEN f.person || '：' || coalesce(f.group_name, '') || f.position ELSE f.words END"
)
# A page as dense as this is no page for people; the rest is found in the text.
_MOST = 400


class FramedFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of a page: its few words and a frame for each line (or cell) they run over."""

    fact: str
    type: str
    words: str
    frames: tuple[Frame, ...]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the file a plan stands in: size in points. `scanned`: it was recognised from a picture; `framed` is false
    where its facts were not looked for on the page (then they have no frames)."""

    page: int
    pages: int
    width: float
    height: float
    scanned: bool
    framed: bool


class Paper(Sheet, frozen=True, kw_only=True):
    """A page with the facts on it."""

    document: StoredDocument
    facts: tuple[FramedFact, ...]


def has_pages(media_type: str, pages: int | None) -> bool:
    """Whether a file has pages that can be drawn."""
    return media_type == _PDF and bool(pages)


def paper(kb: KnowledgeBase, document: str, page: int, *, frame_scans: bool = True) -> Paper:
    """Page `page` (from 1) of the file of a plan (id). Without `frame_scans` facts of a scanned page get no frames: it would
    have to be recognised anew, which takes seconds.

    Raises UsageError for a plan or page that is not there, ReadError (Chinese) where the file is no PDF, gone or changed.
    """
    stored, pages, text = _file(kb, document, page)
    start, end = _range(text, page)
    found = list(_facts(kb, stored.key, start, end))
    data = file_content(kb, stored.path, stored.sha256)
    scanned = any(ocr for _, _, _, ocr, _ in found)
    if scanned and not frame_scans:
        width, height = page_size(data, page)
        frames: tuple[tuple[Frame, ...], ...] = ((),) * len(found)
    else:
        drawn = framed_page(data, text, [spans for _, _, _, _, spans in found], page)
        width, height, frames = drawn.width, drawn.height, drawn.frames
    return Paper(
        document=stored,
        page=page,
        pages=pages,
        width=width,
        height=height,
        scanned=scanned,
        framed=not scanned or frame_scans,
        facts=tuple(
            FramedFact(fact=id, type=type, words=words, frames=places)
            for (id, type, words, _, _), places in zip(found, frames, strict=True)
        ),
    )


def paper_picture(kb: KnowledgeBase, document: str, page: int, *, scale: float = 1.6) -> bytes:
    """The same page as PNG, nothing framed. Raises as `paper`."""
    stored, _, _ = _file(kb, document, page)
    return draw_page(file_content(kb, stored.path, stored.sha256), page, scale=scale)


def _file(kb: KnowledgeBase, document: str, page: int) -> tuple[StoredDocument, int, str]:
    stored = document_by_id(kb, document)
    row = kb.db.execute(
        "SELECT media_type, pages, text FROM contents WHERE key = ?", (content_of(stored.key),)
    ).fetchone()
    if not has_pages(row["media_type"], row["pages"]):
        raise ReadError(f"{stored.path} 没有页面可画：只有 PDF 带有页面")
    if not 1 <= page <= row["pages"]:
        raise UsageError(f"{stored.path} 没有第 {page} 页（共 {row['pages']} 页）")
    return stored, int(row["pages"]), str(row["text"])


def _range(text: str, page: int) -> tuple[int, int]:
    start = 0
    for _ in range(page - 1):
        start = text.find("\f", start) + 1
        if not start:
            raise UsageError(f"没有第 {page} 页")
    end = text.find("\f", start)
    return start, end if end >= 0 else len(text)


def _facts(
    kb: KnowledgeBase, document: int, start: int, end: int
) -> Iterator[tuple[str, str, str, bool, tuple[Span, ...]]]:
    """(id, type, words, from a picture, spans) of the facts on a stretch of the text, of all plans of the file."""
    content = content_of(document)
    rows = kb.db.execute(
        f"SELECT f.id, f.type, {_TOLD} AS words, f.record LIKE '%\"ocr\":true%' AS ocr, s.start, s.end FROM documents d "
        "JOIN facts f ON f.document = d.key JOIN spans s ON s.fact = f.key "
        "WHERE d.content = ? AND f.start < ? AND f.end > ? ORDER BY f.start, f.end DESC, f.key, s.place",
        (content, end, start),
    )
    spans: dict[tuple[str, str, str, bool], list[Span]] = defaultdict(list)
    for row in rows:
        words = " ".join(row["words"].split())[:_LABEL]
        spans[row["id"], row["type"], words, bool(row["ocr"])].append(Span(row["start"], row["end"]))
    for (id, type, words, ocr), places in list(spans.items())[:_MOST]:
        yield id, type, words, ocr, tuple(places)
