"""`cetu serve`: the workbench in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import kb_option, user
from pipeline.cli.zh import Command


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1", show_default="127.0.0.1", help="在哪个地址上提供（默认只限本机）")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default="8765", help="端口")
@click.option("--workers", type=click.IntRange(1, 32), default=1, show_default="1", help="用几个进程")
@kb_option
def serve(host: str, port: int, workers: int, kb: Path) -> None:
    """打开工作台：在浏览器里提问、看原文、核对、比对、导入和导出。"""
    from pipeline.web.running import run
    from pipeline.web.settings import Settings

    run(Settings(kb=kb.absolute(), host=host, port=port, user=user()), workers)
