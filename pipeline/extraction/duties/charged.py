"""Whose charge a line or heading tells without a verb of its own: a person by name before a colon (周岚同志:主持…), the
party that an opening sentence describes (保卫处是…的职能部门。主要职责如下:), the group whose make-up the section before tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from pipeline.extraction.duties.contexts import is_roster
from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.joint_parties import composed_of, joined
from pipeline.extraction.duties.persons import listed_names
from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Scene, closing_of, trimmed, without_marks
from pipeline.extraction.duties.titles import Governor
from pipeline.extraction.posts_behind import are_posts, is_name, name_before_posts
from pipeline.lexicon import wording
from pipeline.model.layout import Block

_LONGEST_TITLE = 36
_LONGEST_OPENING = 14
_LONGEST_HANGING = 40
_PAUSE = re.compile("[,;。( ]")
_HAN = re.compile("[\u4e00-\u9fff]{2}")
_BRACKET = re.compile(r"\s*\(([^()]{2,16})\)$")
_LONGEST_BULLET = 8
_BULLETS = frozenset("-*+•●▪■◆➢►▶◎★☆➤✓✔‧∙·")
_SHORTEST_POST = 2
_DIVIDED = "分工"
_OWN = "职"  # 主要职责, 工作职能: whose they are is said before; 主要任务 may be those of a whole plan


def person_governor(scene: Scene, start: int, end: int, following: int, *, told: bool = False) -> Governor | None:
    """The person whose name, or the persons whose names, are all that stands before a colon, also with a post or title
    (副校长周岚, 周岚同志), where what stands behind tells a charge (主持, 分管, 负责), or the heading says that duties are told
    (`told`; 组织分工 / 周岚:摄影); `following` ends it."""
    colon = _colon_before_charge(scene, start, end, following, told=told)
    if colon < 0:
        return None
    text = scene.text
    begin, stop = trimmed(text, start, colon)
    bracket = _BRACKET.search(text[begin:stop])
    stop = begin + bracket.start() if bracket else stop
    names = listed_names(text, begin, stop)
    if not names or any(scene.actor_at(name.start) for name in names):
        return None
    return Governor((names[0].start, names[-1].end), "person", "heading", bare=True)


def titled_person(scene: Scene, start: int, end: int, following: int) -> Governor | None:
    """The person at the head of a label, behind whose name nothing but posts stand (何淑芬 副校长:分管教学; 谢文清党组成员、副局长:…)."""
    if scene.text[end - 1] not in wording.signs("duty", "posts_behind_name"):
        return None
    colon = _colon_before_charge(scene, start, end, following)
    person = name_before_posts(scene.text, trimmed(scene.text, start, colon)[0], colon) if colon > 0 else None
    return Governor(person, "person", "heading", bare=True) if person else None


def _colon_before_charge(scene: Scene, start: int, end: int, following: int, *, told: bool = False) -> int:
    """The colon behind a label of a name's length (and its brackets) before words that tell a charge; -1 where there is none."""
    text = scene.text
    bound = closing_of(text, end, following) + 1 if text.startswith("(", end) else end
    colon = text.find(":", start, min(following, bound + 2))
    if colon < 0 or end - start > _LONGEST_TITLE:
        return -1
    charge, last = trimmed(text, colon + 1, following)
    tells = charge < last and (
        scene.lexicon.cue["named_act"].at(text, charge, last) or (told and is_task(scene, charge, last))
    )
    return colon if tells else -1


def named_by_title(scene: Scene, title: Block | None, start: int, colon: int) -> Governor | None:
    """The person whose name is a title, where a label with the person's posts follows (二、何淑芬 / 副校长:分管教学)."""
    if title is None or scene.text[title.end : start].strip(" ") or start < title.end:
        return None
    begin, end = without_marks(scene.text, title.start, title.end)
    named = is_name(scene.text, begin, end) and are_posts(scene.text, start, colon)
    return Governor((begin, end), "person", "heading", bare=True) if named else None


def is_task(scene: Scene, start: int, end: int) -> bool:
    """Whether what stands behind a name in a section of duties can be its task: no post, party, person or number."""
    text = scene.text
    party = scene.actor_at(start)
    if party is not None and party.end >= end - 1:
        return False  # 办公室:教务处
    pause = _PAUSE.search(text, start, end)
    stop = pause.start() if pause else end
    names = listed_names(text, start, stop)
    if names and names[-1].end >= stop - 1:
        return False  # 组长:周岚; 抢险组组长:周岚,组员:叶青
    return end - start > 1 and _HAN.match(text, start, end) is not None


def led_group(scene: Scene, governor: Governor | None, colon: int) -> Governor | None:
    """The group whose head's seat closes a title before a colon, behind which its people stand (1、宣传组组长:某某);
    any other governor as it is."""
    if governor is None or governor.kind != "post" or not scene.text.startswith(":", colon):
        return governor
    start, end = governor.actor
    groups = scene.lexicon.words["group_ends"]
    for seat in scene.lexicon.words["head_seats"]:
        stop = end - len(seat)
        if scene.text.endswith(seat, start, end) and scene.text.endswith(groups, start, stop) and stop - start > 2:
            return msgspec.structs.replace(governor, actor=(start, stop), kind="group")
    return governor


def charge_within(scene: Scene, block: Block, governor: Governor | None) -> tuple[Governor, int, int] | None:
    """The charge of a group that stands behind its people in one line (宣传组组长:某某 成员:各班主任 职责:…): who is charged,
    and where the words begin and end."""
    if governor is None or governor.kind != "group":
        return None
    found = scene.lexicon.patterns["charge_behind_seats"].search(scene.text, block.start, block.end)
    return (governor, found.end(), block.end) if found else None


def charge_of_seat(scene: Scene, block: Block, colon: int) -> bool:
    """Whether what stands behind a seat and a colon, in a section of duties, is its charge and no name (组长:在…下,负责…)."""
    if not is_roster(scene, block):
        return False
    begin, end = trimmed(scene.text, colon + 1, block.end)
    if begin >= end or begin in scene.persons:
        return False
    opens = scene.lexicon.cue["preposition"].at(scene.text, begin, end)
    return (opens != "" and "," in scene.text[begin:end]) or imperative(scene, begin, end)


def seat_of_line(scene: Scene, line: Block) -> Governor | None:
    """The seat before the colon of a line that names who holds it (2.副组长:某某)."""
    colon = scene.text.find(":", line.start, min(line.end + 1, line.start + _LONGEST_TITLE))
    if colon < 0 or not is_roster(scene, line):
        return None
    return Governor((line.start, colon), "post", "label")


def described(scene: Scene, start: int, end: int) -> Governor | None:
    """The party that opens a stretch which says what it is (保卫处是负责…的部门); null where it tells anything else."""
    party = scene.first_actor(start, min(end, start + _LONGEST_OPENING))
    if party is None or party.kind == "person" or party.weak:
        return None
    behind, party = joined(scene, party, scene.actors_in(start, end), end)
    being = scene.lexicon.cue["passive"].at(scene.text, behind, end) in scene.lexicon.words["copulas"]
    return Governor((start, behind), party.kind, "label") if being else None


def set_up(scene: Scene, start: int, end: int) -> Governor | None:
    """The group named last in a stretch, unless it is only whom another answers to (向村民会议负责)."""
    groups = [m for m in scene.actors_in(start, end) if m.kind == "group" and scene.text[m.start - 1] not in "向对受"]
    return Governor((groups[-1].start, groups[-1].end), "group", "label") if groups else None


def pointed_back(scene: Scene, start: int, label: int) -> Governor | None:
    """The party that opens the sentence before, where a label points back to it (村委会向村民会议负责。其主要职责是:)."""
    if not scene.text.startswith("其", label):
        return None
    sentence = scene.text.rfind("。", start, max(start, label - 1)) + 1
    party = scene.actor_at(sentence or start)
    acts = party is not None and predicate_at(scene, party.end, label) is not None
    makes = scene.lexicon.cue["pivot"].inside(scene.text, start, label)[1]
    return Governor((party.start, party.end), party.kind, "label") if party and acts and not makes else None


def hangs(scene: Scene, start: int, end: int) -> bool:
    """Whether a line breaks off behind the word that binds its party (经营者应当 / 企业管理部负责), so that a list follows."""
    if scene.text[end - 1] not in scene.lexicon.breaking_off:
        return False  # as most
    words = scene.text[start:end].rstrip(" :")
    breaks_off = len(words) <= _LONGEST_HANGING and scene.lexicon.cue["hanging"].ends(words)
    return breaks_off and "。" not in words and scene.names_actor(start, end)


def owns_duties(scene: Scene, title: str) -> bool:
    """Whether a title is only the word for duties, which are then those of a group named before (主要职责); where they are
    divided (职责分工), each party is told its own."""
    label = title in scene.lexicon.heading["label"].meaning or scene.lexicon.patterns["own_duties_of_matter"].fullmatch(
        title
    )
    return bool(label) and _OWN in title and not title.endswith(_DIVIDED)


def composed(scene: Scene, lines: Iterable[Block]) -> Governor | None:
    """The group of which some lines before a title tell who belongs to it (领导小组由…组成): the last that opens a line."""
    found = None
    for line in lines:
        party = scene.actor_at(line.start)
        if party is not None and party.kind == "group" and composed_of(scene, party.end, line.end):
            found = Governor((party.start, party.end), "group", "label")
    return found


def seated(scene: Scene, title: Block | None, lines: list[Block]) -> Governor | None:
    """The group whose people the section before a title lists (2、防汛工作小组成员 / 组长:校长 / 3、主要职责)."""
    if title is None or not any(is_roster(scene, line) for line in lines):
        return None
    for line in (*reversed(lines), title):
        if found := set_up(scene, line.start, line.end) or _of_members(scene, line):
            return msgspec.structs.replace(found, own=True)
    return None


def _of_members(scene: Scene, line: Block) -> Governor | None:
    """The group whose members are named as one party that closes a title (防汛工作小组成员)."""
    groups = scene.lexicon.words["group_ends"]
    for party in scene.actors_in(line.start, line.end)[-1:]:
        for word in scene.lexicon.words["member_words"]:
            end = party.end - len(word)
            if scene.text.endswith(word, party.start, party.end) and scene.text.endswith(groups, party.start, end):
                return Governor((party.start, end), "group", "label")
    return None


def listed(scene: Scene, block: Block) -> bool:
    """Whether a block is an item of a list: numbered, or behind a bullet in the source."""
    return block.kind == "item" or (block.kind == "paragraph" and _bulleted(scene, block.start))


def _bulleted(scene: Scene, start: int) -> bool:
    layout = scene.board.layout
    span = next(iter(layout.spans(start, start + 1)), None)
    if span is None:
        return False
    source = layout.source.text
    line = source.rfind("\n", max(0, span.start - _LONGEST_BULLET), span.start)
    before = source[line + 1 : span.start].strip() if line >= 0 else ""
    return len(before) == 1 and before in _BULLETS


def untitled(scene: Scene, block: Block, title: Block | None, before: list[Block]) -> Governor | None:
    """Whose duties a heading tells that is no party's name: a person's, or those of the group composed or listed `before`,
    under the `title` before it."""
    start, end = without_marks(scene.text, block.start, block.end)
    if scene.text.startswith((":", "("), block.end):
        line = scene.text.find("\n", block.end)
        if found := person_governor(scene, start, end, line if line > 0 else len(scene.text)):
            return found
    if not owns_duties(scene, scene.text[start:end]):
        return None
    return composed(scene, before) or seated(scene, title, before)


def speaks_of(scene: Scene, governor: Governor, block: Block) -> bool:
    """Whether a paragraph before the list names the governor as its subject (校长职责 / 校长是…,全面负责…。/ 1、…)."""
    named = scene.text[slice(*governor.actor)]
    shorter = (named.replace(sign, "", 1) for sign in scene.lexicon.words["unit_signs"])  # 教务处主任, 教务主任
    return scene.text.startswith((named, *(name for name in shorter if len(name) > _SHORTEST_POST)), block.start)
