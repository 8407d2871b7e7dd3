"""Why there is no verdict, and what is to be known about one: the sentences a user reads."""

from __future__ import annotations

from pipeline.comparison.rows import StandardRow, Threshold

SCHOOL_TYPES = {
    "primary": "小学",
    "junior": "初中",
    "compulsory": "义务教育学校",
    "nine_year": "九年一贯制学校",
    "twelve_year": "十二年一贯制学校",
    "complete_secondary": "完全中学",
    "senior": "高中",
    "special": "特殊教育学校",
    "teaching_point": "教学点",
    "all": "各类学校",
}


CLOCK = "标准是时刻，请对照原文"

_NOT_BY_A_SENTENCE = {
    "rule": "综合性规则，要对照全部数据，不由一句话判断",
    "gate": "前置条件，由主管部门认定，不由一句话判断",
    "veto": "一票否决项，由督导认定，不由一句话判断",
}


def kinds_of(thresholds: tuple[Threshold, ...]) -> str:
    """The school types of some thresholds in words."""
    return "、".join(dict.fromkeys(SCHOOL_TYPES[item.school_type] for item in thresholds))


def level_refusal(row: StandardRow, rank: str | None) -> str:
    """Why a row is not for plans of this rank; empty where it may be judged."""
    if row.kind in _NOT_BY_A_SENTENCE:
        return _NOT_BY_A_SENTENCE[row.kind]
    if row.level == "inter_school_cv":
        return "校际差异系数要有全县各校数据，一份计划不能判断"
    if row.level == "national":
        return "国家层面的目标，只作参考，不判断"
    if row.level == "county" and rank == "school":
        return "县级指标，学校计划只记是否提到，不判断"
    if row.level == "county" and rank != "county":
        return "县级指标，计划的层级不明或在县以下，不判断"
    return ""


def missing_hint(row: StandardRow) -> str:
    """Why a plan may be silent on a row that is not a school's own."""
    return {
        "county": "县级指标，学校计划可以不写",
        "inter_school_cv": "校际差异系数由县里计算，学校计划可以不写",
        "national": "国家层面的目标，计划可以不写",
    }.get(row.level, "")
