"""Where an actor's name in running text begins and ends: what may stand before its head, and the parties joined to it."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pipeline.extraction.actors.rows import actor_lexicon
from pipeline.extraction.duties.fields import joint_field, made_with
from pipeline.extraction.duties.rows import duty_lexicon
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.lexicon import lexicon_folders, pinned, wording
from pipeline.model.mention import ActorMention

_LONGEST_MODIFIER = 14
_REACH_OF_MEMBERS = 60
LONGEST_CLAUSE = 40
_LONGEST_FIELDS = 40
_OPENS_PHRASE = "受经被与向对把将给让使因"
_NO_GAP = frozenset(",;:。的其到至把被让使由()〔〕“”")
_TIER = "本级"
_MOST_PARTIES = 30
_LONGEST_TITLE_WORDS = 5
_BETWEEN_TASKS = frozenset("及与和")
_STOP = re.compile("[:;。!?]")
_MAKES_GOOD = "的和及与"  # what ends a clause, or a list of fields
LISTED = re.compile("[^、]+")
_JOINED = re.compile("[^和及与]+")


def nominal(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether the words between the beginning of the part and the head may belong to the name: words that are neither
    verb nor particle (心理+教师), or a clause that ends in 的 (有条件的+学校)."""
    text = scene.text
    before = text[begin : mention.start]
    if not before:
        return True
    if inner := _inner(before, begin, mention):
        return nominal(scene, *inner)
    if (
        _opens_with_act(scene, begin, before, mention)
        or _STOP.search(before)
        or before.count("(") > before.count(")")
        or (before[0].isdigit() and "." in before[:8])
    ):
        return False
    opens = before[0] in scene.lexicon.told_before and before[-1] != "的"
    if opens and (
        (
            scene.lexicon.cue["submitting"].at(text, begin, mention.start)
            and before not in scene.lexicon.cue["occupation"].meaning
        )
        or len(scene.lexicon.modal.at(text, begin, mention.end)) > 1
    ):
        return False  # 报经+主管部门批准: who approves; 有权指挥+人员: who is told
    if before[-1] != "的" and (
        _led(scene, begin, mention) or scene.lexicon.cue["condition"].at(text, begin, mention.start)
    ):
        return False
    if before[-1] == "的" and wording.pattern("duty", "aspires").match(text, begin, mention.start):
        return False  # 要成为受欢迎的+教师,就要…
    if before[-1] == "的" or scene.lexicon.cue["sort_end"].ends(before):
        return (
            len(before) <= LONGEST_CLAUSE
            and not scene.lexicon.cue["seat"].inside(text, begin, mention.start)[1]
            and not _opens_phrase(scene, begin, mention.start)
            and not _told_before(scene, begin, mention.start)
            and scene.actor_at(begin) is None
        )
    if "、" in before or (
        before[-1] in "和及与" and len(before) > 2 and mention.text.endswith(wording.words("duty", "units_of_a_list"))
    ):
        return _listed_fields(scene, begin, mention)
    if len(before) > _LONGEST_MODIFIER:
        return False
    if mention.kind == "group" and (field := joint_field(scene, begin, mention.start)):
        return _fields(scene, begin, field)
    words = tokens(scene, begin, mention.start)
    if _done_with(scene, words, mention):
        return False
    return all(_may_modify(scene, *token) for token in words) or _field(scene, words, mention)


def _inner(before: str, begin: int, mention: ActorMention) -> tuple[int, ActorMention] | None:
    """Where a name begins behind 非 (非本校+人员), or ends before the field of the body above it (托管场所的+行业主管部门)."""
    if before[0] == "非" and mention.kind == "post":
        return begin + 1, mention
    if mention.kind != "org" or "的" not in before or before[-1] == "的":
        return None  # as most
    field = wording.pattern("duty", "of_its_field").search(before)
    if field is None:
        return None
    return begin, msgspec.structs.replace(mention, start=begin + field.start() + 1)


def _opens_with_act(scene: Scene, begin: int, before: str, mention: ActorMention) -> bool:
    """Whether the first of some words can stand in no name, and nothing behind it makes good for that: most that are asked, so
    asked first."""
    if before[-1] in _MAKES_GOOD or "、" in before or mention.kind == "group":
        return False
    cue = scene.lexicon.cue
    if mention.text in cue["compound_head"].meaning or cue["sort_end"].ends(before):
        return False
    behind = scene.board.segmentation.flags.find(1, begin + 1, mention.start)
    return not _may_modify(scene, begin, behind if behind >= 0 else mention.start)


def _done_with(scene: Scene, words: list[tuple[int, int]], mention: ActorMention) -> bool:
    """Whether words before a party tell what is done with it, not who it is (培养+拔尖学生, 报告+相关部门)."""
    verb, cue = scene.lexicon.verb.meaning, scene.lexicon.cue
    first = scene.text[slice(*words[0])]
    if mention.weak and verb.get(first) == "noun_verb" and first not in cue["occupation"].meaning:
        return True
    told = scene.text[slice(*words[-1])]
    done = told in cue["wish"].meaning or (verb.get(told) is not None and told not in cue["occupation"].meaning)
    return cue["many_of"].opens(mention.text) and done


def _listed_subjects(scene: Scene, before: str) -> bool:
    """Whether a list of school subjects or grades stands before the word for those who teach or learn them (语文、数学+教师)."""
    return all(field in scene.lexicon.cue["school_field"].meaning for field in before.rstrip("、和及").split("、"))


def _led(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether words before a party open with a preposition (向+学校), say that somebody is it (为本辖区+安全责任人), or are the verb
    that takes one of them (带+一名徒弟)."""
    first = scene.text[begin]
    if mention.start - begin == 1 and wording.pattern("duty", "one_of_them").match(scene.text, mention.start):
        return True
    if first == "为" and mention.kind == "post":
        return True
    return first in _OPENS_PHRASE and scene.lexicon.verb.at(scene.text, begin, mention.start) == ""


def _told_before(scene: Scene, begin: int, end: int) -> bool:
    """Whether somebody else is told to do something to the party (项目应设立负责安全的+部门), not who it is (应当参加培训的+
    教师)."""
    lexicon = scene.lexicon
    at, modal = lexicon.modal.inside(scene.text, begin + 1, end)
    return modal in lexicon.cue["firm"].meaning and lexicon.verb.at(scene.text, at + len(modal), end) != ""


def _opens_phrase(scene: Scene, begin: int, end: int) -> bool:
    """Whether words begin with a preposition (从…), not with a verb that begins like one (从事…), or point to a list ahead
    (竞聘按以下+三类人员)."""
    lexicon = scene.lexicon
    if wording.pattern("duty", "points_ahead").search(scene.text, begin, end):
        return True
    word = lexicon.cue["preposition"].at(scene.text, begin, end)
    if word in lexicon.cue["relative_preposition"].meaning:
        return False  # 因病请假的+教师, 在外兼职的+教师
    longer = max(
        len(lexicon.cue["relative_verb"].at(scene.text, begin, end)), len(lexicon.verb.at(scene.text, begin, end))
    )
    return word != "" and longer <= len(word)


def _field(scene: Scene, words: list[tuple[int, int]], mention: ActorMention) -> bool:
    """Whether the words before the head of a group or unit name its field (抢险+救援组, 整改+单位), though they are verbs;
    verbs that set it up or make it act (成立+救援组, 督促+单位) do not."""
    lexicon = scene.lexicon
    named = [scene.text[start:end] for start, end in words]
    if named and named[0] in lexicon.cue["adverb"].meaning:
        return False  # 全力+迎接+验收组
    compound = mention.kind == "group" or (len(words) == 1 and mention.text in lexicon.cue["compound_head"].meaning)
    return compound and all(
        len(word) == 2 and word in lexicon.verb.meaning and word not in lexicon.cue["sets_up"].meaning for word in named
    )


def _listed_fields(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether a list of fields stands before the one word that makes departments or units of them all (气象、水文+部门)."""
    text = scene.text
    last = max(text.rfind("、", begin, mention.start) + 1, begin)
    if last > begin and mention.kind != "group" and _listed_subjects(scene, text[begin : mention.start]):
        return True
    named = [mention, *scene.actors_in(mention.end, mention.end + _LONGEST_FIELDS)]
    _, closing = joined(scene, mention, named, min(len(text), mention.end + _LONGEST_FIELDS))
    if last - begin > _LONGEST_FIELDS:
        return False
    tiers, closers = scene.lexicon.cue["tier_noun"].meaning, scene.lexicon.cue["list_closer"]
    if not all(nominal_gap(scene, *part.span()) for part in _JOINED.finditer(text, last, mention.start)):
        return False
    if last > begin and all(field.group() in tiers for field in LISTED.finditer(text, begin, last)):
        return mention.kind in ("org", "post")  # 镇、村、组+责任人
    staff = closing.text.endswith(wording.words("duty", "staff_of_a_list"))  # 餐饮、保洁等后勤人员
    if not staff and not any(party.kind == "org" and closers.ends(party.text) for party in (mention, closing)):
        return False
    return all(may_be_field(scene, *field.span()) for field in LISTED.finditer(text, begin, last))


def may_be_field(scene: Scene, start: int, end: int) -> bool:
    """Whether one of a list is a department's field (市场监管), or words that may stand in a name."""
    cue, word = scene.lexicon.cue, scene.text[start:end]
    if word[0] in actor_lexicon().levels and word[1:] in cue["field"].meaning:
        return True  # 县+教育
    if word in cue["field"].meaning or word in cue["occupation"].meaning:
        return True
    if (known := scene.actor_at(start)) is not None and known.end == end:
        return True
    return all(
        _may_modify(scene, *token)
        for token in tokens(scene, start, end)
        if scene.text[slice(*token)] not in ("和", "及", "与")
    )


def _task(scene: Scene, words: list[tuple[int, int]]) -> bool:
    """Whether the words before the head of a group in a title name its task, though in a sentence the group would be
    their object (组织+协调组, 联络+保障组)."""
    tasks = scene.lexicon.cue["group_task"].meaning
    return bool(words) and all(scene.text[start:end] in tasks for start, end in words)


def _tasks(scene: Scene, words: list[tuple[int, int]]) -> bool:
    """Whether two tasks stand before the head of a group in a title (考场布置及管理+组), none of them its being set up."""
    told = [scene.text[start:end] for start, end in words]
    joint = next((at for at, word in enumerate(told) if word in _BETWEEN_TASKS), 0)
    task = joint > 0 and scene.lexicon.verb.meaning.get(told[joint - 1]) is not None
    return task and told[0] not in scene.lexicon.cue["sets_up"].meaning


def title_nominal(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """As `nominal`, for a heading: words such as 学习, 管理 may open a group's name there (学习管理小组)."""
    lexicon = scene.lexicon
    if any(mark in scene.text[begin : mention.start] for mark in ":;。!?,"):
        return False
    before = tokens(scene, begin, mention.start)
    if mention.kind == "group" and (_field(scene, before, mention) or _task(scene, before) or _tasks(scene, before)):
        return True
    return all(
        word in lexicon.cue["occupation"].meaning
        or (lexicon.verb.meaning.get(word) != "verb" and word not in lexicon.cue["preposition"].meaning)
        for word in (scene.text[a:b] for a, b in tokens(scene, begin, mention.start))
    )


def names_field(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether the verb before a bare head is the unit's occupation (供水+公司), not what is done to it, or tells what a group is
    there for (疏散+引导组)."""
    cue = scene.lexicon.cue
    if mention.kind == "group" and begin < mention.start:
        return _field(scene, tokens(scene, begin, mention.start), mention)
    bare = mention.text in cue["compound_head"].meaning
    return bare and scene.text[begin : mention.start] in cue["occupation"].meaning


def tokens(scene: Scene, start: int, end: int) -> list[tuple[int, int]]:
    """The segmenter's words in a range."""
    flags = scene.board.segmentation.flags
    found = []
    at = start
    while at < end:
        following = flags.find(1, at + 1, end)
        following = following if following >= 0 else end
        found.append((at, following))
        at = following
    return found


def _may_modify(scene: Scene, start: int, end: int) -> bool:
    anywhere, before_party = _modifies(scene.text[start:end], pinned() or lexicon_folders())
    return anywhere or (before_party and scene.actor_at(end) is not None)


@lru_cache(maxsize=4096)
def _modifies(word: str, _folders: object) -> tuple[bool, bool]:
    """Whether a word may modify a party's name, wherever it stands, and right before a party; the same few come again."""
    lexicon, actors = duty_lexicon(), actor_lexicon()
    cue = lexicon.cue
    acts = lexicon.verb.meaning.get(word) == "verb" or word in cue["causative"].meaning
    barred = word in actors.stops or bool(lexicon.modal.meaning.get(word)) or word in cue["adverb"].meaning
    barred = barred or (len(word) > 2 and cue["moment"].ends(word))  # 下课后+门卫
    barred = barred or (len(word) > 1 and word in cue["passive"].meaning) or (len(word) == 4 and actors.is_verb(word))
    barred = barred or (len(word) == 4 and word[:2] in cue["adverb"].meaning and word[2:] in lexicon.verb.meaning)
    manner = word in cue["manner_noun"].meaning  # 现场+工作人员, 专职+管理员
    occupation = word in cue["occupation"].meaning  # 带队+老师, 施救+人员
    return not (barred or acts), manner or (not barred and (occupation or not acts))


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
    elif joint and (charged := wording.pattern("duty", "charged_staff").match(text, at + len(joint), end)):
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
    if not joint or mention.start - rest > _LONGEST_MODIFIER:
        return False
    field = joint_field(scene, rest, mention.start) if mention.kind == "group" else 0
    if field:
        return _fields(scene, rest, field)
    if mention.kind == "group" and rest < mention.start and _field(scene, tokens(scene, rest, mention.start), mention):
        return True  # 物资组、+督查+工作组
    return nominal_gap(scene, rest, mention.start)


def opens_group(scene: Scene, party: ActorMention, mentions: list[ActorMention]) -> bool:
    """Whether learners or others only open the name of a group's first field (学生+防控与管理组)."""
    group = next((mention for mention in mentions if mention.start >= party.end), None)
    if group is None or group.kind != "group" or not 1 < group.start - party.end <= _LONGEST_MODIFIER:
        return False
    field = joint_field(scene, party.end, group.start)
    return field > party.end and _fields(scene, party.end, field, inside=True)


def _fields(scene: Scene, start: int, end: int, *, inside: bool = False) -> bool:
    """Whether words tell the first of two fields of a group (校园管控+与后勤保障组): they may stand in a name, or are verbs behind
    one that may."""
    if not _NO_GAP.isdisjoint(scene.text[start:end]):
        return False
    verbs = scene.lexicon.verb.meaning
    return all(
        _may_modify(scene, a, b) or ((inside or a > start) and b - a > 1 and scene.text[a:b] in verbs)
        for a, b in tokens(scene, start, end)
    )


def _joint(scene: Scene, at: int, end: int) -> str:
    """The word or mark by which a list of parties goes on (及, not 及其, in 及+其他学校)."""
    joint = scene.lexicon.cue["joint"].at(scene.text, at, end)
    return "及" if joint == "及其" and scene.text[at + 2] in "他它余" else joint


def _of_fields(scene: Scene, gap: str, opens: str | bool) -> bool:
    """Whether only fields of departments stand between two parties of a list (市级+住房和城乡建设、水利、+财政部门)."""
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


def nominal_gap(scene: Scene, start: int, end: int) -> bool:
    """Whether the words between a joint and the next head may belong to that head's name."""
    if not _NO_GAP.isdisjoint(scene.text[start:end]):
        return False
    return all(_may_modify(scene, *token) for token in tokens(scene, start, end))


def composed_of(scene: Scene, start: int, end: int) -> bool:
    """Whether the words behind a party tell only who belongs to it (评审委员会+由七人组成, 领导小组+由校长任组长)."""
    near = start, min(end, start + _REACH_OF_MEMBERS)
    return scene.text.startswith("由", start) and scene.lexicon.cue["seat"].inside(scene.text, *near)[1] != ""
