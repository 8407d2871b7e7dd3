"""Read a file of any known format."""

from __future__ import annotations

from hashlib import sha256
from os import fstat
from pathlib import Path

from pipeline.model.errors import ReadError, system_words
from pipeline.model.source import Source
from pipeline.reading.archive import SEPARATOR, load_member
from pipeline.reading.formats import read_content
from pipeline.reading.limits import DEFAULT_LIMITS, Limits
from pipeline.reading.plain import MEDIA_TYPE, clean_text
from pipeline.reading.unsupported import unsupported


def read(path: str | Path, *, limits: Limits = DEFAULT_LIMITS) -> Source:
    """Read one file; what it is is told by its content, not by its name. A member of a ZIP archive is read by a place
    like `方案.zip!/一中/计划.docx`.

    Raises ReadError with the reason in Chinese if it cannot be read.
    """
    name = str(path)
    archive, place = _split(name)
    data = _load(Path(archive), limits)
    return read_bytes(load_member(data, place, limits) if place else data, name, limits=limits)


def read_text(text: str, path: str = "-") -> Source:
    """A source from text that is already decoded; line ends become `\\n`, a BOM is removed.

    >>> read_text("一、总体目标\\r\\n").text
    '一、总体目标\\n'
    """
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(path=path, sha256=digest, media_type=MEDIA_TYPE, text=clean_text(text.removeprefix("\ufeff")))


def read_bytes(data: bytes, path: str = "-", *, limits: Limits = DEFAULT_LIMITS) -> Source:
    """Read a file's content."""
    limits.check("file_bytes", len(data), "字节数 ")
    if not data:
        raise unsupported("empty")
    digest = sha256(data).hexdigest()
    try:
        return read_content(data, path, digest, limits)
    except ReadError:
        raise
    except Exception as error:  # a file that a library stumbles over must not end a batch
        raise ReadError(f"文件已损坏，读取中断（{type(error).__name__}）；请重新获取，或打开后另存再试") from error


def _split(name: str) -> tuple[str, str]:
    """An archive's path and a place in it; the place is empty for a file."""
    at = name.find(SEPARATOR)
    while at >= 0:
        if _is_file(name[:at]):
            return name[:at], name[at + len(SEPARATOR) :]
        at = name.find(SEPARATOR, at + 1)
    return name, ""


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _load(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb", buffering=0) as file:
            limits.check("file_bytes", fstat(file.fileno()).st_size, "字节数 ")
            return file.readall()
    except FileNotFoundError:
        raise ReadError(f"找不到文件 {path}") from None
    except IsADirectoryError:
        raise ReadError(f"{path} 是文件夹，不是文件") from None
    except PermissionError:
        raise ReadError(f"没有权限读取 {path}") from None
    except (OSError, ValueError) as error:
        why = system_words(error) if isinstance(error, OSError) else "路径无效"
        raise ReadError(f"无法打开 {path}：{why}") from None
