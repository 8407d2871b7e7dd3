"""YAML files parsed once: their plain data kept as MessagePack in the user's own cache folder.

Parsing all lexicons takes longer than extracting a short plan. A kept file is taken only where it was made from exactly
the same bytes; rows are checked against their types either way. MessagePack holds data and no code, and a folder that
others may write is not used. Where nothing can be kept (no home, read-only disk), files are parsed each time.
`CETU_CACHE` names another folder; set and empty it turns keeping off.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

CACHE_FOLDER = "CETU_CACHE"
_FORMAT = "1"  # part of each key: data kept by another way of parsing is not taken


class _Kept(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Parsed data with the digest of the bytes it was parsed from."""

    digest: bytes
    data: Any


def parsed(path: Path, parse: Callable[[bytes], Any]) -> Any:
    """The data of a file: as kept if it was made from the same bytes, else parsed and kept."""
    content = path.read_bytes()
    folder = cache_folder()
    if folder is None:
        return parse(content)
    digest = blake2b(content, digest_size=16, salt=_FORMAT.encode()).digest()
    name = blake2b(str(path).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    home = folder / f"{path.stem}-{name}.msgpack"
    with contextlib.suppress(OSError, msgspec.DecodeError):
        kept = msgspec.msgpack.decode(home.read_bytes(), type=_Kept)
        if kept.digest == digest:
            return kept.data
    data = parse(content)
    _keep(home, _Kept(digest, data))
    return data


def cache_folder() -> Path | None:
    """The folder of this user's own in which things may be kept; null where there is none."""
    return _folder(os.environ.get(CACHE_FOLDER))


def _keep(home: Path, kept: _Kept) -> None:
    """Write whole or not at all. Data that would come back otherwise (a YAML date becomes text) is not kept."""
    with contextlib.suppress(OSError, TypeError, ValueError, OverflowError, RecursionError, msgspec.MsgspecError):
        packed = msgspec.msgpack.encode(kept)
        if msgspec.msgpack.decode(packed, type=_Kept).data != kept.data:
            return
        handle, scratch = tempfile.mkstemp(dir=home.parent, prefix=".")
        try:
            with open(handle, "wb") as file:
                file.write(packed)
            os.replace(scratch, home)
        except OSError:
            Path(scratch).unlink(missing_ok=True)


@lru_cache(maxsize=4)
def _folder(named: str | None) -> Path | None:
    """The folder, made if need be; null where it is turned off, cannot be made, or where others may write."""
    if named == "":
        return None
    try:
        folder = Path(named) if named else _user_cache()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except (OSError, RuntimeError):
        return None
    if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        return None
    return folder


def _user_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("cetu", appauthor=False) / "lexicons"
