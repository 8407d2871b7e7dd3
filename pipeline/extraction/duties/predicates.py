"""Whether the words behind an actor make it the one who acts: a modal word, a verb, or a phrase that leads to one."""

from __future__ import annotations

import re

from pipeline.extraction.duties.binding import Predicate, modal_at, occasion_bound
from pipeline.extraction.duties.objects import takes_object
from pipeline.extraction.duties.phrases import names_matter, of_procedure, outside_quotes
from pipeline.extraction.duties.rows import DutyLexicon
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.lexicon import wording

_MOST_ADVERBS = 6
_MOST_CLOCKS = 4
_LONGEST_PLACE = 10
_CLOCK_SIGNS = frozenset("早清上中下傍晚凌")
_LISTED = frozenset("、的和及")
_JOINTS = frozenset("和与及")
_LONGEST_PHRASE = 90
_REACH_OF_BEING = 40


_SECURES = frozenset("保维")
_DISPOSAL = 3
_REACH_OF_MOMENT = 14
_LONGEST_NAMED_MOMENT = 5
_EACH = frozenset("每各")
_HOURS = frozenset("间段")  # 午休时间+到班巡视, not 活动时间+不少于2小时
_MOMENT_ENDS = re.compile("[前后时间段]")


def predicate_at(scene: Scene, start: int, end: int) -> Predicate | None:
    """The predicate of a subject that ends at `start`, in its comma part `[.., end)`; null if it does not act."""
    text, lexicon = scene.text, scene.lexicon
    at = start
    moved = False
    prompt = ""
    for _ in range(_MOST_ADVERBS):
        while at < end and text[at] in " \n":
            at += 1
        if at >= end or text[at] in "的之、由":  # 值班老师7:00到校: the hour alone makes it an act
            clock = scene.lexicon.patterns["clock"].fullmatch(prompt)
            return Predicate(start, "must", prompt, False) if at >= end and clock else None
        if (word := lexicon.modal.at(text, at, end)) or lexicon.effort.match(text, at, end):
            return modal_at(lexicon, text, at, end, word) if word else Predicate(at, "must", text[at : at + 3], True)
        being = text[at] in lexicon.being
        if being and (_past(lexicon, text, at, end) or lexicon.cue["wish"].at(text, at, end).endswith("鼓励")):
            return None
        state = lexicon.cue["passive"].at(text, at, end) if being else ""
        if state and len(state) >= len(lexicon.cue["adverb"].at(text, at, end)):
            found = _being(lexicon, text, at, end, state)
            if found or state not in lexicon.cue["preposition"].meaning:
                return found
        if lexicon.cue["activity"].at(text, at, end) and (found := occasion_bound(scene, at, end)):
            return found
        if found := _act(scene, start, at, end, moved=moved):
            return found
        word = _opens_phrase(lexicon, text, at, end)
        if word and len(word) >= len(lexicon.cue["adverb"].at(text, at, end)):
            return _phrase(scene, at, end, word)
        following = _further(scene, at, end)
        if not following:
            found = None if lexicon.verb.at(text, at, end) else occasion_bound(scene, at, end)
            return found or _prompted(scene, prompt, at, end) or bound_at_moment(scene, at, end)
        prompt = lexicon.cue["prompt"].at(text, at, following) or prompt
        prompt = text[at:following] if text[at].isdigit() or ":" in text[at:following] else prompt  # 7:00+到校
        moved = True
        at = following
    return None


def _past(lexicon: DutyLexicon, text: str, at: int, end: int) -> bool:
    """Whether a word that tells what was or is so begins here, and no longer adverb (着 in 着力)."""
    word = lexicon.cue["past"].at(text, at, end)
    return word != "" and len(word) >= len(lexicon.cue["adverb"].at(text, at, end))


def _opens_phrase(lexicon: DutyLexicon, text: str, at: int, end: int) -> str:
    """The preposition that begins here, unless it belongs to a word for how somebody is employed (在职+教师)."""
    word = lexicon.cue["preposition"].at(text, at, end)
    return "" if word == "在" and lexicon.patterns["employed"].match(text, at) else word


def _prompted(scene: Scene, prompt: str, at: int, end: int) -> Predicate | None:
    """An act by any verb behind an adverb that only an act follows (立即+呼救), unless a noun does (及时+率)."""
    cue, text = scene.lexicon.cue, scene.text
    segmentation = scene.board.segmentation
    if not prompt or end - at < 2 or segmentation.is_boundary(at + 1) or text[at + 1] in "的性率度":
        return None
    state = cue["passive"].at(text, at, end) or cue["past"].at(text, at, end)
    near = at, min(end, at + 4)
    noun = cue["noun_rest"].inside(text, *near)[1] or cue["pay"].inside(text, *near)[1]
    named = noun != "" or _rest_of_noun(scene.lexicon, text, at + 2, end)  # 持证上岗+率
    return None if state or named or completed(scene.lexicon, text, at + 2) else Predicate(at, "must", prompt, False)


def _act(scene: Scene, start: int, at: int, end: int, *, moved: bool) -> Predicate | None:
    """A plain act: a verb, a count behind a recurrence, or what is done at a moment named before it."""
    text = scene.text
    if text.startswith("应对", at) and scene.lexicon.patterns["should_toward"].match(text, at, end):
        return Predicate(at, "should", "应", True)
    verb = scene.lexicon.verb.at(text, at, end)
    if verb and (found := _verb(scene, at, end, verb, moved)):
        return found
    if (scene.board.segmentation.is_boundary(at + 1) and scene.lexicon.patterns["short_act"].match(text, at, end)) or (
        not _EACH.isdisjoint(text[start - 2 : at]) and scene.lexicon.patterns["act_on_so_many"].match(text, at, end)
    ):
        return Predicate(at, "must", text[at], False)  # 每班择优+发5张; 每班+交手抄报三张
    if text[at] == "会" and scene.lexicon.patterns["will_do"].match(text, at, end):
        return Predicate(at, "must", "会", False)
    if "每" in text[start:at] and (counted := scene.lexicon.counted_act.match(text, at, end)):
        done = scene.lexicon.cue["aspect"].inside(text, at, counted.end())[1]  # 每周组织了两次
        return None if done else Predicate(at, "must", text[at : at + 2], True)
    return _behind_moment(scene, at, end)


def _rest_of_noun(lexicon: DutyLexicon, text: str, behind: int, end: int) -> bool:
    """Whether what stands behind a verb makes a noun of it (结对+率), rather than being what it is about (编制+费用)."""
    rest = lexicon.cue["noun_rest"].at(text, behind, end)
    return rest != "" and not lexicon.cue["not_noun_rest"].at(text, behind, end)


def completed(lexicon: DutyLexicon, text: str, behind: int) -> bool:
    """Whether an aspect particle behind a verb tells its act as done (建立了, 安装有)."""
    particle = lexicon.cue["aspect"].at(text, behind, len(text))
    return bool(particle) and not lexicon.cue["not_aspect"].at(text, behind, len(text))


def _behind_moment(scene: Scene, at: int, end: int) -> Predicate | None:
    """An act right behind the moment that calls for it, without a comma (接报后立即报告; 发现险情时迅速组织撤离)."""
    text, cue = scene.text, scene.lexicon.cue
    stops = [mark.start() for mark in _MOMENT_ENDS.finditer(text, at + 1, min(end, at + _REACH_OF_MOMENT))]
    if not stops:
        return None
    told = scene.lexicon.verb.at(text, at, end) != "" or cue["on_receipt"].opens(text, at)
    for stop in stops:
        words = text[at : stop + 1]
        if cue["not_moment"].ends(words) or (text[stop] in _HOURS and not cue["hours"].ends(words)):
            continue
        named = stop - at <= _LONGEST_NAMED_MOMENT and scene.board.segmentation.is_boundary(stop + 1)
        if not (named or (told and stop > at + 1)):
            continue
        found = predicate_at(scene, stop + 1, end)
        prompt = cue["adverb"].at(text, stop + 1, end) != "" or (found is not None and found.at > stop + 1)
        if found is None or ((prompt or found.sure) and text[stop] not in _HOURS):
            return found  # 接报后+立即报告
        then = cue["preposition"].at(text, stop + 1, end) != "" or _told_then(scene, stop + 1, end)
        return found if named and then else None  # 开餐前+试尝饭菜, 午休时+到班巡视
    return None


def bound_at_moment(scene: Scene, at: int, end: int) -> Predicate | None:
    """A modal word right behind the moment at which it binds, whatever words tell it (入学登记前+须…, 外出学习期间+应…)."""
    moment = scene.lexicon.patterns["moment_that_binds"].match(scene.text, at, end)
    modal = scene.lexicon.modal.at(scene.text, moment.end(), end) if moment is not None else ""
    if moment is None or not modal or scene.lexicon.cue["not_moment"].ends(moment.group()):
        return None
    return modal_at(scene.lexicon, scene.text, moment.end(), end, modal)


def _further(scene: Scene, at: int, end: int) -> int:
    """Behind a time, an adverb with its 地, or a bracket; 0 where there is none of them."""
    text = scene.text
    if following := scene.times.get(at, 0):
        return scene.times.get(following + 1, following) if text.startswith("、", following) else following
    if word := scene.lexicon.cue["occasion"].at(text, at, end):
        return at + len(word)
    if (word := scene.lexicon.cue["day_time"].at(text, at, end)) and _told_then(scene, at + len(word), end):
        return at + len(word)  # 宿管员晚上+要清点人数
    if word := scene.lexicon.cue["adverb"].at(text, at, end):
        at += len(word)
        return at + 1 if text.startswith("地", at) else at
    if text[at] == "(":
        closing = closing_of(text, at, end)
        return closing + 1 if closing > 0 else 0
    if text[at] == "受" and (order := scene.lexicon.patterns["by_order_of"].match(text, at, end)):
        return order.end()
    if text[at] == "一" and text.startswith("要", at + 1):
        return at + 1  # 各科室一+要加强学习,二要…
    clocked = text[at].isdigit() or text[at] in _CLOCK_SIGNS
    return _behind_clocks(text, at, end) if clocked else 0


def _told_then(scene: Scene, at: int, end: int) -> bool:
    """Whether what somebody must do, or an act on something, stands right behind a time of day (课间+巡视楼道, not 课后+辅导)."""
    lexicon, text = scene.lexicon, scene.text
    if lexicon.modal.at(text, at, end):
        return True
    verb = lexicon.verb.at(text, at, end)
    if scene.lexicon.patterns["so_many"].match(text, at + len(verb), end):
        return verb != ""  # 五四前+发展一批团员
    plain = len(verb) > 1 and lexicon.verb.meaning[verb] == "verb"
    return plain and takes_object(scene, at + len(verb), end)


def _behind_clocks(text: str, at: int, end: int) -> int:
    """Behind a time of day, or several (每日+8时、20时); 0 where there is none."""
    found = 0
    for _ in range(_MOST_CLOCKS):
        clock = wording.pattern("duty", "clock").match(text, at, end)
        if clock is None:
            break
        found = clock.end()
        if not text.startswith("、", found):
            break
        at = found + 1
    return found


def _being(lexicon: DutyLexicon, text: str, at: int, end: int, word: str) -> Predicate | None:
    """是 and 为 tell a state, except where they make the actor responsible (校长是第一责任人)."""
    if word == "有" and lexicon.cue["right"].ends(text[at:end].rstrip("。;")):
        return Predicate(at, "may", word, True)  # 有撤离的决定权
    if word == "有" and lexicon.patterns["obliged"].match(text, at, end) and lexicon.verb.at(text, at + 1, end):
        return Predicate(at, "must", word, True)  # 每位教师都有保持整洁的义务
    if word[-1] in "是为系":
        _, found = lexicon.cue["responsible"].inside(text, at, min(end, at + _REACH_OF_BEING))
        return Predicate(at, "must", word, True) if found else None
    return None


def _verb(scene: Scene, at: int, end: int, verb: str, moved: bool) -> Predicate | None:
    text, lexicon = scene.text, scene.lexicon
    behind = at + len(verb)
    if len(verb) == 1 and not (text[behind : behind + 1].isdigit() or scene.board.segmentation.is_boundary(behind)):
        return None  # 专班+联络表; 办1所 is an act however it is cut
    if (named := scene.actor_at(at)) is not None and named.end > behind and not named.weak:
        return None  # 中小学+教研人员: a name that begins with the verb
    staff = scene.actor_at(behind) if not moved and verb in lexicon.cue["occupation"].meaning else None
    if staff is not None and staff.kind == "post" and not staff.weak:
        return None  # 中小学+在职+教师: a sort of staff
    if text.startswith("员", behind) and not text.startswith("员工", behind):
        return None  # 学校+辅导+员队伍
    following = lexicon.verb.at(text, behind, end)
    told_how = following and following in lexicon.cue["adverb"].meaning  # 各科室使用统一的系统
    of_two = following and not told_how and verb[-1] != "好"  # 由班级做好+锻炼的记录
    if text.startswith("的", behind) or (of_two and text.startswith("的", behind + len(following))):
        return None  # 学校制定出台的制度
    told_as = not moved and text.startswith(scene.lexicon.words["told_as"], at)  # 学校+作为育人场所,要…: what it is
    if told_as or scene.lexicon.patterns["told_of_act"].match(text, behind, end):
        return None  # 林长巡林内容包括…
    if not moved and of_procedure(lexicon, text, at, (behind, behind + len(following)), end):
        return None  # 志愿者招募要公开, 干部选拔任用要坚持…, 校长聘任实行…
    if text[behind : behind + 1] in _JOINTS and verb in lexicon.cue["intransitive"].meaning:
        return None  # 领导带班+和+教师值班实行…: what is done, not who
    if completed(lexicon, text, behind) or _makes_noun(scene, at, (behind, behind + len(following)), end, moved=moved):
        return None
    # 学校管理科学规范 tells a state; 财政部门保障落实经费, 教研室指导学校 tell an act.
    acts = moved or (behind == end and verb in lexicon.cue["intransitive"].meaning)
    acts = acts or lexicon.verb.meaning.get(following) == "verb" or scene.actor_at(behind) is not None
    acts = acts or text[behind : behind + 1].isdigit()  # 培训3名联络员
    acts = acts or _first_of_several(scene, behind, end)
    acts = acts or (text.startswith("并", behind) and lexicon.verb.at(text, behind + 1, end) != "")  # 各学院初评并公示
    acts = acts or (verb not in lexicon.cue["intransitive"].meaning and takes_object(scene, behind, end))
    acts = acts or (text[at] in _SECURES and scene.lexicon.patterns["secures_state"].match(text, at, end) is not None)
    if lexicon.verb.meaning[verb] == "noun_verb" and not acts:
        return None
    sure = verb in lexicon.cue["named_act"].meaning or verb in lexicon.cue["intransitive"].meaning
    return Predicate(at, "must", verb, sure or lexicon.cue["responsibility"].at(text, at, end) != "")  # 负+直接责任


def _makes_noun(scene: Scene, at: int, ends: tuple[int, int], end: int, *, moved: bool) -> bool:
    """Whether what stands behind a verb, or behind a second one, makes a noun or a state of it (新老教师结对率, 食堂留样不规范,
    持证+上岗+率), rather than being what is looked into (每天+汇总情况, 检查+落实+情况)."""
    text, lexicon = scene.text, scene.lexicon
    behind, last = ends
    looks = text.startswith(scene.lexicon.words["states_looked_into"], at)
    if _rest_of_noun(lexicon, text, behind, end):
        return not (looks and moved and text.startswith("情况", behind))
    if last - behind > 1 and _rest_of_noun(lexicon, text, last, end):
        return not (looks and text.startswith("情况", last))
    return False


def _first_of_several(scene: Scene, at: int, end: int) -> bool:
    """Whether a verb that may be a noun is the first of several, the last of which is one with an object (登记、传阅+文件)."""
    lexicon, text = scene.lexicon, scene.text
    verb = ""
    while text.startswith("、", at) and (verb := lexicon.verb.at(text, at + 1, end)):
        at += 1 + len(verb)
    return lexicon.verb.meaning.get(verb) == "verb" and takes_object(scene, at, end)


def _phrase(scene: Scene, at: int, end: int, word: str) -> Predicate | None:
    """A prepositional phrase between subject and predicate: the first modal word behind it, else a verb."""
    text, lexicon = scene.text, scene.lexicon
    last = min(end, at + _LONGEST_PHRASE)
    begin = at + len(word)
    shown = word in scene.lexicon.words["on_showing"]
    if shown and lexicon.verb.at(text, at, end):
        return None  # 操作人员持证+上岗率
    found, modal = outside_quotes(scene, lexicon.modal, begin, last)
    while modal and (
        text.startswith("的", found + len(modal))
        or modal in lexicon.cue["plan_noun"].meaning
        or (word[0] == "因" and modal.startswith("不在"))  # 因事不在校住宿
    ):
        found, modal = outside_quotes(scene, lexicon.modal, found + len(modal), last)
    if modal:
        named = word in lexicon.cue["placing"].meaning and names_matter(scene, begin, found)
        return None if named else Predicate(at, lexicon.modality_of(modal), modal, True)
    verb_at, verb = outside_quotes(scene, lexicon.verb, begin, last)
    while verb and (
        (word not in lexicon.cue["joining"].meaning and text.startswith("的", verb_at + len(verb)))
        or any(
            party.start <= verb_at and verb_at + len(verb) < party.end for party in scene.actors_in(begin, verb_at + 1)
        )  # 到资助中心领取
    ):
        verb_at, verb = outside_quotes(scene, lexicon.verb, verb_at + len(verb), last)  # 按规定计算的工龄
    if word == "把" and last - begin > _DISPOSAL:
        return Predicate(at, "must", word, False)  # 各班把门窗关好
    if word in lexicon.cue["joining"].meaning and (effort := lexicon.effort.search(text, begin, last)):
        return Predicate(at, "must", effort[1], True)  # 每三年到企业实践累计不少于4个月
    if word == "为" and text.startswith("的", verb_at + len(verb)):
        return None  # 以甲为主、乙为补充的原则
    if not verb or completed(lexicon, text, verb_at + len(verb)):
        return None
    if word == "到" and 0 < verb_at - begin <= _LONGEST_PLACE and not _LISTED.intersection(text[begin:verb_at]):
        return Predicate(at, "must", verb, False)  # 值班干部到宿舍检查人数
    if word in lexicon.cue["joining"].meaning and (
        word not in ("与", "为") or lexicon.verb.meaning[verb] != "verb" or text[begin] in "了主"
    ):
        return None
    rest = text[verb_at:end].rstrip(" 。;")
    done = lexicon.cue["adverb"].ends(text[begin:verb_at]) or verb in lexicon.cue["intransitive"].meaning
    done = done and rest == verb  # 对违规行为当场+纠正, 对文稿+把关
    charged = shown or (text[at] == "对" and (lexicon.cue["responsibility"].ends(rest) or done))
    return Predicate(at, "must", verb, charged)
