"""What: targets that nothing can be held against, and numbers with neither date nor owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.auditing.findings import Finding, finding
from pipeline.auditing.lexicons import first_word, words
from pipeline.auditing.view import View, last
from pipeline.comparison.similarity import measure_name, pairs
from pipeline.comparison.units import measure
from pipeline.expressions import quantities, times
from pipeline.model.result import Indicator
from pipeline.model.span import fold
from pipeline.store import StoredFact
from pipeline.store.bare_words import bare_words
from pipeline.store.searchtext import normalised

_SHORTEST_GOAL = 6
# Of the character pairs of a measure's name so many must stand in a duty that takes it on.
_TAKEN_ON = 0.6
_LABEL = 14


def loose_targets(view: View) -> Iterator[Finding | None]:
    """Targets without number or checkable state, section by section; those with words of degree apart."""
    vague: dict[str, list[StoredFact]] = defaultdict(list)
    bare: dict[str, list[StoredFact]] = defaultdict(list)
    said: dict[str, list[str]] = defaultdict(list)
    for one, target in view.targets:
        if target.indicators or one.passage in view.row_passages or len(bare_words(one.words)) < _SHORTEST_GOAL:
            continue
        if quantities(one.words) or first_word("state", one.words) or _is_no_goal(one.words):
            continue
        word = first_word("degree", one.words)
        (vague if word else bare)[one.section or ""].append(one)
        if word:
            said[one.section or ""].append(word)
    for path, found in vague.items():
        told = list(dict.fromkeys(said[path]))
        why = f"{len(found)} 个目标没有数量，只有“{'、'.join(told[:6])}”"
        yield finding("target-vague", map(view.place, found), why, words=told, section=path or None)
    for path, found in bare.items():
        why = f"{len(found)} 个目标没有数量，也没有可以核对的状态"
        yield finding("target-no-number", map(view.place, found), why, section=path or None)


def _is_no_goal(text: str) -> bool:
    """Whether words are a table's caption or tell of principles under a label (指导思想:…)."""
    label = fold(text)[:_LABEL].partition(":")
    return normalised(text).endswith(words("caption")) or bool(
        label[1] and first_word("idle_section", label[0].replace("目标", ""))
    )


def undated_numbers(view: View) -> Iterator[Finding | None]:
    """Numbers wanted with no date: not their own, not their section's, not the plan's."""
    if view.span != (None, None):
        return
    by_section: dict[str, list[StoredFact]] = defaultdict(list)
    for one, target in view.targets:
        wanted = [view.known[name] for name in target.indicators if name in view.known]
        numbers = [fact for fact in wanted if isinstance(fact.fact, Indicator) and fact.fact.status == "target"]
        if not numbers or view.deadline(target) is not None or any(view.periods_above(one.section)):
            continue
        if view.is_goal_section(one.section) and one.passage not in view.row_passages and not _lead_dated(view, one):
            by_section[one.section or ""] += [fact for fact in numbers if not _goes_on(fact)]
    staged = any(view.period_of(last(one.path)) != (None, None) for one in view.plan.sections) or bool(
        first_word("years_long", view.document.title)
    )
    for path, found in by_section.items():
        names = list(dict.fromkeys(_name(one) for one in found))
        why = f"{len(found)} 个数量目标没有写明何时达到：{'、'.join(names[:6])}{'等' * (len(names) > 6)}"
        yield finding(
            "number-no-date", map(view.place, found), why, words=names[:6], section=path or None, lower=int(staged)
        )


def _goes_on(stored: StoredFact) -> bool:
    """Whether a quantity holds all the time (每天1小时) or is a sum of money: it is not reached on a day."""
    unit = measure(stored.fact.unit or "") if isinstance(stored.fact, Indicator) else None
    frequent = any(one.freq for one in times(stored.text, None))
    return frequent or (unit is not None and (unit.kind == "money" or unit.period is not None))


def _lead_dated(view: View, one: StoredFact) -> bool:
    """Whether a deadline stands in the target's section outside the target (到2025年，实现以下目标：)."""
    return any(
        other.section == one.section and other.fact.id not in view.linked and other.fact.spans[0] < one.fact.spans[0]
        for other, _ in view.deadlines
    )


def unowned_numbers(view: View) -> Iterator[Finding | None]:
    """Numbers among the targets that no duty of the plan takes on; only where the plan shares out duties at all."""
    tasks = [(one, duty) for one, duty in view.duties if duty.actor and not view.is_idle(one.section)]
    if not tasks:
        return
    texts = pairs("\n".join(f"{one.text}{one.section or ''}" for one, _ in tasks))
    owned = {name for _, duty in tasks for name in duty.indicators}
    wanted: dict[str, StoredFact] = {}
    for one, target in view.targets:
        if one.passage in view.row_passages or not view.is_goal_section(one.section):
            continue
        for name in target.indicators:
            stored = view.known.get(name)
            if stored is not None and isinstance(stored.fact, Indicator) and stored.fact.status == "target":
                wanted.setdefault(normalised(measure_name(stored.fact.name)), stored)
    found = {name: one for name, one in wanted.items() if one.fact.id not in owned and not _taken_on(name, texts)}
    if found:
        names = [_name(one) for one in found.values()]
        why = f"{len(found)} 个数量目标没有任务承接：{'、'.join(names[:6])}{'等' * (len(names) > 6)}"
        yield finding(
            "number-no-owner",
            map(view.place, found.values()),
            why,
            words=names[:6],
            lower=int(2 * len(found) > len(wanted)),
        )


def _taken_on(name: str, texts: Counter[str]) -> bool:
    """Whether the words that make a measure's name its own stand in the duties."""
    core = name
    for word in sorted(words("measure_tail"), key=len, reverse=True):
        core = core.replace(word, "")
    told = pairs(core)
    return len(core) < 2 or sum(pair in texts for pair in told) >= _TAKEN_ON * len(told)


def _name(stored: StoredFact) -> str:
    return stored.fact.name if isinstance(stored.fact, Indicator) else stored.words
