"""Every kind of page, found by following links: with scripts off, for assistive technology (axe), on a narrow screen, on
paper, with the keyboard."""

from __future__ import annotations

import re
import urllib.request
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pipeline.web.pages import ALL
from pipeline.web.registry import Page as View
from tests.web.browser.conftest import patient

BEGIN = ("/?q=" + quote("谁负责控辍保学"), "/documents", "/import", "/login", "/accounts", "/account", "/log")
VIEWS = [view for view in ALL if isinstance(view, View)]
_LINK = re.compile(r'<a\b[^>]{0,400}?\bhref="([^"]{1,600})"')
_MOST = 400
SCREENS = {"office": (1366, 768), "phone": (390, 844)}
# Work under way, an import of plans or of a ledger, a large export, is no page of the sample base: other tests go there.
UNREACHED = {"/import/{number}", "/tasks/import/{token}", "/export/{name}/progress"}


def shape(view: View) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(view.path)))


@pytest.fixture(scope="module")
def reached(sample) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """A link to a page of each kind: its path as the registry has it, and a URL."""
    found: dict[str, str] = {}
    waiting, seen = [urljoin(sample.url, one) for one in BEGIN], set()
    while waiting and len(seen) < _MOST and len(found) < len(VIEWS):
        url = waiting.pop(0)
        path = urlsplit(url).path
        kind = next((view.path for view in VIEWS if shape(view).fullmatch(path)), None)
        if url in seen or kind is None or (found.get(kind, url) != url and len(seen) > _MOST // 2):
            continue
        seen.add(url)
        found.setdefault(kind, url)
        with urllib.request.urlopen(url, timeout=600) as answer:
            html = answer.read().decode("utf-8")
        links = (urljoin(answer.url, unescape(link)).split("#")[0] for link in _LINK.findall(html))
        new = [link for link in links if link.startswith(sample.url) and link not in seen]
        # Kinds not met before first.
        new.sort(
            key=lambda link: any(shape(view).fullmatch(urlsplit(link).path) and view.path in found for view in VIEWS)
        )
        waiting = [one for one in new if _unmet(one, found)] + waiting + [one for one in new if not _unmet(one, found)]
    return found


def _unmet(url: str, found: dict[str, str]) -> bool:
    return not any(shape(view).fullmatch(urlsplit(url).path) and view.path in found for view in VIEWS)


def test_links_lead_to_every_kind_of_page(reached: dict[str, str]) -> None:
    assert {view.path for view in VIEWS} - set(reached) <= UNREACHED


@pytest.mark.parametrize("path", sorted(view.path for view in VIEWS))
def test_without_scripts(browser: Browser, reached: dict[str, str], path: str) -> None:
    if path not in reached:
        pytest.skip("a page of this kind is tried by the journey")
    context = patient(browser.new_context(java_script_enabled=False))
    page = context.new_page()
    answer = page.goto(reached[path])
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert len(page.locator("main").inner_text()) > 10
    context.close()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", sorted(view.path for view in VIEWS))
def test_axe_finds_nothing_serious_and_nothing_sticks_out(
    page: Page, reached: dict[str, str], path: str, screen: str
) -> None:
    if path not in reached:
        pytest.skip("a page of this kind is tried by the journey")
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(reached[path])
    found = Axe().run(page).response["violations"]
    serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
    assert not serious
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", sorted(view.path for view in VIEWS))
def test_on_paper_nothing_is_cut_and_the_bars_are_gone(page: Page, reached: dict[str, str], path: str) -> None:
    if path not in reached:
        pytest.skip("a page of this kind is tried by the journey")
    page.goto(reached[path])
    page.emulate_media(media="print")
    assert not page.locator("header.bar").is_visible()
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")


def test_the_keyboard_alone_asks_and_opens_the_source(page: Page, sample) -> None:  # type: ignore[no-untyped-def]
    page.goto(sample.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    page.keyboard.type("谁负责控辍保学")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.answer")
    for _ in range(40):
        page.keyboard.press("Tab")
        if "/source" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/documents/"))
    page.wait_for_selector("mark")
