"""One group under several names inside one paper: the only group there that a shorter name can mean.

The knowledge is in `lexicons/group_names.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load


class GroupWordRow(Entry, frozen=True, kw_only=True):
    """Words that names of groups are made of; see group_names.yaml."""

    kind: Literal["same", "part", "filler"]
    words: tuple[str, ...]


class Cut(msgspec.Struct, frozen=True):
    """A group's name taken apart: what it is for, and what sort of group it is."""

    matter: str
    sort: str


def cut(name: str) -> Cut | None:
    """What a group is for, without words that say nothing; null for what is no group, or a part of one (…办公室).

    >>> cut("学校防汛工作领导小组")
    Cut(matter='防汛', sort='group.same.leading')
    """
    return _cut(name, lexicon_folders())


def same_group(name: str, groups: Iterable[str], title: str = "", named: Iterable[str] = ()) -> str | None:
    """The one of the groups of a paper that another name means; `named` are groups that it speaks of without a roster.

    What the one is for must lie in what the other is for: 防控 in 疫情防控. Where the name says more than the group's own
    (疫情防控 for 防控), the paper's title must say the rest, else it may be another group. Two that fit are none.
    """
    own = cut(name)
    if own is None:
        return None
    fitting = [other for other in dict.fromkeys(groups) if other != name and _fits(own, cut(other), title)]
    if len(fitting) != 1 or not own.matter:
        return fitting[0] if len(fitting) == 1 else None
    # 近视防控领导小组 beside 疫情防控领导小组 leaves open whom 防控领导小组 means.
    found = cut(fitting[0])
    cuts = (cut(other) for other in named)
    rivals = [c for c in cuts if c and c.matter not in (own.matter, found and found.matter) and _fits(own, c, title)]
    return None if any(len(rival.matter) > len(own.matter) for rival in rivals) else fitting[0]


def _fits(own: Cut, other: Cut | None, title: str) -> bool:
    if other is None or other.sort != own.sort:
        return False
    if not own.matter or other.matter.endswith(own.matter) or other.matter.startswith(own.matter):
        return True
    if not other.matter or not own.matter.endswith(other.matter):
        return False
    return own.matter.removesuffix(other.matter) in title


@lru_cache(maxsize=1024)
def _cut(name: str, _folders: object) -> Cut | None:
    rows = load("group_names", GroupWordRow)
    if name.endswith(tuple(word for row in rows if row.kind == "part" for word in row.words)):
        return None
    found = max(
        ((len(word), row.id, word) for row in rows if row.kind == "same" for word in row.words if name.endswith(word)),
        default=None,
    )
    if found is None:
        return None
    matter = name.removesuffix(found[2])
    for word in (word for row in rows if row.kind == "filler" for word in row.words):
        matter = matter.removeprefix(word).removesuffix(word)
    return Cut(matter, found[1])
