"""Many plans against one list: a matrix of plans and rows, and for each plan what it lacks and where that would belong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

import msgspec

from pipeline.comparison.compare import compare
from pipeline.comparison.gaps import Gap, gaps_of
from pipeline.comparison.loading import standard as standard_of
from pipeline.comparison.rows import Standard
from pipeline.comparison.wordings import Wordings
from pipeline.model.errors import UsageError
from pipeline.model.result import Document, Extraction
from pipeline.model.rows import ComparisonRow, Verdict
from pipeline.model.span import Span
from pipeline.store import KnowledgeBase
from pipeline.store.choosing import choose_documents
from pipeline.store.extractions import stored_extraction

# Of several verdicts in one cell the first of these stands for all.
VERDICT_ORDER: tuple[Verdict, ...] = ("below", "meets", "stricter", "mentioned", "not_comparable", "missing")


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What one plan says of one row: the verdict that stands for all of its statements, and the statements."""

    verdict: Verdict
    rows: tuple[ComparisonRow, ...]


class MatrixRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list with a cell for each plan."""

    row: str
    name: str
    group: str
    level: str
    cells: tuple[Cell, ...]


class MatrixPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan of the matrix: a column. `counts` tells how many cells of it have which verdict."""

    document: Document
    path: str
    counts: dict[str, int]
    gaps: tuple[Gap, ...]

    @property
    def title(self) -> str:
        """The plan's title, or its file's name."""
        return self.document.title or self.path


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """Plans held against a list: columns are plans, rows those of the list, both in order."""

    standard: str
    title: str
    plans: tuple[MatrixPlan, ...]
    rows: tuple[MatrixRow, ...]

    def findings(self) -> list[ComparisonRow]:
        """All comparison rows, plan by plan in the order of the list."""
        return [one for place in range(len(self.plans)) for row in self.rows for one in row.cells[place].rows]

    def counts(self) -> dict[str, int]:
        """How many cells of the whole matrix have which verdict."""
        total: Counter[str] = Counter()
        for plan in self.plans:
            total.update(plan.counts)
        return {verdict: total[verdict] for verdict in VERDICT_ORDER if total[verdict]}


def matrix(
    kb: KnowledgeBase,
    documents: Sequence[str] = (),
    standard: Standard | str = "QB17",
    *,
    level: str | None = None,
) -> Matrix:
    """Stored plans (ids, titles, paths or folders; none: all, or all of a `level` such as 学校) against a list.

    Raises UsageError (Chinese) where a name means nothing or no plan is left.
    """
    chosen = choose_documents(kb, documents, level=level)
    if not chosen:
        raise UsageError(f"知识库中没有层级为“{level}”的方案" if level else "知识库中没有方案")
    pairs = [(stored_extraction(kb, one.document.id)[0], one.document) for one in chosen]
    return matrix_of(pairs, standard)


def matrix_of(plans: Iterable[tuple[Extraction, Document | None]], standard: Standard | str) -> Matrix:
    """Plans, each with the extraction of its file, against a list. Null stands for all plans of the file taken together."""
    chosen = standard_of(standard) if isinstance(standard, str) else standard
    wordings = Wordings(chosen)
    columns: list[MatrixPlan] = []
    cells: list[dict[str, Cell]] = []
    for extraction, document in plans:
        rows = compare(extraction, chosen, document=document.id if document is not None else None, wordings=wordings)
        gaps = gaps_of(extraction, document, chosen, rows) if document is not None else ()
        found = _cells(_with_gaps(rows, gaps))
        counts = Counter(cell.verdict for cell in found.values())
        columns.append(
            MatrixPlan(
                document=document or _whole(extraction),
                path=extraction.source.path,
                counts={verdict: counts[verdict] for verdict in VERDICT_ORDER if counts[verdict]},
                gaps=gaps,
            )
        )
        cells.append(found)
    lines = tuple(
        MatrixRow(
            row=row.id, name=row.name, group=row.group, level=row.level, cells=tuple(found[row.id] for found in cells)
        )
        for row in chosen.rows
    )
    return Matrix(standard=chosen.id, title=chosen.title, plans=tuple(columns), rows=lines)


def _whole(extraction: Extraction) -> Document:
    """All plans of a file as one, under the file's name."""
    span = Span(0, extraction.source.chars)
    return Document(
        id=extraction.source.sha256[:12], title=PurePath(extraction.source.path).stem, title_span=None, span=span
    )


def _with_gaps(rows: Sequence[ComparisonRow], gaps: Sequence[Gap]) -> list[ComparisonRow]:
    """Rows, the missing ones with the reason where they would belong."""
    where = {gap.row: f"建议写在“{gap.section}”（{gap.why}）" if gap.section else gap.why for gap in gaps}
    return [
        msgspec.structs.replace(one, reason=where[one.row]) if one.verdict == "missing" and one.row in where else one
        for one in rows
    ]


def _cells(rows: Sequence[ComparisonRow]) -> dict[str, Cell]:
    by_row: dict[str, list[ComparisonRow]] = {}
    for one in rows:
        by_row.setdefault(one.row, []).append(one)
    return {
        key: Cell(verdict=min((one.verdict for one in found), key=VERDICT_ORDER.index), rows=tuple(found))
        for key, found in by_row.items()
    }
