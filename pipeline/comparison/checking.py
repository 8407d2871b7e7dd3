"""Checks of a standard list before it is used; every complaint is a Chinese sentence that names file, row and field."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, Union, get_args, get_origin

import msgspec

from pipeline.comparison.lines import Where, line_at
from pipeline.comparison.rows import Conversion, ListInfo, StandardRow, Threshold

_YEARS = re.compile("\\d{4}|\\d{4}-(?:\\d{4})?|-\\d{4}")
_CLOCK = re.compile("\\d{1,2}:\\d{2}")
_ID = re.compile("[0-9A-Za-z\\u4e00-\\u9fff][0-9A-Za-z_.\\-\\u4e00-\\u9fff]{0,39}")
_NUMBERLESS = ("rule", "gate", "veto")
_TYPES = {str: "文字", int: "整数", float: "数字", bool: "true 或 false", tuple: "列表", type(None): "空"}


def complaints_about(raw: object, file: str, lines: dict[Where, int] | None = None) -> list[str]:
    """Everything that is wrong with the content of one list file; empty where it may be used. `lines` tells where in the
    file things stand (see `lines_of`); without it complaints count the rows of the list."""
    if not isinstance(raw, dict) or not isinstance(raw.get("list"), dict) or not isinstance(raw.get("rows"), list):
        return [f"{file}：标准表应有 list（表头）和 rows（各行）两部分"]
    known = lines or {}
    found = [f"{_place(file, known, (key,))}：不认识的部分 {key}" for key in raw if key not in ("list", "rows")]
    found += [f"{_place(file, known, ('list', _field(text)))} 表头：{text}" for text in _fields(raw["list"], ListInfo)]
    if not _ID.fullmatch(str(raw["list"].get("id", "x"))):
        head = _place(file, known, ("list", "id"))
        found.append(f"{head} 表头：编号 {raw['list'].get('id')} 只能用字母、数字、汉字、点、横线")
    seen: set[str] = set()
    for number, row in enumerate(raw["rows"]):
        name = row.get("id") if isinstance(row, dict) else None
        named = f"（{name}）" if name else ""
        for inside, text in _row(row):
            where = _place(file, known, ("rows", number, *inside))
            found.append(f"{where} 第 {number + 1} 条{named}：{text}")
        if name in seen:
            found.append(f"{_place(file, known, ('rows', number))} 第 {number + 1} 条{named}：编号重复")
        if isinstance(name, str):
            seen.add(name)
    return found


def _field(complaint: str) -> str:
    """The field a complaint of `_fields` is about."""
    words = complaint.split(" ")
    return words[-1] if words[0] in ("不认识的字段", "缺少") else words[0]


def _place(file: str, lines: dict[Where, int], where: Where) -> str:
    line = line_at(lines, where)
    return f"{file} 第 {line} 行" if line else file


def _row(row: object) -> Iterator[tuple[Where, str]]:
    """Complaints about a row, each with its place inside the row."""
    if not isinstance(row, dict):
        yield (), "应为一组“字段: 值”"
        return
    yield from (((_field(text),), text) for text in _fields(row, StandardRow))
    for field, struct in (("thresholds", Threshold), ("convertible", Conversion)):
        items = row.get(field)
        for number, item in enumerate(items if isinstance(items, list) else ()):
            title = f"{'门槛' if field == 'thresholds' else '换算'} {number + 1}"
            if not isinstance(item, dict):
                yield (field, number), f"{title}：应为一组“字段: 值”"
                continue
            yield from (((field, number, _field(text)), f"{title}：{text}") for text in _fields(item, struct))
            if field == "thresholds":
                yield from (((field, number), f"{title}：{text}") for text in _threshold(item, str(row.get("kind"))))
    yield from (((), text) for text in _wordings(row))


def _fields(raw: Mapping[str, object], struct: type[msgspec.Struct]) -> Iterator[str]:
    """Unknown and missing fields, and values of the wrong sort."""
    fields = _known_fields(struct)
    yield from (f"不认识的字段 {name}" for name in raw if name not in fields)
    for name, (hint, required) in fields.items():
        if name in raw:
            if wrong := _wrong(raw[name], hint):
                yield f"{name} {wrong}"
        elif required:
            yield f"缺少 {name}"


@lru_cache(maxsize=8)
def _known_fields(struct: type[msgspec.Struct]) -> dict[str, tuple[object, bool]]:
    """Type of each field, and whether it must be there."""
    hints = typing.get_type_hints(struct)
    return {field.name: (hints[field.name], field.required) for field in msgspec.structs.fields(struct)}


def _wrong(value: object, hint: object) -> str:
    """Why a value does not fit a type; empty where it does."""
    origin, options = get_origin(hint), get_args(hint)
    if origin is Literal:
        return "" if value in options else f"“{value}”不对，只能是 {'、'.join(map(str, options))}"
    if origin in (Union, types.UnionType):
        options = tuple(option for option in options if option is not type(None)) if value is not None else options
        wrong = [_wrong(value, option) for option in options]
        if len(options) == 1:
            return wrong[0]
        return "" if "" in wrong else "应为" + "或".join(dict.fromkeys(_type_name(option) for option in options))
    if origin is tuple:
        inner = options[0]
        if not isinstance(value, list):
            return "应为列表，如 [甲, 乙]"
        if len(options) == 2 and options[1] is not Ellipsis and len(value) != 2:
            return "应为两个数"
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            return ""
        return next((f"中的“{item}”{reason}" for item in value if (reason := _wrong(item, inner))), "")
    if hint is float:
        return "" if isinstance(value, (int, float)) and not isinstance(value, bool) else "应为数字"
    if isinstance(hint, type) and not (isinstance(value, hint) and not (hint is int and isinstance(value, bool))):
        return f"应为{_type_name(hint)}"
    return ""


def _type_name(hint: object) -> str:
    plain = get_origin(hint) or hint
    return "规定的词" if plain is Literal else _TYPES.get(typing.cast(type, plain), "规定的值")


def _threshold(item: Mapping[str, object], kind: str) -> Iterator[str]:
    value, comparator = item.get("value"), item.get("comparator")
    if isinstance(value, str) and not _CLOCK.fullmatch(value):
        yield f"value “{value}”不是数，也不是 8:20 这样的时刻"
    if (comparator == "between") != isinstance(value, list):
        yield "between 要配两个数 [下限, 上限]，其他比较词只配一个数"
    needs = comparator not in ("qualitative", "between") and kind not in _NUMBERLESS
    if needs and value is None and not item.get("value_ref"):
        yield "没有 value，也没有 value_ref（以别的量为准时写它）"
    years = item.get("years")
    if isinstance(years, str) and years and not _YEARS.fullmatch(years):
        yield f"years “{years}”应写作 2014-2019、2023-、-2024 或 2030"


def _wordings(row: Mapping[str, object]) -> Iterator[str]:
    """A wording stands in one of aliases, related_not_comparable, convertible and unclear, never in two."""
    places: dict[str, list[str]] = {}
    for field in ("aliases", "related_not_comparable", "unclear"):
        for wording in _strings(row.get(field)):
            if not wording.strip():
                yield f"{field} 里有空的叫法"
            places.setdefault(wording, []).append(field)
    conversions = row.get("convertible")
    wordings = (
        [item.get("wording") for item in conversions if isinstance(item, dict)] if isinstance(conversions, list) else []
    )
    for wording in dict.fromkeys(word for word in wordings if isinstance(word, str)):
        places.setdefault(wording, []).append("convertible")
    for wording, fields in places.items():
        if len(fields) > 1:
            yield f"叫法“{wording}”同时写在 {'、'.join(fields)}，只能写在一处"
    wide = ("aliases", "keywords", "related_not_comparable", "unclear")
    known = {word for field in wide for word in _strings(row.get(field))}
    for word in _strings(row.get("generic")):
        if word not in known:
            yield f"generic 里的“{word}”不在 {'、'.join(wide)} 里"


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
