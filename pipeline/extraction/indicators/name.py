"""A name of what is measured."""

from __future__ import annotations

import msgspec

# Kinds of units that count things, and units in which one amount is told by another.
COUNTED = frozenset({"count", "person", "prose", "age"})
RATES = frozenset({"%", "个百分点", "倍", "‰"})


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name, how it was found, and the scope cut out of it. `alone`: only a scope was named (初中41.14人); `subject`: what
    grew or fell, which a later value of the sentence may speak of (优秀率提高5个百分点,达到38%)."""

    text: str
    rule: str
    scope: tuple[str, ...] = ()
    alone: bool = False
    subject: str = ""
