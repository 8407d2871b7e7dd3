"""A stored plan as the checks look at it: what is tied to what, which sections there are, when the plan is to run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pipeline.auditing.lexicons import first_word, skipped
from pipeline.comparison.plan_facts import PlanFacts, Sentence
from pipeline.expressions import times
from pipeline.lexicon.wording import pattern
from pipeline.model.result import Deadline, Duty, Evidence, Fact, Indicator, Membership, Problem, Target
from pipeline.model.rows import Place
from pipeline.store import StoredFact
from pipeline.store.dates import first_day, last_day
from pipeline.store.names import actor_names
from pipeline.store.searchtext import normalised
from pipeline.store.unowned import is_idle

Period = tuple[str | None, str | None]


def _without_frame(words: str) -> str:
    """Words without what may stand around a time that is all they tell."""
    return pattern("auditing", "around_time").sub("", normalised(words))


class View:
    """One plan, with look-ups that several checks share."""

    def __init__(self, plan: PlanFacts) -> None:
        self.plan = plan
        self.document = plan.document
        self.skip = skipped(plan.document)
        self.known = plan.by_id()
        self._paths = {one.id: one.path for one in plan.sections}
        self._keys = {one.key: one for one in plan.sections}

    @cached_property
    def duties(self) -> list[tuple[StoredFact, Duty]]:
        """The plan's duties."""
        return list(self.plan.of(Duty))

    @cached_property
    def targets(self) -> list[tuple[StoredFact, Target]]:
        """The plan's targets."""
        return list(self.plan.of(Target))

    @cached_property
    def indicators(self) -> list[tuple[StoredFact, Indicator]]:
        """The plan's quantities."""
        return list(self.plan.of(Indicator))

    @cached_property
    def members(self) -> list[tuple[StoredFact, Membership]]:
        """The plan's rosters."""
        return list(self.plan.of(Membership))

    @cached_property
    def evidence(self) -> list[tuple[StoredFact, Evidence]]:
        """The plan's records."""
        return list(self.plan.of(Evidence))

    @cached_property
    def problems(self) -> list[tuple[StoredFact, Problem]]:
        """The shortcomings the plan states."""
        return list(self.plan.of(Problem))

    @cached_property
    def deadlines(self) -> list[tuple[StoredFact, Deadline]]:
        """The plan's times."""
        return list(self.plan.of(Deadline))

    @cached_property
    def linked(self) -> frozenset[str]:
        """Ids of deadlines and quantities that some other fact names as its own."""
        return self.plan.linked()

    @cached_property
    def row_passages(self) -> frozenset[int]:
        """Keys of the passages that are rows of tables."""
        return frozenset(one.key for one in self.plan.sentences if one.kind == "row")

    def place(self, stored: StoredFact) -> Place:
        """Where a fact stands."""
        return self.plan.place(stored)

    def deadline(self, fact: Fact) -> tuple[StoredFact, Deadline] | None:
        """The deadline of a fact: its own, else that of one of its quantities."""
        found = self.plan.deadline_of(fact, self.known)
        if found is None and isinstance(fact, Duty | Target):
            near = (self.known.get(one) for one in fact.indicators)
            dated = (self.plan.deadline_of(one.fact, self.known) for one in near if one is not None)
            found = next((one for one in dated if one is not None), None)
        return (found, found.fact) if found is not None and isinstance(found.fact, Deadline) else None

    @cached_property
    def parties(self) -> frozenset[str]:
        """The names of all who have a duty, as they stand and as they are known."""
        actors = {normalised(duty.actor or "") for _, duty in self.duties}
        return frozenset(actors | {actor_names().canonical(actor, self.document.issuer) for actor in actors})

    @cached_property
    def span(self) -> Period:
        """From when to when the plan is to run, as its title says (2024年, 2022—2024年, 2024年秋季学期)."""
        return self.period_of(self.document.title)

    def period_of(self, words: str) -> Period:
        """The days between which a title says something runs; (None, None) where it says nothing."""
        anchor = self.document.issued
        found = [one for one in times(words, anchor) if one.kind in ("period", "by") and (one.from_date or one.to_date)]
        if not found:
            return None, None
        starts = [day for one in found if (day := first_day(one.from_date or one.to_date))]
        ends = [day for one in found if (day := last_day(one.to_date or one.from_date))]
        return (min(starts, default=None), max(ends, default=None))

    def periods_above(self, path: str | None) -> Iterator[tuple[str, Period]]:
        """Periods named in the headings of a path, the innermost first."""
        titles = (path or "").split(" > ")
        for depth in range(len(titles), 0, -1):
            period = self.period_of(titles[depth - 1]) if titles[depth - 1] else (None, None)
            period = self._stages.get(" > ".join(titles[:depth]), period)
            if period != (None, None):
                yield titles[depth - 1], period

    @cached_property
    def _stages(self) -> dict[str, Period]:
        """Periods that stand alone right behind a heading, by its path: (一)准备阶段(2024年3月至4月)."""
        found: dict[str, Period] = {}
        for one, fact in self.deadlines:
            alone = _without_frame(one.text) == _without_frame(one.words)
            if one.section and alone and fact.kind == "period" and not fact.freq and fact.id not in self.linked:
                found.setdefault(one.section, (first_day(fact.start), last_day(fact.end)))
        return found

    def section_of(self, sentence: Sentence) -> str | None:
        """The heading path of a sentence."""
        found = self._keys.get(sentence.section) if sentence.section is not None else None
        return found.path if found else None

    def is_idle(self, path: str | None) -> bool:
        """Whether a path's headings tell of aims, state or principles: no tasks are told there."""
        return is_idle(path)

    def is_goal_section(self, path: str | None) -> bool:
        """Whether a path's headings announce targets."""
        return "目标" in (path or "") or "指标" in (path or "")

    def is_standing(self, path: str | None) -> bool:
        """Whether a path's headings tell of standing duties."""
        return bool(path) and any(first_word("duty_section", title) for title in (path or "").split(" > "))


def last(path: str | None) -> str:
    """The innermost heading of a path."""
    return (path or "").rsplit(" > ", 1)[-1]
