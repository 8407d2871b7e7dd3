"""Labels run into the duties they stand before: where they end (后勤组(负责人:沈立):…; 县公路局。负责巡查…)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.items import split
from pipeline.extraction.duties.joint_parties import joined
from pipeline.extraction.duties.scene import Candidate, Range, Scene, closing_of
from pipeline.extraction.duties.titles import Governor, title_governor
from pipeline.model.layout import Block
from pipeline.structure import sentences

_LONGEST_LABEL = 24
_LONGEST_LINE = 120
_CHARGED = "负责"
_LABEL_MARKS = frozenset("。:")
_SENTENCE_MARKS = "。;:"
_MARK = re.compile("[:。]")
_DASH = re.compile(" ?[—-]{1,2}")


def label_end(scene: Scene, block: Block, told: Callable[[Block], bool]) -> int:
    """Where the mark stands that ends the label at the head of a block: a colon, or the stop behind a body named alone; -1
    where there is none. `told`: whether the heading says that duties are told."""
    colon = _colon_of(scene.text, block.start, block.end)
    if colon < 0 and (dash := _dash_behind_party(scene, block)) > 0:
        return dash
    return colon if colon >= 0 else _stop_of(scene, block, told)


def _dash_behind_party(scene: Scene, block: Block) -> int:
    """Where the dash ends that stands between a party named alone and its charge (总务处——负责水电); 0 where there is none."""
    party = scene.actor_at(block.start)
    if party is None or _DASH.search(scene.text, block.start, block.start + _LONGEST_LABEL) is None:
        return 0
    parties = scene.actors_in(block.start, min(block.end, block.start + _LONGEST_LABEL))
    end = joined(scene, parties[0], parties, block.end)[0]
    dash = _DASH.match(scene.text, end, block.end)
    return dash.end() - 1 if dash is not None else 0


def named_until(scene: Scene, start: int, end: int) -> int:
    """Where the name of a label `[start, end)` ends: before 是 or 包括 at its end (县教育局的主要职责是:…)."""
    copula = scene.lexicon.patterns["label_copula"].search(scene.text, start, end)
    return copula.start() if copula is not None else end


def charge_below(scene: Scene, start: int, end: int, stop: int) -> bool:
    """Whether a line holds no code before and nothing behind the name `[start, end)`, and the next one begins with its charge
    (县水务局: / 负责…)."""
    line = scene.text.find("\n", end, stop + 2)
    alone = line >= 0 and scene.text[end:line].strip(" :") == ""
    return (
        alone
        and not scene.text[start].isascii()
        and scene.lexicon.cue["named_act"].at(scene.text, line + 1, line + _LONGEST_LABEL) == _CHARGED
    )


def items_below(scene: Scene, end: int, stop: int) -> bool:
    """Whether a name that ends at `end` has nothing but a colon behind it, and on the next line a numbered item (保育员: / 1、…), or
    an act that a semicolon ends (研究生院: / 制定计划;)."""
    line = scene.text.find("\n", end, stop + 2)
    alone = line >= 0 and ":" in scene.text[end:line] and scene.text[end:line].strip(" :") == ""
    if not alone or scene.lexicon.patterns["numbered_line"].match(scene.text, line + 1):
        return alone
    ending = scene.text.find("\n", line + 1, line + _LONGEST_LINE)
    return ending > 0 and scene.text[ending - 1] == ";" and imperative(scene, line + 1, ending)


def behind_seats(scene: Scene, governor: Governor, block: Block) -> list[Candidate]:
    """The charge of a group in the sentences behind the one that tells who leads it and who belongs to it (抢险组 / 由县水务局
    牵头,县住建局参加。负责…)."""
    if scene.text[block.start] != "由":
        return []
    for begin, _ in sentences(scene.text, block.start, block.end)[1:3]:
        if scene.lexicon.cue["named_act"].at(scene.text, begin, block.end):
            return split(scene, governor, begin, block.end)
    return []


def charges_within(scene: Scene, block: Block) -> list[Candidate]:
    """The charges told one behind another in one line, each behind its party's name alone (…。县水务局。负责…。县林业局:负责…);
    none where only the head of the line is such a name."""
    text = scene.text
    if text.find(_CHARGED, block.start + 2, block.end) < 0 and text.count(":", block.start, block.end) < 2:
        return []  # as most blocks
    labels = list(_labels_within(scene, block))
    if not labels or (len(labels) == 1 and labels[0][0] == block.start):
        return []
    found: list[Candidate] = []
    for index, (begin, mark) in enumerate(labels):
        stop = labels[index + 1][0] if index + 1 < len(labels) else block.end
        if governor := title_governor(scene, begin, mark, weak=True):
            found += split(scene, governor, mark + 1, stop)
    return found


def _labels_within(scene: Scene, block: Block) -> Iterator[Range]:
    """Where such names begin and where the mark behind each stands, if it says 负责 behind it, or what to do behind several
    colons (县教育局:落实…;县卫健局:派驻…)."""
    text = scene.text
    if text.count(":", block.start, block.end) > 1:
        yield from _labels_by_colon(scene, block)
        return
    at = text.find(_CHARGED, block.start + 2, block.end)
    while at >= 0:
        mark = at - 1
        if text[mark] in _LABEL_MARKS:
            lowest = max(block.start, mark - _LONGEST_LABEL)
            begin = max(text.rfind(stop, lowest, mark) for stop in _SENTENCE_MARKS) + 1
            begin = begin or (lowest if lowest == block.start else mark)
            if begin < mark and _names_alone(scene, begin, mark):
                yield begin, mark
        at = text.find(_CHARGED, at + 1, block.end)


def _labels_by_colon(scene: Scene, block: Block) -> Iterator[Range]:
    """The same by the colons, or the stops, behind names."""
    text = scene.text
    for found in _MARK.finditer(text, block.start + 2, block.end):
        mark = found.start()
        lowest = max(block.start, mark - _LONGEST_LABEL)
        begin = max(text.rfind(stop, lowest, mark) for stop in _SENTENCE_MARKS) + 1
        begin = begin or (lowest if lowest == block.start else mark)
        charged = text.startswith(_CHARGED, mark + 1)
        if begin == mark or not (charged or (text[mark] == ":" and imperative(scene, mark + 1, block.end))):
            continue
        titled = text[mark] == ":" and text[begin - 1] != ":"  # 成员:各班主任职责:
        if _names_alone(scene, begin, mark) or (titled and _told_of(scene, begin, mark)):
            yield begin, mark


def _told_of(scene: Scene, start: int, end: int) -> bool:
    """Whether a stretch is the name of a party and the word for its duties (领导小组办公室主要职责)."""
    if not scene.text.endswith(scene.lexicon.words["duty_heads"], start, end):
        return False
    governor = title_governor(scene, start, end)
    return governor is not None and governor.actor[0] == start and not governor.bare


def _names_alone(scene: Scene, start: int, end: int) -> bool:
    """Whether a stretch is the name of a party, or of several, and nothing else."""
    parties = scene.actors_in(start, end)
    return bool(parties) and parties[0].start == start and joined(scene, parties[0], parties, end)[0] == end


def _colon_of(text: str, start: int, end: int) -> int:
    """Where the label at the head of a block ends, brackets behind its name left out; -1 if it has no colon."""
    reach = start + _LONGEST_LABEL
    colon = text.find(":", start, reach if reach < end else end)
    opening = text.find("(", start + 1, colon) if colon > 0 else -1
    if opening < 0 or (closing := closing_of(text, opening, end)) < colon:
        return colon
    if text.startswith(":", closing + 1):
        return closing + 1
    return -1 if closing >= end - 1 else colon  # 保障组(组长:李芳): the name of the group alone


def _stop_of(scene: Scene, block: Block, told: Callable[[Block], bool]) -> int:
    """Where a body named alone before a stop ends, if its charge follows; -1 where there is none."""
    text = scene.text
    if block.number is not None or scene.actor_at(block.start) is None:
        return -1
    stop = text.find("。", block.start, min(block.end - 1, block.start + _LONGEST_LABEL))
    if stop < 0:
        return -1
    charged = scene.lexicon.cue["named_act"].at(text, stop + 1, block.end) != ""
    if not charged and not (told(block) and imperative(scene, stop + 1, block.end)):
        return -1
    parties = scene.actors_in(block.start, stop)
    return stop if joined(scene, parties[0], parties, stop)[0] == stop else -1
