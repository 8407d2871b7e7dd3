"""Names of uploaded files made safe: whatever was sent, each lies inside the one folder made for the upload."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

# Characters that some file system forbids or gives a meaning to, and those that nobody sees or that turn the reading around.
_UNSAFE = re.compile(
    r'[<>:"|?*\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffd\ue000-\uf8ff]'
)
# Devices of Windows, whatever ending they bear.
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)")
_LONGEST = 150  # bytes of UTF-8; file systems allow 255, and results put a folder's name before and an ending behind
_DEEPEST = 6
_NAMELESS = "未命名"


def safe_path(sent: str) -> PurePosixPath:
    """A relative path without any step upwards for the name that a browser sent; folders of an upload are kept.

    >>> str(safe_path("../../etc/passwd")), str(safe_path("C:\\\\plans\\\\甲.docx")), str(safe_path("各校/一中/计划.pdf"))
    ('etc/passwd', 'C_/plans/甲.docx', '各校/一中/计划.pdf')
    """
    parts = [part for part in sent[:4096].replace("\\", "/").split("/") if part.strip(" .")]
    *folders, last = parts or [_NAMELESS]
    return PurePosixPath(*(safe_part(part) for part in folders[-_DEEPEST:]), safe_part(last))


def safe_part(sent: str) -> str:
    """One part of a path.

    >>> safe_part("NUL.txt"), safe_part(".hidden"), safe_part("甲\\x00.pdf"), safe_part("末尾. ")
    ('_NUL.txt', '_hidden', '甲_.pdf', '末尾')
    """
    name = unicodedata.normalize("NFC", sent.encode("utf-8", "replace").decode("utf-8"))
    name = _UNSAFE.sub("_", name.replace("/", "_").replace("\\", "_")).strip().rstrip(". ")
    if name.startswith((".", "~$", "~")):
        name = "_" + name.lstrip(".~$")
    if _DEVICES.fullmatch(name.partition(".")[0].strip()):
        name = f"_{name}"
    return _shortened(name or _NAMELESS)


def numbered(path: PurePosixPath, number: int) -> PurePosixPath:
    """Another name for a file where the first is taken.

    >>> str(numbered(PurePosixPath("甲/计划.pdf"), 2))
    '甲/计划(2).pdf'
    """
    return path.with_name(f"{path.stem}({number}){path.suffix}")


def _shortened(name: str) -> str:
    if len(name.encode()) <= _LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending.encode()) > 12:
        stem, ending = name, ""
    room = _LONGEST - len(f".{ending}".encode() if ending else b"")
    short = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{short}.{ending}" if ending else short
