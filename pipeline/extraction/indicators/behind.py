"""Whether the thing behind a quantity names it or the words before."""

from __future__ import annotations

from pipeline.extraction.indicators.name import COUNTED, RATES
from pipeline.extraction.indicators.phrases import Reader
from pipeline.extraction.indicators.scope import Scopes
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity

_FULL = "full"
_SIGNS = frozenset("≥≤≧≦><")
_GROWN = frozenset({"area", "count"})


def names_behind(
    reader: Reader, words: Words, scopes: Scopes, kind: str, item: Quantity, left: str, right: str, ceiling: int
) -> bool:
    """Whether the thing behind the quantity names it (16个教学班) and not the words before (教师16名)."""
    text = reader.board.text
    if not right or (left and _in_next_cell(text, item)):
        return False
    if not left or (left in words.wholes and item.unit not in RATES) or text[item.start - 1] == "等":
        return True
    runs_on = (
        text[item.end : ceiling].strip(" 的“”") == right and ceiling < len(text) and text[ceiling] not in ",。;、\n)"
    )
    if kind == "duration" and item.rule == _FULL:
        return False  # 在校学习满一年的研究生
    if kind == "duration" and text[item.end : item.end + 1] == "的" and not words.is_measure(left):
        # 教师每年接受不少于72学时的培训; but 连续请假30天的教师
        return not right.startswith(words.phrases["persons_or_bodies"]) and all(
            hit.start() for hit in scopes.hits(right)
        )
    if kind == "age" and text[item.end : item.end + 1] != "的" and (left in "男女" or scopes.find(left)):
        return False  # 女职工满55周岁办理退休
    shared = words.is_share(right) or (item.unit == "1:x" and right.endswith("比"))
    if shared and text[item.end : item.end + 1] == "的" and scopes.alone(left):
        return True  # 初中13.5:1的生师比, 小学98%的巩固率
    if kind == "money" and text[item.end : item.end + 1] == "的" and words.is_measure(right[:2]):
        return not words.is_measure(left)  # 66个重点项目54亿元的投资计划
    counted, bounded = kind in COUNTED, item.op not in ("=", "range", "~")
    of_body = kind == "person" and text[item.end : item.end + 1] == "的" and not words.is_verb(left)
    if of_body and right.startswith(wording.words("indicator", "persons_or_bodies" if bounded else "life_of_people")):
        return False  # 随班就读学生5人以上的学校; 低保对象2600人的生活水平
    if counted and left.endswith(words.payments):
        return True  # 补助50所薄弱学校
    if kind in _GROWN and words.is_verb(right) and not words.is_verb(left):
        return False  # 时令蔬菜700亩种植
    if words.is_measure(left) or (
        (not counted or (bounded and runs_on)) and text[item.end : item.end + 1] == "的" and len(left) > 1
    ):
        return False
    return not runs_on if counted else True


def _in_next_cell(text: str, item: Quantity) -> bool:
    """Whether what stands behind a bound told by a sign is another cell (年门诊量 ≥5000人次 查看统计)."""
    return text[item.start] in _SIGNS and text[item.end : item.end + 1] == " "
