"""Which office a post is the head of: 教务主任 answers for the 教务处. The knowledge is in `lexicons/office_heads.yaml`."""

from __future__ import annotations

from functools import lru_cache

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.store.names import actor_names
from pipeline.store.searchtext import normalised

_DEPUTIES = ("副", "助理")


class HeadRow(Entry, frozen=True, kw_only=True):
    """Posts that end in `ending` head the office whose name has one of `offices` in its place."""

    ending: str
    offices: tuple[str, ...]
    not_stems: tuple[str, ...] = ()


def offices_of(post: str) -> tuple[str, ...]:
    """The names under which the office that a post heads may stand; () for a post that heads none.

    >>> offices_of("教务处主任")[0]
    '教务处'
    """
    return _offices_of(normalised(post), lexicon_folders())


@lru_cache(maxsize=1024)
def _offices_of(post: str, _folders: object) -> tuple[str, ...]:
    names = actor_names()
    found: list[str] = []
    for row in load("office_heads", HeadRow):
        stem = post.removesuffix(row.ending)
        if stem == post or stem in row.not_stems or stem.endswith(_DEPUTIES):
            continue
        found.extend(names.canonical(stem + office) for office in row.offices if stem + office)
    return tuple(dict.fromkeys(name for name in found if len(name) > 1))
