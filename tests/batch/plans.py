"""Plans for tests of runs: short, all different."""

from __future__ import annotations

from pathlib import Path

_PLAN = (
    "青溪镇第{n}小学安全工作计划\n一、工作目标\n到2026年底前，第{n}项隐患整改率达到{rate}%以上。\n"
    "二、主要职责\n总务处负责每月检查消防设施，{n}月15日前报送台账。\n"
)


def plan(number: int) -> str:
    """One plan."""
    return _PLAN.format(n=number, rate=60 + number % 40)


def write_plans(folder: Path, count: int) -> Path:
    """A folder of plans."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"方案{number:04}.txt").write_text(plan(number), "utf-8")
    return folder
