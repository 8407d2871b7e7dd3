"""Where duties are looked for: each block with the sources that apply to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.extraction.duties.bracketed import with_bracketed
from pipeline.extraction.duties.charged import hangs
from pipeline.extraction.duties.contexts import Moods, is_roster, title_ranges
from pipeline.extraction.duties.governed import Headings
from pipeline.extraction.duties.person_lines import person_line
from pipeline.extraction.duties.rosters import Rosters
from pipeline.extraction.duties.running import Reading, opening_subject, read_ahead, running_duties
from pipeline.extraction.duties.scene import Candidate, Range, Scene, marked
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.tables import Rows
from pipeline.extraction.duties.tagged import Tasks
from pipeline.extraction.duties.tags import tags_of, task_ranges
from pipeline.model.layout import Block

_SENTENCE = re.compile(r"[。;,:!]")
_CLAUSE = re.compile(r"[。;,!]")
# Signs of labels, tags, charges: three of four blocks hold none, and what asks for any of them need not be asked there.
_SIGNED = re.compile(r"[(〔\[【:职]|负责")


class _Waiting(msgspec.Struct, frozen=True, gc=False):
    """A block whose sentences are still to be read: which of its stretches, how, and the duties that a heading gives it."""

    ranges: list[Range]
    reading: Reading
    governed: list[Candidate]


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Every duty candidate of a board, in the order of its blocks."""
    found = _by_block(scene)
    waiting = [one for one in found if type(one) is _Waiting]
    read_ahead(scene, [stretch for one in waiting for stretch in one.ranges])
    for one in found:
        if type(one) is Candidate:
            yield one
        elif type(one) is _Waiting:
            yield from _running(scene, one)


def _by_block(scene: Scene) -> list[Candidate | _Waiting]:
    """What is told block by block, and what waits for its sentences."""
    found: list[Candidate | _Waiting] = []
    moods = Moods(scene)
    headings = Headings(scene)
    tasks = Tasks(scene)
    articles = Articles(scene)
    rows = Rows(scene)
    titles = title_ranges(scene)
    titled = marked((at for start, end in titles for at in range(start, end)), len(scene.text) + 1)
    rosters = Rosters(scene)
    blocks, text = scene.board.layout.blocks, scene.text
    # told of all blocks first, so that the rules of tags stay at hand
    signs = [block.kind != "row" and _SIGNED.search(text, block.start, block.end) is not None for block in blocks]
    tagged = [tags_of(scene, block.start, block.end) if told else [] for block, told in zip(blocks, signs, strict=True)]
    for block, signed, tags in zip(blocks, signs, tagged, strict=True):
        if block.kind == "row":
            if not block.header_row:
                found += rows.duties(block)
            continue
        found += (charged := rosters.read(block, signed=signed))
        block, tags = tasks.without_heads(block, tags) if tags else (block, tags)
        if tags and tags[0].start == block.start and (within := headings.behind_units(block)):
            found += within
            continue
        given = tasks.read(block, tags)
        found += given
        if tasks.lists_units:
            tasks.lists_units = False
            continue
        if 1 in titled[block.start : block.end]:
            continue
        ranges = [part for part, _ in task_ranges(tags, block.start, block.end)] if tags else [(block.start, block.end)]
        plain = _cut(block, ranges[0][1]) if tags else block
        mood = moods.of(block)
        below = headings.read(plain, signed=signed) if plain is not None else []
        governed = ([] if tags else person_line(scene, block)) or below
        if tags or (charged and any(item.kind == "group" for item in charged)):
            governed = []  # a tag, a roster says whose the task is
        if governed and mood == "aims":  # 三、工作目标 / 1.高三年级:上线率力争…: for whom the goal is set
            governed = [item for item in governed if item.rule != "heading" or item.cues or item.kind == "person"]
        if mood == "background":  # 保安员岗位职责 / 二、任职条件: what it takes, none of its duties
            governed = [item for item in governed if item.rule == "lead_in"]
        if scene.text[block.end - 1] in scene.lexicon.breaking_off and hangs(scene, block.start, block.end):
            found += governed
            continue  # its list tells what is to be done
        article = articles.read(block)
        ranges = ranges if article is not None else [part for part in ranges if scene.may_act(*part)]
        if not ranges:
            found += governed
            continue
        reading = _reading(scene, block, mood, article, governed=bool(governed) or bool(given and not tags))
        found.append(_Waiting(ranges, reading, governed))
    return found


def _running(scene: Scene, waiting: _Waiting) -> list[Candidate]:
    """The duties of a block whose sentences are to be read, with those that a heading gives it."""
    told: list[Candidate] = []
    reading, governed = waiting.reading, waiting.governed
    for start, end in waiting.ranges:
        found = running_duties(scene, start, end, reading)
        told += with_bracketed(scene, found, start, end, reading) if scene.text.find("(", start, end) >= 0 else found
    if not told:
        return governed
    governed = _of_governor(scene, governed, told) if governed else governed
    return [*governed, *_further(scene, told, governed)]


def _of_governor(scene: Scene, governed: list[Candidate], running: list[Candidate]) -> list[Candidate]:
    """The duties a heading gives, without sentences that name another behind 由 who does all of it (宣传组 / 稿件由县文化馆
    审核)."""
    others = {
        (item.start, item.end): scene.text[slice(*item.actor)]
        for item in running
        if item.rule == "agent" and item.actor and scene.text.find(",", item.start, item.actor[0]) < 0
    }
    kept: list[Candidate] = []
    for item in governed:
        name = scene.text[slice(*item.actor)] if item.actor else ""
        if not name or others.get((item.start, item.end), name) == name:
            kept.append(item)
    return kept


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


def _further(scene: Scene, found: list[Candidate], governed: list[Candidate]) -> Iterator[Candidate]:
    """What a block tells beyond the duties a heading gives it: not a part of one, said of the same party by its name
    (一、年级组长职责 / 5.负责考勤,教师请假由年级组长审批)."""
    for item in found:
        if item.rule == "subject" and any(w.start == item.start and item.end <= w.end for w in governed):
            continue  # 幼儿入园时要进行晨检: the item was given to whose duties are told
        if item.actor is None or not any(
            whole.start <= item.start
            and item.end <= whole.end
            and whole.actor is not None
            and scene.text[slice(*whole.actor)] == scene.text[slice(*item.actor)]
            for whole in governed
        ):
            yield item


class Articles:
    """The authority that opens the article of a law: its further paragraphs speak of it where they name nobody."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.subject: Subject | None = None

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
