"""`cetu serve`: the workbench in the browser, and `cetu accounts`: who may use it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from pipeline.cli.options import kb_option, user
from pipeline.cli.zh import Command
from pipeline.model.errors import UsageError

_ROLES = ("查看", "复核", "管理")
_SHORTEST = 10


@click.command(cls=Command)
@click.option("--demo", is_flag=True, help="用随产品附带的示例方案试一试，停止后不留下什么")
@click.option("--host", default="127.0.0.1", show_default="127.0.0.1", help="在哪个地址上提供；不是本机地址时要登录")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default="8765", help="端口")
@click.option("--name", "names", multiple=True, metavar="主机名", help="别人用什么主机名或 IP 访问；可写多次")
@click.option("--accounts", "demanded", is_flag=True, help="在本机地址上也要登录（放在反向代理之后时用）")
@click.option("--behind-https", is_flag=True, help="前面有 https 反向代理")
@click.option("--cert", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="https 证书")
@click.option("--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="证书的私钥")
@click.option("--plain-http", is_flag=True, help="不加密（只在可信的内网里用）")
@click.option("--workers", type=click.IntRange(1, 32), default=1, show_default="1", help="用几个进程")
@click.option("--open", "opens", is_flag=True, help="启动后打开浏览器")
@kb_option
def serve(
    demo: bool,
    host: str,
    port: int,
    names: tuple[str, ...],
    demanded: bool,
    behind_https: bool,
    cert: Path | None,
    key: Path | None,
    plain_http: bool,
    workers: int,
    opens: bool,
    kb: Path,
) -> None:
    """打开工作台：在浏览器里提问、看原文、核对、比对、导入和导出。"""
    from pipeline.web.demo import demo_base
    from pipeline.web.running import check, run
    from pipeline.web.settings import Settings, is_loopback

    if (cert is None) != (key is None):
        raise UsageError("--cert 和 --key 要一起用")
    encrypted = behind_https or cert is not None
    with ExitStack() as stack:
        if demo:
            click.echo("正在读示例方案……", err=True)
            kb = stack.enter_context(demo_base())
        settings = Settings(
            kb=kb.absolute(), host=host, port=port, hosts=names, user=user(), demo=demo, secure=encrypted,
            proxy=behind_https, accounts=demanded or behind_https or not is_loopback(host),
        )  # fmt: skip
        check(settings, tls=encrypted, plain=plain_http)
        shown = f"[{host}]" if ":" in host else host
        address = f"{'https' if cert else 'http'}://{shown}:{port}/"
        click.echo(f"工作台：{address}　按 Ctrl-C 停止")
        if opens:
            click.launch(address)
        run(settings, workers, cert, key)


@click.command(cls=Command)
@click.argument(
    "what", metavar="list|add|role|password|remove", type=click.Choice(["list", "add", "role", "password", "remove"])
)
@click.argument("name", metavar="[账户名]", required=False)
@click.option("--role", type=click.Choice(_ROLES), default="查看", show_default="查看", help="权限")
@kb_option
def accounts(what: str, name: str | None, role: str, kb: Path) -> None:
    """工作台的账户：list 列出，add 建立，role 改权限，password 重设密码，remove 删除；密码从键盘或标准输入读。"""
    from datetime import datetime

    from pipeline.web.people import ROLE_NAMES
    from pipeline.web.security.accounts import Accounts
    from pipeline.web.settings import Settings
    from pipeline.web.state import State

    held = Accounts(State(Settings(kb=kb.absolute()).state))
    if what == "list":
        found = held.all()
        if not found:
            click.echo("还没有账户。")
        for one in found:
            click.echo(f"{one.name}\t{ROLE_NAMES[one.role]}\t{one.made.replace('T', ' ')}")
        return
    if name is None:
        raise UsageError("请写账户名")
    wanted = next(one for one, word in ROLE_NAMES.items() if word == role)
    if what == "add":
        held.add(name, _password(), wanted, datetime.now())
    elif what == "role":
        held.set_role(name, wanted)
    elif what == "password":
        held.set_password(name, _password())
    else:
        held.remove(name)
    click.echo("已完成")


def _password() -> str:
    """From the keyboard, typed twice; from a pipe its first line."""
    if sys.stdin.isatty():
        return str(click.prompt(f"密码（至少 {_SHORTEST} 个字符）", hide_input=True, confirmation_prompt="再输一次"))
    return sys.stdin.readline().rstrip("\n")
