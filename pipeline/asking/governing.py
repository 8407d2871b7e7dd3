"""The time that governs a passage which tells none itself: in the line that leads its list (六月份:), in the heading above it, in the
cells that several rows of a table share (第二周, 3月8日-3月14日)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.asking.cells import cells_of
from pipeline.asking.rows import shown
from pipeline.expressions import times
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded

# The line that leads a list stands at most so many lines above an item, a shared cell so many rows.
_FARTHEST = 12
_MOST_ROWS = 40
_LONGEST_LABEL = 10
_UNITS = frozenset("年月日号周期季")


def governing_time(kb: KnowledgeBase, hit: Hit) -> str:
    """The words of the time; empty where there is none."""
    if hit.kind == "row":
        return _shared(kb, hit)
    return next((told for above in _places(kb, hit) if (told := leading_time(above))), "")


def leading_time(line: str) -> str:
    """The time in a line that says hardly more than it; empty for others and for what comes back."""
    if _UNITS.isdisjoint(line):
        return ""
    found = next(iter(times(folded(line))), None)
    if found is None or found.freq or len(flat(line)) > len(flat(found.text)) + _LONGEST_LABEL:
        return ""
    return found.text


def _places(kb: KnowledgeBase, hit: Hit) -> Iterator[str]:
    """The lines that may hold the time: that which leads the list, else the innermost heading. An item that was taken for a heading,
    or that stands below one (实践活动:参观丝绸博物馆), has its line somewhere before it."""
    if hit.kind != "heading":
        row = kb.db.execute("SELECT lead FROM passages WHERE key = ?", (hit.key,)).fetchone()
        yield (row["lead"] or "").split("\n")[0]
        yield (hit.section or "").rsplit(" > ", 1)[-1]
    rows = kb.db.execute(
        "SELECT p.text, p.kind, p.section, s.parent FROM passages p LEFT JOIN sections s ON s.key = ? "
        "WHERE p.document = ? AND p.start < ? AND p.kind <> 'row' ORDER BY p.start DESC LIMIT ?",
        (hit.section_key, hit.document_key, hit.spans[0].start, _FARTHEST),
    )
    for row in rows:
        if (
            row["kind"] == "heading"
            and hit.kind != "heading"
            and row["section"] not in (hit.section_key, row["parent"])
        ):
            return
        if flat(row["text"]).endswith(":") and (
            hit.kind == "heading" or row["section"] in (row["parent"], hit.section_key)
        ):
            yield row["text"]
            return


def _shared(kb: KnowledgeBase, hit: Hit) -> str:
    """The times in the cells that a row shares with rows above it; these stand in the first of them only."""
    cells = len(cells_of(hit.text))
    rows = kb.db.execute(
        "SELECT text FROM passages WHERE document = ? AND key < ? AND key >= ? AND kind = 'row' ORDER BY key DESC",
        (hit.document_key, hit.key, hit.key - _MOST_ROWS),
    )
    for row in rows:
        above = cells_of(row["text"])
        if len(above) > cells:
            shared = [shown(cell) for cell in above[: len(above) - cells]]
            return " ".join(cell for cell in shared if any(not one.freq for one in times(folded(cell))))
    return ""
