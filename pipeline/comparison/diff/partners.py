"""Which plans are likely to be the same plan of another year: titles that differ in nothing but their times."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.lexicon.wording import pattern
from pipeline.store import StoredDocument
from pipeline.store.bare_words import bare_words
from pipeline.store.searchtext import normalised

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LEAST = 4


def partners(plans: Iterable[StoredDocument]) -> list[tuple[StoredDocument, StoredDocument]]:
    """Pairs of plans that follow one another, the earlier first, in the order of the plans."""
    groups: dict[tuple[str, str], list[StoredDocument]] = defaultdict(list)
    for one in plans:
        if len(name := stem(one.document.title)) >= _LEAST:
            groups[(one.document.issuer or "", name)].append(one)
    found: list[tuple[StoredDocument, StoredDocument]] = []
    for some in groups.values():
        ordered = sorted(some, key=lambda one: (_when(one), one.path, one.key))
        found += [(left, right) for left, right in pairwise(ordered) if _when(left) != _when(right)]
    return found


def partners_of(plan: StoredDocument, plans: Sequence[StoredDocument]) -> list[StoredDocument]:
    """The other plans whose title differs in nothing but its times."""
    name = stem(plan.document.title)
    same = (one for one in plans if one.key != plan.key and stem(one.document.title) == name)
    return sorted(same, key=lambda one: (one.document.issuer != plan.document.issuer, _when(one), one.path, one.key))


def stem(title: str) -> str:
    """A title without what tells its time.

    >>> stem("青溪小学2024—2025学年第一学期安全工作计划") == stem("青溪小学二〇二三年秋季安全工作计划")
    True
    """
    return bare_words(pattern("comparison", "title_times").sub("", normalised(title)))


def _when(one: StoredDocument) -> str:
    years = _YEAR.findall(one.document.title)
    return min(years) if years else (one.document.issued or "")
