"""The actor that a heading or a label names, and whose duties therefore follow."""

from __future__ import annotations

import re

import msgspec

from pipeline.extraction.actors import kind_of
from pipeline.extraction.actors.rows import actor_lexicon
from pipeline.extraction.duties.joint_parties import joined
from pipeline.extraction.duties.names import title_nominal
from pipeline.extraction.duties.scene import Range, Scene, without_marks
from pipeline.lexicon import wording
from pipeline.model.layout import Block
from pipeline.model.mention import ActorMention
from pipeline.model.result import ActorKind, Modality

_LONGEST_TITLE = 40
_LONGEST_UNKNOWN = 8
_LONGEST_TASK = 4
_LONGEST_RULES = 6
_SHORTEST_PARTY = 3
SUBJECT_MATTERS = ("school", "territory")
_NO_NAME = re.compile(r"[:、,。;\s\d]")
_BRACKET = re.compile(r"^\([^()]{1,60}\)")  # who belongs to the party, how many they are


class Governor(msgspec.Struct, frozen=True, gc=False):
    """Whose duties follow. `listed`: a lead-in stands over items of `depth` or deeper; `bare`: the heading is the
    actor's name alone, so that only what reads as a task is one; `own`: what stands under titles further below is not told of
    it."""

    actor: Range
    kind: ActorKind
    rule: str
    modality: Modality = "must"
    bare: bool = False
    cue: str = ""
    own: bool = False


def _heads_of(scene: Scene, start: int, end: int) -> list[ActorMention]:
    """The parties in a title, outside its brackets, whose name may begin where it does."""
    text = scene.text
    return [
        m
        for m in scene.actors_in(start, end)
        if text.count("(", start, m.start) == text.count(")", start, m.start)
        and (title_nominal(scene, start, m) or _by_its_task(scene, start, m, end))
    ]


def title_governor(scene: Scene, start: int, end: int, *, weak: bool = False) -> Governor | None:
    """The actor a title or label names: `校长职责`, `(二)宣传报道组`, `教务处工作职责`; null where it names none. `weak`: also
    words that elsewhere name a subject matter (学生, 学校), as in a section of duties."""
    text, duties = scene.text, scene.lexicon.heading["duty_title"]
    if not scene.names_actor(start, end) and text[start:end].rstrip(" :。")[-1:] not in duties.lasts:
        return None  # as most that are asked: neither a party nor a word for duties
    start = _party_from(scene, start, end)
    opening = text.find("(", start, end)
    if (opening if opening > start else end) - start > _LONGEST_TITLE or start < 0:
        return None
    if mentions := _heads_of(scene, start, end):
        name_end = mentions[-1].end
        rest = _BRACKET.sub("", text[name_end:end]).strip(" :的.。—-")
        rest = _without_matter(rest, mentions[-1]) if rest else rest
        toward = text.startswith("对", start - 1)  # 对各院系的要求
        if rest in scene.lexicon.words["rules_of_place"] and mentions[-1].kind == "org" and not toward:
            return None  # 图书室守则: rules for those who use it
        asked = rest in scene.lexicon.words["asked_of"] and (
            toward or (mentions[-1].kind == "post" and not mentions[-1].weak)
        )
        if rest == "" or rest in duties.meaning or asked:
            if text[start:name_end] in scene.lexicon.words["bare_tiers"]:
                return None  # 各级责任
            if not rest and not weak and (mentions[-1].weak or mentions[-1].rule in SUBJECT_MATTERS):
                return None  # 学生, 学校 as a heading names a subject matter
            return Governor((start, name_end), mentions[-1].kind, "heading", bare=not rest, cue=rest)
        name_end, last = joined(scene, mentions[0], scene.actors_in(start, end), end)
        label = text.startswith(":", end) and last.kind in ("org", "group", "post") and not last.weak
        if (weak or label) and text[name_end:end].strip(" :.。") == "":
            return Governor((start, name_end), last.kind, "heading", bare=True)
        if whole := scene.lexicon.patterns["named_by_its_field"].match(text, start, end):
            alone = _BRACKET.sub("", text[whole.end() : end]).strip(" :.。") == ""
            return Governor((start, whole.end()), last.kind, "heading", bare=True) if alone else None
        return None
    words = text[start:end].strip(" :。")
    for cut in range(max(2, len(words) - 8), len(words)) if words[-1:] in duties.lasts else ():
        if words[cut:] in duties.meaning:
            return _charged(scene, start, start + cut, words[cut:]) or _unknown(scene, start, start + cut, words[cut:])
    return None


def _party_from(scene: Scene, start: int, end: int) -> int:
    """Where a party's name may begin in a title, behind the mark of an annex (附:) and a verb; -1 where none is named: 落实领导职责,
    领导小组下设应急小组:, and 美育工作领导, which says that something is led, not who leads."""
    text = scene.text
    if "\t" in text[start:end]:
        return -1  # the head of a table
    if annex := scene.lexicon.patterns["annexed"].match(text, start, end):
        start = annex.end()
    if number := scene.lexicon.patterns["decimal_number"].match(text, start, end):
        start = number.end()
    if toward := scene.lexicon.patterns["toward_party"].match(text, start, end):
        return toward.start() + toward[0].index("对") + 1  # 对各院系的要求
    asks = scene.lexicon.words["asks_party"]
    for word in asks if text.startswith(asks, start) else ():
        if text.startswith(word, start) and scene.actor_at(start + len(word)) is not None:
            return start + len(word)  # 请+各社区:
    begin = _behind_verb(scene, start, end)
    if begin > start and text.startswith(scene.lexicon.words["no_party_behind_verb"], begin):
        return -1
    told = (*scene.lexicon.words["sets_up_below"], *scene.lexicon.words["tells_system"])
    for word in told:
        if text.find(word, begin + 1, end) > 0:
            return -1
    led = text.find("领导", begin, end) > 0 and scene.lexicon.patterns["leading_of_work"].search(text, begin, end)
    return -1 if led else begin


def _behind_verb(scene: Scene, start: int, end: int) -> int:
    """Behind a verb that only says the duties of the party behind it are seen to (规范+教师职责)."""
    verbs = scene.lexicon.words["sees_to_duties"]
    for verb in verbs if scene.text.startswith(verbs, start) else ():
        if scene.text.startswith(verb, start) and end - start > len(verb) + _SHORTEST_PARTY:
            return start + len(verb)
    return start


def _by_its_task(scene: Scene, start: int, party: ActorMention, end: int) -> bool:
    """Whether a short word of what a post does stands before it, and the word for duties alone behind it (管车+老师+职责)."""
    rest = scene.text[party.end : end].strip(" :。")
    before = scene.text[start : party.start]
    short = 0 < len(before) <= _LONGEST_TASK and _NO_NAME.search(before) is None
    return short and party.kind == "post" and rest in scene.lexicon.heading["duty_title"].meaning


def _unknown(scene: Scene, start: int, end: int, cue: str) -> Governor | None:
    """The party that no list knows, by what its name ends in (楼层疏导员+职责)."""
    name = scene.text[start:end]
    if not 1 < len(name) <= _LONGEST_UNKNOWN or _NO_NAME.search(name) or "的" in name or "职责" not in cue:
        return None
    if not name.endswith(scene.lexicon.words["names_of_posts"]):
        return None
    return None if scene.lexicon.verb.at(scene.text, start, end) else Governor((start, end), "post", "heading", cue=cue)


def _charged(scene: Scene, start: int, end: int, cue: str) -> Governor | None:
    """The party before the word for duties, without the verb of the title (落实+班主任+责任); a field is none (消防责任)."""
    end -= scene.text.endswith("的", start, end)
    if scene.text[start:end] in scene.lexicon.words["bare_tiers"] or scene.text.find(",", start, end) >= 0:
        return None  # 各级责任; 有下列情形之一的,追究班主任责任
    named = start + len(scene.lexicon.cue["sets_up"].at(scene.text, start, end))
    row = kind_of(scene.text[named:end]) or kind_of(scene.text[start:end])
    if row is None or (row.weak and row.kind == "org"):
        return None
    start = named if kind_of(scene.text[named:end]) is not None else start
    return Governor((start, end), row.kind, "heading", cue=cue)


def _without_matter(rest: str, party: ActorMention) -> str:
    """The word for duties behind a party's name, without the matter they concern (班主任+防溺水+工作职责)."""
    if (
        party.kind == "person"
        and rest.endswith(wording.words("duty", "rules_for_persons"))
        and len(rest) <= _LONGEST_RULES
    ):
        return rest[-2:]  # 学生+上机+守则
    if party.weak or party.rule in SUBJECT_MATTERS or not rest.endswith(wording.words("duty", "duty_heads")):
        return rest
    found = wording.pattern("duty", "matter_of_duties").fullmatch(rest)
    return found[1] if found else rest


def charged_title(scene: Scene, block: Block) -> Governor | None:
    """The unknown party that a short title in a section of duties names, where its charge runs on behind a colon
    (二、职责分工 / 1.主席团:负责…)."""
    text = scene.text
    start, end = without_marks(text, block.start, block.end)
    line = text.find("\n", block.end)
    behind = scene.lexicon.cue["named_act"].at(text, block.end + 1, line if line > 0 else len(text))
    if not (text.startswith(":", block.end) and behind and 1 < end - start <= _LONGEST_UNKNOWN):
        return None
    if _NO_NAME.search(text, start, end) or scene.lexicon.verb.inside(text, start, end)[1]:
        return None
    bodies = scene.lexicon.words["body_ends"]
    kind: ActorKind = "group" if text.endswith(bodies, start, end) else "post"
    return Governor((start, end), kind, "heading", bare=True)


def post_by_ending(scene: Scene, start: int, end: int) -> Governor | None:
    """The post that no list knows, by what its name ends in, where duties are told (司铃员:准时发出信号)."""
    if not 1 < end - start <= _LONGEST_UNKNOWN or _NO_NAME.search(scene.text, start, end):
        return None
    if not scene.text.endswith(scene.lexicon.words["names_of_posts"], start, end):
        return None
    return (
        None if scene.lexicon.verb.at(scene.text, start, end) else Governor((start, end), "post", "heading", bare=True)
    )


def set_apart(scene: Scene, start: int, end: int) -> Governor | None:
    """The party whose characters are set apart in a label (团  委:)."""
    row = kind_of("".join(scene.text[start:end].split()))
    named = row is not None and not row.weak and row.id not in SUBJECT_MATTERS
    return Governor((start, end), row.kind, "heading", bare=True) if row is not None and named else None


def like_sibling(scene: Scene, before: Governor | None, block: Block) -> Governor | None:
    """The unknown post that a short title in a section of duties must name, where the title before it names a post."""
    text, row = scene.text, actor_lexicon().each
    start, end = without_marks(text, block.start, block.end)
    if before is None or before.kind != "post" or not before.bare or not 1 < end - start <= _LONGEST_UNKNOWN:
        return None
    things = row.not_whole if row is not None else ()
    named = not _NO_NAME.search(text, start, end) and not text.endswith(things, start, end)
    verb = scene.lexicon.verb.inside(text, start, end)[1]
    return Governor((start, end), "post", "heading", bare=True) if named and not verb else None
