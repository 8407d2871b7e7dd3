"""From candidates to facts: the actor's name as the source writes it, each duty once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from pipeline.extraction.duties.scene import Candidate, Scene
from pipeline.model.result import Duty, Membership
from pipeline.model.span import words_at

_LONGEST = 1500
_RUNNING = frozenset(("subject", "agent", "bidden", "carried"))


def build(scene: Scene, candidates: Iterable[Candidate]) -> tuple[Duty, ...]:
    """The duties of some candidates in the order of the text; of equal ones the first counts."""
    found: dict[str, Duty] = {}
    clean = scene.board.layout.clean
    members = (fact for fact in scene.board.facts if isinstance(fact, Membership))
    seats = sorted(clean.find(fact.spans[0].start) for fact in members)
    for item in candidates:
        if item.rule in _RUNNING and _holds_seat(item, seats):
            continue
        if not 0 < item.end - item.start <= _LONGEST:
            continue
        board = scene.board
        actor = actor_name(scene, *item.actor) if item.actor else None
        place = board.place("duty", item.start, item.end, item.rule, cues=item.cues, key=(actor,))
        if place["id"] not in found:
            found[place["id"]] = Duty(
                **place, actor=actor, actor_kind=item.kind, modality=item.modality, part=item.part
            )
    return tuple(sorted(found.values(), key=lambda duty: (duty.spans[0].start, duty.spans[-1].end, duty.actor or "")))


def _holds_seat(item: Candidate, seats: list[int]) -> bool:
    """Whether a sentence lists who sits in a group: a roster is no duty."""
    index = bisect_left(seats, item.start)
    return index < len(seats) and seats[index] < item.end


def actor_name(scene: Scene, start: int, end: int) -> str:
    """An actor's name as written in the source, without blanks and outer quotes."""
    layout = scene.board.layout
    name = "".join(words_at(layout.source.text, layout.spans(start, end)).split())
    while len(name) > 2 and name[0] in "“‘(（《、,，" and (name[0] not in "“(（《" or not _holds_closing(name)):
        name = name[1:]
    return name.rstrip("、,，等") if name.endswith(("、等", "等")) and len(name) > 3 else name


def _holds_closing(name: str) -> bool:
    return any(mark in name for mark in "”)）》")
