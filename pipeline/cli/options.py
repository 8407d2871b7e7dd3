"""Options that several commands share."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_KB = Path("outputs/kb.sqlite")


def query_options(function: F) -> F:
    """`--kb`, `--limit` and `--json`, which every query takes."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="以 JSON 数组输出"),
        click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default="20", help="最多显示几条"),
        click.option(
            "--kb", type=click.Path(path_type=Path), default=DEFAULT_KB, show_default=str(DEFAULT_KB), help="知识库文件"
        ),
    ):
        function = option(function)
    return function


def kb_option(function: F) -> F:
    """`--kb`, for commands that are no queries."""
    option = click.option(
        "--kb", type=click.Path(path_type=Path), default=DEFAULT_KB, show_default=str(DEFAULT_KB), help="知识库文件"
    )
    return option(function)


def signed_options(function: F) -> F:
    """`--by` and `--why`: what people change is signed."""
    function = click.option("--why", default="", metavar="理由", help="为什么改，记入日志")(function)
    return click.option("--by", metavar="姓名", help="谁改的，记入日志（默认为登录名，或环境变量 CETU_USER）")(function)


def user() -> str:
    """Who is at the keyboard."""
    try:
        return os.environ.get("CETU_USER") or getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user, as in a container
        return "（未署名）"
