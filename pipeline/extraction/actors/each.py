"""Parties that no row knows: 各 and a name right before a modal word (各专业群要…)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extraction.actors.rows import actor_lexicon
from pipeline.lexicon import wording
from pipeline.model.mention import ActorMention


def each_unknown(text: str, start: int, end: int, known: Sequence[ActorMention], first: int) -> list[ActorMention]:
    """Such parties of a stretch, where none of the `known` mentions from `first` on stands."""
    found: list[ActorMention] = []
    at = text.find("各", start, end)
    while at >= 0:
        if (match := wording.pattern("actor", "each_unknown").match(text, at, end)) and not _known(
            known, first, at, match.end()
        ):
            name, row = match[1], actor_lexicon().each
            if row is not None and _party(name, row.not_whole):
                found.append(
                    ActorMention(start=at, end=match.end(), text=match[0], kind=row.kind, rule=row.id, weak=row.weak)
                )
        at = text.find("各", at + 1, end)
    return found


def _known(known: Sequence[ActorMention], first: int, start: int, end: int) -> bool:
    index = bisect_left(known, start, lo=first, key=lambda mention: mention.end)
    return index < len(known) and known[index].start < end


def no_part_of_name(name: str) -> bool:
    """Whether a name holds a particle that none does."""
    return not wording.signs("actor", "no_part_of_name").isdisjoint(name)


def _party(name: str, things: tuple[str, ...]) -> bool:
    """Whether a name can be a party: no particle or verb in it, and no thing at its beginning or end."""
    lexicon = actor_lexicon()
    if no_part_of_name(name) or name.startswith(things) or name.endswith(things):
        return False
    return not any(lexicon.is_verb(name[at : at + 2]) for at in range(len(name) - 1))
