"""Names of several words taken whole: with the party they belong to, and with the bracket behind them."""

from __future__ import annotations

import msgspec

from pipeline.extraction.actors.rows import actor_lexicon
from pipeline.extraction.duties.joint_parties import joined, opens_group
from pipeline.extraction.duties.modifiers import nominal_gap
from pipeline.extraction.duties.names import LISTED
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.model.mention import ActorMention

# Sorts of parties that are none without a name of their own, so that no field stands before them.
_LONGEST_FIELD = 12
_BY_THEMSELVES = ("school", "government", "territory")


def whole_name(scene: Scene, mentions: list[ActorMention], begin: int) -> tuple[ActorMention, list[ActorMention]]:
    """The first name with what belongs to it: 各年级+各学科教师, 生产经营单位+的+主要负责人, 县政府+教育+督导办;
    what `begin`s the clause, with what it has or has set up (企事业单位+的+工会)."""
    text = scene.text
    if mentions[0].weak and len(mentions) > 1 and opens_group(scene, mentions[0], mentions):
        head = msgspec.structs.replace(
            mentions[1], start=mentions[0].start, text=text[mentions[0].start : mentions[1].end]
        )
        mentions = [head, *mentions[2:]]
    mentions = _with_officer(scene, mentions) if mentions[0].kind == "org" else mentions
    first, opens = mentions[0], mentions[0].start <= begin
    for index, mention in enumerate(mentions[1:4], start=1):
        gap = text[first.end : mention.start]
        inner = len(gap) <= 4 and mention.kind in ("org", "group") and first.kind == "org"
        inner = inner and not (_accompanied(scene, first.end, mention.start) or _dealt_with(scene, gap, mention))
        inner = inner and gap not in scene.lexicon.cue["joint"].meaning and _between(scene, first.end, mention.start)
        of_it = gap in scene.lexicon.words["of_or_above"] or _named_by(scene, gap) or _of_its(scene, first, mention)
        leads = first.kind == "post" and mention.kind == "org" and first.text[-2:] in scene.lexicon.verb.meaning
        leads = leads or (first.kind == "post" and mention.text.startswith("每"))  # 安全员+每班检查
        of_body = (gap == "" and not leads) or _enrolled(scene, first, mention)  # 直接领导+教导处
        of_body = of_body or (mention.kind == "post" and gap in scene.lexicon.words["on_duty_then"])
        if of_body or inner or (of_it and (opens or mention.kind == "post")):
            joined_name = msgspec.structs.replace(mention, start=first.start, text=text[first.start : mention.end])
            first, mentions = joined_name, [joined_name, *mentions[index + 1 :]]
        else:
            break
    return first, mentions


def _with_officer(scene: Scene, mentions: list[ActorMention]) -> list[ActorMention]:
    """The mentions without those that only name the field of a body's officer (各单位+分管消防的+领导)."""
    end = mentions[0].end
    if not scene.lexicon.cue["named_act"].at(scene.text, end, end + _LONGEST_FIELD):
        return mentions
    officer = next((m for m in mentions[1:4] if _of_its(scene, mentions[0], m) and m.kind == "post"), None)
    return mentions if officer is None else [mentions[0], *(m for m in mentions if m.start >= officer.start)]


def _enrolled(scene: Scene, first: ActorMention, mention: ActorMention) -> bool:
    """Whether learners are named by the school that they are at (我校+在校全日制+学生)."""
    if mention.kind != "person" or not scene.text.startswith("在", first.end):
        return False
    said = scene.lexicon.patterns["enrolled"].match(scene.text, first.end, mention.end)
    return said is not None and said.end() >= mention.start


def _of_its(scene: Scene, first: ActorMention, mention: ActorMention) -> bool:
    """Whether a party is told by the field it has in another (托管机构+的行业+主管部门), or its head by the field it is in charge of
    (各单位+分管安全的+领导)."""
    text, begin = scene.text, first.end
    if not 1 < mention.start - begin <= _LONGEST_FIELD:
        return False
    if text[begin] == "的":
        listed = text.find("、", begin, mention.start) > 0  # 送货人员的+车牌、+单位
        return mention.kind == "org" and not listed and nominal_gap(scene, begin + 1, mention.start)
    if mention.kind != "post" or mention.weak or not text.startswith("的", mention.start - 1):
        return False
    return scene.lexicon.patterns["charged_with_field"].fullmatch(text, begin, mention.start - 1) is not None


def _between(scene: Scene, start: int, end: int) -> bool:
    """Whether the words between a body and a part of it belong to the name, as its field does (县政府+教育+督导办)."""
    return scene.text[start:end] in scene.lexicon.cue["field"].meaning or nominal_gap(scene, start, end)


def _named_by(scene: Scene, gap: str) -> bool:
    """Whether one party names, sets up or employs the other (乡镇人民政府+确定的+机构, 学校+聘请的+法律顾问)."""
    word = scene.lexicon.cue["delegating"].at(gap, 0, len(gap))
    return word != "" and gap[len(word) :] == "的"


def _dealt_with(scene: Scene, gap: str, mention: ActorMention) -> bool:
    """Whether the words between two parties tell what the one does with the other (县水利局+指导+各乡镇), rather than name its
    field (县政府+教育+督导办)."""
    actors = actor_lexicon()
    if gap not in actors.deals_with and gap not in actors.dispatches:
        return False
    by_itself = mention.rule in _BY_THEMSELVES or mention.text in actors.dealt_with
    return by_itself or scene.lexicon.cue["all_of"].opens(mention.text)


def _accompanied(scene: Scene, start: int, end: int) -> bool:
    """Whether what stands between two parties begins with a verb (会同+县财政局) or a preposition (根据+省政府…), however the
    segmenter cuts it."""
    verb = scene.lexicon.verb.at(scene.text, start, end)
    if len(verb) > 1 and scene.lexicon.verb.meaning[verb] == "verb":
        return True
    return len(scene.lexicon.cue["preposition"].at(scene.text, start, end)) > 1


def with_bracket(scene: Scene, at: int, end: int) -> int:
    """The end of a name with a bracket that names more parties of its kind (各乡镇(街道), 教职工(含临聘人员)); `at` where
    the bracket says something else."""
    text = scene.text
    if at >= end or text[at] != "(" or (closing := closing_of(text, at, end)) < 0:
        return at
    return _behind_parties(scene, at, closing)


def _behind_parties(scene: Scene, at: int, closing: int) -> int:
    """Behind the bracket `[at, closing]` if it names more parties; else `at`."""
    text, begin = scene.text, at + 1
    if text.startswith(scene.lexicon.words["takes_in"], begin):
        return closing + 1 if scene.names_actor(begin, closing) else at
    named = [named.span() for named in LISTED.finditer(text, begin, closing)]
    known = (scene.actor_at(a) for a, _ in named)
    parties = [party for party in known if party is not None and party.kind in ("org", "group")]
    levels = sum(text[a:b] in actor_lexicon().levels for a, b in named)
    return closing + 1 if len(parties) + levels == len(named) else at


def behind_explanation(scene: Scene, name_end: int, last: ActorMention, end: int) -> tuple[int, int, ActorMention]:
    """Behind a bracket that explains a name, and where the name ends: it may go on there (指挥部(以下简称防指)各成员单位)."""
    text = scene.text
    closing = closing_of(text, name_end, end) if name_end < end and text[name_end] == "(" else -1
    if closing < 0:
        return name_end, name_end, last
    inner = scene.actor_at(closing + 1)
    if inner is None or inner.kind == "person" or scene.lexicon.modal.at(text, inner.start, inner.end):
        return closing + 1, name_end, last
    name_end, last = joined(scene, inner, scene.actors_in(inner.start, end), end)
    return name_end, name_end, last
