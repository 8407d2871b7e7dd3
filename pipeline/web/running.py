"""Running the workbench with uvicorn."""

from __future__ import annotations

import os

import uvicorn

from pipeline.web.app import ENVIRONMENT
from pipeline.web.settings import Settings


def run(settings: Settings, workers: int = 1) -> None:
    """Serve until stopped. Worker processes find the settings in the environment."""
    os.environ[ENVIRONMENT] = settings.packed()
    uvicorn.run(
        "pipeline.web.app:from_environment", factory=True, host=settings.host, port=settings.port, workers=workers,
        log_level="warning", server_header=False, proxy_headers=settings.secure, access_log=False,
    )  # fmt: skip
