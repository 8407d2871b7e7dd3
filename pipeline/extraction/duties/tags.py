"""Tags behind a task that say whose it is: `(责任单位:甲、乙)`, `(甲牵头,乙配合)`, `牵头部门:甲  配合部门:乙`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.extraction.duties.bare_tags import units_alone
from pipeline.extraction.duties.parties import Party, parties
from pipeline.extraction.duties.rows import TagPart
from pipeline.extraction.duties.scene import Range, Scene, closing_of, trimmed

_MARKS = re.compile("[(〔\\[【:]")
_CHUNKS = re.compile(r"[,;。]")
_CHARGED = "负责"
_LONGEST_LABEL = 12
_LONGEST_LINE = 600


class Named(msgspec.Struct, frozen=True, gc=False):
    """A party that a tag names, its part and the word that said so."""

    party: Party
    part: TagPart
    cue: str
    rule: str


class Tag(msgspec.Struct, frozen=True, gc=False):
    """A tag over `[start, end)`; `line` where it fills the rest of its block (牵头部门:…)."""

    start: int
    end: int
    named: tuple[Named, ...]


def tags_of(scene: Scene, start: int, end: int) -> list[Tag]:
    """The tags of a block, in order, none inside another."""
    text = scene.text
    found: list[Tag] = []
    at = start
    while mark := _MARKS.search(text, at, end):
        at = mark.start()
        if text[at] != ":":
            closing = closing_of(text, at, end)
            if closing < 0:
                at += 1
                continue
            if named := _bracket(scene, at + 1, closing, end):
                found.append(Tag(at, closing + 1, _told_apart(scene, named)))
            at = closing
        elif (label := _label_before(scene, start, at)) and _names_parties(scene, label):
            stop = _line_end(text, at, end)
            if named := list(_labelled(scene, at - len(label), stop)):
                found.append(Tag(at - len(label), stop, _told_apart(scene, named)))
                at = stop
        at += 1
    return found


def _told_apart(scene: Scene, named: list[Named]) -> tuple[Named, ...]:
    """The parties of a tag without those that no name tells apart (县发改局牵头,各有关单位按职责分工负责), where others are named."""
    if len(named) < 2:
        return tuple(named)
    untold = scene.lexicon.patterns["no_unit_of_list"]
    kept = [item for item in named if not untold.fullmatch(scene.text, item.party.start, item.party.end)]
    return tuple(kept or named)


def _label_before(scene: Scene, start: int, colon: int) -> str:
    """The label that ends at a colon and begins a line, a clause or a blank-parted field; empty if none."""
    text, label = scene.text, scene.lexicon.label
    end = colon
    while end > start and text[end - 1] == " ":
        end -= 1
    if end == start or text[end - 1] not in label.lasts:
        return ""
    for length in range(_LONGEST_LABEL, 1, -1):
        begin = end - length
        if begin >= start and text[begin:end] in label.meaning:
            free = begin == start or text[begin - 1] in " 。;,、\n(〔[【)"
            return text[begin:colon] if free else ""
    return ""


def _names_parties(scene: Scene, label: str) -> bool:
    """Whether a label names parties; others (整改措施:, 完成时限:) only end what stands before them."""
    lexicon = scene.lexicon
    return lexicon.tag_part[lexicon.label.meaning[label.strip()] or ""] != "nobody"


def _line_end(text: str, at: int, end: int) -> int:
    end = min(end, at + _LONGEST_LINE)
    found = text.find("\n", at, end)
    return found if found >= 0 else end


def _labelled(scene: Scene, start: int, end: int) -> Iterator[Named]:
    """The parties behind each label of a stretch (`牵头部门:甲 配合部门:乙、丙;完成时限:6月底`)."""
    text, lexicon = scene.text, scene.lexicon
    marks = [
        (colon - len(label), colon, label.strip())
        for colon in _colons(text, start, end)
        if (label := _label_before(scene, start, colon))
    ]
    for index, (_, colon, label) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else end
        rule = lexicon.label.meaning[label] or ""
        part = lexicon.tag_part[rule]
        if part == "nobody":
            continue
        stop = _sentence_end(text, colon, stop)
        if parted := _closed(scene, colon + 1, stop):  # 责任单位:基教股牵头,计财股配合
            yield from parted
            continue
        for party in parties(scene, colon + 1, stop, persons=scene.lexicon.cue["person_end"].ends(label)):
            acts = label == _CHARGED and not party.known and lexicon.verb.at(text, party.start, party.end) != ""
            if not acts and (party.known or len(marks) > 1 or party.end - party.start <= 8):
                yield Named(party, part, label, rule)  # not 负责:撰写通知


def _colons(text: str, start: int, end: int) -> Iterator[int]:
    at = text.find(":", start, end)
    while at >= 0:
        yield at
        at = text.find(":", at + 1, end)


def _sentence_end(text: str, start: int, end: int) -> int:
    found = text.find("。", start, end)
    return found if found >= 0 else end


def _bracket(scene: Scene, start: int, end: int, block_end: int) -> list[Named]:
    """What the words in a bracket say: labels, parties with closing words, or parties alone at the end of the block."""
    if end - start < 2:
        return []
    if ":" in scene.text[start:end]:
        named = []
        for colon in _colons(scene.text, start, end):
            if label := _label_before(scene, start, colon):
                named = list(_labelled(scene, colon - len(label), end))
                break
        if named:
            return named
    return _closed(scene, start, end) or [
        Named(party, part, "", "bare_list") for party, part in units_alone(scene, start, end, block_end)
    ]


def _closed(scene: Scene, start: int, end: int) -> list[Named]:
    """`甲牵头,乙、丙配合`: parties before each closing word; all must be known."""
    text, lexicon = scene.text, scene.lexicon
    found: list[Named] = []
    begin = start
    for stop in [*(mark.start() for mark in _CHUNKS.finditer(text, start, end)), end]:
        a, b = trimmed(text, begin, stop)
        if lexicon.cue["all_below"].at(text, a, b):
            break  # 以下均需各县政府落实,不再列出: of the tasks below
        word = _closing_word(scene, a, b)
        if a < b and scene.times.get(a, 0) >= b - len(word):
            begin = stop + 1  # (县教育局牵头,县财政局配合;2024年底前完成)
            continue
        if not word:
            continue
        rule = lexicon.closing.meaning[word] or ""
        if text.find("由", a + 1, b) > 0:
            return []  # (片区小学由中心校负责): a sentence of its own, not whose the task is
        named = list(_joined(scene, a, b - len(word), lexicon.tag_part[rule]))
        if not named or not all(party.known for party, _ in named):
            return []
        found += [Named(party, part, word, rule) for party, part in named]
        begin = stop + 1
    return found


def _joined(scene: Scene, start: int, end: int, part: TagPart) -> Iterator[tuple[Party, TagPart]]:
    """The parties of a chunk with their parts; who works with (甲会同乙、丙) helps the one before."""
    helpers = scene.lexicon.patterns["works_with"].search(scene.text, start + 1, end - 1)
    if helpers is None:
        yield from ((party, part) for party in parties(scene, start, end, persons=False))
        return
    yield from ((party, "lead") for party in parties(scene, start, helpers.start(), persons=False))
    yield from ((party, "support") for party in parties(scene, helpers.end(), end, persons=False))


def _closing_word(scene: Scene, start: int, end: int) -> str:
    text, closing = scene.text, scene.lexicon.closing
    if end == start or text[end - 1] not in closing.lasts:
        return ""
    for length in range(min(10, end - start - 1), 1, -1):
        if text[end - length : end] in closing.meaning:
            return text[end - length : end]
    return ""


def task_ranges(tags: list[Tag], start: int, end: int) -> list[tuple[Range, Tag | None]]:
    """The words of a block outside its tags, each with the tag that follows it (none for what stands behind the last)."""
    found: list[tuple[Range, Tag | None]] = []
    begin = start
    for tag in tags:
        found.append(((begin, tag.start), tag))
        begin = tag.end
    found.append(((begin, end), None))
    return found
