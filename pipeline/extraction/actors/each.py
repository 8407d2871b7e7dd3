"""Parties that no row knows: 各 and a name right before a modal word (各专业群要…)."""

from __future__ import annotations

import re
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


def each_listed(text: str, start: int, end: int, known: Sequence[ActorMention], first: int) -> list[ActorMention]:
    """Parties that no row knows in a list behind 各 right before a modal word (各股室、中心要…): those beside parties that
    are known, and units named by their sign alone."""
    found: list[ActorMention] = []
    at = text.find("各", start, end)
    while at >= 0:
        match = wording.pattern("actor", "each_listed").match(text, at, end) if text.find("、", at, end) >= 0 else None
        found += _listed(match, known, first) if match else ()
        at = text.find("各", match.end() if match else at + 1, end)
    return found


def _listed(match: re.Match[str], known: Sequence[ActorMention], first: int) -> list[ActorMention]:
    """The unknown members of a list; none where one of them can be no party, or nothing tells that they are parties."""
    row, units = actor_lexicon().each, wording.words("actor", "short_unit")
    found: list[ActorMention] = []
    sure, start = False, match.start()
    for member in match[0].split("、"):
        stop = start + len(member)
        if _known(known, first, start, stop):
            sure = True
        elif row is not None and (
            member.removeprefix("各") in units or (len(member) > 1 and _party(member, row.not_whole))
        ):
            found.append(ActorMention(start=start, end=stop, text=member, kind=row.kind, rule=row.id, weak=row.weak))
        else:
            return []
        start = stop + 1
    return found if sure or all(mention.text.removeprefix("各") in units for mention in found) else []


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
