"""Plans held against a list, plan by plan, each worked out once for a state of the base and kept small."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import msgspec

from pipeline.comparison.matrix import Matrix, MatrixRow, matrix_of
from pipeline.store import KnowledgeBase, StoredDocument
from pipeline.store.extractions import stored_extraction
from pipeline.store.kept_up import of_contents
from pipeline.store.keys import content_of
from pipeline.web.own_lists import NamedList

_COLUMN = msgspec.msgpack.Decoder(Matrix)
_LEVEL = 1


def column(kb: KnowledgeBase, chosen: NamedList, plan: StoredDocument) -> Matrix:
    """One plan against a list. What it takes (tens of milliseconds) is spent
    again only after the plan was read anew or somebody said something of it."""

    def make() -> bytes:
        pair = (stored_extraction(kb, plan.document.id)[0], plan.document)
        return zlib.compress(msgspec.msgpack.encode(matrix_of([pair], chosen.standard)), _LEVEL)

    return _COLUMN.decode(
        zlib.decompress(of_contents(kb, ("compare", chosen.key, str(plan.key)), (content_of(plan.key),), make))
    )


def joined(chosen: NamedList, columns: Sequence[Matrix]) -> Matrix:
    """Columns side by side."""
    rows = tuple(
        MatrixRow(
            row=row.id, name=row.name, group=row.group, level=row.level,
            cells=tuple(one.rows[place].cells[0] for one in columns),
        )
        for place, row in enumerate(chosen.standard.rows)
    )  # fmt: skip
    return Matrix(
        standard=chosen.standard.id,
        title=chosen.standard.title,
        plans=tuple(one.plans[0] for one in columns),
        rows=rows,
    )
