"""A plan for reading: a slice of its text in blocks with its facts marked, and the heading tree around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import msgspec

from pipeline.asking.leafing import Heading, Leaves, Slice, leaves
from pipeline.asking.marking import Marked, Marks, Run
from pipeline.asking.paragraphs import BlockKind, Known, Stretch, stretches
from pipeline.model.errors import UsageError
from pipeline.model.result import Document
from pipeline.model.span import Span
from pipeline.store import reading
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredDocument

_PDF = "application/pdf"
_LABEL = 24
# A tree longer than this shows its upper levels alone, and below them what stands in the slice shown.
_MOST_HEADINGS = 150


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph, heading (with its `level` and the id of its `section`), row of a table (a cell each), page break (with
    the number of the `page` that begins) or noise. `goes_on`: it is the rest of a paragraph begun on the page before."""

    kind: BlockKind
    cells: tuple[tuple[Run, ...], ...] = ()
    level: int = 0
    section: str | None = None
    goes_on: bool = False
    page: int | None = None


class TreeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A heading in the tree; `part` the slice it stands in."""

    id: str
    title: str
    level: int
    part: int


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    """A slice of a plan. `facts` counts the plan's facts by type; `more_headings`: how many the tree leaves out."""

    stored: StoredDocument
    media_type: str
    pages: int | None
    part: int
    parts: int
    blocks: tuple[Block, ...]
    tree: tuple[TreeLine, ...]
    more_headings: int
    facts: dict[str, int]


def document_by_id(kb: KnowledgeBase, id: str) -> StoredDocument:
    """A plan by its id. Raises UsageError (Chinese) where there is none."""
    row = kb.db.execute("SELECT key FROM documents WHERE id = ? ORDER BY key LIMIT 1", (id,)).fetchone()
    if row is None:
        raise UsageError(f"知识库中没有这份方案：{id}")
    return next(iter(reading.documents(kb.db, (row["key"],))))


def document_view(
    kb: KnowledgeBase, id: str, *, part: int | None = None, kinds: Collection[str] = (), aim: str | None = None
) -> DocumentView:
    """Slice `part` (from 1) of a plan; without it the one where the fact `aim` begins, else the first. Facts of `kinds` are
    marked (empty: of every kind), and `aim` always. Raises UsageError (Chinese) for a plan that is not there."""
    stored = document_by_id(kb, id)
    known = leaves(kb, stored.key)
    place = _start(kb, stored.key, aim) if aim else None
    wanted = part or (known.part_at(place) if place is not None else 1)
    number = max(1, min(wanted, len(known.slices)))
    row = kb.db.execute(
        "SELECT media_type, pages, text FROM contents WHERE key = ?", (content_of(stored.key),)
    ).fetchone()
    shown = known.slices[number - 1] if known.slices else Slice(0, 0)
    counts = kb.db.execute("SELECT type, count(*) FROM facts WHERE document = ? GROUP BY 1", (stored.key,)).fetchall()
    tree, left_out = _tree(known, number)
    return DocumentView(
        stored=stored,
        media_type=row["media_type"],
        pages=row["pages"],
        part=number,
        parts=max(1, len(known.slices)),
        blocks=tuple(_blocks(kb, stored, known, shown, row["text"], row["pages"], row["media_type"], kinds, aim)),
        tree=tree,
        more_headings=left_out,
        facts={str(kind): int(count) for kind, count in counts},
    )


def _start(kb: KnowledgeBase, document: int, fact: str) -> int | None:
    row = kb.db.execute("SELECT start FROM facts WHERE id = ? AND document = ?", (fact, document)).fetchone()
    return int(row[0]) if row else None


def _blocks(
    kb: KnowledgeBase,
    stored: StoredDocument,
    known: Leaves,
    shown: Slice,
    text: str,
    pages: int | None,
    media_type: str,
    kinds: Collection[str],
    aim: str | None,
) -> Iterator[Block]:
    levels = {one.id: one.level for one in known.headings}
    page = text.count("\f", 0, shown.start) + 1 if pages else None
    found = stretches(
        text, shown.start, shown.end, _known(kb, stored, shown), soft=media_type == _PDF, page=page
    )  # fmt: skip
    marks = Marks(list(_marked(kb, stored.key, shown, kinds, aim)), aim)
    for one in found:
        yield _block(one, text, marks, levels)


def _block(one: Stretch, text: str, marks: Marks, levels: dict[str, int]) -> Block:
    return Block(
        kind=one.kind,
        cells=tuple(marks.runs(text, cell) for cell in one.cells),
        level=levels.get(one.section or "", 0),
        section=one.section,
        goes_on=one.goes_on,
        page=one.page,
    )


def _known(kb: KnowledgeBase, stored: StoredDocument, shown: Slice) -> list[Known]:
    """The sentences, headings and rows of a slice, and the title."""
    rows = kb.db.execute(
        "SELECT p.start, p.end, p.kind, p.spans, s.id AS section FROM passages p LEFT JOIN sections s ON s.key = p.section "
        "WHERE p.document = ? AND p.kind != 'joined' AND p.start < ? AND p.end > ? ORDER BY p.start, p.key",
        (stored.key, shown.end, shown.start),
    )
    found = [Known(reading.spans_of(row), row["kind"], row["section"]) for row in rows]
    plan: Document = stored.document
    return [Known((plan.title_span,), "title"), *found] if plan.title_span else found


def _marked(
    kb: KnowledgeBase, document: int, shown: Slice, kinds: Collection[str], aim: str | None
) -> Iterator[Marked]:
    rows = kb.db.execute(
        "SELECT f.id, f.type, coalesce(f.actor, f.person, f.name, f.words) AS label, s.start, s.end "
        "FROM facts f JOIN spans s ON s.fact = f.key WHERE f.document = ? AND f.start < ? AND f.end > ? "
        "ORDER BY f.key, s.place",
        (document, shown.end, shown.start),
    )
    spans: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
    for row in rows:
        if not kinds or row["type"] in kinds or row["id"] == aim:
            spans[row["id"], row["type"], row["label"]].append(Span(row["start"], row["end"]))
    for (id, type, label), places in spans.items():
        yield Marked(id=id, type=type, spans=tuple(places), label=" ".join(label.split())[:_LABEL])


def _tree(known: Leaves, part: int) -> tuple[tuple[TreeLine, ...], int]:
    """The heading tree; of a long one the upper levels and what stands in the slice shown."""
    lines = [_tree_line(one, known.part_at(one.start)) for one in known.headings]
    if len(lines) <= _MOST_HEADINGS:
        return tuple(lines), 0
    room = _MOST_HEADINGS // 2
    here = [one for one in lines if one.part == part][:room]
    kept = {one.id for one in here}
    for level in sorted({one.level for one in lines}):
        upper = {one.id for one in lines if one.level == level} - kept
        if len(kept) + len(upper) > _MOST_HEADINGS:
            break
        kept |= upper
    if len(kept) == len(here):  # even the uppermost are too many: those around the slice
        at = next((number for number, one in enumerate(lines) if one.part >= part), 0)
        kept |= {one.id for one in lines[max(0, at - room) : at + room]}
    return tuple(one for one in lines if one.id in kept), len(lines) - len(kept)


def _tree_line(one: Heading, part: int) -> TreeLine:
    title = f"{one.number}　{one.title}" if one.number else one.title
    return TreeLine(id=one.id, title=title[:80], level=one.level, part=part)
