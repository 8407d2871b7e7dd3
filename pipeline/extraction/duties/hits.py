"""The subjects of a clause, each with the comma parts it governs."""

from __future__ import annotations

from pipeline.extraction.duties.cases import before_condition, of_another_case, only_when
from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.lists import bare_act
from pipeline.extraction.duties.others import pivot_of
from pipeline.extraction.duties.pieces import by_turns, in_procedure, opens_row
from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.telling import Hit
from pipeline.extraction.duties.topics import first_part, has_own_topic
from pipeline.extraction.duties.waiting import behind_consent, told_as
from pipeline.extraction.duties.who_acts import subject_of, subjects_of


def hits_of(scene: Scene, parts: list[Range]) -> list[Hit]:
    """The subjects of a clause, each with the parts before it that set its time, condition or topic."""
    found: list[Hit] = []
    acting = scene.acting
    by_consent = len(parts) > 1 and _by_consent(scene, parts[0][0], parts[0][1])
    for number, (begin, end) in enumerate(parts):
        if 1 not in acting[begin:end]:
            if number and (pivot := pivot_of(scene, parts[number - 1], (begin, end))):
                found.append(Hit(pivot, number, number))
            continue
        if by_consent and number and behind_consent(scene, begin, end + 1) > end:
            continue  # 党员经本人申请,所在支部同意,可以…
        subject = _subject(scene, found, parts, number)
        if subject is None:
            continue
        if number and _joins(scene, found, subject, parts, number):
            continue
        if found and found[-1].last < number - 1 and _acts_on(scene, subject, (begin, end)):
            continue  # 教研室要深入课堂,了解学情,指导+教师改进教法
        acts_already = bool(found) and found[-1].subject.form == "subject"
        if subject.form == "bidden" and acts_already:
            continue  # 校医报告卫生院,同时要求班主任排查: the one who acts bids
        least = found[-1].last + 1 if found else 0
        first = first_part(
            scene, subject, parts, number, least, strict=bool(found) or has_own_topic(scene, subject, begin)
        )
        if _by_itself(scene, subject, begin, end):
            first = number
        behind_case = number > 0 and scene.text.endswith("的", 0, parts[number - 1][1])
        if behind_case and (subject.form == "agent" or of_another_case(scene, found, parts, number)):
            # whoever does …的, 由A…: all before is the condition, and its subject does not act
            found, first = before_condition(scene, found, number - 1, parts[number - 1])
        elif subject.form == "agent" and only_when(scene, found, parts, number):
            found, first = found[:-1], found[-1].first
        found.append(Hit(subject, first, number))
    return found


def _by_itself(scene: Scene, subject: Subject, begin: int, end: int) -> bool:
    """Whether nothing before a part belongs to it: a share of what is told before, one act of a procedure, who was charged before,
    what a meeting decides behind what it heard (会议听取了汇报,决定由政教处牵头)."""
    decided = subject.form == "agent" and scene.text.startswith(scene.lexicon.words["decides"], begin)
    shares = scene.text.startswith("其中", begin) or subject.form == "pivot"
    return decided or shares or in_procedure(scene, (begin, end)) is not None


def hear(scene: Scene, clauses: list[list[Range]]) -> None:
    """Ask who acts in each of the comma parts of some clauses, before `hits_of` does, each step for all of them."""
    asked = [(begin, end, parts[-1][1]) for parts in clauses for begin, end in parts if scene.may_act(begin, end)]
    scene.acts.update(zip(asked, subjects_of(scene, asked), strict=True))


def _by_consent(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause opens with whose consent goes before (经本人申请,…)."""
    said = scene.text.find("经", start, end) >= 0
    return said and scene.lexicon.patterns["with_consent"].search(scene.text, start, end) is not None


def _subject(scene: Scene, found: list[Hit], parts: list[Range], number: int) -> Subject | None:
    """Who acts in a part: charged in the part before, named in it, or opening it with one of several acts in a row."""
    begin, end = part = parts[number]
    stop = parts[-1][1] if number + 1 < len(parts) else end
    subject = pivot_of(scene, parts[number - 1], part) if number else None
    if subject is None:
        asked = (begin, end, stop)
        subject = scene.acts[asked] if asked in scene.acts else subject_of(scene, begin, end, stop)
    if subject is not None or not scene.names_actor(begin, begin + 1):
        return subject
    if (subject := in_procedure(scene, part) or by_turns(scene, part)) is not None:
        return subject
    if not found and number + 1 < len(parts) and (subject := opens_row(scene, part, parts[number + 1])) is not None:
        return subject
    in_row = number + 1 == len(parts) or scene.actor_at(parts[number + 1][0]) is not None
    return bare_act(scene, part) if found and in_row else None


def _acts_on(scene: Scene, subject: Subject, part: Range) -> bool:
    """Whether a name reads as an act and whom it is done to, in a row of acts of the subject before."""
    name = scene.text[subject.start : subject.end]
    plain = subject.form == "subject" and subject.cue not in scene.lexicon.modal.meaning
    return plain and name in scene.lexicon.words["act_and_party"] and imperative(scene, part[0], subject.start + 2)


def _joins(scene: Scene, found: list[Hit], subject: Subject, parts: list[Range], number: int) -> bool:
    """Whether a part only tells who else belongs to the group whose seats the part before gives (…任主任,家长代表参加), or
    what the subject before is told to be."""
    cue, before, end = scene.lexicon.cue, parts[number - 1], parts[number][1]
    if found and told_as(scene, found[-1].subject, subject, parts, number):
        return True
    if subject.form != "subject" or scene.text[subject.end : end] not in cue["joins_in"].meaning:
        return False
    return cue["seat"].inside(scene.text, *before)[1] != ""
