"""Predicates that stand behind a comma: subjects that wait for theirs (各处室,要…; 值班人员接到报警后,应…)."""

from __future__ import annotations

import msgspec

from pipeline.extraction.duties.binding import Predicate, case_bound
from pipeline.extraction.duties.modifiers import tokens
from pipeline.extraction.duties.predicates import bound_at_moment, predicate_at
from pipeline.extraction.duties.scene import Range, Scene, parts_of
from pipeline.extraction.duties.subject import Subject
from pipeline.lexicon import wording

_LONGEST_CONDITIONS = 120
_LONGEST_PARTY = 30


def only_phrase(scene: Scene, at: int, end: int) -> bool:
    """Whether the rest of a part is only a condition or phrase (…的, 在…基础上, 接到报警后, 一旦…), so that the predicate
    stands behind it."""
    text, cue = scene.text, scene.lexicon.cue
    if text.endswith("的", 0, end):
        return True
    if case_bound(scene, at, end):
        return False  # 门卫若遇险情立即疏散学生
    if end > at and (moment(scene, at, end) or _in_case(scene, at, end)):
        return not scene.lexicon.modal.inside(text, at + 1, end)[1]
    if not cue["preposition"].at(text, at, end) or not cue["phrase_end"].ends(text[at:end]):
        return False
    if scene.lexicon.modal.inside(text, at + 1, end)[1]:
        return False  # 未经允许不得入内
    return not scene.lexicon.verb.meaning.get(text[slice(*tokens(scene, at, end)[-1])])  # 摸底 is no 底


def moment(scene: Scene, at: int, end: int) -> bool:
    """Whether a part ends as a time does (教师上岗前, 接到报告后, 外出期间)."""
    text = scene.text
    cue = scene.lexicon.cue
    if text[end - 1] not in cue["moment"].lasts:
        return False  # as most
    if not cue["moment"].ends(text[at:end]) or cue["not_moment"].ends(text[at:end]):
        return False
    return not scene.lexicon.verb.meaning.get(text[slice(*tokens(scene, at, end)[-1])])


def _in_case(scene: Scene, at: int, end: int) -> bool:
    """Whether a condition begins here (一旦发现险情, 如更换车辆)."""
    if scene.lexicon.cue["in_case"].at(scene.text, at, end):
        return True
    return scene.text[at] in "如若" and scene.lexicon.patterns["in_any_case"].match(scene.text, at, end) is not None


def _activities(scene: Scene, at: int, end: int) -> bool:
    """Whether a part says only what somebody is about to do (教职工外出; 家长来校探望)."""
    while at < end and (word := scene.lexicon.cue["activity"].at(scene.text, at, end)):
        at += len(word)
    return at == end


def behind_consent(scene: Scene, begin: int, following: int) -> int:
    """Behind the parts that only tell who else agrees (党员经本人申请,所在支部同意,可以…)."""
    while (party := scene.actor_at(begin)) is not None:
        word = scene.lexicon.cue["procedure_act"].at(scene.text, party.end, following)
        if not word or not scene.text.startswith(",", party.end + len(word)):
            break
        begin = party.end + len(word) + 1
    return begin


def bound_next(scene: Scene, end: int, following: int) -> Predicate | None:
    """What the next part binds the subject to by a modal word; null where it names another or there is none."""
    begin = behind_consent(scene, end + 1, following)
    if following <= end or scene.actor_at(begin):
        return None
    found = predicate_at(scene, begin, following)
    if found is not None and not found.sure:
        found = bound_at_moment(scene, begin, following)  # 返岗后+应报告行程
    return found if found is not None and found.sure else None


def _opening_phrase(scene: Scene, at: int, end: int) -> tuple[int, str]:
    """The preposition that begins here or behind an adverb (镇政府主要+以干部为主,成立…), and where; none before 由."""
    text, cue = scene.text, scene.lexicon.cue
    phrase = cue["preposition"].at(text, at, end) if text[at] != "由" else ""
    word = cue["adverb"].at(text, at, end) if not phrase else ""
    if not word or text.startswith("由", at + len(word)):
        return at, phrase
    phrase = cue["preposition"].at(text, at + len(word), end)
    return at + (len(word) if phrase else 0), phrase


def behind_comma(scene: Scene, at: int, end: int, following: int, *, weak: bool) -> Predicate | None:
    """The predicate of a subject that stands before a comma: alone (各处室,要…), with a condition that ends in 的
    (督学违反规定的,应当…), or with a phrase (学校根据实际,制定…)."""
    text, lexicon = scene.text, scene.lexicon
    alone = at >= end
    at, phrase = _opening_phrase(scene, at, end) if not alone else (at, "")
    being = lexicon.cue["passive"].at(text, at, end) in scene.lexicon.words["copulas"]
    done = text.endswith("的", 0, end)
    if done and lexicon.cue["short_of"].at(text, at, end):
        return None
    waits = not alone and (
        _activities(scene, at, end)
        or moment(scene, at, end)
        or _in_case(scene, at, end)
        or scene.lexicon.patterns["on_report"].match(text, at, end) is not None
        or text[at:end] in scene.lexicon.words["joins_hands"]  # 学校和社区+联合,开设…
    )
    if not (alone or phrase or being or done or waits):
        return _behind_standing(scene, at, end, following)
    begin = _next_part(text, end, following, alone=alone)
    begin = behind_consent(scene, begin, following) if phrase in scene.lexicon.words["by_consent"] else begin
    if scene.actor_at(begin) or text.startswith("由", begin):
        return None
    if being:  # 督导室是办事机构,承担日常工作
        return _answering(scene, begin, following)
    found = predicate_at(scene, begin, following)
    if found is None and alone:
        return _behind_conditions(scene, end, following)
    toward = not weak and phrase in scene.lexicon.words["toward"]  # 城管局对拒不改正的,依法予以处罚
    done = done and not toward
    if found is not None and done and not found.sure:
        return None  # 在校际之间调动的,按实际月份计发: others do it
    if found is not None and done and _of_others(scene, (at, end), found.at, following, weak=weak):
        return None
    if found is not None and done and not lexicon.verb.at(text, at, end):
        return found
    wishes = weak and scene.lexicon.patterns["wishes_itself"].match(text, at, end) is not None
    if (
        weak
        and waits
        and found is not None
        and found.modality == "must"
        and not (wishes or _own_move(scene, at, end, found))
    ):
        return None  # 儿童患病时,要及时诊治: those who look after it
    joins = phrase in ("和", "与") and text.endswith(scene.lexicon.words["joins_hands"], at, end)
    if found is None or found.sure or waits or joins or (phrase and phrase not in ("和", "与", "为")):
        return found
    if alone and (bound := _behind_conditions(scene, end, following)):
        return bound
    called = alone and lexicon.cue["all_of"].opens(text, _called(scene, at))
    led = called and lexicon.cue["preposition"].at(text, begin, following) != ""  # 各位老师,从班级实际出发,设计…
    led = led or text.startswith(scene.lexicon.words["with_means"], _called(scene, at))  # 有条件的学校,在门口设置…
    led = led or (text[at - 1] == "者" and found.cue in lexicon.cue["plain"].meaning)  # 面试合格者,携带证件报到
    return (
        msgspec.structs.replace(found, sure=True)
        if alone and (led or begin in scene.times or lexicon.cue["adverb"].at(text, begin, following))
        else None
    )


def behind_role(scene: Scene, at: int, end: int, following: int) -> Predicate | None:
    """What a party does, behind the parts that say what it is (医院作为服务窗口,条件好,声誉高的单位,要…)."""
    if not scene.text.startswith(scene.lexicon.words["told_as"], at):
        return None
    first: Predicate | None = None
    for begin, stop in parts_of(scene.text, end + 1, following):
        if scene.actor_at(begin) is not None or scene.text.startswith("由", begin):
            continue
        found = predicate_at(scene, begin, stop)
        if found is not None and found.sure:
            return found
        first = first or found
    return first


def told_as(scene: Scene, before: Subject, party: Subject, parts: list[Range], number: int) -> bool:
    """Whether a part only goes on with what the party before is told to be (医院作为条件好,群众信赖的单位,要…), as one behind
    it binds that party."""
    if not scene.text.startswith(scene.lexicon.words["told_as"], before.end):
        return False
    begin, end = parts[number]
    if scene.actor_at(begin) is not None and party.cue in scene.lexicon.modal.meaning:
        relative = party.end == end and scene.text.find("的", begin, end) >= 0
        if not relative:
            return False
    bound = (predicate_at(scene, *part) for part in parts[number + 1 :] if scene.actor_at(part[0]) is None)
    return any(found is not None and found.sure for found in bound)


def _own_move(scene: Scene, at: int, end: int, found: Predicate) -> bool:
    """Whether a learner is bound firmly at what he does himself (学生离开校园时,须登记; not 学生放学时,要清点人数)."""
    at += scene.text.startswith("在", at)
    own = scene.text.startswith(scene.lexicon.words["moves_of_learners"], at)
    does = found.sure and found.cue in scene.lexicon.words["binds_firmly"]
    does = does or (found.cue in scene.lexicon.cue["plain"].meaning and scene.text.startswith("后", end - 1))
    does = does or scene.lexicon.patterns["puts_away"].match(scene.text, found.at) is not None
    return own and does and moment(scene, at, end)


def _called(scene: Scene, end: int) -> int:
    """Where the party that ends at an offset begins."""
    party = next((party for party in scene.actors_in(max(0, end - _LONGEST_PARTY), end) if party.end == end), None)
    return party.start if party is not None else end


def _behind_standing(scene: Scene, at: int, end: int, following: int) -> Predicate | None:
    """What a party does, behind the part that says by whom it was put in its place (年级组长由校长聘任,负责…) or what frame of
    mind it must have (班主任应有责任心,关爱学生)."""
    begin = _next_part(scene.text, end, following, alone=False)
    if at >= end or scene.actor_at(begin) or scene.text.startswith("由", begin):
        return None
    if _put_in_place(scene, at, end, following) or scene.lexicon.patterns["has_rights"].fullmatch(scene.text, at, end):
        return predicate_at(scene, begin, following)
    if _of_mind(scene, at, end) and not scene.lexicon.cue["state"].at(scene.text, begin, following):
        return predicate_at(scene, begin, following)
    return None


def _put_in_place(scene: Scene, at: int, end: int, following: int) -> bool:
    """Whether a part only says by whom its subject was put in its place (由校长聘任), and what follows is what it does: not
    how it is made up or renewed, nor the charge of a seat (组长由校长担任,负责…) or a group, which are told as pivots."""
    text = scene.text
    if scene.lexicon.patterns["put_in_place"].fullmatch(text, at, end) is None:
        return False
    pivots = scene.lexicon.cue["pivot_duty"].at(text, end + 1, following)
    if scene.lexicon.patterns["takes_seat"].search(text, at, end) or (pivots and text.endswith("成", at, end)):
        return False
    made_up = scene.lexicon.patterns["seats_counted"].fullmatch(text, end + 1, following)
    return made_up is None and scene.lexicon.patterns["is_renewed"].search(text, end + 1, following) is None


def _of_mind(scene: Scene, at: int, end: int) -> bool:
    """Whether a part only asks for a frame of mind (应具备较强的责任心), as who is told to act is told before."""
    bound = scene.lexicon.modal.at(scene.text, at, end) != ""
    return bound and scene.lexicon.patterns["frame_of_mind"].search(scene.text, at, end) is not None


def _next_part(text: str, end: int, following: int, *, alone: bool) -> int:
    """Where the words behind a comma begin, without what only explains a party that stands alone before it
    (从业人员,包括厨师、采购员等,每年必须…)."""
    begin = end + 1
    if alone and (inserted := wording.pattern("duty", "inserted_explanation").match(text, begin, following)):
        begin = inserted.end()
    while begin < following and text[begin] == " ":
        begin += 1
    return begin


def _of_others(scene: Scene, case: Range, at: int, following: int, *, weak: bool) -> bool:
    """Whether what follows …的 is for others to do: a sanction, or the report of what befalls a learner (学生未归的,应立即
    报告班主任)."""
    cue, text = scene.lexicon.cue, scene.text
    if weak and cue["reporting"].inside(text, at, following)[1]:
        return True
    return not scene.lexicon.verb.at(text, *case) and cue["sanction"].inside(text, at, min(following, at + 30))[1] != ""


def _answering(scene: Scene, begin: int, following: int) -> Predicate | None:
    """What one who is something is there for or answers for (…,承担日常工作; 家长是监护人,对…负主要责任)."""
    text, cue = scene.text, scene.lexicon.cue
    word = cue["pivot_duty"].at(text, begin, following)
    if not word and text[begin] == "对":
        word = cue["responsibility"].inside(text, *parts_of(text, begin, following)[0])[1]
    if word:
        return Predicate(begin, "must", word, True)
    found = predicate_at(scene, begin, following)
    binds = found is not None and found.modality == "must" and found.cue in scene.lexicon.modal.meaning
    return found if binds else None  # 教师都是安全员,都要制止…


def _behind_conditions(scene: Scene, end: int, following: int) -> Predicate | None:
    """What binds a subject behind conditions of several parts (教师,已有教龄,且考核合格的,可以…)."""
    if proviso := scene.lexicon.patterns["proviso"].match(scene.text, end + 1, following):
        found = None if scene.actor_at(proviso.end()) else predicate_at(scene, proviso.end(), following)
        return found if found is not None and found.sure else None
    closing = scene.text.find("的,", end, min(following, end + _LONGEST_CONDITIONS))
    if closing < 0 or scene.actor_at(closing + 2):
        return None
    found = predicate_at(scene, closing + 2, following)
    return found if found is not None and found.sure else None
