"""Duties in running text: for each sentence the clauses and the actors that govern them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.extraction.duties.scene import Candidate, Scene, parts_of, trimmed, without_marks
from pipeline.extraction.duties.subjects import Subject, subject_of
from pipeline.structure import clauses, sentences

Range = tuple[int, int]


class Hit(msgspec.Struct, frozen=True):
    """A subject and the comma parts it governs: `[first, last]` of the clause's parts."""

    subject: Subject
    first: int
    last: int


def running_duties(scene: Scene, start: int, end: int, *, carry: bool, modal_only: bool) -> Iterator[Candidate]:
    """Duties whose actor is named in the sentence. `carry`: the actor that opens the first sentence also governs the
    later ones that name none (an untitled item). `modal_only`: only where a modal word binds (sections of goals)."""
    carried: Subject | None = None
    for index, (begin, stop) in enumerate(sentences(scene.text, start, end)):
        found, governing = _sentence(scene, begin, stop)
        if index == 0 and carry and governing is not None and governing.form == "subject":
            carried = governing
        elif not found and carried is not None and _imperative(scene, begin, stop):
            a, b = without_marks_but_stop(scene.text, begin, stop)
            found = [Candidate(a, b, (carried.start, carried.end), carried.kind, "carried", carried.modality)]
        for candidate in found:
            if not modal_only or any(cue in scene.lexicon.modal.meaning for cue in candidate.cues):
                yield candidate


def _sentence(scene: Scene, start: int, end: int) -> tuple[list[Candidate], Subject | None]:
    """The duties of one sentence, and the subject that opens it."""
    found: list[Candidate] = []
    opening: Subject | None = None
    carried: Subject | None = None
    for index, (begin, stop) in enumerate(clauses(scene.text, start, end)):
        hits = _hits(scene, begin, stop)
        if not hits and carried is not None and _imperative(scene, begin, stop):
            found.append(Candidate(begin, stop, (carried.start, carried.end), carried.kind, "carried", carried.modality, (carried.cue,)))
            continue
        parts = _parts(scene, begin, stop)
        for number, hit in enumerate(hits):
            following = hits[number + 1] if number + 1 < len(hits) else None
            candidate = _candidate(scene, hit, following, parts, begin, stop)
            if candidate:
                found.append(candidate)
        if hits:
            if index == 0:
                opening = hits[0].subject if hits[0].first == 0 else None
            carried = hits[-1].subject if hits[-1].subject.form == "subject" else None
    return found, opening


def _parts(scene: Scene, start: int, end: int) -> list[Range]:
    a, b = trimmed(scene.text, start, end)
    while b > a and scene.text[b - 1] in "。;!?:":
        b -= 1
    return parts_of(scene.text, a, b)


def _hits(scene: Scene, start: int, end: int) -> list[Hit]:
    """The subjects of a clause with the parts before them that belong to them."""
    if not scene.actors_in(start, end):
        return []
    parts = _parts(scene, start, end)
    if not parts:
        return []
    stop = parts[-1][1]
    found: list[Hit] = []
    for number, (begin, part_end) in enumerate(parts):
        if not scene.actors_in(begin, part_end):
            continue
        subject = subject_of(scene, begin, part_end, stop if number + 1 < len(parts) else part_end)
        if subject is None:
            continue
        first = number
        least = found[-1].last + 1 if found else 0
        while first > least and _dependent(scene, *parts[first - 1], subject):
            first -= 1
        if first > least or (first > 0 and not found):
            first = first if first == least or found else first
        found.append(Hit(subject, first, number))
    return found


def _dependent(scene: Scene, start: int, end: int, subject: Subject) -> bool:
    """Whether a part before a subject sets its time, condition or topic."""
    text, lexicon = scene.text, scene.lexicon
    words = text[start:end]
    if lexicon.cue["opener"].at(text, start, end) or start in scene.times:
        return True
    if lexicon.cue["after"].ends(words):
        return True
    # a topic (学生学业评价工作,日常考察由任课教师负责) holds no verb
    return len(words) <= 16 and not lexicon.verb.at(text, start, end) and not lexicon.modal.inside(text, start, end)[1]


def _candidate(
    scene: Scene, hit: Hit, following: Hit | None, parts: list[Range], start: int, end: int
) -> Candidate | None:
    """The words a subject governs: from its first part to the next subject or the end of the clause."""
    text = scene.text
    begin = parts[hit.first][0]
    if following is not None:
        stop = parts[following.first - 1][1] if following.first > hit.first else parts[hit.last][1]
    else:
        stop = _closed(scene, parts, hit, end)
    begin, stop = trimmed(text, begin, stop)
    subject = hit.subject
    if begin >= stop:
        return None
    return Candidate(
        begin, stop, (subject.start, subject.end), subject.kind, subject.form, subject.modality, cues=(subject.cue,)
    )


def _closed(scene: Scene, parts: list[Range], hit: Hit, end: int) -> int:
    """The end of the last subject's words: the clause with its stop, without a last part that only announces a list."""
    text = scene.text
    last = end
    while last > 0 and text[last - 1].isspace():
        last -= 1
    if text[last - 1] != ":":
        return last
    final = parts[-1]
    lexicon = scene.lexicon
    announces = lexicon.heading["drop"].inside(text, *final)[1] or lexicon.heading["lead_in"].inside(text, *final)[1]
    if announces and len(parts) - 1 > hit.last:
        return parts[-2][1]
    return final[1]


def _imperative(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause that names no actor tells what to do."""
    text, lexicon = scene.text, scene.lexicon
    at = start
    for _ in range(4):
        if lexicon.modal.at(text, at, end) or lexicon.verb.at(text, at, end):
            return True
        adverb = lexicon.cue["adverb"].at(text, at, end)
        if not adverb:
            break
        at += len(adverb)
    if lexicon.cue["preposition"].at(text, at, end) or lexicon.cue["opener"].at(text, at, end):
        return bool(lexicon.modal.inside(text, at, end)[1] or lexicon.verb.inside(text, at, end)[1])
    return False


def without_marks_but_stop(text: str, start: int, end: int) -> Range:
    """A sentence without outer blanks; its full stop stays."""
    begin, _ = without_marks(text, start, end)
    return begin, trimmed(text, begin, end)[1]
