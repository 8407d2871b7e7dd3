"""What a plan says of itself: issuer, date, number, kind, level, school types."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load, wording
from pipeline.structure.cleaning import CleanText
from pipeline.structure.parts import Part
from pipeline.structure.roles import Role, bare_title, is_name, title_kind
from pipeline.structure.signatures import assembly_of, first_party, issuer_of_title, signature, speech

_HEAD_LINES = 8
_TAIL_LINES = 12
_LINE = 80
_FILE_NUMBER = re.compile(
    "(?<![\\u4e00-\\u9fffA-Za-z])([\\u4e00-\\u9fffA-Za-z]{2,16})\\s?[〔\\[(【〖]\\s?((?:19|20)\\d{2})\\s?[〕\\])】〗]\\s?(?:第\\s?)?(\\d{1,4})\\s?[号號]"
)
_ORDER_NUMBER = re.compile("([\\u4e00-\\u9fff]{2,20}令)\\s?\\(?(?:第\\s?)?(\\d{1,4})\\s?[号號]\\)?")
_WHOLE_NUMBER = re.compile("[(]?.{0,30}[号號][)]?")
_RED_HEAD = re.compile("(.{3,60}?)\\s{0,9}文\\s{0,9}件")
_BLANKS = re.compile("\\s+")
_SCHOOL = "学校"
_DATED = re.compile("[(]?(?:经|根据)?\\s?\\d{4}\\s?年")


class LevelName(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/levels.yaml`."""

    pattern: str
    not_before: str = ""


class SchoolType(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/plan_school_types.yaml`."""

    pattern: str
    wide: str = ""


class Metadata(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is known of a plan beside its text; null where it does not say."""

    issuer: str | None = None
    issued: str | None = None
    number: str | None = None
    kind: str | None = None
    level: str | None = None
    school_types: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def _levels(_lexicons: object) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (row.id, re.compile(row.pattern), re.compile(row.not_before) if row.not_before else None)
        for row in load("levels", LevelName)
    )


@lru_cache(maxsize=4)
def _types(_lexicons: object) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    rows = load("plan_school_types", SchoolType)
    return tuple((row.id, re.compile(row.pattern), re.compile(row.wide) if row.wide else None) for row in rows)


def metadata_of(cleaned: CleanText, roles: list[Role], part: Part, outside: list[bool], title: str) -> Metadata:
    """What the head and the end of a plan tell. `title` is its folded title."""
    head = [index for index in range(part.first, min(part.body + _HEAD_LINES, part.last)) if not outside[index]]
    head = [index for index in head if index < part.title or index >= part.body]
    tail = [index for index in range(max(part.body, part.last - _TAIL_LINES), part.last) if not outside[index]]
    below = _heading_lines(cleaned, roles, part, head)
    own = level_of(title) == _SCHOOL
    named = _words(cleaned, part.title) if part.body - part.title > 1 else ""  # the name may stand on a line of its own
    titled = named if is_name(named) else issuer_of_title(title, of_school=own)
    above = list(range(part.first, part.title))
    issuer, issued = signature(cleaned, roles, tail, below, above, named=titled is not None)
    speaker, spoken = speech(cleaned, below)
    issuer = issuer or first_party(cleaned, head + tail) or assembly_of(cleaned, below) or speaker
    issuer, issued = issuer or _who_ordered(cleaned, head), issued or spoken
    issuer = issuer or titled or next(filter(None, (_of_notice(cleaned, roles, index) for index in above)), None)
    issuer = issuer or _of_red_head(cleaned, above)
    level = level_of(issuer or "") or level_of(title)
    kind = title_kind(title)
    return Metadata(
        issuer=issuer,
        issued=issued,
        number=_file_number(cleaned, head),
        kind=kind.id if kind else None,
        level=level,
        school_types=school_types_of(f"{issuer or ''} {title}", of_school=level == _SCHOOL),
    )


def level_of(words: str) -> str | None:
    """The level a body or title belongs to: 学校, 乡镇, 县区, 市, 省, 国家.

    >>> level_of("青溪县教育局"), level_of("柳河镇中心小学")
    ('县区', '学校')
    """
    bare = _BLANKS.sub("", bare_title(words))
    for name, pattern, refused in _levels(lexicon_folders()):
        if pattern.search(bare) and not (refused and refused.search(bare)):
            return name
    return None


def school_types_of(words: str, *, of_school: bool = False) -> tuple[str, ...]:
    """The types of schools some words name, in the lexicon's order. `of_school`: a school's own plan is for its type.

    >>> school_types_of("某县中小学安全方案"), school_types_of("青溪小学义务教育学校创建方案", of_school=True)
    (('小学', '初中'), ('小学',))
    """
    return tuple(
        name
        for name, pattern, wide in _types(lexicon_folders())
        if pattern.search(words) or (wide and not of_school and wide.search(words))
    )


def _of_notice(cleaned: CleanText, roles: list[Role], index: int) -> str | None:
    """The body that the title of a covering notice begins with."""
    return issuer_of_title(_words(cleaned, index), of_school=False) if roles[index].kind else None


def _of_red_head(cleaned: CleanText, above: list[int]) -> str | None:
    """The body in whose name a paper is printed (某县教育局文件), the first of several below each other."""
    for place, index in enumerate(above):
        head = _RED_HEAD.fullmatch(_words(cleaned, index))
        if head is None or not is_name(_BLANKS.sub("", head[1])):
            continue
        names = [_BLANKS.sub("", _words(cleaned, other)) for other in above[:place]]
        first = next((at + 1 for at in range(place - 1, -1, -1) if not is_name(names[at])), 0)
        return (*names, _BLANKS.sub("", head[1]))[first]
    return None


def _heading_lines(cleaned: CleanText, roles: list[Role], part: Part, head: list[int]) -> list[int]:
    """The lines between a plan's title and its text: its signature, or the history of a law."""
    found: list[int] = []
    for index in head:
        dated = _DATED.match(cleaned.text.text, cleaned.paragraphs[index].start) is not None
        if index >= part.body and (dated or not (roles[index].prose or roles[index].cue)):
            found.append(index)
    return found


def _file_number(cleaned: CleanText, head: list[int]) -> str | None:
    """The plan's own 发文字号: on a line of its own in the head, never one that is cited in a sentence."""
    for index in head:
        words = wording.pattern("structure", "signs_for_issue").sub("", _words(cleaned, index))
        order = _order(cleaned, index)
        if order:
            return f"{order.group(1)}第{int(order.group(2))}号"
        found = _FILE_NUMBER.search(words)
        if found and "《" not in words[: found.start()] and _WHOLE_NUMBER.fullmatch(words):
            return f"{found.group(1)}〔{found.group(2)}〕{int(found.group(3))}号"
    return None


def _order(cleaned: CleanText, index: int) -> re.Match[str] | None:
    """The number of an order (某某部令 第15号), on one line or on two."""
    words = _words(cleaned, index)
    if words.endswith("令") and index + 1 < len(cleaned.paragraphs):
        words += _words(cleaned, index + 1)
    return _ORDER_NUMBER.fullmatch(words)


def _who_ordered(cleaned: CleanText, head: list[int]) -> str | None:
    """The body whose order a paper is."""
    order = next(filter(None, (_order(cleaned, index) for index in head)), None)
    body = order.group(1)[:-1] if order else ""
    return body if is_name(body) else None


def _words(cleaned: CleanText, index: int) -> str:
    paragraph = cleaned.paragraphs[index]
    return cleaned.text.text[paragraph.start : min(paragraph.end, paragraph.start + _LINE)]
