"""Which files of a folder are plans to be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.model.errors import UsageError

# Endings under which plans arrive. Those that no reader knows yet are tried all the same: the reader says what to do, and a
# plan is not passed over in silence. Other files are listed as skipped: a folder holds pictures and sheets too.
PLAN_ENDINGS = frozenset(
    {".pdf", ".docx", ".docm", ".txt", ".text", ".doc", ".wps", ".rtf", ".htm", ".html", ".mht", ".odt", ".ofd"}
)
_SIGNATURES = (b"%PDF-",)


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
        for name in files:
            path = Path(parent, name)
            relative = path.relative_to(folder).as_posix()
            if not name.startswith((".", "~$")):
                yield Candidate(_printable(relative), str(path), _why_not(path, root))
    for problem in problems:
        name = Path(str(problem.filename)).relative_to(folder).as_posix()
        yield Candidate(_printable(name) + "/", str(problem.filename), "文件夹无法打开（没有权限）")


def _why_not(path: Path, root: Path) -> str:
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return "链接指向文件夹之外，未处理"
        if not stat.S_ISREG(path.stat().st_mode):
            return "不是普通文件，未处理"
        if path.suffix.lower() in PLAN_ENDINGS or _is_plan_inside(path):
            return ""
    except OSError:
        return "链接失效或无法打开，未处理"
    return f"不是 PDF、Word 或文本文件（{_printable(path.suffix) or '无扩展名'}），未处理"


def _is_plan_inside(path: Path) -> bool:
    """Whether a file of another ending holds a PDF after all."""
    try:
        with path.open("rb") as stream:
            return stream.read(8).startswith(_SIGNATURES)
    except OSError:
        return True  # the reader will say why


def _printable(name: str) -> str:
    """A file name as it can stand in any output: undecodable bytes and control characters replaced."""
    clean = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "�" for char in clean)
