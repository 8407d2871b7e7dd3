"""Counts that make an act: so much effort (不少于10节), and so often (每月入户一次)."""

from __future__ import annotations

import re

# 不少于10节: so much is to be done by whoever stands before it; a count of heads or things says nothing of the kind.
EFFORT = re.compile(
    r"(?:累计|人均|每人)?(不少于|不低于|不得少于|至少|不超过)[\d一二两三四五六七八九十百半]{1,4}(?:个)?(?:学时|课时|节|次|篇|小时|天|月|场|遍)"
)
# 每月入户一次, 每学期上一节公开课: behind a recurrence a count makes whatever precedes it an act.
COUNTED = re.compile(
    r"[\u4e00-\u9fff]{1,10}?(?:不少于|不得少于|至少|不低于)?(?:[\d一二两三四五六七八九十]{1,3})(?:[-—~至到][\d一二两三四五六七八九十]{1,3})?"
    r"(?:次|遍|回|节|堂|篇|本|场)"
)
