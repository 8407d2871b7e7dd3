"""A knowledge base for commands that take plans by name or as files: the user's own, or one made for the moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.model.errors import ReadError, UsageError

if TYPE_CHECKING:
    from pipeline.store import KnowledgeBase

Named = tuple["KnowledgeBase", tuple[str, ...]]


@contextmanager
def opened(names: Sequence[str], kb: Path) -> Iterator[Named]:
    """A base that holds what the names mean, and the names to ask it by.

    Files are read on the spot. A folder that the knowledge base was made from is taken from there, any other is read too;
    plans of the knowledge base may stand beside files.
    """
    from pipeline.store import KnowledgeBase

    stored = _stored_folders(names, kb)
    files = [name for name in names if name not in stored and Path(name).exists()]
    if not files:
        if not kb.is_file():
            what = f"没有文件 {names[0]}，也没有" if names else "没有"
            raise UsageError(f"{what}知识库 {kb}（先运行 cetu run 文件夹）")
        with KnowledgeBase.open(kb) as base:
            yield base, tuple(stored.get(name, name) for name in names)
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, KnowledgeBase.open(Path(folder) / "kb.sqlite", write=True) as base:
        yield base, tuple(_take_in(base, name, stored.get(name, name), kb, is_file=name in files) for name in names)


def _stored_folders(names: Sequence[str], kb: Path) -> dict[str, str]:
    """Folders on disk that the base was made from, with the names the base knows them by."""
    from pipeline.store import KnowledgeBase

    folders = [name for name in names if Path(name).is_dir()]
    if not folders or not kb.is_file():
        return {}
    with KnowledgeBase.open(kb) as base:
        root, paths = base.folder(), [one.path for one in base.documents()]
    found: dict[str, str] = {}
    for name in folders:
        here = Path(name).resolve()
        if root is not None and here.is_relative_to(root):
            inside = here.relative_to(root).as_posix()
            if inside == "." or any(path.startswith(f"{inside}/") for path in paths):
                found[name] = inside
    return found


def _take_in(base: KnowledgeBase, name: str, known: str, kb: Path, *, is_file: bool) -> str:
    """Put what a name means into a base; gives the name the base knows it by."""
    if not is_file:
        _copy(base, known, kb)
        return known
    path = Path(name)
    if path.is_dir():
        _read_folder(base, path)
    else:
        _read(base, path, name)
    return path.as_posix()


def _read(base: KnowledgeBase, path: Path, name: str) -> None:
    import msgspec

    from pipeline.api import extract_with_layout
    from pipeline.reading import read
    from pipeline.store import passages_of

    extraction, layout = extract_with_layout(msgspec.structs.replace(read(path), path=Path(name).as_posix()))
    base.add(extraction, passages=passages_of(layout))


def _read_folder(base: KnowledgeBase, folder: Path) -> None:
    from pipeline.batch.discover import discover

    found = [one for one in discover(folder) if not one.reason]
    if not found:
        raise UsageError(f"文件夹 {folder} 里没有能读的方案")
    for one in found:
        try:
            _read(base, Path(one.path), f"{folder.as_posix()}/{one.relative}")
        except ReadError as error:
            click.echo(f"跳过 {one.relative}：{error}", err=True)


def _copy(base: KnowledgeBase, name: str, kb: Path) -> None:
    """Take plans of the user's knowledge base over."""
    from pipeline.store import KnowledgeBase
    from pipeline.store.choosing import choose_documents
    from pipeline.store.extractions import stored_extraction

    if not kb.is_file():
        raise UsageError(f"没有文件 {name}，也没有知识库 {kb}（先运行 cetu run 文件夹）")
    with KnowledgeBase.open(kb) as own:
        taken = {one.sha256: one.document.id for one in choose_documents(own, (name,), copies=True)}
        extractions = [stored_extraction(own, key, as_read=True)[0] for key in taken.values()]
    for extraction in extractions:
        base.add(extraction)
