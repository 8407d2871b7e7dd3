"""Where an actor's name in running text or in a heading begins: whether the words before its head belong to it."""

from __future__ import annotations

import re

import msgspec

from pipeline.extraction.duties.fields import joint_field
from pipeline.extraction.duties.joint_parties import joined
from pipeline.extraction.duties.modifiers import (
    LONGEST_MODIFIER,
    acts_name_field,
    first_of_fields,
    may_be_field,
    may_modify,
    nominal_gap,
    tokens,
)
from pipeline.extraction.duties.scene import Scene
from pipeline.lexicon import wording
from pipeline.model.mention import ActorMention

LONGEST_CLAUSE = 40
_LONGEST_FIELDS = 40
_OPENS_PHRASE = "受经被与向对把将给让使因"
_BETWEEN_TASKS = frozenset("及与和")
_STOP = re.compile("[:;。!?]")
_MARKS = frozenset(":;。!?,")
_MAKES_GOOD = "的和及与"  # what ends a clause, or a list of fields
LISTED = re.compile("[^、]+")
_JOINED = re.compile("[^和及与]+")


def nominal(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether the words between the beginning of the part and the head may belong to the name: words that are neither
    verb nor particle (心理+教师), or a clause that ends in 的 (有条件的+学校)."""
    text = scene.text
    before = text[begin : mention.start]
    before = before.rstrip(" ") if before[-1:] == " " else before  # 符合条件的 +学员: where a line of a page ended
    if not before:
        return True
    if inner := _inner(before, begin, mention):
        return nominal(scene, *inner)
    if (
        opens_with_act(scene, begin, before, mention)
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
    if before[-1] == "的" and _tells_otherwise(scene, begin, before):
        return False
    if before[-1] == "的" or scene.lexicon.cue["sort_end"].ends(before):
        return (
            len(before) <= LONGEST_CLAUSE
            and not scene.lexicon.cue["seat"].inside(text, begin, mention.start)[1]
            and not _opens_phrase(scene, begin, mention.start)
            and not _told_before(scene, begin, mention.start)
            and scene.actor_at(begin) is None
        )
    if "、" in before or (
        before[-1] in "和及与" and len(before) > 2 and mention.text.endswith(scene.lexicon.words["units_of_a_list"])
    ):
        return _listed_fields(scene, begin, mention)
    if len(before) > LONGEST_MODIFIER:
        return False
    if mention.kind == "group" and (field := joint_field(scene, begin, mention.start)):
        return first_of_fields(scene, begin, field)
    words = tokens(scene, begin, mention.start)
    if _done_with(scene, words, mention):
        return False
    return _may_all_modify(scene, words) or acts_name_field(scene, words, mention)


def _may_all_modify(scene: Scene, words: list[tuple[int, int]]) -> bool:
    for start, end in words:  # sooner than `all` of a generator, which most calls would make for a word or two
        if not may_modify(scene, start, end):
            return False
    return True


def _tells_otherwise(scene: Scene, begin: int, before: str) -> bool:
    """Whether a clause that ends in 的 tells by whom something is done (清淤由所委托的+公司实施), or what one is to become
    (要成为受欢迎的+教师,就要…), not who acts."""
    by = before.find("由", 1)
    if by > 0 and scene.board.segmentation.is_boundary(begin + by):
        return True
    return scene.lexicon.patterns["aspires"].match(scene.text, begin, begin + len(before)) is not None


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


def opens_with_act(scene: Scene, begin: int, before: str, mention: ActorMention) -> bool:
    """Whether the first of some words can stand in no name, and nothing behind it makes good for that: most that are asked, so
    asked first."""
    if before[-1] in _MAKES_GOOD or "、" in before or mention.kind == "group":
        return False
    cue = scene.lexicon.cue
    if mention.text in cue["compound_head"].meaning or cue["sort_end"].ends(before):
        return False
    behind = scene.board.segmentation.flags.find(1, begin + 1, mention.start)
    return not may_modify(scene, begin, behind if behind >= 0 else mention.start)


def _done_with(scene: Scene, words: list[tuple[int, int]], mention: ActorMention) -> bool:
    """Whether words before a party tell what is done with it, not who it is (培养+拔尖学生, 报告+相关部门)."""
    verb, cue = scene.lexicon.verb.meaning, scene.lexicon.cue
    first = scene.text[slice(*words[0])]
    if mention.weak and verb.get(first) == "noun_verb" and first not in cue["occupation"].meaning:
        return True
    told = scene.text[slice(*words[-1])]
    if told in scene.lexicon.words["uses_place"] and mention.rule == "school_department":
        return True  # 课余使用+实验室
    done = told in cue["wish"].meaning or (verb.get(told) is not None and told not in cue["occupation"].meaning)
    return cue["many_of"].opens(mention.text) and done


def _listed_subjects(scene: Scene, before: str) -> bool:
    """Whether a list of school subjects or grades stands before the word for those who teach or learn them (语文、数学+教师)."""
    return all(field in scene.lexicon.cue["school_field"].meaning for field in before.rstrip("、和及").split("、"))


def _led(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether words before a party open with a preposition (向+学校), say that somebody is it (为本辖区+安全责任人), or are the verb
    that takes one of them (带+一名徒弟)."""
    first = scene.text[begin]
    if mention.start - begin == 1 and scene.lexicon.patterns["one_of_them"].match(scene.text, mention.start):
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
    if scene.lexicon.patterns["points_ahead"].search(scene.text, begin, end):
        return True
    word = lexicon.cue["preposition"].at(scene.text, begin, end)
    if word in lexicon.cue["relative_preposition"].meaning:
        return False  # 因病请假的+教师, 在外兼职的+教师
    longer = max(
        len(lexicon.cue["relative_verb"].at(scene.text, begin, end)), len(lexicon.verb.at(scene.text, begin, end))
    )
    return word != "" and longer <= len(word)


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
    staff = closing.text.endswith(scene.lexicon.words["staff_of_a_list"])  # 餐饮、保洁等后勤人员
    if not staff and not any(party.kind == "org" and closers.ends(party.text) for party in (mention, closing)):
        return False
    return all(may_be_field(scene, *field.span()) for field in LISTED.finditer(text, begin, last))


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
    if not _MARKS.isdisjoint(scene.text[begin : mention.start]):
        return False
    before = tokens(scene, begin, mention.start)
    if mention.kind == "group" and (
        acts_name_field(scene, before, mention) or _task(scene, before) or _tasks(scene, before)
    ):
        return True
    return all(
        word in lexicon.cue["occupation"].meaning
        or (lexicon.verb.meaning.get(word) != "verb" and word not in lexicon.cue["preposition"].meaning)
        for word in [scene.text[a:b] for a, b in before]
    )
