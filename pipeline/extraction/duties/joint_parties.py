"""What goes on behind the name of a party: the parties joined to it (教务处、总务处和各年级组), or only who belongs to it."""

from __future__ import annotations

from pipeline.extraction.duties.fields import joint_field, made_with
from pipeline.extraction.duties.modifiers import LONGEST_MODIFIER, acts_name_field, first_of_fields, nominal_gap, tokens
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.model.mention import ActorMention

_REACH_OF_MEMBERS = 60
_TIER = "本级"
_MOST_PARTIES = 30
_LONGEST_TITLE_WORDS = 5


def joined(scene: Scene, first: ActorMention, mentions: list[ActorMention], end: int) -> tuple[int, ActorMention]:
    """End and last party of a list of parties that begins with `first` (教务处、总务处和各年级组; 文化、财政等部门)."""
    text, lexicon = scene.text, scene.lexicon
    at, last = first.end, first
    if at < end and text[at] not in lexicon.going_on and first.rule != "territory":
        return at, first  # as most: nothing by which a list goes on
    for mention in mentions[1:_MOST_PARTIES]:
        at = _behind_bracket(text, at + len(lexicon.cue["name_end"].at(text, at, end)), end)
        if mention.start < at or (mention.weak and opens_group(scene, mention, mentions)):
            continue
        gap = text[at : mention.start]
        if gap.startswith("等") and len(gap) <= 6 and nominal_gap(scene, at + 1, mention.start):
            at, last = mention.end, mention
            break
        joint = _joint(scene, at, mention.start)
        rest = at + len(joint)
        rest += len(lexicon.cue["the_rest"].at(text, rest, end)) if joint else 0
        if not (_goes_on(scene, rest, mention, joint) or _of_fields(scene, gap, joint or last.rule == "territory")):
            break
        at, last = mention.end, mention
    at += len(_TIER) if text.startswith(_TIER, at) and last is not first else 0  # 乡镇、街道+本级
    if made_with(scene, first, at, end):
        return first.end, first
    joint = lexicon.cue["joint"].at(text, at, end)
    if joint and (bare := lexicon.cue["bare_party"].at(text, at + len(joint), end)):
        at += len(joint) + len(bare)
    elif joint and (charged := scene.lexicon.patterns["charged_staff"].match(text, at + len(joint), end)):
        at = charged.end()
    if last is not first and (officer := _officer(scene, mentions, at)) is not None:
        return officer.end, officer
    if text.startswith("等", at) and not text.startswith("等级", at) and at < end:
        return _and_so_on(scene, at + 1, last, mentions, end)
    return at, last


def _and_so_on(
    scene: Scene, at: int, last: ActorMention, mentions: list[ActorMention], end: int
) -> tuple[int, ActorMention]:
    """End and last party of a list that 等 closes, and the word for parties behind it (文化、财政等+部门)."""
    at += len(scene.lexicon.cue["list_closer"].at(scene.text, at, end))
    for mention in mentions:
        if at <= mention.start <= at + 6 and nominal_gap(scene, at, mention.start):
            return mention.end, mention
    return at, last


def _goes_on(scene: Scene, rest: int, mention: ActorMention, joint: str) -> bool:
    """Whether a list of parties goes on: the words behind a joint may belong to the name of the next."""
    if not joint or mention.start - rest > LONGEST_MODIFIER:
        return False
    field = joint_field(scene, rest, mention.start) if mention.kind == "group" else 0
    if field:
        return first_of_fields(scene, rest, field)
    if (
        mention.kind == "group"
        and rest < mention.start
        and acts_name_field(scene, tokens(scene, rest, mention.start), mention)
    ):
        return True  # 物资组、+督查+工作组
    return nominal_gap(scene, rest, mention.start)


def opens_group(scene: Scene, party: ActorMention, mentions: list[ActorMention]) -> bool:
    """Whether learners or others only open the name of a group's first field (学生+防控与管理组)."""
    group = next((mention for mention in mentions if mention.start >= party.end), None)
    if group is None or group.kind != "group" or not 1 < group.start - party.end <= LONGEST_MODIFIER:
        return False
    field = joint_field(scene, party.end, group.start)
    return field > party.end and first_of_fields(scene, party.end, field, inside=True)


def _joint(scene: Scene, at: int, end: int) -> str:
    """The word or mark by which a list of parties goes on (及, not 及其, in 及+其他学校)."""
    joint = scene.lexicon.cue["joint"].at(scene.text, at, end)
    if len(joint) == 1 and len(scene.lexicon.cue["adverb"].at(scene.text, at, end)) > 1:
        return ""  # 班主任+及时处理班级事务
    return "及" if joint == "及其" and scene.text[at + 2] in "他它余" else joint


def _of_fields(scene: Scene, gap: str, opens: str | bool) -> bool:
    """Whether only fields of departments stand between two parties of a list (市+交通运输、民政、+司法部门)."""
    fields = scene.lexicon.cue["field"].meaning
    return bool(opens) and "、" in gap and all(word in fields for word in gap.strip("、").split("、"))


def _officer(scene: Scene, mentions: list[ActorMention], at: int) -> ActorMention | None:
    """The post that several bodies have each (各村、各单位+的+主要负责人)."""
    if not scene.text.startswith("的", at):
        return None
    near = (m for m in mentions if m.kind == "post" and at < m.start <= at + _LONGEST_TITLE_WORDS)
    return next((m for m in near if nominal_gap(scene, at + 1, m.start)), None)


def _behind_bracket(text: str, at: int, end: int) -> int:
    """Behind a bracket that explains the party before it (公共艺术馆(文化馆)、博物馆), if a list goes on there."""
    if at < end and text[at] == "(":
        closing = closing_of(text, at, end)
        if closing > 0 and text.startswith(("、", "和", "或", "及", "与"), closing + 1):
            return closing + 1
    return at


def composed_of(scene: Scene, start: int, end: int) -> bool:
    """Whether the words behind a party tell only who belongs to it (评审委员会+由七人组成, 领导小组+由校长任组长)."""
    near = start, min(end, start + _REACH_OF_MEMBERS)
    return scene.text.startswith("由", start) and scene.lexicon.cue["seat"].inside(scene.text, *near)[1] != ""
