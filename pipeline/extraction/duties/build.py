"""From candidates to facts: the actor's name as the source writes it, each duty once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from pipeline.extraction.duties.imperatives import imperative
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
        if item.rule in _RUNNING and (around := _holds_seat(item, seats)):
            kept = _beside_seats(scene, item, around)
            if kept is None:
                continue
            item = kept
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


def _holds_seat(item: Candidate, seats: list[int]) -> list[int]:
    """Where a sentence names who sits in a group: a roster is no duty."""
    return seats[bisect_left(seats, item.start) : bisect_left(seats, item.end)]


def _beside_seats(scene: Scene, item: Candidate, seats: list[int]) -> Candidate | None:
    """What a sentence charges its actor with behind or beside the seats it fills (组长由甲兼任,办公室负责日常事务;
    学校成立以甲为组长的领导小组,开展…); null where it only fills seats."""
    text = scene.text
    if item.actor is None:
        return None
    if seats[-1] < item.actor[0]:
        comma = max(text.rfind(mark, seats[-1], item.actor[0]) for mark in ",;。:")
        return msgspec.structs.replace(item, start=comma + 1) if comma > 0 else None
    comma = text.find(",", seats[-1], item.end)
    if item.rule == "subject" and 0 < comma < item.end - 1 and imperative(scene, comma + 1, item.end):
        return item
    return None


def actor_name(scene: Scene, start: int, end: int) -> str:
    """An actor's name as written in the source, without blanks and outer quotes."""
    layout = scene.board.layout
    name = "".join(words_at(layout.source.text, layout.spans(start, end)).split())
    while len(name) > 2 and name[0] in "“‘(（《、,，" and (name[0] not in "“(（《" or not _holds_closing(name)):
        name = name[1:]
    return name.rstrip("、,，等") if name.endswith(("、等", "等")) and len(name) > 3 else name


def _holds_closing(name: str) -> bool:
    return any(mark in name for mark in "”)）》")
