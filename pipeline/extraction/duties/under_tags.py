"""The text below a title whose tag names the units in charge (二、消防安全(责任部门:总务处) / 每月检查一次…。): its sentences that
name nobody are theirs; and the lists that such tags head (责任主体:局党组 / 1.…)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipeline.extraction.duties.contexts import is_roster
from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.items import split
from pipeline.extraction.duties.scene import Candidate, Scene, parts_of
from pipeline.extraction.duties.tags import Named, Tag
from pipeline.extraction.duties.titles import Governor
from pipeline.model.layout import Block
from pipeline.model.result import Part
from pipeline.structure.numerals import ordinal


class Charged(msgspec.Struct, frozen=True, gc=False):
    """The units that a title's tag names, and the section that they are charged with."""

    section: str | None
    named: tuple[Named, ...]
    listed: bool = False
    """Whether the tag stands above a list of its own, as others in the paper do."""


def charged_by(scene: Scene, title: Block, tag: Block, named: tuple[Named, ...], below: Block | None) -> Charged | None:
    """The charge of a tag right behind a title, with text of the same section below; null where there is none."""
    text = scene.text
    beside = title.section is not None and text[title.end : tag.start].strip(" 。:\n") == ""
    if not beside or title.section is None or below is None or below.section != title.section:
        return None
    if below.kind not in ("paragraph", "item") or is_roster(scene, below):
        return None
    return Charged(title.section, named)


def heads_list(scene: Scene, block: Block, tags: Sequence[Tag], below: Sequence[Block], before: Charged | None) -> bool:
    """Whether a line is no more than a tag whose list, numbered from 1, begins `below`, and a tag of the same words further
    down heads a list too, or one further up did (责任主体:局党组 / 1.… / 2.… / 责任主体:局长 / 1.…)."""
    text, cue = scene.text, tags[0].named[0].cue
    if tags[0].start > block.start or text[tags[-1].end : block.end].strip(" 。") or not _first(below, 0):
        return False
    if before is not None and before.listed:
        return True
    for place, other in enumerate(below):
        if text.startswith(cue, other.start) and _first(below, place + 1):
            return True
    return False


def _first(blocks: Sequence[Block], place: int) -> bool:
    return place < len(blocks) and ordinal(blocks[place].number or "") == 1


def of_charged(scene: Scene, charged: Charged, block: Block) -> Iterator[Candidate]:
    """The sentences of a block that tell what to do and name nobody, once for each unit in charge."""
    if is_roster(scene, block):
        return
    first = charged.named[0].party
    for item in split(
        scene, Governor((first.start, first.end), first.kind, charged.named[0].rule), block.start, block.end
    ):
        end = item.end - scene.text.endswith(":", item.start, item.end)
        if imperative(scene, item.start, end) and not _of_others(scene, item.start, end):
            yield from tagged(charged.named, item.start, end)


def _of_others(scene: Scene, start: int, end: int) -> bool:
    """Whether a sentence tells what somebody else does (登记表由档案员保管), or what befalls those it is about (每次扣50元)."""
    if (at := scene.text.find("由", start, end)) >= 0 and scene.actor_at(at + 1) is not None:
        return True
    if any(scene.actor_at(begin) for begin, _ in parts_of(scene.text, start, end)):
        return True
    return scene.lexicon.patterns["counts_as"].search(scene.text, start, end) is not None


def tagged(named: Sequence[Named], start: int, end: int) -> Iterator[Candidate]:
    """One candidate for each party."""
    own = sum(item.part != "support" for item in named)
    supported = any(item.part == "support" for item in named)
    for item in named:
        part: Part = "support" if item.part == "support" else "sole"
        if item.part == "lead" or (item.part == "own" and (supported or own > 1)):
            part = "lead"
        party = item.party
        yield Candidate(start, end, (party.start, party.end), party.kind, item.rule, part=part, cues=(item.cue,))
