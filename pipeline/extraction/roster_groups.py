"""Which group a roster belongs to: named in the line, above it, in a heading, or behind it."""

from __future__ import annotations

from pipeline.extraction.group_names import (
    GroupMention,
    group_ending,
    group_mentions,
    group_text,
    has_cue,
    has_event_cue,
    is_empty_name,
    is_list_title,
    without_list_words,
)
from pipeline.extraction.roster_seats import Label, seat_rule
from pipeline.lexicon import wording
from pipeline.model.layout import Block, Layout

_BLOCKS_BACK = 40
_BLOCKS_AHEAD = 40
_SENTENCE_MARKS = "。;!?\n"
_LONGEST_LINE = 400
_LONGEST_EVENT = 14


class Groups:
    """Looks up group names around a place of a layout."""

    def __init__(self, layout: Layout) -> None:
        self.text = layout.clean.text
        self.blocks = layout.blocks
        self.parents = {section.id: section.parent for section in layout.sections}
        self.headings = {section.id: section.title for section in layout.sections}
        self.listing = {section: title for section, title in self.headings.items() if is_list_title(title)}
        self.levels = {section.id: section.level for section in layout.sections}
        self.titles = {document.id: document.title for document in layout.documents}

    def named(self, start: int, end: int) -> str | None:
        """The last group named in a range."""
        mentions = group_mentions(self.text, start, end)
        return group_text(self.text, mentions[-1]) if mentions else None

    def headed(self, block: Block) -> str | None:
        """The group that the heading over a block names."""
        title = self.headings.get(block.section or "", "")
        mentions = group_mentions(title, 0, len(title))
        return group_text(title, mentions[-1]) if mentions else None

    def beside(self, block: Block, reached: int, label: int) -> str | None:
        """The group named in the same line right in front of a label (`宣传组 组长:…`, `领导小组组长:…`)."""
        start = max(block.start, reached, label - _LONGEST_LINE)
        mentions = [mention for mention in group_mentions(self.text, start, label) if not mention.generic]
        return group_text(self.text, _best(mentions)) if mentions else None

    def plain_before(self, block: Block, label: int) -> str | None:
        """The bare word for a group that a label is glued to (领导小组+组长:…)."""
        mentions = group_mentions(self.text, max(block.start, label - _LONGEST_EVENT), label)
        last = mentions[-1] if mentions else None
        return group_text(self.text, last) if last is not None and last.generic and last.end == label else None

    def in_clause(self, block: Block, reached: int, label: Label) -> str | None:
        """The group that an appointment speaks of: between verb and seat, or in front of the names in the sentence."""
        inside = [m for m in group_mentions(self.text, label.start, label.end) if not m.generic]
        if inside:
            return group_text(self.text, inside[-1])
        start = max(block.start, reached, label.start - _LONGEST_LINE)
        for mark in "。;!?\n":
            start = max(start, self.text.rfind(mark, start, label.start) + 1)
        mentions = [mention for mention in group_mentions(self.text, start, label.start) if not mention.generic]
        return group_text(self.text, mentions[-1]) if mentions else None

    def of_office(self, block: Block, label: Label) -> bool:
        """Whether a 主任 is appointed in a sentence that sets up an office (下设办公室,李静兼任主任)."""
        if not label.seat.endswith("主任"):
            return False
        start = max(
            block.start,
            label.start - _LONGEST_LINE,
            *(self.text.rfind(mark, block.start, label.start) for mark in _SENTENCE_MARKS),
        )
        return wording.pattern("roster", "office_set_up").search(self.text, start, label.start) is not None

    def behind(self, block: Block, end: int) -> str | None:
        """The group behind an appointment: `以…为组长、…为成员的校园安全领导小组`."""
        stop = min(block.end, end + _LONGEST_LINE)
        for mark in _SENTENCE_MARKS:
            found = self.text.find(mark, end, stop)
            stop = found if found >= 0 else stop
        at = self.text.find("的", end, stop)
        while at >= 0:
            for mention in group_mentions(self.text, at + 1, stop):
                if self.text[at + 1 : mention.start].strip() == "":
                    return group_text(self.text, mention)
            at = self.text.find("的", at + 1, stop)
        return None

    def titled_between(self, first: int, stop: int) -> bool:
        """Whether one of the blocks between two rosters is another group's title."""
        return any(
            mention.title and not mention.generic
            for block in self.blocks[max(first, stop - 3, 0) : stop]
            for mention in group_mentions(self.text, block.start, min(block.end, block.start + _LONGEST_LINE))
        )

    def list_title(self, block: Block) -> str | None:
        """The heading right over a block, if it promises a list of people."""
        return self.listing.get(block.section or "")

    def under_event(self, block: Block) -> bool:
        """Whether one of the headings over a block announces the people of an event, or is a group's name."""
        section = block.section
        seen: set[str] = set()
        while section is not None and section not in seen:
            seen.add(section)
            title = self.headings.get(section, "")
            if has_event_cue(title) or group_ending(title, 0, len(title)):
                return True
            section = self.parents.get(section)
        return False

    def above(self, index: int, label: int, *, event: bool = False) -> str | None:
        """The nearest group above a roster: in its line, the lines before it, its headings, the plan's title. For the
        people of an `event` (judges, hosts) its heading stands in for a group that is not named."""
        block = self.blocks[index]
        fallback: str | None = None
        cue = False
        open_sections: set[str | None] | None = None
        for place in range(index, max(-1, index - _BLOCKS_BACK), -1):
            other = self.blocks[place]
            if other.document != block.document:
                break
            if open_sections is not None and other.section not in open_sections:
                continue
            end = label if place == index else min(other.end, other.start + _LONGEST_LINE)
            mentions = group_mentions(self.text, other.start, end)
            chosen = [mention for mention in mentions if not mention.generic]
            if chosen:
                return group_text(self.text, _best(chosen))
            if mentions and fallback is None:
                fallback = group_text(self.text, mentions[0])
            if other.kind == "heading":
                cue = cue or has_cue(self.text[other.start : other.end])
                open_sections = self._ancestors(other.section) - ({None} if event else set())
        if event:
            return fallback or self._from_title(block.document) or self._event(block)
        return fallback or self._from_title(block.document) or self._ahead(index, cue)

    def _event(self, block: Block) -> str | None:
        """The people of an event belong to what its heading names: 裁判员名单 → 裁判员, 朗诵比赛 → 朗诵比赛. Headings that are
        themselves a seat (1.检录) or say no more than 组织机构 leave it to the one above."""
        for section in [
            block.section,
            *sorted(filter(None, self._ancestors(block.section)), key=self.level, reverse=True),
        ]:
            title = without_list_words(self.headings.get(section or "", "")).strip(" :")
            if (
                2 <= len(title) <= _LONGEST_EVENT
                and not has_cue(title)
                and not is_empty_name(title)
                and seat_rule(title) is None
            ):
                return title
        return None

    def level(self, section: str) -> int:
        """The level of a section's heading."""
        return self.levels.get(section, 0)

    def _ancestors(self, section: str | None) -> set[str | None]:
        found: set[str | None] = set()
        while section is not None and section not in found:
            section = self.parents.get(section)
            found.add(section)
        return found

    def _from_title(self, document: str) -> str | None:
        title = self.titles.get(document, "")
        mentions = [m for m in group_mentions(title, 0, len(title)) if not m.generic]
        return group_text(title, _best(mentions)) if mentions else None

    def _ahead(self, index: int, cue: bool) -> str | None:
        """Under a heading such as 组织领导 the roster is that of the 领导小组, whether or not the text says so later."""
        if not cue:
            return None
        section = self.blocks[index].section
        for other in self.blocks[index : index + _BLOCKS_AHEAD]:
            if other.section != section:
                break
            for mention in group_mentions(self.text, other.start, min(other.end, other.start + _LONGEST_LINE)):
                if (name := group_text(self.text, mention)).endswith("领导小组"):
                    return name
        return "领导小组"


def _best(mentions: list[GroupMention]) -> GroupMention:
    """A title before a group just set up, that before the last one named."""
    for mention in reversed(mentions):
        if mention.title:
            return mention
    return next((mention for mention in mentions if mention.founded), mentions[-1])
