"""Which files of a folder are plans to be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from hashlib import blake2s
from pathlib import Path, PurePosixPath

import msgspec

from pipeline.model.errors import ReadError, UsageError
from pipeline.reading.archive import SEPARATOR, holds_archive, members
from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.reading.sniff import ole_content, sniff

# Endings under which plans arrive. Those that no reader knows yet are tried all the same: the reader says what to do, and a
# plan is not passed over in silence. Other files are listed as skipped: a folder holds pictures and sheets too.
PLAN_ENDINGS = frozenset(
    {
        ".pdf",
        ".docx",
        ".docm",
        ".dotx",
        ".dotm",
        ".txt",
        ".text",
        ".doc",
        ".dot",
        ".wps",
        ".wpt",
        ".rtf",
        ".htm",
        ".html",
    }
    | {".xhtml", ".shtml", ".mht", ".mhtml", ".odt", ".uof", ".uot", ".ofd", ".caj", ".rar", ".7z"}
)
_SHEETS = frozenset(
    {".xls", ".xlsx", ".xlsm", ".et", ".csv", ".ppt", ".pptx", ".dps", ".ods", ".odp", ".epub", ".jar", ".apk"}
)
# Files of other endings are tried where their content says so; of packed ones the reader says what to do.
_PLAN_KINDS = frozenset({"pdf", "rtf", "mht", "html", "wordxml", "uof", "archive", "caj"})
_PAGE_FOLDERS = ("_files", ".files", "_file")
_PAGE_ENDINGS = (".htm", ".html")
_HEAD = 4096
_OF_WINDOWS = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})


class Stamp(msgspec.Struct, frozen=True, order=True):
    """Size in bytes and time of the last change, as the file system tells them."""

    size: int
    mtime_ns: int


class Candidate(msgspec.Struct, frozen=True, order=True):
    """A file met: `relative` with `/`, why it is not read (Chinese; empty: it is to be read), and its stamp (of a member
    of an archive that of the archive; null where it cannot be had)."""

    relative: str
    path: str
    reason: str = ""
    stamp: Stamp | None = None


def discover(folder: Path) -> list[Candidate]:
    """All files below `folder`, sorted by relative path. Links that lead to folders, or out of the folder, are not
    followed. Raises UsageError where the folder is not there."""
    return sorted(walk(folder))


def walk(folder: Path) -> Iterator[Candidate]:
    """The same one by one, in the order of the file system."""
    if folder.is_file():
        raise UsageError(f"{folder} 是文件，不是文件夹：请给出它所在的文件夹，只看这一个文件用 cetu extract")
    if not folder.is_dir():
        raise UsageError(f"找不到文件夹：{folder}")
    return _walk(folder, folder.resolve())


def _walk(folder: Path, root: Path) -> Iterator[Candidate]:
    problems: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        attached = _is_attached(Path(parent))
        for name in files:
            path = Path(parent, name)
            if made_by_system(name):
                continue
            relative = printable(path.relative_to(folder).as_posix())
            stamp = stamp_of(path)
            reason = "网页的附属文件，未处理" if attached else _why_not(path, root)
            if reason is None:
                yield from archived(relative, str(path), stamp, path.read_bytes)
            else:
                yield Candidate(relative, str(path), reason, stamp)
        while problems:
            yield _closed(folder, problems.pop())
    while problems:
        yield _closed(folder, problems.pop())


def made_by_system(name: str) -> bool:
    """Whether a file or folder of this name is a system's or an open program's own, of which nothing need be said."""
    return name.startswith((".", "~$")) or name.lower() in _OF_WINDOWS


def _closed(folder: Path, problem: OSError) -> Candidate:
    name = Path(os.fsdecode(problem.filename)).relative_to(folder).as_posix()
    return Candidate(printable(name) + "/", os.fsdecode(problem.filename), "文件夹无法打开（没有权限）")


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; null where it cannot be had."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(found.st_size, found.st_mtime_ns)


def _why_not(path: Path, root: Path) -> str | None:
    """Why a file is not read (empty: it is); null for an archive, whose members are asked one by one."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return "链接指向文件夹之外，未处理"
        if not stat.S_ISREG(path.stat().st_mode):
            return "不是普通文件，未处理"
        return why_not_read(path.name, path.stat().st_size, lambda: _head(path), path.read_bytes)
    except PermissionError:
        return ""  # the reader will say so
    except (OSError, RuntimeError):  # a link that leads to itself is a RuntimeError until Python 3.13
        return "链接失效或无法打开，未处理"


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD)


def why_not_read(name: str, size: int, head: Callable[[], bytes], content: Callable[[], bytes]) -> str | None:
    """Why a file of this name is not read (empty: it is), by its content where its ending says nothing; null for an
    archive. What is not needed is not fetched."""
    suffix = PurePosixPath(name).suffix
    if suffix.lower() in PLAN_ENDINGS:
        return ""
    if suffix.lower() in _SHEETS:
        return _other(suffix)
    kind = sniff(head())
    if kind in _PLAN_KINDS:
        return ""
    if kind not in ("zip", "ole") or size > DEFAULT_LIMITS.file_bytes:
        return "" if kind == "zip" else _other(suffix)
    data = content()
    if kind == "ole":
        return "" if ole_content(data) in ("doc", "encrypted") else _other(suffix)
    try:
        return None if holds_archive(data, DEFAULT_LIMITS) else ""
    except ReadError:
        return ""  # the reader will say why


def archived(relative: str, path: str, stamp: Stamp | None, content: Callable[[], bytes]) -> Iterator[Candidate]:
    """The members of an archive; the archive itself where it cannot be opened or holds nothing."""
    try:
        found = members(content(), DEFAULT_LIMITS)
    except ReadError:
        yield Candidate(relative, path, "", stamp)  # the reader will say why
        return
    except OSError:
        yield Candidate(relative, path, "无法打开，未处理", stamp)
        return
    if not found:
        yield Candidate(relative, path, "压缩包里没有文件，未处理", stamp)
    for member in found:
        place = SEPARATOR + member.place
        suffix = PurePosixPath(member.place).suffix
        wanted = suffix.lower() in PLAN_ENDINGS or sniff(member.head) in _PLAN_KINDS or member.reason
        reason = member.reason or ("" if wanted else _other(suffix))
        yield Candidate(relative + place, path + place, reason, stamp)


def _is_attached(folder: Path) -> bool:
    """Whether a folder holds what a browser saved along with a page beside it."""
    name = folder.name
    return any(
        name.endswith(ending)
        and any(folder.with_name(name.removesuffix(ending) + page).is_file() for page in _PAGE_ENDINGS)
        for ending in _PAGE_FOLDERS
    )


def _other(suffix: str) -> str:
    return f"不是 PDF、Word、网页或文本文件（{_clean(suffix) or '无扩展名'}），未处理"


def printable(name: str) -> str:
    """A file name as it can stand in any output: undecodable bytes, control and invisible characters replaced. Where that
    loses something a short hash of the name sets it apart from others that would look the same."""
    clean = _clean(name)
    if clean == name:
        return name
    path = PurePosixPath(clean)
    mark = blake2s(name.encode("utf-8", "surrogateescape"), digest_size=3).hexdigest()
    return str(path.with_name(f"{path.stem}~{mark}{path.suffix}"))


def _clean(name: str) -> str:
    words = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "�" for char in words)
