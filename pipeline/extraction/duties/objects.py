"""What stands behind a word that is a verb or a noun (采购, 消毒, 管理): its object, or the rest of a name."""

from __future__ import annotations

from pipeline.extraction.duties.rows import CueRole
from pipeline.extraction.duties.scene import Scene

_SHORTEST, _LONGEST = 2, 24
# Words of grammar behind which another predicate or a condition follows: the noun before is its subject.
_GRAMMAR = frozenset("由要应须需是为有不均都已被得很较更最而且了着过并、(“:")
_OPENING = frozenset("不均都已很较更最")  # of words of grammar of several signs (不少+于)
_BLANKS = frozenset(" \t\n")
_NO_OBJECT: tuple[CueRole, ...] = ("abstract_head", "state_end", "titled_thing", "titled_paper", "record", "noun_rest")


def takes_object(scene: Scene, start: int, end: int) -> bool:
    """Whether the words between a verb and the end of its comma part name what is acted on (总务处采购+办公用品, 校医消毒+教室):
    a thing, not the head of a name that begins with the verb (教师培训+基地) nor how something is (学校管理+科学规范)."""
    words = scene.text[start:end].rstrip(" 。;")
    if not _SHORTEST <= len(words) <= _LONGEST or not scene.board.segmentation.is_boundary(start):
        return False
    if (
        words[0] == "的"
        or words[-1] == "等"
        or not _BLANKS.isdisjoint(words)
        or (not _GRAMMAR.isdisjoint(words) and _holds_grammar(scene, start, start + len(words)))
    ):
        return False
    cue = scene.lexicon.cue
    for role in _NO_OBJECT:
        if cue[role].ends(words):
            return role == "abstract_head" and (words[0] == "全" or words[1] == "级" or "的" in words[_SHORTEST:])
    return True  # 使用+全市统一的系统: a head with words of its own before it


def _holds_grammar(scene: Scene, start: int, end: int) -> bool:
    """Whether one of the words is a word of grammar, not only a sign of one (供+应, 主+要)."""
    flags = scene.board.segmentation.flags
    at = start
    while at < end:
        following = flags.find(1, at + 1, end)
        following = following if following >= 0 else end
        if scene.text[at] in _OPENING or _GRAMMAR.issuperset(scene.text[at:following]):
            return True
        at = following
    return False
