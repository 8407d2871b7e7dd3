"""Short lines that put a name beside what it is of (消防安全:石谷, 高三:甲、乙、丙, 王 平 市教委主任, 垃圾槽 248): read by whichever side
the question names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.lexicon import wording
from pipeline.store.searchtext import flat

_MARKS = re.compile("[、,;]")
_GAPS = re.compile(r"[、\s]+")
_REMARK = re.compile(r"[(（][^()（）]{0,30}[)）][。;；]?$")
PARTIES: frozenset[Kind] = frozenset({"who", "holder", "members"})
_SHORTEST = 2
_BODY = 3
# So much of a label or a title the question says at least, counted in pairs of characters.
_SAID = 0.6


def by_line(asked: Question, text: str) -> list[str]:
    """What the line tells that the question asks for; nothing for an ordinary sentence."""
    words = flat(asked.text)
    return [one for one in dict.fromkeys(_told(asked, words, text)) if one and flat(one) not in words]


def _told(asked: Question, words: str, text: str) -> Iterator[str]:
    line = wording.pattern("question", "label_line").fullmatch(flat(text))
    if line and asked.kind in PARTIES and is_said(line["label"], words) and _names(line["rest"]):
        several = wording.pattern("question", "asks_several").search(words)
        yield line["rest"].rstrip("。;") if several else _MARKS.split(line["rest"])[0]
    if asked.kind == "place":
        yield from _places(words, text)
    which = wording.pattern("question", "asks_which_label").search(words)
    if line and which and any(len(name) >= _SHORTEST and name in words for name in _MARKS.split(line["rest"])):
        yield line["label"]
    titled = wording.pattern("question", "name_and_title").fullmatch(text.strip())
    if titled and asked.kind in PARTIES and _shares(flat(titled["title"]), words):
        yield titled["name"]
    contact = wording.pattern("question", "contact_person").search(flat(text))
    if contact and asked.kind in PARTIES and wording.pattern("question", "asks_contact").search(words):
        yield contact["name"]
    phone = wording.pattern("question", "label_and_phone").fullmatch(flat(text))
    if phone and asked.kind == "phone" and flat(phone["label"]) in words:
        yield phone["number"]
    pair = wording.pattern("question", "thing_and_number").fullmatch(text.strip())
    if pair and asked.kind == "how_much" and flat(pair["thing"]) in words:
        yield pair["number"]


def named_by_line(asked: Question, text: str) -> str:
    """Whom a line of nothing but names tells, below the label that the question says: all of them, or whoever stands behind a word of the
    question (高二 of 高一甲  高二乙); empty where it is no such line."""
    words = flat(asked.text)
    pieces = [piece for piece in _GAPS.split(_REMARK.sub("", text.strip())) if piece]
    if not pieces or not all(wording.pattern("question", "may_be_party").fullmatch(piece) for piece in pieces):
        return ""
    told = [
        piece[at:]
        for piece in pieces
        for at in range(_SHORTEST, len(piece) - 1)
        if piece[:at] in words and piece[: at + 1] not in words
    ]
    return told[0] if told else "、".join(pieces)


def _places(words: str, text: str) -> Iterator[str]:
    """The place behind a label that the question says, also one of several in a line (东院:东风路6号;西院:…)."""
    for piece in flat(text).rstrip("。;").split(";"):
        line = wording.pattern("question", "label_line").fullmatch(piece)
        if line and line["label"] in words and wording.pattern("question", "may_be_place").search(line["rest"]):
            yield line["rest"]


def _names(rest: str) -> bool:
    """Whether what stands behind a label is a party or a list of them, and no sentence, nor a charge (副校长:分管教学)."""
    if wording.pattern("question", "begins_charge").match(rest):
        return False
    return all(wording.pattern("question", "may_be_party").fullmatch(one) for one in _MARKS.split(rest.rstrip("。;")))


def _shares(title: str, words: str) -> bool:
    """Whether the question names the body of a post (市教委 of 市教委主任)."""
    return any(title[at : at + _BODY] in words for at in range(len(title) - _BODY + 1))


def names_doer(asked: Question, label: str) -> bool:
    """Whether a label names whoever does what is asked about (主持人 for 由谁主持)."""
    named = wording.pattern("question", "label_of_doer").fullmatch(label)
    return named is not None and named["deed"] in asked.text


def is_said(label: str, words: str) -> bool:
    """Whether the question says a label, or most of it."""
    pairs = [label[at : at + _SHORTEST] for at in range(len(label) - 1)]
    return bool(pairs) and sum(pair in words for pair in pairs) >= _SAID * len(pairs)
