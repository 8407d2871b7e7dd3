"""Parties that act though they are no subject: whoever is bidden to act, and what was set up in the part before."""

from __future__ import annotations

from pipeline.extraction.duties.binding import Predicate
from pipeline.extraction.duties.joint_parties import composed_of, joined
from pipeline.extraction.duties.modifiers import nominal_gap
from pipeline.extraction.duties.persons import appointed
from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.put_up import put_up
from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.duties.steps import own_step
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.waiting import behind_comma
from pipeline.extraction.duties.wholes import behind_explanation, with_bracket
from pipeline.extraction.duties.words import opened_by
from pipeline.lexicon import wording
from pipeline.model.mention import ActorMention

_LONGEST_BIDDEN = 60
_LONGEST_MOMENT = 20
_LONGEST_SEAT = 4
_REACH_OF_OFFICE = 90
_ASKED = ("parent", "applicant")
_LEARNS = "learner"
_TRAINED = ("applicant", "person_tail")


def bidden(scene: Scene, begin: int, end: int, following: int = 0) -> Subject | None:
    """The party that another is told to make act (要求班主任每月家访一次; 组织教师实施辅导); what it is asked to do may stand behind a
    comma, before `following`."""
    text, cue = scene.text, scene.lexicon.cue
    if begin >= end or not opened_by(scene.lexicon.bidding, text, begin):
        begin = _behind_moment(text, begin, end)
        if begin < 0:
            return None  # as most
    at = begin + len(cue["pointing"].at(text, begin, end))
    for _ in range(3):
        word = cue["causative"].at(text, at, end)
        adverb = "" if word else cue["adverb"].at(text, at, end)
        if not adverb:
            break
        at += len(adverb)
    if not word:
        return None
    at += len(word)
    second = scene.lexicon.patterns["with_second_verb"].match(text, at, end)  # 督促+指导+各村
    at = second.end() if second is not None else at
    if word in cue["needing"].meaning:
        return _needed(scene, at, end, word)
    mentions = scene.actors_in(at, min(end, at + _LONGEST_BIDDEN))
    if not mentions or not (nominal_gap(scene, at, mentions[0].start) or text[mentions[0].start - 1] in "的类"):
        return None
    name_end, last = joined(scene, mentions[0], mentions, end)
    if text[mentions[0].start : name_end] in cue["unnamed"].meaning:
        return None
    joined_end = name_end
    behind, name_end, last = behind_explanation(scene, with_bracket(scene, name_end, end), last, end)
    predicate = predicate_at(scene, behind, end)
    if predicate is None and following > end and word in cue["asking"].meaning:
        predicate = behind_comma(scene, behind, end, following, weak=False)
    forbidding = word in cue["forbidding"].meaning and (predicate is not None or mentions[0].start == at)
    if forbidding and name_end < end:  # 严禁挤占、挪用+学生+伙食费: nobody is forbidden by name
        return Subject(mentions[0].start, name_end, last.kind, "bidden", "must_not", word)
    first = mentions[0] if mentions[0].kind == last.kind or behind > joined_end else last
    if predicate is None or not _made_to(scene, word, (first, last), predicate, end):
        return None
    start = at if nominal_gap(scene, at, mentions[0].start) else mentions[0].start
    return Subject(start, name_end, last.kind, "bidden", predicate.modality, word)


def _behind_moment(text: str, begin: int, end: int) -> int:
    """Behind the moment at which somebody is asked to act (会议结束后+请家属…); -1 where none opens a part."""
    head = text[begin : begin + _LONGEST_MOMENT]
    if "请" not in head and "求" not in head:
        return -1
    moment = wording.pattern("duty", "moment_before_asking").match(text, begin, end)
    return moment.end() if moment is not None else -1


def commissioned_by(scene: Scene, superior: ActorMention, predicate: Predicate, end: int) -> Subject | None:
    """The unit or post that an authority tells to do something definite (学校要求总务处于9月底前完成改造)."""
    cue = scene.lexicon.cue
    if predicate.sure or superior.kind not in ("org", "group") or predicate.cue not in cue["commission"].meaning:
        return None
    at = predicate.at + len(predicate.cue)
    mentions = scene.actors_in(at, min(end, at + _LONGEST_BIDDEN))
    if not mentions or mentions[0].start != at or mentions[0].weak:
        return None
    name_end, last = joined(scene, mentions[0], mentions, end)
    acts = predicate_at(scene, name_end, end)
    return Subject(at, name_end, last.kind, "bidden", acts.modality, predicate.cue) if acts else None


def _needed(scene: Scene, at: int, end: int, word: str) -> Subject | None:
    """The parties whose joint effort is called for (需要各乡镇和有关部门的共同努力)."""
    text = scene.text
    mentions = scene.actors_in(at, min(end, at + _LONGEST_BIDDEN))
    if not mentions or not nominal_gap(scene, at, mentions[0].start):
        return None
    name_end, last = joined(scene, mentions[0], mentions, end)
    behind = name_end + text.startswith("的", name_end)
    if not scene.lexicon.cue["joint_effort"].at(text, behind, end):
        return None
    return Subject(mentions[0].start, name_end, last.kind, "bidden", "must", word)


def _asked(scene: Scene, named: tuple[ActorMention, ActorMention], predicate: Predicate, end: int) -> bool:
    """Whether 请 bids all of a kind to do something definite (请各校于月底前报送): not the courtesy that closes a covering
    notice, nor one who is invited."""
    text, cue = scene.text, scene.lexicon.cue
    first, last = named  # 请各区、管委会: 各 holds for both
    many = any(cue["many_of"].opens(one.text) for one in (first, last)) and not cue["invited"].ends(last.text)
    many = many or first.rule in _ASKED  # 请家长携带证件
    many = many or (first.rule == _LEARNS and (predicate.at > last.end or predicate.cue in cue["plain"].meaning))
    return many and not cue["covering"].inside(text, predicate.at, end)[1]


def _made_to(scene: Scene, word: str, named: tuple[ActorMention, ActorMention], predicate: Predicate, end: int) -> bool:
    """Whether the party bidden by `word`, or the first and the last of several, is to act itself, not merely to be taught or
    taken along."""
    text, cue, last = scene.text, scene.lexicon.cue, named[1]
    if word.endswith(scene.lexicon.words["appoints"]):
        return text.startswith(scene.lexicon.words["as_what"], last.end)  # not 明确教师培养方向
    if word in cue["asking"].meaning:
        return _asked(scene, named, predicate, end)
    if cue["causative"].meaning[word] == "organised":
        if last.kind != "post" and last.rule not in _TRAINED:
            return False
        if scene.lexicon.patterns["goes_to_do"].match(text, predicate.at, end):
            return True
        doing = cue["doing"].inside(text, predicate.at, min(end, predicate.at + 30))[1]
        received = cue["received"].at(text, predicate.at, end) or cue["taught"].ends(text[predicate.at : end])
        return bool(doing) and not received
    planned = last.weak and scene.lexicon.modal.meaning.get(predicate.cue) == "plan"  # 督促学生将桌椅摆好
    weak = last.weak and last.rule not in _ASKED  # 要求考生携带准考证
    if weak and word in cue["commission"].meaning and own_step(scene, last, predicate, end):
        return True  # 要求学员自备防护手套
    return (predicate.sure and not planned) if word in cue["soft"].meaning or weak else True


def pivot_of(scene: Scene, before: Range, part: Range) -> Subject | None:
    """The party set up in the part before and charged in this one (成立安全领导小组,负责…); null if there is none."""
    text, cue = scene.text, scene.lexicon.cue
    word = cue["pivot_duty"].at(text, part[0], part[1]) if text[part[0]] in cue["pivot_duty"].signs else ""
    if not word and not scene.names_actor(
        before[0], before[1]
    ):  # with its two words: `*before` costs ten times the call
        return None  # as most: nobody was named
    found = (_composed(scene, before, word) if word else None) or _in_seat(scene, before, part)
    charges = word or text[part[0]] == "参" or text[before[1] - 1] == "位"
    if found := found or (put_up(scene, before, part, word) if charges else None):
        return found
    if text[part[0]] in cue["charge"].signs and (charged := cue["charge"].at(text, *part)):
        return _opening(scene, before, charged)
    return _made_before(scene, before, word) if word else None


def _made_before(scene: Scene, before: Range, word: str) -> Subject | None:
    """The party set up in a part before the `word` that charges it."""
    text, cue = scene.text, scene.lexicon.cue
    if found := appointed(scene, before, word) or _office(scene, before, word) or _manned(scene, before, word):
        return found
    if cue["seated"].at(text, *before):
        return _seated(scene, before[0], word)
    named = scene.actors_in(*before)
    if (
        named
        and named[0].start == before[0]
        and named[0].kind in ("group", "org")
        and composed_of(scene, named[0].end, before[1])
    ):
        return Subject(named[0].start, named[0].end, named[0].kind, "pivot", "must", word)
    mentions = [m for m in named if m.end == before[1] and m.kind in ("group", "org")]
    if mentions and mentions[0] is not named[0] and text[mentions[0].start - 1] in "在于":
        mentions = named[:1]  # 办公室设在教育局,负责…: the office, not its seat
        return Subject(named[0].start, named[0].end, named[0].kind, "pivot", "must", word)
    if not mentions or text.endswith(scene.lexicon.words["orders_of_work"], 0, before[1]):
        return None  # 建立联席会议机制,负责…
    made = mentions[0]
    composed = text[made.start - 1] == "的" and cue["seat"].inside(text, before[0], made.start)[1]
    if not composed and (
        not cue["pivot"].inside(text, before[0], made.start)[1] or text.find("是", before[0], made.start) > 0
    ):
        return None  # 成立领导小组; 成立以…,各科室负责人为成员的领导小组
    if word.startswith("分别"):  # 下设宣传组、督查组,分别负责…
        listed = [m for m in named if cue["pivot"].inside(text, before[0], m.start)[1]]
        return Subject(listed[0].start, made.end, made.kind, "pivot", "must", word)
    return Subject(made.start, made.end, made.kind, "pivot", "must", word)


def _in_seat(scene: Scene, before: Range, part: Range) -> Subject | None:
    """The party by post that the part before gives a seat, and this one a charge (校长任组长,对安全工作负总责)."""
    text, cue = scene.text, scene.lexicon.cue
    at = before[0] + text.startswith("由", before[0])
    party = scene.first_actor(at, before[1])
    if party is None or text.endswith("的", 0, before[1]):
        return None  # 律师担任辩护人的,应当…
    if by := _holder(scene, before):
        at, party = by.start, by
    if party.kind != "post":
        return None
    charge = text[at : party.start]  # 分管+副校长
    if charge and cue["named_act"].at(text, at, party.start) != charge:
        return None
    name_end, _ = joined(scene, party, scene.actors_in(party.start, before[1]), before[1])
    seat = cue["seat"].at(text, name_end, before[1])
    if not seat or seat.endswith("员") or before[1] - name_end - len(seat) > _LONGEST_SEAT:
        return None
    if cue["seat"].inside(text, *part)[1] or text.startswith(scene.lexicon.words["names_somebody"], part[0]):
        return None  # …任组长,分管副局长任副组长; …任组长,明确专人负责
    act = predicate_at(scene, *part)
    firm = act is not None and (
        act.cue in scene.lexicon.modal.meaning
        or cue["pivot_duty"].at(text, *part) != ""
        or cue["named_act"].at(text, *part) != ""
    )
    firm = firm or cue["responsibility"].ends(text[slice(*part)])
    return Subject(at, name_end, "post", "pivot", "must", act.cue if act else seat) if firm else None


def _opening(scene: Scene, before: Range, word: str) -> Subject | None:
    """The unit that opens the part before one that tells what it is there for (本校创办于1960年,主要职能是…)."""
    party = scene.actor_at(before[0])
    if party is None or party.kind not in ("org", "group") or party.weak:
        return None
    return Subject(party.start, party.end, party.kind, "pivot", "must", word)


def _holder(scene: Scene, part: Range) -> ActorMention | None:
    """The post that holds a seat named before it (组长由校长担任)."""
    by = scene.text.find("由", part[0] + 1, part[1])
    if by < 0:
        return None
    closing: ActorMention | None = None
    for holder in scene.actors_in(by + 1, part[1]):
        if holder.kind == "post" and scene.lexicon.cue["seat"].at(scene.text, holder.end, part[1]):
            closing = holder
    return closing if closing and scene.lexicon.heading["roster"].ends(scene.text[part[0] : by]) else None


def _office(scene: Scene, before: Range, word: str) -> Subject | None:
    """The office set up in the sentence, where the part before only tells who heads it (…下设办公室,张强兼任主任,负责…)."""
    text, cue = scene.text, scene.lexicon.cue
    if not cue["seat"].inside(text, *before)[1] and not scene.lexicon.patterns["works_at"].fullmatch(text, *before):
        return None
    begin = max(text.rfind(mark, max(0, before[0] - _REACH_OF_OFFICE), before[0]) for mark in "。;\n") + 1
    for office in scene.actors_in(begin, before[0]):
        if office.text.endswith("办公室") and cue["pivot"].inside(text, begin, office.start)[1]:
            return Subject(office.start, office.end, office.kind, "pivot", "must", word)
    return None


def _manned(scene: Scene, before: Range, word: str) -> Subject | None:
    """The party set up right before the part that tells who sits in it (下设家长委员会,由各班推荐家长担任,负责…)."""
    text = scene.text
    if not text.startswith("由", before[0]) or not scene.lexicon.patterns["put_in_place"].fullmatch(text, *before):
        return None
    begin = max(text.rfind(mark, max(0, before[0] - _REACH_OF_OFFICE), before[0] - 1) for mark in ",。;\n") + 1
    for party in scene.actors_in(begin, before[0] - 1):
        made = party.end == before[0] - 1 and party.kind in ("group", "org")
        if made and scene.lexicon.cue["pivot"].inside(text, begin, party.start)[1]:
            return Subject(party.start, party.end, party.kind, "pivot", "must", word)
    return None


def _composed(scene: Scene, before: Range, word: str) -> Subject | None:
    """The group set up earlier in the sentence, where the part before only tells who belongs to it (学校设立领导小组,…,成员由各
    部门负责人组成,负责…)."""
    text = scene.text
    if not text.endswith(scene.lexicon.words["made_up"], before[0], before[1]):
        return None
    begin = max(text.rfind(mark, max(0, before[0] - _REACH_OF_OFFICE), before[0]) for mark in "。;\n") + 1
    for group in scene.actors_in(begin, before[0]):
        if group.kind == "group" and scene.lexicon.cue["pivot"].inside(text, begin, group.start)[1]:
            return Subject(group.start, group.end, group.kind, "pivot", "must", word)
    return None


def _seated(scene: Scene, at: int, word: str) -> Subject | None:
    """The party named right before the part that tells where it sits (应急办公室:设在保卫处,负责…)."""
    text = scene.text
    while at > 0 and text[at - 1] in ",: ":
        at -= 1
    party = next((m for m in scene.actors_in(max(0, at - _LONGEST_BIDDEN), at) if m.end == at), None)
    return Subject(party.start, at, party.kind, "pivot", "must", word) if party else None
