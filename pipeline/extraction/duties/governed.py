"""Duties whose actor a heading or a lead-in names: 校长职责, 主要职责:, 各班主任要做到以下几点:."""

from __future__ import annotations

import re
from collections import deque

import msgspec

from pipeline.extraction.actors import kind_of
from pipeline.extraction.duties.charged import (
    charge_of_seat,
    charge_within,
    described,
    is_task,
    led_group,
    listed,
    named_by_title,
    owns_duties,
    person_governor,
    seat_of_line,
    set_up,
    speaks_of,
    titled_person,
    untitled,
)
from pipeline.extraction.duties.contexts import closes_on_duties, is_roster, party_sections, tells_duties
from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.items import item_of, split
from pipeline.extraction.duties.lead_ins import announced, announcement, label_behind, pointed_to, spelled_below
from pipeline.extraction.duties.papers import names_party_of_agreement, of_titles, parties_of_papers
from pipeline.extraction.duties.run_in import (
    behind_seats,
    charge_below,
    charges_within,
    items_below,
    label_end,
    named_until,
)
from pipeline.extraction.duties.scene import Candidate, Scene, trimmed, without_marks
from pipeline.extraction.duties.titles import (
    Governor,
    charged_title,
    like_sibling,
    post_by_ending,
    set_apart,
    title_governor,
)
from pipeline.model.layout import Block
from pipeline.structure.numerals import ordinal

_MOST_LINES_BACK = 14
_LONGEST_SEAT = 8
_LONGEST_POST = 10
_LONGEST_LABEL = 20
_MARKS = re.compile(r"[:、,。;\s]")
_HEADED = re.compile(r"\([^()]{2,40}\)$")
_LABEL_SIGNS = "甲乙丙丁"
_LABEL_ENDS = ":责务程求则范准能"  # 主要职责:, 岗位任务, 一日工作流程


class Headings:
    """The governor of each section and of the list being read."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.of_section: dict[str, Governor] = {}
        self.of_list: set[str] = set()  # sections of items, whose governor a further label among them ends
        self.parents = {section.id: section.parent for section in scene.board.layout.sections}
        self.shared = {s.id for s in scene.board.layout.sections if tells_duties(scene, s.title)}
        self.charged = {s.id for s in scene.board.layout.sections if s.id in self.shared and "职责" in s.title}
        self.of_document = dict(of_titles(scene))
        self.of_paper = dict(parties_of_papers(scene))
        self.of_parties = party_sections(scene)
        self.told = {d.id for d in scene.board.layout.documents if closes_on_duties(scene, d.title or "")}
        self.pending: Governor | None = None
        self.items_seen = False
        self._is_label = False
        self.opened = False  # whether a paragraph was read below the label of a list to come
        self.depth = self.last = 0
        self.recent: deque[Block] = deque(maxlen=_MOST_LINES_BACK + 1)
        self.sibling: dict[str | None, Governor] = {}
        self.title: Block | None = None
        self.seated: str | None = ""  # the section in which each seat is told its own duties

    def read(self, block: Block, *, signed: bool) -> list[Candidate]:
        """The duties of a block that a heading or lead-in governs; headings and lead-ins are remembered. `signed`: whether it
        holds any sign of a label or charge (`collect.candidates`)."""
        if block.kind == "heading":
            return self._heading(block)
        if self.scene.text[block.start] in _LABEL_SIGNS and names_party_of_agreement(self.scene, block):
            return []
        named = block.section in self.of_section or self.scene.actor_at(block.start) is not None
        found = charges_within(self.scene, block) or self._run_in(block) if signed or named else None
        if found is None:
            self._is_label = self._label(block)
            found = [] if self._is_label else self._governed(block)
            self._lead_in(block)
            self._spelled_below(block)
        if self.items_seen and not listed(self.scene, block) and not self._of_item(block):
            self.pending = None
        self.recent.append(block)
        return found

    def governor(self, block: Block) -> Governor | None:
        """Who governs a block: a lead-in's list, else the heading."""
        if self.pending is not None:
            if listed(self.scene, block) and (not self.items_seen or block.depth >= self.depth):
                return self.pending
            if block.kind == "paragraph" and not self.items_seen:
                return self.pending
        return self._section(block.section, block.document)

    def _section(self, section: str | None, document: str) -> Governor | None:
        first = True
        while section is not None:
            found = self.of_section.get(section)
            if found and (first or not (found.bare or found.own) or self._in_duties(section, document)):
                return found
            section = self.parents.get(section)
            first = False
        return self.of_document.get(document)

    def _in_duties(self, section: str | None, document: str) -> bool:
        """Whether a section stands right under a heading, or in a document, that says duties are told in it."""
        parent = self.parents.get(section or "")
        return parent in self.shared if parent is not None else section is not None and document in self.told

    def _heading(self, block: Block) -> list[Candidate]:
        scene = self.scene
        open_list = self.pending if self.pending and not self.items_seen and not self.pending.bare else None
        goes_on = self.pending if self._continues(block) else None
        before = list(self.recent)
        self.recent.clear()
        above, self.title = self.title, block
        shared = self._in_duties(block.section, block.document)
        beside = self.parents.get(block.section or "") in self.of_parties
        governor = self._titled_person(block) or title_governor(scene, block.start, block.end, weak=shared or beside)
        if governor is None and shared and self.parents.get(block.section or "") in self.charged:
            governor = like_sibling(scene, self.sibling.get(self.parents.get(block.section or "")), block)
        if governor is None and shared and self.parents.get(block.section or "") in self.charged:
            governor = charged_title(scene, block)
        governor = led_group(scene, governor, block.end) or untitled(scene, block, above, before)
        governor = governor or self._of_paper(block)
        if governor is not None and block.section is not None:
            self.of_section[block.section] = governor
            self.sibling[self.parents.get(block.section)] = governor
        self.pending = None
        self._is_label = False
        if goes_on is not None and governor is None and block.section is not None:
            # an item with a title of its own in a list: 一、按时到岗。/ 二、做好巡查工作。发现问题及时上报。
            self.of_section[block.section], self.pending = goes_on, goes_on
            self.last = ordinal(block.number or "")
            return []
        self._lead_in(block, told_only=governor is not None)
        if governor is None:
            self._spelled_below(block)
        if open_list is not None and governor is None and self.pending is None and block.section is not None:
            # a list whose items carry titles: each title's section belongs to the lead-in's actor
            self.of_section[block.section] = open_list
            self.of_list.add(block.section)
            self.pending, self.items_seen = open_list, False
        return []

    def _titled_person(self, block: Block) -> Governor | None:
        """The person whose name and posts a heading before a colon consists of."""
        text = self.scene.text
        if not text.startswith((":", "("), block.end):
            return None
        line = text.find("\n", block.end)
        start, end = without_marks(text, block.start, block.end)
        return titled_person(self.scene, start, end, line if line > 0 else len(text))

    def _continues(self, block: Block) -> bool:
        """Whether a heading counts on in the list that is being read, and its text runs on behind it in the same line."""
        if self.pending is None or not self.items_seen or block.depth != self.depth or not block.number:
            return False
        behind = self.scene.text[block.end : block.end + 2]
        return behind[:1] in ("。", ".") and "\n" not in behind and ordinal(block.number) == self.last + 1

    def _of_item(self, block: Block) -> bool:
        """Whether a block is the text of an item that bears a title of its own."""
        return self.pending is not None and self.of_section.get(block.section or "") is self.pending

    def _label(self, block: Block) -> bool:
        """A line that is only a label (主要职责:): whose duties follow is said before it."""
        scene = self.scene
        start, end = without_marks(scene.text, block.start, block.end)
        if end - start > _LONGEST_LABEL and scene.text[start] not in scene.lexicon.labelled:
            return False  # as most
        words = scene.text[start:end].replace(" ", "")
        if words not in scene.lexicon.heading["label"].meaning:
            governor = title_governor(scene, start, end) if end - start <= _LONGEST_LABEL else None
            if governor is None:
                return False
            told = self._told(block) and block.kind in ("paragraph", "item")
            bracket = _HEADED.search(scene.text, governor.actor[1], end)  # 保障组(组长:李芳)
            told = told and not _MARKS.search(scene.text, start, bracket.start() if bracket else end)
            told = told and scene.text[end : block.end].strip(" \n") in ("", ":")
            told = told or (governor.kind in ("org", "group") and charge_below(scene, start, end, block.end))
            if not told and governor.bare and items_below(scene, end, block.end):
                self._start(governor)  # 保育员: / 1、做好…: what reads as a task is one
                return True
            if not told and (governor.bare or scene.text[block.end - 1] not in _LABEL_ENDS):
                return False
            governor = msgspec.structs.replace(governor, bare=False)
            self._start(governor)
            if block.section in self.of_list:
                self.of_section.pop(block.section, None)
            return True
        if governor := self._named_before(block):
            self._start(governor)
        return True

    def _told(self, block: Block) -> bool:
        """Whether the heading above a block, or the title of a plan without headings, says that duties are told."""
        return block.section in self.shared or (block.section is None and block.document in self.told)

    def _start(self, governor: Governor) -> None:
        self.pending, self.items_seen, self.depth, self.opened = governor, False, 0, False

    def _named_before(self, block: Block) -> Governor | None:
        """The actor a bare label speaks of: the section's heading, else a group set up in the lines before it."""
        section = block.section
        for candidate in (section, self.parents.get(section) if section else None):
            if candidate and (found := self.of_section.get(candidate)):
                return msgspec.structs.replace(found, bare=False, rule="label")
        for line in reversed([self.title, *self.recent] if self.title is not None else self.recent):
            if found := set_up(self.scene, line.start, line.end) or described(self.scene, line.start, line.end):
                return found
        return self._of_paper(block)

    def _of_paper(self, block: Block) -> Governor | None:
        """The party of the paper's title, whose own duties a bare label must tell (门卫管理制度 / 岗位职责:)."""
        start, end = without_marks(self.scene.text, block.start, block.end)
        colon = self.scene.text.find(":", start, end)
        label = self.scene.text[start : colon if colon > 0 else end].replace(" ", "")
        return self.of_paper.get(block.document) if owns_duties(self.scene, label) else None

    def _run_in(self, block: Block) -> list[Candidate] | None:
        """`工作职责:营造氛围;制作展板。`: the label and its duties in one block; null where it is none."""
        scene = self.scene
        if within := charge_within(scene, block, self.of_section.get(block.section or "")):
            return list(split(scene, *within))
        if behind := label_behind(scene, block):
            return list(split(scene, *behind, block.end))
        colon = label_end(scene, block, self._tells)
        if colon < 0 or not scene.text[colon + 1 : block.end].strip():
            return None
        words = scene.text[block.start : colon].replace(" ", "")
        if words in self.scene.lexicon.words["contact_labels"]:
            return None  # 联系人:开发区管委会 陆青
        titled = self.title is not None and self.title.end == block.start
        if words in scene.lexicon.heading["label"].meaning:
            labelled = self.pending if self._is_label and not self.items_seen else None  # 抢险组: / 职责:…
            governor = self._seat_before(block) or labelled or self._named_before(block)
            self.items_seen = self.items_seen or labelled is not None
        elif titled and words[:1] == "(" and words[-1:] == ")":  # 2、吴海燕 / (副校长):分管教学
            governor = self.of_section.get(block.section or "")
        else:
            alone = scene.text[colon] == "。"  # 县公路局。负责巡查…
            person = named_by_title(scene, self.title, block.start, colon)
            person = person or titled_person(scene, block.start, colon, block.end)
            governor = person or title_governor(
                scene, block.start, named_until(scene, block.start, colon), weak=alone or block.section in self.shared
            )
            if block.section in self.shared and charge_of_seat(scene, block, colon):
                governor = Governor((block.start, colon), "post", "heading")
                self._start(governor)
                return list(split(scene, governor, colon + 1, block.end))
            if governor is None and (self._tells(block) or self._told(block)):
                governor = post_by_ending(scene, block.start, colon)
            if governor is None and " " in scene.text[block.start : colon]:
                governor = set_apart(scene, block.start, colon)
            reads = governor is not None and (not governor.bare or imperative(scene, colon + 1, block.end))
            reads = reads or (governor is not None and governor.kind == "org" and self._divided())
            told = block.section in self.shared
            reads = reads or (
                governor is not None and told and is_task(scene, *trimmed(scene.text, colon + 1, block.end))
            )
            # 办公室主任:负责协调…; not 副组长:分管副校长
            charged = imperative(scene, colon + 1, block.end) and block.end - colon > _LONGEST_POST
            if not reads or (is_roster(scene, block) and not charged):
                governor = person_governor(scene, block.start, colon, block.end, told=told)
        if governor is None:
            return None
        self.recent.append(block)
        return list(split(scene, governor, colon + 1, block.end))

    def _tells(self, block: Block) -> bool:
        """Whether the heading above a block says that duties are told, by its own words or as one of such a section."""
        return block.section in self.shared or self._in_duties(block.section, block.document)

    def _divided(self) -> bool:
        """Whether a line before says that each unit is told its own duties (部门分工:)."""
        lines = (self.scene.text[line.start : line.end].rstrip() for line in self.recent)
        return any(line.endswith(("分工:", "职责:")) and len(line) <= _LONGEST_POST for line in lines)

    def behind_units(self, block: Block) -> list[Candidate]:
        """The charge of a group in a line that names its units first (救治组。牵头单位:县卫健局;… 主要职责:组建专家组;…)."""
        within = charge_within(self.scene, block, self.of_section.get(block.section or ""))
        return list(split(self.scene, *within)) if within else []

    def _seat_before(self, block: Block) -> Governor | None:
        """The seat whose holder the line before names, where each seat is told its own duties (组长:某某 / 职责:…)."""
        line = self.recent[-1] if self.recent else self.title
        found = seat_of_line(self.scene, line) if line is not None else None
        following = self.scene.text.find("\n", block.start, block.end + 2) + 1
        more = following > 0 and self.scene.lexicon.heading["roster"].at(
            self.scene.text, following, following + _LONGEST_SEAT
        )
        if found is None or line is None or not (line.number or more or self.seated == block.section):
            return None
        self.seated = block.section
        return found

    def _lead_in(self, block: Block, *, told_only: bool = False) -> None:
        """Remember whose duties a sentence announces (各班主任要做到以下几点:); `told_only`: by a word of its own."""
        scene, found = self.scene, announcement(self.scene, block)
        if found is None:
            return
        if not self._is_label:
            self.pending = None
        if found.label:
            described_here = described(scene, block.start, found.start) or pointed_to(scene, block.start, found.start)
            governor = described_here or set_up(scene, block.start, found.start) or self._named_before(block)
        else:
            governor = announced(scene, block, found, told_only=told_only)
        if governor is not None and not (self._is_label and self.pending is not None and governor.bare):
            self._start(governor)

    def _spelled_below(self, block: Block) -> None:
        """Remember whose act an item of one sentence tells, where deeper items below spell it out (3.各村召开动员大会。/ (1)…)."""
        if block.kind not in ("item", "heading") or self.pending is not None:
            return
        if (subject := spelled_below(self.scene, block)) is not None:
            actor = (subject.start, subject.end)
            self._start(Governor(actor, subject.kind, "lead_in", subject.modality, bare=True, cue=subject.cue))

    def _governed(self, block: Block) -> list[Candidate]:
        scene = self.scene
        governor = self.governor(block)
        if governor is None or block.kind == "row":
            return []
        if governor is self.pending:
            if listed(self.scene, block):
                self.depth = self.depth if self.items_seen else block.depth
                self.items_seen = True
                self.last = ordinal(block.number or "")
            elif (
                block.kind == "paragraph"
                and not self._of_item(block)
                and not (self._opens(governor) or speaks_of(scene, governor, block))
                and not scene.text.endswith(";", block.start, block.end)
            ):
                self.pending = None
        if is_roster(scene, block) or scene.text[block.end - 1] == ":":
            return []
        article = (block.number or "").startswith("第")
        if governor.bare and (article or not self._reads_as_task(block, governor)):
            return [] if article or governor.kind != "group" else behind_seats(scene, governor, block)
        if listed(self.scene, block):
            return item_of(scene, governor, block.start, block.end)
        return list(split(scene, governor, block.start, block.end))

    def _opens(self, governor: Governor) -> bool:
        """Whether a paragraph is the first below the title of a party's duties; its items may follow
        (保健医生职责 / 在园长领导下负责… / 1.…)."""
        first, self.opened = not self.opened, True
        return first and governor.rule == "heading" and governor.cue != ""

    def _reads_as_task(self, block: Block, governor: Governor) -> bool:
        """Whether what stands under an actor's bare name is its task: anything in a section of duties, an item that begins
        with a verb, running text that begins with 负责 and its like (（二）市教育局。负责…), or that follows the name at
        once (3.财政所:安排…)."""
        scene = self.scene
        if block.kind == "paragraph" and self._signed(block):
            return False
        above = self.parents.get(block.section or "")
        if self._in_duties(block.section, block.document) or (above and self._in_duties(above, block.document)):
            return scene.lexicon.verb.inside(scene.text, block.start, block.end)[1] != ""
        listed_by_semicolons = governor is self.pending and scene.text.endswith(";", block.start, block.end)
        if block.kind == "item" or listed_by_semicolons or self._behind_title(block, governor):
            if scene.text[block.start : block.end].rstrip(" 。;\n").endswith("的"):  # one of several conditions
                return False
            return imperative(scene, block.start, block.end)
        return scene.lexicon.cue["named_act"].at(scene.text, block.start, block.end) != ""

    def _signed(self, block: Block) -> bool:
        """Whether a line is no more than who signs the paper: its date stands below."""
        text = self.scene.text
        start, end = without_marks(text, block.start, block.end)
        below = without_marks(text, block.end, min(len(text), block.end + _LONGEST_SEAT))[0]
        return below in self.scene.times and kind_of(text[start:end]) is not None

    def _behind_title(self, block: Block, governor: Governor) -> bool:
        """Whether a block runs on behind its heading in the same line, and a colon, the stop behind a body's name or the
        heading above says that duties are told."""
        if self.title is None or "\n" in (gap := self.scene.text[self.title.end : block.start]):
            return False
        named = gap[:1] == "。" and self.scene.text.endswith(self.scene.lexicon.words["office_ends"], *governor.actor)
        return ":" in gap or named or self._in_duties(block.section, block.document)
