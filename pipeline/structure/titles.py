"""How far the title of a number label goes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load, longest, pinned, wording
from pipeline.structure.numbering import BLANKS, Cue

LONGEST_TITLE = 48
# The colon of a time of day (7:20) ends no title.
# One class before what tells a colon's kind: `re` looks for a class quickly.
_COLON_ENDS = "(?:(?<=[^:])|(?<!\\d.)|(?!\\d\\d(?!\\d)))"
_TITLE_END = re.compile(f"[。;!?:{BLANKS}]{_COLON_ENDS}")
_FIRM_END = re.compile(f"[。;!?:]{_COLON_ENDS}")
_BREAKS = "。:;!?"
_NAME = re.compile("\\s*\\(([\\u4e00-\\u9fff](?:[\\u4e00-\\u9fff]{2}|\\s{1,4}[\\u4e00-\\u9fff]{1,2}))\\)$")
_BRACKETS = re.compile("\\([^()]{1,80}\\)|“[^“”]{1,60}”|《[^《》]{1,80}》")
_REACH = 200
_NUMBER_AHEAD = re.compile("\\s{1,4}[\\dA-Za-z]")
_DATE_AHEAD = re.compile("\\s{1,4}(?:\\d{4}\\s?[年.]|\\d{1,2}\\s?月)")
_QUOTE_AHEAD = re.compile("\\s{1,4}[“《「‘]")
_TRANSITIVE = frozenset("取成好办展动对于与和")  # verbs and links go on: 听取 2025 年项目完成情况
_SHORTEST_TITLE = 4
_LONGEST_NOUN = 6
_SHORTEST_SENTENCE = 4
_LONGEST_POURED = 16
_SPACED = re.compile("\\S(?:\\s{1,8}\\S){1,6}$")
# Articles of some laws bear their titles in brackets: 第一条(目的和依据)为了….
_ENCLOSED = re.compile("[(【\\[]\\s{0,3}([^()【】\\[\\]。:;!?,\\d]{2,24}?)\\s{0,3}[)】\\]]\\s{0,4}(?=\\S)")


class HeadingWords(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/heading_words.yaml`; roles are explained there."""

    role: Literal["usual", "noun", "verb", "opener", "idiom", "adverb", "surname", "clause", "lead", "label"]
    words: tuple[str, ...]


class Title(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The words behind a label: the title `[start, end)`, the place `body` where the text behind it begins, the end
    `stop` of all that the label opens on its line, and the mark that closes the title (`""`: a blank or nothing).
    `enclosed`: the title of an article, in brackets; `tagged`: only a remark on who does it stands behind the title."""

    start: int
    end: int
    body: int
    stop: int
    mark: str = ""
    enclosed: bool = False
    tagged: bool = False

    @property
    def alone(self) -> bool:
        """Whether nothing but a remark on who does it stands behind the title on its line."""
        return self.tagged or self.body >= self.stop


@lru_cache(maxsize=4)
def _by_role(_lexicons: object) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for row in load("heading_words", HeadingWords):
        found.setdefault(row.role, set()).update(row.words)
    return {role: tuple(sorted(words, key=lambda word: (-len(word), word))) for role, words in found.items()}


@lru_cache(maxsize=16)
def _first_signs(lexicons: object, role: str) -> frozenset[str]:
    """What the words of a role begin with."""
    return frozenset(word[0] for word in _by_role(lexicons)[role])


@lru_cache(maxsize=16)
def _last_signs(lexicons: object, role: str) -> frozenset[str]:
    """What the words of a role end in."""
    return frozenset(word[-1] for word in _by_role(lexicons)[role])


def ends_in_noun(words: str) -> bool:
    """Whether some words end in a noun of titles."""
    folders = pinned() or lexicon_folders()
    return words[-1:] in _last_signs(folders, "noun") and words.endswith(_by_role(folders)["noun"])


def heading_words() -> dict[str, tuple[str, ...]]:
    """The words of each role, longest first."""
    return _by_role(pinned() or lexicon_folders())


@lru_cache(maxsize=4)
def _clause(_lexicons: object) -> re.Pattern[str]:
    return re.compile(longest(heading_words()["clause"]))


@lru_cache(maxsize=4)
def _usual(_lexicons: object) -> tuple[frozenset[str], tuple[int, ...]]:
    usual = frozenset(heading_words()["usual"])
    return usual, tuple(sorted(set(map(len, usual)), reverse=True))


def usual_end(text: str, start: int, stop: int) -> int:
    """End of the longest usual title that stands at a place; else 0."""
    usual, lengths = _usual(pinned() or lexicon_folders())
    for length in lengths:
        if start + length <= stop and text[start : start + length] in usual:
            return start + length
    return 0


def is_usual(words: str) -> bool:
    """Whether some words are a usual title."""
    return words in _usual(pinned() or lexicon_folders())[0]


def clause_words() -> re.Pattern[str]:
    """Finds the words of full sentences."""
    return _clause(pinned() or lexicon_folders())


def title_of(text: str, cue: Cue, stop: int, *, poured: bool = False) -> Title:
    """The title that a label would have as a heading: up to `。`, `:`, a blank or the end of its line, without a date or
    a responsible body in brackets behind it; where text runs on without any mark, a usual title. `poured`: the whole
    text stands in one line, so that titles are hardly ever closed by a mark."""
    enclosed = _ENCLOSED.match(text, cue.end, stop) if cue.kind.enclosed else None
    if enclosed:
        return Title(start=enclosed.start(1), end=enclosed.end(1), body=enclosed.end(), stop=stop, enclosed=True)
    start, end = cue.end, stop if cue.kind.whole else _end(text, cue.end, stop)
    mark = text[end] if end < stop and text[end] in _BREAKS else ""
    body = end + len(mark)
    if poured or body >= stop or end - start > LONGEST_TITLE or "," in text[start:end]:
        usual = _poured_end(text, start, end) if poured else _usual_end(text, start, stop)
        if usual:
            end = body = usual
            mark = ""
    if mark == ":" and (usual := _before_field(text, start, end)):
        end, body, mark = usual, usual, ""
    remark, tagged = None, False
    if ")" in text[start:end][-2:]:
        remark = wording.pattern("structure", "remark_of_parties").search(text, start, end) or _named(text, start, end)
    if remark:
        tagged = body >= stop
        body = body if wording.pattern("structure", "remark_of_time").search(text, start, end) else remark.start()
        end = remark.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    while body < stop and text[body].isspace():
        body += 1
    if end == start and cue.kind.names:
        start, end = cue.start, cue.start + len(text[cue.start : cue.end].rstrip(" :、."))
    return Title(start=start, end=end, body=body, stop=stop, mark=mark, tagged=tagged)


def _named(text: str, start: int, end: int) -> re.Match[str] | None:
    """A bracket at the end of a title that only holds a person's name."""
    found = _NAME.search(text, start, end)
    return found if found and found.group(1).startswith(heading_words()["surname"]) else None


def _end(text: str, start: int, stop: int) -> int:
    """Where the title ends. A blank ends it unless the line is one short title with blanks in it."""
    firm = _outside_brackets(_FIRM_END, text, start, stop)
    limit = firm.start() if firm else stop
    found = _outside_brackets(_TITLE_END, text, start, limit)
    if found is None:
        return limit
    if _SPACED.fullmatch(text, start, limit) or _joins_blank(text, found, limit, firm is None):
        return limit
    if _QUOTE_AHEAD.match(text, found.start(), limit) and not ends_in_noun(text[start : found.start()]):
        return limit  # 建立 “学生自治” 的班级体系: blanks set off what is quoted
    return found.start() if text[found.start() - 1] not in ",、" else limit


def _outside_brackets(mark: re.Pattern[str], text: str, start: int, stop: int) -> re.Match[str] | None:
    """The first hit that stands in no bracket; a bracket that is not closed near by counts as none."""
    first = mark.search(text, start, stop)
    before = text[start : first.start()] if first else ""
    if not ("(" in before or "“" in before or "《" in before):  # looked for one by one, as is quickest
        return first
    at = start
    for bracket in _BRACKETS.finditer(text, start, min(stop, start + _REACH)):
        found = mark.search(text, at, bracket.start())
        if found:
            return found
        at = bracket.end()
    return mark.search(text, at, stop)


def _joins_blank(text: str, blank: re.Match[str], limit: int, whole: bool) -> bool:
    """Whether the words around a blank are one title: a number set off by blanks, or all of a short line."""
    dated = _DATE_AHEAD.match(text, blank.start(), limit) and text[blank.start() - 1] not in _TRANSITIVE
    if _NUMBER_AHEAD.match(text, blank.start(), limit) and not dated:
        return True
    if text[blank.start() - 1].isascii() and text[blank.start() - 1].isalnum():
        return True
    return whole and limit - blank.start() <= LONGEST_TITLE // 2 and "," not in text[blank.end() : limit]


def _poured_end(text: str, start: int, stop: int) -> int:
    """End of the title that a poured text runs on from: a usual title, or the first words that end as titles do and have
    words behind them that sentences begin with; else 0."""
    words = heading_words()
    usual = usual_end(text, start, stop - 1)
    if usual:
        named = text.startswith(words["label"], usual, stop)
        if named or text[usual] not in wording.words("structure", "title_goes_on_behind"):
            return usual
        if text[usual] not in wording.words("structure", "joins_titles"):
            return 0
    verbs = _first_signs(pinned() or lexicon_folders(), "verb")
    bodies, acts = wording.signs("structure", "body_acts"), wording.pattern("structure", "body_acts")
    for end in range(start + _SHORTEST_TITLE, min(stop - 1, start + _LONGEST_POURED)):
        opens = text[end] in verbs and _sentence_starts(text, end, stop)
        if not opens and not (text[end] in bodies and acts.match(text, end, stop)):
            continue
        if text[start:end].endswith(words["noun"]):
            rest = text[end:stop].rstrip(" 。;,")  # 消防安全制度+落实情况: a noun, no sentence
            return 0 if len(rest) <= _LONGEST_NOUN and rest.endswith(words["noun"]) else end
    return 0


def _sentence_starts(text: str, at: int, stop: int) -> bool:
    """Whether a sentence may begin at a place; a noun does not, though it begin with the same sign (经费, 对象)."""
    if not text.startswith(heading_words()["verb"], at, stop):
        return False
    return not text.startswith(wording.words("structure", "no_sentence_start"), at, stop)


def _before_field(text: str, start: int, end: int) -> int:
    """End of a usual title that the label of a field runs into (`组织机构组长:`); else 0."""
    usual, lengths = _usual(pinned() or lexicon_folders())
    for length in lengths:
        if text[start : start + length] in usual and start + length < end:
            label = text[start + length : end].replace(" ", "")
            if label in heading_words()["label"]:
                return start + length
    return 0


def _usual_end(text: str, start: int, stop: int) -> int:
    """End of a usual title that the text begins with, if a sentence begins behind it; else 0."""
    words = heading_words()
    end = usual_end(text, start, stop)
    if not end or not _sentence_starts(text, end, stop):
        return 0
    rest = text[end:stop].rstrip(" 。;,")  # 工作措施+到位, 重点工作+推进情况: no sentence
    noun = len(rest) <= _LONGEST_NOUN and rest.endswith(words["noun"])
    return 0 if noun or len(rest) < _SHORTEST_SENTENCE else end
