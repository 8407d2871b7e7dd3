"""What the headings above a text say of it: goals, a review, duties, or nothing of the kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from pipeline.extraction.target_cues import TargetCues
from pipeline.model.layout import Block
from pipeline.model.result import Section

Mode = Literal["goals", "plain", "review", "duties", "articles", "outline"]

_ARTICLE = re.compile("第[^第条]{1,8}条")
_FEWEST_ARTICLES = 3
_LONGEST_LEAD = 60


def ruled(blocks: Sequence[Block]) -> set[str]:
    """The documents set out in articles (第一条…): rules, which state no goals but norms in numbers."""
    articles = Counter(block.document for block in blocks if block.number and _ARTICLE.fullmatch(block.number))
    return {document for document, count in articles.items() if count >= _FEWEST_ARTICLES}


def stand_apart(cues: TargetCues, titles: list[str], goals: list[bool]) -> bool:
    """Whether just the first of the titles side by side names goals, and not as the sum of those that follow."""
    return len(titles) > 1 and goals[0] and not any(goals[1:]) and not cues.any("summed_goals", titles[0])


class SectionModes:
    """The mode of each section: its own title first, else what its parent's says, unless its neighbours say otherwise."""

    def __init__(self, cues: TargetCues, sections: Iterable[Section]) -> None:
        self.cues = cues
        self.sections = {section.id: section for section in sections}
        self.children: dict[str | None, list[str]] = {}
        for section in self.sections.values():
            self.children.setdefault(section.parent, []).append(section.id)
        self.modes: dict[str | None, Mode | None] = {None: None}
        self.apart: dict[str | None, bool] = {}
        self.titles: dict[str, Mode | None] = {}

    def of(self, section: str | None) -> Mode | None:
        """What a section's headings say of it."""
        if section not in self.modes:
            entry = self.sections[section or ""]
            own = self.of_title(entry.title)
            duties = own == "plain" and self.of(entry.parent) == "duties"  # 岗位职责 > 制度的制定与实施
            self.modes[section] = "duties" if duties else own or self._inherited(entry)
        return self.modes[section]

    def of_title(self, title: str) -> Mode | None:
        """What one heading, or one column's, says of the text under it."""
        if title not in self.titles:
            self.titles[title] = self._told_by(title)
        return self.titles[title]

    def _told_by(self, title: str) -> Mode | None:
        goals = self.cues.any("goals", title)
        if self.cues.any("duties", title):
            return "duties"
        if goals and not self.cues.any("not_goals", title):
            return "plain" if self.cues.any("review", title) else "goals"
        if self.cues.any("review", title):
            return "review"
        if self.cues.any("outline", title):
            return "outline"
        return "plain" if goals or self.cues.any("not_goals", title) else None

    def under_goals(self, section: str | None) -> bool:
        """Whether the heading right above a section's names goals."""
        parent = self.sections[section].parent if section is not None else None
        return parent is not None and self.of_title(self.sections[parent].title) == "goals"

    def within(self, section: str | None, above: set[str]) -> bool:
        """Whether a section is one of some sections or stands below one, no heading that names goals between them."""
        while above and section is not None and section not in above:
            if self.of_title(self.sections[section].title) == "goals":
                return False
            section = self.sections[section].parent
        return section in above

    def names_goals(self, section: str | None) -> bool:
        """Whether a section's own heading holds a word for goals."""
        return section is not None and self.cues.any("goals", self.sections[section].title)

    def _inherited(self, entry: Section) -> Mode | None:
        """The parent's mode. Goals do not reach a section whose neighbours or children keep them apart from the rest
        (各育目标 > 德育 > 德育目标, 德育管理), nor one whose title tells what is done."""
        mode = self.of(entry.parent)
        if mode == "goals" and (
            self._apart(entry.parent) or self._apart(entry.id) or self.cues.any("means", entry.title)
        ):
            return "plain"
        return mode

    def _apart(self, parent: str | None) -> bool:
        if parent not in self.apart:
            titles = [self.sections[child].title for child in self.children.get(parent, ())]
            self.apart[parent] = stand_apart(self.cues, titles, [self.of_title(title) == "goals" for title in titles])
        return self.apart[parent]


class Cases:
    """The lists of what may happen (有下列情形之一的,启动响应:): their items state no goals."""

    def __init__(self, cues: TargetCues, text: str) -> None:
        self.cues, self.text = cues, text
        self.worded = cues.worded(("case",), text)
        self.section: str | None = None
        self.depth = -1

    def hold(self, block: Block) -> bool:
        """Whether a block, each asked about in order, is an item of such a list."""
        listed = block.kind == "item" and block.depth > self.depth >= 0 and block.section == self.section
        if not listed:
            begin = block.end - _LONGEST_LEAD if block.end - _LONGEST_LEAD > block.start else block.start
            may_lead = 1 in self.worded[begin : block.end]  # as few do
            lead = may_lead and self.cues.any("case", self.text[begin : block.end])
            self.depth, self.section = (block.depth if block.kind == "item" else 0) if lead else -1, block.section
        return listed
