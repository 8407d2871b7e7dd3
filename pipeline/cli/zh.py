"""click in Chinese: help pages and messages of wrong use."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from pipeline.cli.help_text import in_chinese, range_words, set_list, wrapped

_USAGE = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}


class _ChineseHelp(click.Command):
    """Help page in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(_USAGE.get(piece, piece) for piece in self.collect_usage_pieces(ctx))
        formatter.write(f"用法：{ctx.command_path} {pieces}\n")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lines = wrapped(self.help or "", formatter.width - 2)
        formatter.write("\n" + "".join(f"  {line}\n" for line in lines))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [row for param in self.get_params(ctx) if (row := param.get_help_record(ctx)) is not None]
        if rows:
            # An argument says by its name in the usage what it is.
            told = [in_chinese(row) for row in rows if row[1]]
            formatter.write("\n选项：\n" + set_list(told, formatter.width))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本帮助"
        return option


class Command(_ChineseHelp):
    """A command with a Chinese help page."""


class LazyGroup(_ChineseHelp, click.Group):
    """A group whose commands' modules are imported when first used: `homes` maps names to `module:attribute`."""

    def __init__(self, *args: Any, homes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        home = self._homes.get(cmd_name)
        if home is None:
            return None
        module, _, attribute = home.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        rows = [
            (name, command.get_short_help_str(80)) for name in self._homes if (command := self.get_command(ctx, name))
        ]
        formatter.write("\n命令：\n" + set_list(rows, formatter.width))


def explain(error: click.ClickException) -> str:
    """What the user did wrong, in Chinese."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{'选项' if isinstance(error.param, click.Option) else '参数'} {_name(error.param)}"
    if isinstance(error, click.BadParameter):
        return f"{_name(error.param)} 的值不对：{_bad_value(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 用法不对（需要一个值，或不能带值）"
    if isinstance(error, click.FileError):
        return f"无法打开文件：{error.ui_filename}"
    return _usage(error)


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name if param else ""


def _bad_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return "可用的值有 " + "、".join(map(str, kind.choices))
    if isinstance(kind, click.IntRange | click.FloatRange):
        return f"应为 {range_words(kind._describe_range())} 的数"
    if isinstance(kind, click.Path):
        return "路径不存在或无法读取"
    if kind is click.INT or kind is click.FLOAT:
        return "应为数字"
    return error.message


def _usage(error: click.ClickException) -> str:
    message = error.format_message()
    if "No such command" in message:
        return f"没有这个命令：{message.split(chr(39))[1] if chr(39) in message else ''}（cetu --help 列出全部命令）"
    if "unexpected extra argument" in message:
        return "参数太多：" + message[message.find("(") + 1 : message.rfind(")")]
    if "Missing command" in message:
        return "缺少命令（cetu --help 列出全部命令）"
    return message
