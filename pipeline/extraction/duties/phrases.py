"""Inside a prepositional phrase between subject and predicate: its first word of a table, and what the phrase is about."""

from __future__ import annotations

from pipeline.extraction.duties.rows import DutyLexicon
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.extraction.duties.words import Words
from pipeline.lexicon import wording
from pipeline.model.result import ActorKind

_SHORTEST_SEAT = 2


def outside_quotes(scene: Scene, words: Words, start: int, end: int) -> tuple[int, str]:
    """The first word of a table outside quotes and titles of documents; a word of one character only where it is one."""
    text = scene.text
    is_boundary = scene.board.segmentation.is_boundary
    at = start
    while at < end:
        found, word = words.inside(text, at, end)
        if not word:
            return -1, ""
        opening = max(text.rfind(mark, at, found) for mark in "《“(")
        closing = closing_of(text, opening, end) if opening >= 0 else -1
        if closing > found:
            at = closing + 1
        elif len(word) == 1 and not ((is_boundary(found) or _behind_place(scene, found)) and is_boundary(found + 1)):
            at = found + 1
        else:
            return found, word
    return -1, ""


def _behind_place(scene: Scene, at: int) -> bool:
    """Whether a sign that the segmenter keeps together with the one before it stands behind a place all the same (教室内+应)."""
    return scene.text[at - 1] in wording.signs("duty", "place_ends") and scene.board.segmentation.is_boundary(at - 1)


def names_matter(scene: Scene, begin: int, modal: int) -> bool:
    """Whether a phrase of place leads to a noun that is itself the subject (教师在校外兼职的时间+不得…)."""
    text = scene.text
    if (particle := text.rfind("的", begin, modal)) < 0 or "," in text[particle:modal]:
        return False
    cue = scene.lexicon.cue
    ends = cue["phrase_end"].ends(text[particle:modal]) or cue["after"].ends(text[particle:modal])
    return 2 <= modal - particle <= 9 and not ends and not scene.names_actor(particle, modal)


def no_act(scene: Scene, kind: ActorKind, at: int, end: int) -> bool:
    """Whether a predicate gives a seat, tells how many of a kind there must be (保育员按每班1名配齐), or what is not to be done
    to a person (安全员不得随意更换), who is no subject."""
    lexicon, text = scene.lexicon, scene.text
    seat = lexicon.cue["seat"].at(text, at, end)
    if len(seat) > _SHORTEST_SEAT or (seat and lexicon.heading["roster"].at(text, at + len(seat), end)):
        return True
    if kind == "post" and scene.lexicon.patterns["staffed"].fullmatch(text, at, end):
        return True
    modal = lexicon.modal.at(text, at, end)
    if kind != "post" or not modal or lexicon.modality_of(modal) != "must_not":
        return False
    at += len(modal)
    at += len(lexicon.cue["adverb"].at(text, at, end))
    word = lexicon.cue["replaced"].at(text, at, end)
    return word != "" and text[at + len(word) : end].strip(" 。;,") == ""


def binds_at(lexicon: DutyLexicon, text: str, at: int, end: int) -> bool:
    """Whether a modal word that is no verb itself (负责) begins here."""
    return lexicon.modal.at(text, at, end) != "" and not lexicon.verb.at(text, at, end)


def of_procedure(lexicon: DutyLexicon, text: str, at: int, ends: tuple[int, int], end: int) -> bool:
    """Whether a verb, or two of them, only names what is done (志愿者+招募+要公开, 干部+选拔任用+要坚持…), of which the next words
    tell how; `ends`: where the first and the second end, the same where there is but one."""
    behind, last = ends
    if lexicon.verb.meaning[text[at:behind]] == "verb" and behind - at > 1 and binds_at(lexicon, text, behind, end):
        return True
    if last - behind > 1 and binds_at(lexicon, text, last, end):
        return True
    if lexicon.patterns["handles_staff"].match(text, at, behind) is None:
        return False
    return any(lexicon.patterns["how_it_is_done"].match(text, stop, end) for stop in ends)
