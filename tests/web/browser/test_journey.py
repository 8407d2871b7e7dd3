"""The way of a clerk on the first day: import three plans, ask, open the source, correct a fact, compare, download.

Once on an office screen with scripts, once on a phone's with scripts off. `CETU_SHOTS=FOLDER` keeps a picture of each step.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.conftest import ROOT, Served, patient

PLANS = (
    "枫林坳学校控辍保学与学困生帮扶工作计划.txt",
    "松槿乡中心小学迎接义务教育均衡发展复查工作方案.pdf",
    "柳溪镇第二小学关于调整各项工作领导小组成员的通知.docx",
)
SCREENS = {"office": ({"width": 1366, "height": 768}, True), "phone": ({"width": 390, "height": 844}, False)}


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def clerk(browser: Browser, screen: str) -> Iterator[Page]:
    size, scripts = SCREENS[screen]
    context = patient(
        browser.new_context(viewport=size, java_script_enabled=scripts, locale="zh-CN", accept_downloads=True)
    )
    yield context.new_page()
    context.close()


class Shots:
    def __init__(self, page: Page, screen: str) -> None:
        self.page, self.screen, self.count = page, screen, 0

    def __call__(self, name: str) -> None:
        self.count += 1
        if folder := os.environ.get("CETU_SHOTS"):
            self.page.screenshot(path=Path(folder) / f"{self.screen}-{self.count:02}-{name}.png")


def test_the_first_day(clerk: Page, bench: Served, screen: str, tmp_path: Path) -> None:
    shot = Shots(clerk, screen)
    clerk.goto(bench.url)
    expect(clerk.get_by_role("heading", level=1)).to_have_text("欢迎使用策图")
    shot("welcome")

    clerk.get_by_role("link", name="导入方案").click()
    clerk.set_input_files("#files", [ROOT / "corpus" / name for name in PLANS])
    shot("import")
    clerk.get_by_role("button", name="导入").click()
    clerk.wait_for_url(re.compile(r"/import/\d+$"))
    shot("progress")
    expect(clerk.get_by_role("link", name="去提问")).to_be_visible(timeout=600_000)
    for name in PLANS:
        expect(clerk.get_by_role("rowheader", name=name)).to_be_visible()
    shot("imported")

    clerk.get_by_role("link", name="去提问").click()
    clerk.locator("#q").fill("谁负责控辍保学")
    clerk.locator("#q").press("Enter")
    answer = clerk.locator("article.answer").first
    expect(answer.locator("mark").first).to_be_visible()
    shot("answer")

    card = answer.get_by_role("link", name="卡片").get_attribute("href")
    answer.locator(".place a").first.click()
    clerk.wait_for_url(re.compile("/documents/"))
    expect(clerk.locator("mark").first).to_be_visible()
    shot("source")

    clerk.goto(f"{bench.url}{card}")
    clerk.locator("[name=actor]").fill("教导处（更正）")
    clerk.locator("section[aria-labelledby=correct] [name=why]").fill("与校长核对过")
    clerk.get_by_role("button", name="更正", exact=True).click()
    expect(clerk.locator("main")).to_contain_text("教导处（更正）")
    expect(clerk.locator("section[aria-labelledby=log]")).to_contain_text("与校长核对过")
    shot("corrected")
    clerk.goto(f"{bench.url}/?q=谁负责控辍保学")
    expect(clerk.locator("main")).to_contain_text("教导处（更正）")
    shot("corrected-answer")

    clerk.get_by_role("link", name="对照", exact=True).click()
    expect(clerk.get_by_role("heading", level=1)).to_be_visible()
    shot("compare")
    for link, ending in (("下载 Excel", ".xlsx"), ("下载 Word 报告", ".docx")):
        with clerk.expect_download() as waiting:
            clerk.get_by_role("link", name=link).first.click()
        kept = tmp_path / f"got{ending}"
        waiting.value.save_as(kept)
        assert waiting.value.suggested_filename.endswith(ending)
    assert openpyxl.load_workbook(tmp_path / "got.xlsx").sheetnames
    assert any(table.rows for table in Document(str(tmp_path / "got.docx")).tables)
