"""Read a file of any known format."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading.limits import DEFAULT_LIMITS, Limits
from pipeline.reading.plain import MEDIA_TYPE, clean_text, read_plain
from pipeline.reading.sniff import Kind, ole_content, sniff
from pipeline.reading.unsupported import unsupported


def read(path: str | Path, *, limits: Limits = DEFAULT_LIMITS) -> Source:
    """Read one file; what it is is told by its content, not by its name.

    Raises ReadError with the reason in Chinese if it cannot be read.
    """
    return read_bytes(_load(Path(path), limits), str(path), limits=limits)


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
        return _read_kind(data, path, digest, limits)
    except ReadError:
        raise
    except Exception as error:  # a file that a library stumbles over must not end a batch
        raise ReadError(f"文件已损坏，读取中断（{type(error).__name__}）；请重新获取，或打开后另存再试") from error


def _read_kind(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    kind = sniff(data)
    if kind == "text":
        return read_plain(data, path, digest, limits)
    if kind == "pdf":
        return _read_pdf(data, path, digest, limits)
    if kind == "zip":
        return _read_package(data, path, digest, limits)
    if kind in ("html", "mht"):
        return _read_page(kind, data, path, digest, limits)
    if kind == "ole":
        return _read_compound(data, path, digest, limits)
    raise unsupported(kind)


def _read_pdf(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    from pipeline.reading.pdf import read_pdf

    return read_pdf(data, path, digest, limits)


def _read_compound(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    content = ole_content(data)
    if content != "doc":
        raise unsupported(content)
    from pipeline.reading.doc import read_doc

    return read_doc(data, path, digest, limits)


def _read_page(kind: Kind, data: bytes, path: str, digest: str, limits: Limits) -> Source:
    from pipeline.reading.html import read_html, read_mht

    return (read_mht if kind == "mht" else read_html)(data, path, digest, limits)


def _read_package(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    from pipeline.reading.docx import read_docx
    from pipeline.reading.docx.package import Package

    package = Package(data, limits)
    content = package.content()
    if content != "docx":
        raise unsupported(content)
    return read_docx(package, path, digest, limits)


def _load(path: Path, limits: Limits) -> bytes:
    try:
        limits.check("file_bytes", path.stat().st_size, "字节数 ")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"找不到文件 {path}") from None
    except IsADirectoryError:
        raise ReadError(f"{path} 是文件夹，不是文件") from None
    except PermissionError:
        raise ReadError(f"没有权限读取 {path}") from None
    except (OSError, ValueError) as error:
        raise ReadError(f"无法打开 {path}：{getattr(error, 'strerror', None) or '路径无效'}") from None
