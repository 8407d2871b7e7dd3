"""The Chinese words under which codes of the contract are shown, on screen and in workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

TYPES = {
    "duty": "职责",
    "indicator": "指标",
    "deadline": "时限",
    "membership": "人员分工",
    "target": "目标",
    "evidence": "档案材料",
    "problem": "问题",
    "section": "章节",
}
# One character for a type, where it is shown beside the words of a fact.
TYPE_SIGNS = {
    "duty": "责",
    "indicator": "指",
    "deadline": "时",
    "membership": "人",
    "target": "目",
    "evidence": "档",
    "problem": "题",
}
PARTS = {"lead": "牵头", "support": "配合", "sole": "负责"}
MODALITIES = {"must": "必须", "should": "应当", "must_not": "不得", "may": "可以"}
ACTOR_KINDS = {"person": "个人", "post": "岗位", "org": "单位", "group": "小组"}
STATUSES = {"target": "目标", "actual": "现状"}
PARTY_TIES = {
    "bears:lead": "牵头",
    "bears:sole": "负责",
    "bears:support": "配合",
    "member_of": "参加",
    "holds": "任职",
    "acts_as": "担任",
    "part_of": "隶属",
    "same_as": "又称",
}
OCR = "（扫描识别）"
FILE_STATUSES = {"ok": "完成", "skipped": "跳过", "failed": "失败", "missing": "已不在"}
DEADLINE_KINDS = {"by": "截止", "period": "期间", "recurring": "周期", "relative": "限期"}
OPS = {">=": "不低于", "<=": "不超过", ">": "高于", "<": "低于", "=": "等于", "~": "约", "range": "区间"}
VERDICTS = {
    "stricter": "严于标准",
    "meets": "达到标准",
    "below": "低于标准",
    "mentioned": "已提及",
    "missing": "未提及",
    "not_comparable": "口径不同",
}
LEVELS = {"school": "学校", "county": "县域", "inter_school_cv": "校际差异", "national": "全国", "student": "学生"}
SCHOOL_TYPES = {
    "primary": "小学",
    "junior": "初中",
    "compulsory": "义务教育",
    "nine_year": "九年一贯制",
    "twelve_year": "十二年一贯制",
    "complete_secondary": "完全中学",
    "senior": "高中",
    "special": "特殊教育",
    "teaching_point": "教学点",
    "all": "各学段",
}
COMPARATORS = {">=": "≥", "<=": "≤", "==": "=", "<": "<", ">": ">", "between": "介于", "qualitative": "定性要求"}
# What a card shows of a fact: fields with words of their own, fields that hold a code, ties to other facts.
FIELDS = {
    "name": "指标",
    "scope": "适用范围",
    "person": "姓名",
    "position": "职位",
    "group": "小组",
    "post": "职务",
    "actor": "责任主体",
    "party": "所指",
    "codes": "指标代码",
    "years": "年份",
    "start": "开始",
    "end": "结束",
}
CODED = {
    "actor_kind": ("主体类别", ACTOR_KINDS),
    "modality": ("要求", MODALITIES),
    "part": ("分工", PARTS),
    "status": ("现状/目标", STATUSES),
    "kind": ("类别", DEADLINE_KINDS),
}
TIES = {
    "due": "时限",
    "due_of": "这一时限属于",
    "measured_by": "指标",
    "measured_by_of": "这一指标属于",
    "answered_by": "整改措施",
    "answered_by_of": "所整改的问题",
}
MEDIA = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/msword": "Word",
    "application/rtf": "RTF",
    "text/rtf": "RTF",
    "text/html": "网页",
    "application/xhtml+xml": "网页",
    "text/plain": "文本",
}
_PERIOD = re.compile(r"P(?P<clock>T?)(?P<count>\d+)(?P<unit>SY|S|D|W|M|Y|H)")
_PERIOD_UNITS = {
    "D": "天", "W": "周", "M": "个月", "Y": "年", "S": "学期", "SY": "学年", "TH": "小时", "TM": "分钟", "TS": "秒",
}  # fmt: skip
_NAMED = {
    "P1D": "每天",
    "P1W": "每周",
    "P1M": "每月",
    "P3M": "每季度",
    "P6M": "每半年",
    "P1Y": "每年",
    "P1S": "每学期",
    "P1SY": "每学年",
}


_ROUND_FROM = 100_000

# Cues that name a way of reading, not words of the text: for developers, in the JSON.
_READING_CUE = re.compile("[a-z][a-z_-]+")


def card_fields(fact: msgspec.Struct) -> list[tuple[str, str]]:
    """The fields of a fact in words, as (title, value); those without a value are left out."""
    raw = msgspec.structs.asdict(fact)
    found = [(title, _listed(raw[key])) for key, title in FIELDS.items() if raw.get(key)]
    found += [(title, words.get(raw[key], "")) for key, (title, words) in CODED.items() if raw.get(key)]
    if raw.get("value") is not None:
        found.append(("数值", quantity(raw["op"], raw["value"], raw["value_max"], raw["unit"])))
    if raw.get("freq"):
        found.append(("频率", frequency(raw["freq"], raw["times"])))
    if raw.get("duration"):
        found.append(("限期", duration(raw["duration"])))
    return found


def cue_words(cues: Iterable[str]) -> list[str]:
    """The cues of a fact that are words of the text, each once."""
    return [cue for cue in dict.fromkeys(cues) if not _READING_CUE.fullmatch(cue)]


def _listed(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def frequency(freq: str | None, times: int = 1) -> str:
    """A period of the contract in words; unknown codes stay as they are.

    >>> frequency("P1S", 2), frequency("P2W"), frequency("PT2H"), frequency(None)
    ('每学期 2 次', '每 2 周', '每 2 小时', '')
    """
    if freq is None:
        return ""
    words = _NAMED.get(freq) or (f"每 {length}" if (length := _length(freq)) else freq)
    return f"{words} {times} 次" if times > 1 else words


def duration(code: str | None) -> str:
    """A length of time in words: `P30D` → `30 天`, `PT24H` → `24 小时`; unknown codes stay as they are."""
    return _length(code or "") or code or ""


def _length(code: str) -> str | None:
    match = _PERIOD.fullmatch(code)
    unit = _PERIOD_UNITS.get(match["clock"] + match["unit"]) if match else None
    return f"{match['count']} {unit}" if match and unit else None


def number(value: float | None) -> str:
    """A number without a tail of noughts."""
    return "" if value is None else f"{value:.10g}"


def readable(value: float | None) -> str:
    """A number as papers write it: round ones from a hundred thousand up by 万 or 亿.

    >>> readable(18600000.0), readable(125000.0), readable(123456.0), readable(98.5), readable(2.5e8)
    ('1860万', '12.5万', '123456', '98.5', '2.5亿')
    """
    if value is None or abs(value) < _ROUND_FROM:
        return number(value)
    for size, word in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= size and value % (size / 100) == 0:
            return f"{value / size:.10g}{word}"
    return number(value)


def quantity(op: str | None, value: float | None, value_max: float | None, unit: str | None) -> str:
    """A quantity in words.

    >>> quantity(">=", 95.0, None, "%"), quantity("range", 1.0, 3.0, "人"), quantity("=", 19.9, None, "1:x")
    ('不低于 95%', '1～3人', '1:19.9')
    """
    if value is None:
        return ""
    body = f"{readable(value)}～{readable(value_max)}" if value_max is not None else readable(value)
    text = f"1:{body}" if unit == "1:x" else f"{body}{unit or ''}"
    return text if op in (None, "=", "==", "range") else f"{OPS.get(op, op)} {text}"
