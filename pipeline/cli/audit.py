"""`cetu audit` and `cetu diff`: what cannot be checked off later; what changed from one plan to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import kb_option
from pipeline.cli.zh import Command
from pipeline.model import labels
from pipeline.model.errors import UsageError

if TYPE_CHECKING:
    from pipeline.auditing import Finding
    from pipeline.comparison.diff import Difference
    from pipeline.model.rows import Place

_SURENESS = ("高", "中", "低")
_STYLES = {"重要": "bold red", "一般": "bold yellow", "提示": "cyan"}
_MARKS = {"changed": ("改", "yellow"), "removed": ("减", "red"), "added": ("增", "green")}
_SHOWN_PLACES = 3


@click.command(cls=Command)
@click.argument("documents", metavar="[方案…]", nargs=-1)
@click.option("--sure", type=click.Choice(_SURENESS), help="只要把握不低于此的（屏幕上默认为中，写文件默认全部）")
@click.option("--kind", "kind_id", metavar="类别", help="只看一类（名称或编号）")
@click.option("--xlsx", type=click.Path(path_type=Path), metavar="文件", help="另存为 Excel")
@click.option("--limit", type=click.IntRange(1, 100_000), help="最多显示几条")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 数组输出")
@kb_option
def audit(
    documents: tuple[str, ...],
    sure: str | None,
    kind_id: str | None,
    xlsx: Path | None,
    limit: int | None,
    as_json: bool,
    kb: Path,
) -> None:
    """体检：方案里哪些事以后无法考核，哪些地方前后不合。方案给标题、编号、文件或文件夹，不给就查全部。"""
    from pipeline.auditing import audit as run
    from pipeline.cli.bases import opened
    from pipeline.cli.output import print_json, tell_of_more

    wanted_kind = _kind_named(kind_id) if kind_id is not None else None
    with opened(documents, kb) as (base, names):
        found = [one for one in run(base, names, sure="低") if wanted_kind in (None, one.kind)]
    wanted = [one for one in found if sure is None or _SURENESS.index(one.sure) <= _SURENESS.index(sure)]
    if xlsx is not None:
        from pipeline.batch.files import write_whole_with
        from pipeline.export.audit import write_audit

        write_whole_with(xlsx, lambda draft: write_audit(wanted, draft))
    if as_json:
        print_json(wanted[:limit])
        return
    shown = [one for one in wanted if sure is not None or one.sure != "低"]
    _show(shown[:limit])
    tell_of_more(shown, limit, "条")
    if hidden := len(wanted) - len(shown):
        click.echo(f"另有 {hidden} 条把握低，加 --sure 低 列出")
    if xlsx is not None:
        click.echo(f"已写入 {xlsx}")


def _kind_named(word: str) -> str:
    """The id of a kind of finding, given as id or name. Raises UsageError with all there are."""
    from pipeline.auditing.lexicons import kinds

    known = {name: row.id for row in kinds() for name in (row.id, row.title)}
    if word not in known:
        raise UsageError(f"没有这一类：{word}（有 {'、'.join(row.title for row in kinds())}）")
    return known[word]


def _show(found: Sequence[Finding]) -> None:
    from rich.text import Text

    from pipeline.cli.output import console, safe

    screen = console()
    if not found:
        click.echo("没有发现问题。")
        return
    plan = kind = ""
    for one in found:
        if one.document_id != plan:
            plan, kind = one.document_id, ""
            screen.print(Text(f"\n《{safe(one.document)}》", style="bold"))
        if one.kind != kind:
            kind = one.kind
            head = Text(f"【{one.severity}】{one.title}", style=_STYLES[one.severity])
            screen.print(head.append(f"　{one.advice}", style="dim"))
        screen.print(Text(f"  · {safe(one.why)}（把握{one.sure}）"))
        places = _by_sentence(one.places)
        for some in places[:_SHOWN_PLACES]:
            screen.print(Text(f"      “{_short(safe(some[0].text))}”　{_where(some)}", style="dim"))
        if len(places) > _SHOWN_PLACES or one.count > len(one.places):
            screen.print(Text(f"      …… 共 {one.count} 处", style="dim"))
    counts = Counter(f"{one.severity}·{one.title}" for one in found)
    click.echo("\n" + "　".join(f"{name} {count}" for name, count in counts.most_common()))


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _by_sentence(places: Sequence[Place]) -> list[list[Place]]:
    """Places of one sentence together: five people of one roster are told by one line."""
    found: dict[tuple[str, str | None, str], list[Place]] = {}
    for place in places:
        found.setdefault((place.document_id, place.section, place.text), []).append(place)
    return list(found.values())


def _where(places: Sequence[Place]) -> str:
    from pipeline.cli.output import safe

    first = places[0]
    page = f"第 {first.page} 页" if first.page else ""
    ids = " ".join(dict.fromkeys(f"[{place.facts[0]}]" for place in places if place.facts))
    return safe("　".join(part for part in (first.section or "", page, ids) if part))


@click.command(cls=Command)
@click.argument("before", metavar="方案甲")
@click.argument("after", metavar="方案乙")
@click.option("--xlsx", type=click.Path(path_type=Path), metavar="文件", help="另存为 Excel")
@click.option("--limit", type=click.IntRange(1, 100_000), help="最多显示几条")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 数组输出")
@kb_option
def diff(before: str, after: str, xlsx: Path | None, limit: int | None, as_json: bool, kb: Path) -> None:
    """两份方案（或一所学校两年的方案）逐项比：增了什么，减了什么，目标、责任人、时限改了什么。"""
    from pipeline.cli.bases import opened
    from pipeline.cli.output import print_json
    from pipeline.comparison.diff import diff as compare_plans

    with opened((before, after), kb) as (base, names):
        found = compare_plans(base, *names)
    if xlsx is not None:
        from pipeline.batch.files import write_whole_with
        from pipeline.export.audit import write_difference

        write_whole_with(xlsx, lambda draft: write_difference(found, draft))
    if as_json:
        print_json(found.rows[:limit])
        return
    _show_difference(found, limit)
    if xlsx is not None:
        click.echo(f"已写入 {xlsx}")


def _show_difference(found: Difference, limit: int | None) -> None:
    from rich.text import Text

    from pipeline.cli.output import console, safe, tell_of_more

    screen = console()
    screen.print(Text(f"甲《{safe(found.before.title)}》　{safe(found.before_path)}", style="bold"))
    screen.print(Text(f"乙《{safe(found.after.title)}》　{safe(found.after_path)}", style="bold"))
    kind = ""
    for row in found.rows[:limit]:
        if row.type != kind:
            kind = row.type
            screen.print(Text(f"\n{labels.TYPES[kind]}", style="bold"))
        mark, style = _MARKS[row.change]
        line = Text(f"  {mark} ", style=style).append(safe(row.what), style="default")
        for one in row.fields:
            note = f"（{one.note}）" if one.note else ""
            line.append(
                f"　{one.field}：{_short(safe(one.before)) or '无'} → {_short(safe(one.after)) or '无'}{note}",
                style=style,
            )
        screen.print(line)
        for name, place in (("甲", row.before), ("乙", row.after)):
            if place is not None:
                screen.print(Text(f"      {name}“{_short(safe(place.text))}”　{_where([place])}", style="dim"))
    counts: Counter[str] = Counter(row.change for row in found.rows)
    told = "　".join(
        f"{name} {counts[key]}" for key, name in (("changed", "改动"), ("removed", "减少"), ("added", "增加"))
    )
    tell_of_more(found.rows, limit, "处")
    click.echo(f"\n{told}　相同 {found.same}" if found.rows else f"没有不同（相同 {found.same} 项）。")
