"""One run at a time behind a URL, where no operating system keeps locks: an object that the run at work renews.

Object stores write a new object only where there is none (`mode="create"`); what cannot do that is asked again what it holds. The
object of a run that was ended from outside is taken over at once by the next one of the same user and machine (a lock of the
system beside it tells that it has ended), by others when it has not been renewed for some minutes.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2s
from typing import IO, TYPE_CHECKING

import msgspec

from pipeline.batch.files import lock_file
from pipeline.lexicon.cache import cache_folder
from pipeline.model.errors import StoreError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

NAME = ".cetu.lock"
_RENEWED_EVERY = 30.0
# Longer than any pause of a run, and than what the clocks of two machines differ by.
STALE_AFTER = 600.0
_TRIES = 3


class Holder(msgspec.Struct, frozen=True):
    """Who is at work: a token of the run, and when it last said so (seconds since 1970)."""

    token: str
    renewed: float


@contextmanager
def only_one_at(system: AbstractFileSystem, folder: str, url: str) -> Iterator[Callable[[], None]]:
    """Hold the lock of a folder behind a URL; gives a check that raises StoreError where another run has taken it over.

    Raises StoreError (Chinese) where another run holds it."""
    path = f"{folder}/{NAME}"
    with ExitStack() as held:
        mark = _mark(held, path, url)
        before = _read(mark)
        own = Holder(uuid.uuid4().hex, time.time())
        _take(system, path, own, before, url)
        _write(mark, own.token)
        ended = threading.Event()
        renewing = threading.Thread(target=_renew, args=(system, path, own, ended), daemon=True)
        renewing.start()

        def check() -> None:
            now = _held(system, path)
            if now is None or now.token != own.token:
                raise StoreError(
                    f"另一个 cetu run 已接手 {url}（本次运行停顿过久），本次结果没有发送，请等它结束后再试"
                )

        try:
            yield check
        finally:
            ended.set()
            renewing.join(timeout=5)
            with suppress(Exception):  # whatever a library raises: an object left behind is taken over
                now = _held(system, path)
                if now is not None and now.token == own.token:
                    system.rm_file(path)


def _take(system: AbstractFileSystem, path: str, own: Holder, ours: str, url: str) -> None:
    """Put our object there; one of the run `ours`, which has ended, or that nobody renews gives way."""
    for _ in range(_TRIES):
        before = _held(system, path)
        if before is not None and before.token != ours and time.time() - before.renewed < STALE_AFTER:
            break
        if before is not None and _held(system, path) == before:  # nobody has taken it over meanwhile
            with suppress(FileNotFoundError):
                system.rm_file(path)
        _create(system, path, msgspec.json.encode(own))
        if (now := _held(system, path)) is not None and now.token == own.token:
            return
    raise StoreError(
        f"{_busy(url)}（如果它已被强行结束：{STALE_AFTER / 60:.0f} 分钟后自动解除，或先删除 {url.rstrip('/')}/{NAME}）"
    )


def _busy(url: str) -> str:
    return f"另一个 cetu run 正在写入 {url}，请等它结束后再试"


def _create(system: AbstractFileSystem, path: str, data: bytes) -> None:
    """Write where nothing is; what another run was quicker with stays."""
    try:
        system.pipe_file(path, data, mode="create")
    except FileExistsError:
        return
    except Exception:  # a file system that does not know of it, or says in its own way that there is one
        if not system.exists(path):
            system.pipe_file(path, data)


def _held(system: AbstractFileSystem, path: str) -> Holder | None:
    system.invalidate_cache()
    try:
        return msgspec.json.decode(system.cat_file(path), type=Holder)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        return Holder("", 0.0)  # no lock of ours: taken over


def _renew(system: AbstractFileSystem, path: str, own: Holder, ended: threading.Event) -> None:
    while not ended.wait(_RENEWED_EVERY):
        with suppress(Exception):  # one that cannot be sent is sent the next time
            now = _held(system, path)
            if now is not None and now.token == own.token:
                system.pipe_file(path, msgspec.json.encode(msgspec.structs.replace(own, renewed=time.time())))


def _mark(held: ExitStack, path: str, url: str) -> IO[bytes] | None:
    """A file in this user's cache that says which run was here last, locked while that lives; null where none can be kept.
    Raises StoreError where another run of this machine is at work there."""
    if (folder := cache_folder()) is None:
        return None
    name = blake2s(f"{url.partition('://')[0]}://{path}".encode(), digest_size=12).hexdigest()
    place = folder / f"run-{name}.lock"
    try:
        mark = held.enter_context(place.open("a+b"))
    except OSError:
        return None
    try:
        lock_file(mark.fileno())
    except OSError as error:
        raise StoreError(_busy(url)) from error
    return mark


def _read(mark: IO[bytes] | None) -> str:
    if mark is None:
        return ""
    mark.seek(0)
    return mark.read(64).decode("ascii", "replace")


def _write(mark: IO[bytes] | None, token: str) -> None:
    if mark is not None:
        with suppress(OSError):
            mark.truncate(0)
            mark.write(token.encode())
            mark.flush()
