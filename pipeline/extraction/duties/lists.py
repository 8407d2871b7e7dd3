"""Lists of parties as subjects: such as need not be known, closed by 等 and a word for parties, and rows of bare acts."""

from __future__ import annotations

from pipeline.extraction.duties.modifiers import may_be_field, nominal_gap
from pipeline.extraction.duties.names import LISTED
from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Scene
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.waiting import behind_comma, bound_next, only_phrase
from pipeline.model.result import ActorKind

_LONGEST_LIST = 90
_LONGEST_BARE = 4
_FEWEST_KNOWN = 3
_NO_LIST = frozenset(",;:。的(对在")


def listed_subject(scene: Scene, begin: int, end: int, following: int) -> Subject | None:
    """Such a list that acts in its part, or behind a phrase and a comma (公安、民政等部门依照各自职责,依法实施监督)."""
    listed = open_list(scene, begin, end)
    if not listed:
        return None
    if listed + 1 == end and scene.text[listed] == "等":
        bound = bound_next(scene, end, following)
        return Subject(begin, listed, "org", "subject", bound.modality, bound.cue) if bound else None
    behind = listed + scene.text.startswith("等", listed)  # 餐饮、保洁等后勤人员+等+必须…
    predicate = None if only_phrase(scene, behind, end) else predicate_at(scene, behind, end)
    predicate = predicate or behind_comma(scene, behind, end, following, weak=False)
    kind: ActorKind = "post" if scene.text.endswith(scene.lexicon.words["staff_of_a_list"], begin, listed) else "org"
    return Subject(begin, listed, kind, "subject", predicate.modality, predicate.cue) if predicate else None


def open_list(scene: Scene, begin: int, end: int) -> int:
    """End of a list whose members need not be known, closed by 等 and a word for parties (公安、民政等部门); 0 if the
    part does not begin with one."""
    text = scene.text
    if "等" not in text[begin:end][2:_LONGEST_LIST]:
        return 0
    at = text.index("等", begin + 2)
    if not _NO_LIST.isdisjoint(text[begin:at]) or text.startswith(scene.lexicon.words["rooms"], begin):
        return 0
    led = scene.lexicon.cue["goes_on"].at(text, begin, at)
    if led and scene.actor_at(begin + len(led)):
        return 0  # 报+县财政局等部门审核
    known = scene.actor_at(begin)
    begin = known.end if known is not None and known.end < at else begin
    if not all(may_be_field(scene, *named.span()) for named in LISTED.finditer(text, begin, at)):
        return 0
    if closer := scene.lexicon.cue["list_closer"].at(text, at + 1, end):
        closed = at + 1 + len(closer)
        staff = scene.actor_at(closed) or scene.actor_at(at + 1)  # 应急、气象等部门+联络员
        return max(closed, staff.end) if staff is not None else closed
    parties = sum(party.end <= at for party in scene.actors_in(begin, at)) + (known is not None)
    if at + 1 == end and parties >= _FEWEST_KNOWN:
        return at  # 博物馆、文化馆、烈士陵园等,应当…
    ends = [m.end for m in scene.actors_in(at + 1, at + 6) if nominal_gap(scene, at + 1, m.start)]
    return ends[0] if ends else 0


def bare_act(scene: Scene, part: tuple[int, int]) -> Subject | None:
    """A party and one bare act in a row of such (乡镇审核,县财政局复核; 由财务处审核,校长审批)."""
    party = scene.actor_at(part[0])
    if party is None or party.weak or not 0 < part[1] - party.end <= _LONGEST_BARE:
        return None
    act = scene.text[party.end : part[1]]
    helps = scene.lexicon.tag_part.get(scene.lexicon.closing.meaning.get(act) or "") == "support"  # 由甲牵头,乙参加
    if helps or scene.lexicon.verb.at(scene.text, party.end, part[1]) != act:
        return None
    return Subject(part[0], party.end, party.kind, "subject", "must", act)
