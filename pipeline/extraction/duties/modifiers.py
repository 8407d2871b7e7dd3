"""The words that may stand before the head of an actor's name: modifiers (专职+管理员), and its field (抢险+救援组)."""

from __future__ import annotations

from functools import lru_cache

from pipeline.extraction.actors.rows import actor_lexicon
from pipeline.extraction.duties.rows import duty_lexicon
from pipeline.extraction.duties.scene import Scene
from pipeline.lexicon import lexicon_folders, pinned
from pipeline.model.mention import ActorMention

LONGEST_MODIFIER = 14
_NO_GAP = frozenset(",;:。的其到至把被让使由()〔〕“”")


def tokens(scene: Scene, start: int, end: int) -> list[tuple[int, int]]:
    """The segmenter's words in a range."""
    flags = scene.board.segmentation.flags
    found = []
    at = start
    while at < end:
        following = flags.find(1, at + 1, end)
        following = following if following >= 0 else end
        found.append((at, following))
        at = following
    return found


def may_modify(scene: Scene, start: int, end: int) -> bool:
    anywhere, before_party = _modifies(scene.text[start:end], pinned() or lexicon_folders())
    return anywhere or (before_party and scene.actor_at(end) is not None)


@lru_cache(maxsize=4096)
def _modifies(word: str, _folders: object) -> tuple[bool, bool]:
    """Whether a word may modify a party's name, wherever it stands, and right before a party; the same few come again."""
    lexicon, actors = duty_lexicon(), actor_lexicon()
    cue = lexicon.cue
    acts = lexicon.verb.meaning.get(word) == "verb" or word in cue["causative"].meaning
    barred = word in actors.stops or bool(lexicon.modal.meaning.get(word)) or word in cue["adverb"].meaning
    barred = barred or (len(word) > 2 and cue["moment"].ends(word))  # 下课后+门卫
    barred = barred or (len(word) > 1 and word in cue["passive"].meaning) or (len(word) == 4 and actors.is_verb(word))
    barred = barred or (len(word) == 4 and word[:2] in cue["adverb"].meaning and word[2:] in lexicon.verb.meaning)
    manner = word in cue["manner_noun"].meaning  # 现场+工作人员, 专职+管理员
    occupation = word in cue["occupation"].meaning  # 带队+老师, 施救+人员
    return not (barred or acts), manner or (not barred and (occupation or not acts))


def nominal_gap(scene: Scene, start: int, end: int) -> bool:
    """Whether the words between a joint and the next head may belong to that head's name."""
    if not _NO_GAP.isdisjoint(scene.text[start:end]):
        return False
    for begin, stop in tokens(scene, start, end):
        if not may_modify(scene, begin, stop):
            return False
    return True


def may_be_field(scene: Scene, start: int, end: int) -> bool:
    """Whether one of a list is a department's field (市场监管), or words that may stand in a name."""
    cue, word = scene.lexicon.cue, scene.text[start:end]
    if word[0] in actor_lexicon().levels and word[1:] in cue["field"].meaning:
        return True  # 县+教育
    if word in cue["field"].meaning or word in cue["occupation"].meaning:
        return True
    if (known := scene.actor_at(start)) is not None and known.end == end:
        return True
    return all(
        may_modify(scene, *token)
        for token in tokens(scene, start, end)
        if scene.text[slice(*token)] not in ("和", "及", "与")
    )


def acts_name_field(scene: Scene, words: list[tuple[int, int]], mention: ActorMention) -> bool:
    """Whether the words before the head of a group or unit name its field (抢险+救援组, 整改+单位), though they are verbs;
    verbs that set it up or make it act (成立+救援组, 督促+单位) do not."""
    lexicon = scene.lexicon
    named = [scene.text[start:end] for start, end in words]
    if named and named[0] in lexicon.cue["adverb"].meaning:
        return False  # 全力+迎接+验收组
    compound = mention.kind == "group" or (len(words) == 1 and mention.text in lexicon.cue["compound_head"].meaning)
    return compound and all(
        len(word) == 2 and word in lexicon.verb.meaning and word not in lexicon.cue["sets_up"].meaning for word in named
    )


def names_field(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether the verb before a bare head is the unit's occupation (供水+公司), not what is done to it, or tells what a group is
    there for (疏散+引导组)."""
    cue = scene.lexicon.cue
    if mention.kind == "group" and begin < mention.start:
        return acts_name_field(scene, tokens(scene, begin, mention.start), mention)
    bare = mention.text in cue["compound_head"].meaning
    return bare and scene.text[begin : mention.start] in cue["occupation"].meaning


def first_of_fields(scene: Scene, start: int, end: int, *, inside: bool = False) -> bool:
    """Whether words tell the first of two fields of a group (校园管控+与后勤保障组): they may stand in a name, or are verbs behind
    one that may."""
    if not _NO_GAP.isdisjoint(scene.text[start:end]):
        return False
    verbs = scene.lexicon.verb.meaning
    return all(
        may_modify(scene, a, b) or ((inside or a > start) and b - a > 1 and scene.text[a:b] in verbs)
        for a, b in tokens(scene, start, end)
    )
