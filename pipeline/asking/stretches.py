"""The stretch of a sentence that stands where a question leaves its place open, read by grammar and not by lists of names.

谁作总结 asks for what stands right before 作总结; 向谁报备 for what stands between 向 and 报备; 送哪个医院 for what ends
with 医院.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.lexicons import lexicons
from pipeline.lexicon import wording
from pipeline.store.searchtext import flat

# What is asked for is at most so long, and of two or more characters.
_LONGEST = 26
# What is longer is no sentence (a line of a million characters).
_MOST_READ = 800
_SHORTEST = 2
# So many characters of what the question says may stand on either side.
_MOST_MATCHED = 4
# What a stretch is worth that stands right before what is done; behind a word that gives it the part asked for; that is a party.
_ADJACENT, _CHARGED, _PARTY = 1.0, 1.0, 0.5
# What it is worth that the word before it begins like that of the question (报告: 报给); that it begins a clause which says the deed later.
_ALIKE, _SUBJECT = 1.0, 1.0
# What a stretch loses that begins within other words (辍学|学生摸底).
_WITHIN = 1.5
# Words of the question that stand further on in the clause; of two stretches with one end the longer one.
_LATER, _LONGER = 0.4, 0.01
# What is dealt with stands behind it too (对迟到的学生).
_ABOUT = "对"
_WHICH = ("哪", "什么")
_END = re.compile("[,;。:!?]")


class OpenPlace(msgspec.Struct, frozen=True):
    """A question cut at its asking word: what stands `before` it (normalised, without what tells nothing), what may stand `behind` it
    (as the question says it, and by synonyms), the word (`charge`) right before it that takes a party (由, 向), and the noun
    (`noun`) that what is asked for ends with (医院); `in_charge`: the question asks who is in charge and names no deed;
    `owner`: the end of the body named right before (教育局|哪个科)."""

    before: str
    behind: tuple[str, ...]
    charge: str = ""
    noun: str = ""
    in_charge: bool = False
    owner: str = ""


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of a text and how well it fits."""

    start: int
    end: int
    score: float


def open_place_of(question: str) -> OpenPlace | None:
    """Where a question (normalised) leaves its place for a party or a place open; null where it asks for none."""
    match = wording.pattern("question", "open_party").search(question)
    if match is None:
        return None
    before = wording.pattern("question", "empty_before_place").sub("", question[: match.start()])
    charge = wording.pattern("question", "takes_party").search(before)
    after = question[match.end() :]
    behind = re.split("[,的]", wording.pattern("question", "charged_openly").sub("", after, 1))[0]
    done = not charge or "charges_doer" in _part(charge[0])  # 对谁负责 asks for no doer
    if (done and wording.pattern("question", "asks_charge").fullmatch(after)) or (
        not charge and wording.pattern("question", "asks_charge_with").match(after)
    ):
        # 归谁管, 谁负责档案: what is charged with tells nothing of the words around the party
        in_charge = wording.words("question", "says_in_charge")
        return OpenPlace(before, in_charge, charge[0] if charge else "", match["noun"] or "", in_charge=True)
    owner = wording.pattern("question", "owner_before").search(before) if match[0].startswith(_WHICH) else None
    return OpenPlace(
        before,
        tuple(_said_otherwise(behind)),
        charge[0] if charge else "",
        match["noun"] or "",
        owner=owner[0] if owner else "",
    )


def _said_otherwise(behind: str) -> Iterator[str]:
    if not behind:
        return
    yield behind
    synonyms = lexicons().synonyms
    word = next((behind[:n] for n in range(_MOST_MATCHED, 0, -1) if behind[:n] in synonyms), "")
    yield from synonyms.get(word, ())


def stretches(place: OpenPlace, text: str, parties: Sequence[str]) -> list[Stretch]:
    """Stretches of a sentence (normalised; of a very long one its beginning) that may stand in the open place, that which fits best
    first. `parties`: names of parties in it."""
    text = text[:_MOST_READ]
    charges = [(match[0], match.end()) for match in wording.pattern("question", "charges_party").finditer(text)]
    doers = wording.pattern("question", "charges_doer_before")
    asked = (place.before, *(() if place.in_charge else place.behind[:1]))
    spans = {*_named(text, parties, charges), *_charged(place, text, charges), *_doing(place, text, charges)}
    spans |= {*_called(place, text, charges), *_equated(place, text)}
    names = {flat(name) for name in parties}
    found = []
    for start, end in spans:
        if wording.pattern("question", "says_more_than_party").search(text, start, end):
            continue
        named = any(text[end - _SHORTEST : end] in words for words in asked)  # what is asked about does not answer,
        named = named and not doers.search(text, max(start - _SHORTEST, 0), start)  # unless it is charged with it
        if _SHORTEST <= end - start <= _LONGEST and not named:
            score = _score(place, text, start, end) + _LONGER * (end - start)
            score += _PARTY * any(text[start:end].endswith(name) for name in names)
            found.append(Stretch(start, end, score))
    return sorted(found, key=lambda one: (-one.score, one.start, one.end))


Charges = Sequence[tuple[str, int]]
Spans = Iterator[tuple[int, int]]


def _named(text: str, parties: Sequence[str], charges: Charges) -> Spans:
    for name in parties:
        for match in re.finditer(re.escape(flat(name)), text):
            yield match.span()
            yield _widened(text, match.start(), charges), match.end()


def _widened(text: str, start: int, charges: Charges) -> int:
    """Where a name that is known from `start` on begins, with what belongs to it (局防指常务|副指挥长)."""
    begins = [end for _, end in charges if end <= start] + [m.end() for m in _END.finditer(text, 0, start)] + [0]
    first = max(begins)
    return first if wording.pattern("question", "name_before").fullmatch(text, first, start) else start


def _charged(place: OpenPlace, text: str, charges: Charges) -> Spans:
    """What stands behind a word that takes a party, up to what is done."""
    wanted = _part(place.charge) or {"charges_doer"}
    for start in (end for word, end in charges if _part(word) & wanted and (word != _ABOUT or place.charge == _ABOUT)):
        for at, said in _deeds(place, text, start):
            end = _stripped(text, start, at)
            if end > start and (len(said) > 1 or _ends_like_party(text, start, end)):
                yield start, end
        if place.charge:
            upto = wording.pattern("question", "party_up_to").match(text, start)
            if upto:
                yield upto.span()


def _doing(place: OpenPlace, text: str, charges: Charges) -> Spans:
    """What stands from the beginning of a clause up to what is done, where it ends like a party."""
    for start in (0, *(match.end() for match in _END.finditer(text))):
        for at, _ in _deeds(place, text, start):
            begun = wording.pattern("question", "begins_doing").search(text, start, at)
            for end in {_stripped(text, start, at), begun.start() if begun else start}:
                if not any(start < one <= end for _, one in charges) and _ends_like_party(text, start, end):
                    yield start, end


def _called(place: OpenPlace, text: str, charges: Charges) -> Spans:
    """What ends with the noun that the question names (哪个医院)."""
    for match in re.finditer(re.escape(place.noun), text) if place.noun else ():
        yield _widened(text, match.start(), charges), match.end()


def _equated(place: OpenPlace, text: str) -> Spans:
    """What a sentence says that somebody is whom the question names (建设主体为某局; 分管校长是具体责任人), or who does what it names
    (由谁签发: 签发人为校长)."""
    for deed in place.behind:
        for match in re.finditer(re.escape(deed), text) if len(deed) >= _SHORTEST else ():
            told = wording.pattern("question", "called_by_deed").match(text, match.end())
            if told:
                yield told.span("answer")
    named = place.before[-_MOST_MATCHED:]
    if len(named) < _MOST_MATCHED or any(place.behind):
        return
    for match in re.finditer(re.escape(named), text):
        told = wording.pattern("question", "said_to_be").match(text, match.end())
        if told:
            yield told.span("answer")
        stop = max((end.end() for end in _END.finditer(text, 0, match.start())), default=0)
        told = wording.pattern("question", "is_said_to_be").fullmatch(text, stop, match.start())
        if told:
            yield told.span("answer")


def _ends_like_party(text: str, start: int, end: int) -> bool:
    return wording.pattern("question", "party_endings").search(text, start, end) is not None


def _deeds(place: OpenPlace, text: str, start: int) -> Iterator[tuple[int, str]]:
    """Where the clause from `start` on says what is done, and the beginning of it that it says."""
    end = _END.search(text, start)
    until = end.start() if end else len(text)
    for behind in place.behind:
        for length in range(min(len(behind), _MOST_MATCHED), min(len(behind), _SHORTEST) - 1, -1):
            at = text.find(behind[:length], start, until)
            if at >= 0:
                yield at, behind[:length]
                break


def _stripped(text: str, start: int, end: int) -> int:
    """The end of a stretch without what stands between a party and what it does."""
    match = wording.pattern("question", "between_party_and_deed").search(text, max(start, end - _LONGEST), end)
    return match.start() if match else end


def _score(place: OpenPlace, text: str, start: int, end: int) -> float:
    stop = _END.search(text, end)
    ahead = text[end : stop.start() if stop else len(text)]
    bare = wording.pattern("question", "charged_openly").sub("", ahead, 1)
    score = max((_behind(behind, bare, ahead) for behind in place.behind), default=0.0)
    score += _SUBJECT * (0 < score < _ADJACENT and (start == 0 or _END.match(text, start - 1) is not None))
    near = text[max(start - _MOST_MATCHED, 0) : start]
    said = [n for n in range(1, _MOST_MATCHED + 1) if len(place.before) >= n and near.endswith(place.before[-n:])]
    score += max(said, default=0)
    if wording.pattern("question", "stands_by_doer").search(near):
        score -= _MOST_MATCHED
    elif wording.pattern("question", "within_words").search(near) and not _begins(text, start):
        score -= _WITHIN
    charge = wording.pattern("question", "takes_party").search(near)
    if charge:
        alike = not place.charge or (
            _part(place.charge) & _part(charge[0]) and _ABOUT not in {charge[0]} - {place.charge}
        )
        score += _CHARGED if alike else -_CHARGED
        score += _ALIKE * (charge[0][0] == place.charge[:1])
    if place.noun and text.endswith(place.noun, start, end):
        score += _MOST_MATCHED
    if (start, end) in _equated(place, text):
        score += _MOST_MATCHED
    score += len(place.owner) * (place.owner != "" and place.owner in text[start : end - _SHORTEST])
    return score


def _begins(text: str, start: int) -> bool:
    """Whether a stretch begins a clause or stands right behind a word that takes a party."""
    charges = wording.pattern("question", "charges_party").finditer(text, max(start - _MOST_MATCHED, 0), start)
    return any(match.end() == start for match in charges)


def _behind(behind: str, bare: str, ahead: str) -> float:
    near = max((n for n in range(1, len(behind) + 1) if bare.startswith(behind[:n])), default=0)
    if not near and len(behind) == 1 and behind in bare[:_SHORTEST]:
        near = 1  # 排: 安排
    if near:
        return min(near, _MOST_MATCHED) + _ADJACENT
    pairs = {behind[n : n + _SHORTEST] for n in range(len(behind) - 1)}
    return _LATER * min(sum(pair in ahead for pair in pairs), _MOST_MATCHED)


def _part(charge: str) -> set[str]:
    """The parts that a word gives to the party behind it: who does something, whom or where it goes to."""
    rows = ("charges_doer", "charges_addressee", "charges_place")
    return {row for row in rows if charge.startswith(wording.words("question", row))}
