"""Which of several parties in a row answers for which of its items, where both are told in the same order (合唱比赛;体质测试 beside
艺术组 体育组)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.asking.cells import cells_of
from pipeline.asking.question import Question
from pipeline.asking.refined import with_answer
from pipeline.asking.words import Term
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat

_ITEMS = re.compile(r"[；;]\s*|\s{2,}(?=[0-9]{1,2}[.．、])")
_PARTIES = re.compile(r"[、；;，,]\s*|\s+")
_SEVERAL = 2


def of_the_item(asked: Question, terms: Sequence[Term], rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, first that party of the first one's row which stands at the place of the item asked about."""
    cells = cells_of(rows[0].text) if rows and asked.kind == "who" else []
    needed = [term for term in terms if not term.generic]
    if len(cells) < _SEVERAL or not needed:
        return list(rows)
    for cell in cells:
        items = [item for item in _ITEMS.split(cell) if item.strip()]
        at = [n for n, item in enumerate(items) if all(any(f in flat(item) for f in t.forms) for t in needed)]
        if len(items) < _SEVERAL or len(at) != 1:
            continue
        parties = _parties(cells, cell, len(items), rows[0].answer)
        if parties:
            first = with_answer(rows[0], parties[at[0]])
            return [first, *(row for row in rows if flat(row.answer) != flat(first.answer))]
    return list(rows)


def _parties(cells: Sequence[str], items: str, count: int, answer: str) -> list[str]:
    """The parties of a row, as many as its items: the cell, or the last cells, that the answer stands in."""
    for cell in cells:
        parties = [party for party in _PARTIES.split(cell.strip()) if party]
        if cell is not items and len(parties) == count and flat(answer) in [flat(party) for party in parties]:
            return parties
    last = list(cells[-count:])
    return last if flat(answer) in [flat(cell) for cell in last] and items not in last else []
