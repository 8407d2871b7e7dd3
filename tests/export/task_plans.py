"""A small base for the ledger: one plan whose tasks stand for every case of the lights."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.result import Deadline, Duty, Extraction
from pipeline.store import KnowledgeBase
from tests.store.plans import Plan

TEXT = """杏坡县教育局重点任务分工
一、任务
县教育局牵头，县财政局、县住建局配合，2025年6月10日前完成校舍加固。
教务处2025年6月20日前报送课表。
总务处2025年7月10日前修好水管。
安保处2026年1月31日前更换监控。
德育处每周五召开例会。
工会关心教职工生活。
=HYPERLINK("http://x")等字样由@网络中心清理。
"""
# actor, its words → due (None), recurring?
_ROWS = (
    ("教务处", "报送课表", "2025年6月20日前", "2025-06-20"),
    ("总务处", "修好水管", "2025年7月10日前", "2025-07-10"),
    ("安保处", "更换监控", "2026年1月31日前", "2026-01-31"),
)


def tasks_plan(text: str = TEXT, name: str = "xp") -> tuple[Extraction, str]:
    """The plan; facts are `xp-f1` … in this order: three of the first task, its deadline, then duty and deadline by turns."""
    p = Plan(name, text, title="杏坡县教育局重点任务分工", issuer="杏坡县教育局", path="任务/分工.txt")
    p.section("一", "任务")
    due = {"deadline": f"{name}-f4"}
    p.fact(Duty, "完成校舍加固", actor="县住建局", actor_kind="org", part="support", **due)
    p.fact(Duty, "完成校舍加固", actor="县教育局", actor_kind="org", part="lead", **due)
    p.fact(Duty, "完成校舍加固", actor="县财政局", actor_kind="org", part="support", **due)
    p.fact(Deadline, "2025年6月10日前", kind="by", end="2025-06-10")
    number = 5
    for actor, words, when, end in _ROWS:
        p.fact(Duty, words, actor=actor, actor_kind="org", deadline=f"{name}-f{number + 1}")
        p.fact(Deadline, when, kind="by", end=end)
        number += 2
    p.fact(Duty, "召开例会", actor="德育处", actor_kind="org", deadline=f"{name}-f12")
    p.fact(Deadline, "每周五", kind="recurring", freq="P1W")
    p.fact(Duty, "关心教职工生活", actor="工会", actor_kind="org")
    p.fact(Duty, '=HYPERLINK("http://x")等字样由@网络中心清理', actor="@网络中心", actor_kind="org")
    return p.done()


def tasks_base(path: Path) -> Path:
    """A base that holds the plan."""
    with KnowledgeBase.open(path, write=True) as kb:
        kb.add(*tasks_plan())
    return path
