"""What kind of party a name is that stands where only a party can stand (a tag, a table cell, a heading)."""

from __future__ import annotations

from pipeline.extraction.actors.rows import ActorRow, actor_lexicon


def kind_of(name: str) -> ActorRow | None:
    """The lexicon row of a name's last words; null where no row fits.

    >>> kind_of("县财政局").kind
    'org'
    >>> kind_of("学校布局") is None
    True
    """
    if not name:
        return None
    head = actor_lexicon().head_at(name, 0, len(name), 0)
    return head.row if head and (not head.tail or len(name) > len(head.text)) else None
