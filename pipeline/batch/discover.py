"""Which files of a folder are plans to be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
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


class Candidate(msgspec.Struct, frozen=True, order=True):
    """A file met: `relative` with `/`, and why it is not read (Chinese; empty: it is to be read)."""

    relative: str
    path: str
    reason: str = ""


def discover(folder: Path) -> list[Candidate]:
    """All files below `folder`, sorted by relative path. Links that lead to folders, or out of the folder, are not
    followed. Raises UsageError where the folder is not there."""
    if not folder.is_dir():
        raise UsageError(f"找不到文件夹：{folder}")
    return sorted(_walk(folder, folder.resolve()))


def _walk(folder: Path, root: Path) -> Iterator[Candidate]:
    problems: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        attached = _is_attached(Path(parent))
        for name in files:
            path = Path(parent, name)
            if name.startswith((".", "~$")):
                continue
            relative = _printable(path.relative_to(folder).as_posix())
            reason = "网页的附属文件，未处理" if attached else _why_not(path, root)
            if reason is None:
                yield from _archived(path, relative)
            else:
                yield Candidate(relative, str(path), reason)
    for problem in problems:
        name = Path(str(problem.filename)).relative_to(folder).as_posix()
        yield Candidate(_printable(name) + "/", str(problem.filename), "文件夹无法打开（没有权限）")


def _why_not(path: Path, root: Path) -> str | None:
    """Why a file is not read (empty: it is); null for an archive, whose members are asked one by one."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return "链接指向文件夹之外，未处理"
        if not stat.S_ISREG(path.stat().st_mode):
            return "不是普通文件，未处理"
        suffix = path.suffix.lower()
        if suffix in PLAN_ENDINGS:
            return ""
        return _why_not_inside(path) if suffix not in _SHEETS else _other(path.suffix)
    except PermissionError:
        return ""  # the reader will say so
    except OSError:
        return "链接失效或无法打开，未处理"


def _why_not_inside(path: Path) -> str | None:
    """The same for a file whose ending says nothing, by its content."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    kind = sniff(head)
    if kind in _PLAN_KINDS:
        return ""
    if kind not in ("zip", "ole") or path.stat().st_size > DEFAULT_LIMITS.file_bytes:
        return "" if kind == "zip" else _other(path.suffix)
    data = path.read_bytes()
    if kind == "ole":
        return "" if ole_content(data) in ("doc", "encrypted") else _other(path.suffix)
    try:
        return None if holds_archive(data, DEFAULT_LIMITS) else ""
    except ReadError:
        return ""  # the reader will say why


def _archived(path: Path, relative: str) -> Iterator[Candidate]:
    """The members of an archive; the archive itself where it cannot be opened or holds nothing."""
    try:
        found = members(path.read_bytes(), DEFAULT_LIMITS)
    except ReadError:
        yield Candidate(relative, str(path))  # the reader will say why
        return
    except OSError:
        yield Candidate(relative, str(path), "无法打开，未处理")
        return
    if not found:
        yield Candidate(relative, str(path), "压缩包里没有文件，未处理")
    for member in found:
        place = SEPARATOR + member.place
        suffix = PurePosixPath(member.place).suffix
        wanted = suffix.lower() in PLAN_ENDINGS or sniff(member.head) in _PLAN_KINDS or member.reason
        yield Candidate(relative + place, str(path) + place, member.reason or ("" if wanted else _other(suffix)))


def _is_attached(folder: Path) -> bool:
    """Whether a folder holds what a browser saved along with a page beside it."""
    name = folder.name
    return any(
        name.endswith(ending)
        and any(folder.with_name(name.removesuffix(ending) + page).is_file() for page in _PAGE_ENDINGS)
        for ending in _PAGE_FOLDERS
    )


def _other(suffix: str) -> str:
    return f"不是 PDF、Word、网页或文本文件（{_printable(suffix) or '无扩展名'}），未处理"


def _printable(name: str) -> str:
    """A file name as it can stand in any output: undecodable bytes and control characters replaced."""
    clean = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "�" for char in clean)
