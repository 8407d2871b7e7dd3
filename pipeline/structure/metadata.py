"""What a plan says of itself: issuer, date, number, kind, level, school types."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.structure.cleaning import CleanText
from pipeline.structure.documents import Part
from pipeline.structure.roles import Role, bare_title, date_in, is_name, title_kind

_HEAD_LINES = 8
_TAIL_LINES = 12
_LINE = 80
_FILE_NUMBER = re.compile(
    "(?<![\\u4e00-\\u9fffA-Za-z])([\\u4e00-\\u9fffA-Za-z]{2,16})\\s?[〔\\[(【]\\s?((?:19|20)\\d{2})\\s?[〕\\])】]\\s?(?:第\\s?)?(\\d{1,4})\\s?号"
)
_WHOLE_NUMBER = re.compile("[(]?.{0,30}号[)]?")
_FROM_TITLE = re.compile(
    "(.{2,24}?(?:人民政府办公室|人民政府办公厅|人民政府|办公室|办公厅|教育局|教体局|教育体育局|教育和体育局|教育厅|教委|教育部|国务院|委员会|党委))关于"
)
_PARTY = re.compile("甲\\s?方\\s?(?:\\([^()]{1,8}\\))?\\s?:\\s{0,8}([^\\s,。;:()]{3,30})")
_BEFORE_YEAR = re.compile("(.{2,20}?)(?=(?:19|20)\\d\\d)")
_BLANKS = re.compile("\\s+")


class LevelName(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/levels.yaml`."""

    pattern: str
    not_before: str = ""


class SchoolType(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/plan_school_types.yaml`."""

    pattern: str


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
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
def _types(_lexicons: object) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row.id, re.compile(row.pattern)) for row in load("plan_school_types", SchoolType))


def metadata_of(cleaned: CleanText, roles: list[Role], part: Part, outside: list[bool], title: str) -> Metadata:
    """What the head and the end of a plan tell. `title` is its folded title."""
    head = [index for index in range(part.first, min(part.body + _HEAD_LINES, part.last)) if not outside[index]]
    head = [index for index in head if index < part.title or index >= part.body]
    tail = [index for index in range(max(part.body, part.last - _TAIL_LINES), part.last) if not outside[index]]
    issuer, issued = _signature(cleaned, roles, part, head, tail)
    issuer = issuer or _first_party(cleaned, head + tail) or _issuer_of_title(title)
    named = f"{issuer or ''} {title}"
    kind = title_kind(title)
    return Metadata(
        issuer=issuer,
        issued=issued,
        number=_file_number(cleaned, head),
        kind=kind.id if kind else None,
        level=level_of(issuer or "") or level_of(title),
        school_types=school_types_of(named),
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


def school_types_of(words: str) -> tuple[str, ...]:
    """The types of schools some words name, in the lexicon's order."""
    return tuple(name for name, pattern in _types(lexicon_folders()) if pattern.search(words))


def _signature(
    cleaned: CleanText, roles: list[Role], part: Part, head: list[int], tail: list[int]
) -> tuple[str | None, str | None]:
    """Issuer and date: from the end of the plan, else from the lines under its title, else from its covering notice."""
    below = [index for index in head if index >= part.body and not roles[index].prose][:_HEAD_LINES]
    above = list(range(part.first, part.title))
    issuer: str | None = None
    issued: str | None = None
    for lines in (list(reversed(tail)), below, list(reversed(above))):
        for index in lines:
            role = roles[index]
            if issuer is None and role.name_end:
                issuer = _BLANKS.sub("", cleaned.text.text[cleaned.paragraphs[index].start : role.name_end])
            if issued is None and role.dated:
                found = date_in(_words(cleaned, index))
                issued = found[1] if found else None
        if issued is None and lines is below:
            issued = _dated_remark(cleaned, below)
    return issuer, issued


def _dated_remark(cleaned: CleanText, lines: list[int]) -> str | None:
    """The date that begins a remark under a title: 2015年4月1日 某会议通过; (2019年7月7日…通过)."""
    for index in lines[:4]:
        words = _words(cleaned, index).lstrip("(")
        found = _ADOPTED.match(words)
        if found:
            date = date_in(found.group(1))
            return date[1] if date else None
    return None


_ADOPTED = re.compile("(?:经)?(\\d{4}年\\d{1,2}月\\d{1,2}日)[^。]{0,60}(?:通过|公布|发布|修订|修正|印发)")


def _file_number(cleaned: CleanText, head: list[int]) -> str | None:
    """The plan's own 发文字号: on a line of its own in the head, never one that is cited in a sentence."""
    for index in head:
        words = _words(cleaned, index)
        found = _FILE_NUMBER.search(words)
        if found and "《" not in words[: found.start()] and _WHOLE_NUMBER.fullmatch(words):
            return f"{found.group(1)}〔{found.group(2)}〕{int(found.group(3))}号"
    return None


def _first_party(cleaned: CleanText, lines: list[int]) -> str | None:
    """The body that has another sign its plan: 甲方: 某县教育局; 甲方(盖章): 某县教育局  乙方…."""
    for index in lines:
        found = _PARTY.match(_words(cleaned, index))
        if found and is_name(found.group(1)):
            return found.group(1)
    return None


def _issuer_of_title(title: str) -> str | None:
    """The body a title begins with: 某县人民政府关于…; 某小学2024年…."""
    found = _FROM_TITLE.match(title)
    if found:
        return found.group(1)
    found = _BEFORE_YEAR.match(title)
    return found.group(1) if found and is_name(found.group(1)) else None


def _words(cleaned: CleanText, index: int) -> str:
    paragraph = cleaned.paragraphs[index]
    return cleaned.text.text[paragraph.start : min(paragraph.end, paragraph.start + _LINE)]
