"""Options that several commands share."""

from __future__ import annotations

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
