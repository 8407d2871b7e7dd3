"""The one who acts in a comma part: the party at its beginning, the agent behind 由, or the party that is bidden."""

from __future__ import annotations

from pipeline.extraction.duties.agents import agent_of
from pipeline.extraction.duties.lists import listed_subject
from pipeline.extraction.duties.names import (
    LONGEST_CLAUSE,
    joined,
    names_field,
    nominal,
)
from pipeline.extraction.duties.others import bidden, commissioned_by
from pipeline.extraction.duties.persons import name_behind, person_at_head
from pipeline.extraction.duties.phrases import no_act
from pipeline.extraction.duties.predicates import Predicate, predicate_at
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.topics import NUMBER
from pipeline.extraction.duties.waiting import behind_comma, bound_next, only_phrase
from pipeline.extraction.duties.wholes import behind_explanation, whole_name, with_bracket
from pipeline.lexicon import wording
from pipeline.model.mention import ActorMention

_REACH = 90
_HEADS = ("school_head", "director")
_CLOCK_SIGNS = frozenset("0123456789早清上中下傍晚凌")
_LONGEST_TIME = 16
_REACH_OF_TOPIC = 60
_UNFINISHED = "的、和与及或由向把将被让使给并不,"


def subject_of(scene: Scene, start: int, end: int, following: int) -> Subject | None:
    """Who acts in the comma part `[start, end)`; `following` is where the clause ends (a subject may stand alone before
    a comma: `各处室,要…`)."""
    begin = _skip_openers(scene, start, end)
    if person := person_at_head(scene, begin, end):
        return person
    if not scene.text.startswith("由", begin) and (found := _first(scene, begin, end, following)):
        passive = found.form == "subject" and scene.lexicon.cue["activity"].at(scene.text, found.end, end)
        return (agent_of(scene, start, end) if passive else None) or found  # 教师请假由教研组长批准
    return bidden(scene, begin, end) or agent_of(scene, start, end)


def _skip_openers(scene: Scene, start: int, end: int) -> int:
    """Behind conjunctions, numbers such as 一是, a bracketed number and a time at the beginning."""
    text, lexicon = scene.text, scene.lexicon
    at = start
    for _ in range(5):
        while at < end and text[at] == " ":
            at += 1
        if at >= end or scene.actor_at(at):
            return at
        if text[at] == "(" and 0 < (closing := closing_of(text, at, end)) <= at + 5:
            at = closing + 1
        elif at == start and text[at].isdigit() and (number := NUMBER.match(text, at, end)):
            at = number.end()  # 2、值班人员…: items of a text poured into one line
        elif text[at] in _CLOCK_SIGNS and (clock := wording.pattern("duty", "clock").match(text, at, end)):
            at = clock.end()
        elif (word := lexicon.cue["day_time"].at(text, at, end)) and scene.actor_at(at + len(word)):
            at += len(word)  # 下午+保育员…
        elif (time_end := scene.times.get(at)) and time_end < end and text[time_end] not in "或、和":
            at = time_end
            word = lexicon.cue["phrase_end"].at(text, at, end)
            at += 0 if scene.actor_at(at) else len(word) or 2 * text.startswith("开始", at)
        elif word := lexicon.cue["conjunction"].at(text, at, end):
            at += len(word)
        else:
            return at
    return at


def _first(scene: Scene, begin: int, end: int, following: int) -> Subject | None:
    """The party at the beginning of the part, also behind an adverbial phrase without a comma (在…下学校…)."""
    mentions = scene.actors_in(begin, end if end - begin < _REACH else begin + _REACH)
    text, lexicon = scene.text, scene.lexicon
    if mentions and text.find("《", begin, mentions[-1].start) >= 0:
        mentions = [mention for mention in mentions if not _quoted(text, begin, mention.start)]
    if listed := listed_subject(scene, begin, end, following):
        return listed
    if not mentions:
        return None
    first, mentions = whole_name(scene, mentions, begin)
    if first.start - begin <= LONGEST_CLAUSE and (nominal(scene, begin, first) or _by_activity(scene, begin, first)):
        found = _acting(scene, begin, first, mentions, end, following)
        if found:
            return found
    if _timed(scene, begin, first):
        return _acting(scene, first.start, first, mentions, end, following)
    if text[begin] in lexicon.leading_to and (
        lexicon.cue["preposition"].at(text, begin, end) or lexicon.cue["opener"].at(text, begin, end)
    ):
        for index, mention in enumerate(mentions[:8]):
            if mention.start > begin + 2 and lexicon.cue["phrase_end"].ends(text[begin : mention.start]):
                return _acting(scene, mention.start, mention, mentions[index:], end, following)
    return (
        _ranged(scene, begin, mentions, end, following)
        or _in_charge(scene, begin, mentions, end, following)
        or _behind_topic(scene, begin, mentions, end, following)
        or _before_modal(scene, begin, mentions, end, following)
    )


def _by_activity(scene: Scene, begin: int, first: ActorMention) -> bool:
    """Whether a word of what a teacher is doing stands right before it (上课+教师, 发言+教师), which takes no object."""
    word = scene.text[begin : first.start]
    return first.kind == "post" and word in wording.words("duty", "activities_of_posts")


def _ranged(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """All from one party to another (从校长、中层干部到班主任都要…)."""
    text = scene.text
    if text[begin] != "从" or mentions[0].start != begin + 1:
        return None
    last = next((mention for mention in mentions[1:5] if text[mention.start - 1] in "到至"), None)
    if last is None:
        return None
    behind = end + 1 if last.end == end else 0  # 从领导到每位教师,都签订责任书
    predicate = predicate_at(scene, behind, following) if behind else predicate_at(scene, last.end, end)
    if predicate is None or not (predicate.sure or (behind and text[behind] in "都均")):
        return None
    return Subject(begin + 1, last.end, last.kind, "subject", predicate.modality, predicate.cue)


def _in_charge(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """The post that words before it say is in charge of something with a name of its own (分管学校后勤的+副校长)."""
    text, cue = scene.text, scene.lexicon.cue
    if text[begin] not in cue["named_act"].signs or not cue["named_act"].at(text, begin, end):
        return None
    for index, mention in enumerate(mentions[:4]):
        if "的" in text[mention.start - 1 : mention.end] and mention.start - begin <= LONGEST_CLAUSE:
            return _acting(scene, begin, mention, mentions[index:], end, following) if mention.kind == "post" else None
    return None


def _behind_topic(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """The party told what to do right behind what it is about, without a comma (对这项工作各科室要…, 对收缴的物品保卫科应…).
    Where neither of the two says where it begins or ends, they may be one name (对问题学校要…)."""
    text, cue = scene.text, scene.lexicon.cue
    if text[begin] not in cue["topical"].signs:
        return None
    opener = cue["opener"].at(text, begin, end)
    if opener not in cue["topical"].meaning:
        return None
    start = begin + len(opener)
    for index, mention in enumerate(mentions[:8]):
        topic = text[start : mention.start]
        if (
            not topic
            or topic[-1] in _UNFINISHED
            or (cue["party_noun"].ends(topic) and not cue["all_of"].opens(mention.text))
            or not scene.lexicon.modal.at(text, mention.end, end)
        ):
            continue
        before = next((m for m in mentions[:index] if m.end == mention.start), None)
        apart = "的" in topic[1:-1] or cue["demonstrative"].opens(topic)
        if cue["all_of"].opens(mention.text) or (apart and not mention.weak and (before is None or before.weak)):
            return _acting(scene, mention.start, mention, mentions[index:], end, following)
    return None


def _timed(scene: Scene, begin: int, first: ActorMention) -> bool:
    """Whether what stands before a party only says when (放学后+值班教师…, 检查结束后+保卫科…)."""
    if not 2 < first.start - begin <= _LONGEST_TIME:
        return False
    cue, before = scene.lexicon.cue, scene.text[begin : first.start]
    return (cue["moment"].ends(before) or cue["hours"].ends(before)) and not cue["not_moment"].ends(before)


def _norm_of(scene: Scene, begin: int) -> bool:
    """Whether the part before ends in the topic of a norm (书面作业时间,小学不超过60分钟)."""
    ends = wording.pattern("duty", "measure_topic")
    return (
        scene.text[begin - 1 : begin] == ","
        and ends.search(scene.text, max(0, begin - _REACH_OF_TOPIC), begin) is not None
    )


def _quoted(text: str, begin: int, at: int) -> bool:
    """Whether an offset lies inside the title of a document (《班主任工作考核办法》)."""
    return text.rfind("《", begin, at) > text.rfind("》", begin, at)


def _described(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """The party at the end of a part that only tells which one is meant (依照…开展培训的社会组织,应当…)."""
    last = mentions[-1]
    if last.end != end or scene.text[last.start - 1] != "的" or _about(scene, begin, end):
        return None
    predicate = bound_next(scene, end, following)
    head = scene.actor_at(begin)
    if head is not None and scene.lexicon.cue["passive"].at(scene.text, head.end, end) in wording.words(
        "duty", "copulas"
    ):
        last = head  # 家长是孩子的监护人,应当…
        end = head.end
    return Subject(last.start, end, last.kind, "subject", predicate.modality, predicate.cue) if predicate else None


def _before_modal(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """The party right before the first modal word, behind a longer description (校外活动场所的管理单位应当…)."""
    text, lexicon = scene.text, scene.lexicon
    for mention in mentions:
        if mention.end < end and text[mention.end] in lexicon.modal.signs:
            break
    else:
        if mentions[-1].end != end:
            return None  # as most are: nobody stands before a modal word, or at the end
    at, modal = lexicon.modal.inside(text, begin, end)
    if not modal:
        return _described(scene, begin, mentions, end, following)
    named = [mention for mention in mentions if mention.end == at]
    if (
        not named
        or (named[0].weak and named[0].kind != "org")
        or lexicon.verb.at(text, begin, end)
        or lexicon.cue["preposition"].at(text, begin, end)
    ):
        return None
    if "的" in text[at:end] or text[named[0].start - 1] != "的":
        return None
    return Subject(named[0].start, at, named[0].kind, "subject", lexicon.modality_of(modal), modal)


def _acting(
    scene: Scene, begin: int, first: ActorMention, mentions: list[ActorMention], end: int, following: int
) -> Subject | None:
    """The subject that begins here, with the parties joined to it, if a predicate follows."""
    text = scene.text
    name_end, last = joined(scene, first, mentions, end)
    at, name_end, last = behind_explanation(scene, with_bracket(scene, name_end, end), last, end)
    at += _counted(scene, at, end) if name_end > first.end else 0
    at += _within(scene, at, end)
    if charge := _charge(scene, at, end):
        return Subject(begin, name_end, last.kind, "subject", "must", charge)
    phrase = only_phrase(scene, at, end)
    predicate = None if phrase else predicate_at(scene, at, end)
    named = predicate is None and not phrase and last.kind in ("post", "group") and not text.startswith("由", at)
    if named and (name := name_behind(scene, at, end)):
        return _named(scene, name, end, following)
    seat = scene.lexicon.cue["seat"].at(text, at, end)
    if predicate is None and following > end and not (seat and text.startswith("的", at + len(seat))):
        predicate = behind_comma(scene, at, end, following, weak=last.weak)
    if predicate is None or no_act(scene, last.kind, predicate.at, end) or _done_to(scene, last, predicate, at, end):
        return None
    if scene.lexicon.effort.match(text, predicate.at, end) and (last.kind == "org" or _norm_of(scene, begin)):
        return None  # 小学不少于10小时: a norm for a kind of school
    adverbial = (
        predicate.at > at
        and (
            scene.lexicon.verb.meaning.get(predicate.cue) == "verb"  # 街道办按月汇总
            or scene.lexicon.cue["prompt"].ends(text[at : predicate.at])  # 工作队全程监督
        )
    )
    if not adverbial and _noun_phrase(scene, predicate, end, following):
        return None
    topical = not predicate.sure and following > end and not scene.lexicon.cue["preposition"].at(text, at, end)
    if topical and scene.lexicon.cue["topic_noun"].ends(text[begin:end]):
        return None  # 学生参加劳动的时间,每周不少于…: a topic
    relative = begin < first.start and text[first.start - 1] == "的"
    led = begin < first.start and not predicate.sure and scene.lexicon.verb.at(text, begin, first.start) != ""
    led = led and (text[first.start - 1] == "的" or "、" not in text[begin : first.start])  # 教育、卫生+部门: fields
    if led and (text[first.start - 1] == "的" or not names_field(scene, begin, first)):
        return None  # 指导学校做好…: the party is led to act by one who is named before
    opening = begin + len(scene.lexicon.cue["adverb"].at(text, begin, end))
    if relative and name_end == end and _about(scene, opening, end):
        return None  # 发现情绪异常的学生,应及时报告: the party is what the verb is about
    if ((first.weak and last.weak) or relative) and not (
        predicate.sure or predicate.cue in scene.lexicon.cue["plain"].meaning
    ):
        predicate = bound_next(scene, end, following)  # 任何人发现火情,都有义务报警
        if predicate is None:
            return None
    begin = _behind_occasion(scene, begin, first)
    other = _nearer(scene, at, predicate, mentions) or commissioned_by(scene, last, predicate, end)
    return other or Subject(begin, name_end, last.kind, "subject", predicate.modality, predicate.cue)


def _counted(scene: Scene, at: int, end: int) -> int:
    """The length of the word that counts the parties of a list before it (学校、家长和企业+三方)."""
    return len(scene.lexicon.cue["counted_together"].at(scene.text, at, end))


def _within(scene: Scene, at: int, end: int) -> int:
    """The length of the word that says it is the party itself that is bound (教研组+内部+要形成…)."""
    word = next((word for word in wording.words("duty", "the_party_itself") if scene.text.startswith(word, at)), "")
    return len(word) if word and scene.lexicon.modal.at(scene.text, at + len(word), end) else 0


def _done_to(scene: Scene, last: ActorMention, predicate: Predicate, at: int, end: int) -> bool:
    """Whether so much is said of what others do to a learner (重点学生每月访谈一次), or do when the learners are gone
    (学生离校后方可离岗)."""
    if last.kind != "person" or not last.weak:
        return False
    if wording.pattern("duty", "after_learners_leave").match(scene.text, at, end):
        return True
    if "每" not in scene.text[at:end]:
        return False
    bound = predicate.cue in scene.lexicon.modal.meaning
    return not bound and scene.lexicon.cue["done_to"].inside(scene.text, at, end)[1] != ""


def _behind_occasion(scene: Scene, begin: int, first: ActorMention) -> int:
    """Where a party's name begins behind what calls for its act (课间发生纠纷+值班老师要…)."""
    met = begin < first.start and scene.text[first.start - 1] != "的"
    return first.start if met and scene.lexicon.cue["meets"].inside(scene.text, begin, first.start)[1] else begin


def _nearer(scene: Scene, at: int, predicate: Predicate, mentions: list[ActorMention]) -> Subject | None:
    """The party right before the modal word, where the one at the head only meets with what calls for its act
    (学生出现违纪情况+管理员必须制止)."""
    text, cue = scene.text, scene.lexicon.cue
    modal = scene.lexicon.modal.inside(text, at, predicate.at + _REACH)[0] if predicate.sure else -1
    mention = next((m for m in mentions if m.end == modal and m.start > at), None)
    if mention is None or mention.weak or mention.kind not in ("post", "org"):
        return None
    if not cue["meets"].inside(text, at, mention.start)[1] or text[mention.start - 1] in _UNFINISHED:
        return None
    if cue["meets"].ends(text[at : mention.start]):
        return None  # 门卫发现+可疑人员+应立即盘查
    return Subject(mention.start, mention.end, mention.kind, "subject", predicate.modality, predicate.cue)


def _named(scene: Scene, name: tuple[int, int], end: int, following: int) -> Subject | None:
    """The person named behind a post or group, also with a title (班主任汤小燕老师对学生进行…), also before a comma and a
    charge (教务主任汤小燕,分管教学)."""
    behind = name[1] + len(scene.lexicon.cue["person_title"].at(scene.text, name[1], end))
    if behind >= end and (charge := scene.lexicon.cue["named_act"].at(scene.text, end + 1, following)):
        return Subject(*name, "person", "subject", "must", charge)
    acts = predicate_at(scene, behind, end)
    return Subject(*name, "person", "subject", acts.modality, acts.cue) if acts else None


def _about(scene: Scene, begin: int, end: int) -> bool:
    """Whether the words before a party make it what they are about (发现异常的学生) rather than tell who it is (持有证件的
    人员)."""
    lexicon = scene.lexicon
    opening = lexicon.verb.at(scene.text, begin, end) or lexicon.cue["preposition"].at(scene.text, begin, end)
    tells = lexicon.cue["relative_verb"].at(scene.text, begin, end)
    return opening != "" and not (tells or lexicon.cue["relative_preposition"].at(scene.text, begin, end))


def _charge(scene: Scene, at: int, end: int) -> str:
    """The words by which a sentence tells what its subject is there for (测试小组+职责是…, 办公室的主要职责为…)."""
    text = scene.text
    at += text.startswith("的", at)
    word = scene.lexicon.cue["charge"].at(text, at, end)
    return word if word and at + len(word) < end else ""


def _noun_phrase(scene: Scene, predicate: Predicate, end: int, following: int) -> bool:
    """Whether a bare verb at the end of a clause closes a noun phrase (校门口人员管控) rather than tells an act."""
    if predicate.cue in scene.lexicon.cue["named_act"].meaning and end == following:
        closing = [m for m in scene.actors_in(predicate.at, end) if m.end == end and scene.text[m.start - 1] == "的"]
        if closing and closing[-1].rule in _HEADS:
            return True  # 学校分管安全工作的副校长
    behind = predicate.at + len(predicate.cue)
    if behind < end and scene.text[behind] == "(":
        behind = closing_of(scene.text, behind, end) + 1
    return not predicate.sure and behind >= end == following
