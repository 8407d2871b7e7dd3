"""Duties in running text: for each sentence the clauses and the actors that govern them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pipeline.extraction.duties.carrying import (
    carried_duty,
    continued,
    leads_others,
    learned,
    of_another,
    own_case,
    set_up_before,
)
from pipeline.extraction.duties.cases import befalls, told_of_it_end
from pipeline.extraction.duties.hits import hear
from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.parting import Parted, heard, parted
from pipeline.extraction.duties.scene import Candidate, Range, Scene, trimmed
from pipeline.extraction.duties.shares import with_parts
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.telling import Hit, closed, only_announces, only_leads, told
from pipeline.extraction.duties.topics import NUMBER
from pipeline.extraction.duties.unmarked import tells_act
from pipeline.structure import sentences

_SHORTEST_OPENING = 4
_NOBODY: tuple[list[Candidate], Subject | None] = ([], None)  # what is read of a sentence in which nobody acts


class Reading(msgspec.Struct, frozen=True, gc=False):
    """How a stretch of text is read.

    `carry`: the actor that opens the first sentence also governs the later ones that name none (an untitled item);
    `whole`: an item that names no other actor is one duty. `modal_only`: only where a modal word binds (sections of
    goals); `unmarked`: a line without any mark, which may be a title;
    `firm_only`: only where one binds firmly (sections of what is or was). `governed`: a heading or lead-in names
    the actor, so that nobody is bidden but by it. `article`: the authority that opened this paragraph's article of a law.
    """

    carry: bool = False
    whole: bool = False
    modal_only: bool = False
    unmarked: bool = False
    firm_only: bool = False
    governed: bool = False
    article: Subject | None = None


def running_duties(scene: Scene, start: int, end: int, reading: Reading) -> list[Candidate]:
    """Duties whose actor is named in the sentence itself."""
    told = _by_sentence(scene, start, end, reading)
    return _told_whole(scene, told, end, reading) if told else told  # most sentences tell none


def _told_whole(scene: Scene, told: list[Candidate], end: int, reading: Reading) -> list[Candidate]:
    """Those of a stretch's duties that count as it is read; an untitled item that speaks of one actor throughout is one duty."""
    found = [item for item in told if _counts(scene, item, reading)]
    found = _spelled_out(scene, found, end) if reading.whole else found
    alone = len([item for item in found if item.rule != "carried"]) == 1
    if reading.whole and alone and len(found) > 1:
        return [msgspec.structs.replace(found[0], end=trimmed(scene.text, found[0].start, end)[1])]
    return found


def _spelled_out(scene: Scene, found: list[Candidate], end: int) -> list[Candidate]:
    """The duties of an untitled item, the last with the sentence that spells it out (…提交成果。包括:…)."""
    if not found or not scene.lexicon.cue["spelled_out"].at(scene.text, found[-1].end, end):
        return found
    return [*found[:-1], msgspec.structs.replace(found[-1], end=trimmed(scene.text, found[-1].start, end)[1])]


def _counts(scene: Scene, item: Candidate, reading: Reading) -> bool:
    charged = item.kind == "person" and any(cue in scene.lexicon.cue["named_act"].meaning for cue in item.cues)
    recurs = item.actor is not None and item.rule == "subject" and scene.text.startswith("每", item.actor[1])
    if (
        reading.modal_only
        and not (charged or recurs)
        and not any(cue in scene.lexicon.modal.meaning for cue in item.cues)
    ):
        return False
    if reading.unmarked and not charged and not tells_act(scene, item):
        return False
    if reading.firm_only and not any(cue in scene.lexicon.cue["firm"].meaning for cue in item.cues):
        return False
    return not (reading.governed and item.rule in ("bidden", "carried"))


def _by_sentence(scene: Scene, start: int, end: int, reading: Reading) -> list[Candidate]:
    told: list[Candidate] = []
    carried = reading.article
    before = (start, start)
    for index, (begin, stop) in enumerate(sentences(scene.text, start, end)):
        found: list[Candidate] = []
        opening: Subject | None = None
        if scene.may_act(begin, stop):
            found, opening = _sentence(scene, begin, stop)
        first = index == 0 and reading.carry
        asked = opening is not None and opening.form == "bidden" and opening.cue in scene.lexicon.cue["asking"].meaning
        speaks = opening is not None and opening.form == "subject" and (first or _of_other(scene, carried, opening))
        if asked or speaks:
            carried = opening  # the next sentence speaks of whoever is named last
        elif (
            carried is not None
            and scene.actor_at(begin) is None
            and _bids_only(found, begin)
            and imperative(scene, begin, stop)
        ):
            carried = set_up_before(scene, before, begin) or carried
            found = list(continued(scene, carried, begin, stop, bound=reading.article is not None))
        before = (begin, stop)
        told += found
    return told


def _of_other(scene: Scene, carried: Subject | None, opening: Subject) -> bool:
    """Whether a sentence of an untitled item names another subject than the one before."""
    if carried is None:
        return False
    return scene.text[carried.start : carried.end] != scene.text[opening.start : opening.end]


def _bids_only(found: list[Candidate], begin: int) -> bool:
    """Whether a sentence names no party, or only one that its own silent subject bids behind what it does itself
    (一是要按照规定,要求各校…)."""
    return all(item.rule == "bidden" and item.start > begin + _SHORTEST_OPENING for item in found)


def opening_subject(scene: Scene, start: int, end: int) -> Subject | None:
    """The subject that opens a stretch's first sentence."""
    first = sentences(scene.text, start, end)[:1]
    if not first:
        return None
    scene.ahead[first[0]] = read = _sentence(scene, *first[0])
    return read[1]


def read_ahead(scene: Scene, stretches: Iterable[Range]) -> set[Range]:
    """Read the sentences of all stretches before their turn, each step for all of them: hundreds of small rules follow each other
    where sentence by sentence is read, and a processor has forgotten each when it comes again (2 % of the time of extraction).
    Gives the stretches of which a sentence names somebody who acts."""
    told = [(stretch, [one for one in sentences(scene.text, *stretch) if scene.may_act(*one)]) for stretch in stretches]
    read_sentences(scene, [one for _, found in told for one in found])
    return {stretch for stretch, found in told for one in found if scene.ahead[one] != _NOBODY}


def read_sentences(scene: Scene, told: list[Range]) -> None:
    """Read some sentences before their turn."""
    ahead = [one for one in told if one not in scene.ahead]
    cut = [parted(scene, *one) for one in ahead]
    hear(scene, [clause.parts for sentence in cut for clause in sentence.clauses])
    acting = [heard(scene, sentence) for sentence in cut]
    for one, sentence, hits in zip(ahead, cut, acting, strict=True):
        scene.ahead[one] = _tell(scene, sentence, hits)


def _sentence(scene: Scene, start: int, end: int) -> tuple[list[Candidate], Subject | None]:
    """The duties of one sentence, and the subject that opens it."""
    if (known := scene.ahead.pop((start, end), None)) is not None:
        return known
    sentence = parted(scene, start, end)
    return _tell(scene, sentence, heard(scene, sentence))


def _tell(scene: Scene, sentence: Parted, acting: list[list[Hit]]) -> tuple[list[Candidate], Subject | None]:
    """The duties of a sentence in whose clauses some act, and the subject that opens it."""
    found: list[Candidate] = []
    opening: Subject | None = None
    for hits in acting:
        if hits:
            break
    else:
        return found, opening  # as most: nobody acts
    carried: Subject | None = None
    led = False
    for clause, hits in zip(sentence.clauses, acting, strict=True):
        begin, stop, parts = clause.start, clause.end, clause.parts
        speaks = not hits and carried is not None and (imperative(scene, begin, stop) or own_case(scene, begin, stop))
        speaks = speaks and not (led and learned(scene, begin))
        led = stop < sentence.end and leads_others(scene, begin, stop, led=led)
        if speaks and carried is not None and not of_another(scene, begin, stop):
            found.append(carried_duty(scene, carried, begin, stop))
        for number, hit in enumerate(hits):
            following = hits[number + 1] if number + 1 < len(hits) else None
            if candidate := _candidate(scene, hit, following, parts, stop):
                found.append(candidate)
        if hits:
            if clause.first and hits[0].first == 0:
                opening = hits[0].subject
            carried = hits[-1].subject if _carries(scene, hits[-1].subject, sentence.start) else None
    return with_parts(scene, found), opening


def _carries(scene: Scene, subject: Subject, start: int) -> bool:
    """Whether the clauses behind go on speaking of a subject: one that opens its sentence, or who leads (由安全办牵头,…;…)."""
    leads = subject.form == "agent" and subject.cue in scene.lexicon.cue["leading"].meaning
    return subject.form == "subject" or (leads and scene.text.startswith("由", start))


def _agent_end(scene: Scene, parts: list[Range], hit: Hit) -> int:
    """Where the words of a party behind 由 end: with its part, and those that go on telling its act (…,并…; …,报…)."""
    last = hit.last
    if hit.subject.cue in scene.lexicon.cue["leading"].meaning and scene.text.startswith("由", parts[last][0]):
        return parts[-1][1] + 1  # 由安全办牵头,集中各科室负责人…: all of it
    while last + 1 < len(parts) and _goes_on(scene, *parts[last + 1]):
        last += 1
    return parts[last][1] if last + 1 < len(parts) else parts[-1][1] + 1


def _goes_on(scene: Scene, start: int, end: int) -> bool:
    """Whether a part tells more of the same act: what else is done, or by when (…,7月10日前完成)."""
    if scene.lexicon.patterns["may_only_then"].search(scene.text, start, end):
        return False
    more = scene.lexicon.cue["goes_on"].at(scene.text, start, end) != "" or start in scene.times
    return more or imperative(scene, start + scene.text.startswith(("但", "且"), start), end)


def _helps(scene: Scene, hit: Hit, following: Hit, parts: list[Range]) -> bool:
    """Whether a party behind 由 does its share of what the subject before it governs: told in passing, without a name
    (由相关处室核实后…), the subject itself, or behind no more than phrases (学校根据…,结合…,由领导小组确定)."""
    text, agent = scene.text, following.subject
    named = text[agent.start : agent.end]
    if named.startswith(scene.lexicon.words["in_passing"]) or named == text[hit.subject.start : hit.subject.end]:
        return True
    phrases = scene.lexicon.words["on_basis"]
    alone = (
        hit.subject.end == parts[hit.last][1] and hit.last + 1 < following.last
    )  # …的人员,凭证件,由门卫登记,方可进入
    begins = (*(() if alone else (hit.subject.end,)), *(begin for begin, _ in parts[hit.last + 1 : following.last]))
    return all(text.startswith(phrases, begin) for begin in begins)


def _other_bound(scene: Scene, parts: list[Range], hit: Hit) -> int:
    """The end of a subject's words before a part that tells what another party must be or have (…报名,参赛选手需具有基础)."""
    for number in range(hit.last + 1, len(parts)):
        begin, end = parts[number]
        other = scene.actor_at(begin) if scene.bound[begin] else None
        if other is not None and scene.lexicon.modal.at(scene.text, other.end, end):
            return parts[number - 1][1]
    return parts[-1][1] + 1


def _candidate(scene: Scene, hit: Hit, following: Hit | None, parts: list[Range], end: int) -> Candidate | None:
    """The words a subject governs: from its first part to the next subject or the end of the clause."""
    text, subject = scene.text, hit.subject
    begin = parts[hit.first][0]
    helps = following is not None and text.startswith("由", parts[following.last][0])
    if helps and following is not None and following.first < following.last:
        helps = not text.endswith("的", 0, parts[following.last - 1][1])
    helps = helps and following is not None and _helps(scene, hit, following, parts)
    if helps and following is not None and following.subject.form == "agent" and subject.form == "subject":
        following = None  # who helps on the way does not end what the subject governs
    if only_leads(scene, hit, following, parts):
        following = None  # 由民政局牵头,各镇参与,开展检查: all of it is led
    stop = parts[following.first - 1][1] if following is not None else closed(scene, parts, hit, end)
    if following is None and hit.last + 1 < len(parts):
        stop = min(stop, told_of_it_end(scene, parts, hit))
    if subject.form == "bidden" and subject.modality == "must_not" and hit.last + 1 < len(parts):
        stop = min(stop, _agent_end(scene, parts, hit))  # 严禁学生攀爬围墙,家长要…; …,违者…
    if subject.form == "agent" and hit.last + 1 < len(parts):
        stop = min(stop, _agent_end(scene, parts, hit))
    if hit.last + 1 < len(parts):
        stop = min(stop, _other_bound(scene, parts, hit))
    number = NUMBER.match(text, begin, subject.start)
    begin, stop = trimmed(text, number.end() if number else begin, max(stop, parts[hit.last][1]))
    plain = subject.cue not in scene.lexicon.modal.meaning
    seen = scene.lexicon.patterns["only_seen"].match(text, subject.end, stop) is not None
    if seen or (plain and told(scene, hit, parts, begin, stop)) or befalls(scene, hit, parts):
        return None
    if following is None and only_announces(scene, hit, parts, stop, end):
        return None
    return Candidate(
        begin, stop, (subject.start, subject.end), subject.kind, subject.form, subject.modality, cues=(subject.cue,)
    )
