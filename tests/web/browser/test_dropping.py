"""Files dropped on the import page with the mouse are imported like chosen ones."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.web.browser.conftest import ROOT, Served, patient

_PLAN = "枫林坳学校控辍保学与学困生帮扶工作计划.txt"
_FILE = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/plain" }));
  return data;
}"""


def test_a_plan_dropped_on_the_page_is_imported(browser: Browser, bench: Served) -> None:
    page = patient(browser.new_context()).new_page()
    page.goto(f"{bench.url}/import")
    form = page.locator("form[data-drop]")
    text = (ROOT / "corpus" / _PLAN).read_text("utf-8")
    form.dispatch_event("drop", {"dataTransfer": page.evaluate_handle(_FILE, [_PLAN, text])})
    expect(form.locator("[data-chosen]")).to_contain_text("1")
    form.get_by_role("button", name="导入").click()
    page.wait_for_url(re.compile(r"/import/\d+$"))
    expect(page.get_by_role("rowheader", name=_PLAN)).to_be_visible(timeout=600_000)
    page.close()


def test_too_much_is_told_before_anything_is_sent(browser: Browser, bench: Served) -> None:
    page = patient(browser.new_context()).new_page()
    page.goto(f"{bench.url}/import")
    form = page.locator("form[data-drop]")
    form.evaluate("form => { form.dataset.mostFiles = 0 }")
    form.dispatch_event("drop", {"dataTransfer": page.evaluate_handle(_FILE, [_PLAN, "一、目标"])})
    expect(form.locator("[data-wrong]")).to_contain_text("一次最多 0 个文件")
    page.close()
