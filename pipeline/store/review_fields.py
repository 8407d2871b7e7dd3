"""What people may say of a fact: how far it has come, whether it is right, a remark, and fields put right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pipeline.model import labels
from pipeline.model.errors import UsageError
from pipeline.store.states import state, state_of_word

STATE, VERDICT, REMARK = "state", "review", "remark"
VERDICTS = {"confirmed": "已确认", "rejected": "已驳回"}
UNREVIEWED, CORRECTED = "未复核", "已修改"
# Fields of each type of fact that may be put right. `due` is the date that a fact falls due, `support` the parties that
# help, `words` what is to be done or reached; the others are the contract's.
CORRECTABLE: Mapping[str, tuple[str, ...]] = {
    "duty": ("actor", "support", "words", "due", "part", "modality"),
    "target": ("words", "due"),
    "indicator": ("name", "op", "value", "value_max", "unit", "status", "due"),
    "deadline": ("start", "end", "freq", "times"),
    "membership": ("person", "position", "group", "post"),
    "evidence": ("words", "codes"),
    "problem": ("words",),
}
FIELD_NAMES = {
    STATE: "状态", VERDICT: "复核", REMARK: "备注", "actor": "责任主体", "support": "配合单位", "words": "内容",
    "due": "截止日期", "part": "分工", "modality": "要求", "name": "指标名称", "op": "比较", "value": "数值",
    "value_max": "上限", "unit": "单位", "status": "现状/目标", "start": "开始", "end": "结束", "freq": "频率",
    "times": "次数", "person": "姓名", "position": "职位", "group": "小组", "post": "职务", "codes": "指标编号",
}  # fmt: skip
_CODES = {"part": labels.PARTS, "modality": labels.MODALITIES, "op": labels.OPS, "status": labels.STATUSES}
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_FREQ = re.compile(r"P(?:T?\d{1,3}[DWMYSH]|\d{1,2}SY)")
_LONGEST = 4000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def checked(type: str, changes: Mapping[str, str | None]) -> dict[str, str | None]:
    """Changes of a fact of a type as they are kept: blanks trimmed, empty as null, words of a state or code as its id.

    Raises UsageError (Chinese) for a field that such a fact has not, and for a value that cannot be.
    """
    return {field: _checked(type, field, value) for field, value in changes.items()}


def shown(field: str, value: str | None) -> str:
    """A value of the log in words."""
    if field == STATE:
        return state(value).word
    if field == VERDICT:
        return VERDICTS.get(value or "", UNREVIEWED)
    return "" if value is None else _CODES.get(field, {}).get(value, value)


def _checked(type: str, field: str, value: str | None) -> str | None:
    if field not in (STATE, VERDICT, REMARK, *CORRECTABLE.get(type, ())):
        raise UsageError(f"{labels.TYPES.get(type, type)}没有可改的项目“{FIELD_NAMES.get(field, field)}”")
    value = _CONTROL.sub("", value or "").strip()
    if not value:
        return None
    if len(value) > _LONGEST:
        raise UsageError(f"“{FIELD_NAMES[field]}”太长（{len(value)} 字，最多 {_LONGEST} 字）")
    if field == STATE:
        found = state_of_word(value)
        return found.id if found else state(value).id
    if field == VERDICT or field in _CODES:
        return _code(field, value)
    if field in ("due", "start", "end"):
        return _date(field, value)
    if field in ("value", "value_max", "times", "freq"):
        return _number(field, value)
    return value


def _code(field: str, value: str) -> str | None:
    words = VERDICTS if field == VERDICT else _CODES[field]
    if field == VERDICT and value in (UNREVIEWED, CORRECTED):
        return None  # 已修改 follows from the fields put right
    for code, word in words.items():
        if value in (code, word):
            return code
    raise UsageError(f"“{FIELD_NAMES[field]}”不能是“{value}”（可用 {'、'.join(words.values())}）")


def _date(field: str, value: str) -> str:
    try:
        if not _DATE.fullmatch(value):
            raise ValueError
        date(*(int(part) for part in (value + "-01-01")[:10].split("-")))
    except ValueError:
        raise UsageError(f"“{FIELD_NAMES[field]}”不是日期：{value}（应写成 2025-06-30）") from None
    return value


def _number(field: str, value: str) -> str:
    try:
        if field == "freq":
            if not _FREQ.fullmatch(value):
                raise ValueError
        elif field == "times":
            if not 1 <= int(value) <= 1000:
                raise ValueError
        elif abs(float(value)) == float("inf") or float(value) != float(value):
            raise ValueError
    except ValueError:
        raise UsageError(f"“{FIELD_NAMES[field]}”不对：{value}") from None
    return value
