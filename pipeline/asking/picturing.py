"""Where on its page a fact stands, and the page as a picture: what `cetu show --image` and the workbench draw."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec

from pipeline.model.errors import ReadError, UsageError
from pipeline.reading import Frame, draw_page, page_view
from pipeline.store import reading
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact


class FactPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page a fact stands on: of `pages`, all it runs over, the first. Size and frames are in points from the upper
    left corner of the page as it is seen; a fact over several lines or cells has several frames."""

    fact: str
    path: str
    page: int
    pages: tuple[int, ...]
    width: float
    height: float
    frames: tuple[Frame, ...]


def fact_page(kb: KnowledgeBase, fact_id: str, folder: Path | None = None) -> FactPage:
    """Page and frames of a fact. `folder`: where the files lie (else that of the last run).

    Raises UsageError where there is no such fact, ReadError (Chinese) where its file is no PDF, gone or changed.
    """
    return _place(kb, *_file(kb, fact_id, folder))


def fact_picture(
    kb: KnowledgeBase, fact_id: str, folder: Path | None = None, *, scale: float = 2.0
) -> tuple[FactPage, bytes]:
    """The same, and the page as PNG with the fact's words framed; `scale` dots a point. Raises as `fact_page`."""
    stored, data = _file(kb, fact_id, folder)
    place = _place(kb, stored, data)
    return place, draw_page(data, place.page, place.frames, scale=scale)


def _place(kb: KnowledgeBase, stored: StoredFact, data: bytes) -> FactPage:
    view = page_view(data, reading.source_text(kb.db, stored.document_key), stored.fact.spans)
    return FactPage(
        fact=stored.fact.id,
        path=stored.path,
        page=view.page,
        pages=view.pages,
        width=view.width,
        height=view.height,
        frames=view.frames,
    )


def _file(kb: KnowledgeBase, fact_id: str, folder: Path | None) -> tuple[StoredFact, bytes]:
    stored = kb.fact(fact_id)
    if stored is None:
        raise UsageError(f"知识库中没有这个事实：{fact_id}")
    if stored.fact.page is None:
        raise ReadError(f"{stored.path} 没有页面可画：只有 PDF 的事实带有页和位置")
    known = kb.file(stored.path)
    return stored, file_content(kb, stored.path, known.sha256 if known else None, folder)


def file_content(kb: KnowledgeBase, path: str, digest: str | None, folder: Path | None = None) -> bytes:
    """The content of a file of the knowledge base, the very one its facts came from. Raises ReadError (Chinese)."""
    place = folder / path if folder is not None else kb.whereabouts(path)
    if place is None:
        raise ReadError(f"不知道原文件 {path} 在哪个文件夹；请用 --folder 指出")
    try:
        data = place.read_bytes()
    except (OSError, ValueError):
        raise ReadError(f"找不到原文件 {place}；文件可能已移走，请用 --folder 指出所在文件夹") from None
    if digest is not None and sha256(data).hexdigest() != digest:
        raise ReadError(f"原文件 {place} 在处理之后已改动，位置可能不符；请重新运行 cetu run 再试")
    return data
