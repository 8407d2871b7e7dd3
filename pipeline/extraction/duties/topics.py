"""Parts of a clause before its subject: its time, its condition, its topic."""

from __future__ import annotations

import re

from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.duties.subject import Subject

NUMBER = re.compile(r"(?:\d{1,2}[.、.]|\(\d{1,2}\)|[①-⑳]|[A-Za-z][.、)](?=[\u4e00-\u9fff]))\s*")
_IN_ORDER = re.compile("[一二三四五六七八九十]{1,2}是(?=[\u4e00-\u9fff])")  # 一是+加强宣传,各村要…
_LONGEST_TOPIC = 16
_SHORTEST_TOPIC = 2


def first_part(scene: Scene, subject: Subject, parts: list[Range], number: int, least: int, *, strict: bool) -> int:
    """The first part that belongs to the subject of part `number`: what sets its time or condition before it, and its
    topic where that opens the clause (校车工作,安全办…; not 操场旧了,坑坑洼洼,总务处要…)."""
    first = kept = number
    one = subject.kind in ("person", "post") or subject.cue in scene.lexicon.modal.meaning
    while first > least and (binds := _binding(scene, *parts[first - 1], strict=strict, one=one)):
        first -= 1
        kept = first if binds == "bound" or first == 0 else kept
    return kept


def has_own_topic(scene: Scene, subject: Subject, begin: int) -> bool:
    """Whether the part of a party behind 由 tells itself what it is about (住宿退费的,余款+由财务处退还), so that nothing more
    than a time or condition before it belongs to it."""
    at = scene.text.rfind("由", begin, subject.start) if subject.form == "agent" else -1
    while begin < at and (word := _leads(scene, begin, at)):
        begin += len(word)
    return at - begin >= _SHORTEST_TOPIC and scene.text[at - 1] not in "的后时前,"


def _leads(scene: Scene, begin: int, end: int) -> str:
    """An adverb or modal word that may stand before 由 (统一由…, 应由…)."""
    return scene.lexicon.cue["adverb"].at(scene.text, begin, end) or scene.lexicon.modal.at(scene.text, begin, end)


def _acts(scene: Scene, start: int, end: int) -> bool:
    """Whether words open with an act, also behind an adverb (严格登记制度, 切实保障就医)."""
    at = start + len(scene.lexicon.cue["adverb"].at(scene.text, start, end))
    return scene.lexicon.verb.at(scene.text, start, end) != "" or scene.lexicon.verb.at(scene.text, at, end) != ""


def _binding(scene: Scene, start: int, end: int, *, strict: bool, one: bool) -> str:
    """How a part before a subject belongs to it: `bound` as its time or condition, `topic`, or not at all (empty).
    `strict`: only where its first or last word says so; `one`: a person or post, who is not the one a part without subject
    speaks of (全面掌握动态,职工外出必须请假)."""
    text, lexicon = scene.text, scene.lexicon
    if number := NUMBER.match(text, start, end):
        start = number.end()
    elif (order := _IN_ORDER.match(text, start, end)) and _acts(scene, order.end(), end):
        start = order.end()
    words = text[start:end]
    if scene.lexicon.patterns["of_its_own"].search(words):
        return ""
    if lexicon.cue["after"].ends(words):
        return "bound"
    if text.startswith(scene.lexicon.words["calls_for_act"], start) and not lexicon.modal.inside(text, start, end)[1]:
        return "bound"  # 接到报告,校长应…
    if scene.lexicon.patterns["case_found"].match(text, start, end) and not lexicon.modal.inside(text, start, end)[1]:
        return "bound"  # 晨检发现发热幼儿,保健医立即复测
    if strict:
        # 对审核通过的企业,由县财政局…
        of_whom = text[start] == "对" and text.startswith("由", end + 1) and 0 < words.rfind("的") < len(words) - 1
        of_whom = of_whom or "一经" in words  # 计划一经下达,各校不得突破
        of_whom = of_whom or text.startswith(scene.lexicon.words["without_leave"], start)  # 未经书记批准,任何人…
        return "bound" if of_whom or lexicon.cue["condition"].at(text, start, end) else ""
    if opener := lexicon.cue["opener"].at(text, start, end):
        at, modal = lexicon.modal.inside(text, start, end)
        modal = "" if modal in lexicon.cue["plan_noun"].meaning else modal  # 为落实培养计划,学校将…
        # 对应当公示的名单: the modal word tells which, not what to do
        modifies = modal and at == start + len(opener) and "的" in text[at : end - 1]
        return "" if modal and not modifies else "bound"
    if start in scene.times or lexicon.cue["time_opener"].at(text, start, end):
        return "" if lexicon.verb.inside(text, start, end)[1] else "bound"
    # a topic (课后服务工作,日常签到由值班教师负责) holds no verb of doing
    adverb = lexicon.cue["adverb"].at(text, start, end)
    verb = lexicon.verb.at(text, start, end) or (one and lexicon.verb.at(text, start + len(adverb), end))
    counted = any(sign.isdigit() for sign in words)  # 参与率80%以上,教育局…: what is wanted, not what it is about
    named = scene.text.startswith("由", end + 1) and "的" in words[2:-1]  # 评选产生的委员,由学校颁发聘书
    is_topic = (
        len(words) <= _LONGEST_TOPIC + 8 * named
        and (not verb or named)
        and not counted
        and not lexicon.modal.inside(text, start, end)[1]
    )
    return "topic" if is_topic else ""
