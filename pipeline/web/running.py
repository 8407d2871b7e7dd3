"""Running the workbench with uvicorn."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

import uvicorn
from uvicorn.supervisors import Multiprocess

from pipeline.model.errors import UsageError
from pipeline.web.app import ENVIRONMENT
from pipeline.web.security.accounts import Accounts
from pipeline.web.settings import Settings, is_loopback
from pipeline.web.state import State

_WAITING = 128


def check(settings: Settings, *, tls: bool, plain: bool) -> None:
    """Refuse to serve others unsafely. Raises UsageError (Chinese).

    `tls`: passwords travel encrypted, by a certificate of our own or a reverse proxy; `plain`: the operator says that they
    need not.
    """
    if settings.accounts and not Accounts(State(settings.state)).all():
        raise UsageError("供多人使用要有账户：先用 cetu accounts add 姓名 --role 管理 建立一个")
    if not is_loopback(settings.host) and not (tls or plain):
        raise UsageError(
            "供多人使用时，密码要加密传输：请用 --cert 和 --key 指明证书，或放在 https 反向代理之后并加 --behind-https；"
            "确实只在可信的内网里用，可加 --plain-http"
        )


def run(settings: Settings, workers: int = 1, cert: Path | None = None, key: Path | None = None) -> None:
    """Serve until stopped. Worker processes find the settings in the environment. Raises UsageError for a port in use."""
    os.environ[ENVIRONMENT] = settings.packed()
    config = uvicorn.Config(
        "pipeline.web.app:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,  # the stream of a progress need not be waited for
        server_header=False,
        proxy_headers=settings.proxy,
        ssl_certfile=cert,
        ssl_keyfile=key,
    )
    with listening(settings.host, settings.port) as door, contextlib.suppress(KeyboardInterrupt):
        if workers > 1:
            Multiprocess(config, sockets=[door]).run()
        else:
            uvicorn.Server(config).run(sockets=[door])


def listening(host: str, port: int) -> socket.socket:
    """A socket on an address. Raises UsageError (Chinese) where it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        door = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"不能用 {host} 这个地址：{error.strerror}") from None
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Worker processes get a socket of which asyncio does not know that it is TCP: without this every answer waits
        # 40 ms for the browser's delayed acknowledgement.
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        door.bind(address)
        door.listen(_WAITING)  # whoever comes while the workers are loading waits instead of being refused
    except OSError:
        door.close()
        raise UsageError(f"{host} 的端口 {port} 不能用（可能已被占用），请用 --port 换一个") from None
    return door
