"""Parties at the end of a long name, told by the word right behind that binds them (具有执业资格的在岗医师均可参加; 去往外地的人员返回
后,必须…): where no shorter way has found who acts."""

from __future__ import annotations

from pipeline.extraction.duties.binding import modal_at
from pipeline.extraction.duties.modifiers import nominal_gap
from pipeline.extraction.duties.scene import Scene
from pipeline.extraction.duties.subject import Subject
from pipeline.lexicon import wording
from pipeline.model.result import ActorKind

_LONGEST_NAME = 60
_REACH = 8
_LONGEST_FIELD = 8
_ADVERBS = frozenset("均都也还则仍即")
_OCCASION_ENDS = frozenset("时后前间中辆")
_NO_NAME = frozenset(",:。;?!")


def bound_party(scene: Scene, begin: int, end: int, following: int) -> Subject | None:
    """The party before the first word in a part, or at the head of the next, that binds somebody."""
    text = scene.text
    if not scene.ending[end] and 1 not in scene.bound[begin:end] and text[end - 1] not in _OCCASION_ENDS:
        return None  # as most: nobody stands before a word that binds, or at the end
    binds = scene.lexicon.patterns["binds_party"]
    at_next = end < following
    found = binds.search(text, begin + 2, min(following, end + 1 + _REACH) if at_next else end)
    if found is None:
        return None
    at = found.start()
    stop = at
    while text[stop - 1] in _ADVERBS:
        stop -= 1
    if at > end:
        stop = _end_of_part(text, end, stop)
    if not 0 < stop - begin <= _LONGEST_NAME or (named := _party_before(scene, begin, stop)) is None:
        return None
    start, name_end, kind = named
    limit = following if at > end else end
    modal = scene.lexicon.modal.at(text, at, limit)
    if not modal or scene.actor_at(found.end()) or modal_at(scene.lexicon, text, at, limit, modal) is None:
        return None
    return Subject(start, name_end, kind, "bidden", scene.lexicon.modality_of(modal), modal)


def _end_of_part(text: str, end: int, stop: int) -> int:
    """The end of the part before a word that binds in the next, if it stands at its head or behind who agrees (经主管批准+即可);
    0 where it does not."""
    begin = end + 1
    return end if stop == begin or wording.pattern("duty", "agreed_to").fullmatch(text, begin, stop) else 0


def _party_before(scene: Scene, begin: int, stop: int) -> tuple[int, int, ActorKind] | None:
    """Where the name of a party begins and ends that stands right before an offset, or before the occasion at which it is bound;
    and its kind."""
    text = scene.text
    last = next((m for m in reversed(scene.actors_in(begin, stop)) if m.end <= stop), None)
    name_end, start = -1, stop
    kind: ActorKind = "post"
    if last is not None and (last.end == stop or _occasion(scene, last.end, stop)):
        name_end, start, kind = last.end, last.start, last.kind
    elif (bare := scene.lexicon.patterns["bare_party_behind_clause"].search(text, begin, stop)) and (
        bare.end(1) == stop or _occasion(scene, bare.end(1), stop)
    ):
        name_end, start = bare.end(1), bare.start(1)
    if name_end < 0:
        return None
    opens = _name_begins(scene, begin, start)
    return None if opens < 0 else (opens, name_end, kind)


def _occasion(scene: Scene, start: int, end: int) -> bool:
    """Whether words tell no more than when, or at what, somebody is bound (返回后, 在申请补助时)."""
    return scene.lexicon.patterns["occasion_of_party"].fullmatch(scene.text, start, end) is not None


def _name_begins(scene: Scene, begin: int, start: int) -> int:
    """Where the name begins whose last words begin at `start`: behind a moment (发生火灾时+现场操作人员), or with the part where a
    clause tells which party is meant; -1 where another is told of."""
    text, cue = scene.text, scene.lexicon.cue
    before = text[begin:start]
    moment = max(before.rfind("时"), before.rfind("后"))
    if moment > 1 and start - begin - moment <= _LONGEST_FIELD and nominal_gap(scene, begin + moment + 1, start):
        return begin + moment + 1
    if not _NO_NAME.isdisjoint(before) or before.count("(") > before.count(")"):
        return -1
    whoever = scene.lexicon.patterns["whoever"].match(text, begin, start)
    if whoever is not None:
        return whoever.end()
    if before.startswith(scene.lexicon.words["opens_long_name"]):
        return begin
    which = before.rfind("的")
    rest = before[which + 1 :]
    if which < 0 or not (rest in ("", "在") or nominal_gap(scene, begin + which + 1, start)):
        return -1
    if scene.actor_at(begin) is not None:
        return begin  # 开发区管理的+企业
    tells = cue["relative_verb"].at(text, begin, start) or cue["relative_preposition"].at(text, begin, start)
    if not tells and (cue["preposition"].at(text, begin, start) or cue["opener"].at(text, begin, start)):
        return -1
    verb = scene.lexicon.verb.at(text, begin, start)
    return -1 if scene.lexicon.verb.meaning.get(verb) == "verb" and not tells else begin
