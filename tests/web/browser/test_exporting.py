"""A base too large to be exported at once: preparing, waiting, cancelling, downloading, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from benchmarks.store import build
from pipeline.batch.names import EXPORTS
from pipeline.store.lock import WriteLock
from pipeline.web.exporting.preparing import TURN
from tests.web.browser.conftest import Served, patient, served

_FACTS = 6_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    kb = tmp_path_factory.mktemp("large") / "kb.sqlite"
    build(kb, _FACTS)
    yield from served(kb)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_large_export_is_prepared_and_downloaded(
    browser: Browser, large: Served, tmp_path: Path, scripts: bool
) -> None:
    name = "csv" if scripts else "md"
    context = patient(browser.new_context(java_script_enabled=scripts, locale="zh-CN", accept_downloads=True))
    page = context.new_page()
    page.goto(f"{large.url}/export")
    page.locator(f'form[action="/export/{name}"] button').click()
    page.wait_for_url(re.compile(f"/export/{name}/progress$"))
    link = page.locator(f'main a[href="/export/{name}"]')
    expect(link).to_be_visible(timeout=600_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("已备好")
    with page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(tmp_path / "got")
    assert waiting.value.suggested_filename.endswith(f".{name}")
    assert (tmp_path / "got").stat().st_size > 100_000
    page.goto(f"{large.url}/export")
    expect(page.locator(f'main a[href="/export/{name}"]')).to_be_visible()
    context.close()


def test_who_waits_sees_it_and_may_cancel(page: Page, large: Served) -> None:
    (large.out / EXPORTS).mkdir(exist_ok=True)
    turn = WriteLock(large.out / EXPORTS / TURN)
    turn.acquire()
    page.goto(f"{large.url}/export")
    page.locator('form[action="/export/jsonl"] button').click()
    page.wait_for_url(re.compile("/export/jsonl/progress$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("排队等候")
    found = Axe().run(page).response["violations"]
    assert not [one["id"] for one in found if one["impact"] in ("serious", "critical")]
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已取消", timeout=600_000)
    turn.release()
