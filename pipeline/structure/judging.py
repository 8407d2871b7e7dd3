"""Heading or item: a few named features of a label, weighed, and the judgement of its siblings."""

from __future__ import annotations

import re

import msgspec

from pipeline.lexicon import holds_any, wording
from pipeline.structure.outline import Node
from pipeline.structure.titles import LONGEST_TITLE, Title, clause_words, ends_in_noun, heading_words, is_usual

_REMARK = re.compile("\\s{0,4}[(〔【\\[][^()]{0,120}[)〕】\\]]?[。;]?\\s{0,4}$")
_DATE_ONLY = re.compile("(?:[\\d〇零一二三四五六七八九十年月日上中下旬初底末前学期至到~～—–.-]|\\s){3,40}")
# Codes of indicators (B3, C16-C24) open the lines of lists.
_CODE_ONLY = re.compile("[A-Za-z]{1,3}\\d[\\dA-Za-z.:、,\\s~～—–-]{0,40}")
_LEAD_REACH = 12
_SIBLING_CAP = 2.0
# The file itself calls the line a heading.
_MARKED = 5.0
_ENCLOSED = 4.0
_LONGEST_RUN_IN = 30
_SHORTEST_BODY = 6
_HARDLY_ANY, _LONELY = 0.4, 0.5
_ABOVE = 1.0
_NEVER = -9.0
_BARE_NOUN = 3.0
_LEAD_IN = 4.0
_MOST, _NEARLY = 0.6, -1.3
# Words add 2.0 at most, shape 1.0: what stays below -2.0 with both is no heading and weighs no less among its siblings.
_HOPELESS = -5.5


class Place(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the text around a label shows: whether text of its own stands below its line, labels of a deeper kind, whether
    the file itself calls it a heading, and whether tabs part its line like the row of a table."""

    text_below: bool
    labels_below: bool
    marked: bool = False
    celled: bool = False


def judge(text: str, nodes: list[Node], titles: list[Title], places: list[Place]) -> list[bool]:
    """For each label whether it is a heading."""
    places = _without_afterwords(nodes, places)
    own = [_own(text, node, title, place) for node, title, place in zip(nodes, titles, places, strict=True)]
    built = [_runs_in(text, title) for title in titles]
    shared = _shapes(built, nodes, titles, places)
    own = [score + bonus for score, bonus in zip(own, shared, strict=True)]
    totals: dict[int, tuple[float, int]] = {}
    for node, score in zip(nodes, own, strict=True):
        total, count = totals.get(node.run, (0.0, 0))
        totals[node.run] = total + _capped(score), count + 1
    verdicts: list[bool] = []
    for node, title, score in zip(nodes, titles, own, strict=True):
        total, count = totals[node.run]
        siblings = (total - _capped(score)) / count
        verdicts.append(title.end > title.start and score + siblings > 0)
    return _like_most(text, built, nodes, titles, own, verdicts)


def _like_most(
    text: str, built: list[bool], nodes: list[Node], titles: list[Title], own: list[float], verdicts: list[bool]
) -> list[bool]:
    """Verdicts where a label built like most of its run, whose titles run into their text, is what they are: one title may
    be longer than the others."""
    openers = heading_words()["opener"]
    built = [shaped and not text.startswith(openers, title.start) for shaped, title in zip(built, titles, strict=True)]
    size: dict[int, int] = {}
    headed: dict[int, int] = {}
    for node, shaped, verdict in zip(nodes, built, verdicts, strict=True):
        size[node.run] = size.get(node.run, 0) + 1
        headed[node.run] = headed.get(node.run, 0) + (shaped and verdict)
    return [
        verdict or (shaped and score > _NEARLY and headed[node.run] >= _MOST * (size[node.run] - 1) > _MOST)
        for node, shaped, score, verdict in zip(nodes, built, own, verdicts, strict=True)
    ]


def _without_afterwords(nodes: list[Node], places: list[Place]) -> list[Place]:
    """Places where the text below the last label of a run counts only if others of the run have text below too: what
    follows a list goes on with what stood before it. What follows an article belongs to it."""
    last = {node.run: index for index, node in enumerate(nodes)}
    size: dict[int, int] = {}
    others: set[int] = set()
    for index, (node, place) in enumerate(zip(nodes, places, strict=True)):
        size[node.run] = size.get(node.run, 0) + 1
        if (node.cue.kind.enclosed or index != last[node.run]) and (place.text_below or place.labels_below):
            others.add(node.run)
    return [
        msgspec.structs.replace(place, text_below=False)
        if index == last[node.run] and size[node.run] > 1 and node.run not in others and not place.labels_below
        else place
        for index, (node, place) in enumerate(zip(nodes, places, strict=True))
    ]


def _shapes(built: list[bool], nodes: list[Node], titles: list[Title], places: list[Place]) -> list[float]:
    """For titles with text behind them: whether hardly any other label of their run is built like that. Titles on lines of
    their own with text below speak neither way; `built`: whether each runs into its text."""
    size: dict[int, int] = {}
    alike: dict[int, int] = {}
    for node, shaped, title, place in zip(nodes, built, titles, places, strict=True):
        if (place.text_below or place.labels_below) and title.alone:
            continue
        size[node.run] = size.get(node.run, 0) + 1
        alike[node.run] = alike.get(node.run, 0) + shaped
    above = _all_above_text(nodes, titles, places)
    return [
        -_LONELY if shaped and alike[node.run] < _HARDLY_ANY * size[node.run] else _ABOVE * (node.run in above)
        for node, shaped in zip(nodes, built, strict=True)
    ]


def _all_above_text(nodes: list[Node], titles: list[Title], places: list[Place]) -> set[int]:
    """The runs of several labels which all fill their line and have text of their own below: items of lists have none."""
    size: dict[int, int] = {}
    others: set[int] = set()
    for node, title, place in zip(nodes, titles, places, strict=True):
        size[node.run] = size.get(node.run, 0) + 1
        if not place.text_below or not title.alone:
            others.add(node.run)
    return {run for run, count in size.items() if count > 1} - others


def _runs_in(text: str, title: Title) -> bool:
    return (
        title.end - title.start <= _LONGEST_RUN_IN
        and title.stop - title.body >= _SHORTEST_BODY
        and not title.alone
        and not _REMARK.match(text, title.body, title.stop)
    )


def _capped(score: float) -> float:
    return -_SIBLING_CAP if score < -_SIBLING_CAP else _SIBLING_CAP if score > _SIBLING_CAP else score


def _own(text: str, node: Node, title: Title, place: Place) -> float:
    """What speaks for a heading, the siblings left aside."""
    words = text[title.start : title.end]
    known = heading_words()
    marked = _MARKED if place.marked else 0.0
    score = 0.5 * node.cue.kind.weight
    if title.enclosed:
        return score + _wording(words, title, known) + marked + _ENCLOSED
    if place.celled:
        return _NEVER
    if title.alone:
        behind = _standing_alone(words, title, place)
        added = _article_line(words, title, place, known) if node.cue.kind.enclosed and not title.mark else 0.0
    else:
        # 第十条 废弃物管理。各单位…: such a sentence is a title, whatever its siblings are
        bare = node.cue.kind.enclosed and title.mark == "。" and _is_bare_noun(words, known)
        behind, added = _BARE_NOUN if bare else 0.0, _running_in(text, words, title, known)
    if score + marked + behind + added < _HOPELESS:
        return _NEVER  # no words can make up for that
    return score + _wording(words, title, known) + marked + behind + added


def _is_bare_noun(words: str, known: dict[str, tuple[str, ...]]) -> bool:
    verbal = words.startswith((*known["opener"], *known["adverb"])) and not words.startswith(known["idiom"])
    return ends_in_noun(words) and not verbal and not clause_words().search(words)


def _article_line(words: str, title: Title, place: Place, known: dict[str, tuple[str, ...]]) -> float:
    """What speaks for the title of an article on a line that no mark closes (第四条 申诉的提出 / 学生应当…): its text stands
    below, and it is neither torn from a sentence nor a lead-in. Other articles of the paper may well have no title."""
    if _leads(words, known):
        return -_LEAD_IN
    return _BARE_NOUN if "," not in words and (place.text_below or place.labels_below) else 0.0


def _leads(words: str, known: dict[str, tuple[str, ...]]) -> bool:
    """Whether some words end as what leads in a list does."""
    return holds_any(words[-_LEAD_REACH:], known["lead"])


def _standing_alone(words: str, title: Title, place: Place) -> float:
    """A title that fills its line: what stands below decides, or that its text stands elsewhere (见附件1)."""
    elsewhere = words[-1:] in ")〕" and wording.pattern("structure", "pointer_behind").search(words) is not None
    below = 2.5 if place.text_below or place.labels_below or elsewhere else -2.5
    below += 1.0 if place.labels_below else 0.0
    below -= 0.8 if title.mark in ("。", ";") and title.mark else 0.0
    return below + _by_length(len(words), ((12, 0.8), (20, 0.4), (30, 0.0), (40, -1.0), (LONGEST_TITLE, -2.0)))


def _running_in(text: str, words: str, title: Title, known: dict[str, tuple[str, ...]]) -> float:
    """A title with text behind it on its line: short, and the text is more than a remark in brackets."""
    score = _by_length(len(words), ((6, 1.6), (10, 1.2), (16, 0.6), (22, 0.0), (30, -1.2)))
    if words.startswith(known["opener"]) and not words.startswith(known["idiom"]):
        score -= 1.3
    elif words.startswith(known["adverb"]):
        score -= 0.4
    if _REMARK.match(text, title.body, title.stop):
        score -= 3.0
    elif title.stop - title.body < _SHORTEST_BODY:
        score -= 1.0
    return score + (0.3 if title.mark == ":" else -1.5 if title.mark == ";" else 0.0)


def _wording(words: str, title: Title, known: dict[str, tuple[str, ...]]) -> float:
    """What the words themselves say."""
    score = 0.0
    if is_usual(words):
        score += 2.0
    elif ends_in_noun(words):
        score += 0.7
    if title.mark == ":" and words in known["label"]:
        score -= 5.0
    if title.mark == ":" and (_leads(words, known) or "情形之一" in words):
        score -= _LEAD_IN
    if _DATE_ONLY.fullmatch(words) or _CODE_ONLY.fullmatch(words):
        score -= 5.0
    score -= 0.5 * words.count(",") + 0.4 * words.count("、")
    if clause_words().search(words):
        score -= 1.3
    rows = wording.rows("structure")
    if rows.patterns["party_acts"].match(words):
        score -= 3.5
    elif words[:1].isdigit() and rows.patterns["act_on_day"].match(words):
        score -= _LEAD_IN
    if rows.gates["case_in_title"].search(words):
        score -= 4.0
    if rows.gates["agent_in_title"].search(words):
        score -= 2.0
    if rows.patterns["quantity_in_title"].search(words):
        score -= 1.5
    return score


def _by_length(length: int, steps: tuple[tuple[int, float], ...]) -> float:
    for limit, score in steps:
        if length <= limit:
            return score
    return _NEVER
