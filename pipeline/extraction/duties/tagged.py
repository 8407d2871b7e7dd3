"""The duties that tags give: the task's own words, once for each party named."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from pipeline.extraction.duties.contexts import is_roster
from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.joint_parties import composed_of
from pipeline.extraction.duties.parties import each_party
from pipeline.extraction.duties.rows import TagPart
from pipeline.extraction.duties.scene import Candidate, Range, Scene, trimmed
from pipeline.extraction.duties.tags import Named, Tag, tags_of, task_ranges
from pipeline.extraction.duties.titles import title_governor
from pipeline.extraction.duties.under_tags import Charged, charged_by, heads_list, of_charged, tagged
from pipeline.model.layout import Block

_MOST_BLOCKS = 40
_MOST_BLOCKS_AHEAD = 40
_SHORTEST_TASK = 8
_LONGEST_UNIT = 30
_MOST_HOSTED = 3
_GOES_ON = frozenset(",;")


class Listing(msgspec.Struct, frozen=True, gc=False):
    """A label whose parties stand below one another in lines of their own, and the tasks it closes."""

    part: TagPart
    cue: str
    rule: str
    ranges: list[Range]


class Tasks:
    """The task blocks since the last heading, which a tag in a line of its own may close."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.title: Block | None = None
        self.open: list[Range] = []
        self.noted: list[tuple[Block, Block | None]] = []  # blocks that may be further tasks, under which title
        self.closed = False
        self.listing: Listing | None = None
        self.lists_units = False  # whether the block read last only goes on such a list
        self.rostered = False  # whether people are listed since the last heading, whom a label may belong to
        self.charged: Charged | None = None  # the section whose title a tag stands right behind
        self._prefixes = scene.lexicon.heading["prefix"].signs
        self._particulars = scene.lexicon.label.signs
        blocks = scene.board.layout.blocks
        self._next = {block.start: following for block, following in pairwise(blocks)}

    def read(self, block: Block, tags: list[Tag]) -> list[Candidate]:
        """The duties that the tags of a block give to its own words, or to the blocks before it."""
        if block.kind == "heading":
            self.title = block
            self.charged = self.charged if self.charged is not None and self.charged.listed else None
            self._begin_anew()
            self.rostered = False
        else:
            sign = self.scene.text[block.start]
            if not tags and sign in self._prefixes and self._labelled(block.start, block.end):
                self._begin_anew()  # 整改措施: what stood before it (存在问题) is not the task
            elif sign in self._particulars and self._particular(block):
                return []
        return list(self._tagged(block, tags)) if tags else self._untagged(block)

    def _tagged(self, block: Block, tags: list[Tag]) -> Iterator[Candidate]:
        text = self.scene.text
        self.listing = None
        if self._charges(block, tags) or self._heads_list(block, tags):
            return
        for (start, end), tag in task_ranges(tags, block.start, block.end):
            start, end = self._task(start, end, self.title)
            if tag is None:
                if is_roster(self.scene, block):
                    self._begin_anew()
                continue
            if end - start > 1:
                start = self._own_words(tag, start, end, block.end)
                if self._is_task(start, end) if block.kind == "heading" else not self._names_party(start, end):
                    yield from tagged(tag.named, start, end)
            elif tag.start == block.start or not text[block.start : tag.start].strip():
                yield from self._before(tag)

    def _charges(self, block: Block, tags: list[Tag]) -> bool:
        """Whether a block is no more than the tag of the title before it, with the text below that its units answer for."""
        text, title = self.scene.text, self.title
        if title is None or self._open() or text[tags[-1].end : block.end].strip(" 。") or tags[0].start > block.start:
            return False
        if title_governor(self.scene, title.start, title.end) is not None:
            return False  # 抢险救援组 / 牵头单位:…: the group has the charge
        below = self._next.get(block.start)
        while below is not None and (self._particular(below) or tags_of(self.scene, below.start, below.end)):
            below = self._next.get(below.start)
        named = tuple(one for tag in tags for one in tag.named)
        before = self.charged.named if self.charged is not None else ()
        charged = charged_by(self.scene, title, block, (*before, *named), below)
        self.charged = charged or self.charged
        return charged is not None

    def _heads_list(self, block: Block, tags: list[Tag]) -> bool:
        """Whether a block is no more than a tag above the list that its units answer for: there is no task before it."""
        listed = self.charged is not None and self.charged.listed
        if block.kind == "heading" or not (listed or not self._told()):
            return False
        blocks = self.scene.board.layout.blocks
        place = bisect_left(blocks, block.start, key=lambda one: one.start)
        below = blocks[place + 1 : place + 1 + _MOST_BLOCKS_AHEAD]
        if not heads_list(self.scene, block, tags, below, self.charged):
            self.charged = None if listed else self.charged
            return False
        self._begin_anew()
        self.charged = Charged(None, tuple(one for tag in tags for one in tag.named), listed=True)
        return True

    def _untagged(self, block: Block) -> list[Candidate]:
        """The duties of units that go on a list in lines of their own; any other block may be a task."""
        if ":" in self.scene.text[block.end - 1 : block.end + 1] and self._opens_listing(block):
            return []
        more = self._more_units(block) if self.listing is not None else []
        self.lists_units = bool(more)
        if not more or self.listing is None:
            self._remember(block)
            charged = self.charged
            if charged is None or block.kind == "heading" or not (charged.listed or charged.section == block.section):
                return []
            return list(of_charged(self.scene, charged, block))
        found: list[Candidate] = []
        for start, end in self.listing.ranges:
            found += tagged(more, start, end)
        return found

    def _remember(self, block: Block) -> None:
        """Keep the words of a block without tags as a task that tags in a line of their own may close."""
        if is_roster(self.scene, block):
            self._begin_anew()
            self.rostered = True
        elif block.kind != "heading":
            self.noted.append((block, self.title))

    def _begin_anew(self) -> None:
        self.open, self.noted = [], []

    def _open(self) -> list[Range]:
        """The tasks so far: read out of the blocks when a tag asks for them, which most never are."""
        for block, title in self.noted:
            start, end = self._task(block.start, block.end, title)
            if end > start:
                before = [] if self.closed else self.open[-_MOST_BLOCKS:]
                self.open, self.closed = [*before, (start, end)], False
        self.noted = []
        return self.open

    def _before(self, tag: Tag) -> Iterator[Candidate]:
        """A tag in a line of its own: the tasks before it, else the heading it stands under. Further tags in the next
        lines (责任领导:…, 责任科室:…) close the same tasks."""
        ranges = self._told()
        if len(ranges) > _MOST_HOSTED and tag.named[0].cue in self.scene.lexicon.words["host_labels"]:
            ranges = []  # the hosts of a site or an event below the paper (主办:某局)
        if tag.named[0].rule == "bare_list":
            ranges = [(start, end) for start, end in ranges[-1:] if end - start > _SHORTEST_TASK]
        for start, end in ranges:
            yield from tagged(tag.named, start, end)
        last = tag.named[-1]
        self.listing = Listing(last.part, last.cue, last.rule, ranges) if last.rule != "bare_list" else None
        self.closed = True

    def _told(self) -> list[Range]:
        """The tasks told so far, else the heading that is one."""
        told = self._open()
        if not told and self.title and not self.rostered and self._is_task(self.title.start, self.title.end):
            named = self._names_party(self.title.start, self.title.end)  # 1.督查小组 / 责任单位:…: who runs the body
            named = named or title_governor(self.scene, self.title.start, self.title.end) is not None  # 抢险+救援组
            return [] if named else [(self.title.start, self.title.end)]
        return told

    def _opens_listing(self, block: Block) -> bool:
        """Whether a block with a colon at its end is a label alone whose parties stand in the lines below (责任单位:)."""
        text, lexicon = self.scene.text, self.scene.lexicon
        label = text[block.start : block.end].strip(" :\n")
        rule = lexicon.label.meaning.get(label) or ""
        if not rule or lexicon.tag_part[rule] == "nobody" or not (told := self._told()):
            return False
        self.listing, self.closed = Listing(lexicon.tag_part[rule], label, rule, told), True
        return True

    def _signs(self, end: int) -> bool:
        """Whether a unit's line is the signature of the paper: the date or nothing stands below it."""
        text = self.scene.text
        following = end
        while following < len(text) and text[following] in " \n。":
            following += 1
        return following >= len(text) or following in self.scene.times

    def _more_units(self, block: Block) -> list[Named]:
        """The units that are all a line holds below a label, or below units in such lines (责任单位: / 县教育局 / 县公安局)."""
        scene, text = self.scene, self.scene.text
        start, end = trimmed(text, block.start, block.end)
        listing = self.listing
        if listing is None or block.kind != "paragraph" or end - start > _LONGEST_UNIT or self._signs(end):
            self.listing = None
            return []
        found = list(each_party(scene, start, end, persons=False)) if scene.actor_at(start) else []
        if not found or not all(party.known and party.kind in ("org", "group") for party in found):
            self.listing = None
            return []
        return [Named(party, listing.part, listing.cue, listing.rule) for party in found]

    def _is_task(self, start: int, end: int) -> bool:
        """Whether a title with a tag tells what to do (加强门卫管理(责任单位:安全办)), rather than what is paid (教学成果奖)."""
        pay = self.scene.lexicon.cue["pay"].ends(self.scene.text[start:end].rstrip(" 。:"))
        named = self.scene.lexicon.patterns["named_by_its_field"].fullmatch(self.scene.text, start, end) is not None
        return not (pay or named) and imperative(self.scene, start, end)

    def without_heads(self, block: Block, tags: list[Tag]) -> tuple[Block, list[Tag]]:
        """A block and its tags without one that only says who heads the body named before it, where its charge follows
        (后勤组(负责人:沈立):负责器材)."""
        text = self.scene.text
        if not text.startswith(":", tags[0].end) or tags[0].end + 1 >= block.end:
            return block, tags
        if self.title is not None and self.title.end == block.start == tags[0].start:
            return msgspec.structs.replace(block, start=tags[0].end + 1), tags[1:]
        return block, tags[1:] if self._names_party(*trimmed(text, block.start, tags[0].start)) else tags

    def _names_party(self, start: int, end: int) -> bool:
        """Whether the words before a tag only name a body or tell who belongs to it (宣传组(负责人:…), 后勤组:由总务处组成。
        (负责人:…)): the tag says who heads it, and no task is told."""
        scene, text = self.scene, self.scene.text
        party = scene.actor_at(start)
        if party is None or party.kind not in ("group", "org"):
            return self.scene.lexicon.patterns["named_by_its_field"].fullmatch(text, start, end) is not None
        at = party.end
        while at < end and text[at] in " :":
            at += 1
        member = scene.actor_at(at)
        alone = at >= end or (member is not None and text.startswith(":", party.end) and member.end >= end)
        return alone or composed_of(scene, at, end)

    def _particular(self, block: Block) -> bool:
        """Whether a line tells another particular of the task (完成时限:…), and so is no task itself."""
        lexicon = self.scene.lexicon
        word = lexicon.label.at(self.scene.text, block.start, block.end)
        nobody = word and lexicon.tag_part[lexicon.label.meaning[word] or ""] == "nobody"
        return bool(nobody) and self.scene.text.startswith(":", block.start + len(word))

    def _own_words(self, tag: Tag, start: int, end: int, block_end: int) -> int:
        """Where the words begin that a tag in the midst of a row of tasks speaks of: behind the last semicolon and the
        month that opens the row (三月:安全教育;常规检查(园务会);…), at a date of their own (3月家长会,4月下旬开放日(大班组负责),…)."""
        text, times = self.scene.text, self.scene.times
        goes_on = text[tag.end : tag.end + 1] in _GOES_ON and tag.end < block_end
        if not goes_on:
            return start
        begin = max(start, text.rfind(";", start, end) + 1)
        if (time_end := times.get(begin)) and text.startswith(":", time_end) and time_end + 1 < end:
            begin = time_end + 1
        comma = text.rfind(",", begin, end) + 1
        begin = comma if comma > begin and comma in times and begin in times else begin
        return trimmed(text, begin, end)[0] if end - begin > 1 else start

    def _task(self, start: int, end: int, title: Block | None) -> Range:
        """The task's own words: without its label (整改措施:) and the marks a tag leaves behind."""
        text = self.scene.text
        while start < end and text[start] in " 。;,、\n":
            start += 1
        while end > start and text[end - 1] in " (\n":
            end -= 1
        if title is not None and text[title.end : start].strip(" 。:") == "":
            dated = self.scene.lexicon.patterns["time_of_title"].match(text, start, end)
            start = dated.end() if dated is not None else start
        return trimmed(text, start + self._labelled(start, end), end)

    def _labelled(self, start: int, end: int) -> int:
        """Length of a task's label with its colon (整改措施:); 0 where there is none."""
        prefix = self.scene.lexicon.heading["prefix"]
        if start >= end or self.scene.text[start] not in prefix.signs:
            return 0
        word = prefix.at(self.scene.text, start, end)
        return len(word) + 1 if word and self.scene.text.startswith(":", start + len(word)) else 0
