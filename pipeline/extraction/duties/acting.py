"""Whether the party at the beginning of a comma part acts: what stands behind it, and what speaks against it."""

from __future__ import annotations

from pipeline.extraction.duties.binding import Predicate
from pipeline.extraction.duties.joint_parties import joined
from pipeline.extraction.duties.modifiers import names_field, nominal_gap
from pipeline.extraction.duties.others import commissioned_by
from pipeline.extraction.duties.persons import name_behind
from pipeline.extraction.duties.phrases import no_act
from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.extraction.duties.steps import each_does, on_basis, own_step
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.waiting import behind_comma, behind_role, bound_next, only_phrase
from pipeline.extraction.duties.wholes import behind_explanation, with_bracket
from pipeline.model.mention import ActorMention

_REACH = 90
_GROWN = ("parent", "applicant")  # 家长接送时,须…: they act themselves, where others act for children
_HEADS = ("school_head", "director")
_REACH_OF_TOPIC = 60
_UNFINISHED = "的、和与及或由向把将被让使给并不,"


def acting(
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
    predicate = predicate or (each_does(scene, at, end) if last.text[0] == "每" and not phrase else None)
    named = predicate is None and not phrase and last.kind in ("post", "group") and not text.startswith("由", at)
    if named and (name := name_behind(scene, at, end)):
        return _named(scene, name, end, following)
    seat = scene.lexicon.cue["seat"].at(text, at, end)
    if predicate is None and following > end and not (seat and text.startswith("的", at + len(seat))):
        weak = last.weak and last.kind == "person" and last.rule not in _GROWN
        predicate = behind_role(scene, at, end, following) or behind_comma(scene, at, end, following, weak=weak)
    if predicate is None or _no_subject(scene, begin, last, predicate, at, end):
        return None
    if (
        scene.lexicon.effort.match(text, predicate.at, end)
        and (last.kind == "org" or _norm_of(scene, begin))
        and not _kept_up(scene, at, predicate.at)
    ):
        return None  # 小学不少于10小时: a norm for a kind of school
    adverbial = (
        predicate.at > at
        and (
            scene.lexicon.verb.meaning.get(predicate.cue) == "verb"  # 街道办按月汇总
            or _recurs(scene, last, at)  # 安全员每日巡查
            or scene.lexicon.cue["prompt"].ends(text[at : predicate.at])  # 工作队全程监督
        )
    )
    if not adverbial and _noun_phrase(scene, predicate, end, following):
        return None
    topical = not predicate.sure and following > end and not scene.lexicon.cue["preposition"].at(text, at, end)
    if topical and scene.lexicon.cue["topic_noun"].ends(text[begin:end]):
        return None  # 学生参加劳动的时间,每周不少于…: a topic
    relative = begin < first.start and text[first.start - 1] == "的" and not _head_of(scene, begin, first)
    opening = begin + len(scene.lexicon.cue["adverb"].at(text, begin, end))
    recurs = _recurs(scene, last, at)
    object_told = opening > begin if relative else name_end == end  # 培养名师,不断提升…; 及时联系在岗的校医协助
    bound = predicate.sure and (not object_told or predicate.cue in scene.lexicon.modal.meaning)
    led = begin < first.start and not bound and scene.lexicon.verb.at(text, opening, first.start) != ""
    led = led and (text[first.start - 1] == "的" or "、" not in text[begin : first.start])  # 教育、卫生+部门: fields
    by_activity = text[begin : first.start] in scene.lexicon.words["activities_of_posts"]  # 陪餐+教师填写…
    if (
        led
        and not (by_activity or recurs)
        and (text[first.start - 1] == "的" or not (first.kind == "group" or names_field(scene, begin, first)))
    ):
        return None  # 指导学校做好…: the party is led to act by one who is named before
    met = scene.text.startswith(scene.lexicon.words["comes_upon"], opening)
    if relative and (name_end == end or met) and _come_upon(scene, opening, end, name_end, following):
        return None  # 发现情绪异常的学生,应及时报告: the party is what the verb is about
    own = predicate.sure or recurs or predicate.cue in scene.lexicon.cue["plain"].meaning
    own = own or _all_alike(scene, begin, at, end) or text.startswith(scene.lexicon.words["each_one"], at)
    if ((first.weak and last.weak) or relative) and not own:
        step = None if relative else own_step(scene, last, predicate, end)
        predicate = step or bound_next(scene, end, following)  # 任何人发现火情,都有义务报警
        predicate = predicate or (None if relative else on_basis(scene, last, at, end, following))
        if predicate is None:
            return None
    begin = _behind_occasion(scene, begin, first)
    other = _nearer(scene, at, predicate, mentions) or commissioned_by(scene, last, predicate, end)
    return other or Subject(begin, name_end, last.kind, "subject", predicate.modality, predicate.cue)


def _head_of(scene: Scene, begin: int, first: ActorMention) -> bool:
    """Whether 的 only says whose head somebody is (项目部的+主要负责人), not which one by what it does."""
    if first.kind != "post" or first.weak or not scene.text.startswith(scene.lexicon.words["heads_of"], first.start):
        return False
    return nominal_gap(scene, begin, first.start - 1)


def _all_alike(scene: Scene, begin: int, at: int, end: int) -> bool:
    """Whether it is told what each of them does (全体学生录制短视频), and not what each is given (每位学生发放一本手册)."""
    each = scene.text.startswith(scene.lexicon.words["all_alike"], begin)
    return each and scene.lexicon.cue["done_to"].inside(scene.text, at, end)[1] == ""


def _share_of_body(scene: Scene, begin: int, at: int, end: int) -> bool:
    """Whether a part tells how many of a body must be of a kind (其中教师代表不得少于三分之一), which is nobody's act."""
    named = scene.text.startswith("其中", begin) or scene.text.endswith("其中", 0, begin)
    return named and scene.lexicon.patterns["share_at_least"].match(scene.text, at, end) is not None


def _norm_of(scene: Scene, begin: int) -> bool:
    """Whether the part before ends in the topic of a norm (书面作业时间,小学不超过60分钟)."""
    ends = scene.lexicon.patterns["measure_topic"]
    return (
        scene.text[begin - 1 : begin] == ","
        and ends.search(scene.text, max(0, begin - _REACH_OF_TOPIC), begin) is not None
    )


def _recurs(scene: Scene, last: ActorMention, at: int) -> bool:
    """Whether a party is told how often it acts (调解员每周走访…)."""
    acts = last.kind != "person" or last.rule == "person_tail" or last.rule in _GROWN
    return acts and scene.text.startswith("每", at)


def _kept_up(scene: Scene, at: int, effort: int) -> bool:
    """Whether an act stands between how often and how much of it (各分局每月+外出招商+不少于10天)."""
    behind = scene.times.get(at, 0)
    return 0 < behind < effort - 1 and scene.text[at] == "每" and "," not in scene.text[behind:effort]


def _counted(scene: Scene, at: int, end: int) -> int:
    """The length of the word that counts the parties of a list before it (学校、家长和企业+三方)."""
    return len(scene.lexicon.cue["counted_together"].at(scene.text, at, end))


def _within(scene: Scene, at: int, end: int) -> int:
    """The length of the word that says it is the party itself that is bound (教研组+内部+要形成…)."""
    words = scene.lexicon.words["the_party_itself"]
    if not scene.text.startswith(words, at):
        return 0
    word = next(word for word in words if scene.text.startswith(word, at))
    return len(word) if scene.lexicon.modal.at(scene.text, at + len(word), end) else 0


def _no_subject(scene: Scene, begin: int, last: ActorMention, predicate: Predicate, at: int, end: int) -> bool:
    """Whether a party does not do what its predicate tells."""
    return (
        no_act(scene, last.kind, predicate.at, end)
        or _done_to(scene, last, predicate, at, end)
        or _share_of_body(scene, begin, predicate.at, end)
        or _handled(scene, begin, last, at, end)
        or (
            begin < last.start
            and scene.text.startswith(scene.lexicon.words["rooms"], begin)
            and "、" in scene.text[begin:at]
        )
    )


def _handled(scene: Scene, begin: int, last: ActorMention, at: int, end: int) -> bool:
    """Whether a name is an act and those it is done to, of which the predicate tells how it is done (招聘教师应当坚持公开的原则)."""
    if last.kind not in ("post", "person") or not scene.lexicon.patterns["handles_staff"].match(scene.text, begin, at):
        return False
    return scene.lexicon.patterns["how_it_is_done"].match(scene.text, at, end) is not None


def _done_to(scene: Scene, last: ActorMention, predicate: Predicate, at: int, end: int) -> bool:
    """Whether so much is said of what others do to a learner (重点学生每月访谈一次), or do when the learners are gone
    (学生离校后方可离岗)."""
    if last.text[0] == "每" and predicate.cue in scene.lexicon.words["paid_to_each"]:
        return True  # 每村补助5万元
    if last.kind != "person" or not last.weak:
        return False
    if predicate.cue in scene.lexicon.words["refused_to_them"]:
        return True
    if scene.lexicon.patterns["after_learners_leave"].match(scene.text, at, end):
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


def _come_upon(scene: Scene, begin: int, end: int, name_end: int, following: int) -> bool:
    """Whether a party is what the words before it are about, and not forbidden anything itself (…的学生,一律不得进入教室)."""
    return about(scene, begin, end) and not scene.lexicon.patterns["kept_out"].match(scene.text, name_end, following)


def about(scene: Scene, begin: int, end: int) -> bool:
    """Whether the words before a party make it what they are about (发现异常的学生) rather than tell who it is (持有证件的
    人员)."""
    lexicon = scene.lexicon
    begin += len(lexicon.cue["adverb"].at(scene.text, begin, end))  # 切实+加强安全工作的领导
    opening = lexicon.verb.at(scene.text, begin, end) or lexicon.cue["preposition"].at(scene.text, begin, end)
    last = scene.text.rfind("的", begin, end) + 1
    if opening == "对" and scene.lexicon.patterns["takes_exception"].search(scene.text, begin, last):
        return False
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
