"""The queries: who, duties, ask, search, deadlines, show, graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import DEFAULT_KB, query_options
from pipeline.cli.zh import Command
from pipeline.model.rows import AnswerRow

if TYPE_CHECKING:
    from pipeline.store import KnowledgeBase

Words = tuple[str, ...]


@click.command(cls=Command)
@click.argument("words", metavar="事项", nargs=-1, required=True)
@query_options
def who(words: Words, kb: Path, limit: int, as_json: bool) -> None:
    """谁负责某件事：列出责任主体、分工、时限和原文。"""
    from pipeline.asking import who as ask_who
    from pipeline.store import KnowledgeBase

    query = " ".join(words)
    with KnowledgeBase.open(kb) as base:
        _print(ask_who(base, query, limit + 1), as_json, query.split(), limit)


@click.command(cls=Command)
@click.argument("actor", metavar="责任主体", nargs=-1, required=True)
@query_options
def duties(actor: Words, kb: Path, limit: int, as_json: bool) -> None:
    """某个部门、岗位、小组或个人要做的全部事情；个人还包括通过职务和小组承担的。"""
    from pipeline.asking import duties as ask_duties
    from pipeline.store import KnowledgeBase

    name = " ".join(actor)
    with KnowledgeBase.open(kb) as base:
        _print(ask_duties(base, name, limit + 1), as_json, [name], limit)


@click.command(cls=Command)
@click.argument("question", metavar="问题", nargs=-1, required=True)
@click.option("--on", metavar="日期", help="从哪天算起今年、年底、本学期、下个月（默认今天）")
@query_options
def ask(question: Words, on: str | None, kb: Path, limit: int, as_json: bool) -> None:
    """用平常的话提问，如：谁负责控辍保学？领导小组组长是谁？哪所学校的班额目标最低？"""
    from pipeline.asking import ask as ask_question
    from pipeline.cli.dates import day_or_today
    from pipeline.store import KnowledgeBase

    asked = " ".join(question)
    if not asked.strip():
        raise click.UsageError("请写要问的话，如：cetu ask 谁负责控辍保学？")
    with KnowledgeBase.open(kb) as base:
        result = ask_question(base, asked, limit + 1, on=day_or_today(on))
    if as_json:
        _print(result.rows, True, result.words, limit)
        return
    if result.rows:
        _print(result.rows[: result.sure], False, result.words, limit)
        if possible := result.rows[result.sure : limit]:
            click.echo("\n也可能是：")
            _print(possible, False, result.words)
        return
    if result.kind == "unowned":
        click.echo("没有发现这样的任务；要查得更细（目标、指标也查），用 cetu audit")
        return
    click.echo("未找到：这些方案里没有写明。")
    if result.nearest:
        click.echo("\n意思相近的内容（不是答案）：")
        _print(result.nearest, False, result.words)


@click.command(cls=Command)
@click.argument("words", metavar="[词语]", nargs=-1)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="种类",
    help="只看职责、指标、时限、人员分工、目标、档案材料或问题；可写多次",
)
@click.option("--document", "documents", multiple=True, metavar="方案", help="只看某份方案、某个文件或文件夹；可写多次")
@click.option("--actor", default="", metavar="责任主体", help="只看某个部门、岗位、小组或个人的")
@click.option("--status", default="", metavar="状态", help="指标的目标或现状；任务的未开始、进行中、已完成等")
@click.option("--from", "since", metavar="日期", help="时限不早于这一天，如 2025-01-01 或 2025-03")
@click.option("--to", "until", metavar="日期", help="时限不晚于这一天")
@click.option("--school-type", default="", metavar="学段", help="小学、初中、九年一贯制、幼儿园等")
@query_options
def search(
    words: Words,
    kinds: Words,
    documents: Words,
    actor: str,
    status: str,
    since: str | None,
    until: str | None,
    school_type: str,
    kb: Path,
    limit: int,
    as_json: bool,
) -> None:
    """全文检索事实和章节，一两个字的词也能找到，最相关的在前；可按种类、方案、责任主体、状态、日期、学段筛选。"""
    from pipeline.asking import Filters
    from pipeline.asking import search as full_text
    from pipeline.cli.dates import iso_date
    from pipeline.store import KnowledgeBase

    query = " ".join(words)
    first, last = (iso_date(day) if day else None for day in (since, until))
    chosen = Filters(
        kinds=kinds, documents=documents, actor=actor, status=status, since=first, until=last, school_type=school_type
    )
    if not query and not chosen:
        raise click.UsageError("请写要找的词，或用 --kind、--document、--actor 等筛选")
    with KnowledgeBase.open(kb) as base:
        _print(full_text(base, query, limit + 1, chosen), as_json, query.split(), limit)


@click.command(cls=Command)
@click.option("--from", "since", metavar="日期", help="从哪天起，如 2025-01-01 或 2025-03")
@click.option("--to", "until", metavar="日期", help="到哪天止")
@click.option("--ics", type=click.Path(path_type=Path), help="写成日历文件，手机和 Outlook 都能打开")
@click.option("--on", metavar="日期", help="日历从哪天起排周期性的工作（默认今天），排到 --to 为止，不写则排一年")
@query_options
def deadlines(
    since: str | None, until: str | None, ics: Path | None, on: str | None, kb: Path, limit: int, as_json: bool
) -> None:
    """什么时候要完成什么，按日期排列；周期性的工作排在后面。"""
    from pipeline.asking import deadlines as due
    from pipeline.cli.dates import iso_date
    from pipeline.store import KnowledgeBase

    first, last = (iso_date(day) if day else None for day in (since, until))
    with KnowledgeBase.open(kb) as base:
        if ics is not None:
            _write_calendar(base, ics, on, first, last)
        else:
            _print(due(base, first, last, limit + 1), as_json, (), limit)


@click.command(cls=Command)
@click.argument("fact_id", metavar="事实编号")
@click.option("--image", type=click.Path(path_type=Path), help="把所在的 PDF 页画成图片（.png），框出原词")
@click.option("--folder", type=click.Path(path_type=Path), help="原文件所在的文件夹（默认为上次处理的文件夹）")
@query_options
def show(fact_id: str, image: Path | None, folder: Path | None, kb: Path, limit: int, as_json: bool) -> None:
    """一条事实的出处：原文上下文（标出原词）、所在位置和找到它的规则。"""
    from pipeline.asking import show as show_fact
    from pipeline.cli.card import print_card
    from pipeline.store import KnowledgeBase

    with KnowledgeBase.open(kb) as base:
        view = show_fact(base, fact_id)
        if image is not None:
            _draw(base, fact_id, image, folder)
    if as_json:
        _print([view.row], True, ())
    else:
        print_card(view, limit)


@click.command(cls=Command)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("outputs/graph.graphml"),
    show_default="outputs/graph.graphml",
    help="写到哪里",
)
@click.option(
    "--kb", type=click.Path(path_type=Path), default=DEFAULT_KB, show_default=str(DEFAULT_KB), help="知识库文件"
)
def graph(out: Path, kb: Path) -> None:
    """把责任关系图写成 GraphML 文件（可用 Gephi 打开）。"""
    from pipeline.batch.files import write_whole_with
    from pipeline.graph import build_graph, write_graphml
    from pipeline.store import KnowledgeBase

    with KnowledgeBase.open(kb) as base:
        drawn = build_graph(base)
    write_whole_with(out, lambda draft: write_graphml(drawn, draft))
    click.echo(f"已写入 {out}：{drawn.number_of_nodes()} 个节点，{drawn.number_of_edges()} 条关系")


def _write_calendar(base: KnowledgeBase, path: Path, on: str | None, since: str | None, until: str | None) -> None:
    from pipeline.batch.files import write_whole_with
    from pipeline.cli.dates import day_or_today
    from pipeline.export.calendar.ics import write_calendar

    made: list[int] = []
    day = day_or_today(on)
    write_whole_with(path, lambda draft: made.append(write_calendar(base, draft, day, since=since, until=until)))
    click.echo(f"已写入 {path}：{made[0]} 个日程（没有日期的时限不在其中）")


def _draw(base: KnowledgeBase, fact_id: str, image: Path, folder: Path | None) -> None:
    from pipeline.asking import fact_picture
    from pipeline.batch.files import write_whole

    place, picture = fact_picture(base, fact_id, folder)
    write_whole(image, picture)
    others = "、".join(str(page) for page in place.pages if page != place.page)
    more = f"；原词还在第 {others} 页，未画出" if others else ""
    click.echo(f"已画出第 {place.page} 页：{image}{more}", err=True)


def _print(rows: Sequence[AnswerRow], as_json: bool, marks: Sequence[str], limit: int | None = None) -> None:
    """Rows, at most `limit`; that there are more is said to people, not to programs."""
    from pipeline.cli.output import print_answers, print_json, tell_of_more

    if as_json:
        print_json(rows[:limit])
    elif rows:
        print_answers(rows[:limit], marks)
        tell_of_more(rows, limit, "条", counted=False)
    else:
        click.echo("未找到。")
