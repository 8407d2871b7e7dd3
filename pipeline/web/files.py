"""Files that are made for a person and sent."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent(name: str, media_type: str, write: Callable[[Path], object]) -> Response:
    """What `write` puts into a file, to be saved under a name; the file goes once it is sent."""
    handle, words = tempfile.mkstemp(prefix="cetu-", suffix=Path(name).suffix)
    os.close(handle)
    path = Path(words)
    try:
        write(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    plain = "cetu" + Path(name).suffix
    return FileResponse(
        path, media_type=media_type, background=BackgroundTask(path.unlink, missing_ok=True),
        headers={
            "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
            "cache-control": "no-store",
        },
    )  # fmt: skip
