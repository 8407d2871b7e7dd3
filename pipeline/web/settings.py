"""What a workbench is started with."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

MIB = 1 << 20


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`kb`: the knowledge base; `out`: where results of imports are written (the folder of the base); `hosts`: names the
    page may be called by, beside those of this machine; `accounts`: whether everyone must log in; `secure`: whether it is
    reached by https (a reverse proxy), so that cookies are sent that way only; `proxy`: trust X-Forwarded-* of loopback.

    Limits of an upload: `most_files` files, `file_bytes` each, `upload_bytes` together. `seconds` and `memory` bound the
    work on one file of an import as on the command line. Up to `facts_at_once` facts are exported while the browser waits.
    """

    kb: Path
    host: str = "127.0.0.1"
    port: int = 8765
    hosts: tuple[str, ...] = ()
    accounts: bool = False
    secure: bool = False
    proxy: bool = False
    most_files: int = 2_000
    file_bytes: int = 64 * MIB
    upload_bytes: int = 512 * MIB
    seconds: float = 120.0
    memory: int = 4096 * MIB
    facts_at_once: int = 5_000
    user: str = ""
    demo: bool = False

    @property
    def out(self) -> Path:
        """The folder of results."""
        return self.kb.parent

    @property
    def state(self) -> Path:
        """The workbench's own file: its secret, accounts, sessions, log."""
        return self.out / "workbench.sqlite"

    def packed(self) -> str:
        """As words for the environment of a worker process."""
        return msgspec.json.encode(self, enc_hook=os.fspath).decode()

    @classmethod
    def unpacked(cls, words: str) -> Settings:
        """What `packed` wrote."""
        return msgspec.json.decode(words, type=cls, dec_hook=lambda kind, value: kind(value))


Clock = Callable[[], datetime]


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
