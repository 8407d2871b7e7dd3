"""What blocks tell of duties without their sentences being read, and which sentences are to be read."""

from __future__ import annotations

import re

import msgspec

from pipeline.extraction.duties.charged import hangs
from pipeline.extraction.duties.contexts import Moods, is_roster, title_ranges
from pipeline.extraction.duties.governed import Headings
from pipeline.extraction.duties.person_lines import person_line
from pipeline.extraction.duties.rosters import Rosters
from pipeline.extraction.duties.running import Reading, opening_subject, read_sentences
from pipeline.extraction.duties.scene import Candidate, Range, Scene, marked
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.tables import Rows
from pipeline.extraction.duties.tagged import Tasks
from pipeline.extraction.duties.tags import Tag, tags_of, task_ranges
from pipeline.model.layout import Block
from pipeline.structure import sentences

_SENTENCE = re.compile(r"[。;,:!]")
_CLAUSE = re.compile(r"[。;,!]")
# Signs of labels, tags, charges: three of four blocks hold none, and what asks for any of them need not be asked there.
_SIGNED = re.compile(r"[(〔\[【:职]|负责")


class Waiting(msgspec.Struct, frozen=True, gc=False):
    """A block whose sentences are still to be read: which of its stretches, how, and the duties that a heading gives it."""

    ranges: list[Range]
    reading: Reading
    governed: list[Candidate]


class _Told(msgspec.Struct, gc=False):
    """A block, its tags, whether it holds any sign of a label or charge, and what it is found to tell. `grouped`: it charges a
    group behind its members' names; `given`: a tag in a line of its own gives it duties; `governed`: those of a heading."""

    block: Block
    signed: bool
    tags: list[Tag]
    found: list[Candidate | Waiting]
    grouped: bool
    given: bool = False
    mood: str = ""
    governed: list[Candidate] = []


def by_block(scene: Scene) -> list[Candidate | Waiting]:
    """What is told block by block, and what waits for its sentences. Each source is asked for all blocks before the next, so that
    its rules stay at hand."""
    told = _opened(scene)
    headings = _ByHeading(scene)
    _by_tags(scene, [one for one in told if one.block.kind != "row"], headings)
    _await(scene, headings.left)
    return [item for one in told for item in one.found]


def _opened(scene: Scene) -> list[_Told]:
    """The blocks with their tags, and with what rows of tables and the names of members tell."""
    blocks, text = scene.board.layout.blocks, scene.text
    signs = [block.kind != "row" and _SIGNED.search(text, block.start, block.end) is not None for block in blocks]
    tagged = [tags_of(scene, block.start, block.end) if told else [] for block, told in zip(blocks, signs, strict=True)]
    rows, rosters = Rows(scene), Rosters(scene)
    told: list[_Told] = []
    for block, signed, tags in zip(blocks, signs, tagged, strict=True):
        found: list[Candidate | Waiting] = []
        grouped = False
        if block.kind != "row":
            charged = rosters.read(block, signed=signed)
            found += charged
            grouped = bool(charged) and any(item.kind == "group" for item in charged)
        elif not block.header_row:
            found += rows.duties(block)
        told.append(_Told(block, signed, tags, found, grouped))
    return told


def _by_tags(scene: Scene, told: list[_Told], headings: _ByHeading) -> None:
    """The duties that tags give; the blocks that may tell others are read by their headings."""
    tasks = Tasks(scene)
    titled = marked((at for start, end in title_ranges(scene) for at in range(start, end)), len(scene.text) + 1)
    further: list[_Told] = []
    for one in told:
        if one.tags:
            one.block, one.tags = tasks.without_heads(one.block, one.tags)
            if one.tags and one.tags[0].start == one.block.start and _charged_behind_seats(scene, one.block):
                headings.read(further)  # whose heading is asked for must be known
                further = []
                if within := headings.behind_units(one.block):
                    one.found += within
                    continue
        given = tasks.read(one.block, one.tags)
        one.found += given
        one.given = bool(given) and not one.tags
        if tasks.lists_units:
            tasks.lists_units = False
        elif 1 not in titled[one.block.start : one.block.end]:
            further.append(one)
    headings.read(further)


def _charged_behind_seats(scene: Scene, block: Block) -> bool:
    """Whether a block may tell the charge of a group behind its people in one line."""
    return scene.lexicon.patterns["charge_behind_seats"].search(scene.text, block.start, block.end) is not None


class _ByHeading:
    """The duties that headings give, block by block; `left` are the blocks of which sentences may tell more."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.left: list[_Told] = []
        self._moods, self._headings = Moods(scene), Headings(scene)
        self.behind_units = self._headings.behind_units

    def read(self, told: list[_Told]) -> None:
        """Read the next blocks."""
        scene = self.scene
        for one in told:
            block, tags = one.block, one.tags
            plain = _cut(block, next(iter(task_ranges(tags, block.start, block.end)))[0][1]) if tags else block
            one.mood = mood = self._moods.of(block)
            below = self._headings.read(plain, signed=one.signed) if plain is not None else []
            governed = ([] if tags else person_line(scene, block)) or below
            if tags or one.grouped:
                governed = []  # a tag, a roster says whose the task is
            if governed and mood == "aims":  # 三、工作目标 / 1.高三年级:上线率力争…: for whom the goal is set
                governed = [item for item in governed if item.rule != "heading" or item.cues or item.kind == "person"]
            if mood == "background":  # 保安员岗位职责 / 二、任职条件: what it takes, none of its duties
                governed = [item for item in governed if item.rule == "lead_in"]
            if scene.text[block.end - 1] in scene.lexicon.breaking_off and hangs(scene, block.start, block.end):
                one.found += governed  # its list tells what is to be done
            else:
                one.governed = governed
                self.left.append(one)


def _await(scene: Scene, told: list[_Told]) -> None:
    """Which sentences of some blocks are to be read, and how."""
    articles = Articles(scene)
    articles.read_ahead([one.block for one in told])
    for one in told:
        block, tags = one.block, one.tags
        article = articles.read(block)
        ranges = [part for part, _ in task_ranges(tags, block.start, block.end)] if tags else [(block.start, block.end)]
        ranges = ranges if article is not None else [part for part in ranges if scene.may_act(*part)]
        if not ranges:
            one.found += one.governed
            continue
        reading = _reading(scene, block, one.mood, article, governed=bool(one.governed) or one.given)
        one.found.append(Waiting(ranges, reading, one.governed))


def _reading(scene: Scene, block: Block, mood: str, article: Subject | None, *, governed: bool) -> Reading:
    """How the words of a block are read that name somebody."""
    marks = _CLAUSE if is_roster(scene, block) else _SENTENCE  # 成员:各班主任、楼层值班 lists, however it reads
    sentence = marks.search(scene.text, block.start, block.end)
    return Reading(
        carry=block.kind == "item",
        whole=block.kind == "item" and not (block.number or "").startswith("第"),
        firm_only=mood == "background",
        modal_only=block.kind == "heading" or mood == "aims",
        unmarked=not sentence,
        governed=governed,
        article=article,
    )


class Articles:
    """The authority that opens the article of a law: its further paragraphs speak of it where they name nobody."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.subject: Subject | None = None

    def read_ahead(self, blocks: list[Block]) -> None:
        """Read the sentences that open articles before their turn."""
        opened = [block for block in blocks if block.number is not None and block.number.startswith("第")]
        firsts = [sentences(self.scene.text, block.start, block.end)[:1] for block in opened]
        read_sentences(self.scene, [one for first in firsts for one in first])

    def read(self, block: Block) -> Subject | None:
        """Remember who opens an article; whom a paragraph that belongs to one carries on."""
        if block.number is not None and block.number.startswith("第"):
            opening = opening_subject(self.scene, block.start, block.end)
            told = opening is not None and opening.form == "subject" and opening.kind in ("org", "group")
            self.subject = opening if told else None
        elif block.kind == "heading":
            self.subject = None
        return self.subject if block.kind == "paragraph" else None


def _cut(block: Block, end: int) -> Block | None:
    """A block up to its first tag; null where nothing stands before it."""
    return msgspec.structs.replace(block, end=end) if end > block.start else None
