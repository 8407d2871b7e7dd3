"""Which duties answer which shortcoming, in plans that put things right (整改)."""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec

from pipeline.linking.places import Places
from pipeline.linking.rules import LinkRules, link_rules
from pipeline.model.result import Duty, Problem

_LEAST_SHARED = 2
_LEAST_SHARE = 0.4
# a pair of characters that so many duties share says nothing
_COMMON = 40
_STOP = frozenset("的了和与及是在不有对未,、。;:()“” 0123456789")


class _Stated(msgspec.Struct, frozen=True, gc=False):
    """A problem or duty with its place."""

    start: int
    end: int
    block: int
    id: str


class MeasureFinder:
    """Ties problems to duties by row, by item, by number, by wording, in this order."""

    def __init__(self, places: Places, problems: list[Problem], duties: list[Duty]) -> None:
        self.places = places
        self.rules: LinkRules = link_rules()
        self.problems = self._stated(problems)
        self.duties = self._stated(duties)
        self.by_block: dict[int, list[_Stated]] = defaultdict(list)
        self.by_section: dict[str | None, list[_Stated]] = defaultdict(list)
        for duty in self.duties:
            self.by_block[duty.block].append(duty)
            self.by_section[self._section(duty)].append(duty)
        self.stating: dict[str | None, set[int]] = defaultdict(set)
        for problem in self.problems:
            self.stating[self._section(problem)].add(problem.block)

    def measures(self) -> dict[str, tuple[str, ...]]:
        """Duty ids by problem id, for the problems that some duty answers."""
        if not self.problems or not self.duties:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        unanswered: list[_Stated] = []
        for problem in self.problems:
            near = self._near(problem)
            if near:
                found[problem.id] = tuple(dict.fromkeys(near))
            else:
                unanswered.append(problem)
        found.update(self._by_number(unanswered) or self._by_words(unanswered))
        return found

    def _stated(self, facts: list[Problem] | list[Duty]) -> list[_Stated]:
        placed = []
        for fact in facts:
            start, end = self.places.range_of(fact)
            index = self.places.block_index(start)
            if index >= 0:
                placed.append(_Stated(start, end, index, fact.id))
        return sorted(placed, key=lambda item: (item.start, item.end, item.id))

    def _section(self, item: _Stated) -> str | None:
        return self.places.blocks[item.block].section

    def _near(self, problem: _Stated) -> list[str]:
        """Duties in the same row, behind it in the same item, or with it alone under one heading."""
        here = self.by_block.get(problem.block, [])
        if self.places.blocks[problem.block].cells:
            return [duty.id for duty in here]
        behind = [duty.id for duty in here if duty.start >= problem.end]
        section = self._section(problem)
        if behind or section is None or self.stating[section] != {problem.block}:
            return behind
        # 存在问题:… and 整改措施:… under one small heading
        return [duty.id for duty in self.by_section.get(section, []) if duty.start >= problem.end]

    def _by_number(self, problems: list[_Stated]) -> dict[str, tuple[str, ...]]:
        """The measures of a list whose items bear the same numbers as the list of problems."""
        numbered: dict[str | None, dict[str, list[_Stated]]] = defaultdict(lambda: defaultdict(list))
        for problem in problems:
            number = self.places.blocks[problem.block].number
            if number:
                numbered[self._section(problem)][number].append(problem)
        found: dict[str, tuple[str, ...]] = {}
        for section, items in numbered.items():
            answers = self._measure_items(section, set(items))
            for number, stated in items.items():
                for problem in stated:
                    if answers.get(number):
                        found[problem.id] = tuple(answers[number])
        return found

    def _measure_items(self, section: str | None, numbers: set[str]) -> dict[str, list[str]]:
        """Duties by item number in the section of measures whose items are numbered just as the problems are."""
        if len(numbers) < 2:
            return {}
        start = self.places.heading_at.get(section, 0)
        for other, index in self.places.heading_at.items():
            if index <= start or not self._is_measures(other):
                continue
            items: dict[str, list[str]] = defaultdict(list)
            seen: set[str] = set()
            for block in self.places.section_blocks(other):
                number = self.places.blocks[block].number
                if number and self.places.blocks[block].kind == "item":
                    seen.add(number)
                    items[number] += [duty.id for duty in self.by_block.get(block, [])]
            if seen == numbers:
                return items
        return {}

    def _by_words(self, problems: list[_Stated]) -> dict[str, tuple[str, ...]]:
        """The duty among the measures that shares most of a problem's words, if one shares enough and no other as much."""
        answers = [duty for duty in self.duties if self._is_measures(self._section(duty))]
        index: dict[str, list[int]] = defaultdict(list)
        for place, duty in enumerate(answers):
            for pair in self._pairs(duty):
                index[pair].append(place)
        found: dict[str, tuple[str, ...]] = {}
        for problem in problems:
            pairs = self._pairs(problem)
            shared = Counter(
                place for pair in pairs if len(index.get(pair, ())) <= _COMMON for place in index.get(pair, ())
            )
            best = shared.most_common()
            if not best or best[0][1] < max(_LEAST_SHARED, _LEAST_SHARE * len(pairs)):
                continue
            # one measure may be the duty of several parties: all of them answer
            top = {(answers[place].start, answers[place].end) for place, count in best if count == best[0][1]}
            if len(top) == 1:
                found[problem.id] = tuple(answers[place].id for place, count in best if count == best[0][1])
        return found

    def _is_measures(self, section: str | None) -> bool:
        seen: set[str] = set()
        while section is not None and section not in seen:
            seen.add(section)
            if self.rules.measure.search(self.places.titles.get(section, "")):
                return True
            section = self.places.parents.get(section)
        return False

    def _pairs(self, item: _Stated) -> set[str]:
        words = self.places.text[item.start : item.end]
        return {words[i : i + 2] for i in range(len(words) - 1) if not _STOP.intersection(words[i : i + 2])}
