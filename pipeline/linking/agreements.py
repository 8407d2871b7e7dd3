"""Which party a label of an agreement stands for: 甲方:某县教育局, 某中学(以下简称乙方)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pipeline.lexicon import wording
from pipeline.model.layout import Layout
from pipeline.model.result import Duty, Fact

# An agreement names its parties at its head, and where they sign.
_REACH = 2000
_AREA = "agreement"


def with_parties(layout: Layout, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Facts, each duty of a labelled party with the party's name where its plan gives one."""
    labels = {*wording.words(_AREA, "label"), *wording.words(_AREA, "all_labels")}
    asked = {fact.document for fact in facts if isinstance(fact, Duty) and fact.actor in labels}
    if not asked:
        return facts
    known = {one.id: _stood_for(layout, one.span.start, one.span.end) for one in layout.documents if one.id in asked}
    return tuple(
        msgspec.structs.replace(fact, party=name)
        if isinstance(fact, Duty) and fact.actor and (name := known.get(fact.document, {}).get(fact.actor))
        else fact
        for fact in facts
    )


def parties_of(words: str) -> dict[str, str]:
    """The name of each labelled party that some words (folded) tell, by label; the first that is told.

    >>> parties_of("甲方:青禾县教育局\\n乙方(盖章):柳溪小学")
    {'甲方': '青禾县教育局', '乙方': '柳溪小学'}
    """
    told = [(found.start(), found[2], found[1]) for found in wording.pattern(_AREA, "called").finditer(words)]
    behind = wording.pattern(_AREA, "named_behind").finditer(words)
    told += [(found.start(), found[1], found[2]) for found in behind]
    known: dict[str, str] = {}
    for _, sign, name in sorted(told):
        if not wording.pattern(_AREA, "no_party").search(name):
            known.setdefault(f"{sign}方", " ".join(name.split()))
    return known


def _stood_for(layout: Layout, start: int, end: int) -> Mapping[str, str]:
    """What each label stands for in the plan at a span of the source."""
    first, last = layout.clean.find(start), layout.clean.find(end - 1) + 1
    words = layout.clean.text[first:last]
    known = parties_of(words if len(words) <= 2 * _REACH else f"{words[:_REACH]}\n{words[-_REACH:]}")
    together = "、".join(known[label] for label in wording.words(_AREA, "label") if label in known)
    return known | {label: together for label in wording.words(_AREA, "all_labels") if len(known) > 1}
