"""What a plan lacks of a list, and under which of its headings it would belong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

import msgspec

from pipeline.comparison.lexicons import filler_words, topics
from pipeline.comparison.rows import Standard, StandardRow
from pipeline.comparison.similarity import likeness, pairs
from pipeline.model.result import Document, Extraction
from pipeline.model.rows import ComparisonRow
from pipeline.model.span import Span
from pipeline.store.rows import section_paths

# How much a pair of characters in a heading counts against one in the text below it.
_TITLE = 4.0
# What a stated row adds for the section it stands in, if it is as like as can be.
_NEIGHBOUR = 0.6
# What a heading on the row's matter adds.
_TOPIC = 0.3
_LEAST = 0.22
_NEVER = ("inter_school_cv", "national")
_BY_OTHERS = ("gate", "veto", "rule")


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A row a plan is silent on. `section` is the heading path it would belong under (null: none is near), `why` says why."""

    row: str
    name: str
    group: str
    section: str | None
    why: str


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    span: Span
    title: Counter[str]
    body: Counter[str]
    idle: bool


def gaps_of(
    extraction: Extraction, document: Document, standard: Standard, rows: Sequence[ComparisonRow]
) -> tuple[Gap, ...]:
    """Rows of the list that the plan does not speak of and could, in the order of the list."""
    missing = {one.row for one in rows if one.verdict == "missing"}
    own = [row for row in standard.rows if row.id in missing and _is_own(row, document)]
    if not own:
        return ()
    parts = _parts(extraction, document)
    weights = _weights(parts)
    stated = _neighbours(standard, rows, parts)
    return tuple(_gap(row, parts, weights, stated) for row in own)


def _is_own(row: StandardRow, document: Document) -> bool:
    """Whether the row is for plans of this level, and for a plan at all."""
    if row.level in _NEVER or row.kind in _BY_OTHERS:
        return False
    return row.level != "county" or document.level in ("县区", "市", "省")


def _parts(extraction: Extraction, document: Document) -> list[_Part]:
    """Sections with the text from each heading to the next one."""
    text = extraction.text if isinstance(extraction.text, str) else ""
    own = sorted((one for one in extraction.sections if one.document == document.id), key=lambda one: one.span)
    paths = section_paths(own)
    ends = [*(one.span.start for one in own[1:]), document.span.end]
    return [
        _Part(
            path=paths[one.id],
            span=Span(one.span.start, max(end, one.span.end)),
            title=pairs(one.title),
            body=Counter(pairs(text[one.span.start : max(end, one.span.end)])),
            idle=_is_idle(paths[one.id]),
        )
        for one, end in zip(own, ends, strict=False)
    ]


def _is_idle(path: str) -> bool:
    """Whether a heading, or one above it, tells what is and not what shall be; one that also tells targets does not."""
    words = filler_words("told_not_planned")
    return any(any(word in title for word in words) and "目标" not in title for title in path.split(" > "))


def _weights(parts: Sequence[_Part]) -> dict[str, float]:
    """How much a pair of characters tells: the fewer sections hold it, the more."""
    seen: Counter[str] = Counter(pair for part in parts for pair in part.body)
    return {pair: log((len(parts) + 1) / count) for pair, count in seen.items()}


def _neighbours(
    standard: Standard, rows: Sequence[ComparisonRow], parts: Sequence[_Part]
) -> list[tuple[int, StandardRow]]:
    """Rows of the list that the plan states, with the section each stands in."""
    known = {row.id: row for row in standard.rows}
    found: dict[tuple[int, str], StandardRow] = {}
    for one in rows:
        if not one.spans or one.verdict in ("missing", "not_comparable"):
            continue
        for place, part in enumerate(parts):
            if part.span.start <= one.spans[0].start < part.span.end:
                found[(place, one.row)] = known[one.row]
    return [(place, row) for (place, _), row in found.items()]


def _topic(row: StandardRow) -> str:
    return "\n".join((row.name, *row.aliases, *row.keywords))


def _gap(
    row: StandardRow, parts: Sequence[_Part], weights: dict[str, float], stated: Sequence[tuple[int, StandardRow]]
) -> Gap:
    topic = pairs(_topic(row))
    total = sum(weights.get(pair, log(len(parts) + 1)) for pair in topic) or 1.0
    titles = _titles(row)
    beside: dict[int, tuple[float, str]] = {}
    for place, other in stated:
        near = likeness(_topic(row), _topic(other)) * (1.0 if other.group == row.group else 0.6)
        beside[place] = max(beside.get(place, (0.0, "")), (near, other.name))
    scores = [
        (
            _fit(part, topic, weights, total)
            + _NEIGHBOUR * beside.get(index, (0.0, ""))[0]
            + _on_topic(part, titles, measured=row.measured),
            -index,
        )
        for index, part in enumerate(parts)
        if not part.idle
    ]
    best, place = max(scores, default=(0.0, 0))
    if best < _LEAST:
        return Gap(row=row.id, name=row.name, group=row.group, section=None, why="计划里没有相近的章节，可另设一条")
    near, name = beside.get(-place, (0.0, ""))
    why = f"相近的“{name}”写在这里" if _NEIGHBOUR * near > best / 2 else "这一节讲的内容最相近"
    return Gap(row=row.id, name=row.name, group=row.group, section=parts[-place].path, why=why)


def _titles(row: StandardRow) -> tuple[str, ...]:
    """Words of headings under which a row's matter is dealt with."""
    names = (row.name, "".join((*row.aliases, *row.keywords)))
    return next((one.titles for name in names for one in topics() if any(word in name for word in one.words)), ())


def _on_topic(part: _Part, titles: Sequence[str], *, measured: bool) -> float:
    """What a heading adds by its words: most its own, less those above it; targets are for every number."""
    own, _, above = part.path[::-1].partition(" > "[::-1])
    if any(word in own[::-1] for word in titles):
        return _TOPIC
    if any(word in above[::-1] for word in titles):
        return 0.6 * _TOPIC
    goals = next((one.titles for one in topics() if one.id == "goals"), ())
    return 0.8 * _TOPIC if measured and any(word in part.path for word in goals) else 0.0


def _fit(part: _Part, topic: Counter[str], weights: dict[str, float], total: float) -> float:
    told = sum(weights[pair] for pair in topic if pair in part.body)
    titled = sum(weights[pair] for pair in topic if pair in part.title and pair in weights)
    return (told + _TITLE * titled) / (total + _TITLE * total / 2)
