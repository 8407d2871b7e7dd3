"""Load `lexicons/NAME.yaml` into frozen, validated rows.

A lexicon file is a mapping with `entries:`, a list of rows. A user's own folder, named by the environment variable
`CETU_LEXICONS`, may hold files of the same names: their rows come behind ours, and a row with the `id` of one of ours
takes its place. All complaints about a file are gathered and raised at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.lexicon.cache import parsed
from pipeline.model.errors import LexiconError

USER_FOLDER = "CETU_LEXICONS"
_PINNED: ContextVar[tuple[Path, ...] | None] = ContextVar("lexicon folders in use", default=None)
_NOTHING: dict[str, Any] = {}  # stays empty
_TABLES: ContextVar[dict[str, Any]] = ContextVar("tables of the pinned folders", default=_NOTHING)


class Entry(msgspec.Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What each row of a lexicon has: a key unique in its file and sentences it must and must not apply to."""

    id: str
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    note: str = ""
    source: str = ""


E = TypeVar("E", bound=Entry)

# The folders pinned now, null where none are: `pinned() or lexicon_folders()` spares a call where compiled rows are asked for
# at each word of a text.
pinned = _PINNED.get
# What is ready for use of the pinned folders, by the name of a file: asked for tens of thousands of times in a text, so that a
# look into a table is to be all. Nothing is in it, and nothing to be put there, where no folders are pinned.
tables = _TABLES.get


class Folders(tuple[Path, ...]):
    """The folders in use. Made once for each setting, so that as a key of compiled lexicons they are told by identity,
    not by their paths' spelling: they are looked up for each word of a text."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__


def lexicon_folders() -> tuple[Path, ...]:
    """The folders that are read, ours first, then the user's if one is set."""
    return _PINNED.get() or _folders(os.environ.get(USER_FOLDER) or None)


@contextmanager
def lexicons_pinned() -> Iterator[None]:
    """Within it the folders stay the same, whatever happens to the environment: one text is read with one set of lexicons.

    It also spares asking the environment for each word looked up.
    """
    folders = lexicon_folders()
    token, kept = _PINNED.set(folders), _TABLES.set(_tables(folders))
    try:
        yield
    finally:
        _PINNED.reset(token)
        _TABLES.reset(kept)


@lru_cache(maxsize=8)
def _tables(_folders: tuple[Path, ...]) -> dict[str, Any]:
    return {}


@lru_cache(maxsize=8)
def _folders(own: str | None) -> tuple[Path, ...]:
    packaged = Path(__file__).resolve().parent.parent / "lexicons"
    ours = packaged if packaged.is_dir() else packaged.parent.parent / "lexicons"
    return Folders((ours, Path(own)) if own else (ours,))


def load(name: str, row: type[E]) -> tuple[E, ...]:
    """The rows of `lexicons/NAME.yaml` as `row` records, in file order, each id once.

    Raises LexiconError (Chinese, every complaint listed) if a file is missing or a row is not valid.
    """
    return _load(name, row, lexicon_folders())


@lru_cache(maxsize=64)
def _load(name: str, row: type[E], folders: tuple[Path, ...]) -> tuple[E, ...]:
    found: dict[str, E] = {}
    complaints: list[str] = []
    for place, folder in enumerate(folders):
        path = folder / f"{name}.yaml"
        if not path.is_file():
            if place == 0:
                raise LexiconError(f"缺少词表文件 {path.name}")
            continue
        seen: set[str] = set()
        for number, raw in enumerate(_rows(path, complaints), start=1):
            entry = _convert(raw, row, f"{path.name} 第 {number} 行", complaints)
            if entry is None:
                continue
            if entry.id in seen:
                complaints.append(f"{path.name} 第 {number} 行：编号 {entry.id} 重复")
            seen.add(entry.id)
            found[entry.id] = entry
    if complaints:
        raise LexiconError("词表有误：\n" + "\n".join(complaints))
    return tuple(found.values())


def load_folder(name: str) -> Iterator[tuple[Path, Any]]:
    """Every YAML file in `lexicons/NAME/` (ours, then the user's) with its parsed content, sorted by file name."""
    for folder in lexicon_folders():
        for path in sorted((folder / name).glob("*.yaml")):
            yield path, parse_yaml(path)


def parse_yaml(path: Path) -> Any:
    """A YAML file as plain data. Raises LexiconError naming the line where it is not YAML."""
    return parsed(path, partial(_parse, path))


def _parse(path: Path, content: bytes) -> Any:
    import yaml  # only where nothing parsed is kept

    try:
        return yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" 第 {mark.line + 1} 行" if mark else ""
        raise LexiconError(f"{path.name}{where} 不是有效的 YAML") from error


def _rows(path: Path, complaints: list[str]) -> list[Any]:
    data = parse_yaml(path)
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        complaints.append(f"{path.name}：应为带 entries 列表的 YAML")
        return []
    return list(data["entries"])


def _convert(raw: Any, row: type[E], where: str, complaints: list[str]) -> E | None:
    try:
        return msgspec.convert(raw, row)
    except msgspec.ValidationError as error:
        complaints.append(f"{where}：{error}")
        return None
