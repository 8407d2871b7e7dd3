"""What a sentence tells that may answer a question of some kind: its times, numbers, parties, places, those nearest to what is asked first.

Wider than `said`, which knows the ways in which sentences put an answer: used only for sentences that are most like the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.asking.columns import cells_of_kind
from pipeline.asking.fit import clauses
from pipeline.asking.governing import governing_time
from pipeline.asking.grams import OWN, Grams
from pipeline.asking.judging_times import counted_back, says_when
from pipeline.asking.label_lines import by_line
from pipeline.asking.lexicons import Kind, lexicons
from pipeline.asking.odds import FITS_BY_HALF, NUMBERS
from pipeline.asking.ordinals import of_another
from pipeline.asking.question import LEADER, Question
from pipeline.asking.said_rows import rows_of
from pipeline.asking.stretches import OpenPlace, open_place_of, stretches
from pipeline.expressions import quantities, times
from pipeline.lexicon import lexicon_folders, wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded

# What a clause is worth by the one before it.
_BEHIND = 0.9
_COUNT = "(?:[0-9]{1,6}|[一二两三四五六七八九十百]{1,5})[个家名所项]?"
_STOP = re.compile("[;。]")
_TIME_UNITS = "周"
# Kinds that ask for a party or a place, and how well a stretch must fit to be told so.
_PLACED: frozenset[Kind] = frozenset({"who", "recipient", "place", "any"})
_CLEAR, _CHARGED = 2.0, 1.0
_BEST = 6.0
# A label and what it is of fit so well.
_LABELLED = 0.7
# What stands right before a place where something is done.
_AT = "在"
# Kinds whose answer is a list, which commas and enumeration marks would cut.
_WHOLE: frozenset[Kind] = frozenset({"holder", "members"})


def told_in(kb: KnowledgeBase, asked: Question, hit: Hit, grams: Grams) -> Iterator[str]:
    """What may answer in one sentence, the clause most like the question first; read only as far as it is asked for."""
    if asked.kind not in _TELLERS:
        return
    question, told = flat(asked.text), False
    seen: set[str] = set()
    for one in _all_in(kb, asked, hit, grams):
        told = True
        if one not in seen and flat(one) not in question:
            seen.add(one)
            yield as_written(hit.text, one)
    if not told and asked.kind == "when":
        governing = governing_time(kb, hit)
        if governing and says_when(asked.text, governing) and flat(governing) not in question:
            yield as_written(hit.text, governing)


def _all_in(kb: KnowledgeBase, asked: Question, hit: Hit, grams: Grams) -> Iterator[str]:
    """The same with what the question says itself: a label, cells, what stands in the open place, then what the clauses tell."""
    if asked.kind == "who" and (named := _label(hit.text)):
        yield named  # 李青:会议摄像、剪辑: whoever stands before the colon does what stands behind it
    yield from cells_of_kind(kb, asked, hit)
    yield from by_line(asked, hit.text)
    yield from (one for one, score in in_open_place(asked, hit.text) if score >= _clear(asked))
    tell = _TELLERS[asked.kind]
    for part in _parts(asked, hit, grams):
        yield from tell(asked, part)


def _parts(asked: Question, hit: Hit, grams: Grams) -> list[str]:
    """The clauses of a sentence that may answer, that most like the question first."""
    # The cells of a row together tell what one clause does elsewhere.
    whole = hit.kind == "row" or asked.kind in _WHOLE
    spoken = [folded(hit.text)] if whole else _STOP.split(folded(hit.text))
    places = [(clause, n) for n, part in enumerate(spoken) for clause in ([part] if whole else clauses(part))]
    parts = [clause for clause, _ in places]
    near = [grams.share([(flat(part), OWN)]) for part in parts]
    # What is asked for may stand in the clause behind the one that names the matter.
    order = sorted(range(len(parts)), key=lambda n: (-max(near[n], _BEHIND * near[n - 1] if n else 0.0), n))
    if any(told := [not of_another(asked.text, part) for part in parts]):
        order = [n for n in order if told[n]]
    if asked.kind in NUMBERS:  # what stands behind a semicolon is told of another matter
        order = [n for n in order if places[n][1] == places[order[0]][1]]
    return [parts[n] for n in order]


def in_open_place(asked: Question, text: str) -> tuple[tuple[str, float], ...]:
    """What may stand in a sentence where the question leaves its place for a party or a place open, that which fits best first."""
    place = open_place_of(flat(asked.text)) if asked.kind in _PLACED else None
    if place is None or (asked.kind == "any" and not place.noun):
        return ()
    return _placed(place, text, lexicon_folders())


@lru_cache(maxsize=256)
def _placed(place: OpenPlace, text: str, _lexicons: object) -> tuple[tuple[str, float], ...]:
    from pipeline.extraction.parties import parties_in  # the rules of extraction are only needed here

    told = flat(text)
    return tuple((told[one.start : one.end], one.score) for one in stretches(place, told, parties_in(text)))


def _clear(asked: Question) -> float:
    """How well a stretch must fit: less where the question says to whom or where, and nothing of what is done there."""
    place = open_place_of(flat(asked.text))
    return _CLEAR if place is None or place.behind or not place.charge else _CHARGED


def fit_of(asked: Question, row: AnswerRow) -> float:
    """How well what a row tells stands in its sentence where the question leaves its place open: 0 to 1."""
    answer = flat(row.answer)
    if answer and answer in (flat(_label(row.text)), *map(flat, by_line(asked, row.text))):
        return _LABELLED
    place = open_place_of(flat(asked.text))
    if place is None or place.in_charge or not (place.behind or place.charge):
        return FITS_BY_HALF  # there is nothing to fit
    found = max(
        (score for told, score in in_open_place(asked, row.text) if told in answer or answer in told), default=0.0
    )
    return min(max(found, 0.0), _BEST) / _BEST


def as_written(text: str, answer: str) -> str:
    """An answer found in a folded text in the signs of the text itself."""
    at = folded(text).find(answer)
    return text[at : at + len(answer)] if at >= 0 else answer


def _label(text: str) -> str:
    """The party that a sentence names before its first colon and nothing else with it; empty where there is none."""
    from pipeline.extraction.parties import parties_in  # the rules of extraction are only needed here

    match = wording.pattern("question", "label_before_duties").match(folded(text))
    return match["label"] if match and parties_in(match["label"]) == (match["label"],) else ""


def all_told(asked: Question, text: str) -> list[str]:
    """Everything of the kind asked for that a sentence tells, in its order."""
    tell = _TELLERS.get(asked.kind)
    if tell is None:
        return []
    return list(dict.fromkeys(one for clause in clauses(folded(text)) for one in tell(asked, clause)))


def _when(asked: Question, clause: str) -> Iterator[str]:
    told = [
        counted_back(clause[: one.start]) + one.text + _goes_on(clause, one.end)
        for one in times(clause)
        if one.kind != "recurring" or asked.freq or wording.pattern("question", "says_when_in_period").search(one.text)
    ]
    told = told or [match[0] for match in wording.pattern("question", "clock_told").finditer(clause)]
    told = told or [match[0] for match in wording.pattern("question", "relative_told").finditer(clause)]
    yield from (one for one in told if says_when(asked.text, one))


def _goes_on(clause: str, end: int) -> str:
    """What of a time of the day or of a term stands behind a time that is known (次日早上|第三节课前, 第二学期|初)."""
    match = wording.pattern("question", "time_goes_on").match(clause, end)
    return match[0] if match else ""


def _often(asked: Question, clause: str) -> Iterator[str]:
    yield from (one.text for one in times(clause) if one.freq)
    yield from (match[0] for match in wording.pattern("question", "often_told").finditer(clause))
    yield from (one.text for one in times(clause) if not one.freq and one.kind == "relative")


def _much(asked: Question, clause: str) -> Iterator[str]:
    counter = asked.counter or ("元" if wording.pattern("question", "of_money").search(flat(asked.text)) else "")
    units = [row for row in lexicons().units if counter in row]
    timed = any(_TIME_UNITS in row for row in units)
    for one in quantities(clause):
        unit = (one.unit or "").split("/")[0]
        if unit and (not counter or any(unit in row for row in units)):
            yield one.text
    if timed:
        yield from (one.text for one in times(clause) if one.kind in ("relative", "recurring", "period", "by"))
    yield from _counted(asked, clause)
    if wording.pattern("question", "asks_share").search(asked.text) or asked.counter in ("多大", "%"):
        yield from (one.text for one in quantities(clause) if one.unit in ("%", "1:x"))


def _counted(asked: Question, clause: str) -> Iterator[str]:
    """Numbers that no unit tells: 第几批 (第三批), 几级 (二级), 多少个部门 (8部门), what stands behind a label (代码:0412)."""
    text = flat(clause)
    if which := wording.pattern("question", "asks_which_number").search(asked.text):
        found = wording.pattern("question", "numbered_things").finditer(text)
        yield from (match[0] for match in found if which[1] in (match["sort"], match["grade"]))
    if things := wording.pattern("question", "asks_how_many_things").search(asked.text):
        yield from (match[0] for match in re.finditer(_COUNT + re.escape(things[1]), text))
    label = wording.pattern("question", "label_and_number").search(text)
    if label and label["label"] in flat(asked.text):
        yield label["number"]


def _who(asked: Question, clause: str) -> Iterator[str]:
    from pipeline.extraction.parties import parties_in  # the rules of extraction are only needed here

    about, text = flat(asked.about), folded(clause)
    found = [one for one in parties_in(clause) if flat(one) not in about]
    # Whom a clause charges (由, 经) goes before others that it names, and where something is done (在门卫处领取) behind them.
    charged = [one for one in found if wording.pattern("question", "charging").search(text, 0, max(text.find(one), 0))]
    placed = [one for one in found if text[max(text.find(one) - 1, 0) :].startswith(_AT)]
    yield from (*charged, *(one for one in found if one not in placed), *placed)


def _holder(asked: Question, clause: str) -> Iterator[str]:
    """Who stands behind the label of the post (副组长:分管副校长), or is told to hold it (由校长任组长)."""
    leads = wording.words("question", "leader_seats") if asked.position == LEADER else (asked.position,)
    seat = "|".join(re.escape(flat(one)) for one in leads if one)
    for row in rows_of("seat") if seat else ():
        pattern = row.pattern.replace("{SEAT}", f"(?:{seat})")
        yield from (match["answer"] for match in re.finditer(pattern, flat(clause)))


def _members(_asked: Question, clause: str) -> Iterator[str]:
    match = wording.pattern("question", "members_labelled").search(flat(clause))
    if match:
        yield match["answer"]


def _phone(_asked: Question, clause: str) -> Iterator[str]:
    yield from (match[0] for match in wording.pattern("question", "number_told").finditer(flat(clause)))


def _place(_asked: Question, clause: str) -> Iterator[str]:
    yield from (match["answer"] for match in wording.pattern("question", "place_told").finditer(flat(clause)))


def _recipient(_asked: Question, clause: str) -> Iterator[str]:
    yield from (match["answer"] for match in wording.pattern("question", "recipient_told").finditer(flat(clause)))


def _clause(_asked: Question, clause: str) -> Iterator[str]:
    yield clause.strip()


_TELLERS: dict[Kind, Callable[[Question, str], Iterator[str]]] = {
    "who": _who,
    "holder": _holder,
    "members": _members,
    "when": _when,
    "how_often": _often,
    "how_much": _much,
    "phone": _phone,
    "place": _place,
    "recipient": _recipient,
    "how": _clause,
    "any": _clause,
}
