"""The card of one fact: its fields, its place with the words marked, the rule, what it is tied to."""

from __future__ import annotations

import re

import msgspec
from rich.text import Text

from pipeline.asking import FactView, Tie
from pipeline.cli.output import console, place, safe
from pipeline.model import labels
from pipeline.model.result import Fact, fact_type

_FIELDS = {
    "name": "指标",
    "scope": "适用范围",
    "person": "姓名",
    "position": "职位",
    "group": "小组",
    "post": "职务",
    "actor": "责任主体",
    "codes": "指标代码",
    "years": "年份",
    "start": "开始",
    "end": "结束",
}
_CODED = {
    "actor_kind": ("主体类别", labels.ACTOR_KINDS),
    "modality": ("要求", labels.MODALITIES),
    "part": ("分工", labels.PARTS),
    "status": ("现状/目标", labels.STATUSES),
    "kind": ("类别", labels.DEADLINE_KINDS),
}
_TIES = {
    "due": "时限",
    "due_of": "这一时限属于",
    "measured_by": "指标",
    "measured_by_of": "这一指标属于",
    "answered_by": "整改措施",
    "answered_by_of": "所整改的问题",
}
# Cues that name a way of reading, not words of the text: for developers, in the JSON.
_READING = re.compile("[a-z][a-z_-]+")


def print_card(view: FactView, most_ties: int) -> None:
    """Print one fact in full; at most `most_ties` of the facts tied to it."""
    out = console()
    out.print(Text(f"{labels.TYPES[fact_type(view.fact)]}　{safe(view.row.answer)}", style="bold cyan"))
    for name, value in _fields(view.fact):
        out.print(Text(f"  {name}：{safe(value)}"))
    out.print(Text(f"出处　{place(view.row)}", style="bold"))
    out.print(Text(f"  {safe(view.row.path)}　原文第 {view.line} 行　字符 " + _ranges(view), style="dim"))
    around = Text("  …")
    for piece in view.around:
        words = "".join(char if char.isprintable() else " " for char in piece.text)
        around.append(words, style="bold yellow underline" if piece.marked else "")
    out.print(around.append("…"))
    _print_rule(view)
    for tie in view.ties[:most_ties]:
        _print_tie(tie)


def _fields(fact: Fact) -> list[tuple[str, str]]:
    raw = msgspec.structs.asdict(fact)
    found = [(title, _words(raw[key])) for key, title in _FIELDS.items() if raw.get(key)]
    found += [(title, words.get(raw[key], "")) for key, (title, words) in _CODED.items() if raw.get(key)]
    if raw.get("value") is not None:
        found.append(("数值", labels.quantity(raw["op"], raw["value"], raw["value_max"], raw["unit"])))
    if raw.get("freq"):
        found.append(("频率", labels.frequency(raw["freq"], raw["times"])))
    if raw.get("duration"):
        found.append(("限期", labels.duration(raw["duration"])))
    return found


def _words(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _ranges(view: FactView) -> str:
    return "、".join(f"{span.start}–{span.end}" for span in view.fact.spans)


def _print_rule(view: FactView) -> None:
    out = console()
    where = f"　词表 {view.lexicon_file}" if view.lexicon_file else ""
    out.print(Text(f"规则　{view.rule}{where}", style="bold"))
    if words := [cue for cue in dict.fromkeys(view.cues) if not _READING.fullmatch(cue)]:
        out.print(Text(f"  依据的词：{safe('、'.join(words))}"))
    if view.states:
        out.print(Text(f"  说明：{safe(view.states)}"))


def _print_tie(tie: Tie) -> None:
    console().print(
        Text(f"{_TIES.get(tie.relation, tie.relation)}　{safe(tie.row.answer)}　[{tie.row.fact}]", style="cyan")
    )
