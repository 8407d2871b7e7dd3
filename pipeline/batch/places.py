"""Where plans lie and results go: folders of this machine, or whatever fsspec opens (`s3://…`, `memory://…`)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

from pipeline.batch.discover import Candidate, Stamp, archived, made_by_system, printable, walk, why_not_read
from pipeline.batch.files import write_all_whole, write_whole
from pipeline.batch.remote_lock import only_one_at
from pipeline.model.errors import CetuError, ReadError, StoreError, UsageError, system_words

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_HEAD = 4096
_OUTPUTS = ("kb.sqlite", "台账.xlsx", "run-report.jsonl")


class Results(Protocol):
    """The JSON files of a run, by name. A file appears whole or not at all."""

    def put(self, name: str, data: bytes) -> None:
        """Write one."""

    def put_all(self, files: Mapping[str, bytes]) -> None:
        """Write several."""

    def get(self, name: str) -> bytes:
        """Read one."""

    def drop(self, name: str) -> None:
        """Delete one, if it is there."""

    def has(self, name: str) -> bool:
        """Whether there is one."""


class LocalResults:
    """Results in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, data: bytes) -> None:
        write_whole(self._folder / name, data)

    def put_all(self, files: Mapping[str, bytes]) -> None:
        write_all_whole({self._folder / name: data for name, data in files.items()})

    def get(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def drop(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def has(self, name: str) -> bool:
        return (self._folder / name).is_file()


class RemoteResults:
    """Results behind a URL; object stores put an object whole or not at all."""

    def __init__(self, system: AbstractFileSystem, folder: str) -> None:
        self._system, self._folder = system, folder
        system.makedirs(folder, exist_ok=True)
        # Object stores have no empty folders: one with nothing in it is not there.
        found = system.ls(folder, detail=False) if system.isdir(folder) else []
        self._names = {str(path).rpartition("/")[2] for path in found}

    def put(self, name: str, data: bytes) -> None:
        self._system.pipe_file(f"{self._folder}/{name}", data)
        self._names.add(name)

    def put_all(self, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            self.put(name, data)

    def get(self, name: str) -> bytes:
        return bytes(self._system.cat_file(f"{self._folder}/{name}"))

    def drop(self, name: str) -> None:
        if name in self._names:
            self._system.rm_file(f"{self._folder}/{name}")
            self._names.discard(name)

    def has(self, name: str) -> bool:
        return name in self._names


def place_of(words: str) -> Path | str:
    """A folder of this machine as a path (also `file://…`), any other URL as it is.

    >>> place_of("s3://bucket/plans")
    's3://bucket/plans'
    """
    if not is_url(words):
        return Path(words)
    parts = urlsplit(words)
    return Path(unquote(parts.path)) if parts.scheme == "file" and parts.netloc in ("", "localhost") else words


def is_url(words: str) -> bool:
    """Whether a place is behind a URL.

    >>> is_url("s3://bucket/plans"), is_url("方案/甲.txt")
    (True, False)
    """
    scheme, sign, _ = words.partition("://")
    return bool(sign) and scheme.isascii() and scheme.replace("+", "").isalnum()


def walk_place(place: Path | str) -> Iterator[Candidate]:
    """The files at a place, in any order. Raises UsageError where there is no such place."""
    return walk(place) if isinstance(place, Path) else _walk_url(place)


def _walk_url(url: str) -> Iterator[Candidate]:
    system, root = _opened(url)
    with _reachable(url):
        if not system.isdir(root):
            raise UsageError(f"找不到文件夹：{url}")
        found = sorted(system.find(root, detail=True).items())
    for path, info in found:
        relative = path[len(root) :].lstrip("/")
        if not any(map(made_by_system, relative.split("/"))):
            yield from _met(system, path, relative, info)


def _met(system: AbstractFileSystem, path: str, relative: str, info: dict[str, Any]) -> Iterator[Candidate]:
    shown, full, stamp = printable(relative), str(system.unstrip_protocol(path)), _stamp(info)

    def content() -> bytes:
        return bytes(system.cat_file(path))

    def head() -> bytes:
        return bytes(system.cat_file(path, end=_HEAD))

    try:
        reason = why_not_read(relative, int(info.get("size") or 0), head, content)
    except OSError:
        reason = "无法打开，未处理"
    if reason is None:
        yield from archived(shown, full, stamp, content)
    else:
        yield Candidate(shown, full, reason, stamp)


def _stamp(info: dict[str, Any]) -> Stamp | None:
    """What tells one state of an object from another: its entity tag, else the time of its last change."""
    size = int(info.get("size") or 0)
    if tag := info.get("ETag") or info.get("etag"):
        return Stamp(size, int.from_bytes(blake2s(str(tag).encode(), digest_size=7).digest()))
    for name in ("LastModified", "last_modified", "mtime", "updated", "created"):
        when = info.get(name)
        if isinstance(when, datetime):
            return Stamp(size, int(when.timestamp() * 1_000_000) * 1000)
        if isinstance(when, int | float):
            return Stamp(size, int(when * 1_000_000) * 1000)
    return None


def fetch(url: str, most: int) -> bytes:
    """The content behind a URL, at most `most` bytes and one. Raises ReadError where it cannot be had."""
    try:
        system, path = _opened(url)
        return bytes(system.cat_file(path, end=most + 1)) if system.size(path) else b""
    except UsageError as error:
        raise ReadError(str(error)) from error
    except FileNotFoundError:
        raise ReadError(f"找不到文件 {url}") from None
    except OSError as error:
        raise ReadError(f"无法读取 {url}：{system_words(error) if error.errno else type(error).__name__}") from None


@contextmanager
def output_at(place: Path | str) -> Iterator[tuple[Path, Results]]:
    """The folder in which base, workbook and report are written, and where results go. What goes behind a URL is written
    in a scratch folder first, from what lies there, and sent whole at the end. Raises StoreError where another run is
    at work behind it."""
    if isinstance(place, Path):
        place.mkdir(parents=True, exist_ok=True)
        yield place, LocalResults(place / "documents")
        return
    system, root = _opened(place)
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="cetu-")))
        with _reachable(place):
            system.makedirs(root, exist_ok=True)
            still_ours = held.enter_context(only_one_at(system, root, place))
            results = RemoteResults(system, f"{root}/documents")
            for name in _OUTPUTS[:2]:
                if system.isfile(f"{root}/{name}"):
                    system.get_file(f"{root}/{name}", str(folder / name))
        yield folder, results
        with _reachable(place):
            still_ours()
            for name in _OUTPUTS:
                if (folder / name).is_file():
                    system.put_file(str(folder / name), f"{root}/{name}")


@contextmanager
def _reachable(url: str) -> Iterator[None]:
    """Whatever a file system's library raises, said in Chinese: each has errors of its own."""
    try:
        yield
    except CetuError:
        raise
    except Exception as error:
        raise StoreError(f"无法访问 {url}：{error or type(error).__name__}") from error


def _opened(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system of a URL, and the path in it. Chains of fsspec (`::`) are not followed: a name may hold them."""
    try:
        import fsspec
    except ImportError as error:
        raise UsageError("网址形式的文件夹需要安装 cetu[cluster]：pip install 'cetu[cluster]'") from error
    try:
        system = fsspec.filesystem(url.partition("://")[0].lower())
    except (ValueError, ImportError) as error:
        raise UsageError(f"不能打开 {url}：{error}") from error
    return system, str(system._strip_protocol(url)).rstrip("/")
