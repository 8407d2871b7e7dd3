"""Who: tasks that nobody is named for, parties that are nobody in particular, one task with two leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.auditing.findings import Finding, finding
from pipeline.auditing.lexicons import first_word, words
from pipeline.auditing.view import View, last
from pipeline.model.result import Duty
from pipeline.store import StoredFact
from pipeline.store.bare_words import bare_words
from pipeline.store.names import actor_names
from pipeline.store.searchtext import normalised
from pipeline.store.unowned import NO_OWNER, ownerless

_SHORTEST_TASK = 8


def ownerless_tasks(view: View) -> Iterator[Finding | None]:
    """Sections of tasks in which no party is named, section by section."""
    owned = {one.section for one, _ in view.duties if one.section}
    for path, found in ownerless(view.plan.sentences, view.section_of, owned).items():
        places = [view.plan.place_of_sentence(one) for one in found]
        why = f"“{last(path)}”下有 {len(found)} 项任务，没有写明由谁负责"
        yield finding(NO_OWNER, places, why, lower=0 if view.duties else 1, section=path)


def loose_owners(view: View) -> Iterator[Finding | None]:
    """Duties of 有关部门 and the like."""
    for role, lower in (("loose_owner", 0), ("each_owner", 1)):
        loose = set(words(role))  # type: ignore[arg-type]
        found = [one for one, duty in view.duties if duty.actor in loose and duty.modality in ("must", "should")]
        if found:
            names = list(dict.fromkeys(str(_duty(one).actor) for one in found))
            why = f"{len(found)} 项任务只写由“{'、'.join(names)}”负责"
            yield finding("owner-vague", map(view.place, found), why, words=names, lower=lower)


def two_leads(view: View) -> Iterator[Finding | None]:
    """One task with two leading parties: in one sentence, or said twice; and tasks of several parties none of which leads."""
    by_words: dict[tuple[int, str], list[StoredFact]] = defaultdict(list)
    for one, duty in view.duties:
        if duty.part == "lead" and duty.modality in ("must", "should"):
            by_words[(one.passage, normalised(one.words))].append(one)
    shared: list[StoredFact] = []
    for found in by_words.values():
        told = [one for one in found if first_word("leading", "".join(one.fact.cues))]
        yield _leads(view, told, "同一项任务")
        if not told and len(_parties(view, found)) > 1:
            shared.append(found[0])
    if shared:
        why = f"{len(shared)} 项任务并列几个责任单位，没有写明谁牵头"
        yield finding("two-leads", map(view.place, shared), why, lower=2)
    yield from _said_twice(view, by_words.values())


def _said_twice(view: View, groups: Iterable[list[StoredFact]]) -> Iterator[Finding | None]:
    """Tasks that stand in two places under two leads."""
    again: dict[str, list[StoredFact]] = defaultdict(list)
    for found in groups:
        if len(bare_words(found[0].words)) >= _SHORTEST_TASK and len(_parties(view, found)) == 1:
            again[normalised(found[0].words)].append(found[0])
    for found in again.values():
        if len({one.passage for one in found}) > 1:
            yield _leads(view, found, "同一项任务在两处", lower=1)


def _parties(view: View, found: Iterable[StoredFact]) -> dict[str, str]:
    """Leading parties, each once whatever its name; a person who answers for a party is no second one."""
    roles: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for one in found:
        actor = _duty(one).actor or ""
        roles[one.fact.cues].setdefault(actor_names().canonical(actor, view.document.issuer), actor)
    return max(roles.values(), key=len, default={})


def _leads(view: View, found: list[StoredFact], head: str, *, lower: int = 0) -> Finding | None:
    names = _parties(view, found)
    if len(names) < 2:
        return None
    why = f"{head}有 {len(names)} 个牵头：{'、'.join(names.values())}"
    return finding("two-leads", map(view.place, found), why, words=names.values(), lower=lower)


def _duty(stored: StoredFact) -> Duty:
    assert isinstance(stored.fact, Duty)
    return stored.fact
