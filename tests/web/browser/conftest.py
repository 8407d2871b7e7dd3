"""A real browser (Debian's Chromium, driven by Playwright) before a real server. Skipped, with the reason, where there is none."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[3]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_START_SECONDS = 600
_PORTS = 5
# What is tried here is what happens, not how fast: a machine busy with other tests may take its time.
_STEP_MILLISECONDS = 90_000
expect.set_options(timeout=_STEP_MILLISECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        mark = pytest.mark.skip(reason="没有 Chromium（apt-get install chromium）")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(mark)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


class Served:
    """A workbench under way: `url` where, `out` its folder of results."""

    def __init__(self, url: str, out: Path) -> None:
        self.url = url
        self.out = out


def patient(context: BrowserContext) -> BrowserContext:
    """A context whose clicks, visits and waits take as long as the machine needs."""
    context.set_default_timeout(_STEP_MILLISECONDS)
    context.set_default_navigation_timeout(_STEP_MILLISECONDS)
    return context


def served(kb: Path) -> Iterator[Served]:
    """Serve a knowledge base (there need be none yet) in a process of its own, as `cetu serve` does."""
    for _ in range(_PORTS):
        process, url = _started(kb)
        try:
            if not _answers(url, process):
                continue
            yield Served(url, kb.parent)
            return
        finally:
            process.terminate()
            process.wait()
    raise RuntimeError("the workbench did not start")


def _started(kb: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server on a port that was free a moment ago; where another program has taken it since, it ends at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "pipeline.cli", "serve", "--kb", str(kb), "--port", str(port)]
    process = subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": str(ROOT), "CETU_USER": "测试员"}, stdout=subprocess.DEVNULL
    )
    return process, f"http://127.0.0.1:{port}"


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers; false where it has ended."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/login", timeout=60).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process.poll() is None
    return False


@pytest.fixture(scope="session")
def sample(small_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A workbench over some sample plans."""
    kb = tmp_path_factory.mktemp("served") / "kb.sqlite"
    kb.write_bytes(small_base.read_bytes())
    yield from served(kb)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at an ordinary office screen's size; whatever goes wrong in its console or leaves the machine fails the test."""
    context = patient(browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN"))
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    opened.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    opened.on("request", lambda asked: wrong.append(f"asked {asked.url}") if "//127.0.0.1:" not in asked.url else None)
    yield opened
    context.close()
    assert not wrong, wrong


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Served]:
    """A workbench with nothing in it yet."""
    yield from served(tmp_path / "结果" / "kb.sqlite")
