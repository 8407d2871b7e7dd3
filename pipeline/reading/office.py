"""Formats that only an office program reads: LibreOffice, where it is installed, makes a DOCX of them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pipeline.model.errors import ReadError
from pipeline.reading.unsupported import reason_for

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60
_GRACE = 5
_ENDINGS = {"odt": ".odt", "word95": ".doc", "wordxml": ".xml", "uof": ".uof"}


def is_convertible(kind: str) -> bool:
    """Whether LibreOffice reads files of a kind."""
    return kind in _ENDINGS


def convert(data: bytes, kind: str, *, seconds: int = _SECONDS) -> bytes:
    """The DOCX that LibreOffice makes of a file, in a process and with a profile of its own.

    Raises ReadError where it is not installed, takes too long, or makes nothing of the file.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise ReadError(f"{reason_for(kind)}；也可安装 LibreOffice（命令 soffice），装好后会自动转换")
    with tempfile.TemporaryDirectory(prefix="cetu-", ignore_cleanup_errors=True) as folder:
        name = Path(folder, "plan" + _ENDINGS[kind])
        name.write_bytes(data)
        _run(program, name, seconds)
        made = name.with_suffix(".docx")
        if not made.is_file():
            raise ReadError(f"LibreOffice 没能转换此文件（可能已损坏）：{reason_for(kind)}")
        return made.read_bytes()


def _run(program: str, name: Path, seconds: int) -> None:
    command = [
        *_guard(seconds),
        program,
        f"-env:UserInstallation={(name.parent / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(name.parent),
        str(name),
    ]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            code = process.wait(timeout=seconds + _GRACE)
        except subprocess.TimeoutExpired:
            code = -1
        finally:
            _end(process)
    if code in (-1, 124, 137):
        raise ReadError(f"LibreOffice 转换超过 {seconds} 秒，已中止；请用 Word 或 WPS 另存为 .docx 后再试")


def _guard(seconds: int) -> list[str]:
    """What ends the program even where this process itself is killed meanwhile: at once where the system can (`setpriv`
    asks it to tell `timeout`, which tells the program), else in its time."""
    timeout, setpriv = shutil.which("timeout"), shutil.which("setpriv")
    if timeout is None:
        return []
    return [*([setpriv, "--pdeathsig", "TERM"] if setpriv else []), timeout, f"--kill-after={_GRACE}", str(seconds)]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
