"""Files that appear whole or not at all, and one run at a time per output folder."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.model.errors import StoreError, UsageError, system_words

_DRAFT = re.compile(r"\.\d+\.tmp(?:\.[a-z]{2,8})?$")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under another name beside it, then put it in its place."""
    write_whole_with(path, lambda draft: _write(draft, data))


def write_whole_with(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a draft beside `path`, then put the draft in its place; no draft stays behind on failure.

    Raises UsageError (Chinese) where the folder is not there, StoreError where the system does not let the file be written.
    """
    if not path.parent.is_dir():
        raise UsageError(f"没有文件夹 {path.parent}，无法写入 {path.name}：请先建立文件夹，或换个位置")
    draft = path.with_name(f".{path.stem[:40]}.{os.getpid()}.tmp{path.suffix}")
    try:
        write(draft)
        os.replace(draft, path)
    except Exception as error:
        if (cause := _system_error(error)) is None:
            raise
        raise StoreError(f"无法写入 {path}：{system_words(cause)}") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def write_all_whole(files: Mapping[Path, bytes]) -> None:
    """`write_whole` for several files, with all drafts written before the disk is asked to keep the first: it then keeps most of
    them together. Raises StoreError where the system does not let one be written; those before it may have been."""
    drafts = {
        path: path.with_name(f".{path.stem[:40]}.{number}.{os.getpid()}.tmp{path.suffix}")
        for number, path in enumerate(files)
    }
    path = Path()
    try:
        with ExitStack() as opened:
            streams = []
            for path, data in files.items():
                streams.append(stream := opened.enter_context(drafts[path].open("wb")))
                stream.write(data)
                stream.flush()
            for stream in streams:
                os.fsync(stream.fileno())
        for path, draft in drafts.items():
            os.replace(draft, path)
    except BaseException as error:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise StoreError(f"无法写入 {path}：{system_words(error)}") from error


def _system_error(error: Exception) -> OSError | None:
    """What the system complained of; xlsxwriter wraps that into an error of its own."""
    told = error.__context__ if type(error).__module__.startswith("xlsxwriter.") else error
    return told if isinstance(told, OSError) else None


def clear_drafts(*folders: Path) -> None:
    """Remove the drafts that a run left which was ended from outside; to be called under the folder's lock."""
    for folder in folders:
        for draft in folder.glob(".*.tmp*"):
            if _DRAFT.search(draft.name):
                draft.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends.

    Raises StoreError (Chinese) where another run holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".cetu.lock").open("a+b") as stream:
        try:
            lock_file(stream.fileno())
        except OSError as error:
            raise StoreError(f"另一个 cetu run 正在写入 {folder}，请等它结束后再试") from error
        yield


def lock_file(descriptor: int) -> None:
    """Take the system's lock of an open file. Raises OSError where another has it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
