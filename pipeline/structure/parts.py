"""Plans of a file as ranges of its paragraphs."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A plan: paragraphs `[first, last)`; its title is the paragraphs `[title, body)` (none if they are equal), before
    which its covering notice or letterhead stands. `container` is the index of its 第一篇 line, `lead` that of its 附件1 line."""

    first: int
    title: int
    body: int
    last: int
    container: int | None = None
    lead: int | None = None


class Start(msgspec.Struct, frozen=True, gc=False):
    title: int
    body: int
    container: int | None = None
    lead: int | None = None

    @property
    def begin(self) -> int:
        """The first paragraph: the 第一篇 line, or the 附件1 line above the title."""
        if self.container is not None:
            return self.container
        return self.title if self.lead is None else self.lead
