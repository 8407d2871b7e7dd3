"""What a paragraph is at first sight: boilerplate, a plan's title, a signature, a date."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import Entry, Gate, gate_of, lazy, lexicon_folders, load, pinned, wording
from pipeline.structure.cleaning import CleanText, Paragraph
from pipeline.structure.kinds import PlanKind, kind_ending
from pipeline.structure.numbering import Cue, cue_at
from pipeline.structure.numerals import ordinal

_LONGEST_TITLE = 70
# An editor's words count as the head of a page only among its first paragraphs.
_INTRODUCED = 6
_SHORTEST_TITLE = 4
_LONGEST_READ = 600
_LONGEST_NAME = 30
_TAIL = re.compile("\\s?[(\\[〔【][^()\\[\\]]{0,40}[)\\]〕】]$")
_LONGEST_SEAL = 60
_NO_NAME = frozenset(",。;:!?、《》“”的")
_TAIL_ENDS = frozenset((")", "]", "〕", "】", "\n"))
# The number of one of several plans of one name: 学校工作方案 2.
_COUNT = re.compile("(?<=[\\u4e00-\\u9fff])\\s{0,3}\\d{1,2}$")
_SPACED = re.compile("(?:\\S\\s{1,6}){2,30}\\S")
_BARE_DATE = re.compile("\\(?\\d{1,2}月\\d{1,2}日\\)?$")
_LEADING_YEAR = re.compile("\\d{4}(?:\\s?[-—~至]\\s?\\d{4})?(?:年度?|学年度?)")
_BLANKS = re.compile("\\s+")
_QUOTED = re.compile('“[^“”]{1,40}”|《[^《》]{1,60}》|"[^"]{1,40}"')
_LONG = 20


class Boilerplate(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/boilerplate.yaml`; fields are explained there."""

    pattern: str
    needs: str = ""
    scope: Literal["line", "tail", "head"]
    longest: int = 200


class IssuerName(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/issuers.yaml`: last words of bodies that sign plans; `titles`: plans' titles begin with such a
    name (`school`: the titles of a school's own plans)."""

    suffixes: tuple[str, ...]
    titles: Literal["", "school", "body"] = ""


class Role(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """First sight of a paragraph. `name_end` is where a signing body's name ends (0: none); `sealed` marks a line to be
    signed, `serial` the title of one of several plans: 学校安全工作方案 篇2."""

    boilerplate: Literal["line", "tail", "head"] | None = None
    cue: Cue | None = None
    kind: PlanKind | None = None
    name_end: int = 0
    dated: bool = False
    sealed: bool = False
    prose: bool = False
    serial: bool = False

    @property
    def signs(self) -> bool:
        """Whether the paragraph is a signature or a date line."""
        return self.dated or self.sealed or self.name_end > 0


class _Words(msgspec.Struct, frozen=True, gc=False):
    boilerplate: tuple[tuple[re.Pattern[str], Boilerplate], ...]
    gates: tuple[tuple[int, Gate], ...]
    names: tuple[str, ...]
    openers: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def _words(_lexicons: object) -> _Words:
    boilerplate = load("boilerplate", Boilerplate)
    names = load("issuers", IssuerName)
    return _Words(
        boilerplate=tuple((lazy(row.pattern, f"boilerplate.yaml {row.id}"), row) for row in boilerplate),
        gates=tuple(
            (longest, gate_of((row.pattern, row.needs) for row in boilerplate if row.longest >= longest))
            for longest in sorted({row.longest for row in boilerplate})
        ),
        names=tuple(sorted(suffix for row in names for suffix in row.suffixes)),
        openers={
            kind: tuple(sorted(suffix for row in names if row.titles == kind for suffix in row.suffixes))
            for kind in ("school", "body")
        },
    )


def roles_of(cleaned: CleanText) -> list[Role]:
    """The role of each paragraph."""
    text = cleaned.text.text
    plain = [paragraph for paragraph in cleaned.paragraphs if paragraph.row is None]
    # each asked of all before the next, so that its rules stay at hand
    opened = [text[paragraph.start : paragraph.end][:_LONGEST_READ] for paragraph in plain]
    scopes = [boilerplate_scope(words, each.end - each.start) for words, each in zip(opened, plain, strict=True)]
    cues = [cue_at(text, paragraph.start, paragraph.end) for paragraph in plain]
    told = map(_role, plain, opened, scopes, cues)
    return [Role() if paragraph.row is not None else next(told) for paragraph in cleaned.paragraphs]


def _role(paragraph: Paragraph, words: str, scope: Literal["line", "tail", "head"] | None, cue: Cue | None) -> Role:
    known = wording.rows("structure")
    date = _found("closing_date", words, known) if len(words) <= 60 else None
    dated = (date is not None and date.start() <= _LONGEST_NAME) or _BARE_DATE.match(words) is not None
    name = words[: date.start()] if date else words
    name = (wording.pattern("structure", "stamp").sub("", name) if "章" in name[-16:] else name).rstrip()
    kind = None if cue else title_kind(words)
    return Role(
        boilerplate=scope,
        cue=cue,
        kind=kind,
        name_end=paragraph.start + len(name) if cue is None and is_name(name) else 0,
        # Two parties sign on one line: 2024年3月1日  2024年3月1日.
        dated=dated and (date is None or date.start() == 0 or is_name(name) or _dates().match(name) is not None),
        sealed=cue is None and len(words) <= _LONGEST_SEAL and _found("to_be_signed", words, known) is not None,
        serial=cue is None
        and len(words) <= _LONGEST_TITLE
        and _found("serial_of_collection", words, known) is not None,
        prose=_is_prose(words, kind),
    )


def _is_prose(words: str, kind: PlanKind | None) -> bool:
    """Whether a paragraph's folded words are a sentence or more; a title's words in quotes may hold a comma, and one may part
    its two halves (“小手拉大手,共建文明城”活动方案; 深化课程改革,建设特色学校实施方案)."""
    if len(words) < _LONG or not ("。" in words or "," in words or words[-1] in ":;"):
        return False
    if kind is None or "," not in words or "。" in words:
        return True
    bare = _QUOTED.sub("", words)
    return "," in bare and wording.pattern("structure", "sentence_naming_paper").search(bare) is not None


def _found(row: str, words: str, known: wording.Wordings | None = None) -> re.Match[str] | None:
    """What a row with signs finds in some words; `known`: the rows, where they are at hand."""
    known = known or wording.rows("structure")
    for sign in known.signs[row]:
        if sign in words:
            return None if known.gates[row].search(words) is None else known.patterns[row].search(words)
    return None


def _dates() -> re.Pattern[str]:
    return wording.pattern("structure", "closing_date")


def boilerplate_scope(words: str, length: int) -> Literal["line", "tail", "head"] | None:
    """The scope of the first boilerplate row that fits a paragraph's folded words."""
    known = _words(pinned() or lexicon_folders())
    for longest, gate in known.gates:
        if length <= longest:
            if not gate.opens(words):
                return None
            break
    else:
        return None
    for pattern, row in known.boilerplate:
        if length <= row.longest and pattern.search(words):
            return row.scope
    return None


def bare_title(words: str) -> str:
    """A title without remarks in brackets or a serial number at its end and without blanks set between its characters.

    >>> bare_title("政 府 工 作 报 告"), bare_title("青溪小学工作方案(试行)")
    ('政府工作报告', '青溪小学工作方案')
    """
    if words[:1] == "【" and words.find("】") == len(words) - 1:
        words = words[1:-1]
    for _ in range(3):
        shorter = _TAIL.sub("", words) if words[-1:] in _TAIL_ENDS else words
        if _found("serial_of_collection", shorter):
            shorter = wording.pattern("structure", "serial_of_collection").sub("", shorter)
        shorter = shorter.rstrip()
        if shorter == words or not shorter:
            break
        words = shorter
    return _BLANKS.sub("", words) if len(words.split(None, 1)) > 1 and _SPACED.fullmatch(words) else words


def title_kind(words: str) -> PlanKind | None:
    """The kind of document whose title some folded words look like."""
    if not _SHORTEST_TITLE <= len(words) <= _LONGEST_TITLE + 20 or wording.gate("structure", "no_title").search(words):
        return None
    bare = bare_title(words)
    if (
        not _SHORTEST_TITLE <= len(bare) <= _LONGEST_TITLE
        or ":" in bare
        or (bare.count(",") > 1 and _QUOTED.sub("", bare).count(",") > 1)
    ):
        return None
    kind = kind_ending(bare)
    return kind_ending(_COUNT.sub("", bare)) if kind is None and bare[-1].isdecimal() else kind


def is_name(words: str) -> bool:
    """Whether folded words are the name of a body that can sign a plan."""
    if len(words) < 3 or not _NO_NAME.isdisjoint(words):
        return False
    bare = "".join(words.split())
    if not 3 <= len(bare) <= _LONGEST_NAME or wording.gate("structure", "not_in_names").search(bare):
        return False
    return bare.endswith(_words(pinned() or lexicon_folders()).names)


def opens_title(title: str, *, of_school: bool) -> str | None:
    """The name of a body that a folded title begins with, where such names open titles: 某镇人民政府安全方案.

    >>> opens_title("青溪小学安全方案", of_school=True), opens_title("全县小学安全方案", of_school=False)
    ('青溪小学', None)
    """
    suffixes = _words(pinned() or lexicon_folders()).openers["school" if of_school else "body"]
    others = wording.words("structure", "belongs_to_body")
    title = title[year.end() :] if (year := _LEADING_YEAR.match(title)) else title
    for end in range(_SHORTEST_TITLE, min(len(title) - 1, _LONGEST_NAME)):
        if not title.endswith(suffixes, 0, end) or title.startswith(others, end):
            continue
        longer = title.endswith(suffixes, 0, end + 1) and not title.startswith(others, end + 1)
        if not longer and is_name(title[:end]):
            return title[:end]
    return None


def date_in(words: str) -> tuple[int, str] | None:
    """Place and ISO form of the date that ends some folded words: 2012年8月26日, 二〇一三年九月十日, 2021.6.

    >>> date_in("青溪小学 二〇一三年九月十日")
    (5, '2013-09-10')
    """
    found = _dates().search(words)
    if found is None:
        return None
    year = _digits(found.group("year"))
    parts = [f"{year:04d}"]
    for name in ("month", "day"):
        value = _value(found.group(name))
        if not value:
            break
        parts.append(f"{value:02d}")
    return found.start(), "-".join(parts)


def _digits(words: str) -> int:
    signs = {char: value for value, char in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○OoＯ0", 0)
    return int("".join(str(signs.get(char, char)) for char in words))


def _value(words: str | None) -> int:
    return ordinal(words) if words else 0


def outside_of(roles: list[Role]) -> list[bool]:
    """For each paragraph whether it is boilerplate, by itself or through the scope of another."""
    outside = [role.boilerplate is not None for role in roles]
    tail = False
    for index, role in enumerate(roles):
        if role.cue is not None and role.cue.kind.container:
            tail = False
        tail = tail or role.boilerplate == "tail"
        outside[index] = outside[index] or tail
        if role.boilerplate == "head" and index <= _INTRODUCED:
            outside[: index + 1] = [True] * (index + 1)
    return outside
