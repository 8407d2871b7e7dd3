"""How well two facts of one kind fit as the same statement in two plans: 0 (no) to 1; the same in both directions."""

from __future__ import annotations

from pipeline.comparison.similarity import likeness, measure_name
from pipeline.comparison.stages import stages_in
from pipeline.comparison.units import measure
from pipeline.model.result import Deadline, Duty, Evidence, Fact, Indicator, Membership, Problem, Target
from pipeline.store import StoredFact
from pipeline.store.searchtext import normalised

# Below these two statements are not one.
_LEAST = {
    "indicator": 0.62,
    "duty": 0.5,
    "target": 0.5,
    "membership": 0.5,
    "deadline": 0.6,
    "evidence": 0.5,
    "problem": 0.5,
}


def fits(kind: str, score: float) -> bool:
    """Whether a score is enough for this kind of fact."""
    return score >= _LEAST[kind]


def score(left: StoredFact, right: StoredFact) -> float:
    """How well two stored facts of one kind fit."""
    mine, other = left.fact, right.fact
    if isinstance(mine, Indicator) and isinstance(other, Indicator):
        return _indicators(left, mine, right, other)
    if isinstance(mine, Duty) and isinstance(other, Duty):
        return _duties(left, mine, right, other)
    if isinstance(mine, Membership) and isinstance(other, Membership):
        return _seats(mine, other)
    if isinstance(mine, Deadline) and isinstance(other, Deadline):
        return _blend(likeness(left.text, right.text), left, right)
    if isinstance(mine, Target | Evidence | Problem):
        return _blend(likeness(left.words, right.words), left, right)
    return 0.0


def alike_sections(left: StoredFact, right: StoredFact) -> float:
    """How alike the headings are that two facts stand under."""
    if not left.section or not right.section:
        return 1.0 if left.section == right.section else 0.0
    return likeness(_last(left.section), _last(right.section))


def same_party(left: str | None, right: str | None) -> bool:
    """Whether two names mean one party as far as the words tell."""
    mine, other = normalised(left or ""), normalised(right or "")
    return bool(mine and other) and (mine == other or mine.endswith(other) or other.endswith(mine))


def _blend(words: float, left: StoredFact, right: StoredFact) -> float:
    return 0.85 * words + 0.15 * alike_sections(left, right) if words >= 0.4 else 0.0


def _indicators(left: StoredFact, mine: Indicator, right: StoredFact, other: Indicator) -> float:
    ours, theirs = measure(mine.unit or ""), measure(other.unit or "")
    same_unit = ours.kind == theirs.kind and (ours.kind is not None or ours.head == theirs.head)
    if not same_unit or mine.status != other.status or _stages_apart(mine, other):
        return 0.0
    name = likeness(measure_name(mine.name), measure_name(other.name))
    if name < 0.5:
        return 0.0
    return 0.7 * name + 0.15 * likeness(left.text, right.text) + 0.15 * alike_sections(left, right)


def _stages_apart(mine: Indicator, other: Indicator) -> bool:
    """Whether two quantities are told of different school stages, or of different grades or groups."""
    ours, theirs = (stages_in("、".join((*fact.scope, fact.name))) for fact in (mine, other))
    if ours and theirs and not set(ours) & set(theirs):
        return True
    return bool(mine.scope and other.scope) and not set(mine.scope) & set(other.scope)


def _duties(left: StoredFact, mine: Duty, right: StoredFact, other: Duty) -> float:
    words = likeness(left.words, right.words)
    if words < 0.4 or (mine.modality == "must_not") != (other.modality == "must_not"):
        return 0.0
    party = 1.0 if same_party(mine.actor, other.actor) else 0.0
    return 0.7 * words + 0.15 * party + 0.15 * alike_sections(left, right)


def _seats(mine: Membership, other: Membership) -> float:
    group = likeness(mine.group or "", other.group or "") if mine.group or other.group else 1.0
    person = normalised(mine.person) == normalised(other.person)
    position = mine.position == other.position
    post = bool(mine.post) and mine.post == other.post
    if group < 0.4 or not (person or position):
        return 0.0
    return 0.45 * person + 0.25 * group + 0.2 * position + 0.1 * post


def may_change_hands(mine: Fact, other: Fact, alone: bool) -> bool:
    """Whether two seats with different persons may be one that changed hands: the only one of its kind in the group, or
    one that goes with the same post. Other facts may always be paired."""
    if not isinstance(mine, Membership) or not isinstance(other, Membership):
        return True
    if normalised(mine.person) == normalised(other.person):
        return True
    return alone or (bool(mine.post) and mine.post == other.post)


def _last(path: str) -> str:
    return path.rsplit(" > ", 1)[-1]
