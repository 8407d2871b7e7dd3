"""`cetu mcp`: the knowledge base for AI assistants."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from pipeline.cli.options import kb_option
from pipeline.cli.zh import Command
from pipeline.model.errors import UsageError


@click.command(cls=Command)
@click.option("--config", is_flag=True, help="只打印写进 AI 助手设置里的一段，不启动")
@kb_option
def mcp(config: bool, kb: Path) -> None:
    """把知识库接给 AI 助手（MCP，标准输入输出，只读）：由助手启动，不必自己运行。"""
    if config:
        click.echo(json.dumps(_config(kb), ensure_ascii=False, indent=2))
        return
    if find_spec("mcp") is None:
        raise UsageError('没有安装 MCP 组件。请运行：pip install "cetu[mcp]"（离线时用随附的安装包），再试一次')
    from pipeline.api.assistant.server import server_of

    server_of(kb.resolve()).run("stdio")


def _config(kb: Path) -> dict[str, object]:
    """The piece of settings that most assistants take."""
    program = Path(sys.argv[0]).resolve()
    command = str(program) if program.name.startswith("cetu") else "cetu"
    return {"mcpServers": {"cetu": {"command": command, "args": ["mcp", "--kb", str(kb.resolve())]}}}
