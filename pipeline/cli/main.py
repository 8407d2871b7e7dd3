"""The command `cetu`: parses, calls, prints, exits with 0 done, 1 something failed, 2 wrong use."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, cast

import click

from pipeline.cli.zh import LazyGroup, explain
from pipeline.model.errors import CetuError, UsageError, system_words

if TYPE_CHECKING:
    import sqlite3

_HOMES = {
    "run": "pipeline.cli.run:run",
    "extract": "pipeline.cli.extract:extract",
    "who": "pipeline.cli.query:who",
    "duties": "pipeline.cli.query:duties",
    "ask": "pipeline.cli.query:ask",
    "search": "pipeline.cli.query:search",
    "deadlines": "pipeline.cli.query:deadlines",
    "show": "pipeline.cli.query:show",
    "compare": "pipeline.cli.compare:compare",
    "standards": "pipeline.cli.compare:standards",
    "diff": "pipeline.cli.audit:diff",
    "audit": "pipeline.cli.audit:audit",
    "graph": "pipeline.cli.query:graph",
    "ledger": "pipeline.cli.ledger:ledger",
    "import": "pipeline.cli.ledger:import_",
    "undo": "pipeline.cli.ledger:undo",
    "export": "pipeline.cli.export:export",
    "forget": "pipeline.cli.export:forget",
    "serve": "pipeline.cli.serve:serve",
    "accounts": "pipeline.cli.serve:accounts",
    "mcp": "pipeline.cli.mcp:mcp",
}


@click.group(
    cls=LazyGroup,
    homes=_HOMES,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="cetu", message="策图 %(version)s", help="显示版本")
def cli() -> None:
    """策图：读一文件夹的方案、责任书、计划，回答谁负责什么、何时完成、指标多少、是否达到标准。"""


def main() -> None:
    """Entry point of the command."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run `cetu` with arguments; returns the exit code. All messages of errors go to standard error, in Chinese."""
    _utf8_streams()
    try:
        code = cli.main(arguments, prog_name="cetu", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.Abort:
        return _fail("已取消", 1)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        return _fail(explain(error), 2)
    except UsageError as error:
        return _fail(str(error), 2)
    except CetuError as error:
        return _fail(str(error), 1)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - the reader of our output went away
        return 1
    except OSError as error:
        where = f"：{error.filename}" if isinstance(error.filename, str) else ""
        return _fail(f"{system_words(error)}{where}", 1)
    except KeyboardInterrupt:
        return _fail("已中断", 130)
    except Exception as error:
        if (words := _of_the_base(error)) is None:
            raise
        return _fail(words, 1)


def _of_the_base(error: Exception) -> str | None:
    """What SQLite says in the middle of a query (disk full, file damaged), in words for a user; null for any other error. Asked by
    the module's name: most commands that fail here have not loaded the store."""
    if type(error).__module__ != "sqlite3":
        return None
    from pipeline.store.connection import as_store_error

    return str(as_store_error(cast("sqlite3.Error", error)))


def _fail(message: str, code: int) -> int:
    click.echo(f"错误：{message}", err=True)
    return code


def _utf8_streams() -> None:
    """Chinese Windows consoles default to GBK, which cannot hold every character of a plan."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with contextlib.suppress(ValueError, OSError):
                stream.reconfigure(encoding="utf-8", errors="replace")
