"""Lines without any mark (of sentences, clauses or labels): an act, or a title that only reads like one."""

from __future__ import annotations

import re

from pipeline.extraction.duties.scene import Candidate, Scene

_DATE = re.compile(r"[\s\d年月日./-]{1,20}")
_CLOSING_BRACKET = re.compile(r"\([^()]{0,40}\)$")


def tells_act(scene: Scene, item: Candidate) -> bool:
    """Whether such a line tells an act (教务处组织教学常规检查), rather than names a thing or a paper as titles do
    (平安镇中心学校重点工作任务清单), or who signs (红山乡中心小学 2024年9月).

    Many writers leave the stop behind the items of a list away, so that its absence alone says nothing.
    """
    cue, cues = scene.lexicon.cue, item.cues
    if any(word in scene.lexicon.modal.meaning for word in cues):
        return True
    if item.actor is not None:
        behind = item.actor[1]
        if _DATE.fullmatch(scene.text, behind, item.end):
            return False
        if not scene.text[behind].isdigit() and not scene.text.startswith(cues, behind):
            return True  # 保卫科+每晚+向门卫了解归寝人数: when, whom, how
    words = _CLOSING_BRACKET.sub("", scene.text[item.start : item.end].rstrip())
    keeps = any(word in cue["keeps_record"].meaning for word in cues)
    if cue["record"].ends(words) or cue["titled_thing"].ends(words):
        return keeps
    return not cue["titled_paper"].ends(words) or keeps or any(word in cue["paper_verb"].meaning for word in cues)
