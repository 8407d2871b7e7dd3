"""Whether a file is a workbook that may be opened: a real xlsx, of a bearable size, without entities or merged cells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from pipeline.model.errors import ReadError

_MIB = 1 << 20
_MOST_BYTES = 64 * _MIB
_MOST_UNPACKED = 512 * _MIB
_MOST_PARTS = 2000
_PIECE = _MIB
_MERGED = re.compile(rb'<mergeCell\s[^>]{0,80}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def check_workbook(path: Path) -> None:
    """Raises ReadError (Chinese) where a file is no xlsx, is damaged, or could harm."""
    if not path.is_file():
        raise ReadError(f"找不到文件 {path}")
    if path.stat().st_size > _MOST_BYTES:
        raise ReadError(f"{path.name} 太大（超过 {_MOST_BYTES // _MIB} MB），不是导出的台账")
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(f"{path.name} 是旧版 Excel（.xls）或加了密码的文件，请去掉密码并另存为 .xlsx")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise ReadError(f"{path.name} 不是 Excel 工作簿（.xlsx），或已损坏") from error


def merged_cells(path: Path, part: str) -> list[str]:
    """The ranges of merged cells of a sheet, `part` being its name in the archive."""
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        found: list[str] = []
        tail = b""
        while piece := stream.read(_PIECE):
            # what may be torn at the border of two pieces is looked at with the next
            found += [match.decode() for match in _MERGED.findall(tail + piece)]
            tail = (tail + piece)[-120:]
        return list(dict.fromkeys(found))


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise ReadError(f"{path.name} 解压后过大，拒绝打开（可能是压缩炸弹）")
    if "xl/workbook.xml" not in archive.namelist():
        raise ReadError(f"{path.name} 不是 Excel 工作簿（.xlsx）")
    left = _MOST_UNPACKED
    for part in parts:
        left -= _check_part(path, archive, part, left)


def _check_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack a part piece by piece: sizes in the directory may lie, and a declared entity has no place in a sheet."""
    size, head = 0, b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > left:
                raise ReadError(f"{path.name} 解压后过大，拒绝打开（可能是压缩炸弹）")
            head = head or piece[:4096]
    if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in head.replace(b"\0", b"").upper():
        raise ReadError(f"{path.name} 含有不允许的 XML 声明，拒绝打开")
    return size
