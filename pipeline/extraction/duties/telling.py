"""What a clause with a subject tells: an act, or what was done, what a task is called, that a list follows."""

from __future__ import annotations

import re

import msgspec

from pipeline.extraction.duties.announcing import announces_list, announces_other, names_order
from pipeline.extraction.duties.scene import Range, Scene, closing_of, trimmed
from pipeline.extraction.duties.subject import Subject
from pipeline.lexicon import wording

_DONE = re.compile(r"(?<![为除])[了](?!解|如|然)")
_NOMINAL = re.compile(r"的[^,的]{1,6}[;。:]?$")
_SHORTEST_ACT = 12
_TOLD = ("listed_in_annex", "divided_into", "experience_told")


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A subject and the comma parts it governs: `[first, last]` of the clause's parts."""

    subject: Subject
    first: int
    last: int


def _done(text: str, parts: list[Range]) -> bool:
    """Whether some parts tell what was done."""
    for start, end in parts:
        if _DONE.search(text, start, end):
            return True
    return False


def _told_behind(scene: Scene, start: int, end: int) -> bool:
    """Whether what stands behind a subject only tells of it, what it gets or how a case was handled."""
    text, patterns = scene.text, scene.lexicon.patterns
    for row in _TOLD:
        if patterns[row].search(text, start, end):
            return True
    benefits, handled = patterns["benefits"], patterns["case_handled"]
    return benefits.match(text, start, end) is not None or handled.match(text, start, end) is not None


def told(scene: Scene, hit: Hit, parts: list[Range], begin: int, stop: int) -> bool:
    """Whether a clause without a modal word tells what was done, or is the name of a task (对…的督导)."""
    text = scene.text
    if names_order(scene, hit.subject.end, parts[hit.last][1]):
        return True
    if _done(text, parts[hit.first : hit.last + 2]):
        return not any(scene.lexicon.modal.at(text, *part) for part in parts[hit.last + 1 :])
    if text[hit.subject.end : parts[hit.last][1]] in scene.lexicon.words["bare_seat_verbs"]:
        return True  # 应急小组:安全组长魏东升担任
    if _comes_under(scene, hit, parts, stop):
        return True
    if scene.lexicon.patterns["counts_as"].search(text, hit.subject.end, parts[hit.last][1]):
        return True  # 教务处检查未到岗视为旷工
    if _told_behind(scene, hit.subject.end, stop):
        return True
    if scene.lexicon.patterns["state_of_what_it_does"].search(text, hit.subject.end, parts[hit.last][1]):
        return True
    if text[begin:stop].rstrip(" 。;").endswith("的"):
        return True  # 任课教师泄露试题,造成不良影响的;
    if scene.reached(begin, stop) or wording.gate("duty", "tells_role").search(text, hit.subject.end, stop):
        return True
    single = hit.first == hit.last == len(parts) - 1
    behind = hit.subject.end
    keeps = len(hit.subject.cue) == 1 or hit.subject.cue in scene.lexicon.cue["keeps_record"].meaning  # 发5张照片
    keeps = keeps or scene.lexicon.cue["preposition"].at(text, behind, stop) != ""
    keeps = keeps or (hit.subject.form == "agent" and text.find("的", behind, stop) < 0)  # 由年级组长确定名单
    if len(parts) == 1 and not keeps and scene.lexicon.cue["record"].ends(text[begin:stop].rstrip(" 。;")):
        return True
    return single and text.startswith("对", hit.subject.end) and _names_task(scene, begin, stop)


def _names_task(scene: Scene, begin: int, stop: int) -> bool:
    """Whether words that 对 opens end in the name of a task (对…的督导), not in an act (对合格的项目+给予奖补)."""
    nominal = _NOMINAL.search(scene.text[begin:stop])
    if nominal is None or scene.lexicon.patterns["gives_or_does"].search(nominal.group()):
        return False
    words = nominal.group()
    return not any(scene.lexicon.cue[role].inside(words, 0, len(words))[1] for role in ("prompt", "adverb"))


def _comes_under(scene: Scene, hit: Hit, parts: list[Range], stop: int) -> bool:
    """Whether a clause tells what has been so, what somebody gets (班主任每月发放津贴600元), or by which rules somebody or some activity is
    dealt with (乡村医生参照村干部标准执行)."""
    text, subject = scene.text, hit.subject
    if scene.lexicon.patterns["in_past_years"].match(text, parts[0][0], subject.start):
        return True  # 近年来,县教育局坚持…
    stop = trimmed(text, subject.end, stop)[1]
    if subject.form != "subject" or subject.cue in scene.lexicon.cue["named_act"].meaning:
        return False
    if scene.lexicon.patterns["run_by_rules"].search(text[subject.end : stop]):
        return True
    if subject.kind not in ("person", "post"):
        return False
    if scene.lexicon.patterns["follows_rules"].fullmatch(text, subject.end, stop):
        return True
    if scene.lexicon.patterns["chosen_or_reviewed"].match(text, subject.end, stop):
        return True
    gets = scene.lexicon.patterns["gets_paid"].search(text, parts[hit.last][0], stop)
    return gets is not None and not scene.lexicon.patterns["pays_out"].search(text, subject.start, subject.end)


def only_leads(scene: Scene, hit: Hit, following: Hit | None, parts: list[Range]) -> bool:
    """Whether a part says of a party no more than that it leads (由民政局牵头,…), or has the charge of what stands behind the
    party that helps it (民政局牵头,财政局配合,开展救助)."""
    subject, said = hit.subject, scene.text[hit.subject.end : parts[hit.last][1]]
    if subject.form == "agent":
        return subject.cue in scene.lexicon.cue["leading"].meaning and said == subject.cue
    if following is None or following.last + 1 >= len(parts) or hit.last + 1 != following.first:
        return False
    helped = scene.text[following.subject.end : parts[following.last][1]]
    share = scene.lexicon.closing.meaning
    if said not in share or helped not in share or following.first != following.last:
        return False
    return [scene.lexicon.tag_part[share[word] or ""] == "support" for word in (said, helped)] == [False, True]


def only_announces(scene: Scene, hit: Hit, parts: list[Range], stop: int, end: int) -> bool:
    """Whether a clause says no more than that a list of duties follows (督学履行下列职责:; 机构实施督导,履行下列职责:)."""
    if scene.text[end - 1] != ":" and not scene.text.startswith(":", end):
        listed = scene.text[end : end + 1] in ("\n", "") and announces_list(scene, parts[-1][0], end)
        return listed and hit.last == len(parts) - 1
    if stop == parts[-1][1]:
        rest = text_behind(scene, hit.subject.end, stop)
        if rest in scene.lexicon.words["to_be_signed"]:
            return True  # 责任人签字:
        if rest in scene.lexicon.modal.meaning:
            return True  # 教研员(兼职)应:
        return (
            hit.last == len(parts) - 1
            and scene.lexicon.heading["lead_in"].inside(scene.text, *parts[-1])[1] != ""
            and not announces_other(scene, *parts[-1])
        )
    return stop - hit.subject.end < _SHORTEST_ACT


def text_behind(scene: Scene, start: int, end: int) -> str:
    """The words behind a subject, without the bracket that explains it and the colon."""
    text = scene.text
    if start < end and text[start] == "(" and (closing := closing_of(text, start, end)) > 0:
        start = closing + 1
    return text[start:end].strip(" :")


def closed(scene: Scene, parts: list[Range], hit: Hit, end: int) -> int:
    """The end of the last subject's words: the clause with its stop, without a last part that only announces a list."""
    text, heading = scene.text, scene.lexicon.heading
    final = parts[-1]
    explains = len(parts) > 1 and text[slice(*parts[-2])].endswith("解释")
    if (
        len(parts) - 1 > hit.last
        and text[final[0]] in ("自从经报" if explains else "自从")
        and scene.lexicon.cue["in_force"].ends(text[slice(*final)].rstrip("。;"))
    ):
        return parts[-2][1]  # 本办法由教务处负责解释,自印发之日起施行; 经校务会通过后施行
    if text[end - 1] != ":":
        return end
    announces = heading["drop"].inside(text, *final)[1] or heading["lead_in"].inside(text, *final)[1]
    return parts[-2][1] if announces and len(parts) - 1 > hit.last else final[1]
