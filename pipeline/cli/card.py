"""The card of one fact: its fields, its place with the words marked, the rule, what it is tied to."""

from __future__ import annotations

from rich.text import Text

from pipeline.asking import FactView, Tie
from pipeline.cli.output import console, place, safe
from pipeline.model import labels
from pipeline.model.result import fact_type


def print_card(view: FactView, most_ties: int) -> None:
    """Print one fact in full; at most `most_ties` of the facts tied to it."""
    out = console()
    out.print(Text(f"{labels.TYPES[fact_type(view.fact)]}　{safe(view.row.answer)}", style="bold cyan"))
    for name, value in labels.card_fields(view.fact):
        out.print(Text(f"  {name}：{safe(value)}"))
    for one in view.put_right:
        out.print(Text(f"  已更正　{one.field}：{safe(one.now)}", style="bold yellow"))
    if view.rejected:
        out.print(Text("  已驳回：问答、台账和导出里不再出现", style="bold red"))
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


def _ranges(view: FactView) -> str:
    return "、".join(f"{span.start}–{span.end}" for span in view.fact.spans)


def _print_rule(view: FactView) -> None:
    out = console()
    where = f"　词表 {view.lexicon_file}" if view.lexicon_file else ""
    out.print(Text(f"规则　{view.rule}{where}", style="bold"))
    if words := labels.cue_words(view.cues):
        out.print(Text(f"  依据的词：{safe('、'.join(words))}"))
    if view.states:
        out.print(Text(f"  说明：{safe(view.states)}"))


def _print_tie(tie: Tie) -> None:
    console().print(
        Text(f"{labels.TIES.get(tie.relation, tie.relation)}　{safe(tie.row.answer)}　[{tie.row.fact}]", style="cyan")
    )
